"""The index of a table of folded words: FTS5 on SQLite, tsvectors under GIN on PostgreSQL. Both give the same rows.

Neither database cuts the text into words by its own rules: words are what stands between blanks
(`events.search.folding`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from events.search.terms import SearchTerm

LONGEST_WORD = 100
"""Longer words are cut: PostgreSQL takes no word of more than 2,046 bytes."""


def cut(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in words)


@dataclass(frozen=True)
class Index:
    """The full-text index of `columns` of `table`, whose rows are known by the integer `key`."""

    table: str
    key: str
    columns: tuple[str, ...]

    # --- making ---

    def create(self, apps: Any, schema_editor: Any) -> None:
        """For a migration (`RunPython`)."""
        for statement in self._made_by(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def drop(self, apps: Any, schema_editor: Any) -> None:
        """For a migration, backwards."""
        if schema_editor.connection.vendor == "sqlite":
            for name in ("insert", "delete", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_{name}", params=None)
            schema_editor.execute(f"DROP TABLE IF EXISTS {self.table}_fts", params=None)
        else:
            schema_editor.execute(f"DROP INDEX IF EXISTS {self.table}_fts", params=None)

    def _made_by(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            vectors = ", ".join(f"({column}::tsvector)" for column in self.columns)
            yield f"CREATE INDEX {self.table}_fts ON {self.table} USING gin ({vectors})"
            return
        fts, columns = f"{self.table}_fts", ", ".join(self.columns)
        old, new = (", ".join(f"{row}.{name}" for name in self.columns) for row in ("old", "new"))
        forget = f"INSERT INTO {fts} ({fts}, rowid, {columns}) VALUES ('delete', old.{self.key}, {old});"
        learn = f"INSERT INTO {fts} (rowid, {columns}) VALUES (new.{self.key}, {new});"
        # To this tokenizer every letter beyond ASCII is part of a word; stems' marks and the bar between texts are too.
        yield (
            f"CREATE VIRTUAL TABLE {fts} USING fts5({columns}, content='{self.table}', content_rowid='{self.key}',"
            " tokenize=\"ascii tokenchars '=~|'\", prefix='2 3')"
        )
        yield f"INSERT INTO {fts} ({fts}) VALUES ('rebuild')"  # of rows that are there already
        yield f"CREATE TRIGGER {self.table}_insert AFTER INSERT ON {self.table} BEGIN {learn} END"
        yield f"CREATE TRIGGER {self.table}_delete AFTER DELETE ON {self.table} BEGIN {forget} END"
        yield f"CREATE TRIGGER {self.table}_update AFTER UPDATE ON {self.table} BEGIN {forget} {learn} END"

    # --- asking ---

    def keys(self, terms: Iterable, columns: Iterable[str] = ()) -> tuple[str, list[str]]:
        """SQL, with its parameters, for the keys of the rows with every wanted term in one of the columns (all of them
        unless some are named) and with none of the unwanted ones."""
        terms, columns = list(terms), list(columns) or list(self.columns)
        ask = self._asked_of_postgresql if connection.vendor == "postgresql" else self._asked_of_sqlite
        return ask(terms, columns)

    def _asked_of_sqlite(self, terms: list, columns: list[str]) -> tuple[str, list[str]]:
        wanted = [_fts5(term) for term in terms if term.wanted]
        unwanted = [_fts5(term) for term in terms if not term.wanted]
        of = "" if columns == list(self.columns) else f"{{{' '.join(columns)}}} : "
        found = f"SELECT rowid FROM {self.table}_fts WHERE {self.table}_fts MATCH %s"
        if not wanted:
            return f"SELECT {self.key} FROM {self.table} WHERE {self.key} NOT IN ({found})", [of + _any(unwanted)]
        expression = f"({' AND '.join(wanted)})" + (f" NOT {_any(unwanted)}" if unwanted else "")
        return found, [f"{of}({expression})"]

    def _asked_of_postgresql(self, terms: list, columns: list[str]) -> tuple[str, list[str]]:
        conditions: list[str] = []
        parameters: list[str] = []
        for term in terms:
            query = _tsquery(term)
            in_column = [f"{column}::tsvector @@ %s::tsquery" for column in columns]
            values = [[query]] * len(columns)
            if len(term.words) > 1:  # the index knows which words there are, not where
                in_column = [f"({one} AND {column} LIKE %s)" for one, column in zip(in_column, columns, strict=True)]
                values = [[query, f"%{term.pattern}%"]] * len(columns)
            conditions.append(("" if term.wanted else "NOT ") + f"({' OR '.join(in_column)})")
            parameters += [parameter for some in values for parameter in some]
        return f"SELECT {self.key} FROM {self.table} WHERE {' AND '.join(conditions)}", parameters


def _any(expressions: list[str]) -> str:
    return f"({' OR '.join(expressions)})"


def _fts5(term: "SearchTerm") -> str:
    words = f'"{" ".join(term.words)}"' + ("" if term.phrase else "*")
    return _any([words, *(f'"{stem}"' for stem in term.stems)])


def _tsquery(term: "SearchTerm") -> str:
    *first, last = (f"'{word}'" for word in term.words)
    together = " & ".join([*first, last if term.phrase else f"{last}:*"])
    return " | ".join([f"({together})", *(f"'{stem}'" for stem in term.stems)])
