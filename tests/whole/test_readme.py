"""What the README prints to be copied does what it says: it is taken from there and run in a clean copy."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

README = settings.BASE_DIR / "README.md"
MADE = (".git", ".venv", "collected", "*.sqlite3*", ".secret-key*", "*.env", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE = 120
"""Seconds that the commands may take before the server answers, on a busy machine."""


def blocks(heading: str) -> list[str]:
    """The blocks of commands below a heading of the README."""
    section = README.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of the project. Of what `make setup` makes it has the installed packages, and the fonts, already."""
    folder = tmp_path_factory.mktemp("clean") / "project"
    shutil.copytree(settings.BASE_DIR, folder, ignore=shutil.ignore_patterns(*MADE))
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture(scope="module")
def database(django_db_setup: None) -> Iterator[str]:
    """The line of the README that names the database or, on PostgreSQL, the one that it says to write instead."""
    if connection.vendor == "sqlite":
        yield "DATABASE_URL='sqlite:///production.sqlite3'"
        return
    name = f"{connection.settings_dict['NAME']}_deployed"
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    login = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if parameters.get(key)}
    with psycopg.connect(**login, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"DATABASE_URL='postgres:///{name}?host={login['host']}&user={login['user']}'"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running(commands: str, folder: Path, output: Path) -> Iterator[subprocess.Popen]:
    """Commands in a shell that stops at the first that fails, and that know of no variable of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with output.open("w") as log:
        process = subprocess.Popen(
            ["bash", "-e", "-c", commands],
            cwd=folder,
            env=kept | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    process.port = port  # type: ignore[attr-defined]
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def asker(process: subprocess.Popen, output: Path) -> Callable[..., tuple[int, str]]:
    """Asks the server, once it is there, as the proxy in front of it would: status and body of a path."""

    def ask(path: str, host: str = "history.example.org", proto: str = "https") -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)
        try:
            asked.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": proto})
            answer = asked.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            asked.close()

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            ask("/health/live")
        except OSError:
            time.sleep(0.2)
        else:
            return ask
    pytest.fail(f"The server is not there:\n{output.read_text()}")


@pytest.mark.django_db  # else no database is set up where this test runs alone
def test_the_block_that_deploys_the_site_deploys_it(copy: Path, database: str, tmp_path: Path):
    deploy, curl = blocks("Deploy")
    commands = re.sub(r"^DATABASE_URL=.*$", lambda _: database, deploy, count=1, flags=re.MULTILINE)
    assert connection.vendor != "sqlite" or commands == deploy
    output = tmp_path / "output"
    with running(commands, copy, output) as process:
        ask = asker(process, output)
        status, front = ask("/")
        assert (status, "Romania and Moscow" in front) == (200, True)
        for path in (*re.findall(r'href="(/events/[^"]+)"', front)[:1], "/about/", "/sources/", "/admin/login/"):
            assert ask(path)[0] == 200, path
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', front)
        assert files and all(re.search(r"\.[0-9a-f]{12}\.", path) for path in files)
        for path in files:
            assert ask(path)[0] == 200, path
        assert ask("/health/ready") == (200, "ready\n")
        assert ask("/", proto="http")[0] == 301
        assert ask("/", host="elsewhere.example.org")[0] == 400
        if shutil.which("curl"):
            printed = curl.replace(":8000", f":{process.port}")
            assert "HTTP/1.1 200" in subprocess.run(printed, shell=True, capture_output=True, text=True).stdout
    assert not (copy / "db.sqlite3").exists()
    assert {path.stat().st_mode & 0o077 for path in copy.glob("production.*")} == {0}
