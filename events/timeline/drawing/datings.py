"""Rival datings on one axis: the dates that accounts of an event argue for, each as wide as it is unsure.

Every date has a row of its own, and all rows share an even axis of days, months or years.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from events.chronology.date_words import edtf_words
from events.dates import Day
from events.dates.languages import language_for
from events.historiography.asked import Asked
from events.site.languages import active
from events.timeline.drawing import scale, svg
from events.timeline.drawing.marks import Mark, mark_of_date
from events.timeline.drawing.packing import ROW as LINE
from events.timeline.drawing.packing import Placed, extent
from events.timeline.entries import year_words

ROW = 36
"""The height of a row, in CSS pixels."""

WIDTHS = {"from-350": 350, "to-350": 250}
"""Marks are drawn for an axis of at least so many pixels, and for a narrower one."""

MOST = 6
"""So many units hold what is dated; the axis has one more on either side where something touches its end."""

LETTER = 8
"""The room that a letter of a label takes."""


@dataclass
class Dating:
    """A date that is argued for, in words, with the notes that argue for it, and its mark."""

    edtf: str
    words: str
    mark: Mark
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class Tick:
    """Where a unit begins, with its label, and the year or the month where that changes."""

    time: int
    label: str
    above: str


@dataclass(frozen=True)
class DrawingOfDatings:
    """The datings of a question in the order of their dates; `own` are the bounds of the event as it is dated."""

    rows: list[Dating]
    own: list[int]
    unit: scale.Unit
    times: list[int]

    parts = mark_safe(svg.DEFINITIONS)

    def axis(self, width: float) -> scale.Axis:
        return scale.Axis([self.times[0], self.times[-1]], [0, width])

    @cached_property
    def ticks(self) -> list[Tick]:
        """A label stands where it has room on a narrow page."""
        days = [Day.from_ordinal(time) for time in self.times[:-1]]
        labels = [_label(day, self.unit.kind) for day in days]
        every = -(-max(map(len, labels)) * len(labels) * LETTER // WIDTHS["to-350"])
        said = [_above(day, self.unit.kind) for day in days]
        changed = [words if place == 0 or words != said[place - 1] else "" for place, words in enumerate(said)]
        if len(changed) > 1 and changed[1]:  # no room for the first, of which one unit is seen
            changed[0] = ""
        return [
            Tick(time, "" if place % every else label, above)
            for place, (time, label, above) in enumerate(zip(self.times, labels, changed, strict=False))
        ]

    def drawn(self, row: Dating) -> SafeString:
        """The mark of a row on the lines of the axis."""
        axis = self.axis(1)
        lines = [svg.upright(axis.percent(tick.time), 0, ROW, "rule") for tick in self.ticks]
        lines += [svg.upright(axis.percent(time), 0, ROW, "own") for time in self.own]
        marks = []
        if row.mark.start is not None or row.mark.end is not None:
            for name, width in WIDTHS.items():
                axis = self.axis(width)
                placed = Placed(row.mark, extent(row.mark, axis), 0)
                marks.append(f'<g class="{name}">{svg.Pen(axis).mark(placed, (ROW - LINE) / 2)}</g>')
        return mark_safe(f'{"".join(lines)}<g fill="url(#m-hatch)">{"".join(marks)}</g>')

    def scale(self) -> SafeString:
        """The labels below the rows."""
        axis, drawn = self.axis(1), []
        for tick in self.ticks:
            x = axis.percent(tick.time)
            drawn.append(svg.upright(x, 0, 6, "rule"))
            drawn += [svg.words(x, y, "d", words) for y, words in ((18, tick.label), (33, tick.above)) if words]
        return mark_safe("".join(drawn))


def by_question(argued: Iterable[Asked], earliest: Day | None, latest: Day | None) -> dict[str, DrawingOfDatings]:
    """The drawings of those questions whose claims argue for dates, by slug; blank is that of no question."""
    found = {one.question.slug if one.question else "": drawing(one.argued, earliest, latest) for one in argued}
    return {slug: drawn for slug, drawn in found.items() if drawn}


def drawing(notes: Iterable, earliest: Day | None, latest: Day | None) -> DrawingOfDatings | None:
    """What the claims of some notes argue for, beside the event's own bounds; None where there are no two dates.

    The event's own date counts as one of them.
    """
    rows: dict[str, Dating] = {}
    for note in notes:
        if edtf := note.interpretation.argued_date:
            rows.setdefault(edtf, Dating(edtf, edtf_words(edtf), mark_of_date(edtf))).notes.append(note)
    own = (earliest.ordinal if earliest else None, latest.ordinal + 1 if latest else None)
    argued = {(row.mark.start, row.mark.end) for row in rows.values()} - {(None, None)}
    if not argued or len(argued | {own} - {(None, None)}) < 2:
        return None
    unit, times = _scale([*argued, own])
    return DrawingOfDatings(
        sorted(rows.values(), key=_in_time), [time for time in own if time is not None], unit, times
    )


def _in_time(row: Dating) -> tuple:
    """By the first day that is known, then by the last; what has no date stands last."""
    start, end = row.mark.start, row.mark.end
    first, last = (end if start is None else start), (start if end is None else end)
    return first is None, first, last, row.edtf


# --- the axis ---------------------------------------------------------------------------------------------------------


def _scale(spans: Iterable[tuple[int | None, int | None]]) -> tuple[scale.Unit, list[int]]:
    """The unit of an axis that holds all known bounds, and where its units begin and the last one ends."""
    known = [(start, end) for start, end in spans if start is not None or end is not None]
    first = min(end - 1 if start is None else start for start, end in known)  # type: ignore[operator]
    last = max(start + 1 if end is None else end for start, end in known)  # type: ignore[operator]
    unit = scale.unit_for(first, last, MOST)
    begin, end = unit.at(first), unit.at(last - 1) + 1
    if unit.start(begin) == first or any(start is None for start, _end in known):
        begin -= 1
    if unit.start(end) == last or any(end is None for _start, end in known):
        end += 1
    return unit, list(_starts(unit, begin, end))


def _starts(unit: scale.Unit, begin: int, end: int) -> Iterator[int]:
    yield from (unit.start(place) for place in range(begin, end + 1))


def _label(day: Day, kind: str) -> str:
    if kind == "day":
        return str(day.day)
    return _month(day) if kind == "month" else year_words(day.year)


def _above(day: Day, kind: str) -> str:
    """What the labels leave unsaid: of days the month and the year, of months the year."""
    if kind == "day":
        return f"{_month(day)} {year_words(day.year)}"
    return year_words(day.year) if kind == "month" else ""


def _month(day: Day) -> str:
    return language_for(active()).months[day.month - 1][:3]
