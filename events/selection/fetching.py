"""Reads the published events as `columns.Rows`.

All of it is integers, and comes as whole columns (`events.sql.integers`).
"""

from bisect import bisect
from collections.abc import Sequence
from functools import cache
from typing import cast

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, RowNumber

from events.caching.dependencies import Dependencies, Dependency
from events.models import Citation, Event, Evidence, Interpretation, Participant, Relation, Source
from events.models.base import Status
from events.selection.columns import CODES, NUMBERS, OPEN_END, OPEN_START, ROLES, Columns, Rows, participant_code
from events.sql import integers
from events.sql.statements import Statement, among

Pairs = tuple[np.ndarray, ...]
"""Columns of integers in step, the first of them owners."""


def _code(column: str, words: Sequence[str]) -> Case:
    """A word of a closed list as its place in it."""
    places = [When(**{column: word}, then=Value(place)) for place, word in enumerate(words)]
    return Case(*places, default=Value(0), output_field=IntegerField())


NUMBER: dict[str, str | Combinable] = {
    "id": "pk",
    "sort_day": Coalesce("sort_day", Value(OPEN_END)),
    "earliest": Coalesce("earliest", Value(OPEN_START)),
    "latest": Coalesce("latest", Value(OPEN_END)),
    "basis": _code("date_basis", CODES["basis"]),
    "precision": _code("precision", CODES["precision"]),
    "prominence": "prominence",
}
EVENTS = Dependency(Event.objects.published, "pk", tuple(NUMBER.values()))
CITED = Dependency(lambda: Citation.objects.filter(event__isnull=False), "event_id", ("source_id",))
ARGUED = Dependency(lambda: Evidence.objects.argued().filter(event__isnull=False), "event_id", ("interpretation_id",))
LINKS = {
    "theme": Dependency(Event.themes.through.objects.all, "event_id", ("theme_id",)),
    "participant": Dependency(Participant.objects.all, "event_id", ("actor_id", _code("role", ROLES))),
    "place": Dependency(lambda: Event.objects.filter(place__isnull=False), "pk", ("place_id",)),
    "source": CITED,
    "kind": Dependency(Source.objects.all, "pk", (_code("kind", CODES["kind"]),), of=CITED),
    "debate": Dependency(
        lambda: Interpretation.objects.published().filter(debate__status=Status.PUBLISHED),
        "pk", ("debate_id",), of=ARGUED,
    ),
    "ground": Dependency(Interpretation.objects.published, "pk", (_code("ground", CODES["ground"]),), of=ARGUED),
    "proponent": Dependency(
        Interpretation.proponents.through.objects.all, "interpretation_id", ("actor_id",), of=ARGUED,
    ),
}  # fmt: skip
CONTESTS = [
    Dependency(Relation.objects.all().public().contesting, owner, (other,), of=ARGUED)
    for owner, other in [("interpretation_id", "target_id"), ("target_id", "interpretation_id")]
]
DEPENDENCIES = Dependencies(EVENTS, ARGUED, *LINKS.values(), *CONTESTS)
"""What the columns are made of."""


def rows(events: Sequence[int] | None = None) -> Rows:
    """All published events, or those of the given keys."""
    numbers = _numbers(events)
    known = {id(part): _pairs(part, events) for part in (CITED, ARGUED)}
    middle = {key: None if events is None else np.unique(pairs[1]).tolist() for key, pairs in known.items()}

    def of_events(part: Dependency) -> Pairs:
        if id(part) in known:
            return known[id(part)]
        if part.of is None:
            return _pairs(part, events)
        return _through(known[id(part.of)], _pairs(part, middle[id(part.of)]))

    event, actor, role = of_events(LINKS["participant"])
    links = {"actor": (event, actor), "participant": (event, participant_code(actor, role))}
    for name, part in LINKS.items():
        if name not in links:
            owner, value = of_events(part)
            links[name] = owner, value
    contested = np.concatenate([of_events(part)[0] for part in CONTESTS])
    numbers["contested"] = np.isin(numbers["id"], contested)
    return Rows(numbers, links)


def patched(columns: Columns, changed: set[int]) -> Columns:
    """The columns with the changed events as they are now."""

    def before(events: np.ndarray, others: list[np.ndarray]) -> list[int]:
        asked = {*events.tolist(), *(other for some in others for other in some.tolist())}
        ranks = dict(_ranks(connection.vendor).rows(sorted(asked))) if any(map(len, others)) else {}
        return [
            bisect([ranks[other] for other in some.tolist()], ranks[event]) if len(some) else 0
            for event, some in zip(events.tolist(), others, strict=True)
        ]

    return columns.patched(changed, rows(sorted(changed)), before)


@cache
def _ranks(vendor: str) -> Statement:
    """The ranks of the events with given keys."""
    return Statement(Event.objects.filter(among(Event, "id")).order_by().values_list("pk", "rank"))


def _numbers(events: Sequence[int] | None) -> dict[str, np.ndarray]:
    """The events in date order; `contested` is still to be found."""
    found = Event.objects.published()
    if events is not None:
        found = found.filter(pk__in=events)
    place = Window(RowNumber(), order_by=cast(Sequence[str], found.in_date_order().query.order_by))
    places, *columns = _columns(found.order_by().values_list(place, *NUMBER.values()))
    order = np.argsort(places)
    return {name: column[order].astype(NUMBERS[name]) for name, column in zip(NUMBER, columns, strict=True)}


def _pairs(part: Dependency, owners: Sequence[int] | None) -> Pairs:
    """The part, or what of it has one of the given owners."""
    return _columns(part.read() if owners is None else part.read().filter(**{f"{part.owner}__in": owners}))


def _through(pairs: Pairs, further: Pairs) -> Pairs:
    """From pairs (a, b) and (b, c) all pairs (a, c)."""
    order = np.argsort(further[0], kind="stable")
    keys, values = further[0][order], further[1][order]
    begins, ends = np.searchsorted(keys, pairs[1], "left"), np.searchsorted(keys, pairs[1], "right")
    numbers = ends - begins
    at = np.repeat(begins - (np.cumsum(numbers) - numbers), numbers) + np.arange(numbers.sum())
    return np.repeat(pairs[0], numbers), values[at]


def _columns(found: QuerySet) -> tuple[np.ndarray, ...]:
    """The values of a query, which are all integers and never NULL, as columns in no order."""
    number = len(found.query.values_select) + len(found.query.annotation_select)
    try:
        return integers.columns(*found.query.sql_with_params(), number)
    except EmptyResultSet:
        return tuple(np.empty(0, np.int64) for _column in range(number))
