"""The downloads of a view are sent as they are read: in pieces, in little memory, without a transaction."""

import gc
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events import models
from events.exports import events_csv, sending
from events.exports.rows import rows
from events.exports.view import View
from events.published import belongings, claims, interpretations
from events.published import events as published
from events.site.description import Site
from events.sql.statements import Statement
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, slugs, table
from tests.support.selections import select

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


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
    assert all(0 < number <= 8 for number in asked[1::2])


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

    monkeypatch.setattr(Statement, "rows", nothing)
    assert not list(rows(range(3000), "en"))
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
    chunks = (published.read(keys, published.Event) for keys in published.chunks(ids))
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
    document = json.loads(body_of(response))
    assert (document["count"], document["events"]) == (6, [])


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
        kind = next(kind for kind in published.READ if belongings.statement(kind, connection.vendor, "") is statement)
        if kind is published.Event:
            dated = [(1, f"{1000 + pk % 900}", "", "", "", None, None, 0, None) for pk in keys]
            names = [(pk, f"event-{pk}", f"{summary}{pk}", summary) for pk in keys]
            more = None, None, None, None, "", None, "{}", None, None, None
            return [(*name, *date, *more) for name, date in zip(names, dated, strict=True)]
        if kind is claims.Evidence:
            return [(pk, pk, "supports") for pk in keys]
        if kind is claims.Ordered:
            return [(pk, f"claim-{pk}", None, None) for pk in keys]
        if kind is claims.Relation:  # records that point at one another
            return [
                (pk, f"claim-{pk}", one, f"claim-{one}", "fact") for pk, one in zip(keys[::2], keys[1::2], strict=False)
            ]
        if kind is belongings.Participation:
            return [(pk, 1, "romania", "Romania", "romania", "state", "initiator") for pk in keys]
        return []

    def peak(number: int) -> int:
        gc.disable()  # that of a server comes seldom
        tracemalloc.start()
        view = View(range(1, number + 1), "en", Site(), "http://testserver", "http://testserver/", timezone.now())
        length = sum(map(len, events_csv.stream(view)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        gc.enable()
        assert length > number * 1000
        return most

    monkeypatch.setattr(published, "MOST", 100)
    monkeypatch.setattr(Statement, "rows", made_up)
    peak(1000)  # words of dates are kept, to a limit
    few, many = peak(500), peak(5000)
    assert many < 2 * few


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
    kinds = [*published.READ, *interpretations.READ]
    for statement in (belongings.statement(kind, connection.vendor, "") for kind in kinds):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.bind([1, 2, 3]))
            plan = [step for *_numbers, step in cursor.fetchall()]
        assert not [step for step in plan if "status=?" in step or step.startswith("SCAN events_")]


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
