"""Tables out of files: CSV in any of its spellings, and the sheets of a workbook (XLSX). Every cell is text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from events.exports.events_csv import FORMULA

LARGEST = 20_000_000
"""Bytes of a file, and of a workbook once it is unpacked ten times as many."""
MOST_ROWS = 50_000
MOST_COLUMNS = 500
DELIMITERS = ",;\t"


class UnreadableTable(Exception):
    """What is wrong with a file as a whole, in a sentence."""


@dataclass
class Table:
    """Rows by the names of their columns; each has the number that a spreadsheet shows beside it."""

    name: str
    header: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read(name: str, data: bytes) -> list[Table]:
    """The tables of a file. Raises Unreadable."""
    if len(data) > LARGEST:
        raise UnreadableTable(_("%(name)s is too large: give it in parts.") % {"name": name})
    return _sheets(name, data) if data[:4] == b"PK\x03\x04" else [_table(name, _lines(name, data))]


def _lines(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTable(_("%(name)s is not UTF-8: save it as “CSV UTF-8”.") % {"name": name}) from None
    if "\0" in text:
        raise UnreadableTable(_("%(name)s is no table: it holds characters that no text has.") % {"name": name})
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    before = 0
    try:
        for row in rows:
            yield before + 1, row
            before = rows.line_num
    except csv.Error as error:
        message = _("%(name)s, line %(line)d: this is no CSV (%(error)s).")
        raise UnreadableTable(message % {"name": name, "line": rows.line_num, "error": error}) from None


def _sheets(name: str, data: bytes) -> list[Table]:
    from openpyxl import load_workbook  # half a second, which only a workbook is worth

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > 10 * LARGEST:
                raise UnreadableTable(_("%(name)s is too large: give it in parts.") % {"name": name})
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [
            _table(f"{name}, {sheet.title}", _cells(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)))
            for sheet in book.worksheets
        ]
    except UnreadableTable:
        raise
    except Exception as error:  # a library that raises whatever it meets in a broken file
        raise UnreadableTable(_("%(name)s is no workbook that can be read.") % {"name": name}) from error


def _cells(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[str]]]:
    yield from ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, 1))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _table(name: str, rows: Iterator[tuple[int, list[str]]]) -> Table:
    _number, first = next(rows, (1, []))
    table = Table(name, [" ".join(title.split()) for title in first])
    twice = {title for title in table.header if title and table.header.count(title) > 1}
    if twice:
        message = _("%(name)s: the column “%(column)s” stands there twice.")
        raise UnreadableTable(message % {"name": name, "column": min(twice)})
    for number, row in rows:
        said = {
            title: _unmarked(cell) for title, cell in zip(table.header, row, strict=False) if title and cell.strip()
        }
        if not said:
            continue
        if len(table.rows) == MOST_ROWS:
            raise UnreadableTable(
                _("%(name)s has more than %(n)d rows: give it in parts.") % {"name": name, "n": MOST_ROWS}
            )
        table.rows.append((number, said))
    return table


def _unmarked(cell: str) -> str:
    """Without the apostrophe that an export sets before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell
