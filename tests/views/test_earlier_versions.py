"""A record as readers saw it in a numbered version: found for good, and never more than they may see today."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.addresses.redirects import leave_redirect
from events.editing import merging
from events.published import earlier
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def edited(record: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    return record


def rename(record: Any, slug: str) -> None:
    old = record.slug
    edited(record, slug=slug)
    leave_redirect(record, old)


@pytest.mark.each_database
def test_an_earlier_version_says_what_was_said_then_under_a_notice(client: Client, h: History):
    event = h.events["departure"]
    old = event.title
    edited(event, title="They leave", summary="Said better.")
    shown = page(client, event.get_absolute_url(), rev=1)
    assert shown.text("main//h1") == old
    assert "This is version 1" in shown.text() and "Said better." not in shown.text()
    assert shown.links()["What is said now"] == event.get_absolute_url()
    assert "Romania" in shown.links() and "25 July 1958" in shown.text()
    assert [meta.get("content") for meta in shown.all("meta[@name='robots']")] == ["noindex"]
    assert shown.canonical.endswith(event.get_absolute_url())
    newest = page(client, event.get_absolute_url(), rev=2)
    assert "They leave" in newest.text() and "This is version" not in newest.text()


@pytest.mark.parametrize("number", ["0", "2", "9" * 30, "x", "-1", "٣"])
def test_a_version_that_never_was_is_not_there(client: Client, h: History, number: str):
    assert client.get(f"{h.events['departure'].get_absolute_url()}?rev={number}").status_code == 404


def test_every_kind_of_record_shows_its_earlier_versions(client: Client, h: History):
    changes = {
        "interpretations": (h.claims["reward"], {"claim": "It was no reward."}, "Dennis Deletant"),
        "debates": (h.debate, {"question": "Why?"}, "It suited Moscow"),
        "actors": (h.actors["dej"], {"name": "Somebody"}, "19 March 1965"),
        "sources": (h.document, {"note": "Noted."}, "Such was the weather in Bucharest."),
        "themes": (h.themes["military"], {"name": "Army"}, "Military"),
    }
    for record, fields, words in changes.values():
        client.cookies.clear()
        edited(record, **fields)
        shown = page(client, record.get_absolute_url(), rev=1)
        assert words in shown.text(), record
        assert next(iter(fields.values())) not in shown.text()
        assert page(client, record.get_absolute_url(), rev=1, lang="ro").root.get("lang") == "ro"


def test_it_names_nothing_that_readers_may_no_longer_see(client: Client, h: History):
    claim, event = h.claims["reward"], h.events["departure"]
    edited(claim, argument="Otherwise.")
    address = f"{claim.get_absolute_url()}?rev=1"
    assert event.title in Page(client.get(address)).text()
    edited(event, status="archived")
    assert event.title not in Page(client.get(address)).text()
    assert event.slug not in client.get(address).content.decode()
    edited(claim, status="archived")
    assert client.get(address).status_code == 404


def test_a_draft_has_no_version(client: Client, h: History):
    draft = edited(make.make_event("Draft"), summary="Kanarie")
    assert client.get(f"{draft.get_absolute_url()}?rev=1").status_code == 404


@pytest.mark.each_database
def test_a_rename_never_breaks_a_citation(client: Client, h: History):
    event = h.events["departure"]
    title, old = event.title, event.get_absolute_url()
    edited(event, title="They leave")
    rename(event, "they-leave")
    moved = client.get(f"{old}?rev=1")
    assert (moved.status_code, moved["Location"]) == (301, "/events/they-leave/?rev=1")
    assert title in Page(client.get(moved["Location"])).text()
    assert client.get(f"{old}?rev=7").status_code == 404
    claim = h.claims["reward"]  # it named the event by its old slug
    edited(claim, argument="Otherwise.")
    claim_then = Page(client.get(f"{claim.get_absolute_url()}?rev=1"))
    assert claim_then.links()[title] == "/events/they-leave/"


@pytest.mark.each_database
def test_a_merge_never_breaks_a_citation(client: Client, h: History):
    kept = h.events["departure"]
    gone = make.publish(make.make_event("The troops go", date="1958-07", summary="Kept for whoever cited it."))
    address = gone.get_absolute_url()
    merging.merge(kept, gone, make.make_editor())
    shown = page(client, address, rev=1)
    assert "Kept for whoever cited it." in shown.text() and "joined with another record" in shown.text()
    assert shown.links()["What is said now"] == kept.get_absolute_url()
    rename(kept, "they-leave")
    assert "Kept for whoever cited it." in page(client, address, rev=1).text()
    assert client.get(f"{address}?rev=2").status_code == 404
    edited(kept, status="archived")
    assert client.get(f"{address}?rev=1").status_code == 404


def test_it_asks_no_more_for_more(client: Client, h: History):
    claim = h.claims["reward"]

    def number() -> int:
        version = models.PublishedVersion.objects.of(claim).order_by("-number").first()
        assert version
        with CaptureQueriesContext(connection) as queries:
            earlier.read(version, claim)
        return len(queries)

    before = number()
    for n in range(3):
        event = make.publish(make.make_event(f"Event {n}"))
        make.cite(make.make_evidence(claim, event), make.make_source(f"book-{n}"))
    claim.save()
    assert number() == before
