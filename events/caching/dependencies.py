"""Which events are made of which rows: found in the queries that read them, so that nothing can be forgotten.

What is kept of events is declared as `Part`s by those who make it, `search.index` and `selection.fetching`. Each is a
query, and every table that it reads is one whose rows an event depends on.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import In
from django.db.models.sql import Query
from django.db.models.sql.datastructures import Join

from events.sql.statements import Statement, given_keys


@dataclass
class Dependency:
    """Rows of which something is made: a column with their owner and what is taken of them.

    The owner is an event, or what `of`, another part, takes: so interpretations belong to events through evidence.
    """

    rows: Callable[[], QuerySet]
    owner: str
    taken: tuple[Any, ...]
    of: "Dependency | None" = None

    def read(self) -> QuerySet:
        """All that is taken, each row with its owner."""
        return self.rows().order_by().values_list(self.owner, *self.taken)

    def owners(self, rows: QuerySet) -> QuerySet:
        """The events of some of the rows."""
        owners = rows.values_list(self.owner)
        return (
            owners if self.of is None else self.of.owners(self.of.rows().filter(**{f"{self.of.taken[0]}__in": owners}))
        )


class Dependencies:
    """Of events on rows of any model, by the parts that something is made of."""

    def __init__(self, *parts: Dependency):
        self.parts = parts
        self._statements: dict[tuple[str, type[Model]], Statement | None] = {}

    def events_of(self, model: type[Model], keys: Collection[int]) -> set[int]:
        """The events that are made of rows of the model with these keys, as the database has them; one statement."""
        asked = connection.vendor, model
        if asked not in self._statements:
            found = [rows for part in self.parts for rows in _made_of(part, model)]
            self._statements[asked] = Statement(found[0].union(*found[1:])) if found else None
        statement = self._statements[asked]
        return {event for (event,) in statement.rows(sorted(keys))} - {None} if statement and keys else set()

    @cached_property
    def deciding(self) -> dict[str, set[str | None]]:
        """For each table the columns that decide which events depend on a row: those that join, and in conditions."""
        found = defaultdict[str, set[str | None]](set)
        for part in self.parts:
            rows = part.read()
            query, model = rows.query, rows.model
            for table, column in (*_joins(query), *_conditions(query, query.where)):
                found[table].add(column)
            found[model._meta.db_table].add(_column(model, part.owner))
        return found


def _made_of(part: Dependency, model: type[Model]) -> Iterable[QuerySet]:
    """The events with rows of the model in the part, once for each place where the query reads its table."""
    for alias, table in part.read().query.alias_map.items():
        rows = part.read()
        if table.table_name == model._meta.db_table and rows.query.alias_refcount[alias]:
            rows.query.where.add(In(Col(alias, model._meta.pk), given_keys()), "AND")
            yield part.owners(rows).order_by()


def _column(model: type[Model], name: str) -> str | None:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return cast(Field, field).column


def _joins(query: Query) -> Iterable[tuple[str, str | None]]:
    for alias, join in query.alias_map.items():
        if query.alias_refcount[alias] and isinstance(join, Join):
            for here, there in join.join_cols:
                yield query.alias_map[join.parent_alias].table_name, here
                yield join.table_name, there


def _conditions(query: Query, node: Any) -> Iterable[tuple[str, str | None]]:
    if isinstance(node, Col):
        yield query.alias_map[node.alias].table_name, node.target.column
        return
    children = node.children if hasattr(node, "children") else getattr(node, "get_source_expressions", list)()
    for child in children:
        yield from _conditions(query, child)
