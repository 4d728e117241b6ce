"""The list of the timeline: entries under the years in which they stand, in one section or two."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.chronology import bounds
from events.chronology.date_words import days_of, words_of
from events.dates import Day
from events.historiography import wording
from events.historiography.notes import Note, disagreeing, is_contested, notes_of
from events.models import Theme
from events.published import events as published
from events.search import highlighting

CITED = 40
"""So many characters has a reference to a work in the list."""

SUMMARY_WORDS = 16
"""So many words of a summary stand in the list; the whole is on the event's page."""

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How many characters a date of each precision has, as HTML writes it."""


@dataclass
class Entry:
    """An event with the words of its date and its historiographic notes.

    `terms` are the words that a reader looks for (`terms.wanted_terms`): they are marked wherever the entry shows them.
    """

    event: published.AnyEvent
    terms: tuple = ()
    notes: list[Note] = field(init=False)
    date_words: str = field(init=False)

    def __post_init__(self) -> None:
        self.notes = notes_of(self.event)
        self.date_words = words_of(self.event)

    @property
    def url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def title(self) -> str:
        return highlighting.marked(self.event.title, self.terms) if self.terms else self.event.title

    @property
    def summary(self) -> str:
        """The summary, whole where the words found are in it, else its beginning."""
        if self.terms and highlighting.spans(self.event.summary, self.terms):
            return highlighting.marked(self.event.summary, self.terms)
        words = self.event.summary.split(maxsplit=SUMMARY_WORDS)
        return f"{' '.join(words[:SUMMARY_WORDS])}…" if len(words) > SUMMARY_WORDS else self.event.summary

    @property
    def found(self) -> str:
        """Where neither title nor summary has the words found: the first other text that does, around them."""
        if not self.terms or any(
            highlighting.spans(text, self.terms) for text in (self.event.title, self.event.summary)
        ):
            return ""
        snippets = (highlighting.snippet(text, self.terms) for text in self._other_texts())
        return next((snippet for snippet in snippets if snippet), "")

    def _other_texts(self) -> Iterable[str]:
        yield from (citation.quote for citation in self.event.citations.all())
        for note in self.notes:
            yield from (note.interpretation.claim, note.interpretation.argument)

    @property
    def contested(self) -> bool:
        return is_contested(self.notes)

    @property
    def themes(self) -> Iterable[Theme | published.Theme]:
        return self.event.themes.all()

    @property
    def actors(self) -> str:
        """The names of who took part."""
        return ", ".join([part.actor.name for part in self.event.participations.all()])

    @property
    def citations(self) -> list[tuple[str, str]]:
        """The address and the words of each place that is cited, in order, several quotes of one passage once."""
        places = {(c.source_id, c.passage_id, c.locator): c for c in self.event.citations.all()}
        return [(wording.source_address(cited), wording.cited(cited, CITED)) for cited in places.values()]

    @cached_property
    def open_notes(self) -> list["NoteLine"]:
        """What stands open: the first two that disagree, else the first that is contested, else the first."""
        return [NoteLine.of(note) for note in self._opened]

    @property
    def further_notes(self) -> list["NoteLine"]:
        return [NoteLine.of(note) for note in self.notes if note not in self._opened]

    @cached_property
    def _opened(self) -> list[Note]:
        return disagreeing(self.notes) or self.notes[:1]

    @property
    def year(self) -> int | None:
        """The year in which the event stands in the list; None for an undated one."""
        day = self.event.sort_day
        return None if day is None else Day.from_key(day).year

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The years of the event's bounds, None where one is open or unknown."""
        first, last = days_of(self.event)
        return first.year if first else None, last.year if last else None

    @property
    def datetime(self) -> str:
        """For `<time datetime>`: only a real day, month or year of our era, as HTML can say it; else blank."""
        date = bounds.date_of(self.event)
        of_our_era = date.earliest is not None and date.earliest.year > 0
        plain = len(date.edtf) == LENGTHS.get(date.precision) and date.edtf.replace("-", "").isdigit()
        return date.edtf if of_our_era and plain else ""


class NoteLine(NamedTuple):
    """A note in a list: a claim, who says it, what it is about, and what it contests and is contested by, in words."""

    url: str
    claim: str
    signature: str
    ground: str
    contests: str
    contested_by: str

    @classmethod
    def of(cls, note: Note) -> "NoteLine":
        argued = note.interpretation
        return cls(
            argued.get_absolute_url(),
            argued.claim,
            wording.signature(argued),
            wording.ground_of(argued),
            wording.contests(argued),
            wording.contested_by(argued),
        )


def of(ids: Sequence[int], terms: tuple = ()) -> list[Entry]:
    """The published ones of these events as entries, in this order; `terms` are marked in them."""
    return [Entry(event, terms) for event in published.read(ids)]


@dataclass
class Group:
    """Entries that stand in one year, or the undated; `reaches` where some of their dates reach beyond that year."""

    heading: str
    anchor: str
    reaches: bool
    entries: list


@dataclass
class Section:
    """Groups under a heading of their own, which is blank where the list is in one piece."""

    heading: str
    anchor: str
    groups: list[Group]


def sections(entries: Sequence, start: int, certain: int | None, count: int) -> list[Section]:
    """The entries of a page that begins at `start`: of `count` events, of which `certain` come first, in two sections.

    Where `certain` is None they are one, without a heading.
    """
    if certain is None:
        return [Section("", "", groups(entries))]
    first, second = entries[: max(certain - start, 0)], entries[max(certain - start, 0) :]
    found = []
    if first:
        found.append(Section(certain_words(certain), "certain", groups(first)))
    if second:
        found.append(Section(possible_words(certain, count - certain), "possible", groups(second, "possible-")))
    return found


def certain_words(number: int) -> str:
    return ngettext("%(n)d event certainly in these years", "%(n)d events certainly in these years", number) % {
        "n": number
    }


def possible_words(certain: int, number: int) -> str:
    words = (
        ngettext("%(n)d more that may fall here", "%(n)d more that may fall here", number)
        if certain
        else ngettext("%(n)d event that may fall here", "%(n)d events that may fall here", number)
    )
    return words % {"n": number}


def groups(entries: Iterable, prefix: str = "") -> list[Group]:
    """The entries (with `year` and `years`), in the order given, under the years in which they stand.

    In order of time each year comes once; where the best match comes first, one may come again, with another anchor.
    """
    seen: Counter = Counter()
    found = []
    for year, some in groupby(entries, key=attrgetter("year")):
        seen[year] += 1
        again = f"-{seen[year]}" if seen[year] > 1 else ""
        members = list(some)
        reaches = year is not None and any({*entry.years} != {year} for entry in members)
        found.append(Group(heading(year), prefix + anchor(year) + again, reaches, members))
    return found


def heading(year: int | None) -> str:
    """“1958”; “Undated”."""
    return _("Undated") if year is None else year_words(year)


def year_words(year: int) -> str:
    """A year of the proleptic calendar in words: 0 is 1 BC."""
    return str(year) if year > 0 else _("%(year)s BC") % {"year": 1 - year}


def span_words(first: int, last: int) -> str:
    """“1958”; “1955–1979”."""
    return year_words(first) if first == last else f"{year_words(first)}–{year_words(last)}"


def anchor(year: int | None) -> str:
    return "undated" if year is None else f"y{year}"
