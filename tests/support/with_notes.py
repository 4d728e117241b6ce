"""Events as models with all that is argued about them, to compare with what is read for readers."""

from django.db.models import Prefetch

from events.models import Event, Evidence, Interpretation
from events.models.querysets import EventQuerySet


def with_notes(events: EventQuerySet | None = None) -> EventQuerySet:
    """The events, all unless others are given, each with `public_evidence` as `notes_of` takes it."""
    argued = Prefetch("interpretation", Interpretation.objects.with_notes())
    evidence = Evidence.objects.public().order_by("pk").prefetch_related(argued)
    prefetch = Prefetch("evidence", evidence, to_attr="public_evidence")
    return (Event.objects.all() if events is None else events).prefetch_related(prefetch)
