"""From rows to record data: of many records at once, with a number of statements that depends on their kind alone.

Whether a record is read for the office, for a comparison with seed files or from an old version, it is read here.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Field, Model, Q, QuerySet

from events.record_data.declaration import WITHIN, Data, Part, SeedData, Shape, shape_of
from events.sql.statements import Statement, among

Row = tuple[int, int, dict[str, Any]]
"""The key of the row's owner, its own, and what it holds itself: fields and lists."""
Fetch = Callable[[Part, Any], tuple[Iterable[Row], Any]]
"""Gives the rows of a part that belong to owners, in their order, and their keys: a list, or a query for them."""


def read(record: Model) -> Data:
    """The data of the record as the database now has it."""
    return read_many(type(record), [record.pk])[record.pk]


def read_many(model: type[Model], keys: Iterable[int]) -> dict[int, Data]:
    """The data of the records with these keys, by key; what is not there is left out."""
    return read_shape(shape_of(model), list(keys))


def read_shape(shape: Shape, keys: list[int]) -> dict[int, Data]:
    """What of the records with these keys has the shape, by key."""
    rows = _statement(shape, "id", False, connection.vendor).values(keys)
    return dict(_read(shape, rows, keys))


def rows_of(shape: Shape, queryset: QuerySet) -> Iterator[tuple[int, Data]]:
    """The data of each record of a queryset with its key, in the queryset's order."""
    return _read(shape, queryset.values_list("pk", "pk", *_columns(shape)), queryset.order_by().values("pk"))


def _read(shape: Shape, rows: Iterable[Any], keys: Any) -> Iterator[tuple[int, Data]]:
    parts = _parts(shape, keys, _from_database)
    for pk, _owner, held in _held(shape, rows, keys):
        yield pk, _data(shape, pk, held, parts)


def _parts(shape: Shape, owners: Any, fetch: Fetch) -> dict[str, dict[int, list[Data]]]:
    """For each part, its rows by owner."""
    found: dict[str, dict[int, list[Data]]] = {}
    for name, part in shape.parts.items():
        rows, keys = fetch(part, owners)
        rows = list(rows) if part.shape.parts else rows
        inner = _parts(part.shape, keys, fetch) if rows else {}
        by_owner = found[name] = {}
        for owner, pk, held in rows:
            row = _data(part.shape, pk, held, inner)
            by_owner.setdefault(owner, []).append(row if shape.of_seeds else {"pk": pk} | row)
    return found


def _data(shape: Shape, pk: int, held: dict[str, Any], parts: dict[str, dict[int, list[Data]]]) -> Data:
    """The data of one row: what it holds itself, and the rows that belong to it."""
    if not shape.of_seeds:
        return held | {name: rows.get(pk, []) for name, rows in parts.items()}
    if not (parts or shape.lists):
        return SeedData(held, pk=pk)
    held |= {name: items for name, rows in parts.items() if (items := rows.get(pk))}
    return SeedData(((name, held[name]) for name in shape.names if name in held), pk=pk)


# --- from the database ------------------------------------------------------------------------------------------------


def _from_database(part: Part, owners: Any) -> tuple[Iterable[Row], Any]:
    shape, owner = part.shape, part.owner.attname
    if isinstance(owners, list):
        rows: Any = _statement(shape, owner, part.ordered, connection.vendor).values(owners)
        keys: Any = [row[0] for row in rows]
    else:
        queryset = shape.model._base_manager.filter(**{f"{owner}__in": owners})
        rows = _in_order(queryset, part.ordered).values_list("pk", owner, *_columns(shape))
        keys = queryset.order_by().values("pk")
    return ((owner, pk, held) for pk, owner, held in _held(shape, rows, keys)), keys


@cache
def _statement(shape: Shape, owner: str, ordered: bool, vendor: str) -> Statement:
    """The rows of given owners: compiled once, since each save reads some records."""
    rows = _in_order(shape.model._base_manager.filter(among(shape.model, owner)), ordered)
    return Statement(rows.values_list("pk", owner, *_columns(shape)))


def _in_order(rows: QuerySet, ordered: bool) -> QuerySet:
    return rows.order_by("position", "pk") if ordered else rows.order_by("pk")


def _columns(shape: Shape) -> list[str]:
    return [column_of(shape, each) for each in shape.fields.values()]


def _held(shape: Shape, rows: Iterable[Any], keys: Any) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Each row's key, that of its owner, its fields and its lists."""
    lists = {name: listed(shape, name, keys) for name in shape.lists}
    take = _spelled(shape) if shape.of_seeds else lambda values: dict(zip(shape.fields, values, strict=True))
    for pk, owner_key, *values in rows:
        held = take(values)
        for name, targets in lists.items():
            if (found := targets.get(pk, [])) or not shape.of_seeds:
                held[name] = found
        yield pk, owner_key, held


