"""Record data that was kept with fields, lists and rows apart is read as it is kept now."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from events import models
from events.editing import pending
from events.record_data import reading
from events.record_data.declaration import RECORDS
from tests.support import factories as make
from tests.support.history import History

pytestmark = pytest.mark.django_db
migration: Any = import_module("events.migrations.0011_record_data")


def test_the_data_of_every_record_goes_there_and_back(h: History):
    for model in RECORDS:
        for record in model.objects.all():
            data = reading.read(record)
            assert migration.flat(migration.nested(data)) == data
            assert migration.flat(data) == data


def test_an_open_revision_of_before_can_be_approved(h: History):
    claim, publisher = h.claims["reward"], make.make_editor()
    base = reading.read(claim)
    rows = [row | {"circumstance": "Membership of a pact", "event": None} for row in base["evidence"]]
    revision = pending.keep(claim, publisher, base, base | {"claim": "It was a reward, arguably.", "evidence": rows})
    moved = {"revisions": [{"pk": revision.pk, "old": {"base": base}, "new": {"base": None}}]}
    merge = models.Merge.objects.create(record=claim, gone_id=1, gone={}, moved=moved)
    migration.backwards(apps, None)
    revision.refresh_from_db()
    assert revision.base["fields"]["claim"] == base["claim"] and revision.of_author is None
    assert revision.base["rows"]["evidence"][0]["rows"]["citations"][0]["fields"]["source"]
    migration.forwards(apps, None)
    revision.refresh_from_db()
    merge.refresh_from_db()
    assert merge.moved["revisions"][0]["old"] == {"base": base}
    pending.approve(revision, publisher)
    claim.refresh_from_db()
    assert claim.claim == "It was a reward, arguably."
    assert claim.evidence.get().circumstance == "Membership of a pact"
