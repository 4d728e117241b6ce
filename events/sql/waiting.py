"""Waiting for what takes long or holds a lock of the database: in turns, for few at once, and not for long."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class TooMany(Exception):
    """So many are at it that nobody else may even wait."""


class Turns:
    """Something that threads of a process do one after the other; so many more may wait, others get `TooMany`."""

    def __init__(self, waiting: int) -> None:
        self._places = threading.BoundedSemaphore(1 + waiting)
        self._turn = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooMany
        try:
            with self._turn:
                yield
        finally:
            self._places.release()


@contextmanager
def impatient(seconds: float = 1) -> Iterator[None]:
    """Within it SQLite waits no longer than this for whoever is writing."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {min(usual, int(seconds * 1000))}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
