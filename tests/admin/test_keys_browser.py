"""The office by keyboard: a few keys, a list of them, and a switch for those of a single character."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events import models
from tests.admin.conftest import url
from tests.factories import make_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(signed_in: Page, faults: list[str]) -> Page:
    return signed_in


def keys(page: Page) -> Any:
    return page.get_by_role("dialog", name="Keyboard")


@pytest.mark.parametrize("modifier", ["Control", "Meta"])
def test_save_and_stay(office: Page, modifier: str):
    event = make_event("Troops leave", date="1958")
    office.goto(url(event))
    office.fill("#id_title", "Troops left")
    with office.expect_navigation():
        office.keyboard.press(f"{modifier}+s")
    expect(office).to_have_url(re.compile(f"{url(event)}$"))
    expect(office.locator(".messagelist .success")).to_be_visible()
    event.refresh_from_db()
    assert event.title == "Troops left"


def test_a_form_without_staying_is_sent_by_its_first_button(office: Page):
    office.goto(f"{url(models.Actor, 'add')}?_popup=1")
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    expect(office.locator(".error-summary")).to_be_visible()


def test_the_list_of_keys_opens_by_key_or_button_and_closes_by_escape_or_button(office: Page):
    office.goto("/admin/")
    office.keyboard.press("?")
    expect(keys(office)).to_be_visible()
    office.keyboard.press("Escape")
    expect(keys(office)).to_be_hidden()
    opener = office.get_by_role("button", name="Keyboard")
    opener.click()
    expect(keys(office)).to_be_visible()
    office.get_by_role("button", name="Close").click()
    expect(keys(office)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_key_that_is_typed_in_a_field_is_only_typed(office: Page):
    office.goto(url(models.Event, "add"))
    office.click("#id_title")
    office.keyboard.type("Who/what?")
    expect(office.locator("#id_title")).to_have_value("Who/what?")
    expect(keys(office)).to_be_hidden()
    # Nor in what an autocomplete opens.
    office.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    office.locator(".select2-selection--single:visible").first.click()
    search = office.locator(".select2-container--open .select2-search__field")
    expect(search).to_be_focused()
    office.keyboard.type("?")
    expect(search).to_have_value("?")
    expect(keys(office)).to_be_hidden()


def test_to_the_search_field_of_a_list(office: Page):
    office.goto(url(models.Event))
    office.keyboard.press("/")
    expect(office.locator("#searchbar")).to_be_focused()
    expect(office.locator("#searchbar")).to_have_value("")


def test_to_the_citations_of_a_form(office: Page):
    office.goto(url(make_event("Troops leave", date="1958")))
    office.click("#id_title")
    office.keyboard.press("Alt+Shift+C")
    expect(office.locator("#citations-heading")).to_be_focused()
    expect(office.locator("#citations-heading")).to_be_in_viewport()


def test_single_keys_can_be_turned_off_and_stay_off(office: Page):
    office.goto(url(models.Event))
    office.get_by_role("button", name="Keyboard").click()
    office.get_by_role("checkbox", name="Keys of a single character").uncheck()
    office.keyboard.press("Escape")
    for _visit in range(2):
        office.keyboard.press("?")
        office.keyboard.press("/")
        expect(keys(office)).to_be_hidden()
        expect(office.locator("#searchbar")).not_to_be_focused()
        office.reload()
    office.get_by_role("button", name="Keyboard").click()
    expect(office.get_by_role("checkbox", name="Keys of a single character")).not_to_be_checked()


def test_without_javascript_there_is_nothing_of_it(signed_in: Page, browser: Any, live_server: Any):
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto("/admin/")
    expect(page.locator("#user-tools")).to_be_visible()
    expect(page.locator("#keys-open")).to_be_hidden()
    expect(page.locator("#keys")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_list_of_keys_is_accessible_and_within_the_page(signed_in: Page, look: Any, width: int):
    page = signed_in
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/admin/")
    look(where="closed")
    page.get_by_role("button", name="Keyboard").click()
    look(where="with the list of keys")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = keys(page).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
