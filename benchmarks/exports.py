"""Times the downloads of a loaded corpus: `DATABASE_URL=… python benchmarks/exports.py [--rounds 5]`.

Each download runs through its view into a sink, and beside it the very rows that it writes come from the driver's own
cursor: a plain query for each table, with the columns that the format has and no others, rows only fetched, or also
written, table by table, with `csv` or `json`. Every run is a process of its own that has read what a server's has,
rounds are interleaved, and figures are medians. Prints a table in Markdown; compare within it, not across machines. On
a machine with other work the processor time says more than the clock; it leaves out a database server's.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "csv rows": "events.csv: its rows from a bare cursor, fetched",
    "csv written": "events.csv: its rows from a bare cursor, written as CSV",
    "csv": "events.csv",
    "json rows": "events.json: its rows from a bare cursor, fetched",
    "json written": "events.json: its rows from a bare cursor, written as JSON",
    "json": "events.json",
    "timelinejs": "events.timelinejs.json",
    "ics": "events.ics",
    "xlsx": "events.xlsx",
    "jsonld": "events.jsonld",
    "bib": "sources.bib",
    "ris": "sources.ris",
    "csl": "sources.csl.json",
}


def own_memory() -> float:
    """What is resident of this process and of no file (`RssAnon`), MiB: pages of a mapped database do not count.

    Elsewhere than on Linux the largest resident size so far.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return int(status.partition("RssAnon:")[2].split()[0]) / 2**10


class Sink:
    """Takes text and forgets it."""

    def write(self, text: str) -> None:
        pass


def download(name: str) -> Callable[[], Iterator]:
    from django.test import Client

    from romania_history import starting

    client = Client(SERVER_NAME="localhost")
    client.head(f"/export/{name}")  # loads what a server has loaded before its first reader comes
    starting.warm_up()
    return lambda: iter(client.get(f"/export/{name}"))


def queries(name: str) -> Iterator:
    """All that a format writes, a query a table, in the order in which it is written: that of the events, of lists."""
    from events.models import Actor, Citation, Event, Evidence, Interpretation, Participant, Relation, Source

    whole = name == "json"
    events = Event.objects.published().in_date_order()
    dated = "pk", "slug", "title", "summary", "date", "date_part", "earliest", "latest", "precision", "date_basis"
    counted = "offset", "after_event__slug", "after_event__title", "after_event__status", "prominence"
    yield events.values_list(*dated, *counted, "place__name", "place__slug", *(["translations"] if whole else []))
    through = Event.themes.through.objects.filter(event__status="published").order_by("event__rank", "theme__position")
    yield through.values_list("event", "theme__slug", "theme__name")
    part = Participant.objects.filter(event__status="published").order_by("event__rank", "pk")
    yield part.values_list("event", "actor__slug", "actor__name", "role")
    cited = "source__slug", "source__short_reference", "passage__number", "locator", "whole_work", "quote"
    citations = Citation.objects.filter(event__status="published").order_by("event__rank", "position", "pk")
    yield citations.values_list("event", *cited[: 6 if whole else 5], *cited[5 if whole else 6 :])
    argued = "interpretation", "interpretation__slug", "interpretation__made_on_earliest"
    said = "bearing", *(f"interpretation__{each}" for each in ("claim", "ground"))
    asked = "interpretation__debate__slug", "interpretation__debate__question"
    answers = "interpretation__answer__slug", "interpretation__answer__name"
    evidence = Evidence.objects.public().filter(event__isnull=False).order_by("event__rank", "pk")
    yield evidence.values_list("event", *argued, *([*said, *asked, *answers] if whole else []))
    relations = Relation.objects.public().contesting().order_by("interpretation", "target__slug")
    yield relations.values_list("interpretation", "target", "interpretation__slug", "target__slug")
    holders = Interpretation.proponents.through.objects.filter(interpretation__status="published")
    names = "actor__sort_name", *(["actor__slug", "actor__name"] if whole else [])
    yield holders.filter(interpretation__evidence__event__status="published").values_list("interpretation", *names)
    if not whole:
        return
    others = Interpretation.objects.published().exclude(evidence__event__status="published").order_by("pk")
    own = "slug", "claim", "argument", "ground", "voice", "attribution", "hedge", "scope", "made_on", "argued_date"
    yield others.values_list("pk", *own, "names_only_some", "debate__slug", "debate__question", "answer__slug", "note")
    of_others = others.order_by().values("pk")
    yield holders.filter(interpretation__in=of_others).values_list("interpretation", "actor__slug", "actor__name")
    more = "quote_language", "translation", "translator", "supports"
    yield Citation.objects.filter(interpretation__in=of_others).values_list("interpretation", *cited, *more)
    for rows in (Evidence.objects.public(), Relation.objects.public()):
        kept = rows.filter(interpretation__in=of_others)
        own = (
            ("event__slug", "circumstance", "bearing") if rows.model is Evidence else ("target__slug", "kind", "ground")
        )
        yield kept.values_list("interpretation", *own)
        place = "evidence" if rows.model is Evidence else "relation"
        of = Citation.objects.filter(**{f"{place}__in": kept.values("pk")})
        yield of.values_list(place, *cited, *more)
    actors = Actor.objects.public()
    yield actors.values_list("slug", "name", "sort_name", "kind", "life_dates", "wikidata", "viaf", "note")
    yield Source.objects.public().values_list(
        *("slug", "short_reference", "kind", "created", "issued", "available_from", "licence", "attribution", "note"),
        "csl",
    )


