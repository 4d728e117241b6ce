import json
from collections.abc import Callable
from typing import Any

import pytest
import reversion
from reversion.models import Revision, Version

from events import models
from events.seeding.plan import LoadPlan

pytestmark = pytest.mark.django_db
Load = Callable[..., LoadPlan]


def test_a_load_is_one_revision_with_each_record_and_its_inlines(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    revision = Revision.objects.get()
    assert revision.comment == "Loaded from seed files"
    for model in (
        models.Event,
        models.Interpretation,
        models.Debate,
        models.Actor,
        models.Source,
        models.Theme,
        models.Passage,
        models.Reference,
        models.Citation,
        models.Participant,
        models.EventLink,
        models.Evidence,
        models.Relation,
        models.ActorName,
        models.FurtherReading,
        models.Redirect,
    ):
        assert Version.objects.get_for_model(model).filter(revision=revision).count() == model.objects.count(), model


def test_versions_are_those_that_reversion_would_write(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    for model in (models.Event, models.Citation, models.Source, models.Interpretation, models.Passage):
        for row in model.objects.all():
            ours = Version.objects.get_for_object(row).earliest("pk")
            with reversion.create_revision():
                reversion.add_to_revision(row)
            theirs = Version.objects.get_for_object(row).exclude(pk=ours.pk).latest("pk")
            assert json.loads(ours.serialized_data) == json.loads(theirs.serialized_data)
            assert (ours.db, ours.format, ours.content_type, ours.object_id) == (
                theirs.db,
                theirs.format,
                theirs.content_type,
                theirs.object_id,
            )


def test_a_second_load_records_only_what_it_wrote(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    corpus["themes"][0]["name"] = "Another"
    loaded(corpus)
    assert Revision.objects.count() == 2
    assert [version.object.slug for version in Revision.objects.latest("pk").version_set.all()] == ["treaty"]


def test_an_event_can_be_taken_back_to_what_was_loaded_with_its_inlines(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    version = Version.objects.get_for_object(event).get()
    event.citations.all().delete()
    event.participations.all().delete()
    models.Event.objects.filter(pk=event.pk).update(title="Other")
    version.revision.revert()
    event.refresh_from_db()
    assert (event.title, event.citations.count(), event.participations.count()) == (
        "Mongolia’s accession",
        2,
        2,
    )
    assert [theme.slug for theme in event.themes.all()] == ["treaty"]
