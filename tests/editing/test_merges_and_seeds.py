"""A load of the seeds after a merge: it neither undoes the merge nor stops at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from events import models
from events.editing import merging
from events.seeding.loading import load
from tests.editing.merges import is_gone, state
from tests.support.strategies import undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SEEDS = Path(settings.BASE_DIR) / "seeds"


@pytest.fixture(scope="module")
def seeds_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The seeds, loaded once for all tests of the module; what each test does to them is undone."""
    with django_db_blocker.unblock(), undone():
        assert not load(SEEDS).problems
        yield


@pytest.fixture
def seeds(seeds_of_module: None, db: None) -> Iterator[Path]:
    """The folder of the seeds, which are loaded; after the test, to load them once more changes nothing."""
    yield SEEDS
    again = load(SEEDS)
    assert [str(problem) for problem in again.problems] == []
    assert not any(entry.outcome != "unchanged" for entry in again.entries)


def in_one_role() -> tuple[Any, Any]:
    """Two actors of the seeds that take part in one event in the same role."""
    for event in models.Event.objects.prefetch_related("participations__actor"):
        roles: dict[str, Any] = {}
        for row in event.participations.all():
            if row.role in roles:
                return roles[row.role], row.actor
            roles[row.role] = row.actor
    raise AssertionError("no such event")


@pytest.mark.each_database
def test_loading_the_seeds_again_neither_brings_back_the_actor_nor_loses_what_moved(seeds: Path, editor: Any):
    kept, gone = in_one_role()
    before = models.Participant.objects.filter(actor__in=[kept, gone]).count()
    found = merging.plan(kept, gone)
    assert found.dropped
    merged = merging.merge(kept, gone, editor)
    after = state()
    plan = load(seeds)
    assert [entry.changes[0].detail for entry in plan.entries if entry.deleted] == [
        f"merged into actors/{kept.slug} by an editor"
    ]
    assert is_gone(gone) and state() == after
    assert models.Participant.objects.filter(actor=kept).count() == before - len(found.dropped)
    merging.undo(merged, editor)
    assert not load(seeds).problems


@pytest.mark.parametrize("model", [models.Actor, models.Source, models.Event, models.Interpretation, models.Debate])
def test_loading_the_seeds_again_after_any_merge_stops_with_no_error(seeds: Path, model: Any, editor: Any):
    records = list(model.objects.order_by("slug"))
    if model is models.Interpretation:
        relation = models.Relation.objects.select_related("interpretation", "target").first()
        records = [relation.interpretation, relation.target]
    if model is models.Event:
        link = models.EventLink.objects.select_related("event", "target").first()
        records = [link.event, link.target]
    if model is models.Actor:
        claim = next(each for each in models.Interpretation.objects.all() if each.proponents.count() > 1)
        records = list(claim.proponents.all())
    if model is models.Source:
        records = [each for each in records if not each.is_document]
    merging.merge(records[0], records[1], editor)
    after = state()
    assert [str(problem) for problem in load(seeds).problems] == []
    assert is_gone(records[1]) and state() == after
