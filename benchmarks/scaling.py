"""What a page costs as the corpus grows: `python benchmarks/scaling.py NAME=DATABASE_URL …`, the smallest first.

For each database, in a process of its own: the five kinds of view (first pages, whole requests through Django, nothing
kept from one to the next but what any server process keeps), page 2,000 against page 1, the spread of many different
views, and what the first request after an edit costs beyond the next. Rounds of the databases take turns.
"""

import json
import os
import subprocess
import sys

from measuring import median, percentile, seconds, set_up, table

ROUNDS = 5


def measure() -> dict[str, float]:
    """One round in this process: milliseconds by what was measured."""
    set_up()
    import views
    from django.test import Client

    from events.models import Event
    from romania_history import http_cache

    client = Client(SERVER_NAME="localhost")

    def page(address: str, params: dict | None = None) -> float:
        http_cache._pages = http_cache._Pages()  # a finished page would answer by itself
        times = []
        for _ in range(5):
            http_cache._pages = http_cache._Pages()
            times.append(seconds(lambda: client.get(address, params or {})))
        return 1000 * median(times)

    for address in views.many(40, seed=9):
        client.get(address)
    found = {name: page("/", params) for name, params in views.kinds().items()}
    number = Event.objects.published().count()
    last = -(-number // 50)
    found["page 1"] = page("/", {"order": "-date"})
    found["page 2,000 or the last"] = page("/", {"order": "-date", "page": str(min(2000, last))})
    spread = []
    for address in views.many(200, seed=5):
        spread.append(1000 * seconds(lambda address=address: client.get(address)))
    found["p50 of 200 views"], found["p95 of 200 views"] = percentile(spread, 0.5), percentile(spread, 0.95)
    after, plain = [], []
    for event in Event.objects.published().order_by("pk")[number // 2 :][:5]:
        event.save()
        address = f"/?from={1950 + event.pk % 10}&prominence=1&order=-date"
        after.append(1000 * seconds(lambda address=address: client.get(address)))
        plain.append(1000 * seconds(lambda address=address: client.get(address + "&to=1999")))
    found["an edit costs the next request"] = max(median(after) - median(plain), 0.0)
    return found


def main(script: str, databases: dict[str, str]) -> None:
    """A table of what `script --one` prints for each database; its rounds take turns."""
    rounds: dict[str, list[dict]] = {name: [] for name in databases}
    for _ in range(ROUNDS):
        for name, url in databases.items():
            done = subprocess.run(
                [sys.executable, script, "--one"], env=os.environ | {"DATABASE_URL": url}, check=True, stdout=-1
            )
            rounds[name].append(json.loads(done.stdout.splitlines()[-1]))
    smallest = next(iter(databases))
    rows = []
    for what in rounds[smallest][0]:
        values = {name: median(one[what] for one in some) for name, some in rounds.items()}
        ratios = {
            name: median(a[what] / max(b[what], 0.01) for a, b in zip(rounds[name], rounds[smallest], strict=True))
            for name in databases
        }
        rows.append([what, *(f"{values[name]:.1f} ({ratios[name]:.2f}×)" for name in databases)])
    print(table(["ms (times the smallest)", *databases], rows))


if __name__ == "__main__":
    if sys.argv[1:] == ["--one"]:
        print(json.dumps(measure()))
    else:
        main(__file__, dict(argument.split("=", 1) for argument in sys.argv[1:]))
