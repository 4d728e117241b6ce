import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

CONNECT = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    for name in ("unaccent", "pg_trgm"):
        connection.execute(f"CREATE EXTENSION {name}")
    asked = "SELECT unaccent('Ceaușescu'), current_setting('unix_socket_directories')"
    print(*connection.execute(asked).fetchone())
"""


def run(code: str, database_url: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.postgres", "python", "-c", code]
    environment = os.environ | {"DATABASE_URL": database_url}
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)


def test_the_command_has_a_server_with_the_extensions_and_nothing_is_left_of_it():
    done = run(CONNECT)
    assert done.returncode == 0, done.stderr
    folded, folder = done.stdout.split()
    assert folded == "Ceausescu"
    assert not Path(folder).exists()


def test_the_commands_exit_code_is_passed_on():
    assert run("import sys; sys.exit(7)").returncode == 7


def test_a_postgresql_that_is_named_is_used_as_it_is():
    url = "postgres://ana@db.example/history"
    assert run("import os; print(os.environ['DATABASE_URL'])", url).stdout.strip() == url
