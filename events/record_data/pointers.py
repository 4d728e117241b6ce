"""What points at a record, and to which record a row belongs: by the declaration, so that nothing is forgotten."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import ForeignKey, Model

from events.models import Passage
from events.record_data.declaration import DECLARED, RECORDS, owners_of, shape_of

Rows = dict[Any, set[int]]
"""Keys of rows by model."""

AT_ONCE = 1000
"""So many keys are asked for at once."""


def pointing_at(records: Mapping[Any, Collection[int]]) -> Rows:
    """The rows of which a field or a list points at one of the rows given."""
    found: Rows = defaultdict(set)
    for model in DECLARED:
        shape = shape_of(model)
        lists = {name: each.related_model for name, each in shape.lists.items()}
        for name, target in {**shape.references, **lists}.items():
            for part in in_parts(records.get(target, ())):
                found[model].update(model._base_manager.filter(**{f"{name}__in": part}).values_list("pk", flat=True))
    return found


def records_of(*several: Mapping[Any, Iterable[int]], kinds: Container[type[Model]] = RECORDS) -> Rows:
    """The records that rows belong to, at any depth; a passage is a record itself, or else belongs to its source."""
    found: Rows = defaultdict(set)
    todo = [(model, {*keys}) for rows in several for model, keys in rows.items()]
    while todo:
        model, keys = todo.pop()
        if model in kinds:
            found[model] |= keys
            continue
        for owner in owners(model):
            above: set[Any] = set()
            for part in in_parts(keys):
                above.update(model._base_manager.filter(pk__in=part).values_list(owner.attname, flat=True))
            if above := above - {None}:
                todo.append((owner.related_model, above))
    return found


def owners(model: Any) -> Iterable[ForeignKey]:
    """What leads from a row to what it is a part of: readers see a passage on the page of its source."""
    return (Passage._meta.get_field("source"),) if model is Passage else owners_of(model)


def in_parts(keys: Collection[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
