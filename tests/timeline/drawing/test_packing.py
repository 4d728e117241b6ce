"""Marks and labels in rows: none touches another, and no word is cut, whatever is drawn and however wide the page."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.timeline.drawing import packing, scale, text
from events.timeline.drawing.detail import SIZES
from events.timeline.drawing.marks import DAY, LASTED, MONTH, WITHIN, Mark

BEGIN, END = 713_000, 722_000
ENGLISH = "Romania announces that all Soviet troops have left the Political Consultative Committee in Moscow"
LONGER = "Comitetul Politic Consultativ ia în discuție neproliferarea armelor nucleare Democratskoi Kampuchiei"
RIGHT_TO_LEFT = "رومانيا تعلن رحيل جميع القوات السوفيتية"

words = st.one_of(
    *(st.lists(st.sampled_from(some.split()), min_size=1, max_size=16) for some in (ENGLISH, LONGER, RIGHT_TO_LEFT))
)
days = st.integers(BEGIN - 400, END + 400)


@st.composite
def marks(draw: st.DrawFn, key: int) -> Mark:
    shape = draw(st.sampled_from([DAY, MONTH, WITHIN, LASTED]))
    start = draw(days)
    length = 1 if shape == DAY else 31 if shape == MONTH else draw(st.integers(1, 4000))
    open_end = shape in (WITHIN, LASTED) and draw(st.sampled_from(["", "", "start", "end"]))
    return Mark(
        key=key,
        title=" ".join(draw(words)),
        shape=shape,
        start=None if open_end == "start" else start,
        end=None if open_end == "end" else start + length,
        contested=draw(st.booleans()),
        prominence=draw(st.integers(1, 3)),
        date=draw(st.sampled_from(["", "25 July", "între 21 și 30 august"])),
        anchor=draw(st.sampled_from([None, 1])),
        answers=draw(st.sampled_from([(), ("He refused", "He was not asked for his opinion")])),
    )


@st.composite
def lanes(draw: st.DrawFn) -> list[Mark]:
    found = [draw(marks(key)) for key in range(draw(st.integers(1, 30)))]
    return [mark for mark in found if mark.start is None or mark.end is None or (mark.end > BEGIN and mark.start < END)]


Box = tuple[float, float, int]
"""From a place to a place in a row."""


def boxes(placed: packing.Placed) -> tuple[Box, list[Box]]:
    """What the mark takes, and what each line of its label does, measured anew."""
    label, mark = placed.label, placed.mark
    face = text.BOLD if mark.prominence == 1 else text.SANS
    lines = []
    for index, line in enumerate([*label.lines, *label.answers]):
        answer = index >= len(label.lines)
        width = text.width(line, text.ITALIC if answer else face) + (packing.INDENT if answer else 0)
        if index == 0 and label.date:
            width += text.width(f"{label.date} ")
        left = label.place - width if label.flipped else label.place
        lines.append((left, left + width, placed.row + label.first_row + index))
    return (*placed.extent.taken, placed.row), lines


def apart(one: Box, other: Box) -> bool:
    return one[2] != other[2] or one[1] <= other[0] or other[1] <= one[0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("everything", [True, False])
@given(lane=lanes())
def test_no_label_touches_another_or_a_mark_or_leaves_the_page(size: object, everything: bool, lane: list[Mark]):
    width = size.width  # type: ignore[attr-defined]
    axis = scale.bent(scale.boundaries(scale.unit_for(BEGIN, END, 40), BEGIN, END), [1] * 25, width)
    placed, rows = packing.pack(lane, axis, everything)
    assert [one.mark for one in placed] == lane
    found = [boxes(one) for one in placed]
    every = [box for mark, lines in found for box in (mark, *lines)]
    for one, other in combinations(every, 2):
        assert apart(one, other), (one, other)
    for mark, lines in found:
        assert all(left >= 0 and right <= width + 0.01 and row < rows for left, right, row in lines)
        assert mark[2] < rows


@given(lane=lanes(), most=st.integers(1, 3))
def test_above_bins_only_what_finds_room_is_drawn_with_its_label(lane: list[Mark], most: int):
    axis = scale.even([BEGIN, END], 544)
    placed, rows = packing.pack_some(lane, axis, most)
    assert rows <= most
    found = [boxes(one) for one in placed]
    assert all(lines for _mark, lines in found)
    every = [box for mark, lines in found for box in (mark, *lines)]
    assert all(apart(one, other) for one, other in combinations(every, 2))


@given(words=words, room=st.floats(20, 500), indent=st.floats(0, 200), most=st.integers(0, 5))
def test_lines_break_between_words_and_say_what_is_left_out(words: list[str], room: float, indent: float, most: int):
    title = " ".join(words)
    lines = text.lines(title, room, indent=indent, most=most)
    assert not most or len(list(filter(None, lines))) <= most
    said = " ".join(filter(None, lines))
    if said.endswith(" …"):
        assert title.startswith(said.removesuffix(" …") + " ")
    else:
        assert said == title
    for index, line in enumerate(lines):
        left = room - indent if index == 0 else room
        assert text.width(line) <= left or " " not in line.removesuffix(" …")


def test_landmarks_and_what_is_contested_have_their_label_where_not_all_can():
    axis = scale.even([BEGIN, END], 544)
    title = ENGLISH
    crowd = [
        Mark(
            key=key,
            title=title,
            shape=DAY,
            start=BEGIN + 9 * key,
            end=BEGIN + 9 * key + 1,
            prominence=1 + key % 3,
            contested=key % 5 == 0,
        )
        for key in range(60)
    ]
    placed, _rows = packing.pack(crowd, axis, everything=False)
    labelled = {one.mark.key for one in placed if one.label.lines}
    assert {mark.key for mark in crowd if mark.prominence == 1 or mark.contested} <= labelled
    assert len(labelled) < len(crowd)


def test_without_the_fonts_words_are_taken_to_be_wider(monkeypatch: pytest.MonkeyPatch):
    measured = text.width("Romania announces")
    text.width.cache_clear()
    monkeypatch.setattr(text, "_advances", dict)
    assert text.width("Romania announces") > measured
    text.width.cache_clear()
