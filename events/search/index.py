"""The index: what events and passages are found by, written anew when `events.freshness` says that something changed.

Case and diacritics are folded here as in what is looked up.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from events.models import Citation, Event, EventText, Evidence, Participant, Passage, PassageText, Source
from events.search.folding import words
from events.search.fulltext import Index, cut
from events.search.stemming import stems

WEIGHTS = {"title": 100, "summary": 10, "argument": 1}
BATCH = 500
LONGEST_TEXT = 500_000
"""So many characters of each weight of an event are indexed: PostgreSQL's vectors hold one megabyte of words."""

EVENTS = Index("events_eventtext", "event_id", tuple(WEIGHTS))
PASSAGES = Index("events_passagetext", "passage_id", ("words",))


def refresh(event_ids: Iterable[int]) -> None:
    """Writes anew what the given events are found by. A constant number of statements for each BATCH of events."""
    ids = sorted(set(event_ids) - {None})
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        with transaction.atomic(savepoint=False):
            _wait_for_writers_of(EventText.objects.filter(pk__in=part))
            EventText.objects.bulk_create(
                _texts(part), update_conflicts=True, unique_fields=["event"], update_fields=list(WEIGHTS)
            )


def refresh_passages(source_ids: Iterable[int]) -> None:
    """Writes anew what the passages of the given documents are found by."""
    for source in sorted(set(source_ids)):
        with transaction.atomic(savepoint=False):
            _wait_for_writers_of(PassageText.objects.filter(passage__source=source))
            PassageText.objects.bulk_create(
                _passage_texts(source),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["passage"],
                update_fields=["words"],
            )


def _wait_for_writers_of(texts: QuerySet) -> None:
    """Locks the texts, where a database has such locks: what is read for them afterwards is then the newest."""
    if connection.features.has_select_for_update:
        list(texts.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _passage_texts(source: int) -> list[PassageText]:
    text = Source.objects.filter(pk=source).values_list("text", flat=True).first()
    if not text:
        return []
    current = Passage.objects.filter(source=source).current().values_list("pk", "start", "end")
    return [PassageText(passage_id=passage, words=_joined([text[start:end]])) for passage, start, end in current]


def _texts(ids: list[int]) -> list[EventText]:
    titles, summaries, arguments = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, title, summary, place in (
        Event.objects.filter(pk__in=ids).order_by().values_list("pk", "title", "summary", "place")
    ):
        titles[pk].append(title)
        summaries[pk] += [summary, place]
    participants = Participant.objects.filter(event__in=ids).order_by("pk")
    for pk, name in participants.values_list("event_id", "actor__name"):
        summaries[pk].append(name)
    for pk, name in (
        participants.filter(actor__other_names__isnull=False)
        .order_by("pk", "actor__other_names")
        .values_list("event_id", "actor__other_names__name")
    ):
        summaries[pk].append(name)
    for pk, *quoted in (
        Citation.objects.filter(event__in=ids).order_by("pk").values_list("event_id", "quote", "source__title")
    ):
        arguments[pk] += quoted
    evidence = Evidence.objects.public().filter(event__in=ids).order_by("pk")
    for pk, *argued in evidence.values_list("event_id", "interpretation__claim", "interpretation__argument"):
        arguments[pk] += argued
    for pk, name in (
        evidence.filter(interpretation__proponents__isnull=False)
        .order_by("pk", "interpretation__proponents")
        .values_list("event_id", "interpretation__proponents__name")
    ):
        arguments[pk].append(name)
    for pk, *quoted in (
        evidence.filter(interpretation__citations__isnull=False)
        .order_by("pk", "interpretation__citations")
        .values_list("event_id", "interpretation__citations__quote", "interpretation__citations__source__title")
    ):
        arguments[pk] += quoted
    return [
        EventText(
            event_id=pk, title=_joined(titles[pk]), summary=_joined(summaries[pk]), argument=_joined(arguments[pk])
        )
        for pk in titles
    ]


def _joined(texts: Iterable[str]) -> str:
    """Folded words between blanks, then their stems; a bar parts texts, so that no phrase runs from one to the next."""
    found = [cut(words(text)) for text in dict.fromkeys(texts)]
    pieces = [" ".join(some) for some in found if some]
    marked = dict.fromkeys(stem for some in found for word in some for stem in stems(word))
    text = "".join(f" {piece} |" for piece in pieces)[:LONGEST_TEXT]
    return f"{text} {' '.join(marked)} "[: 2 * LONGEST_TEXT] if marked else text
