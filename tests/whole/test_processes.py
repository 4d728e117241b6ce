"""What one process writes, another that has read before sees on its very next request."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.support import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

READER = """
import json, sys
import django
django.setup()
from django.test import Client
from tests.support.pages import Page, exported
client = Client(SERVER_NAME="localhost")
for line in sys.stdin:
    page = Page(client.get("/", json.loads(line)))
    print(json.dumps([page.events, exported(client, "/export/facets.json", json.loads(line))["count"]]), flush=True)
"""


def address() -> str:
    """The database of the tests, as another process names it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def ask() -> Iterator[Callable[..., list]]:
    """Asks a process of its own, with columns in memory, for the events of a view and their number."""
    env = os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "romania_history.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", READER], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout

    def ask(**params: str) -> list:
        process.stdin.write(json.dumps(params) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def test_another_process_sees_each_edit_at_once(ask: Callable[..., list]):
    event, other = (make.make_event(title, status="published") for title in ("Vote", "Treaty"))
    assert ask() == [["treaty", "vote"], 2]
    assert ask(q="departure") == [[], 0]
    event.title = "Departure"
    event.save()
    assert ask(q="departure") == [["vote"], 1]
    other.status = "draft"
    other.save()
    assert ask() == [["vote"], 1]
    theme = make.make_theme("Alliance")
    event.themes.add(theme)
    assert ask(theme=theme.slug) == [["vote"], 1]
    event.themes.remove(theme)
    assert ask()[0] == ["vote"]
    event.delete()
    assert ask() == [[], 0]
