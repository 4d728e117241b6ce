"""A record with its inlines as plain data, and back: what is compared, kept as a pending revision, and restored.

A *whole* is a JSON object: `fields` by name (foreign keys as keys of rows), `many` (lists of keys by many-to-many
field), `rows` (lists by relation), each row with its `pk` and again `fields`, `many`, `rows`. It holds what editors
may write, and neither what is derived nor what only the loader writes. Which relations belong to a record is said
once, in `events.history`.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import history, publication, redirects
from events.models import Citation, FurtherReading, Passage, Reference, Source

Whole = dict[str, Any]

TEMPORARY = 2**62
"""Rows that no table holds yet have keys from here on: after all others, and never written for good."""

ONLY_LOADED = {
    Source: {"text"},
    Passage: {"source", "number", "start", "end", "withdrawn", "withdrawn_text"},
    Reference: {"passage", "marker", "displaced", "offset"},
}
"""What the loader alone writes."""

OWNERS = {"event", "interpretation", "debate", "evidence", "relation"}
"""Foreign keys by which a citation or a work to read on belongs to one of several kinds of records."""

EVERY_WRITE = {Citation: {"quote_offset"}}
"""Derived, but not from the row alone: where in its passage a quote stands that stands there twice."""


@dataclass(frozen=True)
class Shape:
    """What of a model's rows is part of a whole. `owner` is the foreign key to what the row belongs to."""

    model: type[models.Model]
    owner: str
    fields: tuple[str, ...]
    many: tuple[str, ...]
    rows: tuple[tuple[str, "Shape"], ...]


@cache
def shape_of(model: type[models.Model], owner: str = "") -> Shape:
    """The shape of a record's model or, with the foreign key to its owner, of an inline's."""
    left_out = ONLY_LOADED.get(model, set()) | {owner}
    if model in (Citation, FurtherReading):
        left_out = left_out | OWNERS
    fields = tuple(
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name not in left_out
        and (field.editable or field.name in EVERY_WRITE.get(model, ()))
    )
    many = tuple(
        field.name
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created  # type: ignore[union-attr]
    )
    rows = []
    for name in {**history.INLINES, **history.RECORDS}.get(model, ()):
        relation = model._meta.get_field(name)
        rows.append((name, shape_of(relation.related_model, relation.field.name)))  # type: ignore[union-attr]
    return Shape(model, owner, fields, many, tuple(rows))


# --- from rows to data ------------------------------------------------------------------------------------------------

Reader = Callable[[Shape, list[int]], Iterable[tuple[int, int, dict[str, Any], dict[str, list[int]]]]]
"""Gives the rows that belong to the given owners: the owner's key, the row's, its fields, its many-to-many lists."""


def of(record: models.Model) -> Whole:
    """The record as the database now has it."""
    shape = shape_of(type(record))
    values = type(record)._base_manager.filter(pk=record.pk).values(*map(_attname(shape), shape.fields)).get()
    many = _many_of(shape, [record.pk])[record.pk]
    return _whole(shape, record.pk, _named(shape, values), many, _from_database)


def _whole(shape: Shape, pk: int, fields: dict, many: dict, reader: Reader) -> Whole:
    whole = _plain({"fields": fields, "many": many, "rows": {}})
    for name, rows_shape in shape.rows:
        whole["rows"][name] = _rows(rows_shape, [pk], reader)[pk]
    return whole


def _rows(shape: Shape, owners: list[int], reader: Reader) -> dict[int, list[Whole]]:
    found: dict[int, list[Whole]] = {owner: [] for owner in owners}
    read = list(reader(shape, owners))
    rows = {pk: _plain({"pk": pk, "fields": fields, "many": many, "rows": {}}) for _owner, pk, fields, many in read}
    for name, inner in shape.rows if rows else ():
        for pk, inner_rows in _rows(inner, list(rows), reader).items():
            rows[pk]["rows"][name] = inner_rows
    for owner, pk, _fields, _lists in read:
        found[owner].append(rows[pk])
    return found


def _from_database(shape: Shape, owners: list[int]) -> Iterator[tuple[int, int, dict, dict]]:
    owner = _attname(shape)(shape.owner)
    queryset = shape.model._base_manager.filter(**{f"{owner}__in": owners}).order_by("pk")
    rows = list(queryset.values("pk", owner, *map(_attname(shape), shape.fields)))
    many = _many_of(shape, [row["pk"] for row in rows])
    for row in rows:
        yield row[owner], row["pk"], _named(shape, row), many[row["pk"]]


def _attname(shape: Shape) -> Callable[[str], str]:
    return lambda name: shape.model._meta.get_field(name).attname  # type: ignore[union-attr]


def _named(shape: Shape, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[_attname(shape)(name)] for name in shape.fields}


