"""The days that seasons and unspecified digits can mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .days import Day, days_in_month
from .edtf_forms import fitting

Bounds = tuple[Day, Day]

_SEASONS = (3, 6, 9, 12)
"""The months in which spring, summer, autumn and winter begin in the north; in the south half a year later."""


def season_bounds(year: int, code: int) -> Bounds:
    """First and last day of a season, quarter, third or half (codes 21–41) of a year.

    Seasons 21–24 are those of the northern hemisphere. ISO 8601-2 leaves open which winter is meant: here a winter, and
    a southern summer, begins in December of the year named and ends in February of the next.
    """
    if code <= 32:
        length, first = 3, _SEASONS[(code - (21 if code <= 28 else 27)) % 4]
    else:
        start, length = (33, 3) if code <= 36 else (37, 4) if code <= 39 else (40, 6)
        first = (code - start) * length + 1
    after, last = divmod(first + length - 2, 12)
    return Day(year, first, 1), Day(year + after, last + 1, days_in_month(year + after, last + 1))


def unspecified_bounds(year: str, month: str, day: str) -> Bounds | None:
    """First and last day that a date with unspecified digits can mean; None where no such day exists."""
    months = fitting(month or "XX", range(1, 13))
    days = fitting(day or "XX", range(1, 32))
    first = _first(years_of(year), months, days)
    last = _first(years_of(year, backwards=True), months[::-1], days[::-1])
    return (first, last) if first and last else None


def years_of(pattern: str, backwards: bool = False) -> Iterator[int]:
    """The years that a year such as `196X` or `-01XX` can mean, in order of time or backwards."""
    sign = -1 if pattern.startswith("-") else 1
    digits = "9876543210" if backwards == (sign > 0) else "0123456789"
    frame = pattern.lstrip("-").replace("X", "{}")
    for filling in product(digits, repeat=pattern.count("X")):
        year = int(frame.format(*filling))
        if sign > 0 or year:  # ISO 8601 has no -0000
            yield sign * year


def _first(years: Iterator[int], months: tuple[int, ...], days: tuple[int, ...]) -> Day | None:
    # At most 1,000 years are tried, and only where 29 February (or a day that no year has) is asked for.
    for year in years:
        for month in months:
            length = days_in_month(year, month)
            for day in days:
                if day <= length:
                    return Day(year, month, day)
    return None
