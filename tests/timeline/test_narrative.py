"""A selection, or a question, as one page of prose."""

import pytest
from django.test import Client

from events.timeline import narrative
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_selection_is_told_in_the_order_of_its_list_with_a_note_for_each_event(client: Client, h: History):
    found = page(client, "/narrative/?theme=military")
    (departure,) = found.all("aside[@id='n1']")
    assert "Departure of the Soviet troops, as stated." in text_of(departure)
    assert "It suited Moscow (Robert King, 1980) or It was earned (Dennis Deletant" in text_of(departure)
    assert [text_of(h2) for h2 in found.all("h2")] == ["1958", "1963"]
    assert "25 July 1958. The last trains crossed the border." in found.text("article")
    assert "2 events · 1 minute to read" in found.text("article")
    assert found.canonical == "http://testserver/narrative/?theme=military"


def test_what_has_no_summary_is_told_by_its_title(client: Client, h: History):
    assert "July 1963. Entry of Mongolia opposed" in page(client, "/narrative/").text("article")


def test_a_question_is_told_with_its_introduction_and_its_answers(client: Client, h: History):
    words = page(client, f"/narrative/?debate={h.debate.slug}").text("article")
    assert words.startswith("Why did the troops leave?")
    assert words.index("Two answers are given.") < words.index("The last trains") < words.index("or It was earned.")
    assert (
        page(client, h.debate.get_absolute_url()).links()["Read as a narrative"]
        == f"/narrative/?debate={h.debate.slug}"
    )


def test_a_bad_filter_is_said_and_an_empty_selection_too(client: Client, h: History):
    assert page(client, "/narrative/?from=soon").title.startswith("Error:")
    assert "No event matches" in page(client, "/narrative/?from=1900&to=1901").text("article")


def test_the_list_leads_to_the_same_selection_as_prose(client: Client, h: History):
    assert page(client, theme="military", notes="brief", page="1").links()["Read as a narrative"] == (
        "/narrative/?theme=military"
    )


def test_events_share_a_paragraph_until_it_is_long(client: Client, db: None):
    long = "Word " * narrative.PARAGRAPH
    for day, summary in ((1, "One."), (2, "Two."), (3, long), (4, "Four.")):
        make.publish(make.make_event(f"Event {day}", date=f"1958-01-0{day}", summary=summary))
    paragraphs = [text_of(p) for p in page(client, "/narrative/").all("div[@class='para']/p")]
    assert ["One." in paragraphs[0] and "Two." in paragraphs[0], len(paragraphs)] == [True, 3]


# --- before and after an event ---


def steps(client: Client, address: str) -> dict[str, str]:
    return {a.get("rel", "list"): a.get("href", "") for a in page(client, address).all("nav[@class='place']/a")}


def test_an_event_leads_to_those_before_and_after_it(client: Client, h: History):
    address = h.events["departure"].get_absolute_url()
    assert steps(client, address) == {
        "prev": "/events/austrian-state-treaty/",
        "list": "/#event-departure-of-the-soviet-troops",
        "next": "/events/decree-on-the-border/",
    }
    assert "2 of 6" in page(client, address).text("nav[@class='place']")


def test_from_a_view_an_event_leads_on_within_it(client: Client, h: History):
    entry = page(client, theme="military", notes="brief").links()["Departure of the Soviet troops"]
    assert entry == "/events/departure-of-the-soviet-troops/?theme=military"
    assert steps(client, entry) == {
        "list": "/?theme=military#event-departure-of-the-soviet-troops",
        "next": "/events/entry-of-mongolia-opposed/?theme=military",
    }
    assert page(client, entry).canonical == "http://testserver/events/departure-of-the-soviet-troops/"


def test_an_event_that_is_not_in_the_view_stands_in_the_whole(client: Client, h: History):
    assert steps(client, "/events/austrian-state-treaty/?theme=military") == {
        "list": "/#event-austrian-state-treaty",
        "next": "/events/departure-of-the-soviet-troops/",
    }
