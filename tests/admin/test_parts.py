"""The pages of evidence and relations: parts of an interpretation, which alone has a status and a history."""

from typing import Any

import pytest

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests import factories as make
from tests.admin.conftest import url
from tests.admin.page import fields_of
from tests.admin.people import Person, pending_of

pytestmark = pytest.mark.django_db


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
