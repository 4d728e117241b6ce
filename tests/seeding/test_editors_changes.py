"""What editors changed, in fields and in lists, and a load that overwrites it."""

from typing import Any

import pytest

from events import models
from tests.seeding.loads import Load, autonomy_of, entry, event_of, writing_nothing

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


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
    event_of(corpus)["date_note"] = "Warsaw"
    plan = loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.date_note) == ("An editor’s", "Warsaw")
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
    assert (follower.earliest, follower.latest) == (19640201, 19640229)
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


@pytest.mark.each_database
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


@pytest.mark.each_database
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


@pytest.mark.each_database
def test_overwrite_brings_back_a_deleted_record(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    models.Event.objects.get(slug="after-mongolia").delete()
    loaded(corpus, overwrite=["events/after-mongolia"])
    assert models.Event.objects.get(slug="after-mongolia").citations.count() == 1
    with writing_nothing():
        assert list(loaded(corpus).details()) == []
