"""Every change that readers can see begins a new version of the data, and writes anew what is found by its words.

Saving, deleting and linking records does so by signals, in the transaction of the edit; code that writes with
`bulk_create`, `update` or raw rows calls `invalidate` or `invalidate_all` itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import reversion
from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import Signal

from events.caching import versions
from events.chronology import order
from events.models import (
    Comment,
    DataVersion,
    EditionFile,
    EditionPiece,
    Event,
    EventText,
    LoadNote,
    Merge,
    Passage,
    PassageText,
    PendingRevision,
    Proposal,
    PublishedVersion,
    SeedBase,
    Source,
)  # fmt: skip
from events.search import index
from events.selection import fetching, names

UNSEEN = {
    Comment, DataVersion, EditionFile, EditionPiece, EventText, LoadNote, Merge, PassageText, PendingRevision,
    Proposal, PublishedVersion, SeedBase,
}  # fmt: skip
"""Models of which readers never see anything, or nothing that ever changes."""

KEPT = (index.DEPENDENCIES, fetching.DEPENDENCIES)
"""What is kept of events, and what of it is made of which rows."""


edited = Signal()
"""Sent at the end of each edit, in its transaction, with `changes`."""


def events_of(model: type[Model], keys: Collection[int]) -> set[int]:
    """The events of which something kept is made of rows of the model with these keys."""
    return {event for dependencies in KEPT for event in dependencies.events_of(model, keys)}


@dataclass
class Changes:
    """What was told within `batched()`: rows by model, and events that are known already."""

    rows: dict[type[Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    events: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    names: bool = False
    anything: bool = False
    gone: list[Model] = field(default_factory=list)
    """Rows that were deleted, or moved: as they were."""
    turned: dict[type[Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    """The records that have another status."""
    user: Any = None
    when: datetime | None = None
    """Who edited, and when, as the entry of the history says that is being made; None without one."""


_batch: ContextVar[Changes | None] = ContextVar("batch", default=None)


@contextmanager
def batched() -> Iterator[None]:
    """What changes within it is told once, at its end: for edits of many rows, in the transaction of all of them.

    Until then the words of what was edited are the old ones. After an exception nothing is told, since the transaction
    is rolled back.
    """
    if _batch.get():
        yield
        return
    found = Changes()
    token = _batch.set(found)
    try:
        yield
    finally:
        _batch.reset(token)
    if found.anything:
        _tell(found)


@contextmanager
def discarded() -> Iterator[None]:
    """What changes within it is never told: for what is written only to be read, and rolled back."""
    token = _batch.set(Changes())
    try:
        yield
    finally:
        _batch.reset(token)


def invalidate(events: Iterable[int | None] = (), documents: Iterable[int] = (), names: bool = False) -> None:
    """Tells that the given events, documents (sources) or the names of records have changed.

    Without any of them it still begins a new version: a page may show the change all the same.
    """
    _changed(Changes(events={event for event in events if event}, documents=set(documents), names=names))


def invalidate_all(events: Iterable[int], documents: Iterable[int]) -> None:
    """Tells that anything may have changed; the words of the given events and documents (sources) have."""
    index.refresh(events)
    index.refresh_passages(documents)
    versions.advance((), everything=True)


def _changed(told: Changes) -> None:
    if reversion.is_active():
        told.user, told.when = reversion.get_user(), reversion.get_date_created()
    batch = _batch.get()
    if batch is None:
        _tell(told)
        return
    batch.anything, batch.names = True, batch.names or told.names
    batch.events |= told.events
    batch.documents |= told.documents
    batch.gone += told.gone
    batch.user, batch.when = told.user or batch.user, told.when or batch.when
    for model, keys in told.rows.items():
        batch.rows[model] |= keys
    for model, keys in told.turned.items():
        batch.turned[model] |= keys


def _tell(told: Changes) -> None:
    events = told.events.union(*(events_of(model, keys) for model, keys in told.rows.items()))
    index.refresh(events)
    index.refresh_passages(told.documents)
    edited.send(None, changes=told)
    versions.advance(events, told.names)


# --- signals ----------------------------------------------------------------------------------------------------------


def _deciding(model: type[Model]) -> set[str | None]:
    """The columns that decide to which events a row belongs: a change of one of them leaves some events behind."""
    return set[str | None]().union(*(dependencies.deciding[model._meta.db_table] for dependencies in KEPT))


def _to_be_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Where the row may leave events behind, they are looked for before it does."""
    instance.left_behind, instance.as_stored = set(), None
    deciding = [field.attname for field in sender._meta.concrete_fields if field.column in _deciding(sender)]
    if raw or instance._state.adding or not instance.pk or not deciding:
        return
    stored = sender._base_manager.filter(pk=instance.pk).values_list(*deciding).first()
    if stored and stored != tuple(getattr(instance, name) for name in deciding):
        instance.left_behind = events_of(sender, [instance.pk])
        instance.as_stored = sender(pk=instance.pk, **dict(zip(deciding, stored, strict=True)))


