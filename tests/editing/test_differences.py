"""Two versions compared and three made one, on texts and on records as data."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.editing import differences
from events.editing.differences import Piece, flat, in_all, merge, raised, words

TEXTS = st.text(alphabet="ab cș.\n", max_size=40)
ROWS = st.dictionaries(
    st.integers(1, 5),
    st.fixed_dictionaries(
        {
            "fields": st.fixed_dictionaries(
                {"quote": st.sampled_from("xyz"), "quote_offset": st.integers(0, 2), "locator": st.sampled_from("pq")}
            )
        }
    ),
    max_size=4,
)


def whole(fields: dict[str, Any], themes: list[int], rows: dict[int, Any]) -> dict[str, Any]:
    citations = [{"pk": pk, "many": {}, "rows": {}} | row for pk, row in sorted(rows.items())]
    return {"fields": fields, "many": {"themes": sorted(themes)}, "rows": {"citations": citations}}


WHOLES = st.builds(
    whole,
    st.fixed_dictionaries({"title": st.sampled_from("ABC"), "after_event": st.sampled_from([None, 1, 2])}),
    st.sets(st.integers(1, 4)).map(list),
    ROWS,
)


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


@given(WHOLES, WHOLES)
def test_places_give_back_the_whole(one: dict[str, Any], other: dict[str, Any]):
    assert raised(flat(one), one) == one
    assert raised(flat(one, set(in_all(one, other))), other) == one


@given(WHOLES, WHOLES)
def test_what_only_one_has_changed_is_taken(base: dict[str, Any], mine: dict[str, Any]):
    assert merge(base, mine, base) == (mine, [])
    assert merge(base, base, mine) == (mine, [])
    assert merge(base, mine, mine) == (mine, [])


@given(WHOLES, WHOLES, WHOLES)
def test_each_place_of_a_merge_is_mine_or_theirs_and_no_change_is_lost(base: Any, mine: Any, theirs: Any):
    merged, conflicts = merge(base, mine, theirs)
    opened = set(in_all(base, mine, theirs))
    was, my, their, both = (flat(one, opened) for one in (base, mine, theirs, merged))
    for place in {**was, **my, **their}:
        changed_by_me = my.get(place) != was.get(place)
        changed_by_them = their.get(place) != was.get(place)
        quote = (*place[:-1], "quote")
        if place[-1] == "quote_offset" and not was[quote] == my[quote] == their[quote]:
            of_mine = both[quote] == my[quote] != their[quote]
            assert both[place] == (my if of_mine else their)[place], "it is not that of the quote"
        elif place in conflicts:
            assert changed_by_me and changed_by_them and my.get(place) != their.get(place)
        elif changed_by_me:
            assert both.get(place) == my.get(place)
        else:
            assert both.get(place) == their.get(place)


@given(WHOLES, WHOLES, WHOLES, st.booleans())
def test_a_choice_for_every_conflict_settles_it(base: Any, mine: Any, theirs: Any, take_mine: bool):
    conflicts = merge(base, mine, theirs).conflicts
    merged, left = merge(base, mine, theirs, dict.fromkeys(conflicts, take_mine))
    assert left == []
    opened = set(in_all(base, mine, theirs))
    chosen = flat(mine if take_mine else theirs, opened)
    assert all(flat(merged, opened).get(place) == chosen.get(place) for place in conflicts)


def test_two_fields_of_one_row_are_changed_by_two_and_both_hold():
    def citation(**fields: str) -> dict[str, Any]:
        return whole({}, [], {1: {"fields": {"quote": "x", "quote_offset": 0, "locator": "p"} | fields}})

    merged, conflicts = merge(citation(), citation(quote="y"), citation(locator="q"))
    assert merged == citation(quote="y", locator="q")
    assert conflicts == []
    _merged, conflicts = merge(citation(), citation(quote="y", locator="r"), citation(quote="z"))
    assert conflicts == [("rows", "citations", 1, "fields", "quote")]
