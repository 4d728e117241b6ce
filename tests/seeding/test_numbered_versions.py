"""A load numbers what it publishes, once; the same load again numbers nothing."""

from typing import Any

import pytest
from reversion.models import Version

from events import models
from tests.seeding.loads import Load, event_of

pytestmark = pytest.mark.django_db


def numbers() -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    for kind, key, number in models.PublishedVersion.objects.values_list("content_type__model", "object_id", "number"):
        found.setdefault((kind, key), []).append(number)
    return found


def test_a_load_numbers_each_record_that_readers_see_and_the_same_again_none(corpus: dict[str, Any], loaded: Load):
    event_of(corpus)["status"] = "published"
    loaded(corpus)
    mongolia = models.Event.objects.get(slug="mongolia")
    first = numbers()
    assert first["event", mongolia.pk] == [1]
    assert {key for kind, key in first if kind == "event"} == {
        *models.Event.objects.published().values_list("pk", flat=True)
    }
    version = models.PublishedVersion.objects.of(mongolia).get()
    assert Version.objects.get_for_object(mongolia).get().revision.date_created == version.created_at
    loaded(corpus)
    assert numbers() == first
    event_of(corpus)["title"] = "Mongolia kept out"
    loaded(corpus)
    assert numbers() == first | {("event", mongolia.pk): [1, 2]}
