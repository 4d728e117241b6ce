"""What browsers and shared caches may keep, and that nothing that they keep is ever stale."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.selection import filters
from romania_history import http_cache
from tests.support import factories as make
from tests.support.pages import Page, slugs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

EXPORTS = ["/export/events.json", "/export/events.csv", "/export/facets.json"]
PAGES = ["/", "/actors/", "/about/", *EXPORTS, "/embed/", "/feed/"]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_cache, "_pages", http_cache._Pages())


@pytest.fixture
def event():
    return make.make_event("Vote", date="1979", status="published")


@pytest.mark.parametrize("path", [*PAGES, "/events/vote/"])
def test_an_unchanged_view_answers_304(client: Client, event, path: str):
    first = client.get(path)
    assert first.status_code == 200 and first["ETag"].startswith('W/"')
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert again["ETag"] == first["ETag"]
    assert {"Accept-Language", "Cookie"} <= set(again["Vary"].split(", "))
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: make.cite(event, make.make_source("book"), "words"),
        lambda event: make.make_event("Another", status="draft"),
        lambda event: event.themes.add(make.make_theme("Alliance")),
        lambda event: models.Redirect.objects.create(kind="events", slug="old", target="vote"),
    ],
)
@pytest.mark.each_database
def test_any_change_makes_a_new_view(client: Client, event, change):
    first = client.get("/")
    change(event)
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and again["ETag"] != first["ETag"]


def test_a_kept_page_is_the_page_and_is_made_once(client: Client, event, django_assert_num_queries):
    first = client.get("/")
    with django_assert_num_queries(1):
        again = client.get("/")
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)
    assert int(again["Content-Length"]) == len(again.content)


@pytest.mark.each_database
def test_what_is_withdrawn_is_gone_at_the_next_request(client: Client, event):
    assert Page(client.get("/")).events == slugs(client) == ["vote"]
    event.status = "draft"
    event.save()
    assert Page(client.get("/")).events == slugs(client) == []
    assert client.get("/events/vote/").status_code == 404


@pytest.mark.each_database
def test_a_change_that_is_rolled_back_leaves_no_trace(client: Client, event):
    from django.db import transaction

    first = client.get("/")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        event.title = "Changed"
        event.save()
        1 / 0  # noqa: B018
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_each_language_and_host_has_its_own(client: Client, event, settings):
    settings.ALLOWED_HOSTS = ["*"]
    tags = {
        client.get("/", headers={"Accept-Language": "en"})["ETag"],
        client.get("/", headers={"Accept-Language": "ro"})["ETag"],
        client.get("/", headers={"Host": "elsewhere.example"})["ETag"],
        client.get("/", secure=True)["ETag"],
    }
    assert len(tags) == 4
    assert 'lang="ro"' in client.get("/", headers={"Accept-Language": "ro"}).content.decode()


def test_an_answer_that_sets_the_language_is_nobody_elses(client: Client, event):
    for _ in range(2):
        answer = client.get("/?lang=ro")
        assert "private" in answer["Cache-Control"] and answer.cookies["lang"].value == "ro"


def test_what_an_editor_sees_is_private_and_never_kept(client: Client, event):
    client.force_login(get_user_model().objects.create_user("ana", is_staff=True))
    answer = client.get("/")
    assert "private" in answer["Cache-Control"] and "ETag" not in answer
    assert not http_cache._pages.pages
    assert "no-store" in client.get("/admin/")["Cache-Control"] or "private" in client.get("/admin/")["Cache-Control"]


def test_what_is_not_found_is_not_kept(client: Client, event):
    assert client.get("/events/none/").status_code == 404
    assert "ETag" not in client.get("/events/none/")
    assert client.get("/events/none/")["Cache-Control"] == "no-cache"
    models.Redirect.objects.create(kind="events", slug="none", target="vote")
    assert client.get("/events/none/").status_code == 301
    assert client.get("/events/none/")["Cache-Control"] == "no-cache"
    assert not http_cache._pages.pages


@pytest.mark.parametrize("path", ["/events/none/", "/none/"])
@pytest.mark.parametrize("headers", [{"If-None-Match": "*"}, {"If-Match": "*"}, {"If-Match": '"x"'}])
def test_a_condition_does_not_make_a_page_of_what_is_not_there(client: Client, event, path: str, headers: dict):
    assert client.get(path, headers=headers).status_code == 404


def test_a_condition_on_anything_at_all_is_judged_of_what_is_there(client: Client, event):
    answer = client.get("/events/vote/", headers={"If-None-Match": "*"})
    assert answer.status_code == 304 and answer["ETag"] and not answer.content
    assert client.get("/events/vote/", headers={"If-Match": "*"}).status_code == 200
    assert client.get("/events/vote/", headers={"If-Match": '"another"'}).status_code == 412


@pytest.mark.parametrize("query", ["x=1", "x=2&y=", "utm_source=mail", "%FF=1", "q%00=1"])
def test_a_page_with_unknown_parameters_is_the_page_without_them(client: Client, event, query: str):
    page = client.get("/?theme=&from=1979")
    with CaptureQueriesContext(connection) as queries:
        again = client.get(f"/?{query}&from=1979&theme=")
    assert (again.content, again["ETag"], len(queries)) == (page.content, page["ETag"], 1)


def test_every_parameter_that_a_page_reads_is_known():
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "events" / "views").glob("*.py"))
    read = set(re.findall(r"""GET(?:\.get(?:list)?\(|\[)["'](\w+)["']""", code))
    assert read and read <= filters.READ


def test_pages_are_kept_up_to_so_many_bytes(client: Client, event, monkeypatch):
    monkeypatch.setattr(http_cache, "KEPT_BYTES", 400_000)
    for page in range(60):
        client.get(f"/?q=word{page}")
    kept = http_cache._pages
    assert kept.pages and kept.size == sum(len(content) for content, _ in kept.pages.values()) <= 400_000


def test_a_new_version_of_the_program_makes_new_pages(client: Client, event, monkeypatch):
    first = client.get("/")
    monkeypatch.setattr(http_cache, "program", lambda: "another")
    assert client.get("/")["ETag"] != first["ETag"]
