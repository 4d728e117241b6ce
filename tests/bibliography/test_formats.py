"""Records from what is pasted, and as text: BibTeX, RIS, CSL-JSON, identifiers."""

import json
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.bibliography import csl, csl_checks, formats
from events.bibliography.formats import bibtex, csl_json, identifiers, ris
from events.bibliography.formats.reading import one_line
from events.bibliography.variables import TEXTS
from tests.support.edtf_strategies import edtf_strings


def only(text: str) -> dict[str, Any]:
    """The one item of a text that has nothing wrong."""
    reading = formats.read(text)
    assert reading.problems == []
    [item] = reading.items
    return item


# --- identifiers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("10.1080/14682740701621846", {"DOI": "10.1080/14682740701621846"}),
        (" https://doi.org/10.1000/xyz(1)\n", {"DOI": "10.1000/xyz(1)"}),
        ("doi: 10.1000/xyz.", {"DOI": "10.1000/xyz"}),
        ("ISBN 978-0-306-40615-7", {"ISBN": "978-0-306-40615-7"}),
        ("080442957X", {"ISBN": "080442957X"}),
        ("https://example.org/a?b=c", {"URL": "https://example.org/a?b=c"}),
    ],
)
def test_a_bare_identifier_is_that_field_alone(text: str, item: dict):
    assert only(text) == item


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("978-0-306-40615-8", "its last digit does not fit"),
        ("soon after", "no DOI, no ISBN and no record"),
        ("  ", "nothing in it"),
        ("a\0b", "cannot be stored"),
        ('[{"title": }]', "line 1 at character 12"),
        ("[]", "no record in it"),
        ("[" * 100_000, "nested too deeply"),
        ('{"volume": NaN}', "none that JSON knows"),
    ],
)
def test_what_is_no_record_is_said_in_a_sentence(text: str, problem: str):
    reading = formats.read(text)
    assert reading.items == []
    assert problem in reading.problems[0]


def test_the_two_forms_of_an_isbn_are_one():
    assert identifiers.isbn_13("0-306-40615-2") == identifiers.isbn_13("978 0306406157") == "9780306406157"
    assert identifiers.isbn_13("0-306-40615-3") == ""


@pytest.mark.parametrize(
    ("read", "text", "identifier"),
    [
        (identifiers.wikidata, "https://www.wikidata.org/wiki/Q16390#sitelinks", "Q16390"),
        (identifiers.wikidata, "http://www.wikidata.org/entity/q16390", "Q16390"),
        (identifiers.viaf, "https://viaf.org/en/viaf/4932349/", "4932349"),
        (identifiers.viaf, "viaf.org/viaf/4932349", "4932349"),
        (identifiers.geonames, "https://www.geonames.org/683506/bucharest.html", "683506"),
        (identifiers.geonames, "https://example.org/683506", "https://example.org/683506"),
    ],
)
def test_an_address_of_an_authority_gives_its_identifier(read: Any, text: str, identifier: str):
    assert read(text) == identifier


# --- BibTeX -----------------------------------------------------------------------------------------------


def test_bibtex_with_latex_strings_and_all_kinds_of_names():
    item = only(
        r"""% from a manager
        @string{jcws = "Journal of {C}old War"}
        @ARTICLE{key,
          author = "de Gaulle, Charles and {North Atlantic Treaty Organization} and M{\"u}ller, Jr., A. and
                    Ludwig van der Post",
          title = {The {NATO} \emph{crisis}: 100\% of it}, subtitle = {a -- b},
          journal = jcws # " Studies", year = 1964, month = apr, pages = "12--34", number = 3,
          url = {https://example.org/a%20b_c}, doi = {10.1000/a\_b}, archive_location = {fond 1}
        }"""
    )
    assert item == {
        "type": "article-journal",
        "id": "key",
        "author": [
            {"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"},
            {"literal": "North Atlantic Treaty Organization"},
            {"family": "Müller", "given": "A.", "suffix": "Jr."},
            {"family": "Post", "given": "Ludwig", "non-dropping-particle": "van der"},
        ],
        "title": "The NATO crisis: 100% of it: a – b",
        "container-title": "Journal of Cold War Studies",
        "issued": {"date-parts": [[1964, 4]]},
        "page": "12-34",
        "issue": "3",
        "URL": "https://example.org/a%20b_c",
        "DOI": "10.1000/a_b",
        "archive_location": "fond 1",
    }


