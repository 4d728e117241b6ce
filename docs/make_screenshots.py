"""Draws the pictures of the documentation: `make screenshots`, after `make setup-test`, with a Chromium at hand.

It loads the seed corpus into a database of its own, serves it, and takes what README and guide show. The
office's pictures are taken while three people in three roles work on the seed corpus in the browser. Those of a first
corpus begin with an empty database, and with a text that is brought in the office.
"""

import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from tests.support.chromium import FLAGS, find_chromium  # noqa: E402

PICTURES = ROOT / "docs" / "screenshots"
PAGES = {"timeline": "/", "document": "/sources/de-satellization-of-romania/#p7"}
PASSWORD = "only for pictures"
PEOPLE = {"ana": ("Ana Pop", "Contributor"), "ion": ("Ion Rusu", "Editor"), "eva": ("Eva Klein", "Publisher")}
MAKE_PEOPLE = """
from django.contrib.auth.models import Group, User
for name, (whole, role) in {people!r}.items():
    first, last = whole.split()
    user = User.objects.create_user(name, password={password!r}, first_name=first, last_name=last, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


TEXT = ROOT / "benchmarks" / "proposals" / "texts" / "carnation.yaml"
SITE = """\
title:
  en: The Carnation Revolution
  ro: Revoluția garoafelor
content_language: en
languages: [en, ro]
orientation:
  en: Portugal from the fall of Salazar to the constitution of 1976.
coverage:
  en: 1968–1976.
"""


def main() -> None:
    chromium = find_chromium()
    if not chromium:
        sys.exit("No Chromium found.")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(ROOT / "seeds") as (base, _manage):
            take_pictures(base, browser)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "site.yaml").write_text(SITE)
            with served(Path(folder)) as (base, manage):
                take_first_corpus(base, browser, Path(folder), manage)
        browser.close()


@contextmanager
def served(seeds: Path) -> Iterator[tuple[str, Callable[..., None]]]:
    """Serves a corpus from a database of its own; gives the site's address, and what runs a command of manage.py."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SITE_MODE": "development",
            "SEEDS_DIR": str(seeds),
        }

        def manage(*command: str) -> None:
            told = [sys.executable, str(ROOT / "manage.py"), *command]
            subprocess.run(told, check=True, env=environment, stdout=subprocess.DEVNULL)

        manage("migrate", "--verbosity", "0")
        manage("loadseeds")
        people = MAKE_PEOPLE.format(people=PEOPLE, password=PASSWORD)
        manage("shell", "--verbosity", "0", "--command", people)
        base = f"http://127.0.0.1:{free_port()}"
        command = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", base.removeprefix("http://")]
        server = subprocess.Popen(command, env=environment)
        try:
            wait_for(f"{base}/health/ready")
            yield base, manage
        finally:
            server.terminate()
            server.wait()


def wait_for(url: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The site did not start.")


def take_pictures(base: str, browser: Browser) -> None:
    page = reader(browser)
    for name, address in PAGES.items():
        page.goto(base + address)
        shoot(page, name)
    Office(browser, base).take_pictures()


def take_first_corpus(base: str, browser: Browser, folder: Path, manage: Callable[..., None]) -> None:
    """From a text to proposals in the office; and from the same text, by the command, to a site."""
    told = yaml.safe_load(TEXT.read_text())["paragraphs"]
    text = "\n\n".join(" ".join(sentence["text"] for sentence in paragraph) for paragraph in told)
    eva = sign_in(browser, base, "eva")
    eva.goto(f"{base}/admin/events/source/bring/")
    eva.fill("#id_pasted", text)
    eva.fill("#id_title", "The revolution of 25 April")
    shoot(eva, "first-bring")
    with eva.expect_navigation():
        eva.click(".submit-row input[type=submit]")
    shoot(eva, "first-proposals")
    article = folder / "article.txt"
    article.write_text(text)
    manage("proposeseeds", str(article), "--to", str(folder), "--alone")
    written = folder / "documents" / "article.yaml"
    written.write_text(written.read_text().replace("status: draft", "status: published"))
    article.unlink()
    manage("loadseeds")
    page = reader(browser)
    page.goto(base)
    shoot(page, "first-site")


def reader(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB", color_scheme="light")


def sign_in(browser: Browser, base: str, name: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="light")
    page.goto(f"{base}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("#user-tools")
    return page


def shoot(page: Page, name: str) -> None:
    """Takes what is in view."""
    page.evaluate("document.fonts.ready")
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 75})
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


class Office:
    """Three people at work, each with a browser of their own."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.pages = {name: sign_in(browser, base, name) for name in PEOPLE}

    def open_event(self, page: Page, title: str) -> None:
        page.goto(f"{self.base}/admin/events/event/?q={title}")
        page.click("#result_list tbody th a")
        page.wait_for_selector("#event_form")

    def press(self, page: Page, selector: str) -> None:
        with page.expect_navigation():
            page.click(selector)

    def take_pictures(self) -> None:
        ana, ion, eva = (self.pages[name] for name in ("ana", "ion", "eva"))
        self.propose(ana, "Helsinki", {"#id__why": "For readers who do not know the city"})
        self.propose(ion, "Kampuchea", {"#id_date_note": "The vote was taken in New York."})
        ana.goto(f"{self.base}/admin/events/event/add/")
        ana.fill("#id_title", "A draft for the pictures")
        self.press(ana, "input[name=_submit]")
        self.cite(ana)
        eva.goto(f"{self.base}/admin/")
        shoot(eva, "office")
        self.press(eva, ".queue a:has-text('Helsinki')")
        shoot(eva, "review")
        self.two_at_once(eva, ion)

    def propose(self, page: Page, title: str, fields: dict[str, str]) -> None:
        self.open_event(page, title)
        summary = page.input_value("#id_summary")
        page.fill("#id_summary", f"{summary} In the capital of Finland." if "Helsinki" in title else summary)
        for selector, value in fields.items():
            page.fill(selector, value)
        self.press(page, "input[name=_submit]")

    def cite(self, page: Page) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        self.open_event(page, "draft for the pictures")
        page.click(".reader-opener button")
        words = page.locator("#reader textarea").nth(4)
        words.focus()
        words.evaluate("words => words.setSelectionRange(0, 38)")
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(600)
        shoot(page, "cite")

    def two_at_once(self, eva: Page, ion: Page) -> None:
        self.open_event(eva, "draft for the pictures")
        self.open_event(ion, "draft for the pictures")
        ion.fill("#id_title", "A draft, mended by Ion")
        ion.fill("#id_summary", "Typed by Ion.")
        self.press(ion, "input[name=_continue]")
        eva.fill("#id_title", "A draft, mended by Eva")
        eva.fill("#id_summary", "Typed by Eva.")
        self.press(eva, "input[name=_continue]")
        shoot(eva, "conflict")
        for line in eva.get_by_label("Your version").all():
            line.check()
        self.press(eva, "input[type=submit].default")
        self.press(eva, "a.historylink")
        eva.locator("input[name=a]").last.check()
        self.press(eva, "form[action$='compare/'] input[type=submit]")
        shoot(eva, "compare")


if __name__ == "__main__":
    main()
