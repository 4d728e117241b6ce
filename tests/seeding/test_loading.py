"""What a load does to the database: creating, the same again, and what it notes for the office."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError
from reversion.models import Revision, Version

from events import models
from tests.seeding.loads import Load, event_of, writing_nothing
from tests.support.factories import cite, make_event

pytestmark = pytest.mark.django_db


# --- creating -----------------------------------------------------------------------------------------------


def test_every_field_reaches_its_row(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    event = models.Event.objects.get(slug="mongolia")
    assert (event.title, event.date, event.date_basis, event.place.name, event.prominence) == (
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
    places = models.Place.objects.order_by("slug").values_list("slug", "geonames", "latitude", "longitude", "note")
    assert [*places] == [("gulf", "", 0.0, 0.0, ""), ("moscow", "524901", 55.75, 37.62, "The city.")]
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
        (None, "membership of Comecon", "supports", None),
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
    assert models.Event.objects.get(slug="step-0").earliest == 19600601
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


def test_a_sort_name_that_the_files_leave_out_is_derived(corpus: dict[str, Any], loaded: Load, tmp_path: Any) -> None:
    for actor in corpus["actors"]:
        del actor["sort_name"]
    loaded(corpus)
    names = dict(models.Actor.objects.values_list("slug", "sort_name"))
    assert names == {"romania": "Romania", "dej": "Gheorghiu-Dej, Gheorghe", "deletant": "Deletant, Dennis"}
    with writing_nothing():
        loaded(corpus)


def all_rows() -> list[list[tuple[Any, ...]]]:
    tables = [*apps.get_app_config("events").get_models(), Revision, Version]
    return [list(model.objects.order_by("pk").values_list()) for model in tables]


# --- the same again -----------------------------------------------------------------------------------------


def test_the_same_load_again_writes_nothing(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    with writing_nothing():
        plan = loaded(corpus)
    assert {entry.outcome for entry in plan.entries} == {"unchanged"}
    assert list(plan.details()) == []


def test_a_dry_run_leaves_nothing(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    before = all_rows()
    event_of(corpus)["title"] = "Another"
    corpus["events"].append({"slug": "later", "title": "Later"})
    assert loaded(corpus, dry_run=True).writes
    assert all_rows() == before


def test_a_dry_run_meets_what_the_load_would_meet(
    corpus: dict[str, Any], loaded: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("events.seeding.recording.record", refuse)
    with pytest.raises(DatabaseError):
        loaded(corpus, dry_run=True)


def test_an_event_may_be_dated_anew_from_one_that_the_same_load_makes(corpus: dict[str, Any], loaded: Load) -> None:
    loaded(corpus)
    corpus["events"].append({"slug": "summit", "title": "A summit", "date": "1970-05", "date_basis": "stated"})
    event = event_of(corpus, "after-mongolia")
    event |= {"after_event": "summit"}
    loaded(corpus, dry_run=True)
    loaded(corpus)
    row = models.Event.objects.get(slug="after-mongolia")
    assert (row.after_event.slug, row.earliest) == ("summit", 19700601)
    with writing_nothing():
        loaded(corpus)


def test_a_load_over_editors_changes_and_conflicts_writes_nothing_the_second_time(
    corpus: dict[str, Any], loaded: Load
) -> None:
    loaded(corpus)
    models.Event.objects.filter(slug="mongolia").update(
        title="An editor’s", date_note="Bucharest", date="1963", date_basis="editor"
    )
    models.Participant.objects.filter(actor__slug="dej").delete()
    models.Event.objects.get(slug="after-mongolia").delete()
    event_of(corpus)["title"] = "The file’s"
    first = loaded(corpus)
    with writing_nothing():
        second = loaded(corpus)
    assert list(first.details()) == list(second.details())


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
    loaded({"events": [event]}, into_existing=True)
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
