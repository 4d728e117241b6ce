"""Every change that readers can see moves the data version and writes anew what is found by its words.

Saving, deleting and linking records calls `touch` by signals, in the transaction of the edit; code that writes with
`bulk_create`, `update` or raw rows calls `touch` or `touch_everything` itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save

from events import changes, order
from events.models import (
    Actor,
    ActorName,
    Citation,
    Debate,
    Erratum,
    Event,
    EventLink,
    Evidence,
    FurtherReading,
    Interpretation,
    Participant,
    Passage,
    Redirect,
    Reference,
    Relation,
    Source,
    Theme,
)  # fmt: skip
from events.search import index


@dataclass
class _Touched:
    """What was told within `gathered()`."""

    anything: bool = False
    events: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    names: bool = False


_touched: ContextVar[_Touched | None] = ContextVar("touched", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """What is told within it is told once, at its end: for edits of many rows, in the transaction of all of them.

    Until then the words of what was edited are the old ones. After an exception nothing is told, since the transaction
    is rolled back.
    """
    if _touched.get():
        yield
        return
    found = _Touched()
    token = _touched.set(found)
    try:
        yield
    finally:
        _touched.reset(token)
    if found.anything:
        touch(found.events, found.documents, found.names)


@contextmanager
def forgotten() -> Iterator[None]:
    """What is told within it is never told: for what is written only to be read, and rolled back."""
    token = _touched.set(_Touched())
    try:
        yield
    finally:
        _touched.reset(token)


def touch(events: Iterable[int | None] = (), documents: Iterable[int] = (), names: bool = False) -> None:
    """Tells that the given events, documents (sources) or the names of records have changed.

    Without any of them it still moves the version: a page may show the change all the same.
    """
    ids = {event for event in events if event is not None}
    if found := _touched.get():
        found.anything, found.names = True, found.names or names
        found.events |= ids
        found.documents.update(documents)
        return
    index.refresh(ids)
    index.refresh_passages(documents)
    changes.move(ids, names)


def touch_everything(events: Iterable[int], documents: Iterable[int]) -> None:
    """Tells that anything may have changed; the words of the given events and documents (sources) have."""
    index.refresh(events)
    index.refresh_passages(documents)
    changes.move((), everything=True)


# --- which events a row is about -------------------------------------------------------------------------------------


def _of_actors(actors) -> set:
    return {
        *Participant.objects.filter(actor__in=actors).values_list("event_id", flat=True),
        *Evidence.objects.filter(interpretation__proponents__in=actors).values_list("event_id", flat=True),
    }


def _of_sources(sources) -> set:
    cited = Citation.objects.filter(source__in=sources)
    return {
        *cited.values_list("event_id", flat=True),
        *Evidence.objects.filter(interpretation__citations__in=cited).values_list("event_id", flat=True),
    }


def _of_interpretations(interpretations) -> set:
    """Events with evidence of them, asserted by them, or of what contests them or is contested by them."""
    keys = [key for key in interpretations if key is not None]
    related = Relation.objects.filter(Q(interpretation__in=keys) | Q(target__in=keys)).values_list(
        "interpretation_id", "target_id"
    )
    everyone = {*keys, *(key for pair in related for key in pair)}
    evidence = Evidence.objects.filter(Q(interpretation__in=everyone) | Q(asserted_by__in=keys))
    return set(evidence.values_list("event_id", flat=True))


def _of_theme(theme) -> set:
    return set(Event.themes.through.objects.filter(theme=theme).values_list("event_id", flat=True))


def _of_debate(debate) -> set:
    return _of_interpretations(debate.interpretations.values_list("pk", flat=True))


def _of_event(event) -> set:
    """The event, and those dated from it, directly or not: their words name it, and they move with it."""
    found, newest = {event.pk}, {event.pk}
    while newest:
        newest = set(Event.objects.filter(after_event__in=newest).values_list("pk", flat=True)) - found
        found |= newest
    return found


EVENTS_OF = {
    Event: _of_event,
    Participant: lambda participant: {participant.event_id},
    EventLink: lambda link: set(),
    Evidence: lambda evidence: {evidence.event_id},
    Citation: lambda citation: {citation.event_id} | _of_interpretations([citation.interpretation_id]),
    Interpretation: lambda interpretation: _of_interpretations([interpretation.pk]),
    Relation: lambda relation: _of_interpretations([relation.interpretation_id, relation.target_id]),
    Debate: _of_debate,
    Actor: lambda actor: _of_actors([actor.pk]),
    ActorName: lambda name: _of_actors([name.actor_id]),
    Source: lambda source: _of_sources([source.pk]),
    Theme: _of_theme,
    FurtherReading: lambda reading: set(),
    Passage: lambda passage: set(),
    Reference: lambda reference: set(),
    Redirect: lambda redirect: set(),
    Erratum: lambda erratum: set(),
}
"""For each model the events that look different to readers after a change of one of its rows."""

NAMED = {Actor, ActorName, Source, Theme, Debate}

PARENTS = {
    Participant: ("event_id",),
    Citation: ("event_id", "interpretation_id"),
    Evidence: ("event_id", "interpretation_id", "asserted_by_id"),
    Relation: ("interpretation_id", "target_id"),
}
"""What such a row belongs to. If it moves, what it leaves looks different too."""


def _documents_of(instance) -> list[int]:
    """The documents whose passages may have other words."""
    if isinstance(instance, Source):
        return [instance.pk] if instance.text else []
    return [instance.source_id] if isinstance(instance, Passage) else []


def _to_be_saved(sender, instance, raw=False, **kwargs):
    instance.events_to_touch = set()
    if raw or instance._state.adding or not instance.pk:
        return
    stored = sender.objects.filter(pk=instance.pk).first()
    if stored and any(getattr(stored, name) != getattr(instance, name) for name in PARENTS[sender]):
        instance.events_to_touch = EVENTS_OF[sender](stored)


def _saved(sender, instance, raw=False, **kwargs):
    if raw:  # a fixture: what the row is about may not be there yet
        changes.move((), everything=True)
        return
    events = EVENTS_OF[sender](instance) | getattr(instance, "events_to_touch", set())
    touch(events, _documents_of(instance), names=sender in NAMED)


def _to_be_deleted(sender, instance, origin=None, **kwargs):
    """Afterwards the rows are gone that tell which events it was of.

    `origin` is what a deletion started from: rows that go with their event have nothing left to mend.
    """
    instance.events_to_touch = set() if _goes_with_event(sender, origin) else EVENTS_OF[sender](instance)


def _deleted(sender, instance, origin=None, **kwargs):
    if not _goes_with_event(sender, origin):
        touch(instance.events_to_touch, names=sender in NAMED)


def _goes_with_event(sender, origin) -> bool:
    return sender is not Event and getattr(origin, "model", type(origin)) is Event


def _moved(sender, events, **kwargs):
    """Events have another place in the order, though neither they nor what they hold was edited."""
    touch(events)


def _proponents_changed(sender, instance, action, reverse, pk_set, **kwargs):
    """Called from an interpretation or, in reverse, from an actor whose interpretations change."""
    if reverse and action == "pre_clear":
        instance.events_to_touch = _of_actors([instance.pk])
    elif action == "post_clear":
        touch(instance.events_to_touch if reverse else _of_interpretations([instance.pk]))
    elif action in {"post_add", "post_remove"}:
        touch(_of_interpretations(pk_set if reverse else [instance.pk]))


def _themes_changed(sender, instance, action, reverse, pk_set, **kwargs):
    """Called from an event or, in reverse, from a theme."""
    if reverse and action == "pre_clear":
        instance.events_to_touch = _of_theme(instance)
    elif action == "post_clear":
        touch(instance.events_to_touch if reverse else {instance.pk})
    elif action in {"post_add", "post_remove"}:
        touch(pk_set if reverse else {instance.pk})


for model in EVENTS_OF:
    if model in PARENTS:
        pre_save.connect(_to_be_saved, sender=model, dispatch_uid=f"freshness-{model.__name__}-to-be-saved")
    post_save.connect(_saved, sender=model, dispatch_uid=f"freshness-{model.__name__}-saved")
    pre_delete.connect(_to_be_deleted, sender=model, dispatch_uid=f"freshness-{model.__name__}-to-be-deleted")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"freshness-{model.__name__}-deleted")
order.moved.connect(_moved, dispatch_uid="freshness-moved")
m2m_changed.connect(_proponents_changed, sender=Interpretation.proponents.through, dispatch_uid="freshness-proponents")
m2m_changed.connect(_themes_changed, sender=Event.themes.through, dispatch_uid="freshness-themes")


def write_words_anew() -> None:
    """Writes anew what every event and every passage is found by."""
    touch_everything(
        Event.objects.values_list("pk", flat=True), Source.objects.exclude(text="").values_list("pk", flat=True)
    )


def _migrated(plan=(), **kwargs):
    """A migration cannot index by itself, which takes the models as they are at the end: it says `reindexes = True`."""
    if any(getattr(migration, "reindexes", False) and not backwards for migration, backwards in plan):
        write_words_anew()


post_migrate.connect(_migrated, sender=apps.get_app_config("events"), dispatch_uid="freshness-migrated")
