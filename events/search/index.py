"""The index: what events and passages are found by, written anew when `events.caching` says that something changed.

Case and diacritics are folded here as in what is looked up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from events.caching.dependencies import Dependencies, Dependency
from events.models import (
    Citation,
    Event,
    EventText,
    Evidence,
    Interpretation,
    Participant,
    Passage,
    PassageText,
    Source,
)
from events.models.fields import readable
from events.models.translations import decoded_translations, versions
from events.search.folding import words
from events.search.fulltext import Index, cut
from events.search.stemming import stems
from events.sql.statements import Statement, among

WEIGHTS = {"title": 100, "summary": 10, "argument": 1}
BATCH = 500
LONGEST_TEXT = 500_000
"""So many characters of each weight of an event are indexed: PostgreSQL's vectors hold one megabyte of words."""

EVENTS = Index("events_eventtext", "event_id", tuple(WEIGHTS))
PASSAGES = Index("events_passagetext", "passage_id", ("words",))


def in_all_languages(model: type[Model], weight: str) -> Iterator[str]:
    """The texts of a model with a weight, and the column that has their translations."""
    yield from readable(model, weight)
    yield "translations"


PARTS = [
    ("title", Dependency(Event.objects.all, "pk", (*in_all_languages(Event, "title"),))),
    ("summary", Dependency(Event.objects.all, "pk", (*in_all_languages(Event, "summary"),))),
    ("summary", Dependency(Event.objects.all, "pk", ("place__name", "place__translations"))),
    ("summary", Dependency(Participant.objects.all, "event_id", ("actor__name", "actor__translations"))),
    ("summary", Dependency(Participant.objects.all, "event_id", ("actor__other_names__name",))),
    ("argument", Dependency(Citation.objects.all, "event_id", ("quote", "source__title"))),
    *(
        (
            "argument",
            Dependency(Evidence.objects.public, "event_id", tuple(f"interpretation__{name}" for name in names)),
        )
        for names in (
            in_all_languages(Interpretation, "argument"),
            ["proponents__name", "proponents__translations"],
            ["proponents__other_names__name"],
            ["citations__quote", "citations__source__title"],
        )
    ),
]
"""What events are found by, each with its weight."""

DEPENDENCIES = Dependencies(*(part for _weight, part in PARTS))


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
    found: dict[str, dict[int, list[str]]] = {weight: defaultdict(list) for weight in WEIGHTS}
    for weight, statement, translated in _statements(connection.vendor):
        for event, *texts in statement.rows(ids):
            if translated:
                texts += (each.text for each in versions(decoded_translations(texts.pop())) if each.field in translated)
            found[weight][event] += texts
    return [
        EventText(event_id=event, **{weight: _joined(found[weight][event]) for weight in WEIGHTS})
        for event in found["title"]
    ]


@cache
def _statements(vendor: str) -> list[tuple[str, Statement, frozenset[str]]]:
    """The parts of EventText, each with its weight, for the events with given keys; and the names of the texts whose
    translations it ends with.
    """
    found = []
    for weight, part in PARTS:
        rows = part.read()
        column = "id" if rows.model is Event else "event_id"
        *names, last = (name.rpartition("__")[2] for name in part.taken)
        translated = frozenset(names if last == "translations" else ())
        found.append((weight, Statement(rows.filter(among(rows.model, column))), translated))
    return found


def _joined(texts: Iterable[str | None]) -> str:
    """Folded words between blanks, then their stems; a bar parts texts, so that no phrase runs from one to the next."""
    found = [cut(words(text)) for text in sorted({text for text in texts if text})]
    pieces = [" ".join(some) for some in found if some]
    marked = dict.fromkeys(stem for some in found for word in some for stem in stems(word))
    text = "".join(f" {piece} |" for piece in pieces)[:LONGEST_TEXT]
    return f"{text} {' '.join(marked)} "[: 2 * LONGEST_TEXT] if marked else text
