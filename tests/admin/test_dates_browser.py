"""Dates in the office in a real browser: what is typed is said in words below the field."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from events import models
from tests.support.factories import make_actor, make_event, make_interpretation, make_source
from tests.support.office import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_date_is_said_in_words_while_it_is_typed(signed_in: Any, look: Any, page: Any):
    event = make_event(date="1958")
    page.goto(url(event))
    place = page.locator(".field-date_echo .readonly")
    expect(place).to_contain_text("1958-12-31")
    page.fill("#id_date", "")
    page.locator("#id_date").press_sequentially("late 1960s")
    expect(place.locator("strong")).to_have_text("late 1960s")
    expect(place).to_contain_text("earliest 1965-01-01, latest 1969-12-31")
    assert place.get_attribute("role") == "status"
    look(where="with a date understood")
    page.select_option("#id_date_part", "early")
    expect(place).to_contain_text("The words of the date say “late”")
    look(where="with a contradiction")


def test_the_dates_of_an_interpretation_are_said_beside_each(signed_in: Any, look: Any, page: Any):
    page.goto(url(make_interpretation(made_on="2007")))
    expect(page.locator(".field-made_on [role=status]")).to_have_text(re.compile("^2007 · earliest 2007-01-01"))
    page.fill("#id_scope", "<b>soon</b>")
    expect(page.locator(".field-scope [role=status]")).to_contain_text("is not understood in a date")
    assert page.locator(".field-scope [role=status] b").count() == 0
    page.fill("#id_scope", "between 1956 and 1965")
    expect(page.locator(".field-scope [role=status] strong")).to_have_text("between 1956 and 1965")
    look(where="with dates said beside their fields")
    page.fill("#id_scope", "")
    expect(page.locator(".field-scope [role=status]")).to_have_text("")


def test_the_dates_of_an_actor_and_of_its_names_are_said_beside_each(signed_in: Any, look: Any, page: Any):
    actor = make_actor(life_dates="1901/1965")
    actor.other_names.create(name="Comrade Wiesław", used="1948")
    page.goto(url(actor))
    expect(page.locator(".field-life_dates [role=status]")).to_contain_text("earliest 1901-01-01, latest 1965-12-31")
    used = page.locator("#other_names-0 .field-used")
    expect(used.locator("[role=status] strong")).to_have_text("1948")
    used.locator("input").fill("26 April 1964")
    expect(used.locator("[role=status] strong")).to_have_text("26 April 1964")
    look(where="with the dates of an actor")


def test_the_dates_of_a_source_are_said_beside_each(signed_in: Any, look: Any, page: Any):
    page.goto(url(make_source()))
    for name in ("created", "issued", "available_from"):
        page.fill(f"#id_{name}", "26 April 1964")
        expect(page.locator(f".field-{name} [role=status]")).to_contain_text("precision: day")
    look(where="with the dates of a source")


def test_the_last_answer_wins(signed_in: Any, faults: Any, page: Any):
    page.goto(url(models.Event, "add"))
    held = []

    def hold(route: Any) -> None:
        if "1111" in route.request.url:
            held.append(route)  # answered only after the later question
        else:
            route.continue_()

    page.route("**/event/date/**", hold)
    place = page.locator(".field-date_echo .readonly")
    with page.expect_request(lambda request: "1111" in request.url):
        page.fill("#id_date", "1111")
    page.fill("#id_date", "1958")
    expect(place.locator("strong")).to_have_text("1958")
    with page.expect_response("**/event/date/**"):
        held[0].continue_()
    expect(place.locator("strong")).to_have_text("1958")
