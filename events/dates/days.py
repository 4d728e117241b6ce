"""Days of the proleptic Gregorian calendar, in any year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_IN_400_YEARS = 146_097


def is_leap(year: int) -> bool:
    """Whether the astronomical `year` (0 is 1 BC) has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days of `month` (1–12) in the astronomical `year`."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


@dataclass(frozen=True, order=True, slots=True)
class Day:
    """One day; years are astronomical (0 is 1 BC, -43 is 44 BC) and have no limit, unlike `datetime.date`.

    Days compare in time. `str()` is ISO 8601: `1958-07-25`, `-0043-03-15`, `170000002-01-01`.
    Raises ValueError for a day that the calendar does not have.
    """

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"Month {self.month} does not exist: months are 1 to 12.")
        if not 1 <= self.day <= days_in_month(self.year, self.month):
            raise ValueError(
                f"Day {self.day} does not exist: month {self.month} of the year {self.year} has "
                f"{days_in_month(self.year, self.month)} days."
            )

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    @property
    def key(self) -> int:
        """The day as one integer, year × 10000 + month × 100 + day: it sorts as the days do, BC too."""
        return self.year * 10_000 + self.month * 100 + self.day

    @classmethod
    def from_key(cls, key: int) -> Day:
        """The day of a `key`; raises ValueError where the integer is the key of no day."""
        year, rest = divmod(key, 10_000)
        return cls(year, *divmod(rest, 100))

    @property
    def ordinal(self) -> int:
        """The number of the day, 1 being 0001-01-01 as in `datetime.date.toordinal()`."""
        before = self.year - 1
        in_year = sum(days_in_month(self.year, month) for month in range(1, self.month)) + self.day
        return before * 365 + before // 4 - before // 100 + before // 400 + in_year

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Day:
        """The day with this `ordinal`."""
        # The calendar repeats every 400 years, and the standard library holds the first 400.
        cycles, rest = divmod(ordinal - 1, _DAYS_IN_400_YEARS)
        day = datetime.date.fromordinal(rest + 1)
        return cls(cycles * 400 + day.year, day.month, day.day)


def day_in_order(earliest: Day | None, latest: Day | None) -> Day | None:
    """Where something with these bounds stands in order of time: at its latest day; None where undated.

    Without a latest day it stands at the end of the year of its earliest.
    """
    return latest or (earliest and Day(earliest.year, 12, 31))


def precision_of(earliest: Day | None, latest: Day | None) -> str:
    """The precision of bare bounds: day, month or year where they are just that, else range; '' where undated."""
    if not (earliest and latest):
        return "range" if earliest or latest else ""
    if earliest == latest:
        return "day"
    whole_months = earliest.day == 1 and latest.day == days_in_month(latest.year, latest.month)
    if whole_months and earliest.year == latest.year:
        if earliest.month == latest.month:
            return "month"
        if (earliest.month, latest.month) == (1, 12):
            return "year"
    return "range"