def test_an_s_with_a_cedilla_is_one_with_a_comma_in_romanian_alone():
    entry = r"@book{a, title = {\c{S}i \c t \textcommabelow{s}}, langid = {%s}}"
    assert only(entry % "romanian") == {"type": "book", "id": "a", "title": "Și ț ș", "language": "ro"}
    assert only(entry % "turkish")["title"] == "Şi ţ ș"


@pytest.mark.parametrize(
    ("fields", "edtf"),
    [
        ("year = 1964", "1964"),
        ("year = 1964, month = {April}", "1964-04"),
        ("year = 1964, month = 4, day = 26", "1964-04-26"),
        ("year = {1964}, month = {forthcoming}", "1964"),
        ("date = {1964-04-26/1964-05-01}", "1964-04-26/1964-05-01"),
        ("date = {1964~}", "1964~"),
        ("year = {c. 1964}", "1964~"),
        ("year = {n.d.}", ""),
    ],
)
def test_a_date_is_as_exact_as_its_fields(fields: str, edtf: str):
    issued = only(f"@book{{a, title = {{A}}, {fields}}}")["issued"]
    assert csl.edtf(issued) == edtf
    assert edtf or issued == {"literal": "n.d."}


def test_what_is_wrong_in_bibtex_is_said_with_its_line_and_the_rest_is_read():
    reading = formats.read(
        "@book{a, title = {A}, title = {B}}\n@book{b, title = {B\n@book{a, title = {C}}\n"
        "@pamphlet{c, title = {D}, author = {Ionescu, Ion and others}}"
    )
    assert [item["title"] for item in reading.items] == ["A", "C", "D"]
    for line, problem in zip((1, 2, 4, 4), ("twice", "left out", "no type", "names nobody"), strict=True):
        assert any(f"ine {line}" in each and problem in each for each in reading.problems)


# --- RIS --------------------------------------------------------------------------------------------------


def test_ris_with_a_mark_of_byte_order_dates_without_days_and_no_end():
    reading = formats.read(
        "\ufeffTY  - JOUR\r\nAU  - von Bülow, Bernhard, Jr.\r\nAU  - NATO\r\nTI  - A long\r\ntitle\r\n"
        "PY  - 1964/04//\r\nSP  - 12\r\nEP  - 34\r\nSN  - 1468-2745\r\nN1  - Archive: ANIC\r\nER  - \r\n\r\n"
        "TY  - WHAT\r\nTI  - B\r\nPY  - s.a.\r\n"
    )
    assert reading.items == [
        {
            "type": "article-journal",
            "author": [
                {"non-dropping-particle": "von", "family": "Bülow", "given": "Bernhard", "suffix": "Jr."},
                {"literal": "NATO"},
            ],
            "title": "A long title",
            "issued": {"date-parts": [[1964, 4]]},
            "ISSN": "1468-2745",
            "archive": "ANIC",
            "page": "12-34",
        },
        {"type": "document", "title": "B", "issued": {"literal": "s.a."}},
    ]
    [problem] = reading.problems
    assert "Line 13" in problem and "WHAT" in problem


def test_lines_outside_of_a_record_are_said():
    reading = formats.read("AU  - Nobody\nTY  - BOOK\nTI  - A\nER  - ")
    assert [item["title"] for item in reading.items] == ["A"]
    assert "Line 1" in reading.problems[0]


# --- CSL-JSON ---------------------------------------------------------------------------------------------


def test_a_zotero_export_has_its_addresses_as_ids_and_its_dates_as_text():
    item = {"id": "http://zotero.org/users/1/items/AB", "type": "book", "title": "A", "volume": ""}
    exported = json.dumps([item | {"issued": {"date-parts": [["1964", "4"]]}}, 3])
    reading = formats.read(exported)
    assert reading.items == [{"type": "book", "title": "A", "issued": {"date-parts": [[1964, 4]]}}]
    assert "Item 2" in reading.problems[0]


