"""While many records are being written: readers read, and an editor loses nothing."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client

from events import models
from tests.support.factories import make_editor, make_event
from tests.support.forms import fields_of
from tests.support.office import url
from tests.support.pages import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event() -> models.Event:
    return make_event("Vote", status="published")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_editor("editor"))
    return client


@pytest.fixture
def being_loaded(event: models.Event, office: Client) -> Iterator[None]:
    """Another connection has written and has not yet committed."""
    make_event("Sitting")
    begun, done = threading.Event(), threading.Event()

    def load() -> None:
        with transaction.atomic():
            make_event("Being loaded", status="published")
            begun.set()
            done.wait(30)
            transaction.set_rollback(True)
        connection.close()

    thread = threading.Thread(target=load)
    thread.start()
    assert begun.wait(10)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
    yield
    done.set()
    thread.join()
    connection.close()


def test_readers_read_on(being_loaded: None):
    assert Page(Client().get("/")).events == ["vote"]
    assert Client().get("/events/vote/").status_code == 200
    assert Client().get("/export/events.csv").status_code == 200


def test_an_editor_who_saves_is_told_so_and_keeps_the_input(office: Client, being_loaded: None):
    event = models.Event.objects.get(slug="sitting")
    typed = fields_of(office.get(url(event))) | {"title": ["Vote & <counted>"], "summary": ["\nOne line.\nAnother."]}
    answer = office.post(url(event), typed)
    if connection.vendor == "postgresql":  # it writes beside the load
        assert answer.status_code == 302
        assert models.Event.objects.get(pk=event.pk).title == "Vote & <counted>"
        return
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "The database is busy" in answer.content.decode()
    kept = fields_of(answer)
    kept.pop("csrfmiddlewaretoken", None)
    typed.pop("csrfmiddlewaretoken", None)
    assert kept == typed
    assert models.Event.objects.get(pk=event.pk).title == "Sitting"


def test_a_password_is_not_kept(being_loaded: None):
    answer = Client().post("/admin/login/", {"username": "editor", "password": "a secret phrase"})
    assert answer.status_code == (503 if connection.vendor == "sqlite" else 200)
    assert "a secret phrase" not in answer.content.decode()


def test_any_other_error_is_none_of_this(office: Client, event: models.Event, monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError

    def fail(*args, **kwargs):
        raise OperationalError("no such table: events_event")

    sitting = make_event("Sitting")
    monkeypatch.setattr(models.Event, "save", fail)
    office.raise_request_exception = False
    assert office.post(url(sitting), fields_of(office.get(url(sitting))) | {"title": "Changed"}).status_code == 500
