"""Dates that historians can stand behind: EDTF (ISO 8601-2, levels 0–2), its bounds and its words.

`parse(text)` reads an EDTF string into an `EdtfDate`, or raises ValueError with a sentence that says what is
wrong and where. Bounds are inclusive days of the proleptic Gregorian calendar, None where an end is open or
unknown. The marks `?`, `~` and `%` change the words, never the bounds. `understand(text)` reads the same from
plain words, English or Romanian, and `find_dates(text)` finds dates in prose. No ORM is imported here.
"""

from .days import Day, day_in_order, days_in_month, is_leap, precision_of
from .durations import understand_duration
from .edtf_forms import PRECISIONS
from .parts import PARTS, edtf_for_part
from .phrases import Found, Phrase, find_yearless, range_bound, understand
from .phrases import find as find_dates
from .reading import UNDATED, EdtfDate, UnevenRange, parse
from .relative import Duration, parse_duration, relative_bounds, relative_words, shift
from .words import bounds_words

__all__ = [
    "PARTS",
    "PRECISIONS",
    "UNDATED",
    "Day",
    "Duration",
    "EdtfDate",
    "Found",
    "Phrase",
    "UnevenRange",
    "bounds_words",
    "day_in_order",
    "days_in_month",
    "edtf_for_part",
    "find_dates",
    "find_yearless",
    "is_leap",
    "parse",
    "parse_duration",
    "precision_of",
    "range_bound",
    "relative_bounds",
    "relative_words",
    "shift",
    "understand",
    "understand_duration",
]
