import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from events.documents.cutting import LINE_BREAK, MARKER, NumberedPassage, cut, marker_end, renumber


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in cut(text).spans]


def markers(text: str) -> list[tuple[str, bool, int]]:
    return [(marker.marker, marker.displaced, marker.passage) for marker in cut(text).markers]


def test_the_seed_document_has_sixteen_passages() -> None:
    text = (settings.BASE_DIR / "seeds/documents/de-satellization-of-romania.txt").read_text("utf-8")
    found = cut(text)
    assert len(found.spans) == 16
    assert [marker.marker for marker in found.markers if marker.displaced] == [
        "8",
        "9",
        "13",
        "14",
        "24",
        "39",
    ]
    assert [marker.marker for marker in found.markers if not marker.displaced] == ["12", "15"]
    assert [text[marker.offset : marker.offset + 2 + len(marker.marker)] for marker in found.markers] == [
        f"[{marker.marker}]" for marker in found.markers
    ]
    assert text[found.spans[9].start :].startswith("In April 1964")


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Groza met Mr. Maurer.",
        "See e.g. Romania, i.e. Bucharest.",
        "It stands on p. 12 and pp. 13 of vol. 2.",
        "Hotărârea nr. 12 a fost publicată.",
        "Apoi dl. Maurer, dna. Pauker ș.a. Ion au plecat.",
        "A. S. Petrov and J.-P. Sartre spoke.",
        "It grew by 3.5 per cent, to 1.000.000 lei.",
        "It said … and then went on.",
        "It said ... and then went on.",
        "He asked “why?” and left.",
        "The pact [...] Romania signed.",
        "The pact […] Romania signed.",
        "Signed on Jan. 5 in Moscow.",
        "1. First point",
        "Smith et al. 1999 say so.",
        "The U.S. Army left.",
        "Romania [sic] left.",
        "Am 1. Januar und am 3. Mai kamen sie.",
        "Im 20. Jahrhundert und im 2. Weltkrieg litt das Land.",
        "Seit dem 23. August 1944 war das so.",
        "Dies gilt z. B. Rumänien, d. h. Bukarest, u. a. Prag.",
        "Art. 5. Statul apără pacea.",
        "II. The withdrawal",
        "1.2. The withdrawal",
        "Potrivit lui I. Gh. Maurer, U.R.S.S. Ungaria și R.D.G. au protestat.",
        "Legea, art. 5 alin. 2 lit. b și cap. IV, a fost schimbată.",
        "Tov. Maurer, lt. col. Popescu și mr. Ionescu au plecat.",
        "He lived on str. Lipscani, jud. Ilfov.",
        "The U.S. State Department and the U.S.S.R. Embassy knew.",
        "The (U.S.) Army and “U.S.” Navy left.",
        "Born in Iași (1901?) Ion Popescu wrote.",
        "“Why?” Ceaușescu asked.",
        "“Never!” Leonid Brezhnev replied.",
        "The … Pact left, and the ... Comecon too.",
        "See King, op. cit. Deletant says no.",
        "It fell on Nov. 25 and Sept. 3.",
        "See no. IV and vol. XII of it.",
        "It covers 238.397 km² or 5 m² in all.",
        "King¹² wrote it, and Deletant[^d] too.",
        "It is so[citation needed] and was[12][13] then.",
        "Wilhelm I. Hohenzollern ruled.",
        "Он жил на ул. Ленина, им. Горького.",
    ],
)
def test_nothing_is_cut_here(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "It ended in 1958.|Then it began.",
        "It ended in 1958.[12]|Then it began.",
        "It ended in 1958. [12][13]|Then it began.",
        "Why?|Nobody knows!|Nobody.",
        "He said: “I go.”|Then he left.",
        "He said: “I go.”[3]|Then he left.",
        "He left (at last.)|Then he came.",
        "It trailed off …|Then it began.",
        "It ended.|[...] Then it began.",
        "Se încheie în 1958.|„Atunci” începe.",
        "It ended.|— Then it began.",
        "It was no.|Then yes.",
        "It ended.|25 July came.",
        "Its reasons are in doubt [note 3].|Then it began.",
        "Кончилось.|Началось.",
        "It left the U.S.|The army stayed.",
        "It began at 5 p.m.|The army left.",
        "So ended World War I.|In 1919 it was over.",
        "Au plecat Maurer, Bodnăraș ș.a.|În 1958 au revenit.",
        "It ended in 1958.¹²|Then it began.",
        "It ended in 1958¹².|Then it began.",
        "It ended in 1958.[^king]|Then it began.",
        "It ended in 1958.[citation needed]|Then it began.",
        "It ended.[13][14]|Then it began.",
        "It ended in Nov.|In 1959 it began.",
        "„Ich gehe.“|Dann ging er.",
        "« Je pars. »|Il est parti.",
        "He asked “why?”|Then he left.",
        "Кончилось в 1958 г.|Началось в 1959 г.",
        "Es endete 1958.|Januar war es kalt.",
    ],
)
def test_sentences_are_cut_here(text: str) -> None:
    assert sentences(text.replace("|", " ")) == text.split("|")


def test_stops_of_scripts_without_blanks_end_sentences() -> None:
    assert sentences("终于撤军。一九五八年！") == ["终于撤军。", "一九五八年！"]


