"""A record as data, and back."""

from typing import Any

import pytest
import reversion
from django.core.exceptions import ValidationError
from django.db import transaction
from reversion.models import Version

from events import models
from events.editing import history
from events.record_data import differences, reading, writing
from events.record_data.declaration import RECORDS
from tests.support import factories as make
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def every_record(h: History) -> list[Any]:
    return [record for model in RECORDS for record in model.objects.all()]


def test_the_data_of_a_record_holds_every_field_that_a_form_has(h: History):
    from django.contrib import admin
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = make.make_editor()
    for record in every_record(h):
        if type(record) is models.Redirect:
            continue
        held = set(reading.read(record))
        form = admin.site._registry[type(record)].get_form(request, record)
        of_record = (name for name in form.base_fields if not name.startswith("csl_"))  # these fill `csl`
        own = {name for name in of_record if name not in ("home_number", "pasted_record")}
        assert own <= held | {"status"}, type(record)


def test_what_is_derived_or_only_loaded_is_not_in_it(h: History):
    assert not {"earliest", "rank", "created_at"} & set(reading.read(h.events["mongolia"]))
    assert "text" not in reading.read(h.document)
    assert set(reading.read(h.document.passages.first())) == {"note", "context", "translations", "references"}


@pytest.mark.each_database
def test_writing_what_is_there_writes_nothing(h: History, django_assert_num_queries: Any):
    for record in every_record(h):
        found = reading.read(record)
        before = models.DataVersion.objects.count()
        writing.write(record, found)
        assert models.DataVersion.objects.count() == before, record
        assert reading.read(record) == found


@pytest.mark.each_database
def test_a_version_of_history_gives_the_same_data(h: History):
    for record in every_record(h):
        with history.recording(None, ""):
            reversion.add_to_revision(record)
        assert reading.read_version(Version.objects.get_for_object(record).first()) == reading.read(record), record


@pytest.mark.each_database
def test_rows_come_and_go_and_change(h: History):
    event = h.events["departure"]
    wanted = reading.read(event)
    citation, *_rest = wanted["citations"]
    citation["supports"] = "the day"
    wanted["participations"] = [{"pk": writing.TEMPORARY + 5, "actor": h.actors["dej"].pk, "role": "forum"}]
    wanted["themes"] = [h.themes["diplomacy"].pk]
    wanted["title"] = "The Soviet troops leave"
    writing.write(event, wanted)
    event = models.Event.objects.get(pk=event.pk)
    assert event.title == "The Soviet troops leave"
    assert [(row.actor, row.role) for row in event.participations.all()] == [(h.actors["dej"], "forum")]
    assert event.participations.get().pk < writing.TEMPORARY
    assert event.citations.get().supports == "the day"
    assert list(event.themes.all()) == [h.themes["diplomacy"]]


@pytest.mark.each_database
def test_citations_within_evidence_are_part_of_their_interpretation(h: History):
    claim = h.claims["reward"]
    wanted = reading.read(claim)
    (evidence,) = wanted["evidence"]
    evidence["citations"][0]["supports"] = "the reward"
    writing.write(claim, wanted)
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
@pytest.mark.each_database
def test_what_is_not_valid_is_refused_as_a_form_would_and_nothing_is_written(h: History, change: Any, said: str):
    event = h.events["departure"]
    before = reading.read(event)
    wanted = before | change
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        writing.write(models.Event.objects.get(pk=event.pk), wanted)
    assert said in " ".join(refused.value.messages)
    assert reading.read(event) == before


@pytest.mark.each_database
def test_a_published_event_is_not_written_without_its_citation(h: History):
    event = h.events["departure"]
    wanted = reading.read(event)
    wanted["citations"] = []
    with pytest.raises(ValidationError, match="without the words behind it"), transaction.atomic():
        writing.write(event, wanted)


def test_a_quote_that_is_not_in_its_passage_is_refused(h: History):
    wanted = reading.read(h.events["departure"])
    wanted["citations"][0]["quote"] = "All American troops"
    with pytest.raises(ValidationError, match="letter for letter"), transaction.atomic():
        writing.write(h.events["departure"], wanted)


def test_a_renamed_record_that_readers_knew_leaves_a_redirect(h: History):
    wanted = reading.read(h.events["departure"])
    wanted["slug"] = "the-troops-leave"
    writing.write(h.events["departure"], wanted)
    assert models.Redirect.objects.get(slug="departure-of-the-soviet-troops").target == "the-troops-leave"


def test_changes_are_named_as_editors_know_them(h: History):
    event = h.events["departure"]
    before = reading.read(event)
    after = reading.read(event)
    after |= {"title": "The Soviet troops leave", "prominence": 3}
    after["themes"] = [h.themes["diplomacy"].pk]
    after["participations"][0]["role"] = "opponent"
    del after["citations"][0]
    found = {change.label: change for change in differences.changes(models.Event, before, after)}
    assert set(found) == {
        "Title", "Prominence", "Themes", "Participant: Soviet Union", found_citation(found),
    }  # fmt: skip
    assert [piece.text for piece in found["Prominence"].pieces] == ["landmark", "detail"]
    assert found["Participant: Soviet Union"].parts[0].label == "Role"
    assert found[found_citation(found)].kind == "removed"


def found_citation(found: dict[str, Any]) -> str:
    return next(label for label in found if label.startswith("Citation: "))
