"""From the data of a record to its rows, validated as a form would; and keys for rows that no table holds yet."""

import secrets
from collections.abc import Collection, Iterator
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


def write(
    record: models.Model,
    data: Data,
    for_good: bool = True,
    leaves_out: bool = False,
    adopts: Collection[tuple[str, int]] = (),
) -> list[str]:
    """Makes the record and its rows what the data says, touching only what differs. Call it in a transaction.

    For good, everything is validated first as a form would, rows with temporary keys get new ones, and a new slug
    leaves a redirect and is none that leads readers elsewhere. Else temporary keys stay, what points at something
    deleted is left out, and the caller rolls back. Gives the sentences of what is left out; with `leaves_out`, that is
    so for good too. Rows that it `adopts`, by part and key, are moved here from where they are. Raises ValidationError
    with the sentences of all that is wrong; not for good, where it fits no longer beside other records.
    """
    try:
        return _Writer(for_good, leaves_out or not for_good, adopts).write(record, data)
    except IntegrityError:
        # Perhaps two rows have changed places: with all of them away first, they can.
        record.refresh_from_db()
        try:
            return _Writer(for_good, leaves_out or not for_good, adopts).write(record, data, anew=True)
        except IntegrityError:
            text = _("Another record has this slug, two rows say the same, or what they point at is gone.")
            raise ValidationError([text]) from None
    except (DataError, OverflowError) as error:
        raise ValidationError([str(error)]) from None


class _Writer:
    def __init__(self, for_good: bool, leaves_out: bool, adopts: Collection[tuple[str, int]]) -> None:
        self.for_good, self.adopts = for_good, adopts
        self.problems: list[str] = []
        self.left_out: list[str] = [] if leaves_out else self.problems

    def write(self, record: models.Model, data: Data, anew: bool = False) -> list[str]:
        shape = shape_of(type(record))
        old_slug, old_status = getattr(record, "slug", ""), getattr(record, "status", "")
        with transaction.atomic():
            if anew:
                for name, part in shape.parts.items():
                    if name in data and part.shape.model is not Reference:
                        part.shape.model._base_manager.filter(**{part.owner.name: record}).delete()
            self.write_record(record, shape, data)
            new_slug = getattr(record, "slug", "")
            renamed = self.for_good and new_slug != old_slug and type(record) in redirects.KINDS
            if renamed and (taken := redirects.why_taken(type(record), new_slug, old_slug)):
                self.problems.append(f"{capfirst(_label(record, 'slug'))}: {taken}")
            if self.for_good and getattr(record, "is_published", False):
                self.problems += publication.problems(record)
            if self.problems:
                raise ValidationError(list(dict.fromkeys(self.problems)))
            if renamed and redirects.was_ever_public(record, old_status):
                redirects.leave_redirect(record, old_slug)
        return list(dict.fromkeys(self.left_out))

    def write_record(self, record: models.Model, shape: Shape, data: Data) -> None:
        if _differs(record, shape, data):
            values, missing = _with_targets(shape, data)
            self.left_out += missing
            if self.problems:
                return
            _set(record, values)
            record.checks_own_citations = True  # type: ignore[attr-defined]
            if not self.is_valid(record):
                return
            record.save()
        for name in [name for name in shape.lists if name in data]:
            target: Any = shape.lists[name].related_model
            there = set(target._base_manager.filter(pk__in=data[name]).values_list("pk", flat=True))
            self.left_out += [what_is_gone(target)] * bool(set(data[name]) - there)
            manager = getattr(record, name)
            if set(manager.values_list("pk", flat=True)) != there:
                manager.set(there)
        self.write_parts(record, shape, data)

    def is_valid(self, row: models.Model) -> bool:
        """Whether the row, and all before it, can be written."""
        if self.for_good:
            _validate(row, self.problems)
        return not self.problems

    def write_parts(self, owner: models.Model, shape: Shape, data: Data) -> None:
        for name, part in shape.parts.items():
            if name in data:
                self.write_rows(owner, name, part, data[name])

    def write_rows(self, owner: models.Model, name: str, part: Part, rows: list[Data]) -> None:
        model, belongs = part.shape.model, {part.owner.name: owner}
        only_loaded = model is Reference  # the loader alone adds and takes away
        there = {row.pk: row for row in model._base_manager.filter(**belongs)}
        if not only_loaded:
            for pk in set(there) - {row["pk"] for row in rows}:
                _delete(there.pop(pk))
        elsewhere = model._base_manager.in_bulk({row["pk"] for row in rows} - set(there))
        for row in rows:
            instance, other = there.get(row["pk"]), elsewhere.get(row["pk"])
            new = moved = False
            if instance is None and other is not None and (name, row["pk"]) in self.adopts:
                instance, moved = other, True
                setattr(instance, part.owner.name, owner)
            elif instance is None:
                if only_loaded:
                    continue
                instance, new = model(**belongs), True
                instance.pk = _key_of(row["pk"], other is not None, self.for_good)
            if new or moved or _differs(instance, part.shape, row):
                values, missing = _with_targets(part.shape, row)
                self.left_out += missing
                _set(instance, values)
                if missing or not self.is_valid(instance):
                    continue
                instance.save(force_insert=new)
            self.write_parts(instance, part.shape, row)


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
