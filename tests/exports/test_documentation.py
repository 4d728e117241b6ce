"""`docs/formats.md` has an example of each format, which is what the site sends.

When a format changes, `UPDATE_FORMATS=1 pytest tests/exports/test_documentation.py` writes the examples anew.
"""

import csv
import json
import os
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from events.exports.formats import FORMATS
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

GUIDE = settings.BASE_DIR / "docs" / "formats.md"
UNCERTAIN, CERTAIN = "expulsion-from-the-pact-suggested", "austrian-state-treaty"
WORK = "verona-1992"


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def one(items: list[dict[str, Any]], name: str, value: str) -> str:
    return pretty(next(item for item in items if item.get(name) == value))


def row(text: str) -> str:
    header, *rows = csv.reader(StringIO(text, newline=""))
    found = next(cells for cells in rows if cells[0] == UNCERTAIN)
    return "\n".join(f"{name}: {cell}" for name, cell in zip(header, found, strict=True) if cell)


def cells(body: bytes) -> str:
    sheets = [f"{sheet.title}: {', '.join(cell.value for cell in sheet[1])}" for sheet in load_workbook(BytesIO(body))]
    return "\n".join(sheets)


def between(text: str, begin: str, end: str, with_word: str) -> str:
    return next(found for found in re.findall(f"{begin}.*?{end}", text, re.DOTALL) if with_word in found)


EXAMPLES: dict[str, Callable[[bytes], str]] = {
    "events.json": lambda body: one(json.loads(body)["events"], "slug", UNCERTAIN),
    "events.csv": lambda body: row(body.decode()),
    "events.xlsx": cells,
    "events.jsonld": lambda body: one(json.loads(body)["@graph"], "identifier", UNCERTAIN),
    "events.timelinejs.json": lambda body: one(json.loads(body)["events"], "unique_id", UNCERTAIN),
    "events.ics": lambda body: between(body.decode(), "BEGIN:VEVENT", "END:VEVENT", CERTAIN).replace("\r\n", "\n"),
    "sources.bib": lambda body: between(body.decode(), "@", "\n}", WORK),
    "sources.ris": lambda body: between(body.decode(), "TY  - ", "ER  - ", WORK).rstrip(),
    "sources.csl.json": lambda body: one(json.loads(body), "id", WORK),
}


def example(client: Client, name: str) -> str:
    """As the site sends it, with the time of the change that readers saw last put in the year 2000."""
    text = EXAMPLES[name](b"".join(client.get(f"/export/{name}")))
    text = re.sub(r"\d{8}T\d{6}Z", "20000101T000000Z", text.replace("testserver", "example.org"))
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "2000-01-01T00:00:00+00:00", text)


def test_there_is_an_example_of_each_format():
    assert EXAMPLES.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_the_guide_shows_what_the_site_sends(client: Client, h: History, name: str):
    text, said = GUIDE.read_text(encoding="utf-8"), example(client, name)
    shown = re.compile(rf"(## [^\n]*`/export/{re.escape(name)}`\n.*?\n```\w*\n)(.*?)(\n```\n)", re.DOTALL)
    found = shown.search(text)
    assert found, f"no example of {name}"
    if os.environ.get("UPDATE_FORMATS"):
        before, after = text[: found.start(2)], text[found.end(2) :]
        GUIDE.write_text(f"{before}{said}{after}", encoding="utf-8")
    else:
        assert found[2] == said
