"""One address is the view: its pages, its canonical form, its citation, its language."""

import pytest
from django.test import Client

from events import models
from events.signals import invalidation
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import exported, page, slugs, table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def many(db: None) -> None:
    """120 events of two themes, one a day."""
    theme = make.make_theme("Diplomacy")
    events = [
        models.Event(
            slug=f"note-{n:03}",
            title=f"Note {n}",
            date=f"1964-{n // 28 + 1:02}-{n % 28 + 1:02}",
            date_basis="stated",
            status="published",
        )
        for n in range(120)
    ]
    with invalidation.batched():
        for event in events:
            event.save()
    models.Event.themes.through.objects.bulk_create(
        models.Event.themes.through(event=e, theme=theme) for e in events[:110]
    )


@pytest.mark.each_database
def test_pages_hold_fifty_events_each_and_keep_the_filters(client: Client, many: None):
    first = page(client, theme="diplomacy", q="note", order="-date")
    assert len(first.events) == 50
    following = first.one("a[@rel='next']").get("href")
    second = page(client, following)
    third = page(client, second.one("a[@rel='next']").get("href"))
    assert second.canonical == "http://testserver/?order=-date&page=2&q=note&theme=diplomacy"
    assert first.events + second.events + third.events == [f"note-{n:03}" for n in reversed(range(110))]
    assert not third.all("a[@rel='next']")
    assert page(client, second.one("a[@rel='prev']").get("href")).events == first.events
    assert "page 2" in second.title


def test_the_exports_hold_the_whole_selection_whatever_the_page(client: Client, many: None):
    params = {"theme": "diplomacy", "page": "2"}
    assert (
        slugs(client, params) == [row["slug"] for row in table(client, params)] == [f"note-{n:03}" for n in range(110)]
    )
    assert exported(client, "/export/facets.json", params)["count"] == 110


def test_a_page_beyond_the_last_shows_the_last_with_an_error(client: Client, many: None):
    found = page(client, page="9")
    assert found.title.startswith("Error:")
    assert "only 3 pages" in found.text()
    assert len(found.events) == 20


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("to=1969&from=1955", "?from=1955&to=1969"),
        ("q=&theme=&from=1955&page=", "?from=1955"),
        ("theme=military&theme=diplomacy&theme=military", "?theme=diplomacy&theme=military"),
        ("utm_source=x&contested=1", "?contested=1"),
        ("basis=stated&basis=", ""),
        ("basis=stated&basis=inferred", "?basis=inferred"),
        ("q=Ceau%C8%99escu+%26+Dej", "?q=Ceau%C8%99escu+%26+Dej"),
    ],
)
def test_the_canonical_link_is_sorted_and_has_no_empty_parameter(
    client: Client, h: History, query: str, canonical: str
):
    found = page(client, f"/?{query}")
    assert found.canonical == f"http://testserver/{canonical}"
    again = page(client, found.canonical.removeprefix("http://testserver"))
    assert again.events == found.events
    assert exported(client, f"/export/events.json?{query}")["url"] == found.canonical


def test_the_list_of_events_is_the_timeline(client: Client):
    response = client.get("/events/?theme=military&page=2")
    assert (response.status_code, response["Location"]) == (301, "/?page=2&theme=military")


def test_the_view_in_words_and_its_address_can_be_cited(client: Client, h: History):
    words = page(client, theme="military").text("section[@class='cite']")
    assert "Theme: Military" in words
    assert "http://testserver/?theme=military" in words


def test_a_reader_chooses_the_language_once(client: Client, h: History):
    assert "25 iulie 1958" in page(client, lang="ro").text()
    assert client.cookies["lang"].value == "ro"
    assert "25 iulie 1958" in page(client).text()
    assert exported(client, "/export/events.json")["events"][1]["date"]["words"] == "25\xa0iulie 1958"
    assert "25 July 1958" in page(client, lang="en").text()
