"""What forbids a merge."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from events import models
from events.editing import merging, pending
from events.record_data import reading
from tests.editing.merges import actors, fresh, is_gone, problem, refused
from tests.support import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_record_is_not_merged_with_itself_nor_with_one_of_another_kind(editor: Any):
    actor = make.make_actor()
    assert "same record" in problem(actor, fresh(actor))
    assert "same kind" in problem(actor, make.make_source())


def test_a_document_is_not_merged_away_nor_a_work_into_one(editor: Any):
    work, document = make.make_source(), make.make_document()
    make.cite(make.make_event(), work)
    assert "its passages keep their numbers" in refused(work, document)
    assert "Quote the document" in refused(document, work)


def test_what_is_dated_from_the_other_is_not_merged_with_it_even_by_way_of_a_third(editor: Any):
    first = make.make_event("First", date="1958")
    second = make.make_event("Second", after_event=first)
    third = make.make_event("Third", after_event=second)
    for one, other in ((first, second), (second, first), (first, third), (third, first)):
        assert "dated from" in refused(one, other)


def test_events_that_would_become_part_of_themselves_are_not_merged(editor: Any):
    one, between, other = make.make_event(), make.make_event(), make.make_event()
    make.make_link(one, "part_of", between)
    make.make_link(between, "part_of", other)
    assert "part of itself" in refused(one, other)
    models.EventLink.objects.all().delete()
    make.make_link(one, "part_of", between)
    make.make_link(other, "part_of", between)
    assert problem(one, other) == ""


def test_a_published_record_does_not_vanish_into_a_draft(editor: Any):
    draft, public = make.make_event("Draft"), make.publish(make.make_event("Public"))
    assert "keep the published one" in refused(draft, public)
    assert problem(public, draft) == ""


def test_an_open_revision_of_either_is_decided_first(editor: Any):
    kept, gone = actors()
    for record in (kept, gone):
        live = reading.read(record)
        revision = pending.keep(record, editor, live, live)
        assert [each.revision for each in merging.plan(kept, gone).problems] == [revision]
        refused(kept, gone)
        pending.withdraw(revision, editor)
    assert not merging.plan(kept, gone).problems


def test_different_kinds_of_actor_are_a_warning(editor: Any):
    kept, gone = make.make_actor("Comecon", kind="body"), make.make_actor("CMEA", kind="organisation")
    found = merging.plan(kept, gone)
    assert "(body)" in found.warnings[0] and "(organisation)" in found.warnings[0]
    assert not found.problems


def test_a_plan_that_was_looked_at_and_has_changed_since_is_not_carried_out(editor: Any):
    kept, gone = actors()
    seen = merging.plan(kept, gone).seen
    assert merging.plan(kept, gone).seen == seen != merging.plan(gone, kept).seen
    make.make_event(participants=[gone])
    with pytest.raises(merging.Changed):
        merging.merge(kept, gone, editor, seen=seen)
    assert not is_gone(gone)


def test_what_has_been_deleted_meanwhile_is_not_merged(editor: Any):
    kept, gone = make.make_actor(), make.make_actor()
    fresh(gone).delete()
    with pytest.raises(ValidationError, match="deleted"):
        merging.merge(kept, gone, editor)
