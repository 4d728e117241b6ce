"""References in the styles of CSL: each correction of the processor has a test, so that an upgrade shows itself."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.bibliography import styles
from events.bibliography.csl_checks import TYPES

BOOK = {
    "type": "book",
    "language": "en",
    "title": "A Cardboard Castle? An Inside History of the Warsaw Pact, 1955–1991",
    "author": [{"family": "Mastny", "given": "Vojtech"}, {"family": "Byrne", "given": "Malcolm J."}],
    "publisher": "Central European University Press",
    "issued": {"date-parts": [[2005]]},
    "URL": "https://example.org/a?b=1&c=2",
}
ARTICLE = {
    "type": "article-journal",
    "language": "en",
    "title": "“Taunting the Bear”: Romania's Way",
    "author": [{"family": "Deletant", "given": "Dennis"}],
    "container-title": "Cold War History",
    "volume": 7,
    "issue": "4",
    "page": "495-507",
    "issued": {"date-parts": [[2007, 10, 8]]},
    "DOI": "10.1080/14682740701621796",
}
LETTER = {
    "type": "manuscript",
    "title": "Letter of reply",
    "author": [{"family": "Gheorghiu-Dej", "given": "Gheorghe"}],
    "genre": "Letter",
    "issued": {"date-parts": [[1958, 4, 23]]},
    "archive": "ANIC, Bucharest",
    "archive_location": "CC RCP, file 9U/1956-1958, pp. 227-228",
}


def said(record: dict, language: str = "en", style: str = "chicago") -> str:
    reference = styles.formatted(record, language, style)
    return f"{reference.words} {reference.address}{reference.stop}".strip()


@pytest.mark.parametrize(
    ("style", "reference"),
    [
        (
            "chicago",
            "Mastny, Vojtech, and Malcolm J. Byrne. <i>A Cardboard Castle? An Inside History of the Warsaw Pact,"
            " 1955–1991</i>. Central European University Press, 2005. https://example.org/a?b=1&c=2.",
        ),
        (
            "chicago-author-date",
            "Mastny, Vojtech, and Malcolm J. Byrne. 2005. <i>A Cardboard Castle? An Inside History of the Warsaw Pact,"
            " 1955–1991</i>. Central European University Press. https://example.org/a?b=1&c=2.",
        ),
        (
            "mla",
            "Mastny, Vojtech, and Malcolm J. Byrne. <i>A Cardboard Castle? An Inside History of the Warsaw Pact,"
            " 1955–1991</i>. Central European University Press, 2005, https://example.org/a?b=1&c=2.",
        ),
        (
            "apa",
            "Mastny, V., &amp; Byrne, M. J. (2005). <i>A Cardboard Castle? An Inside History of the Warsaw Pact,"
            " 1955–1991</i>. Central European University Press. https://example.org/a?b=1&c=2",
        ),
    ],
)
def test_a_book_is_named_in_each_style_with_names_as_they_are_written(style: str, reference: str):
    assert said(BOOK, style=style) == reference


@pytest.mark.parametrize("style", styles.STYLES)
def test_a_work_without_author_has_its_title_once(style: str):
    assert said({**BOOK, "author": []}, style=style).count("Cardboard") == 1
    page = {"type": "webpage", "title": "Trading partners", "container-title": "Country Study"}
    assert said(page, style=style).count("Trading") == 1


@pytest.mark.parametrize("style", styles.STYLES)
def test_editors_stand_in_for_authors_once_and_are_called_so(style: str):
    reference = said({**BOOK, "author": [], "editor": BOOK["author"]}, style=style)
    assert reference.count("Mastny") == 1 and re.match(r"Mastny, V(ojtech|\.), .*(eds\.|editors)", reference)


def test_no_part_is_named_that_the_record_does_not_have():
    assert "dition" not in said(ARTICLE) and "vol. " not in said(BOOK).lower()
    assert "reprint" not in said({**BOOK, "type": "article"})
    assert said({"type": "book", "title": "Untitled"}) == "<i>Untitled</i>. n.d."


def test_stops_stand_within_american_quotation_marks_and_behind_romanian_ones():
    assert said(ARTICLE) == (
        "Deletant, Dennis. “‘Taunting the Bear’: Romania’s Way.” <i>Cold War History</i> 7, no. 4 (2007): 495–507."
        " https://doi.org/10.1080/14682740701621796."
    )
    assert said(ARTICLE, "ro") == (
        "Deletant, Dennis. „«Taunting the Bear»: Romania’s Way”. <i>Cold War History</i> 7, nr. 4 (2007): 495-507."
        " https://doi.org/10.1080/14682740701621796."
    )
    assert said({"type": "webpage", "title": "1964. április 26."}) == "“1964. április 26.”"
    assert said({"type": "webpage", "title": "Who left?", "publisher": "ANIC"}) == "ANIC. “Who left?”"


def test_an_archive_has_fonds_folder_and_pages_and_a_date_the_words_of_the_language():
    assert said(LETTER) == (
        "Gheorghiu-Dej, Gheorghe. “Letter of reply.” Letter. April 23, 1958."
        " CC RCP, file 9U/1956-1958, pp. 227-228. ANIC, Bucharest."
    )
    assert "Letter. 23 aprilie 1958. CC RCP" in said(LETTER, "ro")
    april = {**LETTER, "issued": {"date-parts": [[1958, 4]]}}
    assert "Letter. Aprilie 1958. CC RCP" in said(april, "ro")
    news = {**ARTICLE, "issued": april["issued"], "type": "article-magazine"}
    assert "<i>Cold War History</i>, aprilie 1958" in said(news, "ro")


@pytest.mark.parametrize(
    ("issued", "english", "romanian"),
    [
        ({"edtf": "[1965..1969]"}, "Between 1965 and 1969", "Între 1965 și 1969"),
        ({"date-parts": [[1964], [1966]]}, "1964–1966", "1964–1966"),
        ({"date-parts": [[1964]], "circa": True}, "About 1964", "Circa 1964"),
        ({"date-parts": [[-44, 3, 15]]}, "15\xa0March 45 BC", "15\xa0martie 45 î.Hr"),
        ({"literal": "spring"}, "Spring", "Spring"),
        ({"raw": "1964-04-26"}, "April 26, 1964", "26 aprilie 1964"),
        ({"date-parts": [["soon"]]}, "n.d", "f.a"),
        ("1964", "n.d", "f.a"),
    ],
)
def test_a_date_that_is_no_plain_one_is_said_in_words(issued: Any, english: str, romanian: str):
    record = {**LETTER, "issued": issued}
    assert f". {english} CC RCP" in said(record).replace(". CC", " CC")
    assert f". {romanian} CC RCP" in said(record, "ro").replace(". CC", " CC")


def test_only_english_titles_get_capitals():
    titled = {"type": "book", "title": "the history of a party"}
    assert said({**titled, "language": "en-GB"}) == "<i>The History of a Party</i>. n.d."
    assert said(titled) == "<i>the history of a party</i>. n.d."


def test_what_a_style_leaves_out_of_bibliographies_is_named_all_the_same():
    entry = {"type": "entry-encyclopedia", "title": "Romania", "container-title": "Wikipedia"}
    assert said(entry) == "“Romania.” In <i>Wikipedia</i>. n.d."
    assert "Dear" in said({"type": "personal_communication", "title": "Dear Nikita"})


def test_hundreds_of_authors_are_the_first_ones_and_others():
    many = [{"family": f"Author{n}", "given": "A."} for n in range(400)]
    assert re.match(r"Author0, A\., A\. Author1,.* et al\. <i>", said({**BOOK, "author": many}))


def test_markup_in_a_record_is_text_and_no_script_becomes_an_address():
    reference = styles.formatted(
        {
            "type": "book",
            "title": "<script>alert(1)</script> & more",
            "author": [{"literal": "<b>NATO</b>"}, {"family": "<i>", "given": "&amp;"}],
            "publisher": '"><img src=x>',
            "URL": "javascript:alert(1)",
        },
        "en",
    )
    assert set(re.findall(r"<(/?\w+)", reference.words)) == {"i", "/i"}
    assert "&lt;b&gt;NATO&lt;/b&gt;" in reference.words and "&amp;amp;" in reference.words
    assert reference.address == ""


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9999, 9999) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)
NAME = st.dictionaries(
    st.sampled_from(["family", "given", "literal", "suffix", "non-dropping-particle"]), ANYTHING, max_size=3
)
_VARIABLES = """
title title-short language publisher publisher-place page volume issue number number-of-pages edition genre DOI URL
container-title collection-title archive archive_location event-place status medium note id custom
"""
VARIABLE = st.sampled_from(_VARIABLES.split())


class _Balanced(HTMLParser):
    open: list[str]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in ("i", "b", "sup", "sub") and not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(TYPES) | ANYTHING,
            "author": st.lists(NAME, max_size=3) | ANYTHING,
            "editor": st.lists(NAME, max_size=3),
            "issued": st.fixed_dictionaries({"date-parts": ANYTHING}) | ANYTHING,
        },
    ),
    st.dictionaries(VARIABLE, ANYTHING, max_size=6),
    st.sampled_from(list(styles.STYLES)),
    st.sampled_from(["en", "ro", "zz"]),
)
def test_no_record_is_an_error(fixed: dict, record: dict, style: str, language: str):
    reference = styles.formatted(record | fixed, language, style)
    parser = _Balanced()
    parser.open = []
    parser.feed(reference.words)
    assert not parser.open
