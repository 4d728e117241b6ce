"""What comes before and after an event, in the order of the view that a reader came from, else of the whole."""

from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from events.models import Event
from events.published.events import Outline, read
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection

NOT_AN_ORDER = ("page", "notes", "lanes", "lang")


@dataclass(frozen=True)
class Neighbour:
    title: str
    url: str


@dataclass(frozen=True)
class PlaceInSequence:
    """An event is the `number`th of `count`; `view` is the address of their list, `narrowed` that it is not all."""

    before: Neighbour | None
    after: Neighbour | None
    number: int
    count: int
    view: str
    narrowed: bool


def query_of(view: TimelineFilter) -> str:
    """What the address of an event says of the view that it is read in; blank for the whole, earliest first."""
    in_order = view.value("order") not in (None, "", "date")
    return view.canonical_query(**dict.fromkeys(NOT_AN_ORDER)) if view.in_force or in_order else ""


def place_of(event: Event, data: QueryDict) -> PlaceInSequence | None:
    """None where readers do not see the event yet."""
    for view in (TimelineFilter(data), TimelineFilter()):
        found = Selection(view)
        ids = np.asarray(found.all_ids())
        at = np.flatnonzero(ids == event.pk)
        if len(at):
            return _place(view, ids, int(at[0]))
    return None


def _place(view: TimelineFilter, ids: np.ndarray, at: int) -> PlaceInSequence:
    keys = {step: int(ids[at + step]) for step in (-1, 1) if 0 <= at + step < len(ids)}
    known = {event.pk: event for event in read(list(keys.values()), Outline)}
    query = query_of(view)

    def step(which: int) -> Neighbour | None:
        event = known.get(keys.get(which, 0))
        return Neighbour(event.title, with_query(event.get_absolute_url(), query)) if event else None

    url = view.address(**dict.fromkeys(NOT_AN_ORDER[:2]))
    return PlaceInSequence(step(-1), step(1), at + 1, len(ids), url, bool(query))


def with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
