"""The one order of events: where each stands, as one text that sorts by code point.

A rank is made of the day where the event stands, its place in the chain of published links, its span and its slug,
compared in this turn. `bounds` says which day that is; what changes links or their ends calls `place`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.dispatch import Signal

from events.dates import Day

LAST = "z"
"""Sorts after every number: no day, or a span without end."""

SLICE = 500
"""So many ranks are written at once."""

if TYPE_CHECKING:
    from events.models import Event

moved = Signal()
"""Sent in the transaction of an edit with the keys of the `events` that it gave another place or other bounds."""


def rank_of(event: "Event") -> str:
    """The event's rank from its `sort_day` (None where undated), its `chain_place`, its bounds and its slug."""
    day = LAST if event.sort_day is None else sortable(event.sort_day)
    return f"{day}{sortable(event.chain_place)}{_span_of(event)}{event.slug}"


def _span_of(event: "Event") -> str:
    if event.earliest is None or event.latest is None:
        return LAST
    if event.earliest == event.latest:
        return sortable(0)
    return sortable(Day.from_key(event.latest).ordinal - Day.from_key(event.earliest).ordinal)


def sortable(number: int) -> str:
    """An integer of at most 17 digits as a text: the texts sort by code point as the numbers do.

    Before its digits stands a letter that says how many there are, a small one for 0 and more; digits of a negative
    number are counted from the other end.
    """
    digits = str(abs(number))
    if number >= 0:
        return f"{chr(ord('a') + len(digits))}{digits}"
    return f"{chr(ord('Z') - len(digits))}{10 ** len(digits) - 1 + number:0{len(digits)}}"


# --- the chain of links -----------------------------------------------------------------------------------------------


def chain_places(before: Mapping[int, Collection[int]], known: Mapping[int, int] = {}) -> dict[int, int]:
    """For each event its place in the chain: one more than the highest place of those `before` it, 0 without any.

    A loop counts once: all its members have the place that is one more than the highest before the loop. `known` are
    places that stay; they come back with the others.
    """
    places = dict(known)
    number: dict[int, int] = {}  # Tarjan's algorithm without recursion; what is before an event is finished first
    lowest: dict[int, int] = {}
    unfinished: list[int] = []

    def enter(event: int) -> tuple[int, Iterator[int]]:
        number[event] = lowest[event] = len(number)
        unfinished.append(event)
        return event, iter(before.get(event, ()))

    for first in before:
        path = [] if first in places else [enter(first)]
        while path:
            event, rest = path[-1]
            for other in rest:
                if other in places:
                    continue
                if other not in number:
                    path.append(enter(other))
                    break
                lowest[event] = min(lowest[event], number[other])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[event])
                if lowest[event] == number[event]:
                    begin = len(unfinished) - 1 if unfinished[-1] == event else unfinished.index(event)
                    loop = unfinished[begin:]
                    del unfinished[begin:]
                    outside = (places[other] + 1 for one in loop for other in before.get(one, ()) if other in places)
                    places |= dict.fromkeys(loop, max(outside, default=0))
    return places


def place(changed: Iterable[int] | None = None) -> None:
    """Writes anew the place in the chain of events whose links, status or anchor changed, and of all after them.

    Without any given, of all events. Only what differs is written; `moved` is sent with it. It is no editor's change.
    """
    events = apps.get_model("events", "Event").objects.order_by("pk")
    with transaction.atomic():
        if changed is None:
            before = _grouped(_steps())
            places = chain_places(before)
            stored = dict(events.exclude(chain_place=0).values_list("pk", "chain_place"))
            differing = [pk for pk in stored.keys() | places.keys() if stored.get(pk, 0) != places.get(pk, 0)]
        else:
            after = _all_after(changed)
            before = {pk: [] for pk in after} | _grouped(_steps(later=after))
            outside = {pk for some in before.values() for pk in some} - after
            places = chain_places(before, dict(events.filter(pk__in=outside).values_list("pk", "chain_place")))
            stored = dict(events.filter(pk__in=after).values_list("pk", "chain_place"))
            differing = [pk for pk in stored if stored[pk] != places[pk]]
        differing.sort()
        for start in range(0, len(differing), SLICE):
            rows = events.select_for_update(no_key=True).filter(pk__in=differing[start : start + SLICE])
            some = list(rows.only("slug", "earliest", "latest", "sort_day"))
            for event in some:
                event.chain_place = places.get(event.pk, 0)
                event.rank = rank_of(event)
            events.bulk_update(some, ["chain_place", "rank"])
        if differing:
            moved.send(sender=events.model, events=differing)


def _all_after(changed: Iterable[int]) -> set[int]:
    """The events and all that come after them by any link: an end may just have been hidden."""
    found = newest = set(changed)
    while newest:
        newest = {later for _, later in _steps(public=False, earlier=newest)} - found
        found = found | newest
    return found


def _steps(public: bool = True, **side: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Pairs of an earlier and a later event: responds to, led to, dated from. `earlier` or `later` limits that side."""
    links, events = (apps.get_model("events", name).objects for name in ("EventLink", "Event"))
    shown = links.public() if public else links.all()
    followers = events.published().filter(after_event__status="published") if public else events.all()
    for rows, ends in (
        (shown.filter(kind="led_to"), {"earlier": "event_id", "later": "target_id"}),
        (shown.filter(kind="responds_to"), {"earlier": "target_id", "later": "event_id"}),
        (followers.filter(after_event__isnull=False), {"earlier": "after_event_id", "later": "pk"}),
    ):
        limits = {f"{ends[name]}__in": list(keys) for name, keys in side.items()}
        yield from rows.filter(**limits).order_by().values_list(ends["earlier"], ends["later"]).iterator()


def _grouped(steps: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """For each later event the ones before it."""
    found: dict[int, list[int]] = {}
    for earlier, later in steps:
        found.setdefault(later, []).append(earlier)
    return found
