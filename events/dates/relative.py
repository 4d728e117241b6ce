"""Dates relative to another event: a signed ISO 8601 duration, and what it does to bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .days import Day, days_in_month
from .faults import shown
from .languages import language_for
from .messages import gettext as _
from .words import bounds_words, listed

_DURATION = re.compile(r"([+-]?)P(?=[0-9])(?:([0-9]{1,5})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A signed length of time in calendar units (ISO 8601-1 §5.5.2, signed by ISO 8601-2).

    `sign` is 1 or -1, all else is 0 or more. `weeks` are the weeks as written; `days` are all days, seven for
    each week included.
    """

    text: str
    sign: int
    years: int
    months: int
    weeks: int
    days: int

    @property
    def smallest_unit(self) -> str:
        """The smallest unit that is written: Y, M, W or D."""
        return self.text[-1]

    def words(self, language: str = "en") -> str:
        """Its length without its sign: “one month”, “o lună”, “20 de zile”; numbers in words up to twelve."""
        tongue = language_for(language)
        amounts = {
            "year": self.years,
            "month": self.months,
            "week": self.weeks,
            "day": self.days - 7 * self.weeks,
        }
        said = [tongue.count(number, unit) for unit, number in amounts.items() if number]
        return listed(tongue, said, "and") if said else tongue.count(0, "day")

    def __str__(self) -> str:
        return self.text


def parse_duration(text: str) -> Duration:
    """Read `P1M`, `-P2D`, `P1Y2M3D` or `P2W`; without a part smaller than a day.

    Raises ValueError with a sentence for anything else. Years, months and weeks have at most five digits,
    days six; `P0D` is the same time.
    """
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValueError(
            _(
                "“%(text)s” is no duration: write P, then years (Y), months (M), weeks (W) and days "
                "(D) in this order, with a minus sign before P for earlier, for example P1M or -P2D."
            )
            % {"text": shown(str(text))}
        )
    years, months, weeks, days = (int(number or 0) for number in match.groups()[1:])
    return Duration(text, -1 if match[1] == "-" else 1, years, months, weeks, days + 7 * weeks)


def shift(day: Day, duration: Duration) -> Day:
    """`day` moved by `duration`: first years and months, clamped to the month's end, then weeks and days."""
    months = day.year * 12 + day.month - 1 + duration.sign * (duration.years * 12 + duration.months)
    year, month = months // 12, months % 12 + 1
    moved = Day(year, month, min(day.day, days_in_month(year, month)))
    return Day.from_ordinal(moved.ordinal + duration.sign * duration.days) if duration.days else moved


def relative_bounds(
    earliest: Day | None, latest: Day | None, duration: Duration | None
) -> tuple[Day | None, Day | None]:
    """The bounds of an event dated from an anchor with these bounds (inclusive, None unknown).

    With a duration both bounds are moved and widened to the whole of its smallest unit, since “two years later” names
    no day: a year, a month, a week from Monday. Without one (“after”, unknown by how much) the event is not before
    the anchor's earliest day, and nothing else is known.
    """
    if duration is None:
        return earliest, None
    return (
        earliest and _whole(shift(earliest, duration), duration)[0],
        latest and _whole(shift(latest, duration), duration)[1],
    )


def _whole(day: Day, duration: Duration) -> tuple[Day, Day]:
    """First and last day of the year, month or week of a day, whichever is the duration's smallest unit."""
    match duration.smallest_unit:
        case "Y":
            return Day(day.year, 1, 1), Day(day.year, 12, 31)
        case "M":
            return Day(day.year, day.month, 1), Day(day.year, day.month, days_in_month(day.year, day.month))
        case "W":
            monday = day.ordinal - (day.ordinal - 1) % 7  # 0001-01-01 is a Monday
            return Day.from_ordinal(monday), Day.from_ordinal(monday + 6)
    return day, day


def relative_words(
    duration: Duration | None,
    anchor_title: str | None,
    language: str = "en",
    *,
    earliest: Day | None = None,
    latest: Day | None = None,
) -> str:
    """“one month after TITLE”, “two days before TITLE”, “after TITLE”; “after the death of …”, not “after The death”.

    Where the anchor may not be named its title is None: then the words are those of the event's own bounds.
    """
    if not anchor_title:
        return bounds_words(earliest, latest, language)
    tongue = language_for(language)
    anchor = tongue.title(anchor_title)
    if duration is None:
        return tongue.say("after", anchor)
    if not (duration.years or duration.months or duration.days):
        return tongue.say("same time", anchor)
    phrase = "later than" if duration.sign > 0 else "earlier than"
    return tongue.say(phrase, duration.words(language), anchor)
