"""A copy in a browser, opened from its folder."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.any_database]


def test_it_opens_from_a_folder_shows_its_text_and_finds(browser: Browser, copied: Path):
    said: list[str] = []
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((copied / "index.html").as_uri())
    page.wait_for_url("**/en/index.html")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Words").fill("AUSTRIĂN treat")
    page.locator("#found a").first.click()
    assert "Austrian State Treaty" in page.locator("h1").inner_text()
    context.close()
    assert said == []
