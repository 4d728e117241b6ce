"""Addresses of other stretches of time: earlier, later, nearer, wider, and the whole."""

from collections.abc import Callable
from dataclasses import dataclass

from events.dates import Day, days_in_month
from events.timeline.drawing.scale import Unit, unit_for

PARTS = 12
"""A stretch that is moved or changed is rounded to units of which it holds about so many."""


def edtf(day: Day, kind: str) -> str:
    """A day, or its month or year, as EDTF."""
    year = year_edtf(day.year)
    if kind == "year":
        return year
    if abs(day.year) > 9999:
        return year  # EDTF has no months of so long years
    return f"{year}-{day.month:02}" + ("" if kind == "month" else f"-{day.day:02}")


def year_edtf(year: int) -> str:
    """A year as EDTF: four digits at least, or with a Y in front where there are more."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def bounds_edtf(start: int, end: int) -> tuple[str, str]:
    """The shortest `from` and `to` that mean the days from `start` up to `end`."""
    first, last = Day.from_ordinal(start), Day.from_ordinal(end - 1)
    kind = "day"
    if first.day == 1 and last.day == days_in_month(last.year, last.month):
        kind = "year" if first.month == 1 and last.month == 12 else "month"
    return edtf(first, kind), edtf(last, kind)


@dataclass(frozen=True)
class Stretch:
    """The days from `start` up to `end`, which a view shows of the whole from `begin` up to `finish`."""

    start: int
    end: int
    begin: int
    finish: int

    @property
    def is_whole(self) -> bool:
        return self.start <= self.begin and self.end >= self.finish

    @property
    def unit(self) -> Unit:
        return unit_for(self.start, self.end, PARTS)

    def moved(self, shares: int) -> "Stretch | None":
        """So many halves of its length earlier or later; None where there is nothing, and of the whole."""
        if self.is_whole:
            return None
        shift = self._rounded((self.end - self.start) * shares // 2)
        start, end = self._snapped(self.start + shift), self._snapped(self.end + shift)
        if end <= self.begin or start >= self.finish or (start, end) == (self.start, self.end):
            return None
        return Stretch(start, end, self.begin, self.finish)

    def nearer(self) -> "Stretch | None":
        """Its middle half; None where it is a day or two."""
        quarter = (self.end - self.start) // 4
        start, end = self._snapped(self.start + quarter), self._snapped(self.end - quarter)
        if not quarter or start >= end or end - start >= self.end - self.start:
            return None
        return Stretch(start, end, self.begin, self.finish)

    def wider(self) -> "Stretch | None":
        """Twice its length; None where it is the whole."""
        half = max((self.end - self.start) // 2, 1)
        start, end = self._snapped(self.start - half), self._snapped(self.end + half, up=True)
        return None if self.is_whole else Stretch(start, end, self.begin, self.finish)

    def _rounded(self, days: int) -> int:
        return days or 1

    def _snapped(self, ordinal: int, up: bool = False) -> int:
        """The nearest beginning of a unit."""
        unit = self.unit
        place = unit.at(ordinal)
        low, high = unit.start(place), unit.start(place + 1)
        return high if (up and low != ordinal) or (high - ordinal < ordinal - low) else low


Address = Callable[[Stretch | None], str]
