"""What a load does to the database: creating, the same again, editors' changes, deletions, renames."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import models
from events.seeding.entries import Plan
from tests.factories import cite, make_event

pytestmark = pytest.mark.django_db
Load = Callable[..., Plan]


@contextmanager
def writing_nothing() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    statements = (query["sql"].strip() for query in queries)
    assert [sql for sql in statements if not sql.startswith(READS)] == []


READS = ("SELECT", "DECLARE", "FETCH", "CLOSE")


def entry(plan: Plan, name: str) -> Any:
    return next(entry for entry in plan.entries if entry.name == name)


def event_of(corpus: dict[str, Any], slug: str = "mongolia") -> dict[str, Any]:
    every = corpus["events"] + corpus["documents"]["article"][1]["events"]
    return next(event for event in every if event["slug"] == slug)


def autonomy_of(corpus: dict[str, Any]) -> dict[str, Any]:
    return corpus["documents"]["article"][1]["interpretations"][0]


# --- creating -----------------------------------------------------------------------------------------------


def test_every_field_reaches_its_row(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.date, event.date_basis, event.place, event.prominence) == (
        "Mongolia’s accession",
        "1963-07",
        "stated",
        "Moscow",
        1,
    )
    assert (event.earliest, event.latest, event.precision, event.undated) == (
        19630701,
        19630731,
        "month",
        False,
    )
    assert list(event.participations.values_list("actor__slug", "role")) == [
        ("romania", "opponent"),
        ("dej", "participant"),
    ]
    assert [theme.slug for theme in event.themes.all()] == ["treaty"]
    assert list(event.links.values_list("kind", "target__slug")) == [("led_to", "plenum")]
    first = event.citations.first()
    assert (first.quote, first.passage.number, first.quote_offset) == (
        "Romania blocked the accession of Mongolia",
        1,
        13,
    )
    assert event.citations.last().passage.number == 2
    argued = models.Interpretation.objects.get(slug="autonomy")
    assert (argued.argued_date, argued.debate.slug, argued.made_on_earliest) == ("1963-06", "term", 20070101)
    assert list(argued.evidence.values_list("event__slug", "circumstance", "bearing", "asserted_by__slug")) == [
        ("mongolia", "", "must_explain", "independence"),
        (None, "membership of the Pact", "supports", None),
    ]
    assert argued.relations.get().citations.get().locator == "p. 3"
    assert models.Redirect.objects.get().target == "plenum"


def test_a_document_gets_its_passages_and_references(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    document = models.Source.objects.get(slug="article")
    assert [passage.text for passage in document.passages.all()][:2] == [
        "In July 1963 Romania blocked the accession of Mongolia.",
        "It was a surprise.[9]",
    ]
    found = models.Reference.objects.values_list(
        "marker", "displaced", "passage__number", "home_passage__number", "resolves_to__slug"
    )
    assert list(found.order_by("offset")) == [
        ("8", True, 1, 4, "verona"),
        ("9", False, 2, None, None),
        ("12", False, 3, None, None),
    ]
    assert document.csl["issued"] == {"date-parts": [[2020, 5]]}
    assert document.issued == "2020-05"


def test_relative_dates_are_derived_in_the_order_of_their_anchors(corpus: dict[str, Any], loaded: Load) -> None:
    chain = [
        {
            "slug": f"step-{number}",
            "title": "Later",
            "date_basis": "relative",
            "after_event": f"step-{number + 1}",
            "offset": "P1M",
        }
        for number in range(5)
    ]
    corpus["events"] += [
        *chain,
        {"slug": "step-5", "title": "First", "date": "1960-01-31", "date_basis": "stated"},
    ]
    loaded(corpus)
    assert models.Event.objects.get(slug="step-0").earliest == 19600629
    assert models.Event.objects.get(slug="after-mongolia").earliest == 19630801


def test_scalars_are_text_whatever_yaml_makes_of_them(loaded: Load) -> None:
    actor = {"slug": "no", "name": "007", "sort_name": "~", "kind": "group", "note": "2001-02-30"}
    loaded({"actors": [actor]})
    assert models.Actor.objects.values("slug", "name", "sort_name", "note").get() == {
        "slug": "no",
        "name": "007",
        "sort_name": "~",
        "note": "2001-02-30",
    }


# --- the same again -----------------------------------------------------------------------------------------


def test_the_same_load_again_writes_nothing(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    with writing_nothing():
        plan = loaded(corpus)
    assert {entry.outcome for entry in plan.entries} == {"unchanged"}
    assert list(plan.details()) == []


def test_a_dry_run_writes_nothing(corpus: dict[str, Any], loaded: Load) -> None:
    with writing_nothing():
        plan = loaded(corpus, dry_run=True)
    assert plan.counts()["events"].created == 3


def test_a_load_over_editors_changes_and_conflicts_writes_nothing_the_second_time(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(
        title="An editor’s", place="Bucharest", date="1963", date_basis="editor"
    )
    models.Participant.objects.filter(actor__slug="dej").delete()
    models.Event.objects.get(slug="after-mongolia").delete()
    event_of(corpus)["title"] = "The file’s"
    first = loaded(corpus)
    with writing_nothing():
        second = loaded(corpus)
    assert list(first.details()) == list(second.details())


# --- fields -------------------------------------------------------------------------------------------------


def test_a_field_that_only_the_file_changed_is_updated(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    before = models.Event.objects.get(slug="mongolia")
    event_of(corpus)["title"] = "Another title"
    plan = loaded(corpus)
    after = models.Event.objects.get(slug="mongolia")
    assert (after.title, after.pk, entry(plan, "events/mongolia").outcome) == (
        "Another title",
        before.pk,
        "updated",
    )
    assert after.updated_at > before.updated_at


def test_a_field_that_only_an_editor_changed_is_kept(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(title="An editor’s")
    plan = loaded(corpus)
    assert models.Event.objects.get(slug="mongolia").title == "An editor’s"
    assert (plan.counts()["events"].kept, plan.counts()["events"].conflict) == (1, 0)
    assert [line for line in plan.details() if "events/mongolia: title" in line and line.startswith("kept")]


def test_where_both_changed_a_field_the_editors_stays_and_the_conflict_is_reported(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(title="An editor’s")
    event_of(corpus)["title"] = "The file’s"
    event_of(corpus)["place"] = "Warsaw"
    plan = loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.place) == ("An editor’s", "Warsaw")
    assert plan.counts()["events"].conflict == 1
    assert (
        "conflict: events/mongolia: title: the editor’s “An editor’s” stays; the file has “The file’s”"
        in plan.details()
    )


def test_where_both_changed_a_field_to_the_same_there_is_no_conflict(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(title="The same")
    event_of(corpus)["title"] = "The same"
    assert list(loaded(corpus).details()) == []
    event_of(corpus)["title"] = "A newer one"
    loaded(corpus)
    assert models.Event.objects.get(slug="mongolia").title == "A newer one"


def test_a_date_is_never_half_an_editors_and_half_the_files(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(date_basis="inferred")
    event_of(corpus)["date"] = "1963-07-26"
    plan = loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.date, event.date_basis) == ("1963-07", "inferred")
    assert plan.counts()["events"].conflict == 1


def test_an_anchor_that_moves_takes_what_is_dated_from_it_along(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event_of(corpus)["date"] = "1964-01-31"
    plan = loaded(corpus)
    follower = models.Event.objects.get(slug="after-mongolia")
    assert follower.earliest == 19640229
    assert entry(plan, "events/after-mongolia").outcome == "unchanged"


def test_derived_bounds_are_no_editors_change(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    event.date = "1962"
    event.save()
    plan = loaded(corpus)
    assert [entry.name for entry in plan.entries if entry.has("kept")] == ["events/mongolia"]


def test_a_record_that_an_editor_made_under_the_files_slug_stays_as_it_is(corpus: dict[str, Any], loaded: Load) -> None:
    models.Debate.objects.create(slug="term", question="The editor’s?", introduction="An editor’s.", status="draft")
    plan = loaded(corpus)
    debate = models.Debate.objects.get(slug="term")
    assert (debate.question, debate.introduction, debate.status) == ("The editor’s?", "An editor’s.", "draft")
    assert plan.counts()["debates"].conflict == 1
    with writing_nothing():
        assert loaded(corpus).counts()["debates"].conflict == 1


def test_a_change_that_would_leave_a_published_record_without_citation_is_not_made(
    corpus: dict[str, Any], loaded: Load
) -> None:
    corpus["events"][0]["status"] = "draft"
    loaded(corpus)
    models.Citation.objects.filter(event__slug="plenum").delete()
    corpus["events"][0]["status"] = "published"
    plan = loaded(corpus)
    assert models.Event.objects.get(slug="plenum").status == "draft"
    assert plan.counts()["events"].conflict == 1
    with writing_nothing():
        loaded(corpus)


# --- lists --------------------------------------------------------------------------------------------------


def test_lists_merge_by_item(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    deletant = models.Actor.objects.get(slug="deletant")
    models.Participant.objects.create(event=event, actor=deletant, role="forum")
    event.participations.filter(actor__slug="dej").delete()
    kept = event.participations.get(actor__slug="romania").pk
    event_of(corpus)["participants"].append({"actor": "dej", "role": "initiator"})
    loaded(corpus)
    assert set(event.participations.values_list("actor__slug", "role")) == {
        ("romania", "opponent"),
        ("deletant", "forum"),
        ("dej", "initiator"),
    }
    assert event.participations.get(actor__slug="romania").pk == kept


def test_an_item_that_the_file_no_longer_has_goes(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event_of(corpus)["participants"].pop()
    event_of(corpus)["themes"] = ["troops"]
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert [actor.slug for actor in event.participants.all()] == ["romania"]
    assert [theme.slug for theme in event.themes.all()] == ["troops"]


def test_a_theme_that_an_editor_removed_stays_removed(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    event.themes.clear()
    event.themes.add(models.Theme.objects.get(slug="troops"))
    plan = loaded(corpus)
    assert [theme.slug for theme in event.themes.all()] == ["troops"]
    assert sorted(change.what for change in entry(plan, "events/mongolia").changes) == ["kept", "kept"]


def test_a_citation_that_an_editor_added_stays_behind_the_files(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    source = models.Source.objects.get(slug="report")
    models.Citation.objects.create(event=event, source=source, locator="p. 1", position=7)
    event_of(corpus)["citations"].insert(0, {"source": "verona", "locator": "p. 99"})
    loaded(corpus)
    assert [citation.locator or citation.quote for citation in event.citations.all()] == [
        "p. 99",
        "Romania blocked the accession of Mongolia",
        "It was a surprise",
        "p. 1",
    ]


def test_the_order_of_citations_follows_the_file_until_an_editor_changes_it(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    event_of(corpus)["citations"].reverse()
    loaded(corpus)
    assert [citation.quote[:6] for citation in event.citations.all()] == ["It was", "Romani"]
    for position, citation in enumerate(reversed(event.citations.all())):
        models.Citation.objects.filter(pk=citation.pk).update(position=position)
    plan = loaded(corpus)
    assert [citation.quote[:6] for citation in event.citations.all()] == ["Romani", "It was"]
    assert plan.counts()["events"].kept == 1


def test_the_fields_of_an_item_merge_one_by_one(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Citation.objects.filter(event__slug="mongolia", position=0).update(supports="an editor’s")
    event_of(corpus)["citations"][0]["language"] = "en"
    loaded(corpus)
    citation = models.Event.objects.get(slug="mongolia").citations.first()
    assert (citation.supports, citation.quote_language) == ("an editor’s", "en")


def test_citations_of_evidence_merge_within_their_item(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    evidence = models.Evidence.objects.get(event__slug="mongolia")
    autonomy_of(corpus)["evidence"][0]["citations"].append({"source": "verona", "locator": "p. 5"})
    loaded(corpus)
    assert [citation.locator for citation in evidence.citations.all()] == ["", "p. 5"]
    autonomy_of(corpus)["evidence"].pop(0)
    loaded(corpus)
    assert not models.Evidence.objects.filter(pk=evidence.pk).exists()


def test_an_item_that_an_editor_changed_outlives_its_removal_from_the_file(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    models.FurtherReading.objects.filter(debate__slug="term").update(note="An editor’s note.")
    corpus["debates"][0].pop("further_reading")
    plan = loaded(corpus)
    assert models.FurtherReading.objects.get(debate__slug="term").note == "An editor’s note."
    assert plan.counts()["debates"].conflict == 1


# --- deletions ----------------------------------------------------------------------------------------------


def test_a_record_that_an_editor_deleted_stays_deleted_and_is_reported(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.get(slug="after-mongolia").delete()
    plan = loaded(corpus)
    assert not models.Event.objects.filter(slug="after-mongolia").exists()
    assert "kept: events/after-mongolia: deleted by an editor: it stays deleted" in plan.details()
    assert plan.counts()["events"].kept == 1


def test_a_new_record_loads_without_what_points_at_a_deleted_one(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Theme.objects.get(slug="troops").delete()
    models.Event.objects.get(slug="after-mongolia").delete()
    new = {
        "slug": "new",
        "title": "New",
        "themes": ["troops", "treaty"],
        "date_basis": "relative",
        "after_event": "after-mongolia",
        "links": [{"kind": "part_of", "event": "after-mongolia"}],
    }
    corpus["events"].append(new)
    loaded(corpus)
    event = models.Event.objects.get(slug="new")
    assert ([theme.slug for theme in event.themes.all()], event.date_basis, event.links.count()) == (
        ["treaty"],
        "",
        0,
    )
    with writing_nothing():
        loaded(corpus)


def test_a_record_gone_from_the_files_is_reported_and_never_deleted(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    corpus["themes"] = [theme for theme in corpus["themes"] if theme["slug"] != "troops"]
    plan = loaded(corpus)
    assert models.Theme.objects.filter(slug="troops").exists()
    assert plan.gone == ["themes/troops"]


def test_a_record_that_was_never_in_the_files_is_not_reported(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Theme.objects.create(slug="editors", name="An editor’s")
    assert loaded(corpus).gone == []


# --- overwrite ----------------------------------------------------------------------------------------------


def test_overwrite_takes_the_files_version_of_one_record(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.update(title="An editor’s")
    models.Participant.objects.filter(event__slug="mongolia").delete()
    loaded(corpus, overwrite=["events/mongolia"])
    assert models.Event.objects.get(slug="mongolia").title == "Mongolia’s accession"
    assert models.Participant.objects.filter(event__slug="mongolia").count() == 2
    assert models.Event.objects.get(slug="plenum").title == "An editor’s"
    models.Event.objects.filter(slug="plenum").update(title="A plenum")
    models.Event.objects.filter(slug="after-mongolia").update(title="A month later")
    assert list(loaded(corpus).details()) == []


def test_overwrite_brings_back_a_deleted_record(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.get(slug="after-mongolia").delete()
    loaded(corpus, overwrite=["events/after-mongolia"])
    assert models.Event.objects.get(slug="after-mongolia").citations.count() == 1
    with writing_nothing():
        assert list(loaded(corpus).details()) == []


# --- renames and merges -------------------------------------------------------------------------------------


def rename(kind: Any, old: str, new: str) -> None:
    kind.objects.filter(slug=old).update(slug=new)
    models.Redirect.objects.create(kind=kind._meta.verbose_name_plural.lower(), slug=old, target=new)


def test_a_record_that_an_editor_renamed_is_found_and_no_second_one_made(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    rename(models.Event, "mongolia", "veto")
    event_of(corpus)["summary"] = "The file’s new summary."
    plan = loaded(corpus)
    assert models.Event.objects.get(slug="veto").summary == "The file’s new summary."
    assert not models.Event.objects.filter(slug="mongolia").exists()
    assert "kept: events/veto: slug: events/mongolia is events/veto now" in plan.details()
    with writing_nothing():
        loaded(corpus)


def test_what_points_at_a_renamed_record_stays_as_it_is(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    rename(models.Event, "mongolia", "interim")
    rename(models.Event, "interim", "veto")
    evidence = models.Evidence.objects.get(event__slug="veto").pk
    plan = loaded(corpus)
    assert models.Evidence.objects.get(event__slug="veto").pk == evidence
    assert models.Event.objects.get(slug="after-mongolia").after_event.slug == "veto"
    assert {entry.outcome for entry in plan.entries} == {"unchanged"}


def test_an_editors_removal_is_kept_though_its_target_was_renamed(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Participant.objects.filter(actor__slug="dej").delete()
    rename(models.Actor, "dej", "gheorghiu-dej")
    loaded(corpus)
    assert not models.Participant.objects.filter(actor__slug="gheorghiu-dej").exists()


def test_a_record_that_the_files_rename_keeps_its_row(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    pk = models.Event.objects.get(slug="plenum").pk
    corpus["events"][0]["slug"] = "april-plenum"
    event_of(corpus)["links"][0]["event"] = "april-plenum"
    corpus["redirects"] = [
        {"slug": "events/plenum", "to": "events/april-plenum"},
        {"slug": "events/old-plenum", "to": "events/april-plenum"},
    ]
    plan = loaded(corpus)
    assert models.Event.objects.get(slug="april-plenum").pk == pk
    assert models.Event.objects.count() == 3
    assert models.EventLink.objects.get().target_id == pk
    assert set(models.Redirect.objects.values_list("slug", "target")) == {
        ("plenum", "april-plenum"),
        ("old-plenum", "april-plenum"),
    }
    assert list(plan.details()) == []
    with writing_nothing():
        assert list(loaded(corpus).details()) == []


def test_files_may_still_point_at_an_old_slug(corpus: dict[str, Any], loaded: Load) -> None:
    event_of(corpus)["links"] = [{"kind": "led_to", "event": "old-plenum"}]
    loaded(corpus)
    assert models.EventLink.objects.get().target.slug == "plenum"
    with writing_nothing():
        loaded(corpus)


def test_a_record_that_an_editor_merged_into_another_does_not_come_back(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.get(slug="after-mongolia").delete()
    models.Redirect.objects.create(kind="events", slug="after-mongolia", target="mongolia")
    plan = loaded(corpus)
    assert models.Event.objects.count() == 2
    assert "kept: events/after-mongolia: merged into events/mongolia by an editor" in plan.details()
    with writing_nothing():
        loaded(corpus)


def test_a_redirect_that_an_editor_changed_or_deleted_is_kept(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Redirect.objects.update(target="mongolia")
    assert loaded(corpus).counts()["redirects"].kept == 1
    models.Redirect.objects.all().delete()
    assert loaded(corpus).counts()["redirects"].kept == 1
    assert not models.Redirect.objects.exists()


def test_no_redirect_hides_a_record_that_the_database_still_has(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    corpus["events"] = []
    event_of(corpus)["links"] = []
    corpus["redirects"] = [{"slug": "events/plenum", "to": "events/mongolia"}]
    plan = loaded(corpus)
    assert models.Event.objects.filter(slug="plenum").exists()
    assert not models.Redirect.objects.filter(slug="plenum").exists()
    assert plan.counts()["redirects"].conflict == 1


# --- new versions of a text ---------------------------------------------------------------------------------


def with_text(corpus: dict[str, Any], text: str) -> dict[str, Any]:
    corpus["documents"]["article"] = (text, corpus["documents"]["article"][1])
    return corpus


def numbers() -> dict[str, int]:
    return {
        passage.text: passage.number
        for passage in models.Passage.objects.filter(withdrawn=False).select_related("source")
    }


def test_unchanged_sentences_keep_their_numbers_and_new_ones_get_new(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    before, text = numbers(), corpus["documents"]["article"][0]
    loaded(with_text(corpus, "A new sentence at the head.\n" + text))
    after = numbers()
    assert before.items() <= after.items()
    assert after["A new sentence at the head."] == 5
    assert models.Reference.objects.get(marker="12").offset == text.index("[12]") + 28
    with writing_nothing():
        loaded(corpus)


def test_a_vanished_sentence_is_withdrawn_and_what_cites_it_is_flagged_not_moved(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    text = corpus["documents"]["article"][0]
    event = models.Event.objects.get(slug="after-mongolia")
    models.Citation.objects.create(
        event=event,
        source=models.Source.objects.get(slug="article"),
        passage=models.Passage.objects.get(number=4),
        quote="It was a surprise",
        position=1,
    )
    corpus["documents"]["article"][1]["references"][0].pop("home")
    loaded(with_text(corpus, text.replace("It was a surprise to many.\n", "It was a surprise to some.\n")))
    withdrawn = models.Passage.objects.get(withdrawn=True)
    assert (withdrawn.number, withdrawn.withdrawn_text, withdrawn.start) == (
        4,
        "It was a surprise to many.",
        None,
    )
    assert models.Citation.objects.flagged().get().passage == withdrawn
    assert numbers()["It was a surprise to some."] == 5


def test_a_sentence_that_comes_back_takes_its_own_number_again(corpus: dict[str, Any], loaded: Load) -> None:
    corpus["documents"]["article"][1]["references"][0].pop("home")
    loaded(corpus)
    text = corpus["documents"]["article"][0]
    loaded(with_text(corpus, text.replace("It was a surprise to many.\n", "")))
    loaded(with_text(corpus, text))
    assert numbers()["It was a surprise to many."] == 4
    assert not models.Passage.objects.filter(withdrawn=True).exists()


def test_what_is_known_of_a_marker_goes_with_it_to_another_sentence(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Reference.objects.filter(marker="9").update(note="An editor’s.")
    text = corpus["documents"]["article"][0].replace("surprise.[9]", "shock.[9]")
    corpus["documents"]["article"][1]["passages"] = []
    event_of(corpus)["citations"].pop()
    loaded(with_text(corpus, text))
    reference = models.Reference.objects.get(marker="9")
    assert (reference.note, reference.passage.text) == ("An editor’s.", "It was a shock.[9]")


def test_markers_that_shift_within_a_passage_change_places_without_a_collision(
    corpus: dict[str, Any], loaded: Load
) -> None:
    document = ("First[1][2][3] thing.\n", {"csl": {"title": "x"}, "kind": "primary"})
    loaded({"documents": {"d": document}})
    loaded({"documents": {"d": ("\n    First[1][2][3] thing.\n", document[1])}})
    assert list(models.Reference.objects.order_by("marker").values_list("offset", flat=True)) == [10, 13, 16]


def test_a_text_that_somebody_else_changed_stays(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    source = models.Source.objects.get(slug="article")
    models.Source.objects.filter(slug="article").update(text=source.text + "An editor’s line.\n")
    plan = loaded(corpus)
    assert models.Source.objects.get(slug="article").text.endswith("An editor’s line.\n")
    assert plan.counts()["sources"].kept == 1


def test_a_document_whose_text_leaves_the_files_keeps_it(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    csl = {"id": "article", "title": "An article", "custom": {"kind": "tertiary"}}
    plan = loaded({"sources": [csl]})
    assert models.Passage.objects.filter(source__slug="article", withdrawn=False).count() == 4
    assert "kept: sources/article: text: the files no longer have the text: it stays" in plan.details()


def test_numbers_that_a_dump_gives_are_taken(loaded: Load) -> None:
    passages = [
        {"number": 7, "text": "One."},
        {"number": 2, "text": "Two."},
        {"number": 3, "text": "Gone.", "withdrawn": True},
    ]
    event = {"slug": "e", "title": "E", "citations": [{"exact": "Gone", "passage": 3}]}
    loaded(
        {
            "documents": {
                "d": (
                    "One.\nTwo.\n",
                    {"csl": {"title": "x"}, "kind": "primary", "passages": passages, "events": [event]},
                )
            }
        }
    )
    assert numbers() == {"One.": 7, "Two.": 2}
    assert models.Citation.objects.get().is_flagged


# --- what else a load touches -------------------------------------------------------------------------------


def test_created_at_is_set_and_left_alone(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    before = models.Actor.objects.get(slug="dej").created_at
    models.Actor.objects.update(created_at=before - timedelta(days=1))
    corpus["actors"][1]["note"] = "New."
    loaded(corpus)
    assert models.Actor.objects.get(slug="dej").created_at == before - timedelta(days=1)


def test_references_in_files_may_name_records_that_only_the_database_has(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = {
        "slug": "other",
        "title": "Other",
        "citations": [{"source": "article", "exact": "by 25 July 1958"}],
        "participants": [{"actor": "romania", "role": "forum"}],
    }
    loaded({"events": [event]})
    assert models.Citation.objects.get(event__slug="other").passage.number == 3


# --- Notes of a load for the office ----------------------------------------------------------------------------------


def test_what_a_load_kept_is_noted_until_a_load_keeps_it_no_longer(tmp_path: Any, db: None):
    event = make_event("Troops leave", date="1958-07-25")
    cite(event, locator="p. 1")
    call_command("dumpseeds", str(tmp_path))
    call_command("loadseeds", str(tmp_path))
    assert not models.LoadNote.objects.exists()
    models.Event.objects.filter(pk=event.pk).update(summary="An editor's words.")
    call_command("loadseeds", str(tmp_path))
    note = models.LoadNote.objects.get()
    assert (note.kind, note.slug, note.conflict) == ("events", "troops-leave", False)
    assert note.lines[0][:2] == ["kept", "summary"]
    call_command("loadseeds", str(tmp_path), overwrite=["events/troops-leave"])
    assert not models.LoadNote.objects.exists()


def test_a_load_with_nothing_new_to_note_writes_nothing(tmp_path: Any, db: None):
    cite(make_event("Troops leave"), locator="p. 1")
    call_command("dumpseeds", str(tmp_path))
    call_command("loadseeds", str(tmp_path))
    models.Event.objects.update(summary="An editor's words.")
    call_command("loadseeds", str(tmp_path))
    before = list(models.LoadNote.objects.values()), models.DataVersion.objects.count()
    call_command("loadseeds", str(tmp_path))
    assert (list(models.LoadNote.objects.values()), models.DataVersion.objects.count()) == before
