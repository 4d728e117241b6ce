"""The pages of evidence and relations: parts of an interpretation, which alone has a status and a history."""

from typing import Any

import pytest
from reversion.models import Version

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, pending_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def claim() -> models.Interpretation:
    claim = make.make_interpretation(voice="document")
    make.make_evidence(claim, "Membership of a pact")
    return claim


def buttons_of(page: Any) -> list[str]:
    return [button.name for button in page.context["buttons"]]


def evidence_of(claim: models.Interpretation) -> models.Evidence:
    return models.Evidence.objects.get(interpretation=claim)


@pytest.mark.parametrize("language", ["en", "ro"])
@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, PUBLISHER])
def test_what_readers_see_is_not_deleted_from_a_list_either(claim: Any, role: str, language: str):
    target = make.make_interpretation(voice="document")
    relation = models.Relation.objects.create(
        interpretation=claim, target=target, kind="contests", ground="fact", drawn_by="editor"
    )
    make.publish(claim)
    person = Person(role)
    for row in (evidence_of(claim), relation):
        fields = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        person.client.post(f"{url(type(row))}?lang={language}", fields)
        assert type(row).objects.filter(pk=row.pk).exists()


def test_evidence_of_anothers_draft_is_not_a_contributors_to_delete(claim: Any):
    person, row = Person(CONTRIBUTOR), evidence_of(claim)
    fields = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    person.client.post(url(models.Evidence), fields)
    assert models.Evidence.objects.filter(pk=row.pk).exists()
    Person(EDITOR).client.post(url(models.Evidence), fields)
    assert not models.Evidence.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_publisher_deletes_an_interpretation_with_its_parts_in_either_language(claim: Any, language: str):
    make.publish(claim)
    person = Person(PUBLISHER)
    person.client.get(f"/admin/?lang={language}")
    person.post(url(claim, "delete"), {"post": "yes"})
    assert not models.Interpretation.objects.filter(pk=claim.pk).exists()


def test_only_what_a_part_can_do_is_offered(claim: Any):
    row = evidence_of(claim)
    assert buttons_of(Person(PUBLISHER).open(row)) == ["_save", "_continue"]
    make.publish(claim)
    assert buttons_of(Person(PUBLISHER).open(row)) == ["_save", "_continue", "_submit", "_publish"]
    assert buttons_of(Person(CONTRIBUTOR).open(row)) == ["_save", "_continue", "_submit"]


@pytest.mark.parametrize("button", ["_archive", "_to_draft", "_send_back", "_withdraw"])
@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_a_part_gives_no_status(claim: Any, button: str, status: str):
    if status == "published":
        make.publish(claim)
    else:
        models.Interpretation.objects.filter(pk=claim.pk).update(status=status)
    person, row = Person(PUBLISHER), evidence_of(claim)
    fields = fields_of(person.open(row)) | {"circumstance": "Membership of Comecon", button: "1"}
    assert person.client.post(url(row), fields).status_code == 403
    assert evidence_of(claim).circumstance == "Membership of a pact"
    assert not models.Comment.objects.exists()


def test_a_save_says_nothing_of_a_decision_and_leads_back_to_the_interpretation(claim: Any):
    models.Interpretation.objects.filter(pk=claim.pk).update(status="in_review")
    person, row = Person(EDITOR), evidence_of(claim)
    fields = fields_of(person.open(row)) | {"circumstance": "Membership of Comecon", "_save": "1"}
    answer = person.client.post(url(row), fields)
    assert answer["Location"] == f"{url(claim)}#evidence-group"
    assert evidence_of(claim).circumstance == "Membership of Comecon"
    assert not models.Comment.objects.exists()


def test_a_change_of_a_part_that_readers_see_can_be_sent_for_review(claim: Any):
    make.publish(claim)
    person = Person(CONTRIBUTOR)
    person.press("_submit", evidence_of(claim), {"circumstance": "Membership of Comecon"})
    assert pending_of(claim).state == "in_review"
    assert evidence_of(claim).circumstance == "Membership of a pact"


def test_what_is_done_to_a_reference_stands_in_the_history_of_its_passage_alone():
    reference = make.make_reference(make.make_document().passages.get(number=1))
    person, book = Person(PUBLISHER), make.make_source("deletant-2007")
    person.press("_save", reference, {"resolves_to": str(book.pk)})
    person.press("_save", reference.passage, {"note": "Looked at."})
    found = Version.objects.get_for_object(reference.passage).select_related("revision__user")
    assert [version.revision.user for version in found] == [person.user, person.user, None]  # and as it was before
    history = person.client.get(url(reference, "history"))
    assert history["Location"] == url(reference.passage, "history")


def test_a_reference_and_its_passage_are_one_to_two_editors():
    reference = make.make_reference(make.make_document().passages.get(number=1))
    ana, ion, book = Person(PUBLISHER), Person(PUBLISHER), make.make_source("deletant-2007")
    opened = ion.open(reference.passage)
    ana.press("_save", reference, {"resolves_to": str(book.pk)})
    page = ion.send("_save", opened, {"note": "Looked at."}, follow=True)
    assert page.status_code == 409


def test_a_part_that_is_gone_is_not_offered_to_be_brought_back(claim: Any):
    person, row = Person(EDITOR), evidence_of(claim)
    opened = person.open(row)
    assert "history of the record" in person.client.get(url(row, "delete")).content.decode()
    person.client.post(url(row, "delete"), {"post": "yes"})
    page = person.send("_save", opened, {"circumstance": "Typed for an hour"}, follow=True)
    assert page.status_code == 410
    assert "Typed for an hour" in page.content.decode() and "/recover/" not in page.content.decode()


def test_a_window_opened_from_a_form_hands_the_record_back_though_its_change_waits():
    actor = make.make_actor("Emil Bodnăraș")
    event = make.make_event(participants=[actor])
    make.cite(event, locator="p. 1")
    make.publish(event)
    person = Person(CONTRIBUTOR)
    for name in ("Emil Bodnaras", "E. Bodnăraș"):
        query = "?_popup=1&_to_field=id"
        answer = person.press("_save", actor, {"name": name, "_popup": "1", "_to_field": "id"}, query, follow=True)
        assert answer.status_code == 200 and "popup_response" in answer.templates[0].name
    assert pending_of(actor).data["name"] == "E. Bodnăraș"


def test_who_may_only_look_is_not_asked_why(claim: Any):
    page = Person(CONTRIBUTOR).open(claim).content.decode()
    assert 'name="_why"' not in page and 'name="_save"' not in page
    assert 'name="_why"' in Person(EDITOR).open(claim).content.decode()