@pytest.mark.parametrize(
    "words, name",
    [("[12]", "12"), ("[^12]", "12"), ("[^king]", "king"), ("¹²", "12"), ("[citation needed]", "citation needed")],
)
def test_a_marker_is_named_by_what_it_says_however_it_is_printed(words: str, name: str) -> None:
    found = cut(f"It ended.{words} Then it began.").markers
    assert [(each.marker, each.offset, each.end, each.displaced) for each in found] == [
        (name, 9, 9 + len(words), False)
    ]
    assert markers(f"{words} Then it began.") == [(name, True, 0)]


def test_a_sentence_ends_behind_its_marker_even_without_a_space() -> None:
    assert sentences("It ended in 1958.[12]Then it began.") == ["It ended in 1958.[12]", "Then it began."]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_a_line_break_always_ends_a_passage(line_break: str) -> None:
    assert sentences(f"One half{line_break}and another") == ["One half", "and another"]


@pytest.mark.parametrize("marker", ["12", "a", "note 1", "nb 2"])
def test_a_marker_at_a_lines_head_is_displaced(marker: str) -> None:
    assert sentences(f"One.\n  [{marker}] Two.") == ["One.", "Two."]
    assert markers(f"One.\n  [{marker}] Two.") == [(marker, True, 1)]


def test_an_inline_marker_is_inside_its_passage() -> None:
    assert sentences("Left,[12] arguably[b] late.") == ["Left,[12] arguably[b] late."]
    assert markers("Left,[12] arguably[b] late.") == [("12", False, 0), ("b", False, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "A [sic] word.",
        "[a] new word.",
        "[T]he word.",
        "[t]he word.",
        "[1958] A year.",
        "A [x] letter.",
        "It has 5 km².",
        "It is 10⁶ or x.",
    ],
)
def test_words_in_brackets_are_no_markers(text: str) -> None:
    assert markers(text) == []
    assert sentences(text) == [text]


def test_a_line_of_markers_alone_stands_with_the_next_passage() -> None:
    assert markers("One.\n[12][13]\nTwo.") == [("12", True, 1), ("13", True, 1)]


def test_a_last_line_of_markers_alone_stands_with_the_last_passage() -> None:
    assert markers("One.\n[12]\n") == [("12", True, 0)]


def test_a_text_of_markers_alone_has_neither_passages_nor_markers() -> None:
    assert (sentences("[12]"), markers("[12]")) == ([], [])


_texts = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "One. ",
                "Two! ",
                "[12]",
                "[a]",
                " [note 1] ",
                "\n",
                "\r\n",
                "\x85",
                "“",
                "”",
                "...",
                "Dr. ",
                "p. 3",
                "[...]",
                " \t",
                "¹²",
                "[^k]",
                "[citation needed]",
                "U.S. ",
                "z. B. ",
                "(1958?) ",
                "。",
            ]
        ),
    ),
    max_size=25,
).map("".join)


@given(_texts)
def test_passages_are_trimmed_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for span in cut(text).spans:
        assert end <= span.start < span.end <= len(text)
        words = text[span.start : span.end]
        assert words == words.strip()
        assert not LINE_BREAK.search(words)
        end = span.end


@given(_texts)
def test_every_character_is_in_a_passage_or_white_space_or_a_displaced_marker(text: str) -> None:
    found = cut(text)
    inside = {at for span in found.spans for at in range(span.start, span.end)}
    displaced = {at for each in found.markers if each.displaced for at in range(each.offset, each.end)}
    if found.spans:
        assert not inside & displaced
        assert all(text[at].isspace() for at in range(len(text)) if at not in inside | displaced)
    for marker in found.markers:
        words = text[marker.offset : marker.end]
        assert marker.marker in (words[1:-1], words[2:-1], unicodedata.normalize("NFKC", words))
        if not marker.displaced:
            span = found.spans[marker.passage]
            assert span.start <= marker.offset < marker.end <= span.end
            assert marker_end(text, marker.offset) == marker.end
            assert MARKER.match(text, marker.offset)


# --- numbers ------------------------------------------------------------------------------------------------


def known(*texts: str) -> list[NumberedPassage]:
    return [NumberedPassage(number, text) for number, text in enumerate(texts, 1)]


def test_unchanged_sentences_keep_their_numbers() -> None:
    assert renumber(["new", "a", "b", "newer", "c"], known("a", "b", "c")) == [4, 1, 2, 5, 3]


def test_a_sentence_that_moves_keeps_its_number() -> None:
    assert renumber(["c", "a", "b"], known("a", "b", "c")) == [3, 1, 2]


def test_a_number_once_withdrawn_is_given_to_no_other_sentence() -> None:
    assert renumber(["a", "new"], [NumberedPassage(1, "a"), NumberedPassage(2, "gone", withdrawn=True)]) == [1, 3]


def test_a_sentence_that_comes_back_has_its_own_number() -> None:
    assert renumber(["a", "gone"], [NumberedPassage(1, "a"), NumberedPassage(2, "gone", withdrawn=True)]) == [1, 2]


@given(st.lists(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdefgh")))
def test_numbers_are_never_given_twice_nor_to_other_words(old: list[str], new: list[str]) -> None:
    before = {number: text for number, text in enumerate(old, 1)}
    numbers = renumber(new, known(*old))
    assert len(set(numbers)) == len(new)
    for number, text in zip(numbers, new, strict=True):
        assert before.get(number, text) == text
    for text in set(old) & set(new):
        kept = [number for number, words in zip(numbers, new, strict=True) if words == text and number in before]
        assert len(kept) == min(old.count(text), new.count(text))
