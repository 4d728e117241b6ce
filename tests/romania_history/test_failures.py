"""A database that is away, begins anew or has no room: said at once, and an editor keeps what was typed."""

import logging
import shutil
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.db.utils import ConnectionHandler
from django.test import Client

from events import models
from romania_history import busy
from romania_history.logs import Formatter
from romania_history.settings import database_from_url
from tests.postgres import Server, binaries
from tests.support.factories import make_editor, make_event
from tests.support.forms import fields_of
from tests.support.office import url
from tests.support.pages import Page

pytestmark = pytest.mark.any_database


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_editor("editor"))
    return client


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused") from psycopg.OperationalError("connection refused")

    monkeypatch.setattr(type(connections["default"]), "_cursor", refused)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/events/vote/", "/export/events.csv", "/admin/", "/compare/?a=dej"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_database_that_is_away_gives_a_page_that_says_so(address: str, signed_in: bool, request: Any):
    client = request.getfixturevalue("office") if signed_in else Client()
    client.raise_request_exception = False
    request.getfixturevalue("away")
    answer = client.get(address)
    if answer.status_code != 302:  # to the login, which needs no database
        assert answer.status_code == 503 and answer["Retry-After"] and "no-store" in answer["Cache-Control"]
        assert "The database does not answer" in Page(answer).text()


@pytest.mark.django_db
def test_readiness_says_that_it_is_away(away: None):
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready: the database does not answer\n")
    assert Client().get("/health/live").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is not this machine's")
@pytest.mark.django_db(transaction=True)
@pytest.mark.each_database
def test_on_a_full_disk_an_editor_keeps_what_was_typed(office: Client):
    event = make_event("Vote", status="draft")
    typed = fields_of(office.get(url(event))) | {"title": ["Changed"], "summary": ["A long summary. " * 2000]}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # so that no page within the file is free
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        answer = office.post(url(event), typed)
    finally:
        connection.close()
    assert answer.status_code == 503 and "Nothing can be saved" in Page(answer).text()
    assert fields_of(answer)["summary"] == typed["summary"]
    assert models.Event.objects.get().title == "Vote"


@pytest.mark.django_db
def test_readiness_says_that_the_disk_is_full(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=2**20))
    answer = Client().get("/health/ready")
    full = (503, b"not ready: the disk of the database is full\n")
    assert (answer.status_code, answer.content) == (full if connection.vendor == "sqlite" else (200, b"ready\n"))


@pytest.fixture
def server() -> Iterator[Server]:
    folder = binaries()
    if folder is None:
        pytest.skip("No PostgreSQL found.")
    with Server(folder) as server:
        yield server


@pytest.mark.django_db  # its guard is for every connection
def test_a_postgresql_that_restarts_costs_no_request_and_one_that_is_gone_is_told_at_once(server: Server):
    database = database_from_url(server.url) | {"CONN_MAX_AGE": 600}
    kept = ConnectionHandler({"default": database})["default"]

    def ask() -> int:
        kept.close_if_unusable_or_obsolete()  # as Django does before and after each request
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    first = ask()
    assert ask() == first
    server.run("pg_ctl", "-m", "fast", "-w", "-l", server.folder / "log", "restart")
    assert ask() != first
    server.run("pg_ctl", "-m", "fast", "-w", "stop")
    began = time.monotonic()
    with pytest.raises(OperationalError) as refused:
        ask()
    assert busy.reason(refused.value) == "away" and time.monotonic() - began < 5
    socket = f"-k {server.folder} -c listen_addresses=''"
    server.run("pg_ctl", "-w", "-l", server.folder / "log", "-o", socket, "start")
    assert ask()
    kept.close()


def test_the_log_never_shows_the_token_of_a_preview():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "Not Found: %s", ("/preview/to.ke:n/timeline/",), None
    )
    assert Formatter("{message}", style="{").format(record) == "Not Found: /preview/…/timeline/"
