"""What other sites frame, and how they learn what to frame."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from romania_history import http_cache
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def policy(response: Any) -> str:
    found = re.search(r"frame-ancestors ([^;]*)", response["Content-Security-Policy"])
    assert found
    return found[1].strip()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Departure of the Soviet troops"),
        ("?theme=military&notes=brief", "Theme: Military"),
        ("?theme=military&show=drawing", "Events by year"),
        ("?debate=why-did-the-troops-leave&show=question", "It suited Moscow"),
        ("?event=departure-of-the-soviet-troops", "Why did the troops leave?"),
        ("?interpretation=the-withdrawal-was-a-reward", "Dennis Deletant"),
    ],
)
def test_a_view_or_a_record_stands_alone_and_leads_to_the_site_in_the_whole_window(
    client: Client, h: History, query: str, words: str
):
    shown = page(client, f"/embed/{query}")
    assert words in shown.text()
    assert [base.attrib for base in shown.all("base")] == [{"target": "_top"}]
    assert shown.links("footer")  # of the site
    assert not shown.all("script") and not shown.all("nav[@aria-label='Main']")
    assert not shown.canonical.startswith("http://testserver/embed/")


def test_others_may_frame_it_and_nothing_else(client: Client, h: History, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_cache, "_pages", http_cache._Pages())
    for query in ("", "?prominence=9"):
        response = client.get(f"/embed/{query}")
        assert policy(response) == "*" and "X-Frame-Options" not in response
    unchanged = client.get("/embed/", headers={"If-None-Match": client.get("/embed/")["ETag"]})
    assert unchanged.status_code == 304 and policy(unchanged) == "*"
    for address in ("/", "/embed", "/oembed/?url=x", "/feed/", "/nothing/", "/embed/nothing/"):
        response = client.get(address)
        assert policy(response) == "'none'"
        assert response.status_code == 301 or response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_kept_may_be_framed_too(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_cache, "_pages", http_cache._Pages())
    make.publish(make.make_event("Vote"))
    for _again in range(2):
        response = client.get("/embed/")
        assert policy(response) == "*" and "X-Frame-Options" not in response
    assert http_cache._pages.pages


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("prominence=9", "prominence"),
        ("theme=nosuch", "theme"),
        ("show=map", "show"),
        ("show=question", "show"),
        ("event=nosuch", "event"),
        ("interpretation=%00", "interpretation"),
    ],
)
def test_a_bad_value_is_refused_by_name(client: Client, h: History, query: str, name: str):
    response = client.get(f"/embed/?{query}")
    assert response.status_code == 400
    assert f"{name}:" in Page(response).text()


def test_a_frame_in_another_language_keeps_no_choice(client: Client, h: History):
    response = client.get("/embed/?lang=ro")
    assert Page(response).root.get("lang") == "ro"
    assert not response.cookies
    assert settings.LANGUAGE_COOKIE_NAME in client.get("/?lang=ro").cookies


def test_a_long_list_says_how_much_more_there_is(client: Client, h: History):
    make.publish(*(make.make_event(f"Sitting {n}", date=str(1900 + n)) for n in range(60)))
    shown = page(client, "/embed/?q=sitting")
    assert len(shown.events) == 50
    assert shown.links("footer")["10 more events"] == "/?lang=en&q=sitting"


# --- oEmbed -----------------------------------------------------------------------------------------------------------


def asked(client: Client, path: str, **more: Any) -> Any:
    return client.get("/oembed/", {"url": f"http://testserver{path}", **more})


@pytest.mark.parametrize(
    ("path", "query", "title"),
    [
        ("/", "", "all events"),
        ("/?theme=military&page=2&utm=x", "?theme=military", "Theme: Military"),
        ("/events/departure-of-the-soviet-troops/", "?event=departure-of-the-soviet-troops", "Departure"),
        ("/debates/why-did-the-troops-leave/", "?debate=why-did-the-troops-leave&show=question", "Why did"),
        ("/actors/romania/", "?actor=romania", "Romania"),
        ("/actors/dennis-deletant/", "?proponent=dennis-deletant", "Dennis Deletant"),
        ("/themes/military/", "?theme=military", "Military"),
    ],
)
def test_the_page_at_an_address_is_given_as_a_frame(client: Client, h: History, path: str, query: str, title: str):
    said = asked(client, path, maxwidth=400, maxheight=300).json()
    assert (said["version"], said["type"], said["width"], said["height"]) == ("1.0", "rich", 400, 300)
    assert title in said["title"]
    frame = re.search(r'<iframe src="([^"]+)"', said["html"])
    assert frame and frame[1].replace("&amp;", "&") == f"http://testserver/embed/{query}"
    for address in (frame[1].replace("&amp;", "&"), said["thumbnail_url"]):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert 'width="400" height="300"' in said["html"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("", 400),
        ("http://elsewhere.example/", 404),
        ("http://testserver/about/", 404),
        ("http://testserver/events/nosuch/", 404),
        ("http://testserver/events/%00/", 404),
        ("http://testserver/?theme=nosuch", 404),
        ("http://[", 404),
        ("javascript:alert(1)", 404),
    ],
)
def test_what_cannot_be_embedded_is_said_by_its_status(client: Client, h: History, url: str, status: int):
    assert client.get("/oembed/", {"url": url}).status_code == status


def test_another_format_and_bad_sizes_are_refused(client: Client, h: History):
    assert asked(client, "/", format="xml").status_code == 501
    refused = asked(client, "/", maxwidth="wide")
    assert refused.status_code == 400 and list(refused.json()["errors"]) == ["maxwidth"]


@pytest.mark.parametrize("path", ["/", "/?theme=military", "/debates/why-did-the-troops-leave/", "/actors/romania/"])
def test_a_page_leads_to_its_description_as_a_frame(client: Client, h: History, path: str):
    found = page(client, path).all("link[@type='application/json+oembed']")
    assert len(found) == 1
    said = client.get(found[0].get("href", ""))
    assert said.status_code == 200
    assert said.json()["html"].startswith("<iframe")


def test_pages_lead_to_the_feed(client: Client, h: History):
    def feed(path: str) -> str:
        return page(client, path).one("link[@type='application/atom+xml']").get("href", "")

    assert feed("/?theme=military&page=1") == "/feed/?lang=en&theme=military"
    assert feed("/about/") == "/feed/?lang=en"
