"""What a page never asked before costs the processor: `python benchmarks/pages.py [NUMBER [SEED]]`, 60 of each kind.

Whole requests through Django's handler, in one process that is ready as a server's is and keeps its connection. The
kinds take turns. DATABASE_URL names the database. A loop of plain Python says how quick the machine is meanwhile: what
else it does makes both slower.
"""

import gc
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from measuring import machine, median, percentile, set_up, table

set_up()

import views  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from events.models import Theme  # noqa: E402
from events.selection import current  # noqa: E402
from events.views.jinja2 import compile_templates  # noqa: E402

KINDS = ("years", "theme and years", "actor and years", "words and years")
WARM = 10
"""So many pages of each kind come first, which are not counted."""


def addresses(number: int, seed: int) -> dict[str, list[str]]:
    """The query strings of so many different views of each kind."""
    chance = random.Random(seed)
    themes = list(Theme.objects.public().order_by("slug").values_list("slug", flat=True))
    found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for kind, some in found.items():
        while len(some) < number:
            first = chance.randint(1917, 1985)
            years = {"from": f"{first}-{chance.randint(1, 12):02d}", "to": str(first + chance.randint(0, 12))}
            more = {
                "years": {},
                "theme and years": {"theme": chance.choice(themes)},
                "actor and years": {"actor": chance.choice(views.actors())},
                "words and years": {"q": chance.choice(views.words()), "order": chance.choice(["date", "-date"])},
            }[kind]
            some[urlencode(sorted((years | more).items()))] = None
    return {kind: list(some) for kind, some in found.items()}


def milliseconds(function: Callable[[], object]) -> float:
    start = time.thread_time()
    function()
    return 1000 * (time.thread_time() - start)


def plain_python() -> None:
    found, total = {}, 0
    for number in range(100_000):
        found[number % 1000] = total
        total += len(str(number))


def main(number: int, seed: int) -> None:
    connection.settings_dict["CONN_MAX_AGE"] = 600  # as in production
    started = time.process_time()
    current.warm_up()
    compile_templates()
    ready = time.process_time()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # as wsgi.py does
    handler = WSGIHandler()
    environ = RequestFactory()._base_environ(PATH_INFO="/", SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")

    def ask(query: str) -> None:
        response = handler(environ | {"QUERY_STRING": query}, lambda status, headers: None)
        assert response.status_code == 200, query
        b"".join(response)
        response.close()

    for queries in addresses(WARM, seed + 1).values():
        for query in queries:
            ask(query)
    asked, times, python = addresses(number, seed), {kind: [] for kind in KINDS}, []
    for place in range(number):
        python.append(milliseconds(plain_python))
        for kind in KINDS:
            times[kind].append(milliseconds(partial(ask, asked[kind][place])))
    unit = median(python)
    rows = [
        [kind, median(some), percentile(some, 0.95), percentile(some, 0.95) / median(some), median(some) / unit]
        for kind, some in times.items()
    ]
    print(f"{number} pages of each kind. {machine()}")
    print(f"A process is ready after {ready:.2f} s, of which {ready - started:.2f} s for the events and the templates;")
    print(f"the loop of plain Python took {unit:.1f} ms, {min(python):.1f} at best.\n")
    print(table(["", "p50 ms", "p95 ms", "p95 / p50", "p50 / plain Python"], rows))


main(*map(int, [*sys.argv[1:], *(["60", "1"][len(sys.argv) - 1 :])]))
