"""Measures loading: `python benchmarks/loading.py [N]` (events; 10,000 unless given) prints a table in Markdown.

The database is made for it and gone afterwards: a temporary SQLite file or, where DATABASE_URL names a PostgreSQL, a
new database of that server; `python -m tests.postgres python benchmarks/loading.py` brings a server along. Each figure
is the median of ROUNDS rounds, in seconds of the processor on SQLite and of the clock on PostgreSQL; what is compared
is measured side by side in each round, from the same empty tables, commit included. What memory is measured of runs
once, in a process of its own. `--generated` measures only what takes its records from a generator, for numbers too
large for files.
"""

import argparse
import gc
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import django
import yaml

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import corpus  # noqa: E402

ROUNDS = 3
NOT_ROWS = {"EventText", "PassageText", "DataVersion", "PublishedVersion"}
"""Tables of the search index and of versions, which stand apart."""
MIB = 2**20


# --- databases --------------------------------------------------------------------------------------------------------


@contextmanager
def fresh_database(folder: Path) -> Iterator[None]:
    """Sets up Django with a migrated database of its own."""
    server = os.environ.get("DATABASE_URL", "")
    is_postgres = server.startswith(("postgres:", "postgresql:"))
    name = f"loading_{os.getpid()}"
    path = f"/{name}" if is_postgres else f"//{folder / name}.sqlite3"
    url = urlunsplit(urlsplit(server)._replace(path=path)) if is_postgres else f"sqlite://{path}"
    if is_postgres:
        _on_server(server, f"CREATE DATABASE {name}")
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "romania_history.settings"}
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        if is_postgres:
            _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute(statement)


class Tables:
    """The tables that a load writes, empty again whenever asked."""

    def __init__(self, folder: Path):
        from django.apps import apps
        from django.db import connection

        self.connection, self.folder = connection, folder
        self.is_postgres = connection.vendor == "postgresql"
        every = apps.get_app_config("events").get_models(include_auto_created=True)
        self.names = [model._meta.db_table for model in every if model.__name__ not in NOT_ROWS]
        self.file, self.empty_file = Path(str(connection.settings_dict["NAME"])), folder / "empty.sqlite3"
        if not self.is_postgres:
            connection.close()  # the log is gone with the last connection: the file is all
            shutil.copy(self.file, self.empty_file)

    def empty(self) -> None:
        if self.is_postgres:
            more = ["events_publishedversion", "reversion_version", "reversion_revision"]  # the index goes with them
            every = ", ".join([*self.names, *more])
            with self.connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {every} RESTART IDENTITY CASCADE")
                cursor.execute("ANALYZE")
        else:
            self.connection.close()
            shutil.copy(self.empty_file, self.file)

    def bare(self) -> tuple[float, int]:
        """The seconds that a bare `executemany` or COPY of the very rows takes that are in the tables now, and how many
        rows there are. Reading them is not counted; the tables are emptied before."""
        return self._copy() if self.is_postgres else self._executemany()

    def _copy(self) -> tuple[float, int]:
        from django.db import transaction

        texts, number = {}, 0
        with self.connection.cursor() as cursor:
            for name in self.names:
                texts[name] = self.folder / f"{name}.copy"
                with texts[name].open("wb") as file, cursor.copy(f"COPY {name} TO STDOUT") as rows:
                    file.writelines(rows)
                number += cursor.rowcount
        self.empty()
        started = clock()
        with transaction.atomic(), self.connection.cursor() as cursor:
            for name, path in texts.items():
                with path.open("rb") as file, cursor.copy(f"COPY {name} FROM STDIN") as rows:
                    while block := file.read(MIB):
                        rows.write(block)
        return clock() - started, number

    def _executemany(self) -> tuple[float, int]:
        import sqlite3

        self.connection.close()
        loaded = self.folder / "loaded.sqlite3"
        shutil.move(self.file, loaded)
        self.empty()
        self.connection.ensure_connection()
        raw, number = self.connection.connection, 0
        with closing(sqlite3.connect(loaded)) as source:
            started = clock()
            raw.execute("BEGIN IMMEDIATE")
            seconds = clock() - started
            for name in self.names:
                rows = source.execute(f"SELECT * FROM {name}").fetchall()
                if not rows:
                    continue
                marks = ", ".join("?" * len(rows[0]))
                started = clock()
                raw.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
                seconds += clock() - started
                number += len(rows)
            started = clock()
            raw.execute("COMMIT")
        return seconds + clock() - started, number


def clock() -> float:
    """Seconds: of the processor where the database works in this process, so that other processes do not count."""
    from django.db import connection

    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


# --- what is measured -------------------------------------------------------------------------------------------------


def seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    gc.disable()  # as the loader does
    started = clock()
    result = action()
    taken = clock() - started
    gc.enable()
    return taken, result


class Stopwatch:
    """The time that is spent in chosen functions; without `running`, they are not called at all."""

    def __init__(self, running: bool):
        self.running, self.taken = running, {"index": 0.0, "versions": 0.0, "history": 0.0}

    @contextmanager
    def __call__(self) -> Iterator["Stopwatch"]:
        from events.seeding import apply

        with (
            mock.patch.object(
                apply.invalidation, "invalidate_all", self._timed("index", apply.invalidation.invalidate_all)
            ),
            mock.patch.object(apply.numbering, "number", self._timed("versions", apply.numbering.number)),
            mock.patch.object(apply.recording, "record", self._timed("history", apply.recording.record)),
        ):
            yield self

    def _timed(self, name: str, function: Callable) -> Callable:
        def timed(*args: Any, **kwargs: Any) -> None:
            if self.running:
                started = clock()
                function(*args, **kwargs)
                self.taken[name] += clock() - started

        return timed