def _saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:  # a fixture: what the row is about may not be there yet
        versions.advance((), everything=True)
        return
    told = _told(sender, [instance.pk], getattr(instance, "left_behind", set()), _documents_of(instance))
    if stored := getattr(instance, "as_stored", None):
        told.gone.append(stored)
        if hasattr(instance, "status") and instance.status != stored.status:
            told.turned[sender].add(instance.pk)
    _changed(told)


def _to_be_deleted(sender: type[Model], instance: Any, origin: object = None, **kwargs: Any) -> None:
    """Afterwards the row is gone that tells its events. What goes with its event has nothing left to mend."""
    instance.left_behind = set()
    if not _goes_with_event(sender, origin):
        instance.left_behind = events_of(sender, [instance.pk]).union(*_events_linked_to(sender, instance.pk))


def _events_linked_to(model: type[Model], key: int) -> Iterator[set[int]]:
    """The events with a row of a list that leads to the record: it goes without a signal of its own."""
    for owner in apps.get_app_config("events").get_models():
        for relation in owner._meta.local_many_to_many:
            through: Any = relation.remote_field.through
            if relation.related_model is model and through._meta.auto_created:
                rows = through._base_manager.filter(**{relation.m2m_reverse_field_name(): key})
                yield events_of(through, list(rows.values_list("pk", flat=True)))


def _deleted(sender: type[Model], instance: Any, origin: object = None, **kwargs: Any) -> None:
    if not _goes_with_event(sender, origin):
        _changed(Changes(gone=[instance], events=instance.left_behind, names=sender in names.MODELS))


def _told(model: type[Model], keys: Iterable[int], events: set[int], documents: Iterable[int]) -> Changes:
    return Changes({model: set(keys)}, events, set(documents), names=model in names.MODELS)


def _documents_of(instance: Model) -> list[int]:
    """The documents whose passages may have other words."""
    if isinstance(instance, Source):
        return [instance.pk] if instance.text else []
    return [instance.source_id] if isinstance(instance, Passage) else []


def _goes_with_event(sender: type[Model], origin: object) -> bool:
    """`origin` is what a deletion started from."""
    return sender is not Event and getattr(origin, "model", type(origin)) is Event


def _linked(
    sender: type[Model],
    instance: Any,
    action: str,
    reverse: bool,
    model: type[Model],
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """A relation of many to many: the side that declares it has changed, whichever side it was changed from."""
    declaring = model if reverse else type(instance)
    if action == "pre_clear" and reverse:
        rows = sender._base_manager.filter(**{_end(sender, type(instance)): instance.pk})
        instance.left_behind = set(rows.values_list(_end(sender, model), flat=True))
    elif action == "post_clear":
        _changed(_told(declaring, instance.left_behind if reverse else [instance.pk], set(), ()))
    elif action in {"post_add", "post_remove"}:
        _changed(_told(declaring, pk_set or () if reverse else [instance.pk], set(), ()))


def _end(through: type[Model], model: type[Model]) -> str:
    return next(field.attname for field in through._meta.concrete_fields if field.related_model is model)


def _moved(sender: type[Model], events: Iterable[int], **kwargs: Any) -> None:
    invalidate(events)


def connect() -> None:
    """Listens to every model but those that readers never see, and to what moves events without an edit of theirs."""
    order.moved.connect(_moved, dispatch_uid="moved")
    for model in apps.get_app_config("events").get_models():
        if model in UNSEEN:
            continue
        for signal, receiver in (
            (pre_save, _to_be_saved), (post_save, _saved), (pre_delete, _to_be_deleted), (post_delete, _deleted),
        ):  # fmt: skip
            signal.connect(receiver, sender=model, dispatch_uid=f"{receiver.__name__} {model.__name__}")
        for relation in model._meta.local_many_to_many:
            through = relation.remote_field.through
            if through is not None and through._meta.auto_created:
                m2m_changed.connect(_linked, sender=through, dispatch_uid=f"linked {relation}")


def rebuild_index() -> None:
    """Writes anew what every event and every passage is found by."""
    invalidate_all(
        Event.objects.values_list("pk", flat=True), Source.objects.exclude(text="").values_list("pk", flat=True)
    )


def _migrated(plan: Iterable[tuple[Any, bool]] = (), **kwargs: Any) -> None:
    """A migration cannot index by itself, which takes the models as they are at the end: it says `reindexes = True`."""
    if any(getattr(migration, "reindexes", False) and not backwards for migration, backwards in plan):
        rebuild_index()


post_migrate.connect(_migrated, sender=apps.get_app_config("events"), dispatch_uid="index-migrated")
