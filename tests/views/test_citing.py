"""What a view and a record are cited and shared by."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from romania_history import http_cache
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

RECORD = "/cite/?record=events/departure-of-the-soviet-troops"
URL = "http://testserver/events/departure-of-the-soviet-troops/?rev=1"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 30))


def cited(client: Client, address: str) -> dict[str, str]:
    shown = page(client, address)
    return {
        name: shown.text(f"section[@aria-labelledby='cite-{name}']/p")
        for name in ("chicago", "chicago-author-date", "mla", "apa")
    }


def test_a_record_is_cited_in_each_style_with_version_address_and_day_of_access(client: Client, h: History):
    h.events["departure"].summary = "Said better."
    h.events["departure"].save()
    when = "November 30, 2026"
    found = cited(client, f"{RECORD}&rev=1")
    for words in found.values():
        assert "Departure of the Soviet troops" in words and "ersion 1" in words and URL in words
    assert found["chicago"].startswith("“Departure of the Soviet troops,” version 1, ")
    assert found["chicago"].endswith(f", accessed {when}, {URL}.")
    assert f"Accessed {when}. {URL}." in found["chicago-author-date"]
    assert found["mla"].endswith(f"{URL}. Accessed 30 Nov. 2026.")
    assert found["apa"].endswith(f"Retrieved {when}, from {URL}")
    assert "?rev=2" in cited(client, RECORD)["mla"]  # what readers see now
    romanian = cited(client, f"{RECORD}&lang=ro")
    assert "data accesării 30 noiembrie 2026" in romanian["chicago"] and "Versiunea 2" in romanian["apa"]


def test_a_view_is_cited_by_its_words_and_its_lasting_address(client: Client, h: History):
    for words in cited(client, "/cite/?theme=military&page=&lang=en").values():
        assert "Theme: Military" in words and "http://testserver/?lang=en&theme=military" in words
        assert "2026" in words
    broken = page(client, "/cite/?theme=military&prominence=9")
    assert "Prominence" in broken.text("div[@role='alert']")


def test_the_link_the_code_and_a_qr_code_stand_beside(client: Client, h: History):
    shown = page(client, f"{RECORD}&lang=en")
    code = shown.text("section[@aria-labelledby='frame-1']/p")
    assert code.startswith('<iframe src="http://testserver/embed/?event=departure-of-the-soviet-troops"')
    assert shown.text("section[@aria-labelledby='share-link']/p") + "?rev=1" == URL
    assert "M" in shown.one("svg[@class='qr']/path").get("d", "")
    of_view = page(client, "/cite/?theme=military")
    assert "show=drawing" in of_view.text("section[@aria-labelledby='frame-2']/p")


@pytest.mark.parametrize(
    "address",
    [
        "/?theme=military",
        "/events/departure-of-the-soviet-troops/",
        "/interpretations/the-withdrawal-was-a-reward/",
        "/debates/why-did-the-troops-leave/",
        "/actors/romania/",
        "/sources/de-satellization/",
        "/themes/military/",
    ],
)
def test_every_view_and_record_leads_to_it(client: Client, h: History, address: str):
    links = [a.get("href", "") for a in page(client, address).all("a[@data-share]")]
    assert len(links) == 1
    assert page(client, links[0]).links()[page(client, links[0]).text("nav[@class='crumbs']/a")] == address


@pytest.mark.parametrize(
    "query",
    ["events/nosuch", "nosuch/romania", "events", "events/%00", "events/draft", "actors/romania&rev=9", "x/y/z"],
)
def test_what_is_not_there_cannot_be_cited(client: Client, h: History, query: str):
    make.make_event("Draft", slug="draft")
    assert client.get(f"/cite/?record={query}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_day_of_access_is_never_that_of_a_reader_before(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_cache, "_pages", http_cache._Pages())
    make.publish(make.make_event("Vote"))
    first: Any = client.get("/cite/?record=events/vote")
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 24))
    again: Any = client.get("/cite/?record=events/vote", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and "December 24, 2026" in Page(again).text()
