"""A load does not mix two corpora unless it is told to; the same corpus is known wherever it lies."""

from pathlib import Path
from typing import Any

import pytest

from events import models
from events.seeding.dump import dump
from events.seeding.loading import load
from tests.seeding import folders
from tests.seeding.loads import event_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def folder(root: Path, data: dict[str, Any], title: str = "") -> Path:
    folders.write(root, data)
    if title:
        (root / "site.yaml").write_text(f"title: {title}\n")
    return root


@pytest.fixture
def first(tmp_path: Path, corpus: dict[str, Any]) -> Path:
    """The small corpus, loaded."""
    root = folder(tmp_path / "first", corpus, "Romania and Moscow")
    assert not load(root).problems
    return root


def another(slug: str = "bridge", number: int = 1) -> dict[str, Any]:
    return {
        "actors": [{"slug": "romania", "name": "România", "sort_name": "România", "kind": "state"}],
        "events": [{"slug": f"{slug}{n or ''}", "title": "Another event"} for n in range(number)],
    }


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("title", ["A bridge", ""])
@pytest.mark.parametrize("slug", ["bridge", "plenum"])
def test_files_of_another_corpus_are_not_loaded(first: Path, tmp_path: Path, slug: str, title: str, dry_run: bool):
    second = folder(tmp_path / "second", another(slug), title)
    (problem,) = load(second, dry_run=dry_run).problems
    assert "these files are of another corpus than the database" in problem.message
    assert "“Romania and Moscow”" in problem.message
    assert models.Actor.objects.get(slug="romania").name == "Romania"
    assert models.Event.objects.get(slug="plenum").title == "A plenum"


def test_they_are_loaded_beside_what_is_there_if_that_is_wanted_and_both_may_be_loaded_again(
    first: Path, tmp_path: Path
):
    second = folder(tmp_path / "second", another(number=2), "A bridge")
    assert not load(second, into_existing=True).problems
    assert models.Event.objects.count() == 5
    for root in (first, second):
        assert not load(root).problems


def test_a_corpus_is_known_in_another_folder_and_under_another_title(
    first: Path, tmp_path: Path, corpus: dict[str, Any]
):
    event_of(corpus)["title"] = "Another title"
    assert load(folder(tmp_path / "moved", corpus, "Bucharest and Moscow")).counts()["events"].updated == 1


def test_a_corpus_may_lose_most_of_its_records_under_its_title(first: Path, tmp_path: Path, corpus: dict[str, Any]):
    kept = {name: corpus[name] for name in ("themes", "actors", "sources", "events")}
    assert not load(folder(first, kept, "Romania and Moscow")).problems


def test_records_that_were_renamed_in_the_files_are_the_same(first: Path, tmp_path: Path, corpus: dict[str, Any]):
    _text, annotations = corpus["documents"]["article"]
    for kind in ("events", "interpretations"):
        for record in annotations[kind]:
            corpus["redirects"].append({"slug": f"{kind}/{record['slug']}", "to": f"{kind}/new-{record['slug']}"})
            record["slug"] = f"new-{record['slug']}"
    assert not load(folder(tmp_path / "renamed", corpus, "New")).problems


@pytest.mark.each_database
def test_a_dump_is_loaded_into_its_own_database(first: Path, tmp_path: Path, corpus: dict[str, Any]):
    models.Event.objects.create(slug="by-an-editor", title="By an editor")
    dump(tmp_path / "dumped")
    assert not load(tmp_path / "dumped").problems


def test_what_editors_made_is_no_other_corpus(tmp_path: Path, corpus: dict[str, Any]):
    models.Event.objects.create(slug="by-an-editor", title="By an editor")
    assert not load(folder(tmp_path / "first", corpus, "Romania and Moscow")).problems
