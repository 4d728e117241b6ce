"""What a deletion takes along and what keeps it from happening, as the pages that ask for it say it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from events.admin import links
from events.record_data import pointers
from events.record_data.declaration import DECLARED, RECORDS


def described(objs: Any) -> tuple[list[Any], dict[str, int], list[Model]]:
    """What goes, nested as it hangs together; how many rows of each kind; the rows that keep it from going."""
    first = next(iter(objs), None)
    if first is None:
        return [], {}, []
    collector = NestedObjects(using=router.db_for_write(type(first)), origin=objs)
    collector.collect(objs)
    counts: Counter[str] = Counter()
    rows_of: dict[Any, Any] = collector.model_objs
    for model, rows in rows_of.items():
        if model in DECLARED:  # other rows are derived, or only tie two of these together
            counts[str(model._meta.verbose_name_plural)] += len(rows)
    return list(_shown(collector.nested())), dict(counts), list(collector.protected)


def _shown(nested: Iterable[Any]) -> Iterator[Any]:
    for each in nested:
        if isinstance(each, list):
            if found := list(_shown(each)):
                yield found
        elif type(each) in DECLARED:
            yield linked(each) if type(each) in RECORDS else _named(each)


def links_to(protecting: Iterable[Model]) -> list[SafeString]:
    """Links to the records that keep something from being deleted, each once: of rows, to what they belong to."""
    rows = ({type(row): {row.pk}} for row in protecting)
    places = (place for row in rows for place in (pointers.records_of(row) or row).items())
    records = (model._base_manager.filter(pk=key).first() for model, keys in places for key in keys)
    return [linked(record) for record in dict.fromkeys(records) if record is not None]


def linked(record: Model) -> SafeString:
    return format_html('{}: <a href="{}">{}</a>', capfirst(record._meta.verbose_name), links.admin_url(record), record)


def _named(row: Model) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"
