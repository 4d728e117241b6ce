"""Marks and their labels in rows, so that nothing overlaps: greedily, what matters most first.

Rows and places are in CSS pixels, packed for the narrowest page of a kind: on a wider one only gaps grow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from events.timeline.drawing import text
from events.timeline.drawing.marks import LANDMARK, LASTED, Mark
from events.timeline.drawing.scale import Axis

ROW = 16
RADIUS = 9
"""Half of what a mark without a length takes."""

TAIL = 34
"""The length of an end that is not known."""

GAP = 5
BESIDE = 8
INDENT = 18
"""Between mark and label, between two labels, and before an answer."""

MEASURES = (420, 232, 160, 115)
"""The lengths of line that a label tries."""

LINES = 4

LONG = 62
"""Under a mark of this length its label may stand."""

FLIPPED, BELOW, CUT = 0.6, 0.35, 4
"""What it costs, in rows, to stand at the left, to take a further line, and to leave words out."""

ARROW, ELBOW = 11, 9
"""What an arrow at an open end takes, and an elbow at the beginning."""

SHORT = 6
"""What is shorter is drawn so long, or as a point."""

Span = tuple[float, float]


class Extent(NamedTuple):
    """Where a mark is drawn: its body, and what it takes with its ends and its ring."""

    left: float
    right: float
    taken: Span
    cut_left: bool = False
    cut_right: bool = False

    @property
    def is_point(self) -> bool:
        return self.left == self.right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def extent(mark: Mark, axis: Axis) -> Extent:
    """Where a mark is drawn on an axis. What reaches beyond the axis is cut there, without an end."""
    begin, end = axis.times[0], axis.times[-1]
    cut_left = mark.start is not None and mark.start < begin
    cut_right = mark.end is not None and mark.end > end
    left = None if mark.start is None else axis.at(mark.start)
    right = None if mark.end is None else axis.at(mark.end)
    if left is None:
        left = max(0.0, (right or 0) - TAIL)
    if right is None:
        right = min(axis.width, left + TAIL)
    short = right - left < SHORT
    if mark.is_point or (short and mark.shape == LASTED):
        middle = (left + right) / 2
        return Extent(middle, middle, (middle - RADIUS, middle + RADIUS))
    right = max(right, min(left + SHORT, axis.width))
    left = min(left, right - SHORT)
    around = 5 if mark.contested else 2
    before = ARROW if mark.start is None else ELBOW if mark.anchor else around
    after = ARROW if mark.end is None else around
    return Extent(left, right, (left - before, right + after), cut_left, cut_right)


class Label(NamedTuple):
    """The lines of a label, and where they stand: `place` is their left, or their right where they are flipped."""

    lines: Sequence[str] = ()
    answers: Sequence[str] = ()
    date: str = ""
    place: float = 0
    flipped: bool = False
    first_row: int = 0
    width: float = 0

    @property
    def is_cut(self) -> bool:
        return bool(self.lines) and self.lines[-1].endswith(" …")


NONE = Label()


class Placed(NamedTuple):
    """A mark in a row of its lane, counted from 0."""

    mark: Mark
    extent: Extent
    row: int
    label: Label = NONE


@dataclass
class LaneRows:
    """What is taken in each row of a lane."""

    width: float
    taken: list[list[Span]] = field(default_factory=list)

    def free(self, row: int, span: Span) -> bool:
        if row < len(self.taken):
            left, right = span
            for start, end in self.taken[row]:
                if start < right and end > left:
                    return False
        return True

    def first_free(self, spans: Sequence[Span], most: int) -> int | None:
        """The first row from which on the spans, one a row, are free; None if they would end below `most` rows."""
        row, last = 0, most - len(spans)
        while row <= last:
            for index in range(len(spans) - 1, -1, -1):
                if not self.free(row + index, spans[index]):
                    break
            else:
                return row
            row += 1
        return None

    def take(self, row: int, spans: Sequence[Span]) -> None:
        while len(self.taken) < row + len(spans):
            self.taken.append([])
        for index, span in enumerate(spans):
            self.taken[row + index].append(span)


def pack(marks: Sequence[Mark], axis: Axis, everything: bool = True) -> tuple[list[Placed], int]:
    """The marks of a lane in the order given, and the number of rows.

    Landmarks, then what has answers, then what is contested get their place and their words first. Unless `everything`
    is to be labelled, the others have words where rows that are there anyway have room.
    """
    rows = LaneRows(axis.width)
    found: dict[int, Placed] = {}
    extents = {mark.key: extent(mark, axis) for mark in marks}
    later = []
    for mark in sorted(marks, key=lambda mark: (*_weight(mark), extents[mark.key].left, mark.key)):
        at = extents[mark.key]
        placed = None
        if everything or mark.prominence == LANDMARK or mark.contested:
            placed = _labelled(mark, at, rows, len(rows.taken) + LINES + len(mark.answers) + 1)
        if placed is None:
            row = rows.first_free([at.taken], len(rows.taken) + 1) or 0
            placed = Placed(mark, at, row)
            later.append(mark)
            rows.take(row, [at.taken])
        found[mark.key] = placed
    height = len(rows.taken)
    for mark in later:
        if placed := _label_beside(found[mark.key], rows, height):
            found[mark.key] = placed
    return [found[mark.key] for mark in marks], height


def _weight(mark: Mark) -> tuple[bool, bool, bool]:
    return mark.prominence != LANDMARK, not mark.answers, not mark.contested


def _labels(mark: Mark, at: Extent, width: float, answers: bool = True) -> Iterator[Label]:
    """The ways to label a mark: at its right, its left, and under it where it is long; on long lines or short ones."""
    said = tuple(mark.answers) if answers else ()
    for lines, longest in _measured(mark.title, mark.date, said, mark.prominence == LANDMARK):
        for flipped in (False, True):
            beside = at.taken[0] - GAP if flipped else at.taken[1] + GAP
            yield Label(lines, said, mark.date, beside, flipped, 0, longest)
            if at.right - at.left > LONG:
                yield Label(lines, said, mark.date, at.right if flipped else max(at.left, 0), flipped, 1, longest)


@lru_cache(maxsize=1024)
def _measured(title: str, date: str, answers: tuple[str, ...], bold: bool) -> list[tuple[list[str], float]]:
    """The ways to break a label into lines, each with the width of its longest: the same for every width of page."""
    face = text.BOLD if bold else text.SANS
    date_width = text.width(f"{date} ") if date else 0
    least = max((INDENT + text.width(answer, text.ITALIC) for answer in answers), default=0.0)
    found: list[tuple[list[str], float]] = []
    for measure in MEASURES:
        lines = text.lines(title, measure, face, date_width, LINES)
        if not any(lines == others for others, _longest in found):
            widths = [text.width(line, face) for line in lines]
            widths[0] += date_width
            found.append((lines, max(*widths, least)))
    return found


def _spans(at: Extent, label: Label) -> list[Span]:
    """What a mark takes with its label, row by row."""
    left = label.place - label.width if label.flipped else label.place
    around = (left - BESIDE, left + label.width + BESIDE)
    lines = [around] * (len(label.lines) + len(label.answers))
    if label.first_row:
        return [at.taken, *lines]
    return [(min(at.taken[0], around[0]), max(at.taken[1], around[1])), *lines[1:]]


def _fits(label: Label, width: float) -> bool:
    left = label.place - label.width if label.flipped else label.place
    return left >= 0 and left + label.width <= width


def _labelled(mark: Mark, at: Extent, rows: LaneRows, most: int) -> Placed | None:
    """The mark with its label where it ends highest; None where no label fits."""
    best: tuple[float, Placed, list[Span]] | None = None
    for label in _labels(mark, at, rows.width):
        if not _fits(label, rows.width):
            continue
        spans = _spans(at, label)
        more = len(spans) * (1 + BELOW) + (FLIPPED if label.flipped else 0) + (CUT if label.is_cut else 0)
        limit = most if best is None else min(most, int(best[0] - more) + len(spans))
        row = rows.first_free(spans, limit)
        if row is not None and (best is None or row + more < best[0]):
            best = row + more, Placed(mark, at, row, label), spans
    if best is None:
        return None
    rows.take(best[1].row, best[2])
    return best[1]


def _label_beside(placed: Placed, rows: LaneRows, height: int) -> Placed | None:
    """The mark, which has its place, with a label in rows that are there."""
    at = placed.extent
    for label in _labels(placed.mark, at, rows.width, answers=False):
        lines = len(label.lines)
        if label.first_row or not _fits(label, rows.width) or placed.row + lines > height:
            continue
        left = label.place - label.width if label.flipped else label.place
        span = (
            left - BESIDE if label.flipped else at.taken[1],
            at.taken[0] if label.flipped else left + label.width + BESIDE,
        )
        others = [span, *[(left - BESIDE, left + label.width + BESIDE)] * (lines - 1)]
        if all(rows.free(placed.row + index, one) for index, one in enumerate(others)):
            rows.take(placed.row, others)
            return Placed(placed.mark, at, placed.row, label)
    return None


def pack_some(marks: Sequence[Mark], axis: Axis, most: int) -> tuple[list[Placed], int]:
    """Those of the marks that find room with their label in at most so many rows, and how many rows they take."""
    rows = LaneRows(axis.width)
    found = {}
    for mark in sorted(marks, key=lambda mark: (not mark.contested, mark.start or 0, mark.key)):
        if placed := _labelled(mark, extent(mark, axis), rows, most):
            found[mark.key] = placed
    return [found[mark.key] for mark in marks if mark.key in found], len(rows.taken)
