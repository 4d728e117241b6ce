"""History of a load, in bulk: one revision with each record that was written and its inlines.

django-reversion sees only saves, one by one. This writes the rows that `reversion.add_to_revision` would, from the same
registrations (`editing.history`), in a number of queries that does not grow with each record's parts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router
from django.utils import timezone
from reversion.models import Revision, Version
from reversion.revisions import _get_options

from events import models
from events.record_data.declaration import DECLARED, shape_of
from events.record_data.declaration import KINDS as MODELS
from events.record_data.reading import listed
from events.seeding.plan import Progress, no_progress
from events.sql.bulk_insert import write

SLICE = 1000


def record(
    comment: str,
    touched: Mapping[str, Sequence[int]],
    progress: Progress = no_progress,
    when: datetime | None = None,
    user: Any = None,
) -> None:
    """Writes one revision that holds the touched records, by kind and key, as the database now has them."""
    total, done = sum(map(len, touched.values())), 0
    revision = Revision.objects.create(date_created=when or timezone.now(), comment=comment, user=user)
    for kind, pks in touched.items():
        model = MODELS.get(kind, models.Redirect)
        for start in range(0, len(pks), SLICE):
            part = list(pks[start : start + SLICE])
            for of, column, keys in _with_inlines(model, part):
                _write_versions(revision, of, column, keys)
            done += len(part)
            progress("Recording", done, total)


def _with_inlines(model: Any, pks: list[int]) -> Iterator[tuple[Any, str, list[int]]]:
    """A model with the keys to take, then each of its inlines with the column that leads to their owners."""
    yield model, "pk", pks
    inlines = [model._meta.get_field(name) for name in DECLARED[model].parts]
    if model is models.Source:
        inlines = [model._meta.get_field("passages")]
    for relation in inlines:
        inline, column = relation.related_model, relation.field.attname
        yield inline, column, pks
        if DECLARED[inline].parts:
            owned = list(inline.objects.filter(**{f"{column}__in": pks}).values_list("pk", flat=True))
            for start in range(0, len(owned), SLICE):
                yield from list(_with_inlines(inline, owned[start : start + SLICE]))[1:]


def _write_versions(revision: Revision, model: Any, column: str, keys: list[int]) -> None:
    options = _get_options(model)
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=options.for_concrete_model)
    columns = [each for each in model._meta.concrete_fields if not each.primary_key and each.name in options.fields]
    rows = list(
        model.objects.filter(**{f"{column}__in": keys})
        .order_by("pk")
        .values_list("pk", *(each.attname for each in columns))
    )
    shape, keys = shape_of(model), [row[0] for row in rows]
    lists = {name: listed(shape, name, keys) for name in shape.lists}
    label, name_of, names = (model._meta.label_lower, _NAMES.get(model), [each.name for each in columns])
    verbose_name = str(model._meta.verbose_name)
    db, encode = router.db_for_write(model), DjangoJSONEncoder(ensure_ascii=False).encode

    def values() -> Iterator[tuple[Any, ...]]:
        for pk, *row in rows:
            fields = dict(zip(names, row, strict=True))
            name = (name_of and name_of(fields)) or f"{verbose_name} {pk}"
            for field_name, targets in lists.items():
                fields[field_name] = targets.get(pk, [])
            data = encode([{"model": label, "pk": pk, "fields": fields}])
            yield revision.pk, str(pk), content_type.pk, db, options.format, data, name

    write(Version._meta.db_table, [Version._meta.get_field(name).column for name in _WRITTEN], values())


_WRITTEN = ("revision", "object_id", "content_type", "db", "format", "serialized_data", "object_repr")


_NAMES: dict[Any, Callable[[dict[str, Any]], str]] = {
    models.Event: lambda fields: fields["title"],
    models.Interpretation: lambda fields: fields["claim"],
    models.Debate: lambda fields: fields["question"],
    models.Actor: lambda fields: fields["name"],
    models.Theme: lambda fields: fields["name"],
    models.Place: lambda fields: fields["name"],
    models.Source: lambda fields: fields["title"] or fields["slug"],
    models.ActorName: lambda fields: fields["name"],
    models.Office: lambda fields: fields["what"],
    models.Redirect: lambda fields: str(models.Redirect(**fields)),
    models.Reference: lambda fields: f"[{fields['marker']}]",
    models.Citation: lambda fields: f"“{fields['quote'][:60]}”" if fields["quote"] else fields["locator"],
}