def column_of(shape: Shape, each: Field) -> str:
    """What a field is read from: where it points at a row, the row's key; in seed files, what names the row there."""
    if not (shape.of_seeds and each.is_relation):
        return each.attname
    _owner, name = WITHIN.get(each.related_model, ("", "slug"))  # type: ignore[arg-type]
    return f"{each.name}__{name}"


def _spelled(shape: Shape) -> Callable[[list[Any]], dict[str, Any]]:
    """From the values of a row to the fields of seed files: text and true flags, without what is empty or a default."""
    fields = [(name, shape.defaults.get(name), name in shape.numbers) for name in shape.fields]

    def take(values: list[Any]) -> dict[str, Any]:
        found = {}
        for (name, default, is_number), value in zip(fields, values, strict=True):
            if value or (is_number and value is not None):
                text = str(value) if is_number else value
                if text != default:
                    found[name] = text
        return found

    return take


def listed(shape: Shape, name: str, owners: Any) -> dict[int, list[Any]]:
    """A list of records by the keys of its owners."""
    each: Any = shape.lists[name]
    mine, other = f"{each.m2m_field_name()}_id", f"{each.m2m_reverse_field_name()}_id"
    target = f"{each.m2m_reverse_field_name()}__slug" if shape.of_seeds else other
    found: dict[int, list[Any]] = {}
    if isinstance(owners, list):
        rows: Any = _statement_of_list(each, mine, other, target, connection.vendor).rows(owners)
    else:
        through = each.remote_field.through._base_manager.filter(**{f"{mine}__in": owners})
        rows = through.order_by(other).values_list(mine, target)
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return {key: sorted(values) for key, values in found.items()} if shape.of_seeds else found


@cache
def _statement_of_list(each: Any, mine: str, other: str, target: str, vendor: str) -> Statement:
    through = each.remote_field.through
    return Statement(through._base_manager.filter(among(through, mine)).order_by(other).values_list(mine, target))


# --- from a version of history ----------------------------------------------------------------------------------------


SMALL = 2_000
"""A revision with more versions than this is a load: it is not read whole for one record."""


def read_version(version: Any, known: set[tuple[str, int]] | None = None) -> Data:
    """The data of a record as a version of django-reversion holds it. Fields that are newer than it are left out.

    With the keys of rows that are `known`, of a large revision only these are looked for.
    """
    versions = version.revision.version_set.filter(format="json").order_by()
    is_small = not versions.values("pk")[SMALL : SMALL + 1].exists()
    columns = ("content_type", "object_id", "serialized_data")
    of_small = [*versions.values_list(*columns)] if is_small else []

    def from_version(part: Part, owners: list[int]) -> tuple[list[Row], list[int]]:
        shape, owner = part.shape, part.owner.name
        content_type = ContentType.objects.get_for_model(shape.model).pk
        found = of_small
        if not is_small:
            owned: Any = Q(object_id__in=[str(key) for _name, key in known or ()])
            if known is None:
                owned = Q(*(Q(serialized_data__contains=f'"{owner}": {key}') for key in owners), _connector=Q.OR)
            found = versions.filter(owned, content_type=content_type).values_list(*columns) if owners else []
        rows = ((int(key), json.loads(data)[0]["fields"]) for model, key, data in found if model == content_type)
        kept = [
            (fields[owner], pk, _kept(shape, fields))
            for pk, fields in sorted(rows, key=lambda row: row[0])
            if fields.get(owner) in owners
        ]
        return kept, [pk for _owner, pk, _fields in kept]

    shape, pk = shape_of(version.content_type.model_class()), int(version.object_id)
    held = _kept(shape, json.loads(version.serialized_data)[0]["fields"])
    return _data(shape, pk, held, _parts(shape, [pk], from_version))


def _kept(shape: Shape, fields: dict[str, Any]) -> dict[str, Any]:
    kept = {name: fields[name] for name in shape.fields if name in fields}
    return kept | {name: sorted(fields[name]) for name in shape.lists if name in fields}


def completed(data: Data, live: Data) -> Data:
    """The data of an older version with what it does not say taken from the live one."""
    return live | data


# --- keys of rows -----------------------------------------------------------------------------------------------------


def keys_of(model: type[Model], data: Data) -> set[tuple[str, int]]:
    """The part's name and the key of every row in it, at any depth."""
    found = set()
    for name, part in shape_of(model).parts.items():
        for row in data.get(name, ()):
            found |= {(name, row["pk"])} | keys_of(part.shape.model, row)
    return found
