"""Dates of events for formats that want days: given as they are known, or not at all."""

import re

from events import dates
from events.chronology import bounds
from events.published import events as published

LASTED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
LAST_YEAR = 9999


def calendar_days(event: published.Event | published.DateAndBounds) -> tuple[dates.Day, dates.Day] | None:
    """First and last day of what is known to the day, inclusive, in years 1 to 9999; else None.

    An uncertain day (`?`) is one all the same, an approximate one (`~`, `%`) is none; between two days something
    lasted only where both are given.
    """
    first, last = bounds.day_of(event.earliest), bounds.day_of(event.latest)
    if first is None or last is None or "~" in event.date or "%" in event.date:
        return None
    if (first != last and not LASTED.fullmatch(event.date)) or not 0 < first.year <= last.year <= LAST_YEAR:
        return None
    return first, last


Parts = tuple[int, ...]
"""Year, month and day, or the year, or year and month."""


def parts(first: dates.Day, last: dates.Day | None) -> tuple[Parts, Parts | None]:
    """Two bounds without what is not said: 1965 and 1969 for “late 1960s”, 1955 and None for “1955 or later”."""
    whole_months = first.day == 1 and (last is None or last.day == dates.days_in_month(last.year, last.month))
    whole_years = whole_months and first.month == 1 and (last is None or last.month == 12)
    size = 1 if whole_years else 2 if whole_months else 3
    ends = [(day.year, day.month, day.day)[:size] if day else None for day in (first, last)]
    return ends[0] or (), ends[1]
