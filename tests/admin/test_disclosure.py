"""A decision covers what becomes public with it."""

from typing import Any

import pytest
from django.test import Client
from reversion.models import Version

from events import models
from events.admin.links import review_url
from events.editing import disclosure
from events.record_data import reading
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.history import History
from tests.support.office import errors_of, messages_of, pending_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def read(record: Any) -> str:
    """What readers see on the record's page."""
    return Client().get(record.get_absolute_url()).content.decode()


@pytest.fixture
def unused(contributor: Any) -> Any:
    """An actor of the contributor's that nothing uses yet: it is saved at once."""
    return make.make_actor("Nicolae Comănescu", created_by=contributor.user)


def taking_part(event: Any, actor: Any) -> dict[str, str]:
    number = event.participations.count()
    return row("participations", number, actor=str(actor.pk), role="participant", id="", event=str(event.pk))


@pytest.mark.each_database
def test_an_approval_covers_the_actor_that_becomes_public_with_it(
    h: History, contributor: Any, publisher: Any, unused: Any
):
    event = h.events["departure"]
    contributor.press("_submit", event, taking_part(event, unused))
    found = pending_of(event)
    page = publisher.client.get(review_url(found))
    assert "for the first time" in page.content.decode() and "Nicolae Comănescu" in page.content.decode()

    contributor.press("_save", unused, {"name": "Somebody Else", "note": "A word that nobody has looked at."})
    refused = publisher.post(review_url(found), fields_of(page) | {"_approve": "1"}, follow=True)
    assert "“Somebody Else”, which readers will see with this, has changed" in messages_of(refused)
    assert "A word that nobody has looked at." in refused.content.decode(), "and is now shown"
    assert "Somebody Else" not in read(event)

    approved = publisher.post(review_url(found), fields_of(refused) | {"_approve": "1"}, follow=True)
    assert "Approved" in messages_of(approved)
    assert "Somebody Else" in read(event)


def test_the_publication_of_a_draft_covers_the_actor_that_becomes_public_with_it(
    h: History, contributor: Any, publisher: Any, unused: Any
):
    draft = make.make_event("Troops leave", participants=[unused], created_by=contributor.user)
    make.cite(draft, h.document, "late 1960s")
    shown = publisher.open(draft)
    assert "for the first time" in shown.content.decode()
    contributor.press("_save", unused, {"name": "Somebody Else"})
    refused = publisher.send("_publish", shown, {"summary": "Kept on the form."}, follow=True)
    assert "“Somebody Else”, which readers will see with this, has changed" in errors_of(refused)
    assert "Kept on the form." in refused.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"
    publisher.send("_publish", refused)
    assert "Somebody Else" in read(draft)


def test_publishing_a_revision_from_its_form_covers_it_too(h: History, contributor: Any, publisher: Any, unused: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, taking_part(event, unused))
    shown = publisher.open(event, f"?pending={pending_of(event).pk}")
    contributor.press("_save", unused, {"name": "Somebody Else"})
    assert "for the first time" in shown.content.decode()
    refused = publisher.send("_publish", shown, follow=True)
    assert "has changed since" in errors_of(refused)
    assert "Somebody Else" not in read(event)
    publisher.send("_publish", refused)
    assert "Somebody Else" in read(event), "once it has been looked at"


def test_a_recovery_covers_what_becomes_public_with_it(h: History, contributor: Any, publisher: Any, unused: Any):
    event = make.make_event("Troops leave", participants=[unused])
    make.cite(event, h.document, "late 1960s")
    make.publish(event)
    publisher.post(url(event, "delete"), {"post": "yes"})
    version = Version.objects.get_deleted(models.Event).get()
    shown = publisher.client.get(f"/admin/events/event/recover/{version.pk}/")
    assert "for the first time" in shown.content.decode() and "Nicolae Comănescu" in shown.content.decode()
    contributor.press("_save", unused, {"name": "Somebody Else"})
    refused = publisher.send("_save", shown, follow=True)
    assert "“Somebody Else”, which readers will see with this, has changed" in errors_of(refused)
    assert not models.Event.objects.filter(pk=event.pk).exists()
    publisher.send("_save", refused)
    assert "Somebody Else" in read(event)


def test_as_a_draft_a_record_comes_back_without_a_second_look(h: History, publisher: Any, unused: Any):
    event = make.make_event("Troops leave", participants=[unused])
    make.cite(event, h.document, "late 1960s")
    make.publish(event)
    publisher.post(url(event, "delete"), {"post": "yes"})
    version = Version.objects.get_deleted(models.Event).get()
    shown = publisher.client.get(f"/admin/events/event/recover/{version.pk}/")
    unused.name = "Somebody Else"
    unused.save()
    publisher.send("_to_draft", shown)
    assert models.Event.objects.get(pk=event.pk).status == "draft"


def test_what_a_publisher_chooses_at_the_form_needs_no_second_look(h: History, publisher: Any, unused: Any):
    event = h.events["departure"]
    publisher.press("_publish", event, taking_part(event, unused))
    assert "Nicolae Comănescu" in read(event)


@pytest.mark.each_database
def test_a_document_becomes_public_with_its_notes_and_what_its_markers_resolve_to(h: History):
    document = make.make_document("Words of a report.", slug="report")
    passage = document.passages.get()
    make.make_reference(passage, "1", resolves_to=make.make_source("pravda"))
    draft = make.make_event("Report")
    make.cite(draft, document, "Words")
    disclosed = disclosure.disclosed(draft, reading.read(draft))
    assert [str(each.slug) for each in disclosed] == ["report", "pravda"]
    before = disclosure.stamps(disclosed)
    passage.note = "Another word."
    passage.save()
    assert disclosure.changed(disclosed, before) == [document]


@pytest.mark.each_database
def test_a_source_that_waits_for_the_event_alone_becomes_public_with_it(h: History):
    draft, source = make.make_event("Report"), make.make_source("pravda")
    make.cite(make.make_evidence(h.claims["reward"], draft), source)
    assert disclosure.disclosed(draft, reading.read(draft)) == [source]
    make.publish(draft)
    assert source in models.Source.objects.public()
