"""What a view of the timeline holds: its counts and its events in order, by the engine that suits the corpus.

Small corpora are asked for in plain SQL; from COLUMNS_FROM published events on, columns in memory answer.
Both give the same. The tests hold them to it.
"""

from array import array
from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.db import DatabaseError, connection

from events import changes
from events.models import Event
from events.selection import columns, facets
from events.selection.column_results import ColumnResults
from events.selection.facets import Facets
from events.selection.filters import Timeline


class SqlResults:
    """A view asked for in plain SQL: the reference."""

    def __init__(self, view: Timeline):
        self.view = view

    @cached_property
    def counts(self) -> Facets:
        return facets.count(self.view)

    @property
    def count(self) -> int:
        """How many events there are."""
        return self.number_without()

    def ids(self, start: int = 0, stop: int | None = None) -> Sequence[int]:
        """The keys of the events from `start` up to, but without, `stop`, in the order of the view."""
        return list(self.view.qs.values_list("pk", flat=True)[start:stop])

    def all_ids(self) -> Sequence[int]:
        """The keys of all events in the order of the view, eight bytes each."""
        return array("q", self.view.qs.values_list("pk", flat=True).iterator(chunk_size=10_000))

    def events(self, start: int = 0, stop: int | None = None) -> list:
        """The same events with what the list shows of them."""
        return list(self.view.qs.for_list()[start:stop])

    def number_without(self, *names: str) -> int:
        """How many events there are as if the named parameters had not been given."""
        return self.view.without(*names).count()


Results = SqlResults | ColumnResults


def of(view: Timeline) -> Results:
    """The results of a view as readers see it now.

    Inside a transaction the database itself is asked: what it holds there may never come to be.
    """
    if connection.in_atomic_block or not _large():
        return SqlResults(view)
    return ColumnResults(view, columns.current())


def warm_up() -> None:
    """For a server process that begins: reads the columns now, so that its first reader need not wait for them."""
    try:
        if _large():
            of(Timeline()).counts  # noqa: B018
    except DatabaseError:
        pass  # it is not there yet, or not migrated


def _large() -> bool:
    """Whether columns answer. Once they do, their own number says whether they still should."""
    size = columns.newest_size()
    return (_number_published() if size is None else size) >= settings.COLUMNS_FROM


@changes.kept
def _number_published() -> int:
    return Event.objects.published().count()
