"""Events in the order of a selection, some at a time, so that an export needs no more memory for more events."""

from collections.abc import Iterator

from events.models import Event

CHUNK = 500


def in_chunks(selection) -> Iterator:
    """The events of an ordered selection with what `for_list` brings, CHUNK at a time."""
    keys = list(selection.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        events = Event.objects.published().for_list().in_bulk(chunk)
        yield from (events[pk] for pk in chunk if pk in events)