# --- what is written is read again ------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20)
TEXT = WORDS.map(lambda text: one_line(unicodedata.normalize("NFC", text))).filter(bool)
WORD = st.text(st.characters(categories=["Lu"]), min_size=1, max_size=1).flatmap(
    lambda first: st.text(st.characters(codec="utf-8", categories=["Ll"]), max_size=8).map(lambda rest: first + rest)
)
WORD = WORD.map(lambda text: unicodedata.normalize("NFC", text)).filter(lambda text: text[0].isupper())
PERSON = st.fixed_dictionaries(
    {"family": st.lists(WORD, min_size=1, max_size=2).map(" ".join)},
    optional={"given": WORD, "non-dropping-particle": st.sampled_from(["de", "van der"])},
)
NAMES = st.lists(PERSON | TEXT.map(lambda text: {"literal": text}), min_size=1, max_size=3)
DATE = edtf_strings().map(csl.date_of).filter(csl.edtf)


@st.composite
def items(draw: Any) -> dict[str, Any]:
    item: dict[str, Any] = {"type": draw(st.sampled_from(csl_checks.TYPES)), "id": "a"}
    for name in draw(st.lists(st.sampled_from(TEXTS), unique=True, max_size=8)):
        item[name] = draw(TEXT)
    for name in draw(st.lists(st.sampled_from(csl_checks.NAMES), unique=True, max_size=2)):
        item[name] = draw(NAMES)
    for name in draw(st.lists(st.sampled_from(csl_checks.DATES), unique=True, max_size=2)):
        item[name] = draw(DATE)
    return item


def same(item: dict[str, Any]) -> dict[str, Any]:
    """An item with its dates as they are meant."""
    return item | {name: csl.edtf(item[name]) for name in csl_checks.DATES if name in item}


@given(items())
def test_what_is_written_as_bibtex_is_read_again(item: dict[str, Any]):
    if "page" in item:
        item["page"] = "495-507"
    if "language" in item:
        item["language"] = "ro"
    reading = bibtex.read("".join(bibtex.pieces([item, item | {"id": "b"}])))
    assert reading.problems == []
    assert [*map(same, reading.items)] == [same(item), same(item) | {"id": "b"}]


def test_what_latex_would_take_for_its_own_is_written_so_that_it_is_read_again():
    item = {
        "type": "book",
        "id": "a",
        "title": "a--b---c ``d'' !`e ?`f ,,g <<h>> ~ ^ {i} 5% $ # _ & \\j",
        "volume": "{",
    }
    assert bibtex.read("".join(bibtex.pieces([item]))).items == [item]


@given(items())
def test_what_is_written_as_ris_is_read_again(item: dict[str, Any]):
    for name in csl_checks.NAMES:
        if name in item:  # RIS has no way to say that a comma is a body's own
            item[name] = [each if "family" in each else {"literal": "NATO"} for each in item[name]]
    if "language" in item:
        item["language"] = "ro"
    reading = ris.read("".join(ris.pieces([item, item])))
    assert reading.problems == []
    assert [*map(same, reading.items)] == [same(item)] * 2


@given(items())
def test_what_is_written_as_csl_json_is_read_again(item: dict[str, Any]):
    assert csl_json.read("".join(csl_json.pieces([item]))).items == [item]


# --- anything at all --------------------------------------------------------------------------------------

PIECES = [
    "@book{",
    "@string(",
    "a,",
    "title = ",
    "{",
    "}",
    '"',
    "\\",
    "\\c",
    "#",
    "TY  - BOOK\n",
    "ER  - \n",
    "PY  - ",
    "[",
    "$",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str):
    reading = formats.read(text)
    assert reading.items or reading.problems
    for item in reading.items:
        [*csl_checks.problems(item)]
        "".join(formats.FORMATS["ris"].pieces([item]))
        "".join(formats.FORMATS["bib"].pieces([item]))


@pytest.mark.parametrize(
    "text",
    [
        "@a{b, c = " + "{" * 20_000,
        "@a{b, c = {" + "{" * 5_000 + "}" * 5_000 + "}}",
        "@a{" * 20_000,
        "TY  - BOOK\n" * 20_000,
    ],
    ids=["open", "deep", "begun", "ris"],
)
def test_a_text_that_is_made_to_be_slow_is_not(text: str):
    before = time.perf_counter()
    formats.read(text)
    assert time.perf_counter() - before < 5
