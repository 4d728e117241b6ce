"""The browser of tests, measurements and pictures: the system's Chromium or Chrome; nothing is ever downloaded."""

import shutil
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
QUIET = ("gpu", "quic", "background-networking", "component-update", "sync")
FLAGS = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in QUIET)]


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None) or (str(MAC) if MAC.exists() else None)


def wait_until(page: Any, condition: str, seconds: float = 5) -> None:
    """Asks the page until the expression is true; Playwright's own waiting evaluates text, which the policy refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"Not true in {seconds} s: {condition}"
        page.wait_for_timeout(20)
