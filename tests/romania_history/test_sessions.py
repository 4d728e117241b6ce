"""How long somebody stays signed in."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

pytestmark = pytest.mark.django_db


def test_a_session_ends_without_use_and_goes_on_with_it(client: Client, monkeypatch: pytest.MonkeyPatch):
    client.force_login(User.objects.create_superuser("ana"))
    hours, signed_in = settings.SESSION_COOKIE_AGE / 3600, "/admin/"
    for _request in range(3):
        pass_time(monkeypatch, hours * 0.9)
        assert client.get(signed_in).status_code == 200
    pass_time(monkeypatch, hours * 1.1)
    assert client.get(signed_in).status_code == 302


def pass_time(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    now, at, later = time.time, timezone.now, timedelta(hours=hours)
    monkeypatch.setattr(time, "time", lambda: now() + later.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: at() + later)


def test_a_session_is_not_written_at_every_request(client: Client):
    client.force_login(User.objects.create_superuser("ana"))
    client.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/")
        client.get("/")
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
