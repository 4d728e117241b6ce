"""Moving about in the drawing in a real browser: each way changes the address, the drawing and the list, in place."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.history import write_history

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRIES = "article[id^=event-]"


@pytest.fixture
def drawn(transactional_db: None, page: Page) -> Page:
    """The timeline, in a page that is marked: another page would not have the mark."""
    write_history()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?from=1955&to=1969")
    page.evaluate("window.kept = true")
    return page


def changed(page: Page, act: Callable[[], Any]) -> str:
    """What the address is after something has been done that changes it."""
    before = page.url
    act()
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("main[aria-busy]")).to_have_count(0)
    assert page.evaluate("window.kept"), "the page was loaded anew"
    return page.url


def box(page: Page, selector: str) -> dict[str, float]:
    place = page.locator(selector)
    place.scroll_into_view_if_needed()
    found = place.bounding_box()
    assert found
    return dict(found)


def dragged(page: Page, selector: str, begin: float, end: float) -> None:
    """Pressed at a share of the width and let go at another."""
    there = box(page, selector)
    y = there["y"] + 6
    page.mouse.move(there["x"] + begin * there["width"], y)
    page.mouse.down()
    page.mouse.move(there["x"] + end * there["width"], y, steps=4)
    page.mouse.up()


def test_links_keys_drag_wheel_and_brush_change_the_address_in_place_and_back_undoes_them(drawn: Page):
    page = drawn
    start = page.url
    near = changed(page, page.locator("[data-move=in]").click)
    assert page.evaluate("document.activeElement.dataset.move") == "in", "the focus stays"
    assert page.locator(ENTRIES).count() < 6
    changed(page, lambda: page.keyboard.press("ArrowRight"))
    page.go_back()
    page.wait_for_url(near)
    page.go_back()
    page.wait_for_url(start)
    expect(page.locator(ENTRIES)).to_have_count(5)
    changed(page, lambda: dragged(page, ".lanes", 0.7, 0.4))
    there = box(page, ".lanes")
    page.mouse.move(there["x"] + 300, there["y"] + 6)

    def zoom() -> None:
        page.keyboard.down("Control")
        page.mouse.wheel(0, -400)
        page.keyboard.up("Control")

    changed(page, zoom)
    brushed = changed(page, lambda: dragged(page, ".overview:visible", 0.2, 0.5))
    assert "from=" in brushed and "to=" in brushed
    status = page.locator("p.hidden[role=status]")
    expect(status).to_have_text(page.locator("#list").inner_text())


def test_without_ctrl_the_wheel_scrolls_the_page(drawn: Page):
    there = box(drawn, ".lanes")
    drawn.mouse.move(there["x"] + 300, there["y"] + 6)
    drawn.evaluate(
        "window.scrolled = new Promise(done => addEventListener('scroll', () => done(true), {once: true})); 0"
    )
    drawn.mouse.wheel(0, 100)
    assert drawn.evaluate("window.scrolled")
    assert drawn.url.endswith("?from=1955&to=1969")


def test_a_drag_moves_one_thing_and_no_link_is_followed(drawn: Page):
    mark = drawn.locator(".detail [role=listitem] a").first
    mark.scroll_into_view_if_needed()
    place = mark.locator("text:visible").first.bounding_box()
    assert place
    drawn.mouse.move(place["x"] + 8, place["y"] + 8)
    drawn.mouse.down()
    drawn.mouse.move(place["x"] + 40, place["y"] + 8, steps=3)
    assert "translateX(32px)" in drawn.locator(".detail").get_attribute("style")
    drawn.mouse.move(place["x"] + 8, place["y"] + 8)
    drawn.mouse.up()
    assert drawn.url.endswith("?from=1955&to=1969")


def test_what_is_pointed_at_is_named_and_marked_in_the_list_and_the_other_way_round(drawn: Page):
    mark = drawn.locator(".detail a[href='#event-departure-of-the-soviet-troops']")
    mark.focus()
    tip = drawn.locator(".tip")
    expect(tip).to_contain_text("25 July 1958")
    expect(tip).to_contain_text("accounts disagree")
    expect(drawn.locator("#event-departure-of-the-soviet-troops")).to_contain_class("pointed")
    drawn.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    drawn.locator("#event-entry-of-mongolia-opposed a").first.focus()
    expect(drawn.locator(".detail a[href='#event-entry-of-mongolia-opposed']")).to_contain_class("pointed")


def test_a_phone_has_the_overview_alone_and_never_scrolls_sideways(drawn: Page):
    drawn.set_viewport_size({"width": 360, "height": 800})
    expect(drawn.locator(".overview:visible")).to_have_count(1)
    expect(drawn.locator(".lanes:visible")).to_have_count(0)
    assert drawn.evaluate("document.documentElement.scrollWidth") <= 360
