"""Rival datings on one axis: the dates that claims argue for, each as wide as it is unsure.

Every dating has a row of its own, and all rows share the axis. Positions are percent of its width, so that the drawing
needs no width of its own; a position never runs against time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import get_language

from events import dates
from events.chronology.date_words import edtf_words
from events.dates import Day
from events.dates.forms import Span
from events.dates.languages import language_for
from events.historiography.asked import Asked
from events.timeline.entries import year_words

MOST = 6
"""So many units hold what is dated; the axis has one more on either side where something touches its end."""

THIN = 1.5
"""Percent of the width, which is five pixels on a phone."""

NARROW = 330 / 8
"""CSS pixels that a character of a label has on a phone, times the number of labels."""

DAYS, MONTHS, YEARS = "day", "month", "year"
LAST_WEEK = 28
STEPS = ((DAYS, 1), (DAYS, 7), (MONTHS, 1), (MONTHS, 3), (MONTHS, 6))


@dataclass(frozen=True)
class Tick:
    """A line of the axis with what begins there, and above it the year or the month where that changes."""

    x: float
    label: str = ""
    above: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a mark. `kind`: a *day*, *inside* (some time in it) or *lasted* (all of it).

    `left` and `right` tell whether it ends there, or goes on without a known end.
    """

    kind: str
    x: float
    width: float
    left: bool = True
    right: bool = True

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)

    @property
    def is_thin(self) -> bool:
        """Whether it would be too narrow to be seen on a phone."""
        return self.width < THIN


@dataclass(frozen=True)
class Axis:
    """From the first day to the day before `end`, both ordinals, in units that can be labelled."""

    first: int
    end: int
    ticks: list[Tick]

    def place(self, day: Day) -> float:
        """Where a day begins, in percent of the width."""
        return round(100 * (day.ordinal - self.first) / (self.end - self.first), 3)

    def after(self, day: Day) -> float:
        """Where a day ends."""
        return round(100 * (day.ordinal + 1 - self.first) / (self.end - self.first), 3)


@dataclass
class Dating:
    """A date that is argued for, in words, with who argue for it, and its mark."""

    date: dates.EdtfDate
    words: str
    notes: list = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Drawing:
    """The datings of a question in the order of their dates, the axis, and where the event itself is dated."""

    axis: Axis
    rows: list[Dating]
    own: list[float]


def by_question(argued: Iterable[Asked], earliest: Day | None, latest: Day | None) -> dict[str, Drawing]:
    """The drawings of those questions whose claims argue for dates, by slug; blank is that of no question."""
    found = {one.question.slug if one.question else "": drawing(one.argued, earliest, latest) for one in argued}
    return {slug: drawn for slug, drawn in found.items() if drawn}


def drawing(notes: Iterable, earliest: Day | None, latest: Day | None) -> Drawing | None:
    """What the claims of some notes argue for, beside the event's own bounds; None where there are no two dates.

    The event's own date counts as one of them.
    """
    found: dict[str, Dating] = {}
    for note in notes:
        if edtf := note.interpretation.argued_date:
            found.setdefault(edtf, Dating(dates.parse(edtf), edtf_words(edtf))).notes.append(note)
    bounds = {(row.date.earliest, row.date.latest) for row in found.values()} - {(None, None)}
    if len(bounds | {(earliest, latest)} - {(None, None)}) < 2 or not bounds:
        return None
    rows = sorted(found.values(), key=lambda row: _in_time(row.date))
    axis = axis_of([*bounds, (earliest, latest)])
    for row in rows:
        row.pieces = list(_pieces(row.date, axis))
    own = [axis.place(earliest)] if earliest else []
    return Drawing(axis, rows, own + ([axis.after(latest)] if latest else []))


def _in_time(date: dates.EdtfDate) -> tuple:
    """By the first day that is known, then by the last; what has no date stands last."""
    first, last = date.earliest or date.latest, date.latest or date.earliest
    return first is None, first and first.key, last and last.key, date.edtf


# --- marks ------------------------------------------------------------------------------------------------------------


def _pieces(date: dates.EdtfDate, axis: Axis) -> Iterator[Piece]:
    if date.is_undated:
        return
    if isinstance(date.form, Span):
        yield from _lasting(date, axis)
    elif date.earliest == date.latest and date.earliest:
        yield _stretch("day", date.earliest, date.latest, axis)
    else:
        yield _stretch("inside", date.earliest, date.latest, axis)


