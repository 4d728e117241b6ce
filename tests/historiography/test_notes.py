"""Who argues what, in which order, and where two views meet and part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import models
from events.historiography import notes
from tests.support import factories as make
from tests.support.history import History
from tests.support.strategies import undone
from tests.support.with_notes import with_notes

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def ordered() -> list[str]:
    return [i.slug for i in notes.in_order(models.Interpretation.objects.published().with_notes())]


def claim(slug: str, made_on: str = "", *holders: str) -> models.Interpretation:
    actors = [make.make_actor(f"Actor {name}", slug=f"{slug}-{name.lower()}", sort_name=name) for name in holders]
    return make.make_interpretation(slug, slug=slug, made_on=made_on, proponents=actors, status="published")


def test_claims_stand_by_when_they_were_made_and_unknown_last():
    for slug, made_on in (
        ("e", ""),
        ("d", "1999"),
        ("c", "1984/.."),
        ("b", "1984"),
        ("a", "1984-06"),
        ("f", "[..1983]"),
    ):
        claim(slug, made_on)
    assert ordered() == ["f", "b", "c", "a", "d", "e"]


def test_of_the_same_date_the_contested_stands_before_what_contests_it():
    a, b, c = claim("a", "1984", "Zub"), claim("b", "1984", "King"), claim("c", "1984", "Aron")
    make.make_relation(c, "contests", b)
    make.make_relation(b, "contests", a)
    assert ordered() == ["a", "b", "c"]


def test_the_contested_does_not_overtake_an_earlier_claim():
    a, b = claim("a", "1999"), claim("b", "1984")
    make.make_relation(b, "contests", a)
    assert ordered() == ["b", "a"]


def test_then_by_the_first_proponents_sort_name_and_last_those_of_nobody():
    claim("a", "1984")
    claim("b", "1984", "Zub")
    claim("c", "1984", "Verona", "Deletant")
    claim("d", "1984", "King")
    assert ordered() == ["c", "d", "b", "a"]


def test_then_by_slug():
    for slug in ("b", "a2", "a10", "a-1"):
        claim(slug)
    assert ordered() == ["a-1", "a10", "a2", "b"]


def test_two_who_contest_each_other_keep_the_order_of_names():
    a, b = claim("a", "1984", "Zub"), claim("b", "1984", "King")
    make.make_relation(a, "contests", b)
    make.make_relation(b, "contests", a)
    assert ordered() == ["b", "a"]


def test_an_unpublished_claim_in_between_orders_nothing():
    a, b = claim("a", "1984"), claim("b", "1984")
    between = make.make_interpretation("x")
    make.make_relation(a, "contests", between)
    make.make_relation(between, "contests", b)
    assert ordered() == ["a", "b"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), st.permutations(range(6)))
def test_the_order_is_total_and_whatever_can_be_contested_first_is(pairs: list[tuple[int, int]], names: list[int]):
    """Without circles every claim stands after all of the same date that it contests."""
    with undone():
        claims = models.Interpretation.objects.bulk_create(
            models.Interpretation(
                slug=f"claim-{n}", claim="Claim.", voice="unattributed", ground="cause", status="published"
            )
            for n in names
        )
        edges = {(max(a, b), min(a, b)) for a, b in pairs if a != b}
        models.Relation.objects.bulk_create(
            models.Relation(interpretation=claims[a], target=claims[b], kind="contests", ground="cause")
            for a, b in edges
        )
        order = ordered()
        assert sorted(order) == sorted(one.slug for one in claims)
        for a, b in edges:
            assert order.index(claims[b].slug) < order.index(claims[a].slug)


# --- notes, sides, comparisons ---


def test_an_event_has_a_note_for_each_published_interpretation_with_evidence_on_it(h: History):
    event = with_notes().get(pk=h.events["departure"].pk)
    found = notes.notes_of(event)
    assert [(note.interpretation.slug, note.bearing) for note in found] == [
        ("the-withdrawal-suited-moscow", "must_explain"),
        ("the-withdrawal-was-a-reward", "supports"),
        ("a-policy-of-its-own-began", "supports"),
    ]
    assert notes.is_contested(found)


def test_two_bearings_of_one_claim_are_one_note_with_both(h: History):
    make.make_evidence(h.claims["reward"], h.events["departure"], bearing="undermines")
    event = with_notes().get(pk=h.events["departure"].pk)
    reward = notes.notes_of(event)[1]
    assert [row.bearing for row in reward.rows] == ["supports", "undermines"]


@pytest.mark.each_database
def test_contested_in_python_is_contested_in_the_database(h: History):
    listed = {event.pk for event in with_notes() if notes.is_contested(notes.notes_of(event))}
    assert listed == set(models.Event.objects.contested().values_list("pk", flat=True)) == {h.events["departure"].pk}
