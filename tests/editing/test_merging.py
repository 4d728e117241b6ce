"""Two records made one: everything that led to the one leads to the other, and can be led back."""

from typing import Any

import pytest

from events import models
from events.addresses import redirects
from events.caching.versions import current
from events.editing import merge_plan, merging, pending
from events.models.editing import AboutRecord, Signed
from events.record_data.declaration import DECLARED, owners_of, shape_of
from tests.editing.merges import (
    PAIRS,
    PERSON,
    STAYS,
    actors,
    fresh,
    is_gone,
    rows_leading_to,
    state,
)
from tests.support import factories as make

pytestmark = pytest.mark.django_db


# --- every relation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", redirects.KINDS)
def test_every_relation_is_moved(model: type, editor: Any):
    kept, gone = PAIRS[model]()
    before = rows_leading_to(gone)
    empty = {name for name, rows in before.items() if not rows} - {"passages", "proposals"}
    assert not empty, f"the test builds nothing of {empty}"
    merging.merge(kept, gone, editor)
    after = rows_leading_to(fresh(kept))
    assert is_gone(gone)
    assert {name: rows - after[name] for name, rows in before.items()} == {name: set() for name in before}


@pytest.mark.parametrize("model", redirects.KINDS)
def test_every_relation_of_the_models_is_handled(model: Any):
    shapes = {each: shape_of(each) for each in DECLARED}
    fields = {(each, name) for each, shape in shapes.items() for name in (*shape.references, *shape.lists)}
    owners = {(field.model, field.name) for each in shapes for field in owners_of(each)}
    for relation in model._meta.related_objects:
        key = relation.related_model, relation.field.name
        through_rows = relation.many_to_many and not relation.field.remote_field.through._meta.auto_created
        assert key in fields | owners | STAYS or through_rows, f"{key} is forgotten"


def test_every_kind_of_row_about_a_record_is_thought_of():
    stays = {models.Merge, models.PublishedVersion}  # with the key of the record that it tells of
    found = {each for each in AboutRecord.__subclasses__() if not each._meta.abstract} | {*Signed.__subclasses__()}
    assert found | {models.Proposal} == {*merge_plan.ABOUT, models.PendingRevision, *stays}


@pytest.mark.parametrize("model", redirects.KINDS)
def test_a_merge_undone_gives_everything_back(model: type, editor: Any):
    kept, gone = PAIRS[model]()
    pending.say(gone, editor, "Is it he?")
    models.Erratum.objects.create(record=gone, text="The name was wrong.")
    before, born = state(), fresh(gone).created_at
    merged = merging.merge(kept, gone, editor)
    assert state() != before
    assert merging.undo(merged, editor) == []
    assert state() == before
    assert abs((fresh(gone).created_at - born).total_seconds()) < 0.01


def test_a_plan_writes_nothing_and_names_what_would_move(editor: Any):
    kept, gone = actors()
    before, version = state(), current()
    found = merging.plan(kept, gone)
    assert {moves.label: moves.names for moves in found.moves.values()} == {
        "Participants": [f"Congress: {PERSON} (initiator)"],
        "Offices": ["General Secretary"],
        "Actor names": ["The General Secretary"],
        "Interpretations (proponents)": ["He asked for it."],
    }
    assert (found.name, found.redirect, found.problems, found.dropped) == ("Ceausescu", True, [], [])
    assert (state(), current()) == (before, version)


# --- what is said twice -----------------------------------------------------------------------------------------------


def test_the_same_actor_in_the_same_role_is_named_once_and_named_twice_again_when_undone(editor: Any):
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    event = make.make_event("Congress", participants=[(kept, "forum"), (gone, "forum"), (gone, "initiator")])
    before = state()
    assert len(merging.plan(kept, gone).dropped) == 1
    merged = merging.merge(kept, gone, editor)
    assert sorted(event.participations.values_list("actor", "role")) == [(kept.pk, "forum"), (kept.pk, "initiator")]
    merging.undo(merged, editor)
    assert state() == before


def test_of_evidence_that_is_said_twice_the_citations_stay_once_each(editor: Any):
    kept, gone, claim = make.make_event("One"), make.make_event("Two"), make.make_interpretation()
    source = make.make_source()
    twin, row = make.make_evidence(claim, kept), make.make_evidence(claim, gone)
    make.cite(twin, source)
    make.cite(row, source)
    make.cite(row, source, locator="p. 2")
    before = state()
    merged = merging.merge(kept, gone, editor)
    assert list(claim.evidence.values_list("pk", "event")) == [(twin.pk, kept.pk)]
    assert list(twin.citations.values_list("locator", flat=True)) == ["p. 1", "p. 2"]
    merging.undo(merged, editor)
    assert state() == before


def test_the_main_citation_of_the_event_that_stays_is_still_the_first(editor: Any):
    kept, gone = make.make_event("One"), make.make_event("Two")
    for event, pages in ((kept, ("1", "2")), (gone, ("3", "1"))):
        for page in pages:
            make.cite(event, make.make_source(), locator=page)
    merging.merge(kept, gone, editor)
    assert list(kept.citations.values_list("locator", flat=True)) == ["1", "2", "3", "1"]


