"""The version of the data: what every server process asks for before it uses anything that it keeps.

`events.signals.invalidation` advances it, in the same transaction as the edit.
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.db import connection

from events.models import DataVersion

T = TypeVar("T")

NAMED_AT_MOST = 2000
"""More changed events than this are not named one by one: everything is read again."""

KEPT = 300
"""So many changes are remembered; a process that is further behind reads everything again."""


@dataclass(frozen=True)
class Version:
    """A version of the data: the changes that are remembered, newest first, and a tag that no other version bears.

    Each change is a key and a random tag, so that none is taken for one that was rolled back. The version's tag covers
    them all, not only the newest: on PostgreSQL a change with a smaller key may become visible later.
    """

    tag: str = ""
    changes: tuple[tuple[int, str], ...] = ()


_asked: ContextVar[Version | None] = ContextVar("version", default=None)


@contextmanager
def asked_once(version: Version | None = None) -> Iterator[Version]:
    """Within it the version is the given one, or what it is now: a page is made for one version of the data."""
    version = version or current()
    token = _asked.set(version)
    try:
        yield version
    finally:
        _asked.reset(token)


def current() -> Version:
    """The version that readers see now; one small read. Before the first change the tag is blank."""
    if version := _asked.get():
        return version
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, tag FROM {DataVersion._meta.db_table} ORDER BY id DESC")
        rows = cursor.fetchall()
    if not rows:
        return Version()
    tag = hashlib.blake2b("".join(tag for _key, tag in rows).encode(), digest_size=12).hexdigest()
    return Version(tag, tuple(rows))


def advance(events: Iterable[int], names: bool = False, everything: bool = False) -> None:
    """Begins a new version, in which the given events, or `everything`, or the `names` of records are other ones."""
    ids = sorted(events)
    named = None if everything or len(ids) > NAMED_AT_MOST else ids
    version = DataVersion.objects.create(tag=uuid.uuid4().hex, events=named, names=names or everything)
    if version.pk % 100 == 0:
        DataVersion.objects.filter(pk__lte=version.pk - KEPT).delete()


def changed_between(old: Version, new: Version) -> tuple[set[int] | None, bool]:
    """The keys of the events that changed from `old` to `new`, None for all of them, and whether names changed."""
    if not set(new.changes) & set(old.changes):
        return None, True
    if any(change > new.changes[-1] for change in set(old.changes) - set(new.changes)):
        return None, True  # it was rolled back, not forgotten
    unseen = [key for key, _tag in set(new.changes) - set(old.changes)]
    rows = list(DataVersion.objects.filter(pk__in=unseen).values_list("events", "names"))
    named = [events for events, _names in rows if events is not None]
    if len(named) < len(unseen):
        return None, True
    return {event for events in named for event in events}, any(names for _events, names in rows)


SLOW = 1.0
"""Seconds."""

PATIENCE = 20


def cached(function: Callable[[], T]) -> Callable[[], T]:
    """Keeps what a function without arguments gives for as long as the data version stays.

    Inside a transaction nothing is kept: what is read there may never come to be.
    """
    return _keeping(function, lambda took, age: False)


def cached_if_slow(function: Callable[[], T]) -> Callable[[], T]:
    """Like `cached`, but what took over `SLOW` seconds is kept `PATIENCE` times as long as it took, whatever changes.

    For lists of work alone, never for what readers see: a large corpus is searched through once a minute or so, not
    after each edit.
    """
    return _keeping(function, lambda took, age: took > SLOW and age < PATIENCE * took)


def _keeping(function: Callable[[], T], still_good: Callable[[float, float], bool]) -> Callable[[], T]:
    """`still_good` tells by what it took, and by its age in seconds, whether an older version's value will do."""
    newest: list = []

    @wraps(function)
    def keeping() -> T:
        if connection.in_atomic_block:
            return function()
        version = current().tag
        if newest:
            known, began, took, value = newest[0]
            if known == version or still_good(took, time.monotonic() - began):
                return value
        began = time.monotonic()
        value = function()
        newest[:] = [(version, began, time.monotonic() - began, value)]
        return value

    return keeping
