"""Early, mid and late: a closed choice stored beside the EDTF of the years or months that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from .days import days_in_month
from .faults import shown, wrong
from .messages import gettext as _

PARTS: Mapping[str, Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "early": MappingProxyType({"month": (1, 10), "year": (1, 6), "decade": (0, 4), "century": (0, 49)}),
        "mid": MappingProxyType({"month": (11, 20), "year": (5, 8), "decade": (3, 6), "century": (30, 69)}),
        "late": MappingProxyType({"month": (21, 31), "year": (7, 12), "decade": (5, 9), "century": (50, 99)}),
    }
)
"""For each part, its first and last day of a month, month of a year, or year of a decade or century; both inclusive.

A month has fewer than 31 days where it has: late February ends with it.
"""

_PART_OF_YEARS = re.compile(r"\[(-?[0-9]{4})\.\.(-?[0-9]{4})\]")
_PART_OF_YEAR = re.compile(r"\[(-?[0-9]{4})-([0-9]{2})\.\.(-?[0-9]{4})-([0-9]{2})\]")
_PART_OF_MONTH = re.compile(r"\[(-?[0-9]{4}-[0-9]{2})-[0-9]{2}\.\.(-?[0-9]{4}-[0-9]{2})-[0-9]{2}\]")
_UNITS = re.compile(r"(-?[0-9]{4})|([0-9]{3})X|(-?[0-9]{2})XX|(-?[0-9]{4})-(0[1-9]|1[0-2])")


def edtf_for_part(part: str, unit: str) -> str:
    """The EDTF stored for a part of a unit: ('late', '196X') is `[1965..1969]`.

    `unit` is a month (`1958-07`), a year (`1958`), a decade since year 0 (`196X`) or a century (`19XX`, `-01XX`).
    Raises ValueError with a sentence for any other part or unit.
    """
    check_part(part)
    match = _UNITS.fullmatch(unit)
    if not match or "-0000" in match.groups():
        raise wrong(unit, no_unit())
    year, decade, century, year_of_month, month = match.groups()
    if month:
        first, last = PARTS[part]["month"]
        last = min(last, days_in_month(int(year_of_month), int(month)))
        return f"[{unit}-{first:02}..{unit}-{last:02}]"
    if year:
        first, last = PARTS[part]["year"]
        return f"[{year}-{first:02}..{year}-{last:02}]"
    if decade:
        first, last = PARTS[part]["decade"]
        return f"[{decade}{first}..{decade}{last}]"
    start = int(century) * 100
    if century.startswith("-"):
        start -= 99  # -01XX is 200–101 BC, the years -199 to -100
    first, last = PARTS[part]["century"]
    return f"[{four_digits(start + first)}..{four_digits(start + last)}]"


def part_unit(part: str, text: str) -> str:
    """The unit (`1958-07`, `1958`, `196X`, `19XX`) of which `text` is the `part`; ValueError where it is none."""
    check_part(part)
    year = _PART_OF_YEAR.fullmatch(text)
    years = _PART_OF_YEARS.fullmatch(text)
    month = _PART_OF_MONTH.fullmatch(text)
    guesses = [found[1] for found in (year, month) if found]
    if years:
        decade, century = (int(years[1]) - PARTS[part][unit][0] for unit in ("decade", "century"))
        guesses.append(f"{four_digits(decade)[:-1]}X")
        guesses.append(f"{four_digits(century)[:-2]}XX")
    for unit in guesses:
        if _UNITS.fullmatch(unit) and edtf_for_part(part, unit) == text:
            return unit
    examples = [edtf_for_part(part, unit) for unit in ("196X", "19XX", "1965", "1965-07")]
    raise wrong(
        text,
        _(
            "with “%(part)s” goes the EDTF of that part of a decade, century, year or month: for example "
            "%(decade)s, %(century)s, %(year)s or %(month)s"
        )
        % {"part": _(part), **dict(zip(("decade", "century", "year", "month"), examples, strict=True))},
    )


def no_unit() -> str:
    """What is wrong with a unit of which there is no part."""
    return _("early, mid and late go with a month (1958-07), a year (1958), a decade (196X) or a century (19XX)")


def check_part(part: str) -> None:
    """Raise ValueError where `part` is no part that can be chosen."""
    if part not in tuple(PARTS):
        raise ValueError(_("“%(part)s” is no part of a date: choose early, mid or late.") % {"part": shown(str(part))})


def four_digits(year: int) -> str:
    """An astronomical year as EDTF writes it."""
    return f"{'-' if year < 0 else ''}{abs(year):04}"
