"""The timeline as it is read in a browser: how much room it takes, and where a reader is after filtering."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events.models import Event, Interpretation
from tests.support.chromium import wait_until
from tests.support.factories import make_event
from tests.support.history import write_history

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def site(transactional_db: None) -> None:
    history = write_history()
    history.debate.featured = 1
    history.debate.save()


def opened(browser: Any, args: dict[str, Any], width: int, address: str, **options: Any) -> Page:
    page = browser.new_context(**args | {"viewport": {"width": width, "height": 900}} | options).new_page()
    page.goto(address)
    return page


HEIGHT = """() => { const entries = [...document.querySelectorAll("article.entry")].map(e => e.getBoundingClientRect());
    return (entries.at(-1).bottom - entries[0].top) / entries.length }"""


LAID_OUT = """() => [...document.querySelectorAll(".entry h3")].every(
    title => title.checkVisibility({ contentVisibilityAuto: true }))"""


@pytest.mark.parametrize(("width", "most"), [(1440, 138), (360, 234)])
def test_an_entry_takes_little_room(browser: Any, browser_context_args: dict, width: int, most: int):
    for event in Event.objects.all():  # as long as those of the delivered corpus are on average
        event.title = (event.title + " and what was said of it later by others")[:46].strip()
        event.summary = "The delegations met for two days and agreed on nothing later called binding. " * 3
        event.save()
    page = opened(browser, browser_context_args, width, "/")
    wait_until(page, LAID_OUT)
    assert page.evaluate(HEIGHT) <= most
    page.goto("/?notes=brief")
    wait_until(page, LAID_OUT)
    assert page.evaluate(HEIGHT) <= most / 2


def test_entries_far_from_sight_are_laid_out_too(browser: Any, browser_context_args: dict):
    page = opened(browser, browser_context_args, 360, "/")
    page.set_viewport_size({"width": 360, "height": 60})
    wait_until(page, LAID_OUT)
    page.goto("/about/")
    page.go_back()
    assert page.evaluate(LAID_OUT), "who comes back is taken to where they were"
    page.goto("/narrative/")
    page.goto("/#event-entry-of-mongolia-opposed")
    wait_until(page, "(({ top }) => 0 <= top && top < 60)(document.querySelector(':target').getBoundingClientRect())")


def test_on_a_phone_the_first_event_stands_on_the_second_screen(browser: Any, browser_context_args: dict):
    page = opened(browser, browser_context_args, 360, "/")
    expect(page.get_by_role("heading", name="Why did the troops leave?")).to_be_visible()
    assert page.locator("article.entry").first.bounding_box()["y"] <= 900
    page.goto("/?contested=1")
    expect(page.locator(".opening")).to_have_count(0)


IN_AN_ENTRY = "document.activeElement.closest('article.entry') !== null"


@pytest.mark.parametrize("scripts", [False, True])
def test_after_filtering_the_first_event_is_within_twelve_tabs(browser: Any, browser_context_args: dict, scripts: bool):
    page = opened(browser, browser_context_args, 1440, "/", java_script_enabled=True)
    if not scripts:
        page.goto("/?theme=military&from=1950#results")
    else:
        page.evaluate("window.before = true")
        page.get_by_label("From", exact=True).fill("1950")
        page.get_by_label(re.compile(r"^\W*Military")).check()
        page.get_by_role("button", name="Show events").first.click()
        expect(page).to_have_url(re.compile(r"/\?from=1950&.*theme=military#results$|/\?.*theme=military.*#results$"))
        expect(page.locator("#results")).to_be_focused()
        assert page.evaluate("window.before"), "the page was not loaded again"
    tabs = 0
    while not page.evaluate(IN_AN_ENTRY):
        page.keyboard.press("Tab")
        tabs += 1
        assert tabs <= 12


def test_a_filter_is_taken_back_in_place_and_by_the_back_button(browser: Any, browser_context_args: dict):
    page = opened(browser, browser_context_args, 1440, "/?theme=military")
    page.evaluate("window.before = true")
    page.get_by_role("link", name="Remove theme: Military").click()
    expect(page.locator("article.entry")).to_have_count(6)
    expect(page.get_by_role("status").filter(has_text="6 events")).to_have_count(1)
    page.go_back()
    expect(page.locator("article.entry")).to_have_count(2)
    assert page.evaluate("window.before")


def test_the_arrow_keys_lead_to_the_event_before_and_after(browser: Any, browser_context_args: dict):
    page = opened(browser, browser_context_args, 1440, "/events/departure-of-the-soviet-troops/?theme=military")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/events/entry-of-mongolia-opposed/\?theme=military$"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"/events/departure-of-the-soviet-troops/\?theme=military$"))


def test_a_narratives_notes_are_folded_on_a_phone_and_stand_in_the_margin_where_there_is_room(
    browser: Any, browser_context_args: dict
):
    page = opened(browser, browser_context_args, 360, "/narrative/", java_script_enabled=False)
    note = page.locator("#n2")
    expect(note).to_be_hidden()
    page.get_by_role("link", name="Note 2", exact=True).click()
    expect(note).to_be_visible()
    page = opened(browser, browser_context_args, 1440, "/narrative/")
    assert page.locator("#n2").bounding_box()["x"] > page.locator(".para > p").first.bounding_box()["width"]


def test_on_paper_there_is_no_form_no_menu_and_no_drawing_is_cut(browser: Any, browser_context_args: dict):
    page = opened(browser, browser_context_args, 1280, "/")
    page.emulate_media(media="print")
    for gone in (".filters", "header nav", ".switch", ".downloads"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".cite .plain").first).to_contain_text("http://")
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_a_full_page_of_the_list_and_an_event_can_be_handed_out_in_class(browser: Any, browser_context_args: dict):
    summary = "The delegations met for two days and agreed on nothing that either would later call binding. " * 3
    for day in range(1, 31):
        for month in (3, 5):
            date = f"1964-{month:02}-{day:02}"
            make_event(f"Talks {date}", date=date, summary=summary, status="published")
    page = opened(browser, browser_context_args, 1280, "/")
    assert page.locator("article.entry").count() == 50
    assert sheets(page) <= 10
    page.goto("/events/departure-of-the-soviet-troops/")
    assert sheets(page) <= 3


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type /Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


BEFORE_ITS_WORDS = """() => [...document.querySelectorAll(".ask")].map(ask => {
    const words = document.createRange();
    words.selectNodeContents(ask.querySelector("a") ?? ask);
    const lines = [...words.getClientRects()].filter(line => line.width > 1);
    const mark = ask.querySelector(".o").getBoundingClientRect();
    const text = lines.filter(line => line.left !== mark.left || line.width !== mark.width)[0];
    return text.left - mark.right;
})"""


@pytest.mark.parametrize("view", ["/", "/?notes=brief"])
def test_the_mark_of_a_disagreement_stands_before_its_words(browser: Any, browser_context_args: dict, view: str):
    Interpretation.objects.update(debate=None, answer=None)
    page = opened(browser, browser_context_args, 360, view)
    wait_until(page, LAID_OUT)
    expect(page.locator(".ask").first).to_contain_text("Accounts disagree")
    assert all(gap >= 0 for gap in page.evaluate(BEFORE_ITS_WORDS))
