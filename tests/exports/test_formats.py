"""What stands in the downloads of a view: JSON, tables and counts."""

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from events import models
from events.exports import events_csv
from events.exports.formats import FORMATS
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, exported, table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_the_json_of_a_view_has_the_promised_shape(client: Client, h: History):
    document = exported(client, "/export/events.json", {"theme": "military", "to": "1959", "from": ""})
    assert (document["count"], document["url"]) == (1, "http://testserver/?theme=military&to=1959")
    assert document["events"] == [
        {
            "slug": "departure-of-the-soviet-troops",
            "url": "http://testserver/events/departure-of-the-soviet-troops/",
            "title": "Departure of the Soviet troops",
            "summary": "The last trains crossed the border.",
            "date": {
                "edtf": "1958-07-25",
                "earliest": "1958-07-25",
                "latest": "1958-07-25",
                "precision": "day",
                "words": "25\xa0July 1958",
                "basis": "stated",
            },
            "place": "Bucharest",
            "place_slug": "bucharest",
            "prominence": 1,
            "themes": ["military"],
            "theme_names": ["Military"],
            "participants": [
                {"actor": "soviet-union", "role": "initiator", "name": "Soviet Union"},
                {"actor": "romania", "role": "counterpart", "name": "Romania"},
            ],
            "citations": [
                {
                    "source": "de-satellization",
                    "passage": 1,
                    "locator": None,
                    "quote": "left Romania by 25 July 1958",
                    "reference": "“De-satellization”",
                    "whole_work": False,
                }
            ],
            "contested": True,
            "translations": {},
            "interpretations": [
                {
                    "slug": "the-withdrawal-suited-moscow",
                    "claim": "The withdrawal suited Moscow.",
                    "ground": "motive",
                    "bearing": "must_explain",
                    "proponents": ["robert-king"],
                    "proponent_names": ["Robert King"],
                    "debate": "why-did-the-troops-leave",
                    "question": "Why did the troops leave?",
                    "answer": "it-suited-moscow",
                    "answer_name": "It suited Moscow",
                    "contests": [],
                    "contested_by": ["the-withdrawal-was-a-reward"],
                },
                {
                    "slug": "the-withdrawal-was-a-reward",
                    "claim": "The withdrawal was a reward.",
                    "ground": "cause",
                    "bearing": "supports",
                    "proponents": ["dennis-deletant"],
                    "proponent_names": ["Dennis Deletant"],
                    "debate": "why-did-the-troops-leave",
                    "question": "Why did the troops leave?",
                    "answer": "it-was-earned",
                    "answer_name": "It was earned",
                    "contests": ["the-withdrawal-suited-moscow"],
                    "contested_by": [],
                },
                {
                    "slug": "a-policy-of-its-own-began",
                    "claim": "A policy of its own began.",
                    "ground": "characterisation",
                    "bearing": "supports",
                    "proponents": [],
                    "proponent_names": [],
                    "debate": None,
                    "question": None,
                    "answer": None,
                    "answer_name": None,
                    "contests": [],
                    "contested_by": [],
                },
            ],
        }
    ]


def test_a_hidden_debate_is_not_named_and_neither_is_its_answer(client: Client, h: History):
    models.Debate.objects.update(status="draft")
    (event,) = exported(client, "/export/events.json", {"theme": "military", "to": "1959"})["events"]
    assert [(note["debate"], note["answer"]) for note in event["interpretations"]] == [(None, None)] * 3


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        (
            {},
            {
                "edtf": None,
                "earliest": None,
                "latest": None,
                "precision": None,
                "words": "undated",
                "basis": None,
            },
        ),
        (
            {"date": "[1955..]"},
            {
                "edtf": "[1955..]",
                "earliest": "1955-01-01",
                "latest": None,
                "precision": "range",
                "words": "1955 or later",
                "basis": "stated",
            },
        ),
        (
            {"date": "-0043-03-15"},
            {
                "edtf": "-0043-03-15",
                "earliest": "-0043-03-15",
                "latest": "-0043-03-15",
                "precision": "day",
                "words": "15\xa0March 44 BC",
                "basis": "stated",
            },
        ),
        (
            {"date": "Y170000002"},
            {
                "edtf": "Y170000002",
                "earliest": "170000002-01-01",
                "latest": "170000002-12-31",
                "precision": "year",
                "words": "170,000,002 AD",
                "basis": "stated",
            },
        ),
        (
            {"date": "0044?"},
            {
                "edtf": "0044?",
                "earliest": "0044-01-01",
                "latest": "0044-12-31",
                "precision": "year",
                "words": "perhaps 44 AD",
                "basis": "stated",
            },
        ),
    ],
)
def test_dates_are_exported_as_known_and_null_where_unknown(
    client: Client, fields: dict[str, str], date: dict[str, Any]
):
    make.publish(make.make_event("Ides of March", **fields))
    found = exported(client, "/export/events.json")["events"][0]["date"]
    assert found == date
    row = table(client)[0]
    assert row["date_words"] == date["words"]
    assert row["date_earliest"].lstrip("'") == (date["earliest"] or "")


