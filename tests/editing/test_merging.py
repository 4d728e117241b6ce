"""Two records made one: everything that led to the one leads to the other, and can be led back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from reversion.models import Version

from events import models, redirects
from events.changes import current
from events.editing import entries, leading, merge_plan, merging, pending, whole
from events.models.editing import AboutRecord
from events.seeding.loading import load
from tests import factories as make
from tests.strategies import build, corpora, undone

pytestmark = pytest.mark.django_db

PERSON = "Nicolae Ceaușescu"


@pytest.fixture
def editor(db: None) -> Any:
    return make.make_editor("editor")


def fresh(record: Any) -> Any:
    return type(record)._base_manager.get(pk=record.pk)


def is_gone(record: Any) -> bool:
    return not type(record)._base_manager.filter(pk=record.pk).exists()


def refused(kept: Any, gone: Any) -> str:
    """The sentences of a merge that is refused; nothing is written by it."""
    before = state()
    with pytest.raises(ValidationError) as error:
        merging.merge(kept, gone, None)
    assert state() == before
    return " ".join(error.value.messages)


def state() -> dict[str, Any]:
    """Every record as a whole, and every redirect."""
    found: dict[str, Any] = {
        f"{model.__name__} {record.pk}": whole.of(record)
        for model in (*redirects.KINDS, models.Passage)
        for record in model._base_manager.order_by("pk")
    }
    found["redirects"] = sorted(models.Redirect.objects.values_list("kind", "slug", "target"))
    for model in merge_plan.ABOUT:
        found[model.__name__] = sorted(model.objects.values_list("pk", "object_id"))
    found["pending"] = list(models.PendingRevision.objects.order_by("pk").values_list("base", "data"))
    return found


def entries_of(record: Any) -> list[Version]:
    found = Version.objects.get_for_object_reference(type(record), record.pk).order_by("pk").select_related("revision")
    return list(found.exclude(revision__comment=entries.outside()))


# --- every relation ---------------------------------------------------------------------------------------------------


def actors() -> tuple[Any, Any]:
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    event = make.make_event("Congress", participants=[(gone, "initiator")])
    make.make_interpretation("He asked for it.", proponents=[gone])
    models.ActorName.objects.create(actor=gone, name="The General Secretary")
    make.publish(event)
    return kept, gone


def sources() -> tuple[Any, Any]:
    kept, gone = make.make_source("verona-1992"), make.make_source("verona")
    event = make.make_event("Departure")
    make.cite(event, gone)
    make.make_further_reading(event, gone)
    make.make_reference(make.make_document().passages.get(number=1), resolves_to=gone)
    make.publish(event)
    return kept, gone


def events() -> tuple[Any, Any]:
    kept, gone = make.make_event("Departure of the troops"), make.make_event("Departure", themes=[make.make_theme()])
    other = make.make_event("Other")
    make.cite(gone)
    models.Participant.objects.create(event=gone, actor=make.make_actor())
    make.make_link(gone, "led_to", other)
    make.make_link(other, "responds_to", gone)
    make.make_further_reading(gone, make.make_source())
    make.make_evidence(make.make_interpretation(), gone)
    make.make_event("A month later", after_event=gone, offset="P1M")
    return kept, gone


def interpretations() -> tuple[Any, Any]:
    debate = make.make_debate()
    kept = make.make_interpretation("It was a reward.", debate=debate)
    gone = make.make_interpretation("A reward, it was.", debate=debate, proponents=[make.make_actor()])
    other = make.make_interpretation("It suited Moscow.")
    make.cite(gone)
    make.cite(make.make_evidence(gone, make.make_event()))
    make.make_evidence(other, make.make_event(), asserted_by=gone)
    make.cite(make.make_relation(gone, "contests", other))
    make.make_relation(other, "qualifies", gone)
    make.make_further_reading(gone, make.make_source())
    return kept, gone


def debates() -> tuple[Any, Any]:
    kept, gone = make.make_debate(), make.make_debate()
    make.make_interpretation(debate=gone)
    make.make_further_reading(gone, make.make_source())
    return kept, gone


def themes() -> tuple[Any, Any]:
    kept, gone = make.make_theme(), make.make_theme()
    make.make_event(themes=[gone])
    return kept, gone


PAIRS: dict[type, Callable[[], tuple[Any, Any]]] = {
    models.Actor: actors,
    models.Source: sources,
    models.Event: events,
    models.Interpretation: interpretations,
    models.Debate: debates,
    models.Theme: themes,
}


def rows_leading_to(record: Any) -> dict[str, set[int]]:
    """By relation, the rows that lead to a record; said anew here, from the models' own relations."""
    found = {}
    for relation in record._meta.related_objects:
        if (relation.related_model, relation.field.name) not in leading.STAYS:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
            found[relation.name] = set(rows.values_list("pk", flat=True))
    for field in record._meta.many_to_many:
        found[field.name] = set(getattr(record, field.name).values_list("pk", flat=True))
    return found


@pytest.mark.parametrize("model", redirects.KINDS)
def test_every_relation_is_moved(model: type, editor: Any):
    kept, gone = PAIRS[model]()
    before = rows_leading_to(gone)
    empty = {name for name, rows in before.items() if not rows} - {"passages"}
    assert not empty, f"the test builds nothing of {empty}"
    merging.merge(kept, gone, editor)
    after = rows_leading_to(fresh(kept))
    assert is_gone(gone)
    assert {name: rows - after[name] for name, rows in before.items()} == {name: set() for name in before}


