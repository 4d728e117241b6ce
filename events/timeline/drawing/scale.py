"""Time to places: units of days, months or years, and the axis on which each is as wide as its events need.

Times are ordinals of days (`Day.ordinal`); an end is the day after the last.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from events.dates import Day

STEPS = (1, 2, 5)

MONTHS = 12


@dataclass(frozen=True)
class Unit:
    """So many days, months or years; months and years of several begin at a multiple of the number."""

    kind: str
    number: int = 1

    def at(self, ordinal: int) -> int:
        """The place, among all units, of the one that holds a day."""
        if self.kind == "day":
            return ordinal // self.number
        day = Day.from_ordinal(ordinal)
        months = day.year * MONTHS + day.month - 1
        return months // self._months

    def start(self, place: int) -> int:
        """The first day of a unit."""
        if self.kind == "day":
            return place * self.number
        year, month = divmod(place * self._months, MONTHS)
        return Day(year, month + 1, 1).ordinal

    @property
    def _months(self) -> int:
        return self.number * (MONTHS if self.kind == "year" else 1)


def units() -> Iterator[Unit]:
    """From the finest to ever coarser ones."""
    yield from (Unit("day"), Unit("day", 7), Unit("month"), Unit("month", 3))
    power = 1
    while True:
        yield from (Unit("year", step * power) for step in STEPS)
        power *= 10


def unit_for(start: int, end: int, most: int, finest: str = "day") -> Unit:
    """The finest unit of which at most so many cover the days from `start` up to `end`."""
    kinds = ("day", "month", "year")
    return next(
        unit
        for unit in units()
        if kinds.index(unit.kind) >= kinds.index(finest) and unit.at(end - 1) - unit.at(start) < most
    )


def boundaries(unit: Unit, start: int, end: int) -> list[int]:
    """Where the units that cover the days begin, the first no earlier than `start`, and `end`."""
    first, last = unit.at(start), unit.at(end - 1)
    return [start, *(unit.start(place) for place in range(first + 1, last + 1)), end]


@dataclass(frozen=True)
class Axis:
    """Places on a line of `width` pixels: time is even between `times`, which stand at `places`."""

    times: Sequence[int]
    places: Sequence[float]

    @property
    def width(self) -> float:
        return self.places[-1]

    def at(self, time: float) -> float:
        """The place of a time, at either end where it lies beyond."""
        if time <= self.times[0]:
            return self.places[0]
        if time >= self.times[-1]:
            return self.places[-1]
        index = bisect_right(self.times, time) - 1
        begin, end = self.times[index], self.times[index + 1]
        left, right = self.places[index], self.places[index + 1]
        return left + (right - left) * (time - begin) / (end - begin)

    def percent(self, time: float) -> float:
        return 100 * self.at(time) / self.width


EMPTY, LEAST = 19, 46
"""Pixels of a unit without an event, and of one with a single event where there is room: that of its numeral."""

FLOORS = 0.75
"""The share of the axis that is divided evenly among units with events, at most; the rest goes where there are many."""

CROWDING = 0.95
"""Further events need a little less room each."""


def even(times: Sequence[int], width: float) -> Axis:
    """An axis on which equal units have equal widths."""
    return Axis(times, [width * index / (len(times) - 1) for index in range(len(times))])


def bent(times: Sequence[int], numbers: Sequence[int], width: float) -> Axis:
    """An axis on which each unit is as wide as the number of its events needs, and empty ones are short."""
    full = sum(1 for number in numbers if number)
    if not full or full == len(numbers) == 1:
        return even(times, width)
    empty = min(EMPTY, width / 4 / len(numbers))
    least = min(LEAST, width * FLOORS / full)
    needs = [(number - 1) ** CROWDING if number else 0 for number in numbers]
    spare = width - empty * (len(numbers) - full) - least * full
    share = [
        need / sum(needs) if any(needs) else bool(number) / full for need, number in zip(needs, numbers, strict=True)
    ]
    places = [0.0]
    for number, part in zip(numbers, share, strict=True):
        places.append(places[-1] + (least if number else empty) + spare * part)
    return Axis(times, [place * width / places[-1] for place in places])
