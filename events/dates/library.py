"""The edtf library, asked only what it answers rightly, and the reckoning of what it does not.

What edtf 5.0.2 gets wrong or refuses is reckoned here instead: unspecified digits beside 29 February, in a
month or day alone or in a year before 0, and winters. Its single grammars are some ten times faster than
`parse_edtf()`, which tries them all.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import product
from typing import Any

from .days import Day, days_in_month
from .forms import fitting

with warnings.catch_warnings():
    # pyparsing warns of the library's grammar while it is built, which would stop `python -W error`.
    warnings.simplefilter("ignore")
    from edtf import ExponentialYear, Level2Season, LongYear, PartialUnspecified, Unspecified

Bounds = tuple[Day, Day]

# Seasons that run into the next year: winter, winter in the north, summer in the south. ISO 8601-2 leaves
# open which winter is meant; here it is the one that begins in December of the year named.
_TURNING_SEASONS = {24, 28, 30}

# The forms of unspecified digits that the library reckons rightly: at the end of a year (but not where that
# could be -0000), `XX` for a month or day of a year since 0, and a year with `X` before a month and a day
# that every month has.
_UNSPECIFIED = re.compile(r"(?!-0XXX|-00XX|-000X)-?[0-9][0-9X]{2}X|[0-9]{4}-XX|[0-9]{4}-[0-9]{2}-XX|[0-9]{4}-XX-XX")
_UNSPECIFIED_YEAR = re.compile(r"(?=[0-9X]{0,3}X)[0-9X]{4}-[0-9]{2}(?:-(?:0[1-9]|1[0-9]|2[0-8]))?")


def long_year(text: str) -> int:
    """The astronomical year of `Y170000002` or `Y-17E7`, given without marks and significant digits."""
    grammar = ExponentialYear if "E" in text else LongYear
    return int(grammar.parse(text).lower_strict()[0])


def season_bounds(year: str, code: int) -> Bounds:
    """First and last day of a season, quarter, third or half (codes 21–41) of a year with all digits.

    Seasons 21–24 are those of the northern hemisphere. A winter, and a southern summer, begins in December
    of the year named and ends in February of the next.
    """
    if code in _TURNING_SEASONS:
        start = int(year)
        return Day(start, 12, 1), Day(start + 1, 2, days_in_month(start + 1, 2))
    return _strict(Level2Season.parse(f"{year}-{code}"))


def unspecified_bounds(year: str, month: str, day: str) -> Bounds | None:
    """First and last day that a date with unspecified digits can mean; None where no such day exists."""
    text = "-".join(filter(None, (year, month, day)))
    if _UNSPECIFIED.fullmatch(text):
        return _strict(Unspecified.parse(text))
    if _UNSPECIFIED_YEAR.fullmatch(text):
        return _strict(PartialUnspecified.parse(text))
    return reckoned_bounds(year, month, day)


def reckoned_bounds(year: str, month: str, day: str) -> Bounds | None:
    """The same, reckoned without the library."""
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


def _strict(found: Any) -> Bounds:
    """The strict bounds of the library's object; its fuzzy ones pad every part of a date."""
    return Day(*found.lower_strict()[:3]), Day(*found.upper_strict()[:3])
