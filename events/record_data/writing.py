"""From the data of a record to its rows, validated as a form would; and keys for rows that no table holds yet."""

import secrets
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.models import Reference, publication
from events.record_data.declaration import Data, Part, Shape, shape_of

TEMPORARY = 2**62
"""Rows that no table holds yet have keys from here on: after all others, and never written for good."""


def with_temporary_keys(model: type[models.Model], data: Data, known: set[tuple[str, int]]) -> Data:
    """The data with a temporary key for each row that is not known: it was written to be read, and is gone again."""

    def row_of(name: str, part: Part, row: Data) -> Data:
        key = row["pk"] if (name, row["pk"]) in known else TEMPORARY + secrets.randbits(52)
        return with_temporary_keys(part.shape.model, row, known) | {"pk": key}

    parts = shape_of(model).parts
    return data | {name: [row_of(name, parts[name], row) for row in data[name]] for name in parts if name in data}


def write(record: models.Model, data: Data, for_good: bool = True) -> list[str]:
    """Makes the record and its rows what the data says, touching only what differs. Call it in a transaction.

    For good, everything is validated first as a form would, rows with temporary keys get new ones, and a new slug
    leaves a redirect and is none that leads readers elsewhere. Else temporary keys stay, what points at something
    deleted is left out, and the caller rolls back. Gives the sentences of what is left out. Raises ValidationError with
    the sentences of all that is wrong; not for good, where it fits no longer beside other records.
    """
    try:
        return _attempt(record, data, for_good)
    except IntegrityError:
        # Perhaps two rows have changed places: with all of them away first, they can.
        record.refresh_from_db()
        try:
            return _attempt(record, data, for_good, anew=True)
        except IntegrityError:
            text = _("Another record has this slug, two rows say the same, or what they point at is gone.")
            raise ValidationError([text]) from None
    except (DataError, OverflowError) as error:
        raise ValidationError([str(error)]) from None


def _attempt(record: models.Model, data: Data, for_good: bool, anew: bool = False) -> list[str]:
    problems: list[str] = []
    old_slug, old_status = getattr(record, "slug", ""), getattr(record, "status", "")
    with transaction.atomic():
        if anew:
            for name, part in shape_of(type(record)).parts.items():
                if name in data and part.shape.model is not Reference:
                    part.shape.model._base_manager.filter(**{part.owner.name: record}).delete()
        _write(record, data, for_good, problems)
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


def _write(record: models.Model, data: Data, for_good: bool, problems: list[str]) -> None:
    shape = shape_of(type(record))
    if _differs(record, shape, data):
        values, missing = _with_targets(shape, data)
        problems += missing
        if missing and for_good:
            return
        _set(record, values)
        record.checks_own_citations = True  # type: ignore[attr-defined]
        if for_good:
            _validate(record, problems)
        if for_good and problems:
            return
        record.save()
    for name in [name for name in shape.lists if name in data]:
        target: Any = shape.lists[name].related_model
        there = set(target._base_manager.filter(pk__in=data[name]).values_list("pk", flat=True))
        problems += [what_is_gone(target)] * bool(set(data[name]) - there)
        manager = getattr(record, name)
        if set(manager.values_list("pk", flat=True)) != there:
            manager.set(there)
    _write_parts(record, shape, data, for_good, problems)


def _write_parts(owner: models.Model, shape: Shape, data: Data, for_good: bool, problems: list[str]) -> None:
    for name, part in shape.parts.items():
        if name in data:
            _write_rows(owner, part, data[name], for_good, problems)


def _write_rows(owner: models.Model, part: Part, rows: list[Data], for_good: bool, problems: list[str]) -> None:
    model, belongs = part.shape.model, {part.owner.name: owner}
    only_loaded = model is Reference  # the loader alone adds and takes away
    there = {row.pk: row for row in model._base_manager.filter(**belongs)}
    if not only_loaded:
        for pk in set(there) - {row["pk"] for row in rows}:
            _delete(there.pop(pk))
    elsewhere = model._base_manager.filter(pk__in={row["pk"] for row in rows} - set(there))
    taken = set(elsewhere.values_list("pk", flat=True))
    for row in rows:
        instance = there.get(row["pk"])
        new = instance is None
        if instance is None:
            if only_loaded:
                continue
            instance = model(**belongs)
            instance.pk = _key_of(row["pk"], row["pk"] in taken, for_good)
        if new or _differs(instance, part.shape, row):
            values, missing = _with_targets(part.shape, row)
            if missing:
                problems += missing
                continue
            _set(instance, values)
            if for_good:
                _validate(instance, problems)
            if for_good and problems:
                continue
            instance.save(force_insert=new)
        _write_parts(instance, part.shape, row, for_good, problems)


def _delete(row: models.Model) -> None:
    try:
        row.delete()
    except models.ProtectedError as error:
        text = _("“%(row)s” cannot go as long as this points at it: %(others)s.")
        others = ", ".join(f"“{other}”" for other in islice(error.protected_objects, 3))
        raise ValidationError([text % {"row": row, "others": others}]) from None


def _key_of(key: int, is_taken: bool, for_good: bool) -> int | None:
    """The key of a row that is not there: for good its own or, if that is temporary or another's, a new one."""
    if for_good:
        return None if is_taken or key >= TEMPORARY else key
    return TEMPORARY + key if is_taken else key


def _differs(instance: models.Model, shape: Shape, data: Data) -> bool:
    """Whether a field has another value in the row."""
    return any(getattr(instance, each.attname) != value for each, value in _values(shape, data))


def _values(shape: Shape, data: Data) -> Iterator[tuple[models.Field, Any]]:
    for name, each in shape.fields.items():
        if name in data:
            yield each, data[name] if each.is_relation else each.to_python(data[name])


def _set(instance: models.Model, values: dict[models.Field, Any]) -> None:
    for each, value in values.items():
        setattr(instance, each.attname, value)


def _with_targets(shape: Shape, data: Data) -> tuple[dict[models.Field, Any], list[str]]:
    """The values, without those that point at what has been deleted, and a sentence for each of these."""
    there, missing = {}, []
    for each, value in _values(shape, data):
        target: Any = each.related_model
        if target is None or value is None or target._base_manager.filter(pk=value).exists():
            there[each] = value
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