def _many_of(shape: Shape, keys: list[int]) -> dict[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = {key: {name: [] for name in shape.many} for key in keys}
    for name in shape.many:
        field = shape.model._meta.get_field(name)
        mine, other = field.m2m_column_name(), field.m2m_reverse_name()  # type: ignore[union-attr]
        through = field.remote_field.through._base_manager.filter(**{f"{mine}__in": keys})  # type: ignore[union-attr]
        for key, target in through.order_by(other).values_list(mine, other):
            found[key][name].append(target)
    return found


def _plain(value: Any) -> Any:
    """As it comes back from JSON, so that wholes compare equal wherever they come from."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


# --- from a version of history to data --------------------------------------------------------------------------------


SMALL = 2_000
"""A revision with more versions than this is a load: it is not read whole for one record."""


def at(version: Any, known: set[tuple[str, int]] | None = None) -> Whole:
    """The record as a version of django-reversion holds it. Fields that are newer than the version are left out.

    With the keys of rows that are `known`, of a large revision only these are looked for.
    """
    is_small = not version.revision.version_set.order_by().values("pk")[SMALL : SMALL + 1].exists()

    def from_version(shape: Shape, owners: list[int]) -> Iterator[tuple[int, int, dict, dict]]:
        found = version.revision.version_set.filter(content_type=_content_type(shape.model), format="json")
        if not is_small and known is not None:
            found = found.filter(object_id__in=[str(key) for _name, key in known])
        elif not is_small:
            owned = (Q(serialized_data__contains=f'"{shape.owner}": {owner}') for owner in owners)
            found = found.filter(Q(*owned, _connector=Q.OR)) if owners else found.none()
        rows = (
            (int(key), json.loads(data)[0]["fields"]) for key, data in found.values_list("object_id", "serialized_data")
        )
        for pk, fields in sorted(rows, key=lambda row: row[0]):
            if fields.get(shape.owner) in owners:
                yield fields[shape.owner], pk, *_split(shape, fields)

    shape, pk = shape_of(version.content_type.model_class()), int(version.object_id)
    return _whole(shape, pk, *_split(shape, json.loads(version.serialized_data)[0]["fields"]), from_version)


def _content_type(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _split(shape: Shape, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    kept = {name: fields[name] for name in shape.fields if name in fields}
    many = {name: sorted(fields[name]) for name in shape.many if name in fields}
    return kept, many


def completed(whole: Whole, live: Whole) -> Whole:
    """A whole from an older version with what it does not say taken from the live one."""
    return {
        "fields": live["fields"] | whole["fields"],
        "many": live["many"] | whole["many"],
        "rows": live["rows"] | whole["rows"],
    }


# --- keys of rows that are not written yet ----------------------------------------------------------------------------


def keys_of(whole: Whole) -> set[tuple[str, int]]:
    """The relation's name and the key of every row in it, at any depth."""
    found = set()
    for name, rows in whole["rows"].items():
        for row in rows:
            found |= {(name, row["pk"])} | keys_of(row)
    return found


def with_temporary_keys(whole: Whole, known: set[tuple[str, int]]) -> Whole:
    """The whole with a temporary key for each row that is not known: it was written to be read, and is gone again."""
    rows = {
        name: [
            with_temporary_keys(row, known) | {"pk": row["pk"] if (name, row["pk"]) in known else _temporary_key()}
            for row in each
        ]
        for name, each in whole["rows"].items()
    }
    return whole | {"rows": rows}


def _temporary_key() -> int:
    return TEMPORARY + secrets.randbits(52)


# --- from data to rows ------------------------------------------------------------------------------------------------


def write(record: models.Model, whole: Whole, for_good: bool = True) -> list[str]:
    """Makes the record and its rows what the whole says, touching only what differs. Call it in a transaction.

    For good, everything is validated first as a form would, rows with temporary keys get new ones, and a new slug
    leaves a redirect and is none that leads readers elsewhere. Else temporary keys stay, what points at something
    deleted is left out, and the caller rolls back. Gives the sentences of what is left out. Raises ValidationError with
    the sentences of all that is wrong; not for good, where it fits no longer beside other records.
    """
    try:
        return _attempt(record, whole, for_good)
    except IntegrityError:
        # Perhaps two rows have changed places: with all of them away first, they can.
        record.refresh_from_db()
        try:
            return _attempt(record, whole, for_good, anew=True)
        except IntegrityError:
            text = _("Another record has this slug, two rows say the same, or what they point at is gone.")
            raise ValidationError([text]) from None
    except (DataError, OverflowError) as error:
        raise ValidationError([str(error)]) from None


def _attempt(record: models.Model, whole: Whole, for_good: bool, anew: bool = False) -> list[str]:
    problems: list[str] = []
    old_slug, old_status = getattr(record, "slug", ""), getattr(record, "status", "")
    with transaction.atomic():
        if anew:
            for name, rows_shape in shape_of(type(record)).rows:
                if name in whole["rows"] and rows_shape.model is not Reference:
                    rows_shape.model._base_manager.filter(**{rows_shape.owner: record}).delete()
        _write(record, whole, for_good, problems)
        new_slug = getattr(record, "slug", "")
        renamed = for_good and new_slug != old_slug and type(record) in redirects.KINDS
        if renamed and (taken := redirects.why_taken(type(record), new_slug, old_slug)):
            problems.append(f"{capfirst(_label(record, 'slug'))}: {taken}")
        if for_good and getattr(record, "is_published", False):
            problems += publication.problems(record)
        if for_good and problems:
            raise ValidationError(list(dict.fromkeys(problems)))
        if renamed and redirects.was_ever_public(record, old_status):
            redirects.leave_redirect(record, old_slug)
    return list(dict.fromkeys(problems))


def _write(record: models.Model, whole: Whole, for_good: bool, problems: list[str]) -> None:
    shape = shape_of(type(record))
    if _differs(record, shape, whole["fields"]):
        fields, missing = _with_targets(shape, whole["fields"])
        problems += missing
        if missing and for_good:
            return
        _set(record, shape, fields)
        record.checks_own_citations = True  # type: ignore[attr-defined]
        if for_good:
            _validate(record, problems)
        if for_good and problems:
            return
        record.save()
    for name in whole["many"]:
        keys = whole["many"][name]
        target = shape.model._meta.get_field(name).related_model
        there = set(target._base_manager.filter(pk__in=keys).values_list("pk", flat=True))  # type: ignore[union-attr]
        problems += [what_is_gone(target)] * bool(set(keys) - there)
        manager = getattr(record, name)
        if set(manager.values_list("pk", flat=True)) != there:
            manager.set(there)
    for name, rows_shape in shape.rows:
        if name in whole["rows"]:
            _write_rows(record, rows_shape, whole["rows"][name], for_good, problems)


def _write_rows(owner: models.Model, shape: Shape, rows: list[Whole], for_good: bool, problems: list[str]) -> None:
    manager = shape.model._base_manager
    there = {row.pk: row for row in manager.filter(**{shape.owner: owner})}
    if shape.model is not Reference:  # what the loader alone adds and takes away
        for pk in set(there) - {row["pk"] for row in rows}:
            there.pop(pk).delete()
    taken = set(manager.filter(pk__in={row["pk"] for row in rows} - set(there)).values_list("pk", flat=True))
    for row in rows:
        instance = there.get(row["pk"])
        new = instance is None
        if instance is None:
            if shape.model is Reference:
                continue
            instance = shape.model(**{shape.owner: owner})
            instance.pk = _key_of(row["pk"], row["pk"] in taken, for_good)
        if new or _differs(instance, shape, row["fields"]):
            fields, missing = _with_targets(shape, row["fields"])
            if missing:
                problems += missing
                continue
            _set(instance, shape, fields)
            if for_good:
                _validate(instance, problems)
            if for_good and problems:
                continue
            instance.save(force_insert=new)
        for name, inner in shape.rows:
            if name in row["rows"]:
                _write_rows(instance, inner, row["rows"][name], for_good, problems)


def _key_of(key: int, is_taken: bool, for_good: bool) -> int | None:
    """The key of a row that is not there: for good its own or, if that is temporary or another's, a new one."""
    if for_good:
        return None if is_taken or key >= TEMPORARY else key
    return TEMPORARY + key if is_taken else key


def _differs(instance: models.Model, shape: Shape, fields: dict[str, Any]) -> bool:
    """Whether a field has another value in the row."""
    return any(getattr(instance, attname) != value for attname, value in _values(shape, fields))


def _set(instance: models.Model, shape: Shape, fields: dict[str, Any]) -> None:
    for attname, value in _values(shape, fields):
        setattr(instance, attname, value)


def _values(shape: Shape, fields: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        field = shape.model._meta.get_field(name)
        yield field.attname, value if field.is_relation else field.to_python(value)  # type: ignore[union-attr]


def _with_targets(shape: Shape, fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields, without those that point at what has been deleted, and a sentence for each of these."""
    there, missing = {}, []
    for name, value in fields.items():
        target = shape.model._meta.get_field(name).related_model
        if target is None or value is None or target._base_manager.filter(pk=value).exists():  # type: ignore[union-attr]
            there[name] = value
        else:
            missing.append(what_is_gone(target))
    return there, missing


def what_is_gone(model: Any) -> str:
    """The sentence about what points at a record of this model that has been deleted."""
    return _("A record that it points at has been deleted since: %(kind)s.") % {"kind": model._meta.verbose_name}


def _validate(instance: models.Model, problems: list[str]) -> None:
    try:
        instance.full_clean(validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = "" if name == NON_FIELD_ERRORS else f"{capfirst(_label(instance, name))}: "
            problems += [f"{label}{message}" for message in messages]


def _label(instance: models.Model, name: str) -> str:
    return str(getattr(instance._meta.get_field(name), "verbose_name", name))
