import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.search import highlighting
from events.search.stemming import stems
from events.search.terms import wanted_terms


def marked(text: str, query: str) -> str:
    return highlighting.marked(text, wanted_terms(query))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Nicolae Ceaușescu spoke", "ceausescu", "Nicolae <mark>Ceaușescu</mark> spoke"),
        ("Nicolae Ceauşescu spoke", "Ceaușescu", "Nicolae <mark>Ceauşescu</mark> spoke"),
        ("Władysław Gomułka", "gomulka", "Władysław <mark>Gomułka</mark>"),
        ("Gheorghiu-Dej's death", "gheorghiu-dej", "<mark>Gheorghiu-Dej</mark>&#x27;s death"),
        ("All Soviet troops left", '"soviet troops"', "All <mark>Soviet troops</mark> left"),
        ("The withdrawal of troops", "with", "The <mark>withdrawal</mark> of troops"),
        ("Herewith", "with", "Herewith"),
        ("Soviet troops", "soviet -troops", "<mark>Soviet</mark> troops"),
        ("Straße", "strasse", "<mark>Straße</mark>"),
        ("<b>Romania</b>", "romania", "&lt;b&gt;<mark>Romania</mark>&lt;/b&gt;"),
    ],
)
def test_the_words_found_are_marked_as_they_are_written(text, query, expected):
    assert marked(text, query) == expected


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_changes_no_letter_and_lets_no_markup_through(text, query):
    from django.utils.html import escape

    plain = marked(text, query).replace("<mark>", "").replace("</mark>", "")
    assert plain == escape(text)


def test_a_snippet_shows_the_first_words_found_with_their_surroundings():
    text = "Before. " * 20 + "The troops left Romania in July. " + "After. " * 30
    snippet = highlighting.snippet(text, wanted_terms("romania"))
    assert "<mark>Romania</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(snippet) < 250
    assert highlighting.snippet(text, wanted_terms("bulgaria")) == ""


@pytest.mark.parametrize(
    "word", ["skies", "dying", "lying", "idly", "gently", "ugly", "early", "youth", "tiparit", "iesire"]
)
def test_a_stem_begins_as_its_word_does(word):
    """By its first letter a word is told from most that cannot have a stem."""
    assert {stem[1] for stem in stems(word)} == {word[0]}


@given(st.text(alphabet="abcdeghilnorstuvyz", min_size=4, max_size=12))
def test_so_does_every_stem(word):
    assert all(stem[1:2] in ("", word[0]) for stem in stems(word))
