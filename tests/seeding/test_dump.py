import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events import models
from events.published import numbering
from events.seeding.dump import FolderTaken, dump
from events.seeding.loading import load
from tests.seeding import folders
from tests.seeding.databases import Builder

SEEDS = project_settings.BASE_DIR / "seeds"


def dumped(directory: Path) -> dict[str, bytes]:
    dump(directory)
    return folders.files_of(directory)


def load_cleanly(directory: Path) -> Any:
    plan = load(directory)
    assert [str(problem) for problem in plan.problems] == []
    return plan


def assert_comes_back_the_same(tmp_path: Path) -> None:
    for name in ("first", "second"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    first = dumped(tmp_path / "first")
    folders.empty_database()
    load_cleanly(tmp_path / "first")
    second = dumped(tmp_path / "second")
    assert first.keys() == second.keys()
    for name in first:
        assert first[name].split(b"\n") == second[name].split(b"\n"), name
    assert not load_cleanly(tmp_path / "second").writes
    assert_what_was_loaded_is_numbered_as_the_database_says_it()


def assert_what_was_loaded_is_numbered_as_the_database_says_it() -> None:
    """The loader numbers what it has in its hands; whoever reads it again finds nothing new."""
    versions = models.PublishedVersion.objects.order_by("pk").values_list("content_type", "object_id", "number")
    before = list(versions)
    numbering.number_all()
    assert list(versions.all()) == before


@pytest.mark.django_db
@pytest.mark.any_database
def test_the_seed_corpus_comes_back_in_the_same_bytes(tmp_path: Path) -> None:
    load_cleanly(SEEDS)
    dump(tmp_path / "written")
    written = sorted(path for path in (tmp_path / "written").rglob("*") if path.is_file())
    assert len(written) >= 8
    for path in written:
        assert path.read_bytes() == (SEEDS / path.relative_to(tmp_path / "written")).read_bytes(), path.name
    assert_comes_back_the_same(tmp_path)


@pytest.mark.django_db
def test_a_corpus_with_every_field_comes_back_in_the_same_bytes(
    tmp_path: Path, corpus: dict[str, Any], loaded: Any
) -> None:
    loaded(corpus)
    assert_comes_back_the_same(tmp_path)


# Shrinking such a database takes many minutes: the failing example says enough as it is.
@pytest.mark.django_db
@settings(
    max_examples=settings().max_examples // 2,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_any_database_comes_back_in_the_same_bytes(tmp_path: Path, data: st.DataObject) -> None:
    folders.empty_database()
    Builder(data.draw).build()
    assert_comes_back_the_same(tmp_path)


@pytest.mark.django_db
def test_an_empty_database_comes_back_empty(tmp_path: Path) -> None:
    assert dumped(tmp_path / "first") == {"events.yaml": b"[]\n"}
    load_cleanly(tmp_path / "first")


@pytest.mark.django_db
def test_the_dumped_corpus_changes_nothing_in_the_database_that_it_came_from(
    tmp_path: Path, corpus: dict[str, Any], loaded: Any
) -> None:
    loaded(corpus)
    dump(tmp_path / "dump")
    assert not load_cleanly(tmp_path / "dump").writes


@pytest.mark.django_db
def test_an_event_stands_in_the_file_of_its_first_citations_document(
    tmp_path: Path, corpus: dict[str, Any], loaded: Any
) -> None:
    corpus["events"].append(corpus["documents"]["article"][1]["events"].pop(0))
    for citation in corpus["events"][-1]["citations"]:
        citation["source"] = "article"
    loaded(corpus)
    files = dumped(tmp_path / "dump")
    assert b"slug: mongolia" in files["documents/article.yaml"]
    assert b"slug: mongolia" not in files["events.yaml"]


@pytest.mark.django_db
def test_every_status_is_dumped(tmp_path: Path) -> None:
    for status in models.Status.values:
        models.Debate.objects.create(slug=status, question="?", status=status)
    assert dumped(tmp_path / "dump")["debates.yaml"].count(b"slug:") == len(models.Status.values)


@pytest.mark.django_db
def test_a_redirect_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    models.Redirect.objects.create(kind="events", slug="old", target="gone")
    assert "redirects.yaml" not in dumped(tmp_path / "dump")


@pytest.mark.django_db
def test_site_yaml_is_copied(tmp_path: Path, settings: Any) -> None:
    settings.SEEDS_DIR = tmp_path
    (tmp_path / "site.yaml").write_bytes(b"# by hand\ntitle: A site\n")
    assert dumped(tmp_path / "dump")["site.yaml"] == b"# by hand\ntitle: A site\n"


@pytest.mark.django_db
def test_a_file_written_by_hand_is_not_replaced_unless_forced(
    tmp_path: Path, corpus: dict[str, Any], loaded: Any
) -> None:
    loaded(corpus)
    dump(tmp_path / "dump")
    by_hand = tmp_path / "dump" / "actors.yaml"
    by_hand.write_bytes(b"# by hand\n" + by_hand.read_bytes())
    with pytest.raises(FolderTaken, match=r"actors\.yaml"):
        dump(tmp_path / "dump")
    assert by_hand.read_bytes().startswith(b"# by hand")
    dump(tmp_path / "dump", force=True)
    assert not by_hand.read_bytes().startswith(b"# by hand")


@pytest.mark.django_db
def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters.doc").write_text("Dear …")
    with pytest.raises(FolderTaken, match=r"letters\.doc"):
        dump(tmp_path)


@pytest.mark.django_db
def test_an_earlier_dump_is_replaced_and_its_stale_files_go(
    tmp_path: Path, corpus: dict[str, Any], loaded: Any
) -> None:
    loaded(corpus)
    dump(tmp_path / "dump")
    folders.empty_database()
    assert dumped(tmp_path / "dump") == {"events.yaml": b"[]\n"}
