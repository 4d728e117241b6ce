"""`/export/events.csv`: one row an event, for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from events.exports import events_json

HEADER = [
    "slug", "url", "title", "summary", "date_edtf", "date_earliest", "date_latest", "date_precision", "date_words",
    "date_basis", "place", "prominence", "themes", "participants", "citations", "contested", "interpretations",
]  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""


def safe(cell) -> str:
    """The cell as text; one that a spreadsheet would take for a formula is preceded by an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def stream(events: Iterable, absolute) -> Iterator[str]:
    """The table in pieces, UTF-8 without a byte-order mark, lines ended by CRLF (RFC 4180)."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for event in events:
        writer.writerow([safe(cell) for cell in row(events_json.as_dict(event, absolute))])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def row(event: dict) -> list:
    """The cells of an event, lists joined by semicolons: participants as actor (role), citations as source#passage."""
    date = event["date"]
    return [
        event["slug"], event["url"], event["title"], event["summary"],
        date["edtf"], date["earliest"], date["latest"], date["precision"], date["words"], date["basis"],
        event["place"], event["prominence"], "; ".join(event["themes"]),
        "; ".join(f"{part['actor']} ({part['role']})" for part in event["participants"]),
        "; ".join(_citation(cited) for cited in event["citations"]),
        "1" if event["contested"] else "0",
        "; ".join(note["slug"] for note in event["interpretations"]),
    ]  # fmt: skip


def _citation(cited: dict) -> str:
    if cited["passage"]:
        return f"{cited['source']}#p{cited['passage']}"
    return f"{cited['source']}, {cited['locator']}" if cited["locator"] else cited["source"]