def bare(name: str, written: bool) -> Callable[[], Iterator]:
    """Those rows through the driver's own cursor; what is iterated over are some rows at a time."""
    from django.db import connection

    connection.ensure_connection()
    statements = [query.query.sql_with_params() for query in queries(name)]
    encode, lines = json.JSONEncoder(ensure_ascii=False).encode, csv.writer(Sink()).writerows

    def chunks() -> Iterator:
        for sql, parameters in statements:
            cursor = connection.connection.cursor()
            cursor.execute(sql.replace("%s", "?") if connection.vendor == "sqlite" else sql, parameters)
            while rows := cursor.fetchmany(1000):
                if written and name == "csv":
                    lines(rows)
                elif written:
                    for row in rows:
                        encode(row)
                yield rows

    return chunks


def measure(kind: str) -> dict[str, float]:
    """Seconds by the clock and of the processor, milliseconds to the first piece, MiB over what the process had."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")
    django.setup()
    name, _, how = kind.partition(" ")
    run = bare(name, how == "written") if how else download(KINDS[kind])
    before = most = own_memory()
    start, busy, looked = time.perf_counter(), time.process_time(), 0.0
    pieces = run()
    next(pieces, None)
    first = time.perf_counter() - start
    for number, _piece in enumerate(pieces):
        if number % 50 == 0:
            since = time.process_time()
            most = max(most, own_memory())
            looked += time.process_time() - since
    seconds, busy = time.perf_counter() - start, time.process_time() - busy - looked
    most = max(most, own_memory())
    return {"seconds": seconds, "busy": busy, "first": first * 1000, "memory": most - before}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=[*KINDS], help="all unless some are named")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one)))
        return
    found: dict[str, list[dict]] = {kind: [] for kind in arguments.kinds}
    for _round in range(arguments.rounds):
        for kind in found:
            output = subprocess.check_output([sys.executable, __file__, "--one", kind], cwd=ROOT)
            found[kind].append(json.loads(output))
    medians = {
        kind: {what: statistics.median(run[what] for run in runs) for what in runs[0]} for kind, runs in found.items()
    }
    print("| | s | processor s | × rows fetched | × rows written | first byte ms | MiB over start |")
    print("| --- " + "| ---: " * 6 + "|")
    for kind in found:
        print(f"| {KINDS[kind]} | {' | '.join(cells(kind, medians))} |")


def cells(kind: str, medians: dict[str, dict[str, float]]) -> list[str]:
    """The figures of a row; a ratio is that of the clock, and behind the stroke that of the processor."""
    name, figures = kind.partition(" ")[0], medians[kind]
    ratios = [
        " / ".join(f"{figures[what] / bare[what]:.2f}" for what in ("seconds", "busy"))
        for how in ("rows", "written")
        for bare in [medians.get(f"{name} {how}", figures)]
    ]
    if f"{name} rows" not in KINDS:
        ratios = ["", ""]
    seconds, busy, first, memory = (figures[what] for what in ("seconds", "busy", "first", "memory"))
    return [f"{seconds:.2f}", f"{busy:.2f}", *ratios, f"{first:.0f}", f"{memory:.0f}"]


if __name__ == "__main__":
    main()
