from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events import models
from tests.seeding import folders

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, corpus: dict[str, Any]) -> Path:
    return folders.write(tmp_path / "seeds", corpus)


def rows(output: str) -> dict[str, list[str]]:
    return {
        line.split()[0]: line.split()[1:]
        for line in output.splitlines()
        if line and line.split()[0] in ("events", "actors")
    }


def test_it_prints_a_table_of_what_it_did(folder: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder))
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["created", "updated", "unchanged", "kept", "conflicting"]
    assert rows(out)["events"] == ["3", "0", "0", "0", "0"]
    call_command("loadseeds", str(folder))
    assert rows(capsys.readouterr().out)["events"] == ["0", "0", "3", "0", "0"]


def test_without_an_argument_it_loads_the_projects_seeds(folder: Path, settings: Any, capsys: Any) -> None:
    settings.SEEDS_DIR = folder
    call_command("loadseeds")
    assert models.Event.objects.count() == 3


def test_a_dry_run_shows_the_plan_record_by_record(folder: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder), "--dry-run")
    out = capsys.readouterr().out
    assert "created: events/mongolia" in out
    assert "nothing of it was kept" in out
    assert not models.Event.objects.exists()


def test_kept_fields_and_conflicts_follow_the_table(folder: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder))
    models.Event.objects.filter(slug="plenum").update(title="An editor’s")
    capsys.readouterr()
    call_command("loadseeds", str(folder))
    out = capsys.readouterr().out
    assert rows(out)["events"] == ["0", "0", "3", "1", "0"]
    assert "kept: events/plenum: title: the editor’s “An editor’s” stays; the file has “A plenum”" in out


def test_overwrite_may_be_repeated(folder: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder))
    models.Event.objects.update(title="An editor’s")
    call_command("loadseeds", str(folder), "--overwrite", "events/plenum", "--overwrite", "events/mongolia")
    assert sorted(models.Event.objects.values_list("title", flat=True)) == [
        "A plenum",
        "An editor’s",
        "Mongolia’s accession",
    ]


def test_problems_go_to_stderr_with_exit_status_1(folder: Path, capsys: Any) -> None:
    (folder / "events.yaml").write_text("- slug: a\n  title: A\n  date: 1963-13\n  date_basis: stated\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("loadseeds", str(folder))
    captured = capsys.readouterr()
    assert stopped.value.code == 1
    assert "events.yaml:3: events/a: date:" in captured.err
    assert "nothing was loaded" in captured.err
    assert captured.out == ""


def test_there_is_no_progress_bar_in_a_pipe(folder: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder))
    assert capsys.readouterr().err == ""


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_migrated_is_one_clear_line(folder: Path, capsys: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = 'events-away' WHERE app = 'events'")
    try:
        with pytest.raises(SystemExit):
            call_command("loadseeds", str(folder))
        assert "the database is not migrated: run manage.py migrate first\n" in capsys.readouterr().err
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET app = 'events' WHERE app = 'events-away'")


def test_dumpseeds_says_what_it_wrote(folder: Path, tmp_path: Path, capsys: Any) -> None:
    call_command("loadseeds", str(folder))
    capsys.readouterr()
    call_command("dumpseeds", str(tmp_path / "dump"))
    assert "3 events" in capsys.readouterr().out
    assert (tmp_path / "dump" / "documents" / "article.txt").read_bytes() == (
        folder / "documents" / "article.txt"
    ).read_bytes()


def test_dumpseeds_refuses_a_folder_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.doc").write_text("Dear …")
    with pytest.raises(CommandError, match=r"letter\.doc"):
        call_command("dumpseeds", str(tmp_path))
