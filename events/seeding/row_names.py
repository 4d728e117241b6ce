"""What files call rows of any kind: a key says nothing in another database.

`events/congress` is a record, `events/congress/participants/2` the second of its participants as a dump lists them,
`sources/letter/passages/7` a passage by its number, `sources/letter/passages/7/references/1` the first marker in it.
`gone/event/3` is a row that is no more: files say of it only where it is the same one. The same holds for rows that are
given by their place in a list of their own (`comments/12`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from events import models
from events.record_data.declaration import KIND_OF, Data, Shape, owners_of
from events.record_data.declaration import KINDS as MODELS
from events.record_data.pointers import in_parts
from events.seeding import in_database
from events.seeding.shapes import SHAPES
from events.sql.bulk_insert import Keys

NAME = re.compile(r"[-a-zA-Z0-9_]+(/[-a-zA-Z0-9_]+){1,6}")
GONE = "gone"

Row = tuple[type[Model], int]
"""A model, and the key of a row."""
Named = dict[Row, str]


def names_of(wanted: Iterable[Row], others: Named) -> Named:
    """The names of those of the rows that the database has; `others` are rows that stand in lists of their own."""
    keys: dict[Any, set[int]] = defaultdict(set)
    for model, key in wanted:
        keys[model].add(key)
    found = {row: others[row] for row in others if row[1] in keys.get(row[0], ())}
    slugs: dict[str, set[str]] = defaultdict(set)
    for model, some in keys.items():
        for kind, slug in _records_of(model, some):
            slugs[kind].add(slug)
    for kind, some_slugs in slugs.items():
        found |= {row: name for row, name in _rows_of(kind, some_slugs) if row[1] in keys.get(row[0], ())}
    return found


def _records_of(model: Any, keys: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Kind and slug of the records that rows are, or belong to."""
    for part in in_parts({*keys}, in_database.SLICE):
        rows = model._base_manager.filter(pk__in=part).order_by()
        if model in KIND_OF:
            yield from ((KIND_OF[model], slug) for slug in rows.values_list("slug", flat=True))
        elif model is models.Passage:
            yield from (("sources", slug) for slug in rows.values_list("source__slug", flat=True).distinct())
        else:
            for owner in owners_of(model):
                owning = rows.exclude(**{owner.name: None}).values_list(owner.attname, flat=True)
                yield from _records_of(owner.related_model, owning)


def _rows_of(kind: str, slugs: Iterable[str]) -> Iterator[tuple[Row, str]]:
    """Records, and every row that belongs to them, with their names."""
    slugs = {*slugs}
    for slug, key in in_database.keys(kind, slugs):
        yield (MODELS[kind], key), f"{kind}/{slug}"
    if kind == "sources":
        yield from _rows_of_texts(slugs)
    else:
        for data in in_database.stream(kind, slugs):
            yield from _rows_within(SHAPES[kind], data, f"{kind}/{data['slug']}")


def _rows_within(shape: Shape, data: Data, name: str) -> Iterator[tuple[Row, str]]:
    for part_name, part in shape.parts.items():
        for number, row in enumerate(data.get(part_name, ()), 1):
            here = f"{name}/{part_name}/{number}"
            yield (part.shape.model, row.pk), here
            yield from _rows_within(part.shape, row, here)


def _rows_of_texts(slugs: set[str]) -> Iterator[tuple[Row, str]]:
    for (source, passage_number), key in in_database.rows_within(models.Passage, slugs):
        yield (models.Passage, key), f"sources/{source}/passages/{passage_number}"
    for part in in_parts(slugs, in_database.SLICE):
        markers = models.Reference.objects.filter(passage__source__slug__in=part).order_by("passage", "offset", "pk")
        places: dict[int, int] = defaultdict(int)
        for passage, slug, number, key in markers.values_list(
            "passage_id", "passage__source__slug", "passage__number", "pk"
        ):
            places[passage] += 1
            yield (models.Reference, key), f"sources/{slug}/passages/{number}/references/{places[passage]}"


class Finder:
    """The keys of rows that files name; a row that is not there gets one that no other will have."""

    def __init__(self, wanted: Iterable[str], keys: Keys):
        self.keys = keys
        self.gone: dict[tuple[Any, str], int] = {}
        self.found: dict[tuple[Any, str], int] = {}
        self.others: dict[str, int] = {}
        """Rows in lists of their own, by name."""
        slugs: dict[str, set[str]] = defaultdict(set)
        for name in wanted:
            kind, slug, *_rest = name.split("/")
            if kind in MODELS:
                slugs[kind].add(slug)
        for kind, some in slugs.items():
            self.found |= {(model, name): key for (model, key), name in _rows_of(kind, some)}

    def key(self, model: Any, name: str) -> int:
        if (key := self.known(model, name)) is not None:
            return key
        if (model, name) not in self.gone:
            self.gone[model, name] = self.keys.spend(model)
        return self.gone[model, name]

    def known(self, model: Any, name: str) -> int | None:
        """The key of a row that the database has."""
        return self.others.get(name) or self.found.get((model, name))
