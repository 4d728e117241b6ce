"""`/export/events.xlsx`: a workbook with a sheet for each kind of record, and one for the words behind them.

Every cell is text or a number, never a formula. What a spreadsheet would take for one where it is typed in again has
Excel's own mark of a text (its quote prefix, the apostrophe that the cell does not show): the value is as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from events.exports import events_csv, related
from events.exports.records_json import JSONRecords
from events.exports.rows import rows
from events.exports.view import View
from events.models import Actor, Source
from events.published import belongings
from events.published import events as published
from events.published.interpretations import Argued
from events.published.interpretations import read as read_interpretations

PIECE = 65_536
"""Bytes that are sent at once."""

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Of a sheet, and of a cell; a longer text ends with an ellipsis."""

CITATIONS = ["of", "record", "source", "reference", "passage", "locator", "whole_work", "quote"]
ACTORS = [
    "slug",
    "url",
    "name",
    "sort_name",
    "kind",
    "life_dates",
    "other_names",
    "offices",
    "wikidata",
    "viaf",
    "note",
]
SOURCES = [
    "slug", "url", "reference", "type", "title", "kind", "created", "issued", "available_from", "licence",
    "attribution", "doi", "address", "note",
]  # fmt: skip
INTERPRETATIONS = [
    "slug", "url", "claim", "argument", "ground", "voice", "attribution", "made_on", "scope", "argued_date",
    "proponents", "proponent_names", "debate", "question", "answer", "answer_name", "events", "circumstances",
    "contests", "supports", "qualifies", "rests_on", "note",
]  # fmt: skip
WIDE = {"url", "title", "summary", "claim", "argument", "quote", "quotes", "question", "reference", "note"}

join = events_csv.SEPARATOR.join


def stream(view: View) -> Iterator[bytes]:
    """The workbook in pieces: it is written to a file first, since its directory stands at its end."""
    with TemporaryFile() as file:
        _write(view, file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Sheet:
    """Rows one after the other; what a sheet has no room for stands in another one."""

    def __init__(self, book: Workbook, name: str, header: Sequence[str]) -> None:
        self.book, self.name, self.header, self.number = book, name, header, 1
        self.quoted, self.bold = book.add_format({"quote_prefix": True}), book.add_format({"bold": True})
        self._begin(name)

    def _begin(self, name: str) -> None:
        self.sheet, self.row = self.book.add_worksheet(name), 1
        self.sheet.freeze_panes(1, 0)
        for column, title in enumerate(self.header):
            self.sheet.set_column(column, column, 50 if title in WIDE else 18)
        for column, title in enumerate(self.header):
            self.sheet.write_string(0, column, title, self.bold)

    def write(self, cells: Iterable[Any]) -> None:
        if self.row == MOST_ROWS:
            self.number += 1
            self._begin(f"{self.name} {self.number}")
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell)
            elif cell:
                text = cell if len(cell) <= MOST_CHARACTERS else f"{cell[: MOST_CHARACTERS - 1]}…"
                mark = self.quoted if text[0] in events_csv.FORMULA else None
                self.sheet.write_string(self.row, column, text, mark)
        self.row += 1


def _write(view: View, file: IO[bytes]) -> None:
    book = Workbook(file, {"constant_memory": True})
    about = {"title": str(view.site.title), "comments": f"{view.url}\n{view.site.licence}", "created": view.as_of}
    book.set_properties(about)
    found, records = related.Related(view), _Records(view)
    events, actors = _Sheet(book, "events", events_csv.HEADER), _Sheet(book, "actors", ACTORS)
    sources, interpretations = _Sheet(book, "sources", SOURCES), _Sheet(book, "interpretations", INTERPRETATIONS)
    citations = _Sheet(book, "citations", CITATIONS)
    for row in rows(view.ids, view.language, published.Tabulated):
        events.write(events_csv.cells(row, view))
        for cited in row.event.citations:
            citations.write(records.citation("event", row.event.slug, cited))
    for cells, words in found.write(
        read_interpretations, found.interpretations, lambda each: [*map(records.argued, each)]
    ):
        interpretations.write(cells)
        for citation in words:
            citations.write(citation)
    for cells in found.write(related.actors, found.actors, lambda each: [*map(records.actor, each)]):
        actors.write(cells)
    for cells in found.write(related.sources, found.sources, lambda each: [*map(records.source, each)]):
        sources.write(cells)
    book.close()


class _Records:
    """The cells of records, in the order of the headers."""

    def __init__(self, view: View) -> None:
        self.records = JSONRecords(view)

    def actor(self, actor: Actor) -> list[Any]:
        said = self.records.actor(actor)
        names = [_with(other["name"], other["used"]) for other in said["other_names"]]
        offices = [_with(office["what"], office["dates"]) for office in said["offices"]]
        return _cells(said | {"other_names": join(names), "offices": join(offices)}, ACTORS)

    def source(self, source: Source) -> list[Any]:
        said, work = self.records.source(source), source.csl
        more = {"type": work.get("type"), "title": source.title, "doi": work.get("DOI"), "address": work.get("URL")}
        return _cells(said | more, SOURCES)

    def argued(self, argued: Argued) -> tuple[list[Any], list[list[Any]]]:
        """Its own row, and those of all that is cited for it, its evidence and what it does to others."""
        said, slug = self.records.interpretation(argued), argued.slug
        evidence, relations = said["evidence"], said["relations"]
        cells = said | {
            "proponents": join(said["proponents"]),
            "proponent_names": join(said["proponent_names"]),
            "events": join([f"{row['event']} ({row['bearing']})" for row in evidence if row["event"]]),
            "circumstances": join(
                [f"{row['circumstance']} ({row['bearing']})" for row in evidence if not row["event"]]
            ),
        }
        for kind in ("contests", "supports", "qualifies", "rests_on"):
            cells[kind] = join([one["interpretation"] for one in relations if one["kind"] == kind])
        words = [self.citation("interpretation", slug, cited) for cited in argued.citations.all()]
        for of, rows_ in (("evidence", argued.public_evidence), ("relation", argued.public_relations)):
            words += [self.citation(of, slug, cited) for row in rows_ for cited in row.citations.all()]
        return _cells(cells, INTERPRETATIONS), words

    @staticmethod
    def citation(of: str, slug: str, cited: belongings.Citation) -> list[Any]:
        return [
            of,
            slug,
            cited.source.slug,
            cited.source.reference,
            cited.passage.number if cited.passage else None,
            str(cited.locator),
            "1" if cited.whole_work else "0",
            cited.quote,
        ]


def _with(words: str, dates: str | None) -> str:
    return f"{words} ({dates})" if dates else words


def _cells(said: dict[str, Any], header: Sequence[str]) -> list[Any]:
    return [said[name] if isinstance(said[name], int) else str(said[name] or "") for name in header]