def test_a_relative_date_has_bounds_and_words_and_no_edtf(client: Client, h: History):
    decree = next(e for e in exported(client, "/export/events.json")["events"] if e["slug"] == "decree-on-the-border")
    assert decree["date"] == {
        "edtf": None,
        "earliest": "1958-08-01",
        "latest": "1958-08-31",
        "precision": "month",
        "words": "one month after Departure of the Soviet troops",
        "basis": "relative",
    }


def test_the_table_has_a_header_and_one_row_an_event_in_the_pages_order(client: Client, h: History):
    response = client.get("/export/events.csv", {"order": "-date"})
    text = body_of(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert not text.startswith("\ufeff")
    assert text.splitlines()[0].split(",") == events_csv.HEADER
    assert [row["slug"] for row in csv.DictReader(StringIO(text))] == Page(client.get("/?order=-date")).events
    row = next(row for row in table(client) if row["slug"].startswith("departure"))
    assert row["participants"] == "soviet-union (initiator); romania (counterpart)"
    assert row["citations"] == "de-satellization#p1"
    assert row["contested"] == "1"
    assert row["interpretations"].split("; ")[0] == "the-withdrawal-suited-moscow"


def test_an_empty_selection_is_an_empty_list_and_a_bare_header(client: Client):
    document = exported(client, "/export/events.json")
    assert (document["count"], document["url"]) == (0, "http://testserver/")
    assert [document[name] for name in ("events", "interpretations", "actors", "sources")] == [[], [], [], []]
    assert body_of(client.get("/export/events.csv")).splitlines() == [",".join(events_csv.HEADER)]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+40 21", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://example.org")']
)
def test_a_cell_that_a_spreadsheet_would_run_is_preceded_by_an_apostrophe(client: Client, cell: str):
    make.publish(make.make_event("Vote", summary=cell, place=make.make_place(cell, slug="there"), date="-0044"))
    row = table(client)[0]
    assert row["summary"] == f"'{cell}"
    assert row["date_edtf"] == "'-0044"
    assert exported(client, "/export/events.json")["events"][0]["summary"] == cell


@pytest.mark.parametrize("cell", ["", "1958", "Vote = yes", "Ceaușescu, Nicolae", 'a "quote"', "two\nlines", "'='"])
def test_other_cells_come_through_as_they_are(client: Client, cell: str):
    make.publish(make.make_event("Vote", summary=cell))
    assert table(client)[0]["summary"] == cell


def test_about_says_so(client: Client):
    assert "preceded by an apostrophe" in client.get("/about/").content.decode()


def test_markup_in_records_reaches_the_data_as_it_is_and_the_pages_escaped(client: Client):
    title = "<script>alert(1)</script> & “Vote” \u2028"
    make.publish(make.make_event(title, slug="vote"))
    assert exported(client, "/export/events.json")["events"][0]["title"] == title
    assert table(client)[0]["title"] == title
    assert "<script>alert" not in client.get("/").content.decode()
    assert "&lt;script&gt;alert(1)" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "query",
    ["", "theme=military", "q=troops&order=relevance", "from=1958&to=1963&dates=certain", "contested=1"],
)
def test_the_page_offers_its_own_selection_for_download(client: Client, h: History, query: str):
    page = Page(client.get(f"/?{query}"))
    urls = {url.partition("?")[0]: url for url in page.links().values() if url.startswith("/export/")}
    assert {*urls} == {f"/export/{name}" for name in [*FORMATS, "facets.json"]}
    names = ("events.json", "events.csv", "facets.json")
    document, rows_, counts = (client.get(urls[f"/export/{name}"]) for name in names)
    assert [event["slug"] for event in json.loads(body_of(document))["events"]] == page.events
    assert [row["slug"] for row in csv.DictReader(StringIO(body_of(rows_)))] == page.events
    assert json.loads(body_of(counts))["count"] == len(page.events)


def test_counts_are_plain_json(client: Client, h: History):
    response = client.get("/export/facets.json")
    assert response["Content-Type"] == "application/json"
    assert list(response.json()) == ["count", "undated", "facets"]


def test_words_of_exports_follow_the_readers_language(client: Client, h: History):
    found = {row["slug"]: row["date_words"] for row in table(client, {"lang": "ro"})}
    assert found["entry-of-mongolia-opposed"] == "iulie 1963"
    assert re.match(r"la o lună după|o lună după|după", found["decree-on-the-border"])


def test_every_format_is_offered_and_sent_as_what_it_is(client: Client, h: History):
    page = Page(client.get("/", {"theme": "military"}))
    for name, how in FORMATS.items():
        assert f"/export/{name}?theme=military" in page.html
        answer = client.get(f"/export/{name}", {"theme": "military"})
        assert (answer.status_code, answer["Content-Type"]) == (200, how.content_type)
        assert ("attachment" in answer.get("Content-Disposition", "")) == how.is_file
