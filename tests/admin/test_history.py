"""History: every save that changes something, with who and when, and back again."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from reversion.models import Version

from events import models
from events.editing import history_entries
from tests.support.factories import (
    cite,
    make_actor,
    make_document,
    make_event,
    make_evidence,
    make_interpretation,
    make_passage,
    make_source,
    make_theme,
    publish,
)
from tests.support.forms import fields_of
from tests.support.office import row, url

pytestmark = pytest.mark.any_database


def versions(record: Any) -> list[Version]:
    """Those of the office: factories write outside of it."""
    found = Version.objects.get_for_object(record).order_by("pk").select_related("revision__user")
    return list(found.exclude(revision__comment=history_entries.outside()))


def restore(office: Client, record: Any, version: Version, changes: dict[str, Any] | None = None) -> Any:
    meta = record._meta
    address = f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/history/{version.pk}/"
    shown = office.get(address)
    press = "_publish" if shown.context["waits"] else "_save"
    return office.post(address, fields_of(shown) | (changes or {}) | {press: "1"}, follow=True)


def recover(office: Client, model: Any, version: Version) -> Any:
    address = f"/admin/events/{model._meta.model_name}/recover/{version.pk}/"
    return office.post(address, fields_of(office.get(address)), follow=True)


def delete(office: Client, record: Any, **fields: str) -> Any:
    return office.post(url(record, "delete"), {"post": "yes"} | fields, follow=True)


@pytest.fixture
def event(db: None) -> models.Event:
    event = make_event(
        "Troops leave", date="1958-07-25", participants=[make_actor("Emil Bodnăraș")], themes=[make_theme()]
    )
    cite(event)
    return event


def test_a_save_makes_one_version_with_who_and_what(save: Any, event: Any, editor: Any):
    save(event, {"title": "Soviet troops leave"})
    (version,) = versions(event)
    assert version.revision.user == editor
    assert "Title" in version.revision.get_comment()


def test_a_version_holds_the_record_with_all_its_inlines(save: Any, event: Any):
    save(event, {"title": "Soviet troops leave"})
    (version,) = versions(event)
    held = {other._model for other in version.revision.version_set.all()}
    assert held == {models.Event, models.Citation, models.Participant}


def test_a_save_that_changes_nothing_makes_no_version_and_leaves_the_date_of_the_last_change(save: Any, event: Any):
    save(event, {"title": "Soviet troops leave"})
    event.refresh_from_db()
    save(event)
    assert len(versions(event)) == 1
    assert models.Event.objects.get().updated_at == event.updated_at


def test_prose_with_several_lines_is_unchanged_by_a_browsers_line_ends(save: Any, event: Any):
    models.Event.objects.update(summary="one\ntwo")
    save(event, {"summary": "one\r\ntwo"})
    assert versions(event) == []
    assert models.Event.objects.get().summary == "one\ntwo"


def test_a_change_of_an_inline_alone_is_a_change_of_the_record(save: Any, event: Any):
    before = event.updated_at
    save(event, {"participations-0-role": "initiator"})
    assert len(versions(event)) == 1
    assert models.Event.objects.get().updated_at > before


@pytest.mark.each_database
def test_an_earlier_version_comes_back_with_its_citations_participants_and_themes(save: Any, event: Any, office: Any):
    save(event, {"summary": "First."})
    save(
        event,
        {"summary": "Second.", "citations-0-DELETE": "on", "participations-0-DELETE": "on", "themes": []},
    )
    assert (event.citations.count(), event.participations.count(), event.themes.count()) == (0, 0, 0)
    restore(office, event, versions(event)[0])
    event.refresh_from_db()
    assert event.summary == "First."
    assert (event.citations.count(), event.participations.count(), event.themes.count()) == (1, 1, 1)
    assert len(versions(event)) == 3


def test_looking_at_an_earlier_version_changes_nothing(save: Any, event: Any, office: Any):
    save(event, {"summary": "First."})
    save(event, {"summary": "Second."})
    page = office.get(f"/admin/events/event/{event.pk}/history/{versions(event)[0].pk}/").content.decode()
    assert "First." in page
    assert models.Event.objects.get().summary == "Second."
    assert len(versions(event)) == 2


def test_a_deletion_leaves_a_version_that_says_who_and_why(office: Any, event: Any, editor: Any):
    number = event.pk
    delete(office, event, reason="Twice in the list")
    assert not models.Event.objects.exists()
    version = Version.objects.get_for_object_reference(models.Event, number).get()
    assert version.revision.user == editor
    assert version.revision.comment == "Deleted: Twice in the list"
    assert "Twice in the list" in office.get(url(models.Event, "recoverlist")).content.decode()


@pytest.mark.each_database
def test_a_deleted_event_comes_back_with_its_citations_participants_and_themes(office: Any, event: Any):
    delete(office, event)
    recover(office, models.Event, Version.objects.get_deleted(models.Event).get())
    event = models.Event.objects.get()
    assert (event.citations.count(), event.participations.count(), event.themes.count()) == (1, 1, 1)


def test_events_deleted_from_the_list_leave_versions_too(office: Any, event: Any):
    numbers = [event.pk, make_event().pk]
    office.post(url(models.Event), {"action": "delete_selected", "_selected_action": numbers, "post": "yes"})
    assert not models.Event.objects.exists()
    assert Version.objects.get_deleted(models.Event).count() == 2


@pytest.mark.each_database
def test_a_deleted_document_comes_back_with_its_passages(office: Any, db: None):
    document = make_document()
    delete(office, document)
    assert not models.Passage.objects.exists()
    recover(office, models.Source, Version.objects.get_deleted(models.Source).get())
    assert [passage.number for passage in models.Source.objects.get().passages.all()] == [1, 2, 3]


def test_what_something_rests_on_is_not_deleted_and_the_page_says_why(office: Any, event: Any):
    publish(make_interpretation())
    make_evidence(models.Interpretation.objects.get(), event)
    answer = delete(office, event)
    assert "cannot be deleted while something rests on it" in answer.content.decode()
    assert models.Event.objects.exists()


def test_a_theme_or_a_proponent_in_use_is_not_silently_taken_off_its_records(office: Any, event: Any):
    theme = event.themes.get()
    assert "Troops leave" in delete(office, theme).content.decode()
    actor = make_actor("Dennis Deletant")
    claim = make_interpretation("Bodnăraș asked first.", proponents=[actor])
    assert "Bodnăraș asked first." in delete(office, actor).content.decode()
    assert event.themes.count() == claim.proponents.count() == 1


def test_a_change_of_evidence_on_its_own_page_is_in_the_history_of_its_interpretation(office: Any, save: Any, db: None):
    claim = make_interpretation()
    evidence = make_evidence(claim, "Membership of a pact")
    save(evidence, {"circumstance": "Membership of the Warsaw Pact"})
    assert len(versions(claim)) == 1
    assert office.get(url(evidence, "history"))["Location"] == url(claim, "history")


def test_evidence_deleted_on_its_own_page_comes_back_with_its_interpretation(office: Any, db: None):
    claim = make_interpretation(voice="document")
    evidence = make_evidence(claim, "Membership of a pact")
    cite(evidence)
    delete(office, evidence, reason="Said twice")
    assert not claim.evidence.exists()
    (after,) = versions(claim)
    assert after.revision.comment.startswith("Said twice\nDeleted the evidence")
    (before,) = Version.objects.get_for_object(claim).filter(revision__comment=history_entries.outside())
    restore(office, claim, before)
    assert claim.evidence.get().citations.count() == 1
    restore(office, claim, after)
    assert not claim.evidence.exists()


def test_an_earlier_version_of_a_passage_gives_back_the_note_and_no_offsets(office: Any, save: Any, db: None):
    passage = make_document().passages.get(number=2)
    save(passage, {"note": "“This” is the withdrawal."})
    save(passage, {"note": "Something else."})
    models.Passage.objects.filter(pk=passage.pk).update(start=0, end=5)
    restore(office, passage, versions(passage)[0])
    passage.refresh_from_db()
    assert passage.note == "“This” is the withdrawal."
    assert (passage.start, passage.end) == (0, 5)


def test_an_earlier_version_of_a_source_gives_back_its_record_and_not_its_text(office: Any, save: Any, db: None):
    document = make_document()
    save(document, {"licence": "CC BY-SA 4.0"})
    save(document, {"licence": ""})
    models.Source.objects.update(text="A new version of the text.")
    restore(office, document, versions(document)[0])
    document.refresh_from_db()
    assert (document.licence, document.text) == ("CC BY-SA 4.0", "A new version of the text.")


def test_passages_are_neither_added_nor_deleted(office: Any, db: None):
    passage = make_passage(make_source(), 1)
    assert office.get(url(models.Passage, "add")).status_code == 403
    assert delete(office, passage).status_code == 403
    assert models.Passage.objects.exists()


def test_the_history_page_lists_the_latest_save_first(office: Any, save: Any, event: Any):
    save(event, {"title": "One"})
    save(event, {"title": "Two"})
    listed = [version.pk for version in office.get(url(event, "history")).context["page"].object_list]
    assert listed == sorted(listed, reverse=True)
    assert len(listed) == 3  # with what the factory wrote


def test_each_save_leads_to_what_it_changed(office: Any, save: Any, event: Any):
    save(event, {"title": "One"})
    save(event, {"summary": "By train."})
    addresses = links_to_changes(office, event)
    changed = [[change.label for change in office.get(address).context["changes"]] for address in addresses]
    assert changed == [["Summary"], ["Title"]]  # and none from what the factory wrote, which is the first


def test_the_last_save_is_what_is_compared_unless_another_is_chosen(office: Any, save: Any, event: Any):
    save(event, {"title": "One"})
    page = office.get(url(event, "history")).content.decode()
    first, _last = Version.objects.get_for_object(event).order_by("pk")
    assert re.findall(r'name="([ab])"\s+value="(\w+)"\s+checked', page) == [("b", "live"), ("a", str(first.pk))]


def test_a_page_of_the_history_leads_only_to_what_both_versions_are_on_it(
    office: Any, save: Any, event: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("events.admin.version_pages.PER_PAGE", 2)
    for number in range(3):
        save(event, {"title": str(number)})
    assert [len(links_to_changes(office, event, p)) for p in (1, 2)] == [1, 1]


def test_the_saves_of_a_deleted_record_lead_to_what_they_changed(office: Any, save: Any, event: Any):
    save(event, {"title": "One"})
    key = event.pk
    delete(office, event, reason="Twice in the list")
    event.pk = key
    (of_deletion, of_save) = links_to_changes(office, event)
    assert [change.label for change in office.get(of_save).context["changes"]] == ["Title"]
    assert not office.get(of_deletion).context["changes"]


def links_to_changes(office: Any, record: Any, page: int = 1) -> list[str]:
    text = office.get(url(record, "history"), {"p": page}).content.decode()
    return [unescape(address) for address in re.findall(r'href="([^"]*)">\s*What this save changed', text)]


def test_a_new_record_begins_its_history(save: Any, editor: Any):
    save(models.Theme, {"name": "Economy", "position": "1"})
    (version,) = versions(models.Theme.objects.get())
    assert version.revision.user == editor


def test_a_row_added_to_an_inline_is_in_the_version(save: Any, event: Any):
    save(event, row("participations", 1, actor=make_actor().pk, role="forum"))
    (version,) = versions(event)
    assert version.revision.version_set.filter(content_type__model="participant").count() == 2
