"""Queries that are asked again and again for other records: compiled once."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, CharField, Q, QuerySet
from django.db.models.expressions import RawSQL


class Statement:
    """A query, compiled once; in one for what belongs to some records, only their keys differ.

    Without that, compiling and a parameter for each key would cost as much as the query.
    """

    def __init__(self, queryset: QuerySet):
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()

    def bind(self, keys: Sequence[int | str]) -> list:
        """The parameters of the statement for the records with these keys."""
        value = keys if connection.vendor == "postgresql" else json.dumps(keys)
        return [value if parameter is KEYS else parameter for parameter in self.parameters]

    def rows(self, keys: Sequence[int | str] | None = None) -> list[tuple]:
        """All rows at once, as the database has them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.bind(keys or []))
            return cursor.fetchall()

    def values(self, keys: Sequence[int | str]) -> Sequence[Sequence]:
        """All rows, with values as the fields have them."""
        converters = self.compiler.get_converters([selected[0] for selected in self.compiler.select])
        rows = self.rows(keys)
        return [*self.compiler.apply_converters(rows, converters)] if converters else rows


KEYS: Any = object()
"""Stands in a statement's parameters for the keys of the records."""


def given_keys(of: str = "bigint") -> RawSQL:
    """KEYS as rows, to be looked for in: one parameter, however many they are."""
    sql = f"SELECT unnest(%s::{of}[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"
    return RawSQL(sql, [KEYS], CharField() if of == "text" else BigIntegerField())


def among(model: Any, column: str, of: str = "bigint") -> Any:
    """Whether the column of the model's table is one of KEYS, which are numbers or `of` type text."""
    if connection.vendor == "postgresql":
        return RawSQL(f"{model._meta.db_table}.{column} = ANY(%s::{of}[])", [KEYS], BooleanField())
    return Q(**{f"{column}__in": given_keys(of)})
