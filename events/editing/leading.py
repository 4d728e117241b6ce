"""What leads to a record, read from the models themselves so that nothing is forgotten; and what tells rows apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import F, ForeignKey, ManyToManyField, Model, UniqueConstraint

from events import history
from events.models import Citation, EventText, Passage

STAYS = {(EventText, "event"), (Passage, "source")}
"""What is not moved: derived, or of a document, which is never merged away."""

Place = tuple[type[Model], int]
"""A row by its model and key."""


def pointing(model: Any) -> tuple[ForeignKey, ...]:
    """The foreign keys of all models that lead to rows of this one and are moved."""
    relations = model._meta.get_fields(include_hidden=True)
    fields = [each.field for each in relations if each.auto_created and not each.concrete and not each.many_to_many]
    return tuple(each for each in fields if not each.model._meta.auto_created and (each.model, each.name) not in STAYS)


def lists_with(model: Any) -> tuple[ManyToManyField, ...]:
    """The lists of other models that rows of this one can stand in."""
    fields = [each.field for each in model._meta.related_objects if each.many_to_many]
    return tuple(each for each in fields if _is_plain(each))


def lists_of(model: Any) -> tuple[ManyToManyField, ...]:
    """A record's own lists."""
    return tuple(each for each in model._meta.local_many_to_many if _is_plain(each))


def _is_plain(field: Any) -> bool:
    """Whether the rows behind the list are nothing but pairs; else they are rows of a model of their own."""
    return field.remote_field.through._meta.auto_created


@cache
def owner_fields() -> dict[type[Model], tuple[ForeignKey, ...]]:
    """For rows of inlines the foreign keys to what they belong to."""
    found: dict[type[Model], list[Any]] = defaultdict(list)
    for model, names in {**history.INLINES, **history.RECORDS}.items():
        for name in names:
            relation = model._meta.get_field(name)
            found[relation.related_model].append(relation.field)  # type: ignore[index, union-attr]
    return {model: tuple(fields) for model, fields in found.items()}


def owners(row: Model) -> Iterator[Place]:
    """The record in whose history the row stands; none where that is gone."""
    fields = owner_fields().get(type(row))
    if not fields:
        if type(row) in history.RECORDS:
            yield type(row), row.pk
        return
    for each in fields:
        target: Any = each.related_model
        key = getattr(row, each.attname)
        if key is None:
            continue
        if target not in owner_fields():
            yield target, key
        elif (owner := target._base_manager.filter(pk=key).first()) is not None:
            yield from owners(owner)


@cache
def rules(model: type[Model]) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """What tells rows of a model apart: attributes, and whether an empty one tells as much as any other."""
    rules = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = constraint.fields or [each.name for each in _named_in(constraint.expressions)]
            rules.append((_attributes(model, names), not constraint.fields))
    if model is Citation:  # the database allows it, but nobody needs to read the same words twice
        names = [each.name for each in model._meta.concrete_fields if not each.primary_key and each.name != "position"]
        rules.append((_attributes(model, names), True))
    return tuple(rules)


def _named_in(expressions: Iterable[Any]) -> Iterator[Any]:
    for each in expressions:
        if isinstance(each, F):
            yield each
        else:
            yield from _named_in(each.get_source_expressions())


def _attributes(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(model._meta.get_field(name).attname for name in names)  # type: ignore[union-attr]


def label_of(model: type[Model]) -> str:
    return model._meta.label_lower
