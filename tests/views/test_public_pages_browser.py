"""Every kind of public page in a real browser: accessible, quiet, narrow, and whole without JavaScript."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.axe import ALL_ELSE, violations, violations_in_light_and_dark
from tests.support.history import write_history

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "timeline": "/",
    "filtered": "/?theme=military&actor=romania&from=1955&to=1969&q=romania&contested=&order=-date",
    "empty": "/?theme=military&to=1955",
    "with errors": "/?from=soon&theme=nosuch&role=victim&page=0&prominence=9",
    "in Romanian": "/?lang=ro&contested=1",
    "in brief": "/?notes=brief",
    "narrative": "/narrative/",
    "narrative of a question": "/narrative/?debate=why-did-the-troops-leave",
    "event": "/events/departure-of-the-soviet-troops/",
    "undated event": "/events/helsinki-groups-founded/",
    "actors": "/actors/",
    "actor": "/actors/romania/",
    "historian": "/actors/dennis-deletant/",
    "sources": "/sources/",
    "document": "/sources/de-satellization/?event=entry-of-mongolia-opposed#p2",
    "work": "/sources/verona-1992/",
    "interpretations": "/interpretations/",
    "interpretation": "/interpretations/the-withdrawal-was-a-reward/",
    "debates": "/debates/",
    "debate": "/debates/why-did-the-troops-leave/",
    "theme": "/themes/military/",
    "compare": "/compare/",
    "compare two": "/compare/?a=robert-king&b=dennis-deletant",
    "compare sources": "/compare/?a=sources/verona-1992&b=sources/de-satellization",
    "compare with an error": "/compare/?a=nobody&b=robert-king",
    "about": "/about/",
    "glossary": "/glossary/",
    "works by question": "/sources/?sort=question",
    "400": "/confuse/",
    "403": "/refuse/",
    "404": "/nothing/",
    "500": "/break/",
}

# What pages of the policy report, and what they asked for, before any test tool touches them.
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation",
    e => window.broken.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


@pytest.fixture(autouse=True)
def site(transactional_db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.romania_history.test_security"  # the site's own, and three addresses that fail
    write_history()


class Visitor:
    """A reader's browser that notes what it is asked to fetch and what the policy blocks."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(WATCH)
        self.page = context.new_page()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.host = ""

    def _note(self, url: str) -> None:
        if not url.startswith(self.host):
            self.foreign.append(url)

    def _hear(self, words: str) -> None:
        if "Content Security Policy" in words or "Refused" in words:
            self.complaints.append(words)

    def open(self, address: str) -> Page:
        self.page.goto(address, wait_until="load")
        self.complaints += self.page.evaluate("window.broken")
        return self.page


@pytest.fixture
def visitors(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Any]:
    """Makes visitors: `visitors(width=360, color_scheme="dark")`."""
    contexts = []

    def make(width: int = 1280, **options: Any) -> Visitor:
        contexts.append(
            browser.new_context(**browser_context_args | {"viewport": {"width": width, "height": 800}} | options)
        )
        visitor = Visitor(contexts[-1])
        visitor.host = browser_context_args["base_url"]
        return visitor

    yield make
    for context in contexts:
        context.close()


@pytest.mark.walk
@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_of_page_is_accessible_and_fetches_nothing_from_elsewhere(visitors: Any, width: int):
    visitor, found = visitors(width), []
    for name, address in PAGES.items():
        page = visitor.open(address)  # on a narrow one the colours are the same
        seen = violations(page, ALL_ELSE) if width < 600 else violations_in_light_and_dark(page)
        found += [f"{name} {violation}" for violation in seen]
    assert not found, "\n".join(found)
    assert not visitor.foreign
    assert not visitor.complaints


def test_no_page_scrolls_sideways_at_320_pixels(visitors: Any):
    visitor, wide = visitors(320), {}
    for name, address in PAGES.items():
        page = visitor.open(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert not wide


@pytest.mark.parametrize("width", [360, 1280])
def test_text_can_be_set_twice_as_large_without_sideways_scroll(visitors: Any, width: int):
    visitor = visitors(width)
    pages = ("events/departure-of-the-soviet-troops/", "sources/de-satellization/", "debates/why-did-the-troops-leave/")
    for address in ("/", *(f"/{page}" for page in pages)):
        page = visitor.open(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", [360, 1280])
def test_filtering_works_without_javascript(visitors: Any, width: int):
    page = visitors(width, java_script_enabled=False).page
    page.goto("/")
    assert page.locator("article[id^=event-]").count() == 6
    words = page.get_by_label("Words")
    if not words.is_visible():
        page.locator("details > summary", has_text="Filters").click()
    words.fill("romania")
    page.get_by_label("From", exact=True).fill("1958")
    page.get_by_label("To", exact=True).fill("1963")
    page.get_by_label(re.compile(r"^\W*Military")).check()
    page.get_by_role("button", name="Show events").first.click()
    expect(page).to_have_url(re.compile(r"q=romania.*from=1958.*to=1963"))
    entries = page.locator("article[id^=event-]")
    assert [entry.get_attribute("id") for entry in entries.all()] == [
        "event-departure-of-the-soviet-troops",
        "event-entry-of-mongolia-opposed",
    ]
    page.get_by_role("link", name=re.compile("Remove to")).click()
    expect(page.get_by_role("link", name=re.compile("Remove to"))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Remove from"))).to_have_count(1)


def test_the_other_notes_unfold_without_javascript(visitors: Any):
    page = visitors(360, java_script_enabled=False).page
    page.goto("/?contested=1")
    for answer in ("It suited Moscow", "It was earned"):
        assert page.locator("article").get_by_text(answer).is_visible(), "what disagrees stands open"
    third = page.get_by_text("A policy of its own began.")
    assert not third.is_visible()
    page.locator("summary", has_text="1 more account").click()
    assert third.is_visible()


def test_a_word_of_the_trade_opens_its_definition_by_press_and_by_key_without_javascript(visitors: Any):
    page = visitors(360, java_script_enabled=False).page
    page.goto("/debates/why-did-the-troops-leave/")
    term = page.get_by_role("button", name="about the motive").first
    definition = page.locator("#term-ground-motive")
    assert not definition.is_visible()
    term.click()
    expect(definition).to_be_visible()
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(definition).to_have_text(re.compile("what those who acted wanted"))


def test_a_quote_leads_to_its_words_and_back(visitors: Any):
    page = visitors().page
    page.goto("/events/departure-of-the-soviet-troops/")
    page.get_by_role("link", name=re.compile("passage 1")).first.click()
    expect(page).to_have_url(re.compile(r"#p1$"))
    expect(page.locator("#p1 mark")).to_have_text("left Romania by 25 July 1958")
    page.get_by_role("link", name=re.compile("Back to")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Departure of the Soviet troops")


def test_the_keyboard_reaches_the_list_by_the_second_skip_link_and_focus_is_seen(visitors: Any):
    page = visitors().page
    page.goto("/")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    assert first == "Skip to the content"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#list$"))


def test_the_first_page_needs_no_script_and_shifts_nothing(visitors: Any):
    page = visitors().page
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    page.add_init_script(
        "window.shift = 0; const add = entry => window.shift += entry.value;"
        "new PerformanceObserver(list => list.getEntries().forEach(add))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/", wait_until="networkidle")
    modules = {"copy.js", "drawing.js", "filters.js", "results.js", "share.js", "suggest.js"}  # nothing waits for them
    assert {script.rsplit("/", 1)[1] for script in scripts} == modules
    assert page.evaluate("window.shift") < 0.05
