"""The order of the list, its headings, and which events are certain to fall into the years asked for."""

import json
import re

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


IN_ORDER = [
    "austrian-state-treaty",
    "departure-of-the-soviet-troops",
    "decree-on-the-border",
    "entry-of-mongolia-opposed",
    "expulsion-from-the-pact-suggested",
    "helsinki-groups-founded",
]


@pytest.mark.each_database
def test_the_list_is_in_date_order_with_the_undated_last(client: Client, h: History):
    assert page(client).events == IN_ORDER


def test_turned_round_the_undated_are_still_last(client: Client, h: History):
    assert page(client, order="-date").events == [*reversed(IN_ORDER[:-1]), IN_ORDER[-1]]


def headings(client: Client, **params: str) -> list[str]:
    """The headings of the list: years, and the names of its sections."""
    found = [text_of(h2) for h2 in page(client, **params).all("h2")]
    return [words for words in found if re.match(r"\d|Undated", words)][1:]  # the first is the number of events


def test_the_years_in_which_events_stand_are_headings_once_each(client: Client, h: History):
    reaching = " and wider dates"
    assert headings(client) == ["1955", "1958", "1963", "1969" + reaching, "Undated"]


@pytest.mark.parametrize(
    ("date", "heading"),
    [
        ("1958", "1958"),
        ("[1955..]", "1955 and wider dates"),
        ("[..1961]", "1961 and wider dates"),
        ("196X", "1969 and wider dates"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("Y-123456789", "123456790 BC"),
        ("1958-12-31/1959-01-01", "1958 and wider dates"),
        ("0044", "44"),
        ("Y123456789", "123456789"),
        ("-0043/0014", "44 BC and wider dates"),
    ],
)
def test_a_heading_says_where_the_dates_below_it_reach_beyond_its_year(client: Client, date: str, heading: str):
    make.publish(make.make_event("Ides of March", date=date))
    assert headings(client) == [heading]


def test_no_year_comes_twice(client: Client):
    for title, date in (("A", "1958-01"), ("B", "1958-02/1960"), ("C", "1958-05"), ("D", "[1955..1958]")):
        make.publish(make.make_event(title, date=date))
    assert page(client).events == ["a", "b", "c", "d"]
    assert headings(client) == ["1958 and wider dates"]


# --- certain first ---


@pytest.fixture
def vague(db: None) -> None:
    dates = ("1954", "[1955..]", "1958-01", "1958-07-25", "[1956..1958]", "1957/1959", "196X", "[..1957]", "1959", "")
    for number, date in enumerate(dates):
        make.publish(make.make_event(date or "undated", date=date, slug=f"event-{number}"))


def dates_of(client: Client, **params: str) -> list[str]:
    slugs = page(client, **params).events
    return [models.Event.objects.get(slug=slug).date for slug in slugs]


def test_of_the_years_asked_for_the_certain_come_first_then_what_may_fall_there(client: Client, vague: None):
    asked = {"from": "1958", "to": "1958"}
    certain, possible = ["1958-01", "1958-07-25"], ["[1955..]", "1957/1959", "[1956..1958]"]
    assert dates_of(client, **asked) == certain + possible
    assert headings(client, **asked) == [
        "2 events certainly in these years", "1958",
        "3 more that may fall here", "1955 and wider dates", "1957 and wider dates",
        "1958 and wider dates",
    ]  # fmt: skip
    assert dates_of(client, order="-date", **asked) == certain[::-1] + possible[::-1]


def test_downloads_keep_the_plain_order(client: Client, vague: None):
    answer = client.get("/export/events.json", {"from": "1958", "to": "1958"})
    dates = [event["date"]["edtf"] for event in json.loads(b"".join(answer.streaming_content))["events"]]
    assert dates == ["[1955..]", "1957/1959", "1958-01", "1958-07-25", "[1956..1958]"]


def test_where_all_or_none_is_certain_one_section_stands_alone(client: Client, vague: None):
    assert headings(client, **{"from": "1954", "to": "1954"})[:2] == ["1 event certainly in these years", "1954"]
    assert headings(client, **{"from": "1956", "to": "1956"})[0] == "3 events that may fall here"
    only_certain = {"from": "1958", "to": "1958", "dates": "certain"}
    assert headings(client, **only_certain) == ["1958"]


def test_in_an_open_range_a_bound_may_be_open_too(client: Client, vague: None):
    assert dates_of(client, **{"from": "1955"})[0] == "[1955..]"
    assert dates_of(client, to="1957")[:2] == ["1954", "[..1957]"]


def test_pages_run_through_both_sections(client: Client):
    for number in range(55):
        make.publish(make.make_event(f"Sitting {number}", date="1958", slug=f"sitting-{number:02}"))
    for number in range(3):
        make.publish(make.make_event(f"Rumour {number}", date="[1955..1960]", slug=f"rumour-{number}"))
    asked = {"from": "1958", "to": "1958"}
    assert headings(client, **asked) == ["55 events certainly in these years", "1958"]
    assert page(client, page="2", **asked).events == [
        *(f"sitting-{number}" for number in range(50, 55)), "rumour-0", "rumour-1", "rumour-2",
    ]  # fmt: skip
    assert headings(client, page="2", **asked)[2] == "3 more that may fall here"


def test_the_page_says_how_the_list_is_ordered(client: Client, h: History):
    assert "stands at the latest day on which it can have begun" in page(client).text()

    assert "Cum este ordonată lista" in page(client, lang="ro").text()
