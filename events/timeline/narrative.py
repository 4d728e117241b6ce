"""A selection as prose: paragraphs of what happened, year by year, with a note beside for each event."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from events.timeline.entries import Entry, heading

AT_ONCE = 200
"""So many events are one page."""

PARAGRAPH = 80
"""A paragraph of so many words is long enough; the next event begins another."""

WORDS_A_MINUTE = 200
"""So many words are read in a minute (of English and Romanian prose, somewhat less than is measured of fiction)."""


@dataclass
class NumberedEntry:
    """An event with the number of its note."""

    number: int
    entry: Entry


@dataclass
class Chapter:
    """The paragraphs of a year, or of the undated."""

    heading: str
    paragraphs: list[list[NumberedEntry]]


def chapters(entries: Sequence[Entry], first: int = 1) -> list[Chapter]:
    """The entries in their order; notes are numbered from `first`."""
    told = [NumberedEntry(number, entry) for number, entry in enumerate(entries, first)]
    by_year = groupby(told, key=lambda one: one.entry.year)
    return [Chapter(heading(year), list(_paragraphs(some))) for year, some in by_year]


def _paragraphs(told: Iterable[NumberedEntry]) -> Iterator[list[NumberedEntry]]:
    paragraph: list[NumberedEntry] = []
    length = 0
    for one in told:
        words = len(text_of(one.entry).split())
        if paragraph and length + words > PARAGRAPH:
            yield paragraph
            paragraph, length = [], 0
        paragraph.append(one)
        length += words
    if paragraph:
        yield paragraph


def text_of(entry: Entry) -> str:
    """What is told of an event: its summary, else its title."""
    return str(entry.event.summary or entry.event.title)


def minutes(entries: Iterable[Entry], *more: str) -> int:
    """How long the page takes to read, in whole minutes, one at least; notes are not read along."""
    words = sum(len(text.split()) for text in (*map(text_of, entries), *more))
    return max(1, round(words / WORDS_A_MINUTE))
