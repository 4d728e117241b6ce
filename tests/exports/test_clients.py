"""Other programs read what the site sends of its whole corpus: `make test-long`.

They come from PyPI, npm and the system's packages. One that is missing fails, and says how to get it.
"""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from playwright.sync_api import sync_playwright

from events.exports.formats import FORMATS
from events.linked_data.vocabulary import CONTEXT
from tests.support.chromium import FLAGS, find_chromium

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.any_database]

NPM = settings.BASE_DIR / "build" / "clients"
PACKAGES = [
    "@knight-lab/timelinejs@3.9",
    "vis-timeline@8",
    "@citation-js/core@0.8",
    "@citation-js/plugin-bibtex@0.8",
    "@citation-js/plugin-ris@0.8",
    "@citation-js/plugin-csl@0.8",
]


@pytest.fixture(scope="module")
def files(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Each format of all events of the seeds, in a folder."""
    folder = tmp_path_factory.mktemp("downloads")
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loadseeds", verbosity=0)
        for name in FORMATS:
            (folder / name).write_bytes(b"".join(Client().get(f"/export/{name}")))
        transaction.set_rollback(True)
    yield folder


@pytest.fixture(scope="module")
def events(files: Path) -> list[dict[str, Any]]:
    return json.loads((files / "events.json").read_text(encoding="utf-8"))["events"]


@pytest.fixture(scope="module")
def npm() -> Path:
    """The folder of the packages from npm."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            pytest.fail(f"{program} is not on this machine: install Node.js (on Debian: apt install nodejs npm).")
    if not (NPM / "installed").exists():
        NPM.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NPM), *PACKAGES]
        done = subprocess.run(install, capture_output=True, text=True)
        if done.returncode:
            pytest.fail(f"npm did not install {', '.join(PACKAGES)}: {done.stderr[-500:]}")
        (NPM / "installed").touch()
    return NPM / "node_modules"


def drawn(page_html: str, folder: Path, ask: str, ready: str) -> tuple[Any, list[str]]:
    """What a page answers once it is ready, and what it complained of in its console."""
    browser_of_system = find_chromium()
    if not browser_of_system:
        pytest.fail("No Chromium on this machine: install it (on Debian: apt install chromium).")
    file = folder / "page.html"
    file.write_text(page_html, encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_of_system, args=FLAGS)
        page, errors = browser.new_page(), []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_function(ready, timeout=60_000)
        answer = page.evaluate(ask)
        browser.close()
    return answer, errors


def test_timelinejs_draws_every_event_with_an_earliest_day(
    files: Path, npm: Path, events: list[dict[str, Any]], tmp_path: Path
):
    data = (files / "events.timelinejs.json").read_text(encoding="utf-8").replace("</", "<\\/")
    html = f"""<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{(npm / "@knight-lab/timelinejs/dist/css/timeline.css").as_uri()}">
<div id="timeline" style="width: 1000px; height: 700px"></div>
<script src="{(npm / "@knight-lab/timelinejs/dist/js/timeline.js").as_uri()}"></script>
<script>const timeline = new TL.Timeline("timeline", {data}, {{ font: null }});
timeline.on("loaded", () => {{ window.loaded = true; }});</script></html>"""
    ask = """[...document.querySelectorAll(".tl-timemarker")].map(each => each.id)"""
    answer, errors = drawn(html, tmp_path, ask, "window.loaded")
    expected = [event for event in events if event["date"]["earliest"]]
    assert not errors
    assert {marker.removesuffix("-marker") for marker in answer} == {event["slug"] for event in expected}


