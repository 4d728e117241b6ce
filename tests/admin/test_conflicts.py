"""Two editors at once: nobody writes over what somebody else has saved, and nobody loses what they typed."""

from typing import Any

import pytest
from django.core.management import call_command

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.history import History, write_history
from tests.support.office import Person, history_of, messages_of, pending_of, row

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def ana(db: None) -> Person:
    return Person(EDITOR)


@pytest.fixture
def ion(db: None) -> Person:
    return Person(EDITOR)


@pytest.fixture
def event(db: None) -> models.Event:
    event = make.make_event("Troops leave", date="1958-07-25", participants=[make.make_actor("Emil Bodnăraș")])
    make.cite(event, locator="p. 1")
    return event


def fresh(event: models.Event) -> models.Event:
    return models.Event.objects.get(pk=event.pk)


def resolve(person: Person, page: Any, **choices: str) -> Any:
    """Sends the page with both versions; the names of places have hyphens."""
    assert page.status_code == 409, page.status_code
    fields = fields_of(page) | {name.replace("_", "-"): value for name, value in choices.items()}
    button = page.context["pressed"]
    return person.post(page.context["action"], fields | {button: "1"}, follow=True)


@pytest.mark.each_database
def test_the_second_to_save_sees_both_versions_and_nothing_is_written(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    page = ion.send("_save", opened, {"title": "The Red Army leaves", "summary": "By train."})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Soviet" in text and "Red Army" in text and "By train." in text and ana.user.username in text
    assert (fresh(event).title, fresh(event).summary) == ("Soviet troops leave", "")


def test_changes_of_different_places_become_one_version_after_a_look(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    page = ion.send("_save", opened, {"summary": "By train."})
    resolve(ion, page)
    assert (fresh(event).title, fresh(event).summary) == ("Soviet troops leave", "By train.")


def test_the_second_editor_chooses_field_by_field(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave", "summary": "Constanța"})
    page = ion.send("_save", opened, {"title": "The Red Army leaves", "summary": "Iași"})
    assert "Choose for each place" in resolve(ion, page).content.decode()
    page = ion.send("_save", opened, {"title": "The Red Army leaves", "summary": "Iași"})
    resolve(ion, page, at_title="mine", at_summary="theirs")
    assert (fresh(event).title, fresh(event).summary) == ("The Red Army leaves", "Constanța")


def test_a_third_version_that_comes_meanwhile_is_shown_too(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    page = ion.send("_save", opened, {"title": "The Red Army leaves"})
    ana.press("_save", event, {"title": "All Soviet troops leave"})
    again = resolve(ion, page, at_title="mine")
    assert again.status_code == 409 and "once more" in again.content.decode()
    assert fresh(event).title == "All Soviet troops leave"
    resolve(ion, again, at_title="mine")
    assert fresh(event).title == "The Red Army leaves"


def test_rows_of_inlines_conflict_too(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"participations-0-role": "initiator"})
    page = ion.send("_save", opened, {"participations-0-role": "opponent"})
    key = event.participations.get().pk
    assert f'name="at-participations-{key}-role"' in page.content.decode()
    resolve(ion, page, **{f"at_participations_{key}_role": "mine"})
    assert event.participations.get().role == "opponent"


def test_rows_that_both_add_are_both_kept(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    first, second = make.make_actor("Gheorghiu-Dej"), make.make_actor("Khrushchev")
    ana.press("_save", event, row("participations", 1, actor=first.pk, role="initiator"))
    page = ion.send("_save", opened, row("participations", 1, actor=second.pk, role="initiator"))
    resolve(ion, page)
    assert {part.actor.name for part in event.participations.all()} == {"Emil Bodnăraș", "Gheorghiu-Dej", "Khrushchev"}


@pytest.mark.each_database
def test_a_row_that_one_deletes_while_the_other_changes_it(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    key = event.participations.get().pk
    ana.press("_save", event, {"participations-0-DELETE": "on"})
    page = ion.send("_save", opened, {"participations-0-role": "opponent", "title": "Kept"})
    assert "Kept" in page.content.decode()
    resolve(ion, page, **{f"at_participations_{key}": "mine"})
    assert (event.participations.get().role, fresh(event).title) == ("opponent", "Kept")


def test_an_invalid_form_against_a_newer_version_keeps_what_was_typed(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    page = ion.send("_save", opened, {"date": "1958-13", "title": "Mine"})
    assert page.status_code == 200 and "Mine" in page.content.decode()
    page = ion.send("_save", page, {"date": "1958-07"})
    assert page.status_code == 409
    assert fresh(event).title == "Soviet troops leave"


def test_two_versions_that_say_the_same_are_no_conflict_to_decide(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    answer = ion.send("_save", opened, {"title": "Soviet troops leave", "_comment": "As Verona has it."}, follow=True)
    assert answer.status_code == 200
    assert fresh(event).title == "Soviet troops leave"
    assert models.Comment.objects.get().text == "As Verona has it."


def test_what_a_load_has_written_meanwhile_is_somebody_elses_version_too(ion: Any, event: Any, tmp_path: Any):
    call_command("dumpseeds", str(tmp_path))
    opened = ion.open(event)
    (file,) = (path for path in tmp_path.rglob("*.yaml") if "Troops leave" in path.read_text())
    file.write_text(file.read_text().replace("Troops leave", "All troops leave"))
    call_command("loadseeds", str(tmp_path), overwrite=["events/troops-leave"])
    assert fresh(event).title == "All troops leave"
    assert ion.send("_save", opened, {"title": "Mine"}, follow=True).status_code == 409


def test_a_form_without_what_it_was_opened_with_is_not_trusted(ion: Any, event: Any):
    for base in ("", "forged"):
        page = ion.post(
            ion.address(event), fields_of(ion.open(event)) | {"title": "Mine", "_base": base, "_save": "1"}, follow=True
        )
        assert page.status_code == 409
        assert fresh(event).title == "Troops leave"


def test_a_status_given_meanwhile_is_not_taken_back_unseen(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_submit", event)
    page = ion.send("_save", opened, {"summary": "By train."})
    resolve(ion, page)
    assert (fresh(event).status, fresh(event).summary) == ("in_review", "By train.")


def test_a_draft_published_meanwhile_is_not_changed_by_a_stale_form(ion: Any, event: Any):
    opened = ion.open(event)
    Person(PUBLISHER).press("_publish", event)
    answer = ion.send("_save", opened, {"summary": "By train."}, follow=True)
    assert "Kept as a pending revision" in messages_of(answer)
    assert fresh(event).summary == ""


def test_evidence_edited_on_its_own_page_conflicts_with_its_interpretations_form(ana: Any, ion: Any):
    claim = make.make_interpretation(voice="document")
    evidence = make.make_evidence(claim, "Membership of a pact")
    opened = ion.open(claim)
    ana.press("_save", evidence, {"circumstance": "Membership of the Warsaw Pact"})
    page = ion.send(
        "_save", opened, {"argument": "Mine.", "evidence-0-circumstance": "Membership of Comecon"}, follow=True
    )
    assert page.status_code == 409
    evidence.refresh_from_db()
    assert evidence.circumstance == "Membership of the Warsaw Pact"


def test_two_windows_of_one_contributor_do_not_overwrite_each_other():
    h: History = write_history()
    event, person = h.events["departure"], Person(CONTRIBUTOR)
    first, second = person.open(event), person.open(event)
    person.send("_save", first, {"title": "The Red Army leaves"})
    page = person.send("_save", second, {"title": "The troops go", "date_note": "Iași"}, follow=True)
    assert page.status_code == 409
    assert pending_of(event).data["title"] == "The Red Army leaves"
    resolve(person, page, at_title="mine")
    data = pending_of(event).data
    assert (data["title"], data["date_note"]) == ("The troops go", "Iași")
    assert fresh(event).title == "Departure of the Soviet troops"


def test_a_reviewer_and_an_author_do_not_overwrite_each_other(ana: Any):
    h: History = write_history()
    event, person = h.events["departure"], Person(CONTRIBUTOR)
    person.press("_submit", event, {"title": "The Red Army leaves"})
    opened = ana.open(event, f"?pending={pending_of(event).pk}")
    person.press("_save", event, {"title": "The troops go"})
    page = ana.send("_save", opened, {"title": "Soviet troops go"}, follow=True)
    assert page.status_code == 409
    assert pending_of(event).data["title"] == "The troops go"


def test_a_record_deleted_meanwhile_is_said_to_be_gone(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"})
    answer = ion.send("_save", opened, {"title": "Typed for an hour"}, follow=True)
    assert answer.status_code == 410
    assert "Typed for an hour" in answer.content.decode()
    assert "recover" in answer.content.decode()


def test_a_resolved_conflict_is_one_entry_of_history(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"title": "Soviet troops leave"})
    resolve(ion, ion.send("_save", opened, {"summary": "By train.", "_why": "Found in Verona"}, follow=True))
    _first, second = history_of(event)
    assert second.revision.user == ion.user
    assert second.revision.comment.startswith("Found in Verona")


def test_two_fields_of_one_row_changed_by_two_are_both_kept(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"citations-0-locator": "p. 2"})
    page = ion.send("_save", opened, {"citations-0-supports": "The day."})
    assert [line.is_contested for line in page.context["lines"]] == [False, False]
    resolve(ion, page)
    citation = fresh(event).citations.get()
    assert (citation.locator, citation.supports) == ("p. 2", "The day.")


def test_one_field_of_a_row_changed_by_two_is_the_only_thing_asked(ana: Any, ion: Any, event: Any):
    opened = ion.open(event)
    ana.press("_save", event, {"citations-0-locator": "p. 2"})
    page = ion.send("_save", opened, {"citations-0-locator": "p. 3", "citations-0-supports": "The day."})
    contested = [line for line in page.context["lines"] if line.is_contested]
    assert [line.id.rsplit("-", 1)[1] for line in contested] == ["locator"]
    resolve(ion, page, **{contested[0].id.replace("-", "_"): "theirs"})
    citation = fresh(event).citations.get()
    assert (citation.locator, citation.supports) == ("p. 2", "The day.")


@pytest.mark.parametrize("role", [EDITOR, CONTRIBUTOR])
@pytest.mark.each_database
def test_a_form_that_is_sent_twice_is_saved_once(event: Any, role: str):
    if role == CONTRIBUTOR:
        make.publish(event)
    person = Person(role)
    opened = person.open(event)
    added = row("citations", 1, source=make.make_source("verona").pk, locator="p. 9") | {"title": "The last train"}
    first, second = person.send("_save", opened, added, follow=True), person.send("_save", opened, added, follow=True)
    assert (first.status_code, second.status_code) == (200, 200)
    found = pending_of(event).data["citations"] if role == CONTRIBUTOR else fresh(event).citations.all()
    assert len(found) == 2


def test_a_revision_decided_while_the_page_stood_open_loses_nothing_of_what_was_typed():
    h: History = write_history()
    event, person, publisher = h.events["departure"], Person(CONTRIBUTOR), Person(PUBLISHER)
    first, second = person.open(event), person.open(event)
    person.send("_save", first, {"title": "The Red Army leaves"})
    page = person.send("_save", second, {"title": "The troops go"}, follow=True)
    publisher.decide("_approve", pending_of(event))
    page = resolve(person, page, at_title="mine")
    mine = "".join(piece.text for line in page.context["lines"] for piece in line.mine.pieces if piece.kind != "del")
    assert page.status_code == 409 and "The troops go" in mine
    resolve(person, page, at_title="mine")
    assert pending_of(event).data["title"] == "The troops go"
    assert fresh(event).title == "The Red Army leaves"


def test_the_address_of_the_page_alone_leads_to_the_form(ana: Any, event: Any):
    answer = ana.client.get(f"/admin/events/event/{event.pk}/resolve/?lang=ro", follow=True)
    assert answer.status_code == 200 and answer.request["PATH_INFO"].endswith("/change/")


def test_who_may_not_resolve_references_does_not_undo_it_by_choosing_their_own_version(ana: Any):
    document, book = make.make_document(), make.make_source("deletant-2007")
    reference = make.make_reference(document.passages.get(number=1))
    opened = ana.open(reference.passage)
    reference.resolves_to = book
    reference.save()
    page = ana.send("_save", opened, {"references-0-note": "Looked at."}, follow=True)
    resolve(ana, page, **{line.id.replace("-", "_"): "mine" for line in page.context["lines"]})
    reference.refresh_from_db()
    assert (reference.resolves_to, reference.note) == (book, "Looked at.")