def one_round(tables: Tables, folder: Path) -> dict[str, float]:
    from events.seeding import apply, files, planner

    found: dict[str, float] = {}
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")]
    found["safe loader"], _ = seconds(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) and None for text in texts])
    found["composer"], _ = seconds(lambda: [yaml.compose(text, Loader=yaml.CBaseLoader) and None for text in texts])
    found["read"], _ = seconds(lambda: files.read(folder))
    tables.empty()
    found["plan"], planned = seconds(lambda: planner.plan_load(folder))
    found["plan"] -= found["read"]
    assert not planned.problems, [str(problem) for problem in planned.problems][:5]
    with Stopwatch(running=False)():
        found["apply"], _ = seconds(lambda: apply.apply(planned))
    found["bare"], found["rows"] = tables.bare()
    tables.empty()
    with Stopwatch(running=True)() as stopwatch:
        seconds(lambda: apply.apply(planned))
    found |= stopwatch.taken
    found["again"], planned = seconds(lambda: planner.plan_load(folder))
    assert not planned.writes
    found["again"] -= found["read"]
    return found


def generated(number: int) -> dict[str, float]:
    """What applying records from a generator takes, in all and step by step; in a process of its own."""
    from events.seeding import stream

    records = corpus.Corpus(number).records()
    with Stopwatch(running=True)() as stopwatch:
        started = clock()
        counts = stream.load_records(stream.checked(records))
    taken = clock() - started
    assert counts["events"] == counts["interpretations"] == number
    return {"generated": taken, **stopwatch.taken}


def generated_in_child(number: int) -> dict[str, float]:
    code = "import django, json, loading, sys; django.setup(); print(json.dumps(loading.generated(int(sys.argv[1]))))"
    _, memory, printed = child("-c", f"import sys; sys.path.insert(0, {str(HERE)!r}); {code}", str(number))
    return json.loads(printed) | {"peak": memory}


def child(*arguments: str) -> tuple[float, float, str]:
    """Seconds and peak memory in MiB of this Python with arguments, and what it printed."""
    from django.db import connection

    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([sys.executable, *arguments], stdout=output, cwd=HERE.parent)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, arguments
        output.seek(0)
        taken = usage.ru_utime + usage.ru_stime if connection.vendor == "sqlite" else time.perf_counter() - started
        return taken, peak(usage), output.read()


def peak(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (MIB if sys.platform == "darwin" else 1024)


# --- the table --------------------------------------------------------------------------------------------------------


def from_files(number: int, folder: Path, tables: Tables, line: Callable[..., None]) -> None:
    seeds = folder / "seeds"
    corpus.write(number, seeds)
    # First, while this process is small: the peak of a new one is not less than what it was split off from.
    taken, memory, _ = child("manage.py", "loadseeds", str(seeds))
    line("`loadseeds`, start to end", taken, f"peak memory {memory:,.0f} MiB")
    rounds = [one_round(tables, seeds) for _ in range(ROUNDS)]
    middle = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}

    def compared(step: str, ours: str, others: str, theirs: str) -> None:
        ratio = statistics.median(each[ours] / each[theirs] for each in rounds)
        line(step, middle[ours], f"{others}, {middle[theirs]:.2f} s", f"{ratio:.2f}")

    compared("parse", "read", "CSafeLoader on the same files", "safe loader")
    compared("parse", "read", "C parser and composer on the same files", "composer")
    line("plan", middle["plan"])
    way = "COPY" if tables.is_postgres else "executemany"
    compared(
        "apply, without index, versions and history",
        "apply",
        f"bare {way} of the same {middle['rows']:,.0f} rows",
        "bare",
    )
    line("search index", middle["index"])
    line("numbered versions", middle["versions"])
    line("history", middle["history"])
    line("plan the same again (nothing to write)", middle["again"])


def from_a_generator(number: int, line: Callable[..., None]) -> None:
    found = generated_in_child(number)
    line("from a generator", found["generated"], f"peak memory {found['peak']:,.0f} MiB")
    rest = found["generated"] - found["index"] - found["versions"] - found["history"]
    line("of that, generating, checking, writing", rest)
    line("of that, search index", found["index"])
    line("of that, numbered versions", found["versions"])
    line("of that, history", found["history"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, nargs="?", default=10_000, help="the number of events")
    parser.add_argument("--generated", action="store_true", help="only what takes its records from a generator")
    arguments = parser.parse_args()

    def line(step: str, taken: float, beside: str = "", ratio: str = "") -> None:
        print(f"| {step} | {taken:.2f} | {beside} | {ratio} |", flush=True)

    with tempfile.TemporaryDirectory() as name, fresh_database(Path(name)):
        from django.db import connection

        print(f"Loading {arguments.number:,} events and as many interpretations, {connection.vendor}\n")
        print("| step | s | beside | ratio |\n| --- | --- | --- | --- |", flush=True)
        tables = Tables(Path(name))
        from_a_generator(arguments.number, line)
        if not arguments.generated:
            tables.empty()
            from_files(arguments.number, Path(name), tables, line)


if __name__ == "__main__":
    main()
