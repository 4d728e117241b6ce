"""A deleted record comes back from the version that its deletion left."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.chronology import order
from events.models import Event, Passage, Reference, Source
from events.record_data import writing


def revive(version: Any) -> Any:
    """Writes the row of a deleted record again, a document's passages and markers with it; raises as `bring_back`.

    Its parts are not written: they are in the version’s data (`record_data.reading.read_version`).
    """
    return bring_back(version._object_version, version)


def bring_back(held: DeserializedObject, version: Any = None) -> Any:
    """Writes a row again under its old key, without what it pointed at and is gone.

    Raises ValidationError if its slug or key is taken, or its address leads readers to another record by now. Call it
    in a transaction.
    """
    try:
        with transaction.atomic():
            record = _written(held)
            for other in _passages_of(version, record) if version else ():
                _written(other._object_version)
    except IntegrityError:
        raise ValidationError([_("It cannot be brought back: another record has its slug or its place now.")]) from None
    if type(record) in redirects.KINDS and (found := redirects.taken_by_redirect(type(record), record.slug)):
        text = _(
            "It cannot be brought back: its address leads readers to “%(target)s” now. Delete that redirect first."
        )
        raise ValidationError([text % {"target": found.target}])
    record = type(record)._base_manager.get(pk=record.pk)
    record.save()  # so that it is dated, found and shown as what it is now
    if isinstance(record, Event):  # the row came back published, as if it had never been away
        order.place([record.pk])
    return record


def _written(held: DeserializedObject) -> Any:
    """The row as it was, without what it points at and is gone; what cannot be without that is refused."""
    row: Any = held.object
    for field in row._meta.concrete_fields:
        target = field.related_model
        value = getattr(row, field.attname)
        if field.unique and field.null and type(row)._base_manager.filter(**{field.name: value}).exists():
            setattr(row, field.attname, None)  # another has taken its place
        if target is not None and value is not None and not target._base_manager.filter(pk=value).exists():
            if not field.null:
                raise ValidationError([writing.what_is_gone(target)])
            setattr(row, field.attname, None)
    models.Model.save_base(row, raw=True, force_insert=True)
    for name, values in (held.m2m_data or {}).items():
        there = row._meta.get_field(name).related_model._base_manager.filter(pk__in=list(values))
        getattr(row, name).set(there)
    return row


def _passages_of(version: Any, record: Any) -> Iterator[Any]:
    """The versions of a document's passages, and of the markers in them, that its deletion took along."""
    if not isinstance(record, Source):
        return
    passages: set[int] = set()
    for model, owner, owners in ((Passage, "source", {record.pk}), (Reference, "passage", passages)):
        name = model._meta.model_name
        for other in version.revision.version_set.filter(content_type__model=name).order_by("pk"):
            if json.loads(other.serialized_data)[0]["fields"].get(owner) in owners:
                if model is Passage:
                    passages.add(int(other.object_id))
                yield other
