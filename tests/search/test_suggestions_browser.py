"""Suggestions in a real browser: the keyboard, the pointer, what is announced, and a field that works without them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.axe import violations_in_light_and_dark
from tests.support.history import write_history

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def site(transactional_db: None) -> None:
    write_history()


@pytest.fixture
def opened(browser: Browser, browser_context_args: dict[str, Any]) -> Any:
    """Opens the timeline at a width, with the search field in sight."""
    contexts = []

    def open_at(width: int = 1280, address: str = "/", **options: Any) -> Page:
        view = {"viewport": {"width": width, "height": 800}}
        contexts.append(browser.new_context(**browser_context_args | view | options))
        page = contexts[-1].new_page()
        page.goto(address)
        if page.locator("#q").count() and not page.locator("#q").is_visible():
            page.locator("details.fold > summary").click()
        return page

    yield open_at
    for context in contexts:
        context.close()


def typed(page: Page, words: str) -> None:
    page.locator("#q").press_sequentially(words)
    expect(page.get_by_role("listbox")).to_be_visible()


def active(page: Page) -> str:
    """The words of the active option, as the field points at it; blank if it points at none."""
    return page.evaluate(
        "document.getElementById(document.getElementById('q').getAttribute('aria-activedescendant'))"
        "?.firstChild.textContent ?? ''"
    )


def test_typing_opens_a_list_in_groups_and_says_how_many_there_are(opened: Any):
    page = opened()
    field = page.get_by_role("combobox", name="Words")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_have_count(0)
    typed(page, "so")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert page.get_by_role("listbox").get_by_role("group").count() >= 2
    number = page.get_by_role("listbox").get_by_role("option").count()
    expect(page.locator("#q ~ [role=status]")).to_have_text(f"Suggestions: {number}")
    expect(page.get_by_role("group", name="People").get_by_role("option")).to_have_text(["Soviet Union"])
    assert active(page) == ""


def test_the_arrows_go_round_and_by_the_field(opened: Any):
    page = opened()
    typed(page, "ro")
    names = page.locator("[role=option] > span").all_text_contents()
    assert len(names) > 1
    seen = []
    for _step in range(len(names) + 2):
        page.keyboard.press("ArrowDown")
        seen.append(active(page))
    assert seen == [*names, "", names[0]]
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active(page) == names[-1]
    page.keyboard.press("Home")
    assert active(page) == ""
    assert page.evaluate("document.getElementById('q').selectionStart") == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert active(page) == ""
    assert page.evaluate("document.getElementById('q').selectionStart") == 2


def test_enter_opens_the_active_option(opened: Any):
    page = opened()
    typed(page, "soviet un")
    while active(page) != "Soviet Union":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/actors/soviet-union/$"))


def test_enter_without_one_searches_as_ever(opened: Any):
    page = opened()
    typed(page, "romania")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?.*q=romania"))
    assert page.locator("article[id^=event-]").count() > 0


def test_escape_closes_the_list_and_keeps_the_words(opened: Any):
    page = opened()
    typed(page, "ro")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("ro")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert active(page) == page.locator("[role=option] > span").first.text_content()


def test_tab_leaves_the_field_and_chooses_nothing(opened: Any):
    page = opened()
    typed(page, "ro")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "from"
    assert page.url.endswith("/")


@pytest.mark.parametrize(("width", "touch"), [(1280, False), (360, True)])
def test_an_option_is_chosen_by_mouse_or_finger(opened: Any, width: int, touch: bool):
    page = opened(width, has_touch=touch)
    typed(page, "soviet un")
    option = page.get_by_role("group", name="People").get_by_role("option").first
    if touch:
        option.tap()
    else:
        option.click()
    expect(page).to_have_url(re.compile(r"/actors/soviet-union/$"))


def test_an_answer_that_comes_too_late_is_dropped(opened: Any):
    page = opened()
    waiting: list[Route] = []
    page.route(re.compile(r"suggest/\?q=so$"), lambda route: waiting.append(route))
    page.locator("#q").press_sequentially("so")
    page.wait_for_timeout(400)
    typed(page, "viet un")
    assert len(waiting) == 1
    expect(page.get_by_role("option", name="Soviet Union")).to_be_visible()
    before = page.locator("[role=option]").all_text_contents()
    waiting[0].fulfill(json={"q": "so", "suggestions": [{"kind": "theme", "label": "Late", "hint": "", "url": "/"}]})
    page.wait_for_timeout(200)
    assert page.locator("[role=option]").all_text_contents() == before


def test_a_field_that_was_left_opens_no_list(opened: Any):
    page = opened()
    page.locator("#q").press_sequentially("ro")
    page.locator("#from").focus()
    page.wait_for_timeout(500)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_without_an_answer_the_field_still_searches(opened: Any):
    page = opened()
    page.route("**/suggest/*", lambda route: route.abort())
    page.locator("#q").press_sequentially("romania")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=romania"))


def test_without_javascript_the_form_searches(opened: Any):
    page = opened(java_script_enabled=False)
    expect(page.locator("#q")).not_to_have_attribute("role", "combobox")
    page.locator("#q").fill("romania")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=romania"))


def test_in_romanian_the_words_are_romanian_and_the_names_say_their_language(opened: Any):
    page = opened(address="/?lang=ro")
    typed(page, "so")
    expect(page.get_by_role("listbox", name="Sugestii")).to_be_visible()
    expect(page.get_by_role("group", name="Persoane")).to_be_visible()
    assert page.locator("[role=option] > span").first.get_attribute("lang") == "en"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_open_list_is_accessible_and_within_the_page(opened: Any, width: int):
    page = opened(width)
    typed(page, "ro")
    page.keyboard.press("ArrowDown")
    assert not violations_in_light_and_dark(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.get_by_role("listbox").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_the_active_option_is_told_apart_in_forced_colours(opened: Any):
    page = opened(forced_colors="active")
    typed(page, "ro")
    page.keyboard.press("ArrowDown")
    styles = "[...document.querySelectorAll('[role=option]')].map(option => getComputedStyle(option).outlineStyle)"
    first, *others = page.evaluate(styles)
    assert first == "solid"
    assert set(others) <= {"none"}


@pytest.mark.parametrize("width", [320, 1280])
def test_the_values_of_a_facet_are_accessible_and_within_the_page(opened: Any, width: int):
    page = opened(width)
    for address in ("/facets/actor/", "/facets/theme/?theme=military&from=soon", "/facets/source/?find=zzz&lang=ro"):
        page.goto(address)
        assert not violations_in_light_and_dark(page), address
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_are_compared_by_typing_and_what_is_chosen_fills_its_field(opened: Any):
    page = opened(address="/compare/")
    for label, words, name in (("First", "king", "Robert King"), ("Second", "delet", "Dennis Deletant")):
        field = page.get_by_role("combobox", name=label)
        field.press_sequentially(words)
        expect(page.get_by_role("option").first).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value(name)
    expect(page).to_have_url(re.compile("/compare/$"))
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("a=actors%2Frobert-king&b=actors%2Fdennis-deletant"))
    expect(page.get_by_role("row", name=re.compile("Where they contradict"))).to_contain_text("contests")
