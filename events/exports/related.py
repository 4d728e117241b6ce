"""What the events of a view bring along: the interpretations on them, who takes part or argues, and what is cited."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.urls import get_script_prefix

from events import models
from events.exports.sending import forget
from events.exports.view import View
from events.models.base import addresses_under
from events.published import events as published
from events.site import languages
from events.sql.statements import Statement, among

Written = TypeVar("Written")
Read = Callable[[list[int]], list[Any]]
"""Gives the records of a kind that readers may see, of those with these keys, in their order."""
Write = Callable[[list[Any]], list[Written]]

PART = 500
"""So many records are asked for by their keys at once, or read with all that belongs to them."""


class Related:
    """The keys of the records of each kind, in order; nothing is asked of the database before it is needed.

    `argued` are the published interpretations that rest on an event of the view. `others` are those that speak of the
    same questions, or of these in what they contest, support, qualify or rest on, and have none of the events as their
    evidence; of a view that is not narrowed, all others. `actors` take part in the events or hold one of these
    interpretations. `sources` are cited for the events or for the interpretations that rest on them; without filters,
    all that readers see.
    """

    def __init__(self, view: View):
        self.view = view

    @cached_property
    def argued(self) -> np.ndarray:
        found = _all(lambda vendor: _statement("argued", vendor), self.view.ids)
        return _in_order(models.Interpretation, found)

    @cached_property
    def others(self) -> np.ndarray:
        published_ones = models.Interpretation.objects.published().order_by()
        if not self.view.is_narrowed:
            found = _keys(published_ones)
        else:
            heard: set[int] = set()
            for part in _parts(self.argued):
                asked = models.Debate.objects.published().filter(interpretations__in=part).values("pk")
                relations = models.Relation.objects.public().filter(Q(interpretation__in=part) | Q(target__in=part))
                pairs = relations.order_by().values_list("interpretation", "target")
                heard |= {*published_ones.filter(debate__in=asked).values_list("pk", flat=True)}
                heard |= {key for pair in pairs for key in pair}
            found = np.array([*heard], np.int64)
        return _in_order(models.Interpretation, np.setdiff1d(found, self.argued))

    @property
    def interpretations(self) -> np.ndarray:
        """Those that are `argued`, then the `others`."""
        return np.concatenate([self.argued, self.others])

    @cached_property
    def actors(self) -> np.ndarray:
        took_part = _all(lambda vendor: _statement("took_part", vendor), self.view.ids)
        holders = _all(lambda vendor: _statement("holds", vendor), self.interpretations)
        return _in_order(models.Actor, np.union1d(took_part, holders))

    @cached_property
    def sources(self) -> np.ndarray:
        if not self.view.is_narrowed:
            return _keys(models.Source.objects.public())
        found = {*_all(lambda vendor: _statement("cited", vendor), self.view.ids).tolist()}
        citations = models.Citation.objects.public().order_by()
        for part in _parts(self.argued):
            for path in ("interpretation", "evidence__interpretation", "relation__interpretation"):
                found |= {*citations.filter(**{f"{path}__in": part}).values_list("source", flat=True)}
        return _in_order(models.Source, np.array([*found], np.int64))

    def write(self, read: Read, keys: Sequence[int] | np.ndarray, write: Write[Written]) -> Iterator[Written]:
        """What `write` makes of the records with these keys, in their order, some at a time.

        What readers no longer see when it is read is left out.
        """
        view = self.view
        for part in _parts(keys):
            reading = languages.reading(view.language, view.site.content_language)
            with reading, addresses_under(get_script_prefix()):  # not while it is being sent
                written = write(read(part))
            forget()
            yield from written


def among_those(records: QuerySet, keys: Sequence[int]) -> list[Any]:
    """Those of the records that have these keys, in the order of the keys."""
    found = records.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def actors(keys: Sequence[int]) -> list[models.Actor]:
    return among_those(models.Actor.objects.public().prefetch_related("other_names", "offices__source"), keys)


def sources(keys: Sequence[int]) -> list[models.Source]:
    """Without their texts."""
    return among_those(models.Source.objects.public().defer("text"), keys)


def debates(keys: Sequence[int]) -> list[models.Debate]:
    """With the answers that are given, and the slugs of the interpretations."""
    answers = Prefetch("answers", models.Answer.objects.given().order_by("slug"), to_attr="answers_given")
    argued = models.Interpretation.objects.published().only("slug", "debate").order_by("slug")
    told = Prefetch("interpretations", argued, to_attr="public_interpretations")
    return among_those(models.Debate.objects.published().for_detail().prefetch_related(answers, told), keys)


def _parts(keys: Sequence[int] | np.ndarray) -> Iterator[list[int]]:
    for start in range(0, len(keys), PART):
        yield [int(key) for key in keys[start : start + PART]]


def _keys(records: QuerySet) -> np.ndarray:
    """Those of the records, eight bytes each: of a hundred thousand, Python's own numbers would take ten times that."""
    return np.fromiter(records.values_list("pk", flat=True).iterator(PART), np.int64)


def _in_order(model: Any, keys: np.ndarray) -> np.ndarray:
    """In the order of the kind's lists."""
    if not len(keys):
        return keys
    every = _keys(model.objects.all())
    return every[np.isin(every, keys)]


def _all(statement: Callable[[str], Statement], keys: Sequence[int] | np.ndarray) -> np.ndarray:
    """All that a statement finds for the keys, each once."""
    none = np.array([], np.int64)
    parts = (statement(connection.vendor).rows(part) for part in published.chunks(keys))
    return np.unique(np.concatenate([none, *(np.fromiter((key for (key,) in rows), np.int64) for rows in parts)]))


@cache
def _statement(name: str, vendor: str) -> Statement:
    return Statement(STATEMENTS[name]())


def _distinct(rows: QuerySet, of: str, column: str, what: str) -> QuerySet:
    return rows.filter(among(rows.model, of)).order_by().values_list(what).distinct()


STATEMENTS: dict[str, Callable[[], QuerySet]] = {
    "argued": lambda: _distinct(models.Evidence.objects.public(), "event_id", "event", "interpretation"),
    "took_part": lambda: _distinct(models.Participant.objects.all(), "event_id", "event", "actor"),
    "cited": lambda: _distinct(models.Citation.objects.all(), "event_id", "event", "source"),
    "holds": lambda: _distinct(
        models.Interpretation.proponents.through.objects.all(), "interpretation_id", "interpretation", "actor"
    ),
}
