"""A load that is killed leaves everything or nothing, and the next one works."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.seeding import folders

# Kills its own process at a chosen moment of a load: no signal handler runs, and nothing is cleaned up.
SCRIPT = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from django.db import connection
from events.seeding import loading

statements = 0

def count(execute, sql, params, many, context):
    global statements
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
        statements += 1
        if statements == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(count):
    plan = loading.load(Path(sys.argv[1]))
assert not plan.problems, list(map(str, plan.problems))
print(statements)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> tuple[Path, dict[str, str]]:
    """A folder with seeds and a migrated SQLite file, and the environment of a process that uses them."""
    root = tmp_path_factory.mktemp("killed")
    folders.write(root / "seeds", folders.corpus())
    if connection.vendor == "sqlite":  # as the tests have it between them: migrated and empty
        copy_of(connection.settings_dict["NAME"], root / "empty.sqlite3")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{root / 'empty.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "romania_history.settings",
        "SITE_MODE": "development",
    }
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    if not (root / "empty.sqlite3").exists():
        subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment)
    return root, environment


def run(place: tuple[Path, dict[str, str]], database: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    root, environment = place
    environment = environment | {"DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-c", SCRIPT, str(root / "seeds"), str(kill_at)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def copy_of(database: str | Path, to: Path) -> Path:
    with sqlite3.connect(database) as source, sqlite3.connect(to) as target:
        source.backup(target)
    source.close()
    target.close()
    return to


def counts(database: Path) -> dict[str, int]:
    connection: Any = sqlite3.connect(database)
    tables = (
        "events_event",
        "events_citation",
        "events_source",
        "events_passage",
        "events_seedbase",
        "reversion_version",
    )
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    connection.close()
    return found


def test_a_killed_load_leaves_nothing_and_the_next_one_works(
    place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    whole = copy_of(place[0] / "empty.sqlite3", tmp_path / "whole.sqlite3")
    statements = int(run(place, whole, 0).stdout)
    assert counts(whole)["events_event"] == 3
    for kill_at in sorted({1, 2, statements // 3, 2 * statements // 3, statements}):
        database = copy_of(place[0] / "empty.sqlite3", tmp_path / f"killed-{kill_at}.sqlite3")
        assert run(place, database, kill_at).returncode == -signal.SIGKILL
        assert set(counts(database).values()) == {0}, kill_at
    assert run(place, database, 0).returncode == 0
    assert counts(database) == counts(whole)
