"""The list of the timeline: entries under the years in which they stand, in one section or two."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from textwrap import shorten
from typing import Any, NamedTuple

from django.utils.translation import ngettext

from events.chronology.date_words import basis_words, words_of
from events.historiography import wording
from events.historiography.notes import answer_apart, disagreeing, notes_of
from events.models.base import address_of_page
from events.published import claims
from events.published import events as published
from events.published import questions as asked
from events.search import highlighting
from events.selection import current
from events.site import languages
from events.site.languages import active, wrapped
from events.site.numbers import filled
from events.site.translation import gettext as _
from events.timeline import sequence
from events.timeline.drawing.moving import year_edtf

CITED = 40
"""So many characters has a reference to a work in the list at most."""

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How many characters a date of each precision has, as HTML writes it."""


class Side(NamedTuple):
    """What one side of a disagreement says, in its answer to the question or in its claim, and whose it is."""

    url: str
    words: str
    holder: str


class Dispute(NamedTuple):
    """The pair that disagrees on an event.

    The question is blank where they are no answers to one. `again` says that the list has shown this pair before.
    """

    question: str
    url: str
    sides: tuple[Side, Side]
    counted: str
    again: bool


@dataclass(eq=False, slots=True)
class Entry:
    """An event as a list shows it. `year` is that in which it stands, `years` are those of its bounds, where known."""

    event: published.Listed
    url: str
    title: str
    summary: str
    found: str
    date_words: str
    datetime: str
    basis: str
    source: str
    place_in_source: str
    source_url: str
    further_sources: str
    year: int | None
    years: tuple[int | None, int | None]
    dispute: Dispute | None
    further: list[Side]
    """What else is argued about it."""

    further_counted: str


def of(ids: Sequence[int], terms: tuple = (), query: str = "") -> list[Entry]:
    """The published ones of these events as entries, in this order.

    `terms` are the words that a reader looks for (`terms.wanted_terms`): they are marked wherever an entry shows them.
    `query` says in an entry's address in which view it is read (`sequence.query_of`).
    """
    events = published.read(ids, published.Listed)
    notes = {event.pk: notes_of(event) for event in events if event.public_evidence}
    pairs = {pk: disagreeing(of_event) for pk, of_event in notes.items()}
    questions = _questions({one.debate_id for one, other in filter(None, pairs.values())})
    marked = {
        event.pk: tuple(wrapped(text, highlighting.marked(text, terms)) for text in (event.title, event.summary))
        for event in events
        if terms
    }
    found = _found_elsewhere([pk for pk, texts in marked.items() if not any("<mark>" in text for text in texts)], terms)
    seen: set = set()
    language = active()
    entries = []
    for event in events:
        pair = pairs.get(event.pk)
        argued: list[Any] = [note.interpretation for note in notes.get(event.pk, ())]
        further = [side_of(one) for one in argued if one not in (pair or ())]
        cited = event.cited
        title, summary = marked.get(event.pk) or (event.title, event.summary)
        entries.append(
            Entry(
                event,
                sequence.with_query(event.get_absolute_url(), query),
                title,
                summary,
                found.get(event.pk, ""),
                words_of(event),
                datetime_of(event),
                basis_words(event.date_basis),
                shorten(str(cited.source), CITED, placeholder="…") if cited else "",
                wording.place_in_source(cited) if cited else "",
                wording.source_address(cited) if cited else "",
                further_sources_words(language, event.number_of_citations - 1) if event.number_of_citations > 1 else "",
                None if event.sort_day is None else event.sort_day // 10_000,
                (_year(event.earliest), _year(event.latest)),
                _dispute(language, pair, questions, len(argued), seen) if pair else None,
                further,
                further_words(language, len(further), pair is not None) if further else "",
            )
        )
    return entries


_counted: dict[tuple[str, str], dict[int, asked.CountedQuestion]] = {}
"""The debates that were counted for the newest version of the data, by its tag and the language of readers."""


def _questions(debates: set[int | None]) -> dict[int, asked.CountedQuestion]:
    """The published ones of these debates. To count a large one takes long, so each is counted once a version."""
    tag = current.current().version.tag
    if not any(tag == of for of, _language in _counted):
        _counted.clear()
    known = _counted.setdefault((tag, languages.other()), {}) if tag else {}
    known |= asked.read(sorted(pk for pk in debates - known.keys() if pk is not None))
    return known


