"""What a worklist is, and all of them by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from events.caching import versions
from events.models import Status

MOST = 5_000
"""A list that is found in Python names at most so many records; SQLite takes a limited number of keys in one query."""


class Group(TextChoices):
    PROVENANCE = "provenance", _("Provenance")
    HISTORIOGRAPHY = "historiography", _("Historiography")
    CHRONOLOGY = "chronology", _("Chronology")
    DUPLICATES = "duplicates", _("Duplicates")
    LANGUAGES = "languages", _("Languages")
    LOADING = "loading", _("Loading")


@dataclass(frozen=True)
class Worklist:
    """A list of records of one model; `title` and `explanation` are words in the editor's language."""

    name: str
    group: Group
    model: type[Model]
    title: Any
    explanation: Any
    records: Callable[[], QuerySet]
    companions: Callable[[Iterable[int]], dict[int, set[int]]] | None = None
    """On a list of duplicates: for some of its records, the keys of those that each of them looks like."""

    def within(self, queryset: QuerySet) -> QuerySet:
        """Those of the queryset that are on the list."""
        return queryset.filter(pk__in=self.records().order_by().values("pk"))


WORKLISTS: dict[str, Worklist] = {}
"""Every list by its name, in the order in which they are shown."""


def of_model(model: type[Model]) -> list[Worklist]:
    return [worklist for worklist in WORKLISTS.values() if worklist.model is model]


def counts() -> dict[str, int]:
    """How many records each list names, by the list's name; in a number of queries that does not grow with them."""
    with versions.asked_once():
        return _counts()


@versions.cached_if_slow
def _counts() -> dict[str, int]:
    return {name: worklist.records().order_by().count() for name, worklist in WORKLISTS.items()}


def worklist(
    name: str,
    group: Group,
    model: type[Model],
    title: Any,
    explanation: Any,
    companions: Callable[[Iterable[int]], dict[int, set[int]]] | None = None,
) -> Callable[[Callable[[], QuerySet]], Callable[[], QuerySet]]:
    """Registers a function that gives the records as a queryset."""

    def register(records: Callable[[], QuerySet]) -> Callable[[], QuerySet]:
        WORKLISTS[name] = Worklist(name, group, model, title, explanation, records, companions)
        return records

    return register


class FoundInPython:
    """Records whose keys are found in Python, at most MOST of them; what takes long is found again once a minute."""

    def __init__(self, model: type[Model], find: Callable[[], set[int]]):
        self.model = model
        self.keys = versions.cached_if_slow(lambda: sorted(find())[:MOST])

    def __call__(self) -> QuerySet:
        return self.model._default_manager.filter(pk__in=self.keys())


def found_in_python(model: type[Model]) -> Callable[[Callable[[], set[int]]], FoundInPython]:
    return lambda find: FoundInPython(model, find)


def current(model: Any) -> QuerySet:
    """Records that work may be left on: all but archived ones."""
    return model.objects.exclude(status=Status.ARCHIVED)
