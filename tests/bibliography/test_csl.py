"""Plain words from CSL-JSON records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import dates
from events.bibliography import csl
from events.historiography import wording
from events.models import Actor, Event, Interpretation, Source

DELETANT = {"family": "Deletant", "given": "Dennis"}
IONESCU = {"family": "Ionescu", "given": "Mihail"}
TREATY = {
    "type": "chapter",
    "title": "Taunting the bear",
    "author": [DELETANT, IONESCU],
    "container-title": "Cold War History",
    "volume": 7,
    "issue": "4",
    "page": "495–507",
    "issued": {"date-parts": [[2007, 11]]},
    "publisher": "Routledge",
    "publisher-place": "London",
    "archive": "ANIC",
    "archive_location": "dos. 12",
}


@pytest.mark.parametrize(
    ("record", "reference"),
    [
        (TREATY, "Deletant & Ionescu 2007"),
        ({"title": "A", "author": [DELETANT]}, "Deletant"),
        (
            {
                "title": "A",
                "author": [DELETANT, IONESCU, {"literal": "NATO"}],
                "issued": {"date-parts": [[1999]]},
            },
            "Deletant et al. 1999",
        ),
        ({"title": "A", "editor": [IONESCU], "issued": {"date-parts": [[1999]]}}, "Ionescu 1999"),
        ({"title": "Declaration", "issued": {"date-parts": [[1964, 4]]}}, "“Declaration” 1964"),
        ({"title": "Record, 18 July 1963", "issued": {"date-parts": [[1963, 7, 18]]}}, "“Record, 18 July 1963”"),
        ({"title": "Room 19630", "issued": {"date-parts": [[1963]]}}, "“Room 19630” 1963"),
        ({"title": "Long title", "title-short": "Short"}, "“Short”"),
        ({"title": "Long title", "title-short": "Short", "author": [{"literal": "Editors"}]}, "“Short”"),
        (
            {
                "title": "A",
                "author": [{"literal": "Central Committee"}],
                "issued": {"date-parts": [["1964"], ["1965"]]},
            },
            "Central Committee 1964",
        ),
        ({}, ""),
    ],
)
def test_a_short_reference_is_names_and_year(record: dict, reference: str):
    assert csl.short_reference(record) == reference


def test_a_label_stands_for_the_title_of_a_work_without_authors():
    assert (
        csl.short_reference({"title": "A", "title-short": "B", "issued": {"date-parts": [[1964]]}}, "C") == "“C” 1964"
    )
    assert (
        csl.short_reference({"title": "A", "author": [{"family": "D"}], "issued": {"date-parts": [[1964]]}}, "C")
        == "D 1964"
    )
    assert csl.relabelled("“The ‘C’” 1964", "The “C”", "“C”, das") == "“‘C’, das” 1964"


@pytest.mark.parametrize(
    ("issued", "edtf"),
    [
        ({"date-parts": [[1964, 4, 22]]}, "1964-04-22"),
        ({"date-parts": [["1964", "4"]]}, "1964-04"),
        ({"date-parts": [[1964], [1966]]}, "1964/1966"),
        ({"date-parts": [[1964]], "circa": True}, "1964~"),
        ({"date-parts": [[-44, 3, 15]]}, "-0044-03-15"),
        ({"date-parts": [[958]]}, "0958"),
        ({"edtf": "[1965..1969]"}, "[1965..1969]"),
        ({"literal": "spring"}, ""),
        ({"raw": "1964?"}, ""),
        ({"date-parts": [["soon"]]}, ""),
        ({"date-parts": [[]]}, ""),
        ({"date-parts": [None]}, ""),
        ({"date-parts": [[1, 2, 3, 4]]}, ""),
        ({"date-parts": None}, ""),
        (None, ""),
        ("1964", ""),
    ],
)
def test_a_date_of_a_record_becomes_edtf_never_more_precise(issued: object, edtf: str):
    assert csl.edtf(issued) == edtf


@given(
    st.lists(
        st.lists(st.one_of(st.integers(-9999, 9999), st.integers(1, 12), st.text(max_size=3)), max_size=4),
        max_size=3,
    )
)
def test_no_record_breaks_a_date(parts: list[list[object]]):
    text = csl.edtf({"date-parts": parts})
    assert isinstance(text, str)
    if text:
        assert csl.year({"issued": {"date-parts": parts}})


@pytest.mark.parametrize(
    ("record", "year"), [(TREATY, "2007"), ({}, ""), ({"issued": {"date-parts": [[-44]]}}, "-0044")]
)
def test_the_year_is_the_one_of_issue(record: dict, year: str):
    assert csl.year(record) == year


def test_lists_sort_by_names_without_case_and_marks():
    records = [
        {"title": t, "author": [{"family": f}]}
        for f, t in (("Țăranu", "B"), ("tanase", "A"), ("Udrea", "C"), ("Ștefan", "D"))
    ]
    assert [csl.sort_key(r) for r in sorted(records, key=csl.sort_key)] == [
        "stefan d",
        "tanase a",
        "taranu b",
        "udrea c",
    ]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: object, shown: str):
    assert csl.web_address({"URL": url}) == shown


def test_a_source_takes_its_columns_from_its_record():
    source = Source(slug="deletant-2007", csl=TREATY)
    source.derive()
    assert (source.title, str(source), source.issued) == (
        "Taunting the bear",
        "Deletant & Ionescu 2007",
        "2007-11",
    )
    assert dates.parse(source.issued).precision == "month"
    assert str(Source(slug="nameless")) == "nameless"


@pytest.mark.parametrize(
    ("record", "issued"),
    [
        ({"type": "manuscript"}, "1968"),
        ({"type": "book"}, ""),
        ({"type": "manuscript", "issued": {"date-parts": [[1999]]}}, "1999"),
        ({"type": "manuscript", "issued": {"literal": "spring"}}, "1968"),
    ],
)
def test_what_was_never_issued_is_dated_by_when_it_was_made(record: dict, issued: str):
    assert csl.edtf(csl.dated(record, "", "1968").get("issued")) == issued
    assert csl.edtf(csl.dated(record, "1970", "1968").get("issued")) == ("1999" if issued == "1999" else "1970")


def test_names_are_listed_with_and():
    assert [wording.listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_quotation_marks_are_not_doubled():
    nested = {"title": "“De-satellization” of Romania"}
    assert csl.short_reference(nested) == "“‘De-satellization’ of Romania”"


def test_a_page_is_cited_with_one_pair_of_quotation_marks_and_one_full_stop():
    cited = wording.citation_in_plain_text
    claim = Interpretation(claim="It was called “independent” by Comecon.")
    assert cited(claim, "/a/", "Romania") == "“It was called ‘independent’ by Comecon.” Romania. /a/"
    assert cited(Actor(name="Comecon"), "/a/", "Romania") == "“Comecon”. Romania. /a/"
    assert cited(Event(title="Did he refuse?"), "/a/", "Romania", "1968") == "“Did he refuse?” (1968). Romania. /a/"
    source = Source(slug="a", csl={"title": "De-satellization"}, title="De-satellization", short_reference="“De-s”")
    assert cited(source, "/a/", "Romania") == "“De-satellization”. Romania. /a/"


def test_a_work_speaks_with_the_names_of_its_authors_else_with_its_short_title():
    assert wording.speaker(Source(csl=TREATY)) == "Dennis Deletant and Mihail Ionescu"
    edited = {"title": "A Cardboard Castle?", "editor": [{"family": "Mastny"}]}
    assert wording.speaker(Source(csl=edited)) == "“A Cardboard Castle?”"
    cable = {"title": "163. Memorandum of Conversation", "title-short": "FRUS 1964–1968, XVII, doc. 163"}
    assert wording.speaker(Source(csl=cable)) == "“FRUS 1964–1968, XVII, doc. 163”"