def test_vis_timeline_draws_every_event_with_an_earliest_day(npm: Path, events: list[dict[str, Any]], tmp_path: Path):
    expected = [event for event in events if event["date"]["earliest"]]
    items = [
        {"id": event["slug"], "content": event["title"], "start": event["date"]["earliest"]}
        | ({"end": event["date"]["latest"]} if event["date"]["latest"] not in (None, event["date"]["earliest"]) else {})
        for event in expected
    ]
    data = json.dumps(items).replace("</", "<\\/")
    html = f"""<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<div id="timeline"></div>
<script src="{(npm / "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js").as_uri()}"></script>
<script>const line = new vis.Timeline(document.getElementById("timeline"), {data}, {{}});
line.on("changed", () => {{ window.changed = true; }});</script></html>"""
    ask = "Object.values(line.itemSet.items).filter(item => item.displayed).map(item => item.id)"
    answer, errors = drawn(html, tmp_path, ask, "window.changed")
    assert not errors
    assert sorted(answer) == sorted(event["slug"] for event in expected)


CITATION = """
const { Cite, plugins } = require("@citation-js/core");
for (const name of ["bibtex", "ris", "csl"]) require(`@citation-js/plugin-${name}`);
const text = require("fs").readFileSync(process.argv[2], "utf8");
const options = process.argv[3] ? { forceType: process.argv[3] } : {};
process.stdout.write(JSON.stringify(new Cite(text, options).data));
"""


