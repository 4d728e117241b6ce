"""Two texts compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from events.record_data import differences
from events.record_data.differences import Piece, words

TEXTS = st.text(alphabet="ab cș.\n", max_size=40)


@given(TEXTS, TEXTS)
def test_pieces_give_back_both_texts(before: str, after: str):
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str):
    assert all(piece.kind == "same" for piece in words(text, text))


def test_a_changed_word_is_one_change_and_the_rest_stays():
    assert words("In May 1958 they left.", "In July 1958 they left.") == [
        Piece("same", "In "),
        Piece("del", "May"),
        Piece("ins", "July"),
        Piece("same", " 1958 they left."),
    ]


def test_words_that_follow_one_another_change_together():
    kinds = [piece.kind for piece in words("all Soviet troops left", "the Red Army left")]
    assert kinds == ["del", "ins", "same"]


def test_long_texts_are_compared_by_lines():
    before = "one line of words\n" * 2000
    pieces = words(before, before + "one more\n")
    assert pieces[-1] == Piece("ins", "one more\n")
    assert differences.MOST_WORDS < 8000
