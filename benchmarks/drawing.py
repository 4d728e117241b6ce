"""How soon a timeline stands, beside vis-timeline and TimelineJS3: `python benchmarks/drawing.py [ROUNDS]`.

DATABASE_URL names a database with a loaded corpus; this site serves all of it, the peers get the first events with an
earliest day, as many as they can bear. They come from npm, into a folder of their own. All are asked in turn, each time
in a new page of the same Chromium, from this machine. A drawing stands when the peer's own event says so, or this
site's has come with its page, and two frames have been painted since: none is before the style sheets are there.
"""

import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from measuring import GUNICORN, ROOT, machine, median, set_up, table

set_up()

from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from playwright.sync_api import Error as BrowserError  # noqa: E402

from events.models import Event  # noqa: E402
from tests.support.chromium import FLAGS, find_chromium  # noqa: E402

OURS, THEIRS = 8801, 8802
PATIENCE = 30  # seconds until a page counts as one that does not answer
PEERS = {"vis-timeline": (1_000, 10_000), "TimelineJS3": (100, 1_000)}

# In each page: when the drawing stood, and the longest task until then, in milliseconds since the page was asked for.
WATCH = """
window.longest = 0;
new PerformanceObserver(list => { for (const task of list.getEntries()) longest = Math.max(longest, task.duration); })
    .observe({ type: "longtask", buffered: true });
window.stands = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn ??= performance.now(); }));
"""
WATCH_OURS = """
new MutationObserver((changes, watch) => {
  if (document.getElementById("after-drawing")) { watch.disconnect(); stands(); }
}).observe(document, { childList: true, subtree: true });
"""
PAGES = {
    "vis-timeline": """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/node_modules/vis-timeline/styles/vis-timeline-graph2d.min.css"><div id="drawing"></div>
<script src="/node_modules/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"></script>
<script>fetch("%s").then(answer => answer.json()).then(events => {
  const items = events.map(({ id, title, day }) => ({ id, content: title, start: day }));
  new vis.Timeline(document.getElementById("drawing"), items, {}).on("changed", () => stands());
});</script>""",
    "TimelineJS3": """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/node_modules/@knight-lab/timelinejs/dist/css/timeline.css">
<div id="drawing" style="width: 100%%; height: 600px"></div>
<script src="/node_modules/@knight-lab/timelinejs/dist/js/timeline.js"></script>
<script>fetch("%s").then(answer => answer.json()).then(events => {
  const items = events.map(({ title, day }) => {
    const [year, month, date] = day.split("-").map(Number);
    return { start_date: { year, month, day: date }, text: { headline: title } };
  });
  new TL.Timeline("drawing", { events: items }).on("loaded", () => stands());
});</script>""",
}


def peers(folder: Path) -> None:
    """The peers' packages and pages, and the events that they draw."""
    subprocess.run(
        ["npm", "install", "--silent", "--prefix", folder, "vis-timeline", "@knight-lab/timelinejs"], check=True
    )
    dated = Event.objects.published().filter(earliest__gte=1_0000000).order_by("rank")
    for number in {number for numbers in PEERS.values() for number in numbers}:
        rows = dated.values_list("pk", "title", "earliest")[:number]
        events = [{"id": pk, "title": title, "day": _iso(day)} for pk, title, day in rows]
        (folder / f"{number}.json").write_text(json.dumps(events), encoding="utf-8")
    for name, numbers in PEERS.items():
        for number in numbers:
            (folder / f"{name}-{number}.html").write_text(PAGES[name] % f"{number}.json", encoding="utf-8")


def _iso(key: int) -> str:
    return f"{key // 10_000:04}-{key // 100 % 100:02}-{key % 100:02}"


def measured(browser: Browser, address: str, drawing: str, ours: bool) -> dict[str, Any] | None:
    """When the drawing stood, its longest task and its elements; None where the page does not answer."""
    # Playwright waits by a script of its own, which the policy of this site would refuse.
    page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.add_init_script(WATCH + (WATCH_OURS if ours else ""))
    try:
        page.goto(address, wait_until="commit", timeout=PATIENCE * 1000)
        page.wait_for_function("window.drawn", timeout=PATIENCE * 1000)
        return page.evaluate(
            "drawing => ({ms: drawn, longest, nodes: document.querySelector(drawing).querySelectorAll('*').length})",
            drawing,
        )
    except BrowserError:
        return None
    finally:
        page.close()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        peers(Path(name))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", THEIRS), functools.partial(Files, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = subprocess.Popen(
            [*GUNICORN, "--bind", f"127.0.0.1:{OURS}", "--workers", "1"],
            cwd=ROOT, env=os.environ | {"SITE_MODE": "development"}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            ready()
            compare(rounds)
        finally:
            site.terminate()
            server.shutdown()


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing: the output is the table."""


def ready() -> None:
    """Waits for this site to answer."""
    while True:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{OURS}/health/ready").close()
        except OSError:
            time.sleep(0.2)


def compare(rounds: int) -> None:
    ours = f"http://127.0.0.1:{OURS}/"
    subjects = {f"this site, {Event.objects.published().count():,} events": (ours, "figure.drawing", True)}
    for name, numbers in PEERS.items():
        for number in numbers:
            address = f"http://127.0.0.1:{THEIRS}/{name}-{number}.html"
            subjects[f"{name}, {number:,} events"] = (address, "#drawing", False)
    found: dict[str, list[dict[str, Any] | None]] = {subject: [] for subject in subjects}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for _round in range(rounds + 1):  # the first warms up
            for subject, (address, drawing, own) in subjects.items():
                if None not in found[subject]:
                    found[subject].append(measured(browser, address, drawing, own))
        browser.close()
    base = median(each["ms"] for each in found["vis-timeline, 1,000 events"][1:] if each)
    rows: list[list[object]] = []
    for subject, times in found.items():
        kept = [each for each in times[1:] if each]
        if not kept:
            rows.append([subject, f"no answer in {PATIENCE} s", "", "", ""])
            continue
        ms = median(each["ms"] for each in kept)
        rows.append([subject, ms, ms / base, median(each["longest"] for each in kept), kept[0]["nodes"]])
    print(table(["", "ms until it stands", "times vis-timeline's 1,000", "longest task, ms", "elements"], rows))
    page = urllib.request.urlopen(f"http://127.0.0.1:{OURS}/").read()
    start = page.index(b'<figure class="drawing')
    drawing = page[start : page.index(b"</figure>", start)]
    print(f"\nThe drawing: {len(drawing):,} bytes, {len(gzip.compress(drawing)):,} compressed.\n{machine()}")


main()