def _lasting(date: dates.EdtfDate, axis: Axis) -> Iterator[Piece]:
    """What lasted: whole between its latest beginning and its earliest end, and unsure before and after."""
    form = date.form
    assert isinstance(form, Span)
    begun = form.lower.latest if form.lower else None
    ended = form.upper.earliest if form.upper else None
    if begun and ended and begun.ordinal + 1 >= ended.ordinal:  # two neighbours, such as June and July
        yield _stretch("inside", date.earliest, date.latest, axis)
        return
    if begun and date.earliest and date.earliest < begun:
        yield _stretch("inside", date.earliest, begun, axis)
    yield _stretch("lasted", begun, ended, axis)
    if ended and date.latest and ended < date.latest:
        yield _stretch("inside", ended, date.latest, axis)


def _stretch(kind: str, first: Day | None, last: Day | None, axis: Axis) -> Piece:
    x, end = axis.place(first) if first else 0, axis.after(last) if last else 100
    return Piece(kind, x, round(end - x, 3), first is not None, last is not None)


# --- the axis ---------------------------------------------------------------------------------------------------------


def axis_of(bounds: Iterable[tuple[Day | None, Day | None]]) -> Axis:
    """An axis that holds all known bounds in at most MOST units: of days, months, or years in round numbers."""
    known = [(first, last) for first, last in bounds if first or last]
    days = [day for pair in known for day in pair if day]
    least, most = min(days), max(days)
    unit, step = next((unit, step) for unit, step in _scales() if _units(least, most, unit, step) <= MOST)
    begin, end = _start(least, unit, step), _next(_start(most, unit, step), unit, step)
    if begin == least or any(first is None for first, _last in known):
        begin = _before(begin, unit, step)
    if end.ordinal == most.ordinal + 1 or any(last is None for _first, last in known):
        end = _next(end, unit, step)
    return Axis(begin.ordinal, end.ordinal, _ticks(begin, end, unit, step))


def _scales() -> Iterator[tuple[str, int]]:
    yield from STEPS
    for power in count():
        yield from ((YEARS, digit * 10**power) for digit in (1, 2, 5))


def _units(least: Day, most: Day, unit: str, step: int) -> int:
    """How many units lie from the one that holds the first day to the one that holds the last."""
    if unit == DAYS:
        return (most.ordinal - least.ordinal) // step + 1 + (step > 1)
    if unit == MONTHS:
        return (most.year * 12 + most.month - 1) // step - (least.year * 12 + least.month - 1) // step + 1
    return most.year // step - least.year // step + 1


def _start(day: Day, unit: str, step: int) -> Day:
    """The first day of the unit that holds a day. Weeks count from the first of a month; the fourth ends with it."""
    if unit == DAYS:
        return Day(day.year, day.month, (min(day.day, LAST_WEEK) - 1) // step * step + 1) if step > 1 else day
    if unit == MONTHS:
        return Day(day.year, (day.month - 1) // step * step + 1, 1)
    return Day(day.year // step * step, 1, 1)


def _next(start: Day, unit: str, step: int) -> Day:
    if unit == DAYS:
        later = Day.from_ordinal(start.ordinal + step)
        if step == 1 or (later.month == start.month and later.day <= LAST_WEEK):
            return later
        return (
            _start(Day.from_ordinal(start.ordinal + step + 3), MONTHS, 1)
            if later.month == start.month
            else _start(later, MONTHS, 1)
        )
    if unit == MONTHS:
        years, month = divmod(start.month - 1 + step, 12)
        return Day(start.year + years, month + 1, 1)
    return Day(start.year + step, 1, 1)


def _before(start: Day, unit: str, step: int) -> Day:
    return _start(Day.from_ordinal(start.ordinal - 1), unit, step)


def _ticks(begin: Day, end: Day, unit: str, step: int) -> list[Tick]:
    starts = [begin]
    while (following := _next(starts[-1], unit, step)) < end:
        starts.append(following)
    every = max(1, -(-max(len(_label(day, unit)) for day in starts) * len(starts) // int(NARROW)))
    whole = end.ordinal - begin.ordinal
    ticks, said = [], ""
    for place, day in enumerate(starts):
        above = _above(day, unit)
        x = round(100 * (day.ordinal - begin.ordinal) / whole, 3)
        changed = above if above != said else ""
        said = above
        ticks.append(Tick(x, "" if place % every else _label(day, unit), changed))
    if len(ticks) > 1 and ticks[1].above:  # no room for the first, of which one unit is seen
        ticks[0] = Tick(ticks[0].x, ticks[0].label)
    return ticks


def _label(day: Day, unit: str) -> str:
    if unit == DAYS:
        return str(day.day)
    return _month(day) if unit == MONTHS else year_words(day.year)


def _above(day: Day, unit: str) -> str:
    """What the labels leave unsaid: of days the month and the year, of months the year."""
    if unit == DAYS:
        return f"{_month(day)} {year_words(day.year)}"
    return year_words(day.year) if unit == MONTHS else ""


def _month(day: Day) -> str:
    return language_for(get_language() or "en").months[day.month - 1][:3]
