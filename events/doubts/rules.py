"""The rules, on plain values; they ask no database. A doubt names the field that it is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import dates
from events.proposals.dating import DatedWords, dates_of, year_of
from events.search import folding
from events.worklists.spans import apart, known_bounds

SAID = 3
"""So many of a quote's dates are named."""


@dataclass(frozen=True)
class Doubt:
    """What is doubtful, in a sentence; and records that the sentence is about, to be looked at."""

    field: str
    message: str
    records: Sequence[Any] = ()


@dataclass(frozen=True)
class EventAsStated:
    """What an event says of its date, and the quotes of its citations."""

    date: str = ""
    part: str = ""
    is_stated: bool = False
    quotes: Sequence[str] = ()


@dataclass(frozen=True)
class Holder:
    """Who argues; `life` is an EDTF interval, and `is_place` whether a place here has the name."""

    name: str
    kind: str
    life: str = ""
    is_place: bool = False


@dataclass(frozen=True)
class CitedWork:
    """A work that is cited: when its words were written or, where nobody says that, when it was issued, in EDTF."""

    name: str
    kind: str
    written: str = ""


@dataclass(frozen=True)
class ClaimAsStated:
    """What an interpretation says of its holders, and what it cites; `is_own` if in their own words."""

    hedge: str = ""
    argued_date: str = ""
    made_on: str = ""
    is_own: bool = False
    holders: Sequence[Holder] = ()
    works: Sequence[CitedWork] = ()
    quotes: Sequence[str] = ()


def of_event(event: EventAsStated) -> Iterator[Doubt]:
    """A date that is said to be stated, where the quotes have dates and none that can be this one."""
    if event.is_stated and (said := _contradicts(event.date, event.part, event.quotes)):
        words = _words(event.date, event.part)
        yield Doubt("date", _("The date says “%(date)s”, and the quote “%(said)s”.") % {"date": words, "said": said})


def of_claim(claim: ClaimAsStated) -> Iterator[Doubt]:
    """A date that is argued for and a hedge that no quote has; holders who cannot have said it."""
    if said := _contradicts(claim.argued_date, "", claim.quotes):
        values = {"date": _words(claim.argued_date), "said": said}
        yield Doubt("argued_date", _("The date argued for is “%(date)s”, and the quote says “%(said)s”.") % values)
    quotes = [quote for quote in claim.quotes if quote.strip()]
    if claim.hedge and quotes and not any(_has_words(quote, claim.hedge) for quote in quotes):
        yield Doubt("hedge", _("No quote has the words “%(hedge)s”.") % {"hedge": claim.hedge})
    for holder in claim.holders:
        yield from _of_holder(holder, claim)


def _of_holder(holder: Holder, claim: ClaimAsStated) -> Iterator[Doubt]:
    named = {"name": holder.name}
    if holder.kind == "state" and claim.is_own and claim.works:
        if all(work.kind in ("secondary", "tertiary") for work in claim.works):
            text = _(
                "“%(name)s” is a state, and the words are those of a work of study: name its author, or say that the"
                " view is reported."
            )
            yield Doubt("proponents", text % named)
    elif holder.is_place and holder.kind != "state":
        text = _("“%(name)s” is the name of a place here: who speaks for it?")
        yield Doubt("proponents", text % named)
    if "/" not in holder.life:  # a single date may be a birth alone
        return
    life, made_on = known_bounds(holder.life), known_bounds(claim.made_on) if claim.made_on else (None, None)
    named["life"] = _words(holder.life)
    if apart(made_on, life):
        text = _("“%(name)s” (%(life)s) did not live when the claim was made: %(date)s.")
        yield Doubt("made_on", text % (named | {"date": _words(claim.made_on)}))
    elif claim.is_own and not claim.made_on and (late := _after(life[1], claim.works)):
        text = _(
            "“%(name)s” (%(life)s) had died before this was issued: %(work)s. If it prints older words, say when the"
            " claim was made."
        )
        written = _words(late.written)
        work = late.name if written in late.name else f"{late.name} ({written})"
        yield Doubt("proponents", text % (named | {"work": work}))


def _after(end: int | None, works: Iterable[CitedWork]) -> CitedWork | None:
    """The first of the works, if all of them are dated, and certainly after that day."""
    works = [*works]
    starts = [known_bounds(work.written)[0] if work.written else None for work in works]
    is_late = end is not None and works and all(start is not None and start > end for start in starts)
    return works[0] if is_late else None


def _contradicts(edtf: str, part: str, quotes: Iterable[str]) -> str:
    """The words of the quotes' dates where there are some, and none of them can be this one; else nothing.

    A day without its year is taken for one of the same year.
    """
    if not edtf:
        return ""
    try:
        stated = dates.parse(edtf, part)
    except ValueError:
        return ""
    said: list[str] = []
    year = year_of(edtf)
    for quote in quotes:
        if not any(map(str.isdigit, quote)):
            continue
        for found in dates_of(quote, 0, len(quote), year):
            if not apart(_span(stated), _span_of(found)):
                return ""
            said.append(quote[found.start : found.end])
    return "”, “".join(dict.fromkeys(said[:SAID]))


def _span(date: dates.EdtfDate) -> tuple[int | None, int | None]:
    return date.earliest.key if date.earliest else None, date.latest.key if date.latest else None


def _span_of(found: DatedWords) -> tuple[int | None, int | None]:
    return _span(dates.parse(found.edtf, found.part))


def _words(edtf: str, part: str = "") -> str:
    return dates.parse(edtf, part).words((get_language() or "en")[:2])


def _has_words(text: str, wanted: str) -> bool:
    """Whether the words stand in a text in their order, without regard to case, accents and marks."""
    return f" {' '.join(folding.words(wanted))} " in f" {' '.join(folding.words(text))} "
