"""The editorial office from outside: an editor's client, and what a form would post."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.test import Client

from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support.axe import violations_in_light_and_dark
from tests.support.factories import make_editor
from tests.support.forms import fields_of
from tests.support.office import Person, url


@pytest.fixture(autouse=True)
def no_site_yaml(settings: Any, tmp_path: Path) -> None:
    """A corpus that says nothing of itself, and so is in one language, until a test says something."""
    settings.SEEDS_DIR = tmp_path


@pytest.fixture
def editor(db: None) -> Any:
    return make_editor("editor")


@pytest.fixture
def contributor(db: None) -> Person:
    return Person(CONTRIBUTOR)


@pytest.fixture
def reviewer(db: None) -> Person:
    return Person(EDITOR)


@pytest.fixture
def publisher(db: None) -> Person:
    return Person(PUBLISHER)


@pytest.fixture
def office(editor: Any, client: Client) -> Client:
    """A client logged in as an editor."""
    client.force_login(editor)
    return client


BUTTON_OF = {"published": "_publish", "draft": "_to_draft", "in_review": "_submit", "archived": "_archive"}


@pytest.fixture
def save(office: Client) -> Callable[..., Any]:
    """Opens a record's form (a model's: to add one), changes fields by name and posts it.

    A `status` presses the button that gives it. A record that readers see is published at once, unless `press` names
    another button. The page that comes of it is only made with `follow`.
    """

    def save(record_or_model: Any, changes: dict[str, Any] | None = None, press: str = "", follow: bool = False) -> Any:
        address = url(record_or_model, "add" if isinstance(record_or_model, type) else "change")
        shown = office.get(address)
        changes = dict(changes or {})
        button = BUTTON_OF[changes.pop("status")] if "status" in changes else ""
        press = press or button or ("_publish" if shown.context and shown.context.get("waits") else "_save")
        return office.post(address, fields_of(shown) | changes | {press: "1"}, follow=follow)

    return save


# --- In a browser -------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(page: Any, live_server: Any, client: Client) -> Any:
    """A page whose session is an editor's."""
    client.force_login(make_editor("editor"))
    cookie = {
        "name": project_settings.SESSION_COOKIE_NAME,
        "value": client.cookies[project_settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


@pytest.fixture
def faults(page: Any) -> Iterator[list[str]]:
    """All that `look` found, and all that the browser complained of; none must be left at the end."""
    found: list[str] = []

    def complain(message: Any) -> None:
        # Which icon a browser asks for of itself is no matter of the office's pages.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            found.append(f"{page.url} console: {message.text}")

    page.on("console", complain)
    page.on("pageerror", lambda error: found.append(f"{page.url} script: {error}"))
    yield found
    assert not found, "\n".join(sorted(set(found)))


# What is half below a bar that stays in sight is small to axe, though it scrolls out of it.
BARS_STAND_STILL = (
    "document.querySelectorAll('.sections, .submit-row').forEach((bar) => (bar.style.position = 'static'))"
)


@pytest.fixture
def look(page: Any, faults: list[str]) -> Callable[..., None]:
    """Opens an address, if one is given, and notes what axe finds on the page as it then is, light and dark."""

    def look(address: str = "", where: str = "", status: int = 200) -> None:
        if address:
            answer = page.goto(address)
            if answer.status != status:
                faults.append(f"{address} answers {answer.status}")
            if status >= 400:  # the browser says so, and it is what was asked for
                faults[:] = [fault for fault in faults if f"status of {status}" not in fault]
        page.evaluate(BARS_STAND_STILL)
        found = violations_in_light_and_dark(page)
        faults.extend(f"{address or page.url} {where} {violation}" for violation in found)

    return look
