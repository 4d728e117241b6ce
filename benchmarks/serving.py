"""Requests a second, side by side with Datasette on the same events: `python benchmarks/serving.py [SECONDS]`.

DATABASE_URL names a SQLite database with a loaded corpus. Datasette is installed into a folder beside it, gets the same
events as one bare table with indexes, and runs tuned: immutable, no suggested facets, a big cache, two processes.
This site runs as in production, under gunicorn with two workers. The two are asked in turn, in each round with views
never asked before.
"""

import http.client
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import venv
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from measuring import GUNICORN, ROOT, machine, median, percentile, set_up, table

set_up()

import views  # noqa: E402
from django.db import connection  # noqa: E402

ROUNDS, CONNECTIONS = 3, 4


def free_ports(number: int) -> list[int]:
    """Ports that nothing listens at: another server would be measured instead."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [one.getsockname()[1] for one in sockets]


PORTS = free_ports(3)
OURS, THEIRS = PORTS[:1], PORTS[1:]


def bare_table(folder: Path) -> Path:
    """Datasette's database: one row an event, with its first theme and first actor."""
    path = folder / "events.db"
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.id, e.slug, e.title, e.summary, e.date, e.earliest, e.latest, e.date_basis, e.prominence,
            (SELECT t.slug FROM events_event_themes et JOIN events_theme t ON t.id = et.theme_id
             WHERE et.event_id = e.id LIMIT 1),
            (SELECT a.slug FROM events_participant p JOIN events_actor a ON a.id = p.actor_id
             WHERE p.event_id = e.id ORDER BY p.id LIMIT 1)
            FROM events_event e WHERE e.status = 'published'"""
        )
        rows = cursor.fetchall()
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, slug, title, summary, date, earliest INTEGER, latest INTEGER,"
            " basis, prominence INTEGER, theme, actor)"
        )
        database.executemany(f"INSERT INTO events VALUES ({', '.join('?' * 11)})", rows)
        for column in ("earliest", "latest", "basis", "prominence", "theme", "actor", "title"):
            database.execute(f"CREATE INDEX by_{column} ON events ({column})")
        database.execute("ANALYZE")
    return path


def theirs_of(address: str) -> str:
    """The same question to Datasette's table, with two facets; it has no index of words, so words are left out."""
    asked = dict(parse_qsl(urlsplit(address).query))
    query = [("_facet", "basis"), ("_facet", "theme"), ("_size", "50"), ("_sort", "earliest")]
    if "from" in asked:
        query.append(("latest__gte", asked["from"].replace("-", "").ljust(6, "0").ljust(8, "0")))
    if "to" in asked:
        query.append(("earliest__lte", asked["to"] + "1231"))
    query += [(name, asked[name]) for name in ("theme", "actor") if name in asked]
    return "/events/events?" + urlencode(query)


def answer(ports: list[int], addresses: list[str], limit: float) -> tuple[float, list[float]]:
    """Requests a second and the milliseconds of each, over CONNECTIONS connections until the time or the list ends."""
    waiting, lock, times = iter(addresses), threading.Lock(), []

    def work(number: int) -> None:
        port = ports[number % len(ports)]
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < end:
            with lock:
                address = next(waiting, None)
            if address is None:
                return
            start = time.perf_counter()
            client.request("GET", address, headers={"Accept-Language": "en"})
            response = client.getresponse()
            response.read()
            assert response.status == 200, (address, response.status)
            times.append(1000 * (time.perf_counter() - start))

    start = time.perf_counter()
    end = start + limit
    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - start), times


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            client.request("GET", "/")
            client.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"Nothing answers at port {port}.")


def main(limit: float) -> None:
    folder = Path(tempfile.mkdtemp())
    venv.create(folder / "venv", with_pip=True)
    subprocess.check_call([folder / "venv/bin/pip", "install", "--quiet", "--quiet", "--quiet", "datasette"])
    version = json.loads(subprocess.check_output([folder / "venv/bin/pip", "list", "--format", "json"]))
    database = bare_table(folder)
    settings = {
        "suggest_facets": "off",
        "num_sql_threads": "2",
        "sql_time_limit_ms": "20000",
        "facet_time_limit_ms": "20000",
    }
    command = [folder / "venv/bin/datasette", "serve", "-i", database]
    command += [part for name, value in settings.items() for part in ("--setting", name, value)]
    command += ["--setting", "cache_size_kb", "200000"]
    running = [subprocess.Popen([*command, "-p", str(port)], stdout=-3, stderr=-3) for port in THEIRS]
    gunicorn = [*GUNICORN, "--workers", "2", "--threads", "1"]
    gunicorn += ["--bind", f"127.0.0.1:{OURS[0]}", "--log-level", "warning", "--worker-class", "gthread"]
    production = os.environ | {
        "SITE_MODE": "production", "SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "0", "STATIC_ROOT": str(folder / "static"),
    }  # fmt: skip
    collected = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.check_call(collected, cwd=ROOT, env=production)
    running.append(subprocess.Popen(gunicorn, cwd=ROOT, env=production))
    try:
        for port in OURS + THEIRS:
            wait_for(port)
        addresses = views.many(20_000)
        warm, rest = addresses[:1000], addresses[1000:]
        answer(OURS, warm, limit)
        answer(THEIRS, [theirs_of(address) for address in warm], limit)
        ours, theirs, again, spread = [], [], [], []
        for number in range(ROUNDS):
            asked = rest[number::ROUNDS]
            rate, times = answer(OURS, asked, limit)
            ours.append(rate)
            spread += times
            theirs.append(answer(THEIRS, [theirs_of(address) for address in asked if "q=" not in address], limit)[0])
            answer(OURS, [asked[0]] * 20, limit)
            again.append(answer(OURS, [asked[0]] * 1_000_000, limit)[0])
    finally:
        for process in running:
            process.terminate()
    of = next(row["version"] for row in version if row["name"] == "datasette")
    rows = [
        (f"Datasette {of}: its bare table with two facets", median(theirs), 1.0),
        ("this site: a page with counts, notes and related records, filters never asked before", median(ours),
         median(a / b for a, b in zip(ours, theirs, strict=True))),
        ("this site: the same view asked again", median(again),
         median(a / b for a, b in zip(again, theirs, strict=True))),
    ]  # fmt: skip
    print(f"{ROUNDS} rounds of {limit:.0f} s each, {CONNECTIONS} connections. {machine()}\n")
    print(table(["", "requests a second", "times Datasette"], rows))
    p50, p95 = percentile(spread, 0.5), percentile(spread, 0.95)
    print(f"\nThis site, views never asked before: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {p95 / p50:.2f} times.")


main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
