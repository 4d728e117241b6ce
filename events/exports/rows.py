"""What every format says of an event, some events at a time: the event, its date in words, its notes in order."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from events import dates
from events.chronology import bounds
from events.chronology.date_words import words_of
from events.exports.sending import forget
from events.historiography.notes import Note, notes_of
from events.published import events as published
from events.site import description, languages


class ExportedDate(NamedTuple):
    """An event's bounds as ISO 8601 days, inclusive, None where open or unknown; and its words."""

    earliest: str | None
    latest: str | None
    words: str


class Row(NamedTuple):
    event: published.Event
    date: ExportedDate
    notes: Sequence[Note]


def rows(ids: Sequence[int], language: str, kind: type[published.Event] = published.Noticed) -> Iterator[Row]:
    """The events with these keys in this order, read as a kind, dates in the words of the language.

    What is no longer published when it is read is left out.
    """
    original = description.current().content_language
    for keys in published.chunks(ids):
        with languages.reading(language, original):  # not while it is being sent: others are read meanwhile
            events = published.read(keys, kind)
        yield from (
            Row(event, _date(language, event), notes_of(event) if event.public_evidence else ()) for event in events
        )
        del events
        forget()


def _date(language: str, event: published.Event) -> ExportedDate:
    if event.after_event:
        return ExportedDate(bounds.iso_of(event.earliest), bounds.iso_of(event.latest), words_of(event, language))
    return _own_date(language, event.date, event.date_part, event.earliest, event.latest)


@lru_cache(maxsize=4096)
def _own_date(language: str, edtf: str, part: str, earliest: int | None, latest: int | None) -> ExportedDate:
    """Many events share a date, and in date order they stand together."""
    first, last = bounds.iso_of(earliest), bounds.iso_of(latest)
    if not part and (plain := PLAIN.fullmatch(edtf)):
        year, within = plain.groups()
        return ExportedDate(first, last, _within_year(within, language).replace(LEAP_YEAR, year))
    date = dates.parse(edtf, part) if edtf else dates.UNDATED
    return ExportedDate(first, last, date.words(language))


PLAIN = re.compile(r"([1-9][0-9]{3})((?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?)")
"""A year, a month or a day whose words have the four digits of the year as they stand in the EDTF."""

LEAP_YEAR = "2000"


@lru_cache(maxsize=512)
def _within_year(within: str, language: str) -> str:
    """The words of a year, or of what is `within` it (“-02-29”), as they are for LEAP_YEAR.

    A hundred thousand events have tens of thousands of days, but a year has few.
    """
    return dates.parse(LEAP_YEAR + within).words(language)
