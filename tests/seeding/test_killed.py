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

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Each load has a process of its own, a copy of the first, that kills itself at a chosen moment: no signal handler runs,
# and nothing is cleaned up.
SCRIPT = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from django.db import connection
from events.seeding import loading

seeds, *loads = sys.argv[1:]

def load(database, kill_at):
    statements = 0

    def count(execute, sql, params, many, context):
        nonlocal statements
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            statements += 1
            if statements == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.settings_dict["NAME"] = database
    with connection.execute_wrapper(count):
        plan = loading.load(Path(seeds))
    assert not plan.problems, list(map(str, plan.problems))
    print(statements, flush=True)

for each in loads:
    kill_at, database = each.split(":", 1)
    if not os.fork():
        load(database, int(kill_at))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
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


def run(place: tuple[Path, dict[str, str]], *loads: tuple[Path, int]) -> list[int]:
    """Loads into each database, killed at a statement or, with 0, at none: the exit codes, after how many it took."""
    root, environment = place
    command = [sys.executable, "-c", SCRIPT, str(root / "seeds"), *(f"{kill_at}:{file}" for file, kill_at in loads)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return [int(line) for line in done.stdout.splitlines()]


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
    statements, code = run(place, (whole, 0))
    assert (code, counts(whole)["events_event"]) == (0, 3)
    moments = sorted({1, 2, statements // 3, 2 * statements // 3, statements})
    killed = [copy_of(place[0] / "empty.sqlite3", tmp_path / f"killed-{kill_at}.sqlite3") for kill_at in moments]
    assert run(place, *zip(killed, moments, strict=True)) == [-signal.SIGKILL] * len(moments)
    for database in killed:
        assert set(counts(database).values()) == {0}, database
    assert run(place, (database, 0)) == [statements, 0]
    assert counts(database) == counts(whole)
