"""Each way of writing leaves exactly one entry of history for each record that it changes."""

from collections.abc import Callable
from typing import Any

import pytest
import reversion
from django.core.management import call_command
from reversion.models import Version

from events import models
from events.editing import history
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from events.record_data.declaration import RECORDS
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.history import History
from tests.support.office import Person, pending_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def h(h: History) -> History:
    """Everything has its first entry, as after a load."""
    for model in RECORDS:
        for record in model.objects.all():
            with history.recording(None, "Loaded."):
                reversion.add_to_revision(record)
    return h


@pytest.fixture
def person(db: None) -> Person:
    return Person(PUBLISHER)


def entries_of(record: Any) -> int:
    """Entries count by revision; a record that is part of another one's entry has none of its own by that."""
    found = Version.objects.get_for_object_reference(type(record), record.pk)
    return found.values("revision").distinct().count()


def by_form(h: History, person: Person) -> Any:
    person.press("_publish", h.events["departure"], {"summary": "Other words."})
    return h.events["departure"]


def by_inline_alone(h: History, person: Person) -> Any:
    person.press("_publish", h.events["departure"], {"participations-0-role": "opponent"})
    return h.events["departure"]


def by_new_row_and_field_and_themes(h: History, person: Person) -> Any:
    new = row("participations", 2, actor=h.actors["dej"].pk, role="forum")
    person.press("_publish", h.events["departure"], new | {"summary": "Other words.", "themes": []})
    return h.events["departure"]


def by_page_of_evidence(h: History, person: Person) -> Any:
    person.press("_publish", h.claims["reward"].evidence.get(), {"bearing": "undermines"})
    return h.claims["reward"]


def by_button(h: History, person: Person) -> Any:
    person.press("_archive", h.events["departure"])
    return h.events["departure"]


def by_approval(h: History, person: Person) -> Any:
    Person(CONTRIBUTOR).press("_submit", h.events["departure"], {"summary": "Other words."})
    person.decide("_approve", pending_of(h.events["departure"]))
    return h.events["departure"]


def by_editing_and_approving(h: History, person: Person) -> Any:
    Person(CONTRIBUTOR).press("_submit", h.events["departure"], {"summary": "Other words."})
    query = f"?pending={pending_of(h.events['departure']).pk}"
    person.press("_publish", h.events["departure"], {"date_note": "Iași"}, query)
    return h.events["departure"]


def by_restoring(h: History, person: Person) -> Any:
    event = h.events["departure"]
    version = Version.objects.get_for_object(event).get()
    models.Event.objects.filter(pk=event.pk).update(summary="Other words.")
    with history.recording(None, "Loaded."):
        reversion.add_to_revision(models.Event.objects.get(pk=event.pk))
    address = f"/admin/events/event/{event.pk}/history/{version.pk}/"
    before = entries_of(event)
    person.post(address, fields_of(person.client.get(address)) | {"_publish": "1"})
    assert entries_of(event) == before + 1
    Version.objects.get_for_object(event).order_by("-pk").first().delete()  # leaves the one more of this test
    return event


def by_conflict(h: History, person: Person) -> Any:
    event = h.events["departure"]
    opened = person.open(event)
    models.Event.objects.filter(pk=event.pk).update(date_note="Iași")
    page = person.send("_publish", opened, {"summary": "Other words."}, follow=True)
    before = entries_of(event)
    person.post(page.context["action"], fields_of(page) | {"_publish": "1"})
    assert entries_of(event) == before + 2  # one for what was written outside of the office
    Version.objects.get_for_object(event).order_by("-pk").first().delete()
    return event


def by_load(h: History, person: Person, tmp_path: Any) -> Any:
    call_command("dumpseeds", str(tmp_path))
    for path in tmp_path.rglob("*.yaml"):
        path.write_text(path.read_text().replace("The last trains crossed", "The last lorries crossed"))
    call_command("loadseeds", str(tmp_path), overwrite=["events/departure-of-the-soviet-troops"])
    assert "lorries" in models.Event.objects.get(pk=h.events["departure"].pk).summary
    return h.events["departure"]


WAYS: list[Callable[..., Any]] = [
    by_inline_alone, by_page_of_evidence, by_button, by_approval, by_editing_and_approving, by_restoring,
]  # fmt: skip
# With locks and rows of every kind: what the databases could answer differently.
BOTH: list[Callable[..., Any]] = [by_form, by_new_row_and_field_and_themes, by_conflict]


@pytest.mark.parametrize(
    "way",
    [*WAYS, *(pytest.param(way, marks=pytest.mark.each_database) for way in BOTH)],
    ids=lambda way: way.__name__,
)
def test_a_write_leaves_one_entry(h: History, person: Person, way: Callable[..., Any]):
    before = Version.objects.filter(content_type__model="event").values("revision").distinct().count()
    record = way(h, person)
    assert entries_of(record) == 2
    others = [event for event in models.Event.objects.all() if event != record]
    assert all(entries_of(event) == 1 for event in others), "others were not changed"
    assert before


def test_a_load_leaves_one_entry(h: History, person: Person, tmp_path: Any):
    assert entries_of(by_load(h, person, tmp_path)) == 2


def test_a_deletion_leaves_one_entry_and_bringing_back_one_more(h: History, person: Person):
    event = make.make_event("Draft")
    person.post(url(event, "delete"), {"post": "yes", "reason": "Twice"})
    assert entries_of(event) == 1
    version = Version.objects.get_deleted(models.Event).get()
    address = f"/admin/events/event/recover/{version.pk}/"
    person.post(address, fields_of(person.client.get(address)) | {"_save": "1"})
    assert entries_of(models.Event.objects.get(slug="draft")) == 2


def test_events_deleted_from_the_list_leave_one_entry_each(h: History, person: Person):
    events = [make.make_event(), make.make_event()]
    keys = [event.pk for event in events]
    person.post(url(models.Event), {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert not models.Event.objects.filter(pk__in=keys).exists()
    assert [entries_of(models.Event(pk=key)) for key in keys] == [1, 1]


def test_a_deleted_row_of_evidence_leaves_one_entry_of_its_interpretation(person: Person):
    claim = make.make_interpretation(voice="document")
    evidence = make.make_evidence(claim, "Membership of a pact")
    with history.recording(None, "Loaded."):
        reversion.add_to_revision(claim)
    person.post(url(evidence, "delete"), {"post": "yes"})
    assert not claim.evidence.exists()
    assert entries_of(claim) == 2


def test_a_refused_save_leaves_none(h: History, person: Person):
    person.press("_publish", h.events["departure"], {"date": "1958-13"})
    person.press("_publish", h.events["departure"])
    assert entries_of(h.events["departure"]) == 1
