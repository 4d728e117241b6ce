"""Selections as tests ask for them."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.http import QueryDict

from events import models
from events.selection.columns import UNKNOWN, Spans
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection


def asked(query: str | Mapping[str, Sequence[str]] = "") -> TimelineFilter:
    """The filter of a query string, or of the values of each parameter."""
    if isinstance(query, str):
        return TimelineFilter(QueryDict(query))
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, list(values))
    return TimelineFilter(data)


def spans(numbers: Mapping[tuple[int | None, int | None], int]) -> Spans:
    """From the number of events with each pair of first and last year."""
    columns = ([UNKNOWN if pair[at] is None else pair[at] for pair in numbers] for at in (0, 1))
    return Spans(*(np.array(column, np.int64) for column in (*columns, list(numbers.values()))))


def select(query: str | Mapping[str, Sequence[str]] = "") -> Selection:
    return Selection(asked(query))


def events_of(selection: Selection) -> list[models.Event]:
    """The events of a selection, in order."""
    ids = selection.ids()
    found = models.Event.objects.in_bulk(ids)
    return [found[pk] for pk in ids]
