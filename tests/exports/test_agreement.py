"""All formats say the same of every record, as far as they can say it."""

import csv
import json
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from icalendar import Calendar
from openpyxl import load_workbook

from events import models
from events.bibliography import formats as codecs
from events.exports.formats import FORMATS
from tests.support import factories as make
from tests.support.history import History
from tests.support.strategies import build, corpora, undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

BASE = "http://testserver"


def downloaded(client: Client, query: str = "") -> dict[str, Any]:
    """Each format of the view, as bytes."""
    answers = {name: client.get(f"/export/{name}{query}") for name in FORMATS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: b"".join(answer) for name, answer in answers.items()}


def sheets_of(body: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, by the names in its first row."""
    found = {}
    for sheet in load_workbook(BytesIO(body), read_only=True):
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def _unescaped(cell: str | None) -> str:
    """openpyxl leaves the escapes of control characters (ECMA-376, ST_Xstring) as they are."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell or "")


def check(files: dict[str, Any]) -> None:
    document = json.loads(files["events.json"])
    events = {event["slug"]: event for event in document["events"]}
    table = [*csv.DictReader(StringIO(files["events.csv"].decode(), newline=""))]
    sheets, graph = sheets_of(files["events.xlsx"]), json.loads(files["events.jsonld"])["@graph"]
    nodes = {node["@id"]: node for node in graph}
    assert len(nodes) == len(graph)
    assert [row["slug"] for row in table] == [row["slug"] for row in sheets["events"]] == [*events]
    assert [node["identifier"] for node in graph if "Event" in node["@type"]] == [*events]
    slides = {slide["unique_id"]: slide for slide in json.loads(files["events.timelinejs.json"])["events"]}
    entries = {str(entry["uid"]).partition("@")[0]: entry for entry in Calendar.from_ical(files["events.ics"]).events}
    for slug, row, cells in zip(events, table, sheets["events"], strict=True):
        date, node = events[slug]["date"], nodes[events[slug]["url"]]
        assert [row[f"date_{name}"].lstrip("'") for name in ("edtf", "earliest", "latest", "words")] == [
            date[name] or "" for name in ("edtf", "earliest", "latest", "words")
        ]
        for name, cell in cells.items():  # there the apostrophe is none of the cell's own
            assert _unescaped(cell) in (row[name], row[name].removeprefix("'"))
        span = node["crm:P4_has_time-span"]
        assert span.get("crm:P82a_begin_of_the_begin", "T").split("T")[0] == (date["earliest"] or "")
        assert span.get("crm:P82b_end_of_the_end", "T").split("T")[0] == (date["latest"] or "")
        assert (slug in slides) == (date["earliest"] is not None)
        if slug in slides:
            check_slide(slides[slug], date)
        if slug in entries:
            check_entry(entries[slug], date)
        elif date["earliest"] == date["latest"] and re.match(r"(?!0000)[0-9]{4}-", date["earliest"] or ""):
            assert set("~%") & set(date["edtf"] or "")
    check_records(files, document, sheets, nodes)


def check_slide(slide: dict[str, Any], date: dict[str, Any]) -> None:
    assert slide["display_date"] == date["words"]
    for name, bound in (("start_date", "earliest"), ("end_date", "latest")):
        if name in slide:
            parts = slide[name]
            known = re.fullmatch(r"(-?[0-9]+)-([0-9]{2})-([0-9]{2})", date[bound])
            assert known and [*parts.values()] == [*map(int, known.groups())][: len(parts)]


def check_entry(entry: Any, date: dict[str, Any]) -> None:
    """A calendar has no day that is not known: the bounds are one, or what lasted is given from day to day."""
    assert entry.DTSTART.isoformat() == date["earliest"]
    assert date["earliest"] == date["latest"] or date["edtf"] == f"{date['earliest']}/{date['latest']}"
    assert (entry["status"] == "TENTATIVE") == ("?" in (date["edtf"] or ""))


def check_records(
    files: dict[str, Any], document: dict[str, Any], sheets: dict[str, list[dict[str, Any]]], nodes: dict[str, Any]
) -> None:
    """Everybody and everything that is named is described; and so in every format."""
    for kind in ("actors", "sources"):
        slugs = [record["slug"] for record in document[kind]]
        assert [row["slug"] for row in sheets[kind]] == slugs
        assert {f"{BASE}/{kind}/{slug}/" for slug in slugs} == {at for at in nodes if f"/{kind}/" in at}
    argued = {note["slug"] for event in document["events"] for note in event["interpretations"]}
    others = {record["slug"] for record in document["interpretations"]}
    assert not argued & others
    assert {row["slug"] for row in sheets["interpretations"]} == argued | others
    assert {f"{BASE}/interpretations/{slug}/" for slug in argued | others} == {
        at for at in nodes if "/interpretations/" in at
    }
    cited = {cited["source"] for event in document["events"] for cited in event["citations"]}
    assert {row["source"] for row in sheets["citations"] if row["of"] == "event"} == cited
    works = [codec.read(files[f"sources.{name}"].decode()).items for name, codec in codecs.FORMATS.items()]
    described = [record["slug"] for record in document["sources"]]
    assert [[item["id"] for item in items] for items in works] == [described] * 3


@settings(max_examples=max(settings().max_examples // 4, 5))
@given(corpora())
def test_all_formats_agree_record_by_record(corpus: dict[str, list[Any]]):
    with undone():
        build(corpus)
        files = downloaded(Client())
        check(files)


def test_they_agree_on_a_view_that_is_narrowed_and_on_troublesome_words(client: Client, h: History):
    trouble = "=1+1; \\ \x01\n\u2028 <b>&amp; {} [,] ț 🕊 \"'"
    models.Event.objects.filter(pk=h.events["departure"].pk).update(title=trouble, summary=trouble)
    models.Interpretation.objects.filter(pk=h.claims["relief"].pk).update(claim=trouble)
    files = downloaded(client, "?theme=military&lang=ro")
    check(files)
    (slide, *_more) = json.loads(files["events.timelinejs.json"])["events"]
    assert "<b>" not in slide["text"]["headline"]
    (row, *_more) = sheets_of(files["events.xlsx"])["events"]
    assert _unescaped(row["title"]) == trouble


def test_an_interpretation_without_an_event_of_the_view_comes_along(client: Client, h: History):
    alone = make.publish(make.make_interpretation("A view from elsewhere.", debate=h.debate))
    far = make.publish(make.make_interpretation("It was about something else."))
    draft = make.make_interpretation("Nobody says so yet.", debate=h.debate)
    for query, expected in (("", {alone.slug, far.slug}), ("?theme=military", {alone.slug})):
        found = {one["slug"] for one in json.loads(downloaded(client, query)["events.json"])["interpretations"]}
        assert found == expected and draft.slug not in found


def test_a_workbook_holds_no_formula_and_every_character(client: Client, h: History):
    models.Event.objects.filter(pk=h.events["departure"].pk).update(summary="=HYPERLINK(1)", title="Ceaușescu 🕊" * 15)
    book = load_workbook(BytesIO(downloaded(client)["events.xlsx"]))
    for sheet in book:
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    (cell,) = (cell for row in book["events"] for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.quotePrefix
    assert "Ceaușescu 🕊" * 15 in {row[2].value for row in book["events"]}
