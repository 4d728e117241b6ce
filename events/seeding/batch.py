"""Rows that belong to records, collected by a load and written together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from events.sql.bulk_insert import Keys, Values, insert


@dataclass
class Batch:
    """Rows to delete, update and create, model by model, and what must wait for the keys of created ones.

    `inserted` are rows whose keys nobody needs.
    """

    keys: Keys
    deleted: dict[Any, list[int]] = field(default_factory=dict)
    updated: dict[Any, list[Any]] = field(default_factory=dict)
    created: dict[Any, list[Values]] = field(default_factory=dict)
    inserted: dict[Any, list[Values]] = field(default_factory=dict)
    later: list[Callable[["Batch"], None]] = field(default_factory=list)

    def delete(self, model: Any, pks: Iterable[int]) -> None:
        self.deleted.setdefault(model, []).extend(pks)

    def update(self, row: Any) -> None:
        self.updated.setdefault(type(row), []).append(row)

    def create(self, model: Any, values: Values) -> None:
        """Like `insert`; once saved, the values hold the row's `id`."""
        self.created.setdefault(model, []).append(values)

    def insert(self, model: Any, values: Values) -> None:
        self.inserted.setdefault(model, []).append(values)

    def save(self) -> None:
        """Deletes, updates, creates, in this order; then what waited."""
        for model, pks in self.deleted.items():
            for start in range(0, len(pks), 500):
                model.objects.filter(pk__in=pks[start : start + 500]).delete()
        for model, rows in self.updated.items():
            names = [column.name for column in model._meta.concrete_fields if not column.primary_key]
            model.objects.bulk_update(rows, names, batch_size=200)
        for model, created in self.created.items():
            for key, values in zip(self.keys.take(model, len(created)), created, strict=True):
                values["id"] = key
            insert(model, created)
        for model, inserted in self.inserted.items():
            insert(model, inserted)
        if self.later:
            batch = Batch(self.keys)
            for add in self.later:
                add(batch)
            batch.save()
