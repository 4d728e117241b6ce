"""What a form asks for while it is open: what words say of its fields, and a new actor."""

import pytest
from django.test import Client
from reversion.models import Version

from events import models
from events.editing.roles import CONTRIBUTOR
from tests.support.factories import make_actor, make_document, make_person
from tests.support.office import Person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WORDS = "/admin/events/{}/words/"
QUICK = "/admin/events/actor/quick/"


def test_words_fill_an_open_form_as_they_begin_a_new_one(office: Client):
    romania = make_actor("Romania", kind="state")
    source = make_document("In May 1952 Ana Pauker was dismissed by Romania.")
    passage = source.passages.get()
    answer = office.get(WORDS.format("event"), {"from_passage": passage.pk}).json()
    assert answer["fields"] == {"date": "1952-05", "date_part": "", "date_basis": "stated"}
    assert answer["rows"]["participations"] == [{"actor": romania.pk}]
    assert answer["rows"]["citations"][0]["quote"] == passage.text
    assert answer["names"]["actor"] == {str(romania.pk): "Romania"}
    assert answer["new_actors"] == [{"name": "Ana Pauker", "kind": "person"}]
    part = office.get(
        WORDS.format("event"), {"from_passage": passage.pk, "quote": "by Romania", "at": "rubbish"}
    ).json()
    assert (part["fields"], part["rows"]["citations"][0]["words_at"]) == ({}, passage.text.index("by Romania"))
    for wrong in ("", "0", "x", "9" * 30):
        assert office.get(WORDS.format("event"), {"from_passage": wrong}).status_code == 404
    assert office.post(WORDS.format("event")).status_code == 405


def test_how_words_judge_fills_an_interpretation(office: Client):
    deletant = make_actor("Dennis Deletant", kind="person")
    text = "Historians such as Dennis Deletant argue that it was arguably a step towards autonomy."
    passage = make_document(text).passages.get()
    fields = office.get(WORDS.format("interpretation"), {"from_passage": passage.pk}).json()["fields"]
    assert fields["proponents"] == [deletant.pk]
    assert (fields["voice"], fields["hedge"], fields["names_only_some"]) == ("named", "arguably", True)
    assert fields["ground"] in dict(models.Interpretation._meta.get_field("ground").flatchoices)


def test_a_new_actor_is_added_in_place_with_a_sort_name_and_a_history(office: Client):
    answer = office.post(QUICK, {"name": "Ana Pauker", "kind": "person"}).json()
    actor = models.Actor.objects.get()
    assert answer == {"key": actor.pk, "name": "Ana Pauker"}
    assert (actor.slug, actor.sort_name, actor.kind) == ("ana-pauker", "Pauker, Ana", "person")
    assert Version.objects.get_for_object(actor).count() == 1
    assert office.post(QUICK, {"name": "Pauker", "kind": "person"}).json() == {
        "alike": [{"key": actor.pk, "name": "Ana Pauker"}]
    }
    assert "key" in office.post(QUICK, {"name": "Pauker", "kind": "person", "sure": "1"}).json()


@pytest.mark.parametrize(
    "sent", [{}, {"name": "", "kind": "person"}, {"name": "A", "kind": "planet"}, {"name": "x" * 999}]
)
def test_an_actor_that_is_not_complete_is_refused_with_a_sentence(office: Client, sent: dict[str, str]):
    response = office.post(QUICK, sent)
    assert response.status_code == 400 and response.json()["error"]
    assert not models.Actor.objects.exists()


def test_who_may_not_add_actors_adds_none():
    assert "key" in Person(CONTRIBUTOR).client.post(QUICK, {"name": "Ana", "kind": "person"}).json()
    stranger = Client()
    stranger.force_login(make_person())
    assert stranger.post(QUICK, {"name": "Ion", "kind": "person"}).status_code in (302, 403)
    assert not models.Actor.objects.filter(name="Ion").exists()
