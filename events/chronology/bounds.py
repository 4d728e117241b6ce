"""From an event's date, or from the event that it is counted from, to its bounds and its place in the order.

The rules are those of `events.dates`; this module applies them to rows and keeps relative dates in step.
"""

from collections.abc import Callable, Collection
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from events import dates
from events.chronology import order

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from events.models import Event

AFTER_ALL = 2**63 - 1
"""A key after every known day, for ends that are open or unknown; it is never shown, filtered or exported."""

DERIVED = ["earliest", "latest", "precision", "undated", "sort_day", "rank"]


class CountedFrom(Protocol):
    """What an event is dated from."""

    @property
    def title(self) -> str: ...
    @property
    def is_published(self) -> bool: ...


class Dated(Protocol):
    """An event, as a model or as it was read for readers (`events.published`)."""

    @property
    def date(self) -> str: ...
    @property
    def date_part(self) -> str: ...
    @property
    def earliest(self) -> int | None: ...
    @property
    def latest(self) -> int | None: ...
    @property
    def after_event(self) -> CountedFrom | None: ...
    @property
    def offset(self) -> str: ...


def bounds_of(edtf: str) -> tuple[int | None, int | None]:
    """The inclusive bounds of an EDTF string as `Day.key`, None where open, unknown or blank. Raises ValueError."""
    if not edtf:
        return None, None
    date = dates.parse(edtf)
    return _key(date.earliest), _key(date.latest)


def day_of(key: int | None) -> dates.Day | None:
    """A bound as a day, None where it is open or unknown."""
    return None if key is None else dates.Day.from_key(key)


def iso_of(key: int | None) -> str | None:
    """A bound as ISO 8601 writes its day, `str()` of a `Day`; None where it is open or unknown."""
    if key is None:
        return None
    digits = str(key)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and key > 0 else str(dates.Day.from_key(key))


def date_of(event: Dated) -> dates.EdtfDate:
    """The event's own date; `dates.UNDATED` where it has none or a relative one."""
    return dates.parse(event.date, event.date_part) if event.date else dates.UNDATED


def derive(event: "Event") -> None:
    """Fills the event's bounds, precision and rank from its date or its anchor. Raises ValueError."""
    derive_bounds(event)
    event.rank = order.rank_of(event)


def derive_bounds(event: "Event | SimpleNamespace") -> None:
    """Fills what `derive` fills, but for the rank; also of what is no event yet, but has its fields."""
    if event.after_event_id:
        anchor = cast("Event", event.after_event)
        first, last = dates.relative_bounds(day_of(anchor.earliest), day_of(anchor.latest), _duration(event.offset))
        event.precision = dates.precision_of(first, last)
        stands = dates.day_in_order(first, last)
        if stands and not event.offset and anchor.sort_day is not None:
            stands = max(stands, dates.Day.from_key(anchor.sort_day))
    else:
        date = date_of(event)
        first, last, event.precision, stands = date.earliest, date.latest, date.precision, date.day_in_order
    event.earliest, event.latest, event.sort_day = _key(first), _key(last), _key(stands)
    event.undated = first is None and last is None


