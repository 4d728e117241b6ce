"""Who held which office when, as far as it is told: nobody is given one for a time of which no source says so."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from events import dates
from events.chronology.date_words import edtf_words


class HeldOffice(Protocol):
    """What somebody was, and the EDTF dates of it; blank where they are not known."""

    what: str
    dates: str


O = TypeVar("O", bound=HeldOffice)  # noqa: E741


def in_time(offices: Iterable[O]) -> list[O]:
    """Those without dates, then the others by their beginning, or else their end."""
    return sorted(offices, key=_begins)


def at(offices: Iterable[O], first: dates.Day | None, last: dates.Day | None) -> list[O]:
    """Those held at some moment from `first` to `last`, where dates tell that; else those without dates."""
    all_of_them = in_time(offices)
    first, last = first or last, last or first
    held = [one for one in all_of_them if first and last and one.dates and _holds(one, first, last)]
    return held or [one for one in all_of_them if not one.dates]


def last(offices: Iterable[O]) -> O | None:
    """The one to name where no time is spoken of."""
    return next(reversed(in_time(offices)), None)


def words(office: HeldOffice) -> str:
    """“Foreign Minister of Poland, July 1963”."""
    return f"{office.what}, {edtf_words(office.dates)}" if office.dates else str(office.what)


def _begins(office: HeldOffice) -> tuple[int, int]:
    if not office.dates:
        return 0, 0
    date = dates.parse(office.dates)
    day = date.earliest or date.latest
    return 1, day.key if day else 0


def _holds(office: HeldOffice, first: dates.Day, last: dates.Day) -> bool:
    date = dates.parse(office.dates)
    begun = date.earliest is None or date.earliest.key <= last.key
    return begun and (date.latest is None or date.latest.key >= first.key)