def cited(npm: Path, folder: Path, file: Path, kind: str) -> list[dict[str, Any]]:
    """The works of a file, as citation-js reads them."""
    script = npm.parent / "cite.cjs"
    script.write_text(CITATION, encoding="utf-8")
    done = subprocess.run(["node", str(script), str(file), kind], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def plainly(text: Any) -> str:
    """Letters and digits alone: programs choose dashes, quotation marks and spaces of their own."""
    return re.sub(r"\W+", "", re.sub(r"<[^>]+>", "", str(text or ""))).casefold()


@pytest.mark.parametrize(("name", "kind"), [("bib", "@biblatex/text"), ("ris", "@ris/file"), ("csl.json", "")])
def test_citation_js_reads_every_work_without_loss(files: Path, npm: Path, tmp_path: Path, name: str, kind: str):
    works = json.loads((files / "sources.csl.json").read_text(encoding="utf-8"))
    found = cited(npm, tmp_path, files / f"sources.{name}", kind)
    assert len(found) == len(works)
    lost = []
    # Of RIS, citation-js 0.8 reads some variables of some types alone, and of newspapers no authors.
    variables = ["title", "DOI", "URL", "volume", *(["ISBN", "publisher"] if name != "ris" else [])]
    for work, read in zip(works, found, strict=True):
        for variable in variables:
            if variable in work and plainly(work[variable]) not in plainly(read.get(variable)):
                lost.append((work["id"], variable, work[variable], read.get(variable)))
        if name == "ris" and (work["type"] == "article-newspaper" or "literal" in str(work.get("author"))):
            continue
        names = [plainly(one.get("family") or one.get("literal")) for one in work.get("author", ())]
        heard = plainly(json.dumps(read.get("author", ()), ensure_ascii=False))
        lost += [(work["id"], "author", one, heard) for one in names if one not in heard]
        parts = work.get("issued", {}).get("date-parts")
        exact = 1 if name == "ris" else 3
        plain = parts and len(parts) == 1 and not work["issued"].get("circa")
        if plain and read.get("issued", {}).get("date-parts", [[]])[0][:exact] != parts[0][:exact]:
            lost.append((work["id"], "issued", parts, read.get("issued")))
    assert not lost


def libreoffice(*arguments: str) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.fail("LibreOffice is not on this machine (on Debian: apt install libreoffice-calc).")
    profile = f"-env:UserInstallation=file://{Path(arguments[-1]).parent}/profile"
    done = subprocess.run([program, profile, "--headless", *arguments], capture_output=True, text=True, timeout=170)
    assert done.returncode == 0 and "Error" not in done.stderr, done.stderr


def test_libreoffice_opens_the_workbook_and_the_table(files: Path, tmp_path: Path):
    import pandas  # here, since importing it takes as long as a test

    with (files / "events.csv").open(encoding="utf-8", newline="") as table:
        header, *rows = csv.reader(table)
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    shutil.copy(files / "events.xlsx", tmp_path / "book.xlsx")
    libreoffice("--convert-to", as_csv, "--outdir", str(tmp_path), str(tmp_path / "book.xlsx"))
    with (tmp_path / "book.csv").open(encoding="utf-8", newline="") as table:
        opened = [*csv.reader(table)]
    assert opened[0] == header
    for row, cells in zip(rows, opened[1:], strict=True):
        assert cells == [cell.removeprefix("'") for cell in row]
    shutil.copy(files / "events.csv", tmp_path / "table.csv")
    infilter = "--infilter=CSV:44,34,76,1,,,true"
    libreoffice(infilter, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(tmp_path / "table.csv"))
    found = pandas.read_excel(tmp_path / "table.xlsx", dtype=str, keep_default_na=False)
    assert [*found["title"]] == [row[header.index("title")] for row in rows]


def test_pandas_keeps_every_character(files: Path, events: list[dict[str, Any]]):
    import pandas

    table = pandas.read_csv(files / "events.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    book = pandas.read_excel(files / "events.xlsx", sheet_name=None, dtype=str, keep_default_na=False)
    for frame in (table, book["events"]):
        assert [*frame["slug"]] == [event["slug"] for event in events]
        assert [*frame["title"]] == [event["title"] for event in events]
        assert [*frame["summary"]] == [event["summary"] for event in events]
        assert [*frame["date_edtf"]] == [event["date"]["edtf"] or "" for event in events]
    quotes = [quote for event in events for cited in event["citations"] if (quote := cited["quote"])]
    of_events = book["citations"][book["citations"]["of"] == "event"]
    assert [quote for quote in of_events["quote"] if quote] == quotes


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_two_libraries_take_every_date_for_edtf(files: Path):
    from edtf import parse_edtf
    from edtf_validate.valid_edtf import is_valid

    text = (files / "events.jsonld").read_text(encoding="utf-8") + (files / "events.json").read_text(encoding="utf-8")
    found = set(re.findall(r'"(?:edtf|dcterms:\w+|made_on|scope|issued|created)": ?"([^"]+)"', text))
    dates = {date for date in found if re.search(r"\d|X", date) and " " not in date}
    assert len(dates) > 50
    for date in dates:
        assert is_valid(date), date
        parse_edtf(date)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_graph_has_the_shapes_of_its_vocabularies(files: Path):
    from pyshacl import validate
    from rdflib import Graph, Literal, Namespace

    data = json.loads((files / "events.jsonld").read_text(encoding="utf-8")) | {"@context": CONTEXT}
    graph = Graph().parse(data=json.dumps(data), format="json-ld")
    shapes = Graph().parse(settings.BASE_DIR / "tests" / "linked_data" / "shapes.ttl")
    conforms, _report, words = validate(graph, shacl_graph=shapes)
    assert conforms, words[:3000]
    aif, crm = Namespace("http://www.arg.dundee.ac.uk/aif#"), Namespace("http://www.cidoc-crm.org/cidoc-crm/")
    event = next(graph.subjects(crm["P4_has_time-span"], None))
    graph.remove((event, crm["P4_has_time-span"], None))
    conflict = next(graph.subjects(aif.ConflictedElement, None))
    graph.remove((conflict, aif.ConflictedElement, None))
    graph.add((event, crm["P4_has_time-span"], Literal("1958")))
    assert validate(graph, shacl_graph=shapes)[0] is False


def test_a_calendar_has_the_days_that_are_known(files: Path, events: list[dict[str, Any]]):
    from icalendar import Calendar

    calendar = Calendar.from_ical((files / "events.ics").read_bytes())
    assert not calendar.errors
    known = [event for event in events if event["date"]["earliest"] == event["date"]["latest"] is not None]
    assert {str(entry["url"]) for entry in calendar.events} >= {event["url"] for event in known}
    left_out = len(events) - len(calendar.events)
    assert str(left_out) in str(calendar["x-wr-caldesc"])


@pytest.mark.skip(reason="Zotero's translators are in no package of npm, PyPI or Debian: citation-js stands for them.")
def test_zotero_reads_every_work_without_loss():
    """What they would be given is what `test_citation_js_reads_every_work_without_loss` reads."""