def save(event: "Event", save_row: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Saves an event with its derived fields and, in the same transaction, moves what is dated from it."""
    with transaction.atomic(using=kwargs.get("using")):
        if (anchor := event.after_event) is not None:
            _wait_for_movers(event, anchor)  # the anchor at hand may be older than its row
            anchor.refresh_from_db(fields=["earliest", "latest", "sort_day", "status"])
        linked_before = _linked(event)
        if not _stays(event):
            derive_bounds(event)
        event.rank = order.rank_of(event)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *DERIVED}
        save_row(*args, **kwargs)
        follow(type(event).objects, [event])
        if linked_before != (event.is_published, event.after_event_id):
            order.place([event.pk])
            event.refresh_from_db(fields=["chain_place", "rank"])


def _linked(event: "Event") -> tuple[bool, int | None]:
    """Whether the stored event is published, and its anchor. Its place in the chain is taken over as it is stored."""
    rows = type(event).objects.select_for_update(no_key=True).filter(pk=event.pk)
    stored = rows.values_list("status", "after_event", "chain_place").first() if event.pk else None
    if stored is None:
        return False, None
    event.chain_place = stored[2]
    return stored[0] == "published", stored[1]


def _waits(event: "Event") -> bool:
    """Whether readers see the event and not its anchor, whose drafts of a date must not move what they see."""
    anchor = event.after_event
    return event.is_published and anchor is not None and not anchor.is_published


def _stays(event: "Event") -> bool:
    """Whether the event waits for its anchor and was counted from it, so far, before: then it keeps its bounds."""
    if not event.after_event_id or not event.pk or not _waits(event):
        return False
    rows = type(event).objects.filter(pk=event.pk, status=event.status)
    stored = rows.filter(after_event=event.after_event_id, offset=event.offset).values(*DERIVED).first()
    for name, value in (stored or {}).items():
        setattr(event, name, value)
    return stored is not None


def _wait_for_movers(event: "Event", anchor: "Event") -> None:
    """Locks rows, where a database has such locks, so that no other transaction moves the anchor unseen.

    The event's own row will do where it follows the anchor already: who moves an anchor locks its followers.
    """
    if not connection.features.has_select_for_update:
        return
    rows = type(event).objects.select_for_update(no_key=True).values_list("pk")
    if not list(rows.filter(pk=event.pk, after_event=anchor)):
        list(rows.filter(pk=anchor.pk))


def follow(events: "Manager[Event] | QuerySet[Event]", moved: "Collection[Event]") -> None:
    """Recomputes, generation by generation, every event that is dated from the moved ones.

    It is no editor's change: only derived columns are written, and only where they differ. What readers see waits until
    they see its anchor too. Call it in a transaction.
    """
    locked = events.select_for_update(no_key=True).order_by("pk")
    seen = {event.pk for event in moved}
    while moved:
        anchors: dict[int | None, Event] = {event.pk: event for event in moved}
        followers = [event for event in locked.filter(after_event__in=list(anchors)) if event.pk not in seen]
        seen.update(event.pk for event in followers)
        moved = []
        for event in followers:
            event.after_event = anchors[event.after_event_id]
            if _waits(event):
                continue
            before = [getattr(event, name) for name in DERIVED]
            derive(event)
            if before != [getattr(event, name) for name in DERIVED]:
                moved.append(event)
        if moved:
            events.bulk_update(moved, DERIVED, batch_size=500)
            order.moved.send(sender=events.model, events=[event.pk for event in moved])


def check(event: "Event | SimpleNamespace") -> None:
    """Refuses, field by field, a date that contradicts itself. Raises ValidationError."""
    errors = {}
    if event.date and event.after_event_id:
        errors["date"] = _("Give either a date or the event that it is counted from, not both.")
    if event.date:
        try:
            date_of(event)
        except ValueError as error:
            errors["date_part" if event.date_part else "date"] = str(error)
    elif event.date_part:
        errors["date_part"] = _("Early, mid or late needs a date to be part of.")
    if event.offset and not event.after_event_id:
        errors["offset"] = _("An offset needs the event that it is counted from.")
    elif event.offset:
        try:
            dates.parse_duration(event.offset)
        except ValueError as error:
            errors["offset"] = str(error)
    errors |= _check_basis(event)
    if event.after_event_id and event.pk and event.pk in _anchors(event):
        errors["after_event"] = _("The dates would go round in a circle: that event is itself dated from this one.")
    if errors:
        raise ValidationError(errors)


def _check_basis(event: "Event | SimpleNamespace") -> dict[str, str]:
    relative = event.date_basis == "relative"
    if event.after_event_id and not relative:
        return {"date_basis": _("A date that is counted from another event has the basis “relative”.")}
    if relative and not event.after_event_id:
        return {"date_basis": _("The basis “relative” needs the event that the date is counted from.")}
    if event.date and not event.date_basis:
        return {"date_basis": _("Say on what the date rests.")}
    if event.date_basis and not event.date and not event.after_event_id:
        return {"date_basis": _("An undated event has no basis for its date.")}
    return {}


def _anchors(event: "Event | SimpleNamespace") -> set[int]:
    """The events that this one is dated from, directly or not."""
    found, anchor = set(), event.after_event
    while anchor is not None and anchor.pk not in found:
        found.add(anchor.pk)
        anchor = anchor.after_event
    return found


def _duration(text: str) -> dates.Duration | None:
    return dates.parse_duration(text) if text else None


def _key(day: dates.Day | None) -> int | None:
    return None if day is None else day.key
