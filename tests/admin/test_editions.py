"""Publishers make editions in the office, and take them back."""

from typing import Any

import pytest

from events.admin import edition as page
from events.editing import roles
from events.models import Edition
from tests.support.history import History
from tests.support.office import Person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADD = "/admin/events/edition/add/"


def test_a_publisher_makes_an_edition_and_withdraws_it_with_a_reason(h: History, monkeypatch: Any):
    office = Person(roles.PUBLISHER).client
    assert "Make this edition" in office.get(ADD).content.decode()
    assert "hyphens" in office.post(ADD, {"name": "A b", "note": ""}).content.decode()
    assert office.post(ADD, {"name": "2026-11", "note": ""}).status_code == 302
    made = Edition.objects.get()
    assert made.made_by is not None
    assert (
        "There is an edition" in office.post(ADD, {"name": "2026-11"}).content.decode() or Edition.objects.count() == 1
    )
    change = f"/admin/events/edition/{made.pk}/change/"
    assert made.name in office.get("/admin/events/edition/").content.decode()
    assert office.get(f"/admin/events/edition/{made.pk}/history/").status_code == 200
    assert office.post(change, {"reason": " "}).status_code == 200
    assert office.post(change, {"reason": "It held a letter."}).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_at
    assert office.get(change).status_code == 200
    assert office.post(change, {"reason": "Another."}).status_code == 403
    monkeypatch.setattr(page, "LARGEST", 0)
    assert "publishedition" in office.post(ADD, {"name": "2026-12"}).content.decode()


def test_others_see_editions_and_make_none(h: History):
    office = Person(roles.EDITOR).client
    assert office.get("/admin/events/edition/").status_code == 200
    office.post(ADD, {"name": "2026-11"})
    assert not Edition.objects.exists()
