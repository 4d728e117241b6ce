"""Draws the pictures of the documentation: `make screenshots`, after `make setup-test`, with a Chromium at hand.

It loads the seed corpus into a database of its own, serves it, and takes what the README shows.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
PAGES = {"timeline": "/", "document": "/sources/de-satellization-of-romania/#p7"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("No Chromium found.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "SITE_MODE": "development"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate", "--verbosity", "0"], ["loadseeds"]):
            subprocess.run([*manage, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{free_port()}"
        server = subprocess.Popen([*manage, "runserver", "--noreload", base.removeprefix("http://")], env=environment)
        try:
            wait_for(f"{base}/health/ready")
            take_pictures(base, chromium)
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


def take_pictures(base: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB", color_scheme="light")
        for name, address in PAGES.items():
            page.goto(base + address)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
