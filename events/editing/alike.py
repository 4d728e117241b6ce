"""Stored records that may be the same as one that is not stored yet: a work, an event, an actor."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from events.bibliography import csl
from events.bibliography.formats import identifiers
from events.models import Actor, Event, EventLink, Source, Status
from events.search import folding, lookup
from events.search.stemming import SHORTEST
from events.worklists import duplicates, likeness

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
