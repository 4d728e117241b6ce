import copy
import gc
import os
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import TransactionTestCase, client
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.support.chromium import FLAGS, NAMES, find_chromium
from tests.support.emptying import empty, written_by_migrations
from tests.support.history import History, write_history
from tests.support.strategies import undone

USE_THE_DATABASE = {"db", "transactional_db", "live_server"}

CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Without a deadline: the first example may create a table or warm a cache. Half as many on the second database, where
# each takes longer: what is looked for there is where the two differ.
EXAMPLES = 20 if connection.vendor == "sqlite" else 10
hypothesis_settings.register_profile("default", max_examples=EXAMPLES, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=EXAMPLES, deadline=None, derandomize=True)
hypothesis_settings.register_profile("long", max_examples=5000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if CI else "default"))


def pytest_configure() -> None:
    # A slow hash is a defence of real passwords; here it would be a tenth of a second for each signed-in test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests ask the API more often than one reader may; what happens then has a test of its own.
    settings.API_REQUESTS = 0


def pytest_itemcollected(item: pytest.Item) -> None:
    if not item.get_closest_marker("django_db") and not USE_THE_DATABASE & set(getattr(item, "fixturenames", ())):
        item.add_marker("any_database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run last: once one has begun, an event loop runs in the thread until the end. Long ones of them go
    before the others, so that in the end no worker waits for another.

    Within a module, those that begin without the small corpus run first: it then stays there until the module's end.
    """
    ordered = []
    for _path, of_module in groupby(items, key=lambda item: item.path):
        ordered += sorted(of_module, key=lambda item: "history_of_module" in getattr(item, "fixturenames", ()))
    items[:] = sorted(ordered, key=turn)


def turn(item: pytest.Item) -> int:
    if not item.get_closest_marker("browser"):
        return 0
    return 1 if item.get_closest_marker("walk") else 2


def pytest_collection_finish() -> None:
    """What is there now stays to the end: collecting garbage need not look at it again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        # Playwright's loop makes Django take plain code for asynchronous code, which it is not.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session", autouse=True)
def contexts_of_fields_are_not_kept() -> Iterator[None]:
    """No test asks a response for them, and to copy them takes a tenth of the time of a form."""
    of_fields = ("django/forms/", "admin/widgets/", "admin/includes/", "admin/edit_inline/")
    keep = client.store_rendered_templates

    def kept(store: Any, signal: Any, sender: Any, template: Any, context: Any, **kwargs: Any) -> None:
        if not str(template.name).startswith(of_fields):
            keep(store, signal, sender, template, context, **kwargs)

    with patch.object(client, "store_rendered_templates", kept):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[Any]:
    """The small corpus stands in a transaction, which a test with transactions of its own would wait for."""
    result = yield
    if nextitem is not None and is_transactional(nextitem):
        for corpus in item._fixtureinfo.name2fixturedefs.get("history_of_module", ()):
            corpus.finish(item._request)
    return result


def is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def language_left_as_found() -> Iterator[None]:
    """A request leaves its language active in the thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the worker, which each test with transactions of its own leaves empty (`emptying`)."""
    with django_db_blocker.unblock():
        by_migrations = written_by_migrations()
        connection.close()
    with patch.object(TransactionTestCase, "_fixture_teardown", lambda case: empty(by_migrations)):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as the site has it: in memory, a live server's threads would share one connection."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


# --- Browser ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if not found:
        reason = f"No Chromium found ({', '.join(NAMES)})."
        pytest.fail(reason) if CI else pytest.skip(reason)
    return found


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept() -> Iterator[None]:
    """Browsers ask for style sheets and scripts once a test, as they do of the site, and not again for each page."""
    serve = StaticFilesHandler.serve

    def kept(self: StaticFilesHandler, request: Any) -> Any:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    with patch.object(StaticFilesHandler, "serve", kept):
        yield


@pytest.fixture(scope="session", autouse=True)
def answers_are_sent_at_once() -> Iterator[None]:
    """The end of an answer does not wait for word that its beginning came, which takes 40 ms."""
    with patch.object(WSGIRequestHandler, "disable_nagle_algorithm", True):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium, "args": [*FLAGS, "--process-per-site"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """``page.goto("/about/")`` opens the site under test, in English unless a test asks otherwise."""
    return browser_context_args | {"base_url": live_server.url, "locale": "en-GB"}


@pytest.fixture(scope="session")
def used_context(browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Any]:
    """One for all tests of a worker; a page that stays open keeps the process in which the others are drawn."""
    context = browser.new_context(**browser_context_args)
    context.new_page().goto("/robots.txt")
    yield context
    context.close()


@pytest.fixture
def context(used_context: Any, live_server: Any) -> Iterator[Any]:
    """A browser as nobody has used it, but that it need not fetch and compile style sheets and scripts again."""
    yield used_context
    used_context.unroute_all()
    used_context.clear_cookies()
    stays, *opened = used_context.pages
    for page in opened:
        page.close()
    everything = {"origin": live_server.url, "storageTypes": "all"}
    used_context.new_cdp_session(stays).send("Storage.clearDataForOrigin", everything)


# --- Records ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def history_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[History]:
    """The small corpus, written once for all tests of a module that ask for it; each test's own writes are undone."""
    with django_db_blocker.unblock(), undone():
        yield write_history()


@pytest.fixture
def h(db: None, history_of_module: History) -> History:
    """The records of the small corpus; a test may change them."""
    return copy.deepcopy(history_of_module)
