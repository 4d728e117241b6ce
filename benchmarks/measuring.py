"""What the measuring scripts share: Django set up for DATABASE_URL, medians, and tables in Markdown."""

import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "romania_history.wsgi"),
    *("--config", "python:romania_history.gunicorn"),
]
"""The server, as in production."""


def set_up() -> None:
    """Makes the project importable and its models usable. Nothing is asked of the database yet."""
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "romania_history.settings")
    os.environ.setdefault("SITE_MODE", "development")
    import django

    django.setup()


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def table(header: list[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and value < 100
        else f"{value:,.0f}"
        if isinstance(value, float)
        else str(value)
    )


def machine() -> str:
    """Where it was measured: processors, Python, Django and the database, for the line under a table."""
    import django
    from django.db import connection

    database = f"SQLite {sqlite3.sqlite_version}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0]}"
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"{system}; Python {platform.python_version()}, Django {django.__version__}, {database}."