def _found_elsewhere(silent: Sequence[int], terms: tuple) -> dict[int, str]:
    """Of events whose title and summary do not have the words: the first other text that does, around them."""
    found = {}
    for event in published.read(silent, published.Event):
        texts = [citation.quote for citation in event.citations]
        for note in notes_of(event):
            argued: Any = note.interpretation
            texts += argued.claim, argued.argument
        snippets = (highlighting.snippet(text, terms) for text in texts)
        found[event.pk] = next((snippet for snippet in snippets if snippet), "")
    return found


def _dispute(
    language: str | None, pair: tuple, questions: dict[int, asked.CountedQuestion], accounts: int, seen: set
) -> Dispute:
    one, other = pair
    question = questions.get(one.debate_id) if one.debate_id == other.debate_id else None
    answers = question is not None and answer_apart(one, other)
    sides = side_of(one, answers), side_of(other, answers)
    if question is None:
        accounts = max(accounts, 2)
        return Dispute("", "", sides, accounts_words(language, accounts, 0), False)
    key = question.slug, sides[0].words, sides[1].words
    again = key in seen
    seen.add(key)
    url = address_of_page("debate", question.slug)
    return Dispute(question.question, url, sides, accounts_words(language, *question[2:]), again)


def side_of(argued: claims.Claim, answer: bool = False) -> Side:
    words = argued.answer_name or "" if answer else argued.claim
    return Side(argued.get_absolute_url(), words, wording.signature_in_time(argued))


@lru_cache(maxsize=512)
def accounts_words(language: str | None, accounts: int, answers: int) -> str:
    """“15 accounts, 5 answers”, in the language, which is the active one."""
    words = filled(ngettext("%(n)d account", "%(n)d accounts", accounts), n=accounts)
    if answers < 2:
        return words
    return f"{words}, " + filled(ngettext("%(n)d answer", "%(n)d answers", answers), n=answers)


@lru_cache(maxsize=512)
def further_words(language: str | None, number: int, more: bool) -> str:
    """What is folded, in the language, which is the active one; `more` than what is in sight."""
    if more:
        return filled(ngettext("%(n)d more account", "%(n)d more accounts", number), n=number)
    return filled(ngettext("%(n)d account", "%(n)d accounts", number), n=number)


@lru_cache(maxsize=64)
def further_sources_words(language: str | None, number: int) -> str:
    """That so many more places are cited, in the language, which is the active one."""
    return filled(_("and %(n)d more"), n=number)


def datetime_of(event: Any) -> str:
    """For `<time datetime>`: only a real day, month or year of our era, as HTML can say it; else blank."""
    edtf = event.date
    plain = len(edtf) in (4, 7, 10) and edtf.replace("-", "").isdigit() and not event.date_part
    return edtf if plain and edtf[0] != "-" and edtf[:4] != "0000" and _is_a_month(edtf) else ""


def _is_a_month(edtf: str) -> bool:
    return len(edtf) == 4 or edtf[5:7] <= "12"


def _year(day: int | None) -> int | None:
    """The year of a `Day.key`."""
    return None if day is None else day // 10_000


@dataclass
class YearGroup:
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
    groups: list[YearGroup]


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
    words = ngettext("%(n)d event certainly in these years", "%(n)d events certainly in these years", number)
    return filled(words, n=number)


def possible_words(certain: int, number: int) -> str:
    words = (
        ngettext("%(n)d more that may fall here", "%(n)d more that may fall here", number)
        if certain
        else ngettext("%(n)d event that may fall here", "%(n)d events that may fall here", number)
    )
    return filled(words, n=number)


def groups(entries: Iterable, prefix: str = "") -> list[YearGroup]:
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
        found.append(YearGroup(heading(year), prefix + anchor(year) + again, reaches, members))
    return found


def place_of(event: published.AnyEvent) -> tuple[str, str]:
    """Where an event stands in the timeline: the query that shows it, and “Timeline, 1958”."""
    if event.sort_day is None:
        return "dates=undated", _("Timeline, undated")
    year = event.sort_day // 10_000
    asked = year_edtf(year)
    return f"from={asked}&to={asked}", _("Timeline, %(year)s") % {"year": year_words(year)}


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
