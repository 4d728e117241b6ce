"""Entries of history: one for each write, and none of what was there before is missing from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import reversion
from django.utils.translation import gettext as _
from reversion.models import Version

from events.editing import history
from events.record_data import reading, writing
from events.record_data.declaration import Data
from events.signals import invalidation


@contextmanager
def entry(record: Any, user: Any, *comment: str) -> Iterator[None]:
    """One entry for all that is written of the record within it; its comment has a line for each that is not blank."""
    catch_up(record)
    with history.recording(user, *comment), invalidation.batched():
        yield
        add(record)


def write(record: Any, user: Any, data: Data, *comment: str) -> None:
    """Makes the record what the data says, as one entry. Raises ValidationError; then nothing is written."""
    with entry(record, user, *comment):
        writing.write(record, data)


def add(record: Any) -> None:
    """Adds the record as it is now, dated so, to the entry that is being made."""
    if not touch(record):  # which adds it too
        reversion.add_to_revision(record)


def touch(record: Any) -> bool:
    """Dates the record as changed now, and tells whether its kind is dated."""
    dated = hasattr(record, "updated_at")
    if dated:
        record.save(update_fields=["updated_at"])
    return dated


def catch_up(record: Any, live: Data | None = None) -> None:
    """Records the record as it is, if its history does not hold that: it was written by a program, not by an editor."""
    newest = Version.objects.get_for_object(record).select_related("content_type", "revision").first()
    live = live or reading.read(record)
    known = reading.keys_of(type(record), live)
    if newest is None or reading.completed(reading.read_version(newest, known), live) != live:
        with history.recording(None, outside()):
            reversion.add_to_revision(record)


def outside() -> str:
    return _("As it was before: written outside of the office.")
