"""An event's date as readers see it: the same words in list, drawing, export and title."""

from functools import lru_cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from events import dates
from events.chronology import bounds
from events.chronology.bounds import Dated
from events.site.translation import gettext

PRECISIONS = {
    "day": _("day"),
    "month": _("month"),
    "season": _("season"),
    "year": _("year"),
    "decade": _("decade"),
    "century": _("century"),
    "millennium": _("millennium"),
    "range": _("range"),
}
"""The precisions of `events.dates` in words."""

BASES = {
    "stated": gettext_noop("as stated"),
    "inferred": gettext_noop("inferred"),
    "relative": gettext_noop("counted from another event"),
    "editor": gettext_noop("dated by the editors"),
}
"""How a date is known, in words that can stand beside it."""


def basis_words(basis: str) -> str:
    """How a date is known, in words; blank for no date."""
    return gettext(BASES[basis]) if basis else ""


def words_of(event: Dated, language: str = "") -> str:
    """“25 July 1958”, “late 1960s”, “one month after …”, “undated”; in the given or else the active language.

    The event that a relative date is counted from is named only if readers can see it.
    """
    language = language or (get_language() or "en")[:2]
    if (anchor := event.after_event) is not None:
        if anchor.is_published:
            duration = dates.parse_duration(event.offset) if event.offset else None
            return dates.relative_words(duration, anchor.title, language)
        return dates.bounds_words(*days_of(event), language)
    return _own_words(event.date, event.date_part, language)


@lru_cache(maxsize=8192)
def _own_words(edtf: str, part: str, language: str) -> str:
    """Many events share a date."""
    return (dates.parse(edtf, part) if edtf else dates.UNDATED).words(language)


def days_of(event: Dated) -> tuple[dates.Day | None, dates.Day | None]:
    """The event's inclusive bounds, None where open or unknown."""
    return bounds.day_of(event.earliest), bounds.day_of(event.latest)


def day_words(day: dates.Day | None) -> str:
    """“25 July 1958”; blank for none."""
    return dates.bounds_words(day, day, (get_language() or "en")[:2]) if day else ""


def edtf_words(edtf: str, language: str = "") -> str:
    """The words of a bare EDTF string; blank for a blank one."""
    return dates.parse(edtf).words(language or (get_language() or "en")[:2]) if edtf else ""
