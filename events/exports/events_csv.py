"""`/export/events.csv`: one row an event, for spreadsheets."""

import csv
from collections.abc import Iterator

from events.exports.rows import Row, rows
from events.exports.sending import joined
from events.exports.view import View
from events.historiography.notes import is_contested
from events.published.belongings import Citation
from events.published.events import AS_THEY_ARE, Tabulated, as_they_are

HEADER = [
    "slug", "url", "title", "summary", "date_edtf", "date_earliest", "date_latest", "date_precision", "date_words",
    "date_basis", *AS_THEY_ARE, "themes", "participants", "citations", "contested", "interpretations",
    "theme_names", "participant_names", "works", "quotes",
]  # fmt: skip

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

SEPARATOR = "; "


def safe(cells: list[str]) -> list[str]:
    """The cells of a row; one that a spreadsheet would take for a formula is preceded by an apostrophe."""
    return [f"'{cell}" if cell[:1] in FORMULA else cell for cell in cells]


class Lines:
    """A file for `csv.writer`, whose `writerow` returns what its file's `write` does: here the line itself."""

    @staticmethod
    def write(line: str) -> str:
        return line


def stream(view: View) -> Iterator[str]:
    """The table in pieces, UTF-8 without a byte-order mark, lines ended by CRLF (RFC 4180).

    The header comes before any event is fetched.
    """
    line = csv.writer(Lines).writerow
    yield line(HEADER)
    yield from joined(line(safe(cells(row, view))) for row in rows(view.ids, view.language, Tabulated))


def cells(row: Row, view: View) -> list[str]:
    """The cells of an event before they are made safe: participants as actor (role), citations as `_place` says."""
    event, date, notes = row
    themes, participations, citations = event.themes, event.participations, event.citations
    return [
        event.slug, view.url_of("event", event.slug), event.title, event.summary,
        event.date, date.earliest or "", date.latest or "", event.precision, date.words, event.date_basis,
        *[str(value) if value else "" for value in as_they_are(event)],
        SEPARATOR.join([theme.slug for theme in themes]),
        SEPARATOR.join([f"{actor.slug} ({role})" for actor, role in participations]),
        SEPARATOR.join([_place(citation) for citation in citations]),
        "1" if is_contested(notes) else "0",
        SEPARATOR.join([note.interpretation.slug for note in notes]),
        SEPARATOR.join([theme.name for theme in themes]),
        SEPARATOR.join([f"{actor.name} ({role})" for actor, role in participations]),
        SEPARATOR.join([citation.source.reference or citation.source.slug for citation in citations]),
        "\n".join([citation.quote for citation in citations if citation.quote]),
    ]  # fmt: skip


def _place(citation: Citation) -> str:
    """source#passage or else source, locator."""
    if citation.passage:
        return f"{citation.source.slug}#p{citation.passage.number}"
    return f"{citation.source.slug}, {citation.locator}" if citation.locator else citation.source.slug
