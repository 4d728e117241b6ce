"""What is read of a date in words, and what becomes of it in EDTF."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..days import Day
from ..edtf_forms import fitting
from ..parts import four_digits
from ..reading import parse

YEAR = re.compile(r"-?[0-9]{4}|Y-?[0-9]{5,12}")
"""A year with all its digits, as EDTF writes it."""


@dataclass(frozen=True, slots=True)
class DatePiece:
    """One date, perhaps still without its year: `year`, `month` and `day` are as in EDTF.

    `number` is a bare number, which becomes a day or a year by what follows; `era` is what was said, “bc” or
    “ad”. `mark` is said of the whole, `marks` of year, month and day each.
    """

    year: str = ""
    month: str = ""
    day: str = ""
    era: str = ""
    number: int = 0
    significant: str = ""
    mark: str = ""
    marks: tuple[str, str, str] = ("", "", "")

    @property
    def edtf(self) -> str:
        fields = (self.year, self.month, self.day)
        written = "-".join(mark + field for mark, field in zip(self.marks, fields, strict=True) if field)
        return written + self.significant + self.mark


@dataclass(frozen=True, slots=True)
class Result:
    """A date: `kind` is “set” (some moment from `lower` to `upper`), “span” (what lasted) or “whole”.

    An end is '..' where open and '' where unknown; a whole stands in `lower`.
    """

    kind: str
    lower: str
    upper: str = ""
    part: str = ""

    @property
    def edtf(self) -> str:
        if self.kind == "span":
            return f"{self.lower}/{self.upper}"
        return f"[{self.member}]" if self.kind == "set" else self.lower

    @property
    def member(self) -> str:
        """The date as a member of a set; '' where it can be none."""
        if self.kind == "whole":
            return "" if self.part or self.lower[0] in "[{" else self.lower
        if not (self.lower and self.upper):
            return ""
        return f"{self.lower.removesuffix('..')}..{self.upper.removeprefix('..')}"


def written_year(year: int) -> str:
    """An astronomical year as EDTF writes it, with Y where it has more than four digits."""
    return four_digits(year) if abs(year) <= 9999 else f"Y{year}"


def year_of_era(number: int, era: str) -> str:
    """44 BC is the year -0043."""
    return written_year(1 - number if era == "bc" else number)


def year_in(piece: DatePiece) -> int:
    """The astronomical year of a piece that names one."""
    return int(piece.year.lstrip("Y"))


def decade_of_years(first: DatePiece, last: DatePiece) -> str:
    """The decade of just these years, '' where they are none."""
    if abs(year_in(last)) > 9999:
        return ""
    unit = f"{'-' if year_in(last) < 0 else ''}{abs(year_in(last)) // 10:03}X"
    date = parse(unit)
    years = date.earliest and date.earliest.year, date.latest and date.latest.year
    return unit if years == (year_in(first), year_in(last)) else ""


def tens(first: str, last: str, values: range) -> str:
    """The pattern of the days or months from first to last, '' where there is none: 10 to 19 is `1X`."""
    pattern = f"{first[0]}X"
    fit = fitting(pattern, values)
    return pattern if fit and (int(first), int(last)) == (fit[0], fit[-1]) else ""


def last_before(point: DatePiece) -> str:
    """The last year, month or day before a date; the date itself where it is only about so.

    “Before 1961” is said of what was in 1960 at the latest, and so it is read. '' where nothing is before it.
    """
    return _next_to(point, -1)


def first_after(point: DatePiece) -> str:
    """The first year, month or day after a date, likewise: “after 1955” is said of what was in 1956 at the earliest."""
    return _next_to(point, 1)


def _next_to(point: DatePiece, step: int) -> str:
    if point.mark or any(point.marks) or point.significant:
        return point.edtf
    date = parse(point.edtf)
    bound = date.earliest if step < 0 else date.latest
    if bound is None:
        return ""
    day = Day.from_ordinal(bound.ordinal + step)
    fields = [written_year(day.year), f"{day.month:02}", f"{day.day:02}"]
    return "-".join(fields[: 1 + bool(point.month) + (bool(point.day) and "X" not in point.day)])
