"""The downloads of a view."""

import csv
import json
import re
import tracemalloc
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings

from events import models
from events.chronology import bounds
from events.chronology.date_words import days_of, words_of
from events.exports import events_csv, rows, sending
from events.exports.formats import FORMATS
from events.historiography.notes import is_contested, notes_of
from events.published import events as published
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, exported, slugs, table
from tests.support.selections import select
from tests.support.strategies import build, corpora, undone
from tests.support.with_notes import with_notes

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
            "prominence": 1,
            "themes": ["military"],
            "participants": [
                {"actor": "soviet-union", "role": "initiator"},
                {"actor": "romania", "role": "counterpart"},
            ],
            "citations": [
                {
                    "source": "de-satellization",
                    "passage": 1,
                    "locator": None,
                    "quote": "left Romania by 25 July 1958",
                }
            ],
            "contested": True,
            "interpretations": [
                {
                    "slug": "the-withdrawal-suited-moscow",
                    "claim": "The withdrawal suited Moscow.",
                    "ground": "motive",
                    "bearing": "must_explain",
                    "proponents": ["robert-king"],
                    "debate": "why-did-the-troops-leave",
                    "answer": "it-suited-moscow",
                    "contests": [],
                    "contested_by": ["the-withdrawal-was-a-reward"],
                },
                {
                    "slug": "the-withdrawal-was-a-reward",
                    "claim": "The withdrawal was a reward.",
                    "ground": "cause",
                    "bearing": "supports",
                    "proponents": ["dennis-deletant"],
                    "debate": "why-did-the-troops-leave",
                    "answer": "it-was-earned",
                    "contests": ["the-withdrawal-suited-moscow"],
                    "contested_by": [],
                },
                {
                    "slug": "a-policy-of-its-own-began",
                    "claim": "A policy of its own began.",
                    "ground": "characterisation",
                    "bearing": "supports",
                    "proponents": [],
                    "debate": None,
                    "answer": None,
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
    assert exported(client, "/export/events.json") == {"count": 0, "url": "http://testserver/", "events": []}
    assert body_of(client.get("/export/events.csv")).splitlines() == [",".join(events_csv.HEADER)]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+40 21", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://example.org")']
)
def test_a_cell_that_a_spreadsheet_would_run_is_preceded_by_an_apostrophe(client: Client, cell: str):
    make.publish(make.make_event("Vote", summary=cell, place=cell.strip(), date="-0044"))
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


# --- the same as plain objects give -----------------------------------------------------------------------------------


def plainly(event: Any) -> dict[str, Any]:
    """An event of the JSON export, from the objects of the page."""
    earliest, latest = days_of(event)
    notes = notes_of(event)
    return {
        "slug": event.slug,
        "url": f"http://testserver{event.get_absolute_url()}",
        "title": event.title,
        "summary": event.summary,
        "date": {
            "edtf": event.date or None,
            "earliest": earliest and str(earliest),
            "latest": latest and str(latest),
            "precision": event.precision or None,
            "words": words_of(event, "en"),
            "basis": event.date_basis or None,
        },
        "place": event.place or None,
        "prominence": event.prominence,
        "themes": [theme.slug for theme in event.themes.all()],
        "participants": [{"actor": part.actor.slug, "role": part.role} for part in event.participations.all()],
        "citations": [
            {
                "source": cited.source.slug,
                "passage": cited.passage.number if cited.passage else None,
                "locator": cited.locator or None,
                "quote": cited.quote or None,
            }
            for cited in event.citations.all()
        ],
        "contested": is_contested(notes),
        "interpretations": [
            {
                "slug": note.interpretation.slug,
                "claim": note.interpretation.claim,
                "ground": note.interpretation.ground,
                "bearing": note.bearing,
                "proponents": [actor.slug for actor in note.interpretation.proponents.all()],
                **in_debate(note.interpretation),
                "contests": list(dict.fromkeys(one.target.slug for one in note.interpretation.contests)),
                "contested_by": list(
                    dict.fromkeys(one.interpretation.slug for one in note.interpretation.contested_by)
                ),
            }
            for note in notes
        ],
    }