def test_an_answer_that_both_debates_have_stays_once_with_all_who_give_it_and_is_two_again_when_undone(editor: Any):
    kept, gone = make.make_debate(featured=2), make.make_debate(featured=1)
    for debate in (kept, gone):
        make.make_interpretation(debate=debate, answer=make.make_answer(debate, "Yes"))
    make.make_interpretation("No.", debate=gone, answer=make.make_answer(gone, "No"))
    merged = merging.merge(kept, gone, editor)
    given = models.Interpretation.objects.order_by("pk").values_list("debate", "answer__slug")
    assert list(given) == [(kept.pk, "yes"), (kept.pk, "yes"), (kept.pk, "no")]
    assert models.Answer.objects.count() == 2
    models.Debate.objects.update(featured=1)  # the place that was free
    assert merging.undo(merged, editor) == []
    assert list(given.all()) == [(kept.pk, "yes"), (gone.pk, "yes"), (gone.pk, "no")]
    assert dict(models.Debate.objects.values_list("pk", "featured")) == {kept.pk: 1, gone.pk: None}


def test_a_link_between_the_two_is_dropped_and_said_so(editor: Any):
    kept, gone = make.make_event("One"), make.make_event("Two")
    make.make_link(kept, "led_to", gone)
    make.make_link(gone, "responds_to", kept)
    before = state()
    assert [text.endswith("(would lead to itself)") for text in merging.plan(kept, gone).dropped] == [True, True]
    merged = merging.merge(kept, gone, editor)
    assert not models.EventLink.objects.exists()
    merging.undo(merged, editor)
    assert state() == before


def test_a_relation_between_the_two_is_dropped_with_its_citation(editor: Any):
    kept, gone = make.make_interpretation(), make.make_interpretation()
    make.cite(make.make_relation(kept, "contests", gone))
    before = state()
    merged = merging.merge(kept, gone, editor)
    assert not models.Relation.objects.exists() and not models.Citation.objects.exists()
    merging.undo(merged, editor)
    assert state() == before


def test_what_one_interpretation_demands_of_the_other_becomes_its_own(editor: Any):
    kept, gone, event = make.make_interpretation(), make.make_interpretation(), make.make_event()
    make.make_evidence(kept, event, asserted_by=gone)
    make.make_evidence(gone, event)
    before = state()
    merged = merging.merge(kept, gone, editor)
    assert list(kept.evidence.values_list("event", "asserted_by")) == [(event.pk, None)]
    merging.undo(merged, editor)
    assert state() == before


def test_themes_of_both_events_are_of_the_one(editor: Any):
    shared, own = make.make_theme("Shared"), make.make_theme("Own")
    kept, gone = make.make_event("One", themes=[shared]), make.make_event("Two", themes=[shared, own])
    before = state()
    merged = merging.merge(kept, gone, editor)
    assert set(kept.themes.all()) == {shared, own}
    merging.undo(merged, editor)
    assert state() == before


# --- names and addresses ----------------------------------------------------------------------------------------------


def test_the_other_name_is_kept_and_found(editor: Any):
    kept, gone = actors()
    merging.merge(kept, gone, editor)
    assert set(kept.other_names.values_list("name", flat=True)) == {"Ceausescu", "The General Secretary"}


def test_a_name_that_the_actor_has_already_is_not_added_again(editor: Any):
    kept, gone = make.make_actor("Romania"), make.make_actor("Romania", slug="romania-2")
    other = make.make_actor("RPR")
    for actor in (kept, gone):
        models.ActorName.objects.create(actor=actor, name="RPR")
    merging.merge(kept, gone, editor)
    assert list(kept.other_names.values_list("name", flat=True)) == ["RPR"]
    merging.merge(kept, other, editor)
    assert list(kept.other_names.values_list("name", flat=True)) == ["RPR"]


def test_the_old_address_and_older_ones_lead_to_the_record_that_stays(editor: Any, client: Any):
    kept, gone = actors()
    redirects.leave_redirect(gone, "older")
    before = state()
    merged = merging.merge(kept, gone, editor)
    for slug in ("ceausescu", "older"):
        assert client.get(f"/actors/{slug}/")["Location"] == kept.get_absolute_url()
    merging.undo(merged, editor)
    assert state() == before
    assert client.get("/actors/ceausescu/").status_code == 200


def test_an_address_that_readers_never_saw_leads_nowhere(editor: Any):
    kept, gone = make.make_event("One"), make.make_event("Two")
    merging.merge(kept, gone, editor)
    assert not models.Redirect.objects.exists()


def test_the_redirect_is_taken_back_after_the_record_that_stayed_was_renamed(editor: Any):
    kept, gone = actors()
    redirects.leave_redirect(gone, "older")
    merged = merging.merge(kept, gone, editor)
    kept = fresh(kept)
    old, kept.slug = kept.slug, "nicolae"
    kept.save()
    redirects.leave_redirect(kept, old)
    merging.undo(merged, editor)
    found = set(models.Redirect.objects.values_list("slug", "target"))
    assert found == {("older", "ceausescu"), (old, "nicolae")}


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_a_further_row_costs_a_bounded_number_of_queries(editor: Any, django_assert_max_num_queries: Any):
    def queries(number: int) -> int:
        kept, gone = make.make_actor(), make.make_actor()
        for _ in range(number):
            make.make_event(participants=[gone])
        with django_assert_max_num_queries(2_000) as captured:
            merging.merge(kept, gone, editor)
        return len(captured)

    assert (queries(12) - queries(2)) / 10 <= 40
