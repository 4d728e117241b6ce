"""Rows into tables, in bulk: the keys they will have, and plain statements."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import JSONField

Values = dict[str, Any]
"""A row: values by column name (`event_id`)."""


class Keys:
    """Keys for rows that are not written yet. It is good for one transaction."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def take(self, model: Any, number: int) -> Sequence[int]:
        """So many keys, ascending, that no other row of the table has or will be given."""
        table = model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                statement = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
                cursor.execute(statement, [connection.ops.quote_name(table), model._meta.pk.column, number])
                return [key for (key,) in cursor.fetchall()]
            if table not in self.last:  # nobody else writes while this transaction does
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
                self.last[table] = (cursor.fetchone() or (0,))[0]
        first = self.last[table] + 1
        self.last[table] += number
        return range(first, first + number)

    def spend(self, model: Any) -> int:
        """A key that no row has, or will be given after this transaction either."""
        (key,) = self.take(model, 1)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, key])
        return key


def insert(model: Any, rows: Iterable[Values]) -> None:
    """Inserts rows and asks for no keys; a row may bring its own. What is not given is the field's default.

    Most of the time of `bulk_create` goes into model instances and into values one by one; this takes rows as they are.
    """
    rows = list(rows)
    if not rows:
        return
    names, columns, defaults, as_json = _columns(model, model._meta.pk.attname in rows[0])
    if as_json:
        rows = [row | {name: json.dumps(row[name]) for name in as_json} for row in rows]
    write(model._meta.db_table, columns, [tuple(map((defaults | row).__getitem__, names)) for row in rows])


@lru_cache(maxsize=128)
def _columns(model: Any, with_key: bool) -> tuple[tuple[str, ...], tuple[str, ...], Values, tuple[str, ...]]:
    fields = [each for each in model._meta.concrete_fields if with_key or not each.primary_key]
    return (
        tuple(each.attname for each in fields),
        tuple(each.column for each in fields),
        {each.attname: each.get_default() for each in fields},
        tuple(each.attname for each in fields if isinstance(each, JSONField)),
    )


def write(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows, whose values the database takes as they are, in the fastest way that it has."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", list(rows))
