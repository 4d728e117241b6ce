"""Times the downloads of a loaded corpus: `DATABASE_URL=… python benchmarks/exports.py [--rounds 5]`.

Each download runs through its view into a sink, and beside it the very same statements run through the driver's own
cursor: rows only fetched, or also written as CSV just as they come. Every run is a process of its own, rounds are
interleaved, and figures are medians. Prints a table in Markdown; compare within it, not across machines. On a machine
with other work the processor time says more than the clock; it leaves out a database server's.
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
    "csv rows": "events.csv: the same SQL, bare cursor, rows fetched",
    "csv written": "events.csv: the same SQL, bare cursor, rows written as CSV",
    "csv": "events.csv",
    "json rows": "events.json: the same SQL, bare cursor, rows fetched",
    "json": "events.json",
    "timelinejs": "events.timelinejs.json",
    "ics": "events.ics",
    "xlsx": "events.xlsx",
    "jsonld": "events.jsonld",
    "bib": "sources.bib",
    "ris": "sources.ris",
    "csl": "sources.csl.json",
}


def peak() -> float:
    """The largest resident size of this process so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


class Sink:
    """Takes text and forgets it."""

    def write(self, text: str) -> None:
        pass


def download(name: str) -> Callable[[], Iterator]:
    from django.test import Client

    from events.selection import current

    client = Client(SERVER_NAME="localhost")
    current.warm_up()
    client.head(f"/export/{name}")  # both load what a server has loaded before its first reader comes
    return lambda: iter(client.get(f"/export/{name}"))


def bare(name: str, written: bool) -> Callable[[], Iterator]:
    """The statements of an export over the same chunks; what is iterated over are chunks of rows."""
    from django.db import connection

    from events.models import Event
    from events.published import events as published

    connection.ensure_connection()
    events_of, evidence, interpretations_of, contests = (
        published.statement(kind, connection.vendor, "")
        for kind in (published.Event, published.Evidence, published.Interpretation, published.Relation)
    )
    selection = Event.objects.published().in_date_order().values_list("pk").query.sql_with_params()
    write = csv.writer(Sink()).writerows

    def fetched(sql: str, parameters) -> list[tuple]:
        cursor = connection.connection.cursor()
        cursor.execute(sql.replace("%s", "?") if connection.vendor == "sqlite" else sql, parameters)
        return cursor.fetchall()

    def chunks() -> Iterator:
        keys = [key for (key,) in fetched(*selection)]
        start, size = 0, published.FIRST
        while start < len(keys):
            events = keys[start : start + size]
            argued = fetched(evidence.sql, evidence.bind(events))
            interpretations = sorted({interpretation for _event, interpretation, _bearing in argued})
            found = [argued]
            for statement, of in (
                (events_of, events),
                (interpretations_of, interpretations),
                (contests, interpretations),
            ):
                found.append(fetched(statement.sql, statement.bind(of)))
            for some in found:
                if written:
                    write(some)
                yield some
            start, size = start + size, min(size * published.GROWTH, published.MOST)

    return chunks


def measure(kind: str) -> dict[str, float]:
    """Seconds by the clock and of the processor, milliseconds to the first piece, MiB over what the process had."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")
    django.setup()
    name, _, how = kind.partition(" ")
    run = bare(name, how == "written") if how else download(KINDS[kind])
    before, start, busy = peak(), time.perf_counter(), time.process_time()
    pieces = run()
    next(pieces, None)
    first = time.perf_counter() - start
    for _piece in pieces:
        pass
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    return {"seconds": seconds, "busy": busy, "first": first * 1000, "memory": peak() - before}


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
    if name == "json":
        ratios[1] = ""  # nobody writes rows as JSON so
    seconds, busy, first, memory = (figures[what] for what in ("seconds", "busy", "first", "memory"))
    return [f"{seconds:.2f}", f"{busy:.2f}", *ratios, f"{first:.0f}", f"{memory:.0f}"]


if __name__ == "__main__":
    main()
