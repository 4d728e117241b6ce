"""What a merge leaves in the history, for readers, for open revisions and for the next load."""

from typing import Any

import pytest
from reversion.models import Version

from events import models
from events.caching.versions import current
from events.editing import merging, pending
from events.record_data import reading, writing
from tests.editing.merges import PERSON, actors, entries_of, fresh, state
from tests.support import factories as make

pytestmark = pytest.mark.django_db


# --- history ----------------------------------------------------------------------------------------------------------


def test_each_record_that_changes_gets_one_entry_with_who_and_why(editor: Any):
    kept, gone = actors()
    event, claim = models.Event.objects.get(), models.Interpretation.objects.get()
    other = make.make_event("Another")
    changed = event.updated_at
    merging.merge(kept, gone, editor, why="One man")
    for record in (kept, gone, event, claim):
        (version,) = entries_of(record)
        assert version.revision.user == editor
        assert version.revision.comment.startswith("One man\nMerged: “Ceausescu” (ceausescu) into")
    assert not entries_of(other)
    assert fresh(event).updated_at > changed
    assert reading.read_version(entries_of(event)[0]) == reading.read(event)
    assert reading.read_version(entries_of(kept)[0]) == reading.read(kept)


def test_what_the_record_was_is_in_the_history_before_it_goes(editor: Any):
    kept, gone = actors()
    was, event_was = reading.read(gone), reading.read(models.Event.objects.get())
    merging.merge(kept, gone, editor)
    first = Version.objects.get_for_object_reference(models.Actor, gone.pk).order_by("pk")[0]
    assert reading.read_version(first) == was
    first = Version.objects.get_for_object(models.Event.objects.get()).order_by("pk")[0]
    assert reading.read_version(first) == event_was


def test_recovering_the_record_from_its_history_takes_nothing_from_the_one_that_stayed(editor: Any):
    kept, gone = actors()
    merging.merge(kept, gone, editor)
    before = reading.read(kept)
    Version.objects.get_deleted(models.Actor).get(object_id=str(gone.pk)).revision.revert()
    assert reading.read(kept) == before


def test_undoing_makes_one_entry_for_each_record(editor: Any):
    kept, gone = actors()
    event = models.Event.objects.get()
    merged = merging.merge(kept, gone, editor)
    merging.undo(merged, editor)
    for record in (kept, gone, event):
        assert [version.revision.comment[:6] for version in entries_of(record)] == ["Merged", "Merge "]
        assert reading.read_version(entries_of(record)[-1]) == reading.read(record)
    merged.refresh_from_db()
    assert merged.undone_by == editor and merged.undone_at


# --- what readers find ------------------------------------------------------------------------------------------------


def test_the_words_that_events_are_found_by_follow_the_merge_and_its_undoing(editor: Any):
    kept, gone = actors()
    event = models.Event.objects.get()
    before, version = event.search_text.summary, current()
    merged = merging.merge(kept, gone, editor)
    event = fresh(event)
    assert "nicolae" in event.search_text.summary and current() != version
    merging.undo(merged, editor)
    assert fresh(event).search_text.summary == before


def test_an_event_dated_from_the_one_that_goes_moves_with_the_one_that_stays(editor: Any):
    kept, gone = make.make_event("One", date="1960"), make.make_event("Two", date="1958")
    later = make.make_event("Later", after_event=gone, offset="P1Y")
    merged = merging.merge(kept, gone, editor)
    assert fresh(later).earliest == 19610101
    merging.undo(merged, editor)
    assert fresh(later).earliest == 19590101


# --- open revisions of other records ----------------------------------------------------------------------------------


def test_an_open_revision_of_another_record_names_the_one_that_stays(editor: Any):
    kept, gone = actors()
    event = models.Event.objects.get()
    base = reading.read(event)
    new = {"pk": writing.TEMPORARY, "actor": gone.pk, "role": "forum"}
    data = base | {"summary": "Said anew.", "participations": [*base["participations"], new]}
    revision = pending.keep(event, editor, base, data)
    pending.revise(revision, make.make_editor("another"), data, why="Edited")
    pending.revise(revision, make.make_editor("a third"), {name: data[name] for name in data if name != "themes"})
    before = state()
    merged = merging.merge(kept, gone, editor)
    revision.refresh_from_db()
    for said in (revision.data, revision.of_author):
        assert {row["actor"] for row in said["participations"]} == {kept.pk}
    merging.undo(merged, editor)
    assert state() == before
    merging.merge(kept, gone, editor)
    revision.refresh_from_db()
    pending.approve(revision, editor)
    assert fresh(event).summary == "Said anew."
    assert sorted(event.participations.values_list("actor", "role")) == [(kept.pk, "forum"), (kept.pk, "initiator")]


def test_what_an_open_revision_would_then_say_twice_it_says_once(editor: Any):
    kept, gone, other = make.make_actor(PERSON), make.make_actor("Ceausescu"), make.make_actor()
    claim = make.make_interpretation(proponents=[kept, gone])
    event = make.publish(make.make_event("Congress", participants=[(kept, "forum"), (gone, "forum"), other]))
    for record in (event, claim):
        live = reading.read(record)
        pending.keep(record, editor, live, live)
    merging.merge(kept, gone, editor)
    of_event, of_claim = models.PendingRevision.objects.order_by("pk")
    assert [row["actor"] for row in of_event.data["participations"]] == [kept.pk, other.pk]
    assert of_claim.data["proponents"] == [kept.pk]
    pending.approve(of_event, editor)
    assert event.participations.count() == 2


def test_what_an_open_revision_adds_to_a_row_that_is_said_of_both_is_added_to_the_one_that_stays(editor: Any):
    kept, gone = make.make_event("One"), make.make_event("Two")
    claim = make.publish(make.make_interpretation())
    twin, row = make.make_evidence(claim, kept), make.make_evidence(claim, gone)
    for evidence, page in ((twin, "p. 1"), (row, "p. 2")):
        make.cite(evidence, make.make_source(), locator=page)
    base, data = reading.read(claim), reading.read(claim)
    citations = data["evidence"][1]["citations"]
    citations.append(citations[0] | {"pk": writing.TEMPORARY, "locator": "p. 3", "position": 1})
    revision = pending.keep(claim, editor, base, data)
    before = state()
    merged = merging.merge(kept, gone, editor)
    revision.refresh_from_db()
    assert [each["pk"] for each in revision.data["evidence"]] == [twin.pk]
    assert pending.merged(revision, reading.read(claim)).conflicts == []
    merging.undo(merged, editor)
    assert state() == before
    merging.merge(kept, gone, editor)
    revision.refresh_from_db()
    pending.approve(revision, editor)
    assert set(claim.evidence.get().citations.values_list("locator", flat=True)) == {"p. 1", "p. 2", "p. 3"}
