"""Corrections of published records are listed on the pages that they concern, and nowhere else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.caching import versions
from events.editing import pending
from events.record_data import reading
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, body_of, exported, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KANARIE = "Kanarie: the day was wrong."
KINDS = ["event", "interpretation", "debate", "actor", "document", "work", "theme"]


def record_of(h: History, kind: str) -> Any:
    return {
        "event": h.events["departure"],
        "interpretation": h.claims["reward"],
        "debate": h.debate,
        "actor": h.actors["romania"],
        "document": h.document,
        "work": h.sources["verona"],
        "theme": h.themes["military"],
    }[kind]


def correct(record: Any, text: str = KANARIE, day: str = "", **fields: Any) -> models.Erratum:
    erratum = models.Erratum.objects.create(record=record, text=text, **fields)
    if day:
        models.Erratum.objects.filter(pk=erratum.pk).update(created_at=datetime.fromisoformat(day).replace(tzinfo=UTC))
    return erratum


def corrections(page: Page) -> list[str]:
    return [text_of(item) for item in page.all("main//section[@id='corrections']//li")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.each_database
def test_a_records_page_lists_its_corrections_newest_first_with_their_dates(client: Client, h: History, kind: str):
    record, author = record_of(h, kind), make.make_editor("katharina")
    correct(record, "The place was wrong.", "2026-02-03", author=author)
    correct(record, KANARIE, "2026-11-28", author=author)
    page = Page(client.get(record.get_absolute_url()))
    assert corrections(page) == [f"28 November 2026 {KANARIE}", "3 February 2026 The place was wrong."]
    assert page.all("main//section[@id='corrections']//time")[0].get("datetime") == "2026-11-28"
    assert "katharina" not in page.html, "never who made it"
    romanian = Page(client.get(record.get_absolute_url(), {"lang": "ro"}))
    assert corrections(romanian)[0] == f"28 noiembrie 2026 {KANARIE}"
    assert romanian.all("main//section[@id='corrections']//span[@lang]")[0].get("lang") == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_without_corrections_says_nothing_of_them_and_asks_as_much(client: Client, h: History, kind: str):
    record = record_of(h, kind)

    def queries() -> int:
        client.get(record.get_absolute_url())  # reads what has changed since the last request
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as found:
            client.get(record.get_absolute_url())
        assert len([query for query in found if "events_erratum" in query["sql"]]) == 1
        return len(found)

    assert "corrections" not in client.get(record.get_absolute_url()).content.decode()
    before = queries()
    for number in range(3):
        correct(record, f"{number}.")
    assert queries() == before


def test_a_records_page_has_no_corrections_of_another_with_the_same_key(client: Client, h: History):
    theme = h.themes["military"]
    for kind in KINDS:
        model = type(record_of(h, kind))
        if model is not models.Theme:
            other, _made = model.objects.get_or_create(pk=theme.pk)
            correct(other)
    correct(h.themes["diplomacy"])
    assert not corrections(Page(client.get(theme.get_absolute_url())))


@pytest.mark.each_database
def test_a_documents_page_lists_those_of_its_passages_and_markers(client: Client, h: History):
    passage = h.document.passages.get(number=2)
    correct(passage, "The note named the council.", "2026-01-01")
    correct(passage.references.first(), "The marker was ascribed to another sentence.", "2026-01-02")
    correct(make.make_document().passages.first())
    page = Page(client.get(h.document.get_absolute_url()))
    assert corrections(page) == [
        "2 January 2026 · passage 2 The marker was ascribed to another sentence.",
        "1 January 2026 · passage 2 The note named the council.",
    ]
    assert set(page.links("main//section[@id='corrections']").values()) == {"#p2"}


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_corrections_of_what_readers_do_not_see_are_nowhere(client: Client, h: History, status: str):
    record = h.events["departure"]
    correct(record)
    assert KANARIE in client.get(record.get_absolute_url()).content.decode()
    record.status = status
    record.save()
    addresses = [record_of(h, kind).get_absolute_url() for kind in KINDS]
    for address in [*addresses, "/", "/about/", "/?q=kanarie", "/export/events.csv", "/suggest/?q=kanar"]:
        assert "Kanarie" not in body_of(client.get(address)), address


def test_downloads_and_search_do_not_change_with_them(client: Client, h: History):
    addresses = ["/export/events.json", "/export/events.csv", "/export/facets.json", "/?q=kanarie"]
    before = [body_of(client.get(address)) for address in addresses]
    correct(h.events["departure"])
    assert [body_of(client.get(address)) for address in addresses] == before
    assert exported(client, "/export/events.json?q=wrong")["count"] == 0


def test_what_is_written_in_them_is_escaped(client: Client, h: History):
    correct(h.events["departure"], "<script>alert(1)</script>")
    assert "<script>alert" not in client.get(h.events["departure"].get_absolute_url()).content.decode()


def test_an_approved_revision_brings_its_correction_to_the_page(client: Client, h: History):
    event, editor = h.events["departure"], make.make_editor()
    base = reading.read(event)
    changed = base | {"date_note": "Constanța"}
    pending.approve(pending.keep(event, editor, base, changed, erratum=KANARIE), editor)
    assert KANARIE in corrections(Page(client.get(event.get_absolute_url())))[0]


def test_about_says_where_corrections_are(client: Client):
    assert "Corrections of what was published are listed" in Page(client.get("/about/")).text()


@pytest.mark.parametrize("change", ["make", "mend", "delete"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.each_database
def test_a_page_that_was_kept_shows_a_correction_at_the_next_request(client: Client, change: str):
    event = make.make_event("Vote", status="published")
    erratum = None if change == "make" else correct(event)
    before, version = client.get("/events/vote/"), versions.current()
    if erratum is None:
        correct(event)
    elif change == "mend":
        erratum.text = "Mended."
        erratum.save()
    else:
        erratum.delete()
    assert versions.changed_between(version, versions.current()) == (set(), False), "no event looks different in a list"
    after = client.get("/events/vote/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    texts = [text_of(item) for item in Page(after).all("main//section[@id='corrections']//li/span")]
    assert texts == {"make": [KANARIE], "mend": ["Mended."], "delete": []}[change]
