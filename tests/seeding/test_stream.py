import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from reversion.models import Revision, Version

from benchmarks.corpus import Corpus, write
from events import models
from events.chronology.bounds import DERIVED
from events.seeding import apply, corpora
from events.seeding.dump import dump
from events.seeding.loading import load
from events.seeding.planner import plan_load
from events.seeding.stream import NotLoadable, checked, load_records

pytestmark = pytest.mark.django_db

NUMBER = 60


def theme(slug: str) -> tuple[str, dict[str, Any]]:
    return "themes", {"slug": slug, "name": slug}


def event(slug: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return "events", {"slug": slug, "title": slug, **fields}


def contents(directory: Path) -> dict[str, Any]:
    """Everything in the database that a load writes, but keys and times."""
    dump(directory)
    texts = models.EventText.objects.select_related("event")
    bases = models.SeedBase.objects.exclude(kind=corpora.TITLE)
    return {
        "files": {path.name: path.read_bytes() for path in directory.rglob("*") if path.is_file()},
        "bases": sorted(bases.values_list("kind", "slug", "base"), key=repr),
        "dates": sorted(models.Event.objects.values_list("slug", *DERIVED)),
        "sources": sorted(models.Source.objects.values_list("slug", "title", "short_reference", "sort_key")),
        "texts": sorted(
            (text.event.slug, sorted(f"{text.title}{text.summary}{text.argument}".split())) for text in texts
        ),
        "revisions": [revision.comment for revision in Revision.objects.all()],
        "versions": Counter(Version.objects.values_list("content_type__model", "format", "db")),
    }


@pytest.fixture(params=[apply.SLICE, 7], ids=["one slice", "many slices"])
def slices(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.seeding.stream.SLICE", request.param)
    if request.param < NUMBER:
        monkeypatch.setattr(apply.Applier, "REMEMBERED", 10)


def test_a_generator_loads_what_the_same_records_in_files_do(slices: None, tmp_path: Path) -> None:
    write(NUMBER, tmp_path / "seeds")
    with transaction.atomic():
        assert not load(tmp_path / "seeds").problems
        from_files = contents(tmp_path / "one")
        transaction.set_rollback(True)
    counts = load_records(checked(Corpus(NUMBER).records()))
    assert (counts["events"], counts["interpretations"]) == (NUMBER, NUMBER)
    assert contents(tmp_path / "two") == from_files
    assert not plan_load(tmp_path / "seeds").writes


def test_relative_dates_follow_anchors_of_earlier_slices(slices: None) -> None:
    chain = [event("event-0", date="1958-07-25", date_basis="stated")]
    chain += [
        event(f"event-{n}", after_event=f"event-{n - 1}", offset="P1D", date_basis="relative") for n in range(1, 20)
    ]
    load_records(checked(chain))
    assert models.Event.objects.get(slug="event-19").earliest == 19580813


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([event("a", themes=["treaty"]), theme("treaty")], "events/a: it points at themes/treaty, which has not come"),
        ([event("a", links=[{"kind": "led_to", "event": "a"}])], "events/a: it points at events/a"),
        ([theme("treaty"), theme("treaty")], "themes/treaty: this record has come before, or the database had it"),
        ([theme("here")], "themes/here: this record has come before, or the database had it"),
        ([theme("treaty"), event("a", date="1958-13")], "events/a: date: "),
        ([theme("treaty"), event("a", titel="A")], "titel: there is no such field"),
        ([theme("treaty"), event("a", status="published")], "events/a: status: "),
        ([("redirects", {"slug": "events/a", "to": "events/b"})], "redirects cannot be loaded one by one"),
    ],
)
def test_a_wrong_order_or_record_is_refused_and_nothing_written(
    slices: None, records: list[tuple[str, dict[str, Any]]], message: str
) -> None:
    models.Theme.objects.create(slug="here", name="Here")
    with pytest.raises(NotLoadable) as refused:
        load_records(checked([*(theme(f"theme-{n}") for n in range(20)), *records]))
    assert message in str(refused.value)
    assert [theme.slug for theme in models.Theme.objects.all()] == ["here"]
    assert not models.SeedBase.objects.exists() and not Revision.objects.exists()


def test_an_order_that_is_wrong_across_slices_is_refused(slices: None) -> None:
    records = [event("first", after_event="last", date_basis="relative"), *(event(f"event-{n}") for n in range(20))]
    with pytest.raises(NotLoadable, match="events/first: it points at events/last"):
        load_records(checked([*records, event("last")]))


def test_an_error_of_the_generator_leaves_nothing(slices: None) -> None:
    def broken() -> Iterator[tuple[str, dict[str, Any]]]:
        for number, record in enumerate(Corpus(NUMBER).records()):
            if number == 150:
                raise OSError("the source went away")
            yield record

    with pytest.raises(OSError, match="went away"):
        load_records(checked(broken()))
    for model in (models.Theme, models.Event, models.SeedBase, Revision, Version):
        assert not model.objects.exists()


def test_memory_does_not_grow_with_the_number_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.seeding.stream.SLICE", 200)
    monkeypatch.setattr(apply.Applier, "REMEMBERED", 500)
    monkeypatch.setattr(apply.Applier, "finish", lambda self: None)  # index and history have slices of their own

    def peak(prefix: str, number: int) -> int:
        words = "words " * 50
        records = (event(f"{prefix}-{n}", summary=f"{n} {words}") for n in range(number))
        tracemalloc.start()
        load_records(checked(records))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak("warm", 400)
    assert peak("more", 4000) < peak("few", 1000) + 250_000  # 4000 summaries alone are 1.2 MB
