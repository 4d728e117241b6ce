"""What points at a record, read from the models themselves so that nothing is forgotten; and what says the same."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model

from events.models import Citation, EventText, Passage
from events.record_data.declaration import RECORDS, Identity, identities_of, is_plain, owners_of

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
    return tuple(each for each in fields if is_plain(each))


def lists_of(model: Any) -> tuple[ManyToManyField, ...]:
    """A record's own lists."""
    return tuple(each for each in model._meta.local_many_to_many if is_plain(each))


def owners(row: Model) -> Iterator[Place]:
    """The record in whose history the row stands; none where that is gone."""
    if type(row) in RECORDS:
        yield type(row), row.pk
        return
    for each in owners_of(type(row)):
        target: Any = each.related_model
        key = getattr(row, each.attname)
        if key is None:
            continue
        if target in RECORDS:
            yield target, key
        elif (owner := target._base_manager.filter(pk=key).first()) is not None:
            yield from owners(owner)


@cache
def rules(model: type[Model]) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """What tells rows of a model apart: attributes, and whether an empty one tells as much as any other."""
    found = [*identities_of(model)]
    if model is Citation:  # the database allows it, but nobody needs to read the same words twice
        names = [each.name for each in model._meta.concrete_fields if not each.primary_key and each.name != "position"]
        found.append(Identity(tuple(names), True))
    meta: Any = model._meta
    return tuple((tuple(meta.get_field(name).attname for name in names), empty) for names, empty in found)


def label_of(model: type[Model]) -> str:
    return model._meta.label_lower
