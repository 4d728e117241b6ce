"""Places as records; and what places were before they were records."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Place
from tests.support import factories as make

was = import_module("events.migrations.0020_places")
KEYS = {"Yalta": 7, "": None}


@pytest.mark.django_db
@pytest.mark.each_database
@pytest.mark.parametrize("latitude, longitude", [(1.0, None), (None, 1.0), (90.5, 1.0), (1.0, -180.5)])
def test_a_place_has_both_coordinates_or_neither_and_they_are_on_earth(latitude: Any, longitude: Any):
    place = make.make_place("Yalta", latitude=90.0, longitude=-180.0)
    place.full_clean()
    place.latitude, place.longitude = latitude, longitude
    with pytest.raises(ValidationError, match=r"longitude|latitude"):
        place.full_clean(validate_constraints=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(latitude=latitude, longitude=longitude)


@pytest.mark.any_database
@pytest.mark.parametrize("text", KEYS)
def test_versions_of_history_from_before_places_were_records_point_at_them(text: str):
    version = json.dumps([{"model": "events.event", "pk": 1, "fields": {"title": "Ялта", "place": text}}])
    (row,) = json.loads(was._in_version(version, KEYS.get))
    assert row["fields"] == {"title": "Ялта", "place": KEYS[text]}
    older = json.dumps([{"model": "events.event", "pk": 1, "fields": {"title": "Talks"}}])
    assert was._in_version(older, KEYS.get) == older


@pytest.mark.any_database
def test_so_do_revisions_that_wait_and_merges_but_not_what_bibliographies_call_a_place():
    kept = {"place": "Yalta", "rows": [["events.event", {"place": ""}], {"csl": {"place": "Yalta"}}], "title": "place"}
    assert was._in_data(kept, KEYS.get) == {
        "place": 7,
        "rows": [["events.event", {"place": None}], {"csl": {"place": "Yalta"}}],
        "title": "place",
    }
    assert was._in_data(None, KEYS.get) is None


@pytest.mark.any_database
def test_what_the_last_load_wrote_names_them_by_slug():
    slug = {"Yalta": ("yalta", "Yalta")}.get
    assert was._in_seeds({"slug": "talks", "place": "Yalta"}, slug) == {"slug": "talks", "place": "yalta"}
    assert was._in_seeds({"slug": "talks", "place": " "}, slug) == {"slug": "talks"}
