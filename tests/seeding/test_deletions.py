"""Records that left the files or that editors deleted, renamed or merged."""

from typing import Any

import pytest

from events import models
from tests.seeding.loads import Load, event_of, writing_nothing

pytestmark = pytest.mark.django_db


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
