"""Stored records that may be the same as one that is not stored yet: a work, an event, a claim, an actor."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, Q
from django.utils.translation import gettext as _

from events.bibliography import csl, whole_references
from events.bibliography.formats import identifiers
from events.models import Actor, Event, EventLink, Interpretation, Participant, Source, Status
from events.search import folding, lookup
from events.search.stemming import SHORTEST
from events.worklists import duplicates, likeness

K = TypeVar("K", bound=Hashable)
MOST = 5
MOST_COMPARED = 500
"""So many events with a word of the title are looked at, those of the same time."""
MOST_WORDS = 8


def sources(record: dict[str, Any], but: int | None = None) -> list[tuple[Source, str]]:
    """At most five, each with why: the same DOI, the same ISBN in either form, or the same title and year."""
    doi = identifiers.doi(str(record.get("DOI") or "")).lower()
    isbns = _isbns(record)
    title, year = str(record.get("title") or "").strip(), csl.year(record)
    asked = Q(title__iexact=title) if title else Q()
    asked |= Q(csl__DOI__icontains=doi) if doi else Q()
    asked |= Q(csl__ISBN__isnull=False) if isbns else Q()
    if not asked:
        return []
    found = []
    for source in Source.objects.filter(asked).exclude(pk=but or 0).defer("text"):
        if doi and identifiers.doi(str(source.csl.get("DOI") or "")).lower() == doi:
            found.append((source, _("the same DOI")))
        elif isbns & _isbns(source.csl):
            found.append((source, _("the same ISBN")))
        elif title and source.title.casefold() == title.casefold() and csl.year(source.csl) == year:
            found.append((source, _("the same title and year")))
    return found[:MOST]


def _isbns(record: dict[str, Any]) -> set[str]:
    """A record may have several, between blanks."""
    text = str(record.get("ISBN") or "")
    return {isbn for part in [text, *text.split()] if (isbn := identifiers.isbn_13(part))}


def events(title: str, span: likeness.Span, but: int | None = None) -> list[Event]:
    """At most five that may have happened at the same time, archived ones aside, and whose title shares most words.

    `span` has the bounds as `Day.key`, inclusive, None where open or unknown. Where none is known, or the other event
    has none, only the same words in both titles, or all of one among the other's, are like it. Events that are linked
    with the event `but`, or dated from it, are known to be two.
    """
    first, last = span
    words = sorted({word for word in folding.words(title) if len(word) >= SHORTEST}, key=len)[-MOST_WORDS:]
    if not words:
        return []
    found = lookup.matching(Event.objects.all(), " OR ".join(words), ["title"])
    found = found.exclude(status=Status.ARCHIVED).exclude(pk__in=_told_apart(but))
    found = found.exclude(latest__lt=first) if first is not None else found
    found = found.exclude(earliest__gt=last) if last is not None else found
    rows = list(found.order_by("rank").values_list("pk", "title", "earliest", "latest")[:MOST_COMPARED])
    names = [(key, name, (earliest, latest)) for key, name, earliest, latest in rows]
    keys = likeness.companions([*names, (0, title, span)], [0])[0]
    if None not in span:
        dated = [(key, name) for key, name, bounds in names if None not in bounds]
        keys |= {key for key, name in dated if likeness.share_words(title, name)}
    return list(Event.objects.filter(pk__in=sorted(keys)).order_by("rank")[:MOST])


def _told_apart(event: int | None) -> set[int]:
    if event is None:
        return set()
    links = EventLink.objects.filter(Q(event=event) | Q(target=event)).values_list("event", "target")
    dated = Event.objects.filter(Q(after_event=event) | Q(dated_from_it=event)).values_list("pk", flat=True)
    return {event, *dated, *(key for link in links for key in link)}


def actors(name: str, kind: str, but: int | None = None) -> list[Actor]:
    """At most five of this kind of which a name has the same words, or these and more, or some of these alone."""
    keys: set[int] = set()
    for names, _apart in duplicates.names_of_actors(kind):
        keys |= likeness.companions([*names, (0, name, (None, None))], [0])[0]
    return list(Actor.objects.filter(pk__in=sorted(keys - {but})[:MOST]))


# --- for many at once: the number of statements does not grow with them ---------------------------------------------

NARROW = 370
"""Days: a date that is wider than these does not tell an event from another by who takes part."""


class ToldRecord(NamedTuple):
    """An event or a claim that a text tells: its words, its inclusive bounds (`Day.key`) and the keys of its actors."""

    words: str
    span: likeness.Span = (None, None)
    actors: frozenset[int] = frozenset()


def events_of(told: Mapping[K, ToldRecord], most: int = MOST) -> dict[K, list[Event]]:
    """For each that is told the events that may be it, the likeliest first: narrow dates that overlap tell them.

    Their titles share most words, or a word and an actor, or they have the same actors, two or more. The likeliest
    share most words and actors, and have the same date.
    """
    spans = {key: span for key, each in told.items() if (span := _narrow(each.span))}
    if not spans:
        return {}
    first, last = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    rows = duplicates.current(Event).filter(earliest__lte=last, latest__gte=first).order_by("rank")
    dated = [row for row in rows.values_list("pk", "title", "earliest", "latest") if _narrow(row[2:])]
    near = {key: [row for row in dated if row[2] <= span[1] and span[0] <= row[3]] for key, span in spans.items()}
    actors: dict[int, set[int]] = defaultdict(set)
    keys = {row[0] for those in near.values() for row in those}
    for event, actor in Participant.objects.filter(event__in=keys).values_list("event", "actor"):
        actors[event].add(actor)
    found: dict[K, list[int]] = {}
    for key, those in near.items():
        words, own = told[key].words, told[key].actors
        scores: list[tuple[int, int, int]] = []
        for pk, title, *span in those:
            both, shared = len(own & actors[pk]), likeness.shared_words(words, title)
            if likeness.share_words(words, title) or (both and shared) or (both > 1 and own == actors[pk]):
                scores.append((-shared - both - (tuple(span) == spans[key]), len(scores), pk))
        found[key] = [pk for *_score, pk in sorted(scores)[:most]]
    by_key = Event.objects.in_bulk({pk for those in found.values() for pk in those})
    return {key: [by_key[pk] for pk in those] for key, those in found.items() if those}


def claims_of(told: Mapping[K, ToldRecord], most: int = MOST) -> dict[K, list[Interpretation]]:
    """For each claim that is told the interpretations that may be it: a holder in common, and most words."""
    holders = {actor for each in told.values() for actor in each.actors}
    by_holder: dict[int, list[Interpretation]] = defaultdict(list)
    if holders:
        rows = duplicates.current(Interpretation).filter(proponents__in=holders).annotate(holder=F("proponents"))
        for row in rows.order_by("pk"):
            by_holder[row.holder].append(row)
    found = {}
    for key, each in told.items():
        near = {row.pk: row for actor in each.actors for row in by_holder[actor]}
        if likely := [row for _pk, row in sorted(near.items()) if likeness.share_words(each.words, row.claim)]:
            found[key] = likely[:most]
    return found


def actors_of(named: Mapping[K, tuple[str, str]], most: int = MOST) -> dict[K, list[Actor]]:
    """For each name and kind the actors who may have it, as `actors` finds them; of people also by the last word."""
    found: dict[K, list[int]] = {}
    for kind in {kind for _name, kind in named.values()}:
        wanted = {key: name for key, (name, of_kind) in named.items() if of_kind == kind}
        for names, _apart in duplicates.names_of_actors(kind):
            names = list(names)
            asked = {-number: key for number, key in enumerate(wanted, 1)}
            told = [(number, wanted[key], (None, None)) for number, key in asked.items()]
            for number, others in likeness.companions([*names, *told], asked).items():
                found.setdefault(asked[number], []).extend(sorted(other for other in others if other > 0))
            if kind == Actor.Kind.PERSON:
                last = {key: folding.words(name)[-1:] for key, name in wanted.items()}
                for pk, name, _span in names:
                    ends = folding.words(name)[-1:]
                    for key, own in last.items():
                        if own and own == ends:
                            found.setdefault(key, []).append(pk)
    keys = {key: [*dict.fromkeys(those)][:most] for key, those in found.items()}
    by_key = Actor.objects.in_bulk({pk for those in keys.values() for pk in those})
    return {key: [by_key[pk] for pk in those] for key, those in keys.items() if those}


def sources_of(records: Mapping[K, dict[str, Any]], most: int = MOST) -> dict[K, list[Source]]:
    """For each record of a work the sources that are the same work: by DOI, by ISBN, or by title and year."""
    wanted = {key: set(whole_references.keys(record)) for key, record in records.items()}
    asked = Q(title__in=[str(record.get("title") or "") for record in records.values()])
    if dois := [str(record["DOI"]) for record in records.values() if record.get("DOI")]:
        asked |= Q(csl__DOI__in=dois)
    if any(record.get("ISBN") for record in records.values()):
        asked |= Q(csl__ISBN__isnull=False)
    rows = list(Source.objects.filter(asked).defer("text").order_by("pk")) if records else []
    own = [(row, set(whole_references.keys(row.csl))) for row in rows]
    found = {key: [row for row, keys in own if keys & those][:most] for key, those in wanted.items()}
    return {key: those for key, those in found.items() if those}


def _narrow(span: Any) -> tuple[int, int] | None:
    """The bounds if they are close enough to tell an event from another; months count 31 days."""
    first, last = span
    if first is None or last is None:
        return None
    days = (last // 10_000 - first // 10_000) * 372 + (last // 100 % 100 - first // 100 % 100) * 31
    return (first, last) if days <= NARROW else None
