import pytest

from events.bibliography.sort_names import sort_name_of


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Dennis Deletant", "person", "Deletant, Dennis"),
        ("Gheorghe  Gheorghiu-Dej", "person", "Gheorghiu-Dej, Gheorghe"),
        ("Carol II", "person", "Carol II"),
        ("Plato", "person", "Plato"),
        ("Tito (Josip Broz)", "person", "Tito (Josip Broz)"),
        ("King, Robert", "person", "King, Robert"),
        ("The Warsaw Pact", "organisation", "Warsaw Pact"),
        ("Romanian Workers’ Party", "party", "Romanian Workers’ Party"),
        ("", "person", ""),
        ("The ", "body", "The"),
    ],
)
def test_lists_sort_an_actor_by_the_name_that_a_reader_would_look_for(name: str, kind: str, expected: str):
    assert sort_name_of(name, kind) == expected
