"""The history of a record: who, when, why, what; any two versions compared, and the way back."""

from typing import Any

import pytest
from reversion.models import Version

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def ion(db: None) -> Person:
    return Person(EDITOR)


@pytest.fixture
def event(ion: Person) -> models.Event:
    """With two saves behind it."""
    event = make.make_event("Troops leave", participants=[make.make_actor("Emil Bodnăraș")])
    ion.press("_save", event, {"title": "Soviet troops leave", "_why": "The document says whose"})
    ion.press("_save", event, {"summary": "By train.", "participations-0-role": "initiator"})
    return event


def versions(record: Any) -> list[Version]:
    return list(Version.objects.get_for_object(record).order_by("pk"))


def compared(person: Person, record: Any, **query: Any) -> dict[str, str]:
    """The changes by their labels, as text with what went in [] and what came in {}."""
    page = person.client.get(url(record, "compare"), query)
    assert page.status_code == 200
    return {change.label: in_text(change) for change in page.context["changes"]}


def in_text(change: Any) -> str:
    marks = {"same": "{}", "del": "[{}]", "ins": "{{{}}}"}
    parts = [f"{part.label}: {in_text(part)}" for part in change.parts]
    return "; ".join(parts) or "".join(marks[piece.kind].format(piece.text) for piece in change.pieces)


def test_the_history_tells_who_when_why_and_what(ion: Person, event: Any):
    page = ion.client.get(url(event, "history")).content.decode()
    assert "The document says whose<br>Changed Title." in page
    assert ion.user.username in page
    assert page.count('name="a"') == 3


def test_any_two_versions_are_compared_word_by_word_with_their_rows(ion: Person, event: Any):
    first, second, third = versions(event)
    assert compared(ion, event, a=first.pk, b=second.pk) == {"Title": "[Troops]{Soviet troops} leave"}
    assert compared(ion, event, a=second.pk, b=third.pk) == {
        "Summary": "{By train.}",
        "Participant: Emil Bodnăraș": "Role: [participant]{initiator}",
    }
    assert set(compared(ion, event, a=first.pk, b=third.pk)) == {"Title", "Summary", "Participant: Emil Bodnăraș"}


def test_the_older_one_comes_first_whichever_was_chosen_first(ion: Person, event: Any):
    first, second, _third = versions(event)
    assert compared(ion, event, a=second.pk, b=first.pk) == {"Title": "[Troops]{Soviet troops} leave"}


def test_a_version_is_compared_with_the_record_as_it_is(ion: Person, event: Any):
    models.Event.objects.filter(pk=event.pk).update(date_note="Iași")
    assert compared(ion, event, a=versions(event)[-1].pk, b="live") == {"Date note": "{Iași}"}


def test_rows_that_came_and_went_are_named(ion: Person, event: Any):
    actor = make.make_actor("Nikita Khrushchev")
    ion.press("_save", event, row("participations", 1, actor=actor.pk, role="opponent"))
    ion.press("_save", event, {"participations-1-DELETE": "on"})
    with_him, without = versions(event)[-2:]
    assert compared(ion, event, a=with_him.pk, b=without.pk) == {
        "Participant: Nikita Khrushchev": "Actor: [Nikita Khrushchev]; Role: [opponent]"
    }


def test_what_is_gone_since_is_named_as_deleted(ion: Person, event: Any):
    actor = make.make_actor("Nobody")
    ion.press("_save", event, row("participations", 1, actor=actor.pk, role="opponent"))
    ion.press("_save", event, {"participations-1-DELETE": "on"})
    actor.delete()
    with_him, without = versions(event)[-2:]
    assert "(deleted)" in str(compared(ion, event, a=with_him.pk, b=without.pk))


@pytest.mark.parametrize("query", [{}, {"a": "0"}, {"a": "x"}, {"a": "9" * 40}, {"a": "１"}, {"a": "live", "b": "-1"}])
def test_a_version_that_is_not_the_records_is_not_found(ion: Person, event: Any, query: dict[str, str]):
    status = ion.client.get(url(event, "compare"), query).status_code
    assert status == (200 if not query else 404)
    other = make.make_event("Another")
    ion.press("_save", other, {"summary": "x"})
    assert ion.client.get(url(event, "compare"), {"a": versions(other)[0].pk}).status_code == 404


def test_the_history_of_a_deleted_record_can_still_be_read(ion: Person, event: Any):
    Person(PUBLISHER).post(url(event, "delete"), {"post": "yes", "reason": "Twice"})
    page = ion.client.get(url(event, "history")).content.decode()
    assert "Deleted: Twice" in page
    first, *_rest, last = Version.objects.get_for_object_reference(models.Event, event.pk).order_by("pk")
    assert "Title" in compared(ion, event, a=first.pk, b=last.pk)


