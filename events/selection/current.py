"""The columns that this process answers from: made before its first answer, and kept in step with the data.

They are right for one version of the data (`events.caching.versions`). After an edit the events that changed are read
and spliced in. After a load of many everything is read again, beside the old columns: until that is done readers see
what was there before, as a whole.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.db import DatabaseError, connection

from events.caching import versions
from events.models import Event
from events.selection import fetching
from events.selection.columns import Columns
from events.selection.names import NamesInLanguages

AT_ONCE = 5000
"""So many events are read again while a reader waits, which nobody notices; more are read beside."""

log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """Columns and names, right for a version."""

    version: versions.Version
    columns: Columns
    names: NamesInLanguages


_newest: Kept | None = None
_lock = threading.Lock()
_beside: threading.Thread | None = None
_own = threading.local()
"""What a thread sees inside a transaction, which may never come to be."""


def current() -> Kept:
    """What to answer from now."""
    version = versions.current()
    if not version.tag:  # nothing has changed since there is a database, or somebody has emptied it
        return _read(version)
    if _newest and _newest.version.tag == version.tag:
        return _newest
    if connection.in_atomic_block:
        _own.kept = _in_transaction(getattr(_own, "kept", None), version)
        return _own.kept
    with _lock:
        return _brought_up_to(version)


@contextmanager
def pinned() -> Iterator[versions.Version]:
    """Within it all is asked for one version of the data: the newest that this process can answer from at once."""
    with versions.asked_once():
        version = current().version
    with versions.asked_once(version):
        yield version


def warm_up() -> None:
    """For a server process that begins: reads the columns now, so that no reader waits for them.

    No connection is left open, which processes that are forked from this one would share.
    """
    global _newest
    with suppress(DatabaseError):  # it is not there yet, or not migrated
        _newest = _read(versions.current())
    connection.close()


def _in_transaction(known: Kept | None, version: versions.Version) -> Kept:
    if known and known.version.tag == version.tag:
        return known
    return _patched(known, version) or _patched(_newest, version) or _read(version)


def _brought_up_to(version: versions.Version) -> Kept:
    global _newest
    if _newest and _newest.version.tag == version.tag:
        return _newest
    if found := _patched(_newest, version):
        _newest = found
    elif _newest is None or _few():
        _newest = _read(version)
    else:
        _read_beside()
    return _newest


def _few() -> bool:
    return not Event.objects.published().order_by()[AT_ONCE : AT_ONCE + 1].exists()


def _read(version: versions.Version) -> Kept:
    """`version` was asked for before: what changes while it is being read will be read again."""
    return Kept(version, Columns.of(fetching.rows()), NamesInLanguages.read())


def _patched(kept: Kept | None, version: versions.Version) -> Kept | None:
    """What is kept, brought up to a version; None where too much has changed."""
    if kept is None:
        return None
    changed, names = versions.changed_between(kept.version, version)
    if changed is None:
        return None
    columns = fetching.patched(kept.columns, changed) if changed else kept.columns.with_nothing_kept()
    return Kept(version, columns, NamesInLanguages.read() if names else kept.names)


def _read_beside() -> None:
    global _beside
    if _beside is None or not _beside.is_alive():
        _beside = threading.Thread(target=_replace, name="columns", daemon=True)
        _beside.start()


def _replace() -> None:
    global _newest
    try:
        found = _read(versions.current())
        with _lock:
            _newest = found
    except DatabaseError:
        log.warning("The columns could not be read again; the next request tries once more.", exc_info=True)
    finally:
        connection.close()
