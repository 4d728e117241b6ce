"""Notes that name a work in full are read as its record; no other note is, and nothing is added."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.bibliography import csl
from events.bibliography.whole_references import keys, read


def said(record: dict[str, Any]) -> str:
    people = [csl.whole_name(name) for variable in ("author", "editor") for name in record.get(variable, ())]
    names = ("type", "title", "container-title", "volume", "issue", "page", "publisher-place", "publisher")
    rest = [record[name] for name in (*names, "DOI", "ISBN") if name in record]
    return " | ".join([*people, *rest, csl.year(record)])


@pytest.mark.parametrize(
    ("note", "work"),
    [
        (
            "See Tony Judt, Postwar: A History of Europe (London: Penguin, 2005), 123–125.",
            "Tony Judt | book | Postwar: A History of Europe | London | Penguin | 2005",
        ),
        (
            "Deletant, Dennis. Communist Terror in Romania. London: Hurst, 1999. p. 12. ISBN 978-1-85065-386-8.",
            "Dennis Deletant | book | Communist Terror in Romania | London | Hurst | 978-1-85065-386-8 | 1999",
        ),
        (
            "Florin Constantiniu, O istorie sinceră, București, Editura Univers Enciclopedic, 1997, p. 400.",
            "Florin Constantiniu | book | O istorie sinceră | București | Editura Univers Enciclopedic | 1997",
        ),
        ("Judt, T. (2005). Postwar. London: Penguin.", "T. Judt | book | Postwar | London | Penguin | 2005"),
        (
            "Hungarian National Archives, Report on Romania (Budapest: Foreign Ministry, 1964).",
            "Hungarian National Archives | book | Report on Romania | Budapest | Foreign Ministry | 1964",
        ),
        (
            "Mihail E. Ionescu and Laurens van der Post, “The Pact,” Cold War 4, no. 2 (2004): 45–67.",
            "Mihail E. Ionescu | Laurens van der Post | article-journal | The Pact | Cold War | 4 | 2 | 45-67 | 2004",
        ),
        (
            "Mastny, V. (2005). A watershed? Diplomatic History, 29(1), 149–177. https://doi.org/10.1111/j.1",
            "V. Mastny | article-journal | A watershed? | Diplomatic History | 29 | 1 | 149-177 | 10.1111/j.1 | 2005",
        ),
        (
            "Ann Kemp, “Birth,” in The Cold War, ed. Ann Lee and Odd Arne Westad (Cambridge: CUP, 2010), 134–155.",
            "Ann Kemp | Ann Lee | Odd Arne Westad | chapter | Birth | The Cold War | 134-155 | Cambridge | CUP | 2010",
        ),
        ("Kept as doi:10.1000/xyz123.", "10.1000/xyz123 | "),
    ],
)
def test_a_whole_reference_is_the_record_of_its_work(note: str, work: str):
    assert said(read(note)) == work


@pytest.mark.parametrize(
    "note",
    [
        "Ibid., p. 12.",
        "Deletant, Communist Terror, p. 12.",
        "Archives, box 7.",
        "New York Times, 12 May 1958.",
        "Interview with the author, Bucharest, 1999.",
        "Ann Kemp, Romania (London: Hurst, 1999); Tony Judt, Postwar (London: Penguin, 2005).",
        "See doi:10.1000/xyz1 and doi:10.1000/xyz2.",
        "ISBN 978-1-85065-386-9",
    ],
)
def test_what_is_no_whole_reference_or_several_is_not_read(note: str):
    assert read(note) == {}


def test_records_of_one_work_share_a_key():
    book = {"title": "Postwar", "issued": {"date-parts": [[2005]]}}
    assert keys(book) == keys(book | {"title": "POSTWAR "}) != keys(book | {"issued": {"date-parts": [[2006]]}})
    assert keys({"ISBN": "0-306-40615-2"}) == keys({"ISBN": "978-0-306-40615-7"}) != []
    assert keys({"DOI": "10.1000/A"}) == keys({"DOI": "https://doi.org/10.1000/a"}) and not keys({"title": "Postwar"})


PIECES = st.sampled_from(
    ["A B", ", ", ". ", ": ", " (", ")", "“", "”", " and ", "2005", "Ed. ", "in ", "p. 5", "; ", "é"]
)


@given(st.one_of(st.text(max_size=700), st.lists(PIECES, max_size=150).map("".join)))
def test_any_note_is_read_or_not(note: str):
    record = read(note)
    assert all(value for value in record.values())
