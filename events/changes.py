"""What an edit changes for readers, told to every server process in the same transaction as the edit.

`touch` writes anew what the events are found by and moves the data version. Saving, deleting and linking records
calls it by signals; code that writes with `bulk_create`, `update` or raw rows calls it itself.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from events import search
from events.models import (
    Actor,
    ActorName,
    Citation,
    DataVersion,
    Debate,
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

NAMED_AT_MOST = 2000
"""More changed events than this are not named one by one: everything is read again."""

KEPT = 1000
"""So many versions are remembered; a process that is further behind reads everything again."""

LOCK = 7_031_955
"""The key of PostgreSQL's advisory lock that makes versions become visible in the order of their keys."""


def touch(events: Iterable[int | None] = (), names: bool = False) -> None:
    """Tells that the given events, and if `names` the names of records, have changed. Inside the edit's transaction.

    Without events and names it still moves the version: a page may show the change all the same.
    """
    ids = sorted({event for event in events if event is not None})
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        search.refresh(ids)
        named = ids if len(ids) <= NAMED_AT_MOST else None
        version = DataVersion.objects.create(tag=uuid.uuid4().hex, events=named, names=names)
        if version.pk % 100 == 0:
            DataVersion.objects.filter(pk__lte=version.pk - KEPT).delete()


@dataclass(frozen=True)
class Version:
    """A version of the data: key and tag of the newest change. Before the first change both are blank."""

    pk: int = 0
    tag: str = ""


def current() -> Version:
    """The version that readers see now; one indexed read."""
    newest = DataVersion.objects.order_by("-pk").values_list("pk", "tag").first()
    return Version(*newest) if newest else Version()


@dataclass(frozen=True)
class Changes:
    """What has changed between two versions: events by key, None for all of them; and whether names have."""

    events: set[int] | None
    names: bool


def between(old: Version, new: Version) -> Changes:
    """What changed after `old` up to `new`; all of it, if the old one is no longer remembered or was rolled back."""
    rows = list(
        DataVersion.objects.filter(pk__gte=old.pk, pk__lte=new.pk)
        .order_by("pk")
        .values_list("pk", "tag", "events", "names")
    )
    if not rows or rows[0][:2] != (old.pk, old.tag) or any(events is None for _pk, _tag, events, _names in rows[1:]):
        return Changes(None, True)
    return Changes({event for row in rows[1:] for event in row[2]}, any(row[3] for row in rows[1:]))


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
    """The event, and those dated from it: their words name it."""
    return {event.pk, *event.dated_from_it.values_list("pk", flat=True)}


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
}
"""For each model the events that look different to readers after a change of one of its rows."""

NAMED = {Actor, Source, Theme, Debate}


def _saved(sender, instance, raw=False, **kwargs):
    if not raw:
        touch(EVENTS_OF[sender](instance), names=sender in NAMED)


def _to_be_deleted(sender, instance, origin=None, **kwargs):
    """Afterwards the rows are gone that tell which events it was of.

    `origin` is what a deletion started from: rows that go with their event have nothing left to mend.
    """
    goes_with_event = getattr(origin, "model", type(origin)) is Event
    instance.events_to_touch = set() if goes_with_event and sender is not Event else EVENTS_OF[sender](instance)


def _deleted(sender, instance, origin=None, **kwargs):
    goes_with_event = getattr(origin, "model", type(origin)) is Event and sender is not Event
    if not goes_with_event:
        touch(instance.events_to_touch, names=sender in NAMED)


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
    post_save.connect(_saved, sender=model, dispatch_uid=f"changes-{model.__name__}-saved")
    pre_delete.connect(_to_be_deleted, sender=model, dispatch_uid=f"changes-{model.__name__}-to-be-deleted")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"changes-{model.__name__}-deleted")
m2m_changed.connect(_proponents_changed, sender=Interpretation.proponents.through, dispatch_uid="changes-proponents")
m2m_changed.connect(_themes_changed, sender=Event.themes.through, dispatch_uid="changes-themes")