def in_debate(interpretation: models.Interpretation) -> dict[str, str | None]:
    debate, answer = interpretation.debate, interpretation.answer
    if debate is None or not debate.is_published:
        return {"debate": None, "answer": None}
    return {"debate": debate.slug, "answer": answer and answer.slug}


def cells_of(event: dict[str, Any]) -> list[str]:
    """A row of the table, from an event of the JSON export."""

    def place_of(cited: dict[str, Any]) -> str:
        if cited["passage"]:
            return f"{cited['source']}#p{cited['passage']}"
        return ", ".join(filter(None, [cited["source"], cited["locator"]]))

    date = event["date"]
    cells = [
        *(event[name] for name in ("slug", "url", "title", "summary")),
        *(date[name] for name in ("edtf", "earliest", "latest", "precision", "words", "basis")),
        *(event[name] for name in ("place", "prominence")),
        "; ".join(event["themes"]),
        "; ".join(f"{part['actor']} ({part['role']})" for part in event["participants"]),
        "; ".join(map(place_of, event["citations"])),
        "1" if event["contested"] else "0",
        "; ".join(note["slug"] for note in event["interpretations"]),
    ]
    texts = ["" if cell is None else str(cell) for cell in cells]
    return [f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text for text in texts]


def check_downloads(client: Client) -> None:
    """Letter for letter, since what was downloaded before is compared with what is downloaded now."""
    events = [plainly(event) for event in with_notes(models.Event.objects.published().in_date_order())]
    body = body_of(client.get("/export/events.json"))
    lines = ",".join("\n" + json.dumps(event, ensure_ascii=False) for event in events)
    assert body == f'{{"count": {len(events)}, "url": "http://testserver/", "events": [{lines}\n]}}\n'
    whole = StringIO()
    csv.writer(whole).writerows([events_csv.HEADER, *map(cells_of, events)])
    assert body_of(client.get("/export/events.csv")) == whole.getvalue()