def test_restoring_says_so_and_keeps_what_was_between(ion: Person, event: Any):
    first, *_rest = versions(event)
    address = f"/admin/events/event/{event.pk}/history/{first.pk}/"
    shown = ion.client.get(address)
    ion.send("_save", shown, {"_why": "The first title was right"})
    event.refresh_from_db()
    assert (event.title, event.summary, event.participations.get().role) == ("Troops leave", "", "participant")
    assert len(versions(event)) == 4
    assert versions(event)[-1].revision.comment == "The first title was right\nAn earlier version was restored."


def test_restoring_what_somebody_has_changed_meanwhile_shows_both(ion: Person, event: Any):
    first, *_rest = versions(event)
    shown = ion.client.get(f"/admin/events/event/{event.pk}/history/{first.pk}/")
    Person(EDITOR).press("_save", event, {"title": "The Red Army leaves"})
    assert ion.send("_save", shown, follow=True).status_code == 409


def test_a_contributor_reads_every_history(event: Any):
    contributor = Person(CONTRIBUTOR)
    assert contributor.client.get(url(event, "history")).status_code == 200
    assert contributor.client.get(url(event, "compare"), {"a": versions(event)[0].pk}).status_code == 200


def test_a_version_from_before_a_field_was_there_is_still_read(ion: Person, event: Any):
    import json

    first, *_rest = versions(event)
    data = json.loads(first.serialized_data)
    del data[0]["fields"]["date_note"]
    data[0]["fields"]["forgotten"] = "A field that there is no longer."
    Version.objects.filter(pk=first.pk).update(serialized_data=json.dumps(data))
    models.Event.objects.filter(pk=event.pk).update(date_note="Iași")
    assert "Place" not in compared(ion, event, a=first.pk)
    shown = ion.client.get(f"/admin/events/event/{event.pk}/history/{first.pk}/")
    ion.send("_save", shown)
    event.refresh_from_db()
    assert (event.title, event.date_note) == ("Troops leave", "Iași")


def test_an_earlier_version_beside_a_newer_save_is_compared_and_loses_no_row():
    ana, ion = Person(EDITOR), Person(EDITOR)
    event = make.make_event("Troops leave", date="1958", participants=[make.make_actor("Emil Bodnăraș")])
    ana.press("_save", event, {"summary": "First."})
    first = Version.objects.get_for_object(event).order_by("pk").last()
    ana.press("_save", event, {"summary": "Second.", "participations-0-DELETE": "on"})
    address = f"/admin/events/event/{event.pk}/history/{first.pk}/"
    opened = ion.client.get(address)
    ana.press("_save", event, {"date_note": "Iași"})
    page = ion.post(address, fields_of(opened) | {"_save": "1"}, follow=True)
    assert page.status_code == 409
    assert any("Bodnăraș" in line.label for line in page.context["lines"])


def test_what_cannot_come_back_with_a_version_is_said_on_its_form(ion: Person, event: Any):
    actor = make.make_actor("Nobody")
    ion.press("_save", event, row("participations", 1, actor=actor.pk, role="opponent"), follow=True)
    with_him = versions(event)[-1]
    ion.press("_save", event, {"participations-1-DELETE": "on"}, follow=True)
    actor.delete()
    shown = ion.client.get(f"/admin/events/event/{event.pk}/history/{with_him.pk}/")
    assert messages_of(shown) == (
        "A record that it points at has been deleted since: actor. What pointed at it is not in the form."
    )
    assert "Nobody" not in str(ion.send("_save", shown, follow=True).context["messages"])
    assert event.participations.count() == 1


def test_what_cannot_come_back_with_a_deleted_record_is_said_on_its_form(ion: Person, event: Any):
    actor = make.make_actor("Nobody")
    ion.press("_save", event, row("participations", 1, actor=actor.pk, role="opponent"))
    Person(PUBLISHER).post(url(event, "delete"), {"post": "yes"})
    actor.delete()
    version = Version.objects.get_deleted(models.Event).get()
    shown = ion.client.get(f"/admin/events/event/recover/{version.pk}/")
    assert "has been deleted since: actor" in messages_of(shown)
    ion.send("_save", shown)
    assert models.Event.objects.get().participations.count() == 1


@pytest.mark.parametrize(
    ("role", "button", "status"),
    [(PUBLISHER, "_save", "published"), (PUBLISHER, "_to_draft", "draft"), (EDITOR, "_to_draft", "draft")],
)
def test_a_deleted_record_comes_back_as_the_button_says(role: str, button: str, status: str):
    event = make.make_event("Troops leave", date="1958")
    make.cite(event, locator="p. 1")
    make.publish(event)
    Person(PUBLISHER).post(url(event, "delete"), {"post": "yes"})
    version = Version.objects.get_deleted(models.Event).get()
    person = Person(role)
    shown = person.client.get(f"/admin/events/event/recover/{version.pk}/")
    assert [each.name for each in shown.context["buttons"]] == (
        ["_save", "_to_draft"] if role == PUBLISHER else ["_to_draft"]
    )
    person.send(button, shown, {"_why": "Deleted by mistake"})
    event = models.Event.objects.get()
    assert event.status == status
    assert "Deleted by mistake" in Version.objects.get_for_object(event).order_by("pk").last().revision.comment
