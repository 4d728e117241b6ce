"""What readers were shown anew: records newly published, and records newly corrected, with their errata; newest first.

A record is new with its first numbered version, and corrected with every later one, or where an erratum says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from events.models import (
    Actor,
    Debate,
    Erratum,
    Event,
    Evidence,
    Interpretation,
    Passage,
    PublishedVersion,
    Reference,
    Source,
    Theme,
)
from events.models.querysets import visible
from events.sql.statements import Statement, given_keys

MOST = 50
"""So many records are told of."""

KINDS: dict[str, Any] = {
    str(model._meta.model_name): model for model in (Event, Interpretation, Debate, Actor, Source, Theme)
}
"""The records that have a page of their own."""

PARTS: dict[str, tuple[Any, str]] = {"passage": (Passage, "source"), "reference": (Reference, "passage__source")}
"""What stands on the page of a document, and the way to it: errata may be about them."""

Key = tuple[str, int]
"""A record's kind and key."""


@dataclass(eq=False)
class RecentRecord:
    """A record as readers see it now, since when they see it at all, and when it last said something else."""

    record: Any
    published: datetime
    updated: datetime
    number: int
    """That of its last version."""

    errata: list[Erratum] = field(default_factory=list)
    """The newest of all, newest first."""

    @property
    def is_correction(self) -> bool:
        return self.number > 1 or bool(self.errata)


def newest(events: Sequence[int] | None = None) -> list[RecentRecord]:
    """The records that changed last; where keys of events are given, of these and of what is argued about them.

    A constant number of statements.
    """
    asked, keys = _statements(connection.vendor, events is not None), [*map(int, events or ())]
    versions, errata = asked.versions.values(keys), asked.errata.values(keys)
    changed: dict[Key, datetime] = {}
    for kind, pk, when, *_erratum in [*versions, *errata]:
        changed[kind, pk] = max(when, changed.get((kind, pk), when))
    last = sorted(changed, key=lambda one: changed[one], reverse=True)[:MOST]
    by_kind: dict[str, list[int]] = {}
    for kind, pk in last:
        by_kind.setdefault(kind, []).append(pk)
    records, numbers = _records(by_kind), _numbers(by_kind)
    texts = Erratum.objects.in_bulk([row[-1] for row in errata])
    return [
        RecentRecord(records[key], first, max(changed[key], first), number, _of(key, errata, texts))
        for key in last
        if key in records and key in numbers  # else it was hidden after its change was read
        for first, number in [numbers[key]]
    ]


def _records(keys: dict[str, list[int]]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for kind, of_kind in keys.items():
        records = visible(KINDS[kind])
        if kind == "interpretation":
            records = records.with_notes()  # it is signed
        elif kind == "source":
            records = records.defer("text")
        found |= {(kind, pk): record for pk, record in records.in_bulk(of_kind).items()}
    return found


def _numbers(keys: dict[str, list[int]]) -> dict[Key, tuple[datetime, int]]:
    """Of each record when its first version was written, and the number of the last one."""
    wanted = Q(pk=None)
    for kind, of_kind in keys.items():
        wanted |= Q(content_type__app_label="events", content_type__model=kind, object_id__in=of_kind)
    rows: Any = PublishedVersion.objects.filter(wanted).order_by().values_list("content_type__model", "object_id")
    return {(kind, pk): told for kind, pk, *told in rows.annotate(Min("created_at"), Max("number"))}


def _of(key: Key, errata: Iterable[Sequence], texts: dict[int, Erratum]) -> list[Erratum]:
    return [texts[pk] for *owner, _when, pk in errata if tuple(owner) == key and pk in texts]


# --- statements -------------------------------------------------------------------------------------------------------


class Statements(NamedTuple):
    """Rows of kind, key and time; those of errata have the erratum's own key, too."""

    versions: Statement
    errata: Statement


@cache
def _statements(vendor: str, about_events: bool) -> Statements:
    shown = _is_about_events if about_events else _is_shown
    return Statements(Statement(_versions(shown)), Statement(_errata(shown)))


Shown = Callable[[str, str], Q]
"""The condition that readers see the record whose kind and key stand in the named columns."""


def _is_shown(kind: str, key: str) -> Q:
    return Q(
        *(Q(Exists(visible(model).filter(pk=OuterRef(key))), **{kind: name}) for name, model in KINDS.items()),
        _connector=Q.OR,
    )


def _is_about_events(kind: str, key: str) -> Q:
    """The same of KEYS among the events, and of interpretations that have evidence on one of them."""
    evidence = Evidence.objects.public().filter(event__in=given_keys(), interpretation=OuterRef(key))
    conditions = {"event": Q(**{f"{key}__in": given_keys()}), "interpretation": Q(Exists(evidence))}
    return Q(
        *(
            Q(condition, Exists(visible(KINDS[name]).filter(pk=OuterRef(key))), **{kind: name})
            for name, condition in conditions.items()
        ),
        _connector=Q.OR,
    )


def _versions(shown: Shown) -> QuerySet:
    """The last version of each record, the last written first: by their keys, since times would need an index."""
    versions = PublishedVersion.objects.order_by()
    later = versions.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    found = versions.filter(
        ~Exists(later.filter(number__gt=OuterRef("number"))), shown("content_type__model", "object_id")
    )
    return found.order_by("-pk").values_list("content_type__model", "object_id", "created_at")[:MOST]


def _errata(shown: Shown) -> QuerySet:
    """The newest errata; what is about a part of a document is on the page of that."""
    sources = [
        When(content_type__model=name, then=Subquery(model.objects.filter(pk=OuterRef("object_id")).values(source)[:1]))
        for name, (model, source) in PARTS.items()
    ]
    of_part = When(content_type__model__in=[*PARTS], then=Value("source"))
    found = Erratum.objects.annotate(
        kind=Case(of_part, default=F("content_type__model")),
        owner=Case(*sources, default=F("object_id"), output_field=IntegerField()),
    )
    rows = found.filter(shown("kind", "owner")).order_by("-created_at", "-pk")
    return rows.values_list("kind", "owner", "created_at", "pk")[:MOST]
