"""A merge undone after others have worked."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from events import models
from events.addresses import redirects
from events.editing import merging
from tests.editing.merges import PERSON, actors, fresh, is_gone, refused, rows_leading_to, state
from tests.support import factories as make
from tests.support.strategies import build, corpora, undone

pytestmark = pytest.mark.django_db


def test_what_an_editor_has_changed_since_stays_and_is_told(editor: Any):
    kept, gone, third = *actors(), make.make_actor("Third")
    event, claim = models.Event.objects.get(), models.Interpretation.objects.get()
    second = make.make_event("Second", participants=[gone])
    merged = merging.merge(kept, gone, editor)
    row = event.participations.get()
    row.actor = third
    row.save()
    second.participations.get().delete()
    claim.proponents.set([third])
    models.ActorName.objects.filter(name="Ceausescu").update(used="1965")
    told = merging.undo(merged, editor)
    assert len(told) == 4
    assert event.participations.get().actor == third and list(claim.proponents.all()) == [third]
    assert [name.used for name in kept.other_names.all()] == ["1965"]
    assert not second.participations.exists()


def test_what_moved_and_was_corrected_since_goes_back_corrected_with_what_was_added_to_it(editor: Any):
    kept, gone = make.make_interpretation(), make.make_interpretation()
    row = make.make_evidence(gone, make.make_event())
    make.cite(row, locator="p. 1")
    merged = merging.merge(kept, gone, editor)
    models.Evidence.objects.update(circumstance="Membership of a pact", event=None)
    row.refresh_from_db()
    row.citations.update(locator="p. 2")
    make.cite(row, locator="p. 3")
    assert merging.undo(merged, editor) == []
    (back,) = fresh(gone).evidence.all()
    assert (back.pk, back.circumstance) == (row.pk, "Membership of a pact")
    assert set(back.citations.values_list("locator", flat=True)) == {"p. 2", "p. 3"}
    assert not kept.evidence.exists()


def test_what_was_dropped_and_led_to_something_that_is_gone_is_told(editor: Any):
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    event = make.make_event("Congress", participants=[kept, gone])
    merged = merging.merge(kept, gone, editor)
    fresh(event).delete()
    (told,) = merging.undo(merged, editor)
    assert "Congress: deleted since" in told


def test_what_is_no_longer_valid_is_told_and_the_rest_is_undone(editor: Any, monkeypatch: pytest.MonkeyPatch):
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    first, second = (make.make_event(name, participants=[gone]) for name in ("First", "Second"))
    merged = merging.merge(kept, gone, editor)

    def clean(row: models.Participant) -> None:
        if row.event_id == first.pk:
            raise ValidationError("This is forbidden now.")

    monkeypatch.setattr(models.Participant, "clean", clean)
    (told,) = merging.undo(merged, editor)
    assert told.endswith("This is forbidden now.")
    assert [event.participations.get().actor_id for event in (first, second)] == [kept.pk, merged.gone_id]


def test_a_merge_is_undone_once(editor: Any):
    merged = merging.merge(*actors(), editor)
    merging.undo(merged, editor)
    with pytest.raises(ValidationError, match="undone already"):
        merging.undo(merged, editor)


def test_a_merge_is_not_undone_over_a_new_record_or_without_the_one_that_stayed(editor: Any):
    kept, gone = actors()
    merged = merging.merge(kept, gone, editor)
    new = make.make_actor("Ceausescu")
    with pytest.raises(ValidationError, match="at the old address"):
        merging.undo(merged, editor)
    new.delete()
    third = make.make_actor("Third")
    again = merging.merge(third, kept, editor)
    with pytest.raises(ValidationError, match="undo that first"):
        merging.undo(merged, editor)
    merging.undo(again, editor)
    assert merging.undo(merged, editor) == []


def test_merges_into_one_record_are_undone_in_any_order(editor: Any):
    kept, one, two = (make.make_actor(name) for name in ("Kept", "One", "Two"))
    make.make_event(participants=[one, two])
    make.make_event(participants=[two])
    before = state()
    merges = [merging.merge(kept, gone, editor) for gone in (one, two)]
    for merged in merges:
        assert merging.undo(merged, editor) == []
    assert state() == before


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(corpus=corpora(), model=st.sampled_from(list(redirects.KINDS)), places=st.tuples(*[st.integers(0, 7)] * 2))
def test_any_two_records_merged_and_parted_again_are_what_they_were(corpus: Any, model: Any, places: Any, db: None):
    with undone():
        build(corpus)
        source = make.make_source("cited-work")
        for publishable in (models.Event, models.Interpretation):
            for record in publishable.objects.published().filter(citations=None).order_by("pk"):
                make.cite(record, source)
        records = list(model.objects.order_by("pk"))
        if len(records) < 2:
            return
        kept, gone = (records[place % len(records)] for place in places)
        if merging.plan(kept, gone).problems:
            refused(kept, gone)
            return
        before = state()
        merged = merging.merge(kept, gone, None)
        assert is_gone(gone) and not any(rows_leading_to(gone).values())
        assert merging.undo(merged, None) == []
        assert state() == before