@pytest.mark.parametrize("model", redirects.KINDS)
def test_every_relation_of_the_models_is_handled(model: Any):
    fields = {(field.model, field.name) for field in leading.pointing(model)}
    lists = {(field.model, field.name) for field in leading.lists_with(model)}
    for relation in model._meta.related_objects:
        key = relation.related_model, relation.field.name
        through_rows = relation.many_to_many and not relation.field.remote_field.through._meta.auto_created
        assert key in fields | lists | leading.STAYS or through_rows, f"{key} is forgotten"


def test_every_kind_of_row_about_a_record_is_thought_of():
    assert set(AboutRecord.__subclasses__()) == {*merge_plan.ABOUT, models.PendingRevision, models.Merge}


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
    assert {moves.label: moves.names for moves in found.moves} == {
        "Participants": [f"Congress: {PERSON} (initiator)"],
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


# --- what forbids it --------------------------------------------------------------------------------------------------


def test_a_record_is_not_merged_with_itself_nor_with_one_of_another_kind(editor: Any):
    actor = make.make_actor()
    assert "same record" in problem(actor, fresh(actor))
    assert "same kind" in problem(actor, make.make_source())


def problem(kept: Any, gone: Any) -> str:
    return " ".join(each.text for each in merging.plan(kept, gone).problems)


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
        live = whole.of(record)
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
    assert whole.at(entries_of(event)[0]) == whole.of(event)
    assert whole.at(entries_of(kept)[0]) == whole.of(kept)


def test_what_the_record_was_is_in_the_history_before_it_goes(editor: Any):
    kept, gone = actors()
    was, event_was = whole.of(gone), whole.of(models.Event.objects.get())
    merging.merge(kept, gone, editor)
    first = Version.objects.get_for_object_reference(models.Actor, gone.pk).order_by("pk")[0]
    assert whole.at(first) == was
    first = Version.objects.get_for_object(models.Event.objects.get()).order_by("pk")[0]
    assert whole.at(first) == event_was


def test_recovering_the_record_from_its_history_takes_nothing_from_the_one_that_stayed(editor: Any):
    kept, gone = actors()
    merging.merge(kept, gone, editor)
    before = whole.of(kept)
    Version.objects.get_deleted(models.Actor).get(object_id=str(gone.pk)).revision.revert()
    assert whole.of(kept) == before


def test_undoing_makes_one_entry_for_each_record(editor: Any):
    kept, gone = actors()
    event = models.Event.objects.get()
    merged = merging.merge(kept, gone, editor)
    merging.undo(merged, editor)
    for record in (kept, gone, event):
        assert [version.revision.comment[:6] for version in entries_of(record)] == ["Merged", "Merge "]
        assert whole.at(entries_of(record)[-1]) == whole.of(record)
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
    base = whole.of(event)
    data = whole.of(event) | {"fields": base["fields"] | {"summary": "Said anew."}}
    new = {"pk": whole.TEMPORARY, "fields": {"actor": gone.pk, "role": "forum"}, "many": {}, "rows": {}}
    data["rows"] = data["rows"] | {"participations": [*data["rows"]["participations"], new]}
    revision = pending.keep(event, editor, base, data)
    before = state()
    merged = merging.merge(kept, gone, editor)
    revision.refresh_from_db()
    assert {row["fields"]["actor"] for row in revision.data["rows"]["participations"]} == {kept.pk}
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
        live = whole.of(record)
        pending.keep(record, editor, live, live)
    merging.merge(kept, gone, editor)
    of_event, of_claim = models.PendingRevision.objects.order_by("pk")
    assert [row["fields"]["actor"] for row in of_event.data["rows"]["participations"]] == [kept.pk, other.pk]
    assert of_claim.data["many"]["proponents"] == [kept.pk]
    pending.approve(of_event, editor)
    assert event.participations.count() == 2


# --- undoing after others have worked ---------------------------------------------------------------------------------


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


def test_what_was_dropped_and_led_to_something_that_is_gone_is_told(editor: Any):
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    event = make.make_event("Congress", participants=[kept, gone])
    merged = merging.merge(kept, gone, editor)
    fresh(event).delete()
    (told,) = merging.undo(merged, editor)
    assert "what it led to is gone" in told


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


# --- loading the seeds again ------------------------------------------------------------------------------------------


@contextmanager
def seeded() -> Iterator[Path]:
    folder = Path(settings.BASE_DIR) / "seeds"
    assert not load(folder).problems
    yield folder
    for _ in range(2):
        again = load(folder)
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


def test_loading_the_seeds_again_neither_brings_back_the_actor_nor_loses_what_moved(editor: Any):
    with seeded() as folder:
        kept, gone = in_one_role()
        before = models.Participant.objects.filter(actor__in=[kept, gone]).count()
        found = merging.plan(kept, gone)
        assert found.dropped
        merged = merging.merge(kept, gone, editor)
        after = state()
        plan = load(folder)
        assert [entry.changes[0].detail for entry in plan.entries if entry.deleted] == [
            f"merged into actors/{kept.slug} by an editor"
        ]
        assert is_gone(gone) and state() == after
        assert models.Participant.objects.filter(actor=kept).count() == before - len(found.dropped)
        merging.undo(merged, editor)


@pytest.mark.parametrize("model", [models.Actor, models.Source, models.Event, models.Interpretation, models.Debate])
def test_loading_the_seeds_again_after_any_merge_stops_with_no_error(model: Any, editor: Any):
    with seeded() as folder:
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
        assert [str(problem) for problem in load(folder).problems] == []
        assert is_gone(records[1]) and state() == after
