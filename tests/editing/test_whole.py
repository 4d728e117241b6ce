"""A record as data, and back."""

from typing import Any

import pytest
import reversion
from django.core.exceptions import ValidationError
from django.db import transaction
from reversion.models import Version

from events import history, models
from events.editing import shown, whole
from tests import factories as make
from tests.history import History

pytestmark = pytest.mark.django_db


def every_record(h: History) -> list[Any]:
    return [record for model in history.RECORDS for record in model.objects.all()]


def test_a_whole_holds_every_field_that_a_form_has(h: History):
    from django.contrib import admin
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = make.make_editor()
    for record in every_record(h):
        if type(record) is models.Redirect:
            continue
        held = set(whole.of(record)["fields"]) | set(whole.of(record)["many"])
        form = admin.site._registry[type(record)].get_form(request, record)
        own = {name for name in form.base_fields if name not in ("home_number",)}
        assert own <= held | {"status"}, type(record)


def test_what_is_derived_or_only_loaded_is_not_in_it(h: History):
    assert not {"earliest", "rank", "created_at"} & set(whole.of(h.events["mongolia"])["fields"])
    assert "text" not in whole.of(h.document)["fields"]
    assert set(whole.of(h.document.passages.first())["fields"]) == {"note", "context"}


def test_writing_what_is_there_writes_nothing(h: History, django_assert_num_queries: Any):
    for record in every_record(h):
        found = whole.of(record)
        before = models.DataVersion.objects.count()
        whole.write(record, found)
        assert models.DataVersion.objects.count() == before, record
        assert whole.of(record) == found


def test_a_version_of_history_gives_the_same_whole(h: History):
    for record in every_record(h):
        with history.recording(None, ""):
            reversion.add_to_revision(record)
        assert whole.at(Version.objects.get_for_object(record).first()) == whole.of(record), record


def test_rows_come_and_go_and_change(h: History):
    event = h.events["departure"]
    wanted = whole.of(event)
    citation, *_rest = wanted["rows"]["citations"]
    citation["fields"]["supports"] = "the day"
    wanted["rows"]["participations"] = [
        {"pk": whole.TEMPORARY + 5, "many": {}, "rows": {}, "fields": {"actor": h.actors["dej"].pk, "role": "forum"}}
    ]
    wanted["many"]["themes"] = [h.themes["diplomacy"].pk]
    wanted["fields"]["title"] = "The Soviet troops leave"
    whole.write(event, wanted)
    event = models.Event.objects.get(pk=event.pk)
    assert event.title == "The Soviet troops leave"
    assert [(row.actor, row.role) for row in event.participations.all()] == [(h.actors["dej"], "forum")]
    assert event.participations.get().pk < whole.TEMPORARY
    assert event.citations.get().supports == "the day"
    assert list(event.themes.all()) == [h.themes["diplomacy"]]


def test_citations_within_evidence_are_part_of_their_interpretation(h: History):
    claim = h.claims["reward"]
    wanted = whole.of(claim)
    (evidence,) = wanted["rows"]["evidence"]
    evidence["rows"]["citations"][0]["fields"]["supports"] = "the reward"
    whole.write(claim, wanted)
    assert claim.evidence.get().citations.get().supports == "the reward"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Title: This field cannot be blank."),
        ({"date": "1958-13"}, "Date: "),
        ({"date_basis": ""}, "Say on what the date rests."),
        ({"after_event": 10**9}, "has been deleted since: event"),
        ({"slug": "helsinki-groups-founded"}, "Slug: "),
    ],
)
def test_what_is_not_valid_is_refused_as_a_form_would_and_nothing_is_written(h: History, change: Any, said: str):
    event = h.events["departure"]
    before = whole.of(event)
    wanted = before | {"fields": before["fields"] | change}
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        whole.write(models.Event.objects.get(pk=event.pk), wanted)
    assert said in " ".join(refused.value.messages)
    assert whole.of(event) == before


def test_a_published_event_is_not_written_without_its_citation(h: History):
    event = h.events["departure"]
    wanted = whole.of(event)
    wanted["rows"]["citations"] = []
    with pytest.raises(ValidationError, match="without the words behind it"), transaction.atomic():
        whole.write(event, wanted)


def test_a_quote_that_is_not_in_its_passage_is_refused(h: History):
    wanted = whole.of(h.events["departure"])
    wanted["rows"]["citations"][0]["fields"]["quote"] = "All American troops"
    with pytest.raises(ValidationError, match="letter for letter"), transaction.atomic():
        whole.write(h.events["departure"], wanted)


def test_a_renamed_record_that_readers_knew_leaves_a_redirect(h: History):
    wanted = whole.of(h.events["departure"])
    wanted["fields"]["slug"] = "the-troops-leave"
    whole.write(h.events["departure"], wanted)
    assert models.Redirect.objects.get(slug="departure-of-the-soviet-troops").target == "the-troops-leave"


def test_changes_are_named_as_editors_know_them(h: History):
    event = h.events["departure"]
    before = whole.of(event)
    after = whole.of(event)
    after["fields"] |= {"title": "The Soviet troops leave", "prominence": 3}
    after["many"]["themes"] = [h.themes["diplomacy"].pk]
    after["rows"]["participations"][0]["fields"]["role"] = "opponent"
    del after["rows"]["citations"][0]
    found = {change.label: change for change in shown.changes(models.Event, before, after)}
    assert set(found) == {
        "Title", "Prominence", "Themes", "Participant: Soviet Union", found_citation(found),
    }  # fmt: skip
    assert [piece.text for piece in found["Prominence"].pieces] == ["landmark", "detail"]
    assert found["Participant: Soviet Union"].parts[0].label == "Role"
    assert found[found_citation(found)].kind == "removed"


def found_citation(found: dict[str, Any]) -> str:
    return next(label for label in found if label.startswith("Citation: "))
