import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.documents.anchoring import ListedPassage, Unanchored, number_passages

TEXT = "It was late. It was said.\nIt was late, they said: it was.\nIt was said.\n"


def test_words_that_stand_once_need_no_context() -> None:
    document = number_passages(TEXT, [], [])
    assert document.anchor("they said") == (3, 13)
    assert document.selector(3, 13, "they said") == {}


def test_words_that_stand_more_than_once_need_context() -> None:
    document = number_passages(TEXT, [], [])
    with pytest.raises(Unanchored, match="4 places"):
        document.anchor("It was")
    assert document.anchor("It was", suffix=" late, ") == (3, 0)


def test_a_quote_over_the_end_of_a_passage_is_refused() -> None:
    with pytest.raises(Unanchored, match="run over the end of a passage"):
        number_passages(TEXT, [], []).anchor("late. It was")


def test_words_that_are_not_there_are_refused_with_the_nearest() -> None:
    with pytest.raises(Unanchored) as refused:
        number_passages(TEXT, [], []).anchor("they saying: it was")
    assert refused.value.nearest == "they said: it was."


def test_a_passage_whose_words_stand_twice_is_named_by_its_number() -> None:
    document = number_passages(TEXT, [], [])
    assert document.selector(4, 7, "said.") == {"passage": "4"}
    assert document.anchor("said.", number="4") == (4, 7)


def test_words_of_a_withdrawn_passage_are_found_by_its_number() -> None:
    document = number_passages("One.", [], [ListedPassage(2, "Gone now.", withdrawn=True)])
    assert document.anchor("now", number="2") == (2, 5)
    assert document.selector(2, 5, "now") == {"passage": "2"}
    assert document.numbers == [1]


def test_listed_numbers_are_taken_in_the_order_of_the_text() -> None:
    listed = [ListedPassage(5, "Same."), ListedPassage(9, "Other."), ListedPassage(2, "Same.")]
    assert number_passages("Same.\nOther.\nSame.", [], listed).numbers == [5, 9, 2]


def test_passages_that_are_not_listed_get_numbers_that_are_free() -> None:
    assert number_passages("A.\nB.\nC.", [], [ListedPassage(1, "B.")]).numbers == [4, 1, 3]


_text = st.lists(
    st.sampled_from(["a", "b", "aa", "ab ", "A. ", "B", "\n", " ", "a b. A"]), min_size=1, max_size=30
).map("".join)


@given(_text, st.data())
def test_every_stretch_of_a_passage_is_found_by_what_a_dump_says_of_it(text: str, data: st.DataObject) -> None:
    document = number_passages(text, [], [])
    if not document.numbers:
        return
    number = data.draw(st.sampled_from(document.numbers))
    words = document.passage(number) or ""
    start = data.draw(st.integers(0, len(words) - 1))
    exact = words[start : data.draw(st.integers(start + 1, len(words)))]
    said = document.selector(number, start, exact)
    assert document.anchor(exact, said.get("prefix", ""), said.get("suffix", ""), said.get("passage", "")) == (
        number,
        start,
    )
