"""The feed: what was newly published and newly corrected, of everything or of a view."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.published import recent
from tests.support import factories as make
from tests.support.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(f"/feed/{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def entries(client: Client, query: str = "") -> dict[str, dict[str, Any]]:
    """By the path of their records."""
    found = {}
    for entry in read(client, query).iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        said: dict[str, Any] = {child.tag.removeprefix(ATOM): child.text for child in entry}
        said["terms"] = [each.get("term") for each in entry.iter(f"{ATOM}category")]
        found[(link.get("href") if link is not None else "").removeprefix("http://testserver")] = said
    return found


def correct(record: Any, text: str, day: str) -> None:
    erratum = models.Erratum.objects.create(record=record, text=text)
    models.Erratum.objects.filter(pk=erratum.pk).update(created_at=datetime.fromisoformat(day).replace(tzinfo=UTC))


@pytest.mark.each_database
def test_what_is_published_edited_or_corrected_last_comes_first(client: Client, h: History):
    event = h.events["treaty"]
    event.summary = "Said better."
    event.save()
    correct(h.document.passages.get(number=2), "The <b>day</b> was wrong.", "2099-01-02")
    first, second, *rest = entries(client).items()
    address, said = first
    assert address == "/sources/de-satellization/" and said["updated"].startswith("2099-01-02")
    assert "<p>The &lt;b&gt;day&lt;/b&gt; was wrong.</p>" in said["summary"]
    assert said["terms"] == ["source", "corrected"]
    address, said = second
    assert address == event.get_absolute_url() and said["updated"] > said["published"]
    assert "Version 2" in said["summary"] and "Said better." in said["summary"]
    assert {terms[1] for terms in (said["terms"] for _address, said in rest)} == {"new"}
    assert {address.split("/")[1] for address, _said in rest} == {
        "events", "actors", "sources", "interpretations", "debates", "themes"
    }  # fmt: skip


@pytest.mark.each_database
def test_of_a_view_come_its_events_and_what_is_argued_about_them(client: Client, h: History):
    found = entries(client, "?from=1958&to=1958&dates=certain")
    departure = h.events["departure"]
    argued = models.Interpretation.objects.published().filter(evidence__event=departure).distinct()
    assert departure.get_absolute_url() in found and argued
    assert {*found} <= {"/events/decree-on-the-border/", departure.get_absolute_url()} | {
        one.get_absolute_url() for one in argued
    }
    title = found[h.claims["reward"].get_absolute_url()]["title"]
    assert title.startswith(h.claims["reward"].claim) and "Deletant" in title  # never unsigned
    assert entries(client, "?to=1066") == {}
    correct(departure, "Not in May.", "2099-01-01")
    assert "Not in May." in next(iter(entries(client, "?q=troops").values()))["summary"]


def test_a_record_that_readers_see_no_longer_is_no_news(client: Client, h: History):
    correct(h.events["departure"], "Not in May.", "2099-01-01")
    h.events["departure"].status = "archived"
    h.events["departure"].save()
    assert h.events["departure"].get_absolute_url() not in entries(client)


def test_nothing_is_sent_again_to_who_has_it(client: Client, h: History):
    first = client.get("/feed/")
    assert client.get("/feed/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/feed/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    h.events["treaty"].summary = "Said better."
    h.events["treaty"].save()
    models.PublishedVersion.objects.filter(number=2).update(created_at=datetime(2099, 1, 1, tzinfo=UTC))
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        assert client.get("/feed/", headers={header: value}).status_code == 200


def test_it_speaks_the_language_that_is_asked_for_and_keeps_no_choice(client: Client, h: History):
    response = client.get("/feed/?lang=ro")
    assert ElementTree.fromstring(response.content).get("{http://www.w3.org/XML/1998/namespace}lang") == "ro"
    assert not response.cookies


def test_a_bad_value_is_refused_and_a_control_character_breaks_nothing(client: Client, h: History):
    response = client.get("/feed/?from=soon&theme=nosuch")
    assert response.status_code == 400 and set(response.json()["errors"]) == {"from", "theme"}
    h.events["treaty"].title = "A bell \x07"
    h.events["treaty"].save()
    assert "?q=" in ElementTree.tostring(read(client, "?q=%0Btroops")).decode()
    assert "A bell " in str(entries(client))


def test_it_asks_no_more_for_more(client: Client, h: History):
    def number() -> int:
        with CaptureQueriesContext(connection) as queries:
            recent.newest()
        return len(queries)

    number()
    before = number()
    make.publish(*(make.make_event(f"Sitting {n}") for n in range(20)))
    assert number() <= before
