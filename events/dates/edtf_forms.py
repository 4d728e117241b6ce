"""What an EDTF string says, taken apart: the pieces that bounds and words are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .days import Day

PRECISIONS = ("day", "month", "season", "year", "decade", "century", "millennium", "range")
"""From the finest to the coarsest; an undated date has the precision ''."""


def coarsest(*precisions: str) -> str:
    """The coarsest of `precisions`, '' (unknown) counting for nothing."""
    return max((p for p in precisions if p), key=PRECISIONS.index, default="")


@dataclass(frozen=True, slots=True)
class Point:
    """One date without interval or set, its marks apart from its digits.

    `year`, `month` and `day` are as written, `X` standing for an unspecified digit; `value` is the
    astronomical year where all its digits are there. `marks` holds the qualifiers of year, month (or
    season) and day, each '', '?', '~' or '%'. `estimate` are the first and last year where only some
    digits are significant. Bounds are inclusive, None where the year is unknown.
    """

    year: str
    value: int | None
    earliest: Day | None
    latest: Day | None
    precision: str
    month: str = ""
    day: str = ""
    season: int = 0
    time: str = ""
    estimate: tuple[int, int] | None = None
    marks: tuple[str, str, str] = ("", "", "")

    @property
    def components(self) -> int:
        """How many of year, month (or season) and day it names."""
        return 1 + bool(self.month or self.season) + bool(self.day)

    @property
    def is_plain(self) -> bool:
        """Whether it is YYYY, YYYY-MM or YYYY-MM-DD with every digit there and nothing else."""
        return (
            self.value is not None
            and not (self.season or self.time or self.estimate or any(self.marks))
            and "X" not in self.month + self.day
        )

    @property
    def qualifier(self) -> str:
        return join_marks(*self.marks)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Consecutive dates `A..B` inside a set; None is an open end."""

    lower: Point | None
    upper: Point | None


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval `A/B`. An end that is None is open (`..`) or, where not open, unknown."""

    lower: Point | None
    upper: Point | None
    lower_open: bool = False
    upper_open: bool = False


@dataclass(frozen=True, slots=True)
class DateSet:
    """A set: one of its members (`[…]`) or all of them (`{…}`)."""

    one_of: bool
    members: tuple[Point | DateRange, ...]


Form = Point | Interval | DateSet


def join_marks(*marks: str) -> str:
    """The marks taken together: '' without any, '%' where some say uncertain and some approximate."""
    said = set("".join(marks).replace("%", "?~"))
    return "%" if len(said) == 2 else "".join(said)


@lru_cache(maxsize=512)
def fitting(pattern: str, values: range) -> tuple[int, ...]:
    """Those of `values` that the two characters of `pattern` allow, `X` allowing any digit."""
    return tuple(
        value for value in values if all(p in ("X", digit) for p, digit in zip(pattern, f"{value:02}", strict=True))
    )
