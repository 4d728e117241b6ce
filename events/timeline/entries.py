"""The list of the timeline: entries under headings that never claim a year that the dates do not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events import chronology
from events import site as sites
from events.date_words import days_of, words_of
from events.historiography import Note, is_contested, notes_of
from events.published import events as published
from events.search import highlighting

SUMMARY_WORDS = 16
"""So many words of a summary stand in the list; the whole is on the event's page."""

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How many characters a date of each precision has, as HTML writes it."""


@dataclass
class Entry:
    """An event with the words of its date and its historiographic notes.

    `terms` are the words that a reader looks for (`terms.wanted_terms`): they are marked wherever the entry shows them.
    """

    event: object
    terms: tuple = ()
    notes: list[Note] = field(init=False)
    date_words: str = field(init=False)

    def __post_init__(self):
        self.notes = notes_of(self.event)
        self.date_words = words_of(self.event)

    @property
    def title(self) -> str:
        return highlighting.marked(self.event.title, self.terms) if self.terms else self.event.title

    @property
    def summary(self) -> str:
        """The summary, whole where the words found are in it, else its beginning."""
        if self.terms and highlighting.spans(self.event.summary, self.terms):
            return highlighting.marked(self.event.summary, self.terms)
        return Truncator(self.event.summary).words(SUMMARY_WORDS, truncate="…")

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
    def citations(self) -> list:
        """One for each place that is cited, in order: a list has no room for several quotes of one passage."""
        return list({(c.source_id, c.passage_id, c.locator): c for c in reversed(self.event.citations.all())}.values())[
            ::-1
        ]

    @property
    def first_note(self) -> Note | None:
        return self.notes[0] if self.notes else None

    @property
    def further_notes(self) -> list[Note]:
        return self.notes[1:]

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The years of the event's bounds, None where one is open or unknown."""
        first, last = days_of(self.event)
        return first and first.year, last and last.year

    @property
    def html(self) -> SafeString:
        entry = get_template("timeline/entry.html", using="jinja2")
        return mark_safe(entry.render({"entry": self, "site": sites.current()}))

    @property
    def datetime(self) -> str:
        """For `<time datetime>`: only a real day, month or year of our era, as HTML can say it; else blank."""
        date = chronology.date_of(self.event)
        plain = date.precision in LENGTHS and len(date.edtf) == LENGTHS[date.precision]
        return date.edtf if plain and date.edtf.replace("-", "").isdigit() and date.earliest.year > 0 else ""


def of(ids: Sequence[int], terms: tuple = ()) -> list[Entry]:
    """The published ones of these events as entries, in this order; `terms` are marked in them."""
    return [Entry(event, terms) for event in published.read(ids)]


@dataclass
class Group:
    """Entries whose bounds lie in the same years, under a heading that says just that."""

    heading: str
    anchor: str
    entries: list


def groups(entries: Iterable) -> list[Group]:
    """The entries (with `years`), in the order given, parted wherever the years of their bounds change.

    The same years may come again: after “1958” and “1958–1960” another “1958”. Each has an anchor of its own.
    """
    seen: Counter = Counter()
    found = []
    for years, members in groupby(entries, key=attrgetter("years")):
        seen[years] += 1
        again = f"-{seen[years]}" if seen[years] > 1 else ""
        found.append(Group(heading(years), anchor(years) + again, list(members)))
    return found


def heading(years: tuple[int | None, int | None]) -> str:
    """“1958”; “1965–1969” for some time in or throughout these years; “1955 or later”; “Undated”."""
    first, last = years
    if first is None and last is None:
        return _("Undated")
    if last is None:
        return _("%(year)s or later") % {"year": year_words(first)}
    if first is None:
        return _("%(year)s or earlier") % {"year": year_words(last)}
    return year_words(first) if first == last else f"{year_words(first)}–{year_words(last)}"


def year_words(year: int) -> str:
    """A year of the proleptic calendar in words: 0 is 1 BC."""
    return str(year) if year > 0 else _("%(year)s BC") % {"year": 1 - year}


def anchor(years: tuple[int | None, int | None]) -> str:
    if years == (None, None):
        return "undated"
    return "y" + "-".join("open" if year is None else str(year) for year in dict.fromkeys(years))
