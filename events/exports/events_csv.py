"""`/export/events.csv`: one row an event, for spreadsheets."""

import csv
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast, Concat

from events.exports.pieces import joined
from events.exports.rows import Lists, Row, Rows
from events.historiography import is_contested

HEADER = [
    "slug", "url", "title", "summary", "date_edtf", "date_earliest", "date_latest", "date_precision", "date_words",
    "date_basis", "place", "prominence", "themes", "participants", "citations", "contested", "interpretations",
]  # fmt: skip

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

SEPARATOR = "; "


def _text(*parts) -> Concat:
    return Concat(*parts, output_field=TextField())


ROWS = Rows(
    Lists(
        themes=F("theme__slug"),
        participants=_text("actor__slug", Value(" ("), "role", Value(")")),
        citations=Case(
            When(passage__isnull=False, then=_text("source__slug", Value("#p"), Cast("passage__number", TextField()))),
            When(locator="", then=F("source__slug")),
            default=_text("source__slug", Value(", "), "locator"),
            output_field=TextField(),
        ),
        separator=SEPARATOR,
    )
)
"""Participants as actor (role), citations as source#passage or else source, locator."""


def safe(cells: list[str]) -> list[str]:
    """The cells of a row; one that a spreadsheet would take for a formula is preceded by an apostrophe."""
    return [f"'{cell}" if cell[:1] in FORMULA else cell for cell in cells]


class _Lines:
    """A file for `csv.writer`, whose `writerow` returns what its file's `write` does: here the line itself."""

    @staticmethod
    def write(line: str) -> str:
        return line


def stream(ids: Sequence[int], language: str, url_of: Callable[[str], str]) -> Iterator[str]:
    """The table in pieces, UTF-8 without a byte-order mark, lines ended by CRLF (RFC 4180).

    `url_of` gives the whole address of an event by its slug. The header comes before any event is fetched.
    """
    line = csv.writer(_Lines).writerow
    yield line(HEADER)
    chunks = ROWS.in_chunks(ids, language)
    yield from joined(line(safe(cells(row, url_of))) for chunk in chunks for row in chunk)


def cells(row: Row, url_of: Callable[[str], str]) -> list[str]:
    """The cells of an event before they are made safe."""
    event, date, notes = row
    return [
        event.slug, url_of(event.slug), event.title, event.summary,
        event.edtf, date.earliest or "", date.latest or "", event.precision, date.words, event.basis,
        event.place, str(event.prominence), event.themes or "", event.participants or "", event.citations or "",
        "1" if is_contested(notes) else "0",
        SEPARATOR.join([note.slug for note in notes]),
    ]  # fmt: skip