@settings(max_examples=settings().max_examples // 2)
@given(corpora())
@pytest.mark.each_database
def test_downloads_say_what_plain_objects_say(corpus: dict[str, list[Any]]):
    with undone():
        build(corpus)
        check_downloads(Client())


TROUBLE = "\"; \\ \x01\x7f\n\u2028 % %s {} [,] ;; ț 🕊 ' <b> -- "


@pytest.mark.each_database
@pytest.mark.each_database
def test_downloads_say_what_plain_objects_say_of_troublesome_records(client: Client, h: History):
    departure = h.events["departure"]
    make.cite(departure, h.sources["kremlin"], TROUBLE, locator=TROUBLE)
    make.cite(departure, h.sources["kremlin"], locator="")
    make.cite(departure, h.document, "In July 1963 Romania")
    models.Event.objects.filter(pk=departure.pk).update(title=TROUBLE, summary=TROUBLE, place=TROUBLE)
    models.Interpretation.objects.filter(pk=h.claims["relief"].pk).update(claim=TROUBLE)
    models.Actor.objects.filter(pk=h.actors["king"].pk).update(sort_name=TROUBLE)
    h.claims["relief"].proponents.add(h.actors["deletant"])
    hidden = make.make_interpretation("Nobody argues this.", status="draft", made_on="1980")
    twin = make.make_interpretation(
        "The withdrawal suited Bucharest.", made_on="1980", status="published", proponents=[h.actors["dej"]]
    )
    make.make_evidence(twin, departure, bearing="undermines")
    make.make_evidence(twin, departure)
    make.make_evidence(twin, h.events["treaty"], asserted_by=hidden)
    make.make_evidence(hidden, departure)
    make.make_relation(h.claims["relief"], "contests", twin)
    make.make_relation(h.claims["relief"], "contests", twin, ground="fact")
    make.make_relation(h.claims["relief"], "contests", hidden)
    make.make_relation(hidden, "contests", h.claims["policy"])
    make.make_relation(twin, "supports", h.claims["policy"])
    secret = make.make_event("Secret talks", date="1957", status="draft")
    make.publish(make.make_event("Talks resumed", after_event=secret, offset="P1M"))
    check_downloads(client)


@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_words_of_a_date_are_those_of_the_page(language: str):
    days = [f"-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2, 10, 20, 28, 29)]
    dates_ = [f"{year}{within}" for year in (1004, 1904, 2000, 9996) for within in ("", "-02", "-12", *days)]
    odd = [
        "1900",
        "190X",
        "19XX",
        "1958-21",
        "1958-24",
        "0999",
        "0044-03-15",
        "-1958-07",
        "Y19580",
        "1958?",
        "1958-07~",
    ]
    odd += ["1958/1959", "[1958,1960]", "1958-07-XX", "1958-XX-07", "XXXX-07-25", "1950S2", "1958-07-25T10:30:00"]
    for edtf in [*dates_, *odd]:
        event = models.Event(date=edtf)
        bounds.derive(event)
        days = [day and str(day) for day in days_of(event)]
        assert rows._own_date(language, event.date, "", event.earliest, event.latest) == (
            *days,
            words_of(event, language),
        )


# --- streams ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two events, a piece for each."""
    monkeypatch.setattr(published, "FIRST", 2)
    monkeypatch.setattr(published, "MOST", 2)
    monkeypatch.setattr(sending, "PIECE", 1)


def test_a_download_comes_in_pieces_that_are_worth_sending(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "PIECE", 10)
    assert list(sending.joined(["Warsaw", "Bucharest", "Geneva"])) == ["WarsawBucharest", "Geneva"]
    assert list(sending.joined([])) == []


@pytest.mark.parametrize("name", ["events.json", "events.csv"])
@pytest.mark.usefixtures("small")
@pytest.mark.each_database
def test_downloads_are_streamed_a_chunk_at_a_time(client: Client, h: History, name: str):
    response = client.get(f"/export/{name}")
    assert isinstance(response, StreamingHttpResponse)
    body: Iterator[bytes] = iter(response)
    asked = []
    for _piece in range(7):  # the beginning and six events
        with CaptureQueriesContext(connection) as queries:
            assert next(body)
        asked.append(len(queries))
    assert asked[::2] == [0, 0, 0, 0]
    assert all(0 < number <= 5 for number in asked[1::2])


def test_a_download_asks_no_more_of_the_database_for_more_events(client: Client, h: History):
    def asked() -> int:
        slugs(client)  # what a process keeps is brought up to date
        with CaptureQueriesContext(connection) as queries:
            slugs(client)
        return len(queries)

    before = asked()
    for number in range(20):
        event = make.publish(make.make_event(date="1958", themes=[h.themes["military"]]))
        make.make_evidence(h.claims["policy" if number % 2 else "reward"], event)
    assert asked() == before


def test_chunks_begin_small_and_grow(monkeypatch: pytest.MonkeyPatch):
    sizes = []

    def nothing(statement: Any, keys: list[int]) -> list[tuple]:
        sizes.append(len(keys))
        return []

    monkeypatch.setattr(published.Statement, "rows", nothing)
    assert not any(published.in_chunks(range(3000)))
    assert sizes == [50, 200, 800, 1000, 950]


@pytest.mark.usefixtures("small")
@pytest.mark.each_database
def test_chunks_keep_the_order(client: Client, h: History):
    for order in ("date", "-date"):
        expected = Page(client.get("/", {"order": order})).events
        assert slugs(client, {"order": order}) == expected
        assert [row["slug"] for row in table(client, {"order": order})] == expected


@pytest.mark.usefixtures("small")
@pytest.mark.each_database
def test_an_event_that_is_withdrawn_while_a_download_runs_is_left_out(h: History):
    ids = select().all_ids()
    assert len(ids) == 6
    chunks = published.in_chunks(ids)
    first = [event.slug for event in next(chunks)]
    models.Event.objects.filter(slug="entry-of-mongolia-opposed").update(status="draft")
    assert first == ["austrian-state-treaty", "departure-of-the-soviet-troops"]
    assert [[event.slug for event in chunk] for chunk in chunks] == [
        ["decree-on-the-border"],
        ["expulsion-from-the-pact-suggested", "helsinki-groups-founded"],
    ]


@pytest.mark.usefixtures("small")
def test_a_download_ends_well_when_everything_is_withdrawn_meanwhile(client: Client, h: History):
    response = client.get("/export/events.json")
    models.Event.objects.update(status="draft")
    assert json.loads(body_of(response)) == {"count": 6, "url": "http://testserver/", "events": []}


@pytest.mark.parametrize("name", ["events.json", "events.csv"])
@pytest.mark.usefixtures("small")
def test_a_download_keeps_its_language_whatever_the_thread_does_meanwhile(client: Client, h: History, name: str):
    whole = body_of(client.get(f"/export/{name}?lang=ro"))
    response = client.get(f"/export/{name}?lang=ro")
    body = b""
    for number, piece in enumerate(response):
        body += piece
        translation.activate("en") if number % 2 else translation.deactivate_all()
    assert body.decode() == whole
    assert "iulie 1963" in whole


def test_the_memory_of_a_download_does_not_grow_with_it(monkeypatch: pytest.MonkeyPatch):
    """Of ten times the events: the rows are made up, so that only what the export itself keeps is measured."""
    summary = "A sentence of a summary. " * 20

    def made_up(statement: Any, keys: list[int]) -> list[tuple]:
        of = published.statements(connection.vendor)
        if statement is of.events:
            dated = [(f"{1000 + pk % 900}", "", "", "", "", None, None, 0, None, None, None, None) for pk in keys]
            names = [(pk, f"event-{pk}", f"{summary}{pk}", summary, "", 1) for pk in keys]
            return [(*name, *date, None, None, None) for name, date in zip(names, dated, strict=True)]
        if statement is of.evidence:
            return [(pk, pk, "supports") for pk in keys]
        if statement is of.interpretations:
            return [(pk, f"claim-{pk}", "named", "own", False, summary, "", "fact", None, None, None) for pk in keys]
        return []

    def peak(number: int) -> int:
        tracemalloc.start()
        length = sum(map(len, events_csv.stream(range(1, number + 1), "en", str)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert length > number * 1000
        return most

    monkeypatch.setattr(published, "MOST", 100)
    monkeypatch.setattr(published.Statement, "rows", made_up)
    peak(1000)  # words of dates are kept, to a limit
    assert peak(5000) < 1.5 * peak(500)


def test_a_selection_is_kept_as_eight_bytes_an_event(h: History):
    ids = select("order=-date").all_ids()
    assert ids.dtype == "int64"
    assert ids.tolist() == list(
        models.Event.objects.published().in_date_order(newest_first=True).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("name", ["events.json", "events.csv"])
def test_a_question_about_a_download_selects_nothing(client: Client, h: History, name: str):
    with CaptureQueriesContext(connection) as queries:
        head = client.head(f"/export/{name}")
    assert not [query["sql"] for query in queries if "events_event" in query["sql"]]
    assert body_of(head) == ""
    assert head.headers == client.get(f"/export/{name}").headers
    assert client.head(f"/export/{name}?from=soon").status_code == 400


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite chooses without statistics")
@pytest.mark.each_database
def test_a_chunk_is_found_by_its_keys_alone(h: History):
    for statement in published.statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.bind([1, 2, 3]))
            plan = [step for *_numbers, step in cursor.fetchall()]
        assert not [step for step in plan if "status=?" in step or step.startswith("SCAN events_")]


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
    urls = [url for url in page.links().values() if url.startswith("/export/")]
    assert len(urls) == 3
    document, rows_, counts = (client.get(url) for url in urls)
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["events.json", "events.csv"])
@pytest.mark.each_database
def test_a_slow_reader_holds_no_transaction(client: Client, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(published, "FIRST", 1)
    monkeypatch.setattr(published, "MOST", 1)
    monkeypatch.setattr(sending, "PIECE", 1)
    for n in range(3):
        make.make_event(f"Vote {n}", status="published")
    download = iter(client.get(f"/export/{name}"))
    for _ in range(3):
        next(download)
        database = connection.connection
        idle = (
            database.info.transaction_status == 0 if connection.vendor == "postgresql" else not database.in_transaction
        )
        assert idle and not connection.in_atomic_block
    assert b"".join(download)


def test_every_format_is_offered_and_sent_as_what_it_is(client: Client, h: History):
    page = Page(client.get("/", {"theme": "military"}))
    for name, how in FORMATS.items():
        assert f"/export/{name}?theme=military" in page.html
        answer = client.get(f"/export/{name}", {"theme": "military"})
        assert (answer.status_code, answer["Content-Type"]) == (200, how.content_type)
        assert ("attachment" in answer.get("Content-Disposition", "")) == how.is_file
