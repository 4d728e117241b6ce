"""The words that readers can see written, and a query in their spelling."""

import re
import threading
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from events.caching import versions
from events.models import Actor, ActorName, Event, Evidence, Interpretation, Source
from events.models.translations import versions as versions_of
from events.search.folding import fold
from events.search.spelling import Vocabulary
from events.search.terms import wanted_terms

_WORD = re.compile(r"\w+")


def respelt(query: str) -> str:
    """The query with each word that nothing begins with in its nearest spelling; blank where none is nearer.

    It reads the names and titles that readers can see, so it is for a search that found nothing.
    """
    unknown = [word for term in wanted_terms(query) for word in term.words]
    if not unknown:
        return ""
    written = of_readers()
    nearest = {word: found for word in unknown if (found := written.nearest(word))}
    return _WORD.sub(lambda match: nearest.get(fold(match[0]), match[0]), query) if nearest else ""


_lock = threading.Lock()
_vocabulary: tuple[versions.Version, Vocabulary] | None = None


def of_readers() -> Vocabulary:
    """The words of names, titles and claims that readers can see, and of some that they could see a while ago.

    A process reads them once and then adds those of what changed. What is offered to a reader must find something now:
    see `timeline.form.spelling`.
    """
    global _vocabulary
    if connection.in_atomic_block:
        return Vocabulary([*_names(), *_words_of_events(None)])
    version = versions.current()
    with _lock:
        changed, names = versions.changed_between(_vocabulary[0], version) if _vocabulary else (None, True)
        if _vocabulary is None or changed is None:
            _vocabulary = version, Vocabulary([*_names(), *_words_of_events(None)])
        elif version.tag != _vocabulary[0].tag:
            _vocabulary[1].add([*(_names() if names else ()), *_words_of_events(changed)])
            _vocabulary = version, _vocabulary[1]
        return _vocabulary[1]


def _names() -> Iterable[str]:
    yield from _in_all_languages(Actor.objects.public(), "name")
    yield from ActorName.objects.filter(actor__in=Actor.objects.public().values("pk")).values_list("name", flat=True)
    yield from Source.objects.public().values_list("title", flat=True)


def _words_of_events(ids: Iterable[int] | None) -> Iterable[str]:
    """Titles of the published events, or of those with these keys, and the claims made about them."""
    events, evidence = Event.objects.published(), Evidence.objects.public()
    if ids is not None:
        events, evidence = events.filter(pk__in=ids), evidence.filter(event__in=ids)
    yield from _in_all_languages(events, "title")
    argued = Interpretation.objects.published()
    yield from _in_all_languages(argued if ids is None else argued.filter(evidence__in=evidence).distinct(), "claim")


def _in_all_languages(rows: QuerySet, name: str) -> Iterable[str]:
    """A text of records, and its translations."""
    for text, translations in rows.order_by().values_list(name, "translations"):
        yield text
        yield from (each.text for each in versions_of(translations) if each.field == name)
