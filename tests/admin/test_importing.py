"""Publishers import tables after a look at every change; the lists of the office leave as they are shown."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events import models
from events.admin import importing as pages
from events.editing import roles
from tests.support.history import History
from tests.support.office import Person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

IMPORT = "/admin/events/event/import/"


def looked_at(office: Any, text: str, name: str = "events.csv") -> Any:
    return office.post(IMPORT, {"file": SimpleUploadedFile(name, text.encode()), "kind": "secondary"})


def held(response: Any) -> dict[str, str]:
    return {name: response.context[name] for name in ("held", "seen")}


def test_a_publisher_looks_at_every_change_and_then_imports_all(h: History):
    office, treaty = Person(roles.PUBLISHER).client, h.events["treaty"]
    assert office.get(IMPORT).status_code == 200
    text = f"slug,title,date\n{treaty.slug},Corrected <b>title</b>,\n,A letter,1963-07\n"
    look = looked_at(office, text)
    page = look.content.decode()
    assert f"events/{treaty.slug}" in page
    assert treaty.title in page
    assert "Corrected &lt;b&gt;title&lt;/b&gt;" in page
    assert "1963-07" in page
    assert not models.Event.objects.filter(slug="a-letter").exists()
    assert office.post(IMPORT, held(look)).status_code == 302
    treaty.refresh_from_db()
    assert treaty.title == "Corrected <b>title</b>"
    assert models.Event.objects.get(slug="a-letter").status == "draft"


def test_what_was_changed_since_is_shown_once_more(h: History):
    office, treaty = Person(roles.PUBLISHER).client, h.events["treaty"]
    look = looked_at(office, f"slug,title\n{treaty.slug},Mine\n")
    treaty.title = "Theirs"
    treaty.save()
    again = office.post(IMPORT, held(look))
    assert again.status_code == 200
    assert "Theirs" in again.content.decode()
    treaty.refresh_from_db()
    assert treaty.title == "Theirs"
    assert office.post(IMPORT, held(again)).status_code == 302
    treaty.refresh_from_db()
    assert treaty.title == "Mine"


def test_what_is_wrong_stands_on_the_page_and_nothing_can_be_imported(h: History, monkeypatch: Any):
    office = Person(roles.PUBLISHER).client
    page = looked_at(office, "title,date\nA letter,no date\n").content.decode()
    assert "events.csv:2: events/a-letter: date" in page
    assert 'name="held"' not in page
    assert office.post(IMPORT, {"held": "forged", "seen": ""}, follow=True).status_code == 200
    assert office.post(IMPORT, {}).status_code == 200
    monkeypatch.setattr(pages, "LONGEST_HELD", 10)
    assert "too large for this page" in looked_at(office, "title,date\nA letter,1963\n").content.decode()
    assert not models.Event.objects.filter(slug="a-letter").exists()


def test_others_may_not_import(h: History):
    assert Person(roles.EDITOR).client.get(IMPORT).status_code == 403


def test_a_list_leaves_as_it_is_shown(h: History):
    office = Person(roles.EDITOR).client
    models.Event.objects.filter(pk=h.events["mongolia"].pk).update(title="=1+1")
    listed = office.get("/admin/events/event/", {"q": "treaty"})
    assert "/admin/events/event/export/?q=treaty" in listed.content.decode()
    for query in ({}, {"q": "treaty"}):
        text = b"".join(office.get("/admin/events/event/export/", query)).decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        shown = list(office.get("/admin/events/event/", query).context["cl"].queryset)
        assert [row["slug"] for row in rows] == [event.slug for event in shown]
    titles = b"".join(office.get("/admin/events/event/export/")).decode()
    assert "'=1+1" in titles
    assert Person("").client.get("/admin/events/event/export/").status_code in (302, 403)
