"""The overview: for each year, or for as many years as leave room for a link, how many events lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from events.selection.columns import UNKNOWN, Spans
from events.timeline.drawing.scale import STEPS

WIDE, NARROW = 36, 12
"""The most bars that leave each 24 CSS pixels of width on a wide and on a narrow page (WCAG 2.2, 2.5.8)."""

TARGET = 24

PHONE = 288
"""The least width of a page, in CSS pixels, without what is around the drawing."""

FEWEST = 6
"""An overview of fewer bars would look like a wall."""

LINES = 5
"""So many rows of lines for what may lie in several bars; the rest is counted."""


@dataclass(frozen=True)
class Bar:
    """The events of the years first…last, both inclusive: certainly in them, and possibly; and the contested of the
    certain ones."""

    first: int
    last: int
    certain: int
    possible: int
    contested: int


@dataclass(frozen=True)
class SpanLine:
    """Events that may lie anywhere from one bar to another, places that count from 0; None where an end is open."""

    begin: int | None
    end: int | None
    number: int
    row: int


@dataclass(frozen=True)
class Overview:
    """Bars in time, and the rows of lines under them; `further` events have no line."""

    bars: Sequence[Bar]
    lines: Sequence[SpanLine]
    further: int

    @property
    def rows(self) -> int:
        return 1 + max((line.row for line in self.lines), default=-1)

    @property
    def highest(self) -> int:
        return max((bar.certain for bar in self.bars), default=0)


def overview(spans: Spans, contested: Spans, most: int) -> Overview:
    """At most `most` bars over the years that hold a known bound; `contested` are those of the contested events."""
    if spans.years is None:
        return Overview([], [], 0)
    start, step, number = _scale(*spans.years, most)
    certain, possible = _per_bar(spans, start, step, number)
    disputed, _possibly = _per_bar(contested, start, step, number)
    bars = [
        Bar(
            start + index * step,
            start + (index + 1) * step - 1,
            certain[index],
            possible[index],
            disputed[index],
        )
        for index in range(number)
    ]
    lines, further = _lines(spans, start, step, number)
    return Overview(bars, lines, further)


def _per_bar(spans: Spans, start: int, step: int, number: int) -> tuple[list[int], list[int]]:
    """How many events lie certainly and how many possibly in each bar."""
    begins, ends, sure = _places(spans, start, step, number)
    certain = np.bincount(begins[sure], spans.numbers[sure], number)
    begun = np.bincount(begins[~sure], spans.numbers[~sure], number)
    ended = np.bincount(ends[~sure] + 1, spans.numbers[~sure], number + 1)[:-1]
    return certain.astype(int).tolist(), np.cumsum(begun - ended).astype(int).tolist()


def _places(spans: Spans, start: int, step: int, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first and the last bar of each span, and whether it certainly lies in one."""
    begins = np.where(spans.firsts == UNKNOWN, 0, (spans.firsts - start) // step)
    ends = np.where(spans.lasts == UNKNOWN, number - 1, (spans.lasts - start) // step)
    return begins, ends, (begins == ends) & (spans.firsts != UNKNOWN) & (spans.lasts != UNKNOWN)


def _lines(spans: Spans, start: int, step: int, number: int) -> tuple[list[SpanLine], int]:
    """One line for the events that may lie in the same bars, those of most events first, and how many have none."""
    begins, ends, sure = _places(spans, start, step, number)
    begins = np.where(spans.firsts == UNKNOWN, -1, begins)[~sure]
    ends = np.where(spans.lasts == UNKNOWN, number, ends)[~sure]
    codes, which = np.unique((begins + 1) * (number + 2) + ends, return_inverse=True)
    numbers = np.bincount(which, spans.numbers[~sure]).astype(int).tolist()
    found = [(*divmod(int(code), number + 2), events) for code, events in zip(codes, numbers, strict=True)]
    found = [(begin - 1, end, events) for begin, end, events in found]
    taken = [0] * LINES  # of each row the bars, a bit each
    lines, further = [], 0
    for begin, end, events in sorted(found, key=lambda one: (-one[2], one[1] - one[0], one[0])):
        bars = (1 << end + 2) - (1 << begin + 1)
        row = next((at for at, others in enumerate(taken) if not others & bars), LINES)
        if row == LINES:
            further += events
            continue
        taken[row] |= bars
        lines.append(SpanLine(None if begin < 0 else begin, None if end == number else end, events, row))
    return lines, further


def _scale(first: int, last: int, most: int) -> tuple[int, int, int]:
    """Where the overview starts, how many years a bar has (1, 2, 5, 10, 20 …), and how many bars there are."""
    power = 0
    while True:
        for step in (digit * 10**power for digit in STEPS):
            start = first // step * step
            number = (last - start) // step + 1
            if number <= most:
                spare = max(FEWEST - number, 0)
                return start - spare // 2 * step, step, number + spare
        power += 1
