"""Pages of a list by cursors: each begins behind the last record of the one before, whatever was added meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.models import Event
from events.selection.selection import Selection


@dataclass(frozen=True)
class CursorPage:
    """The keys of some records in the order of the list, how many it has, and the cursor of what follows, if any."""

    keys: Sequence[int]
    count: int
    cursor: str = ""


def of_selection(found: Selection, cursor: str, limit: int) -> CursorPage:
    """Of events in the order asked for. A cursor has the place and the slug of the last one seen.

    Where that event is no longer among them, the page begins behind its place. Raises ValidationError.
    """
    start = _start(found, cursor) if cursor else 0
    keys = found.ids(start, start + limit)
    end = start + len(keys)
    if not keys or end >= found.count:
        return CursorPage(keys, found.count)
    slug = Event.objects.filter(pk=keys[-1]).values_list("slug", flat=True).first() or ""
    return CursorPage(keys, found.count, f"{end}~{slug}")


def _start(found: Selection, cursor: str) -> int:
    place, tilde, slug = cursor.partition("~")
    if not (tilde and place.isascii() and place.isdigit() and len(place) < 10) or "\0" in slug:
        raise ValidationError(_("Take the cursor from the address of the next page as it is."))
    pk = Event.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
    at = np.flatnonzero(np.asarray(found.all_ids()) == (pk or 0))
    return int(at[0]) + 1 if len(at) else int(place)


def of_records(records: QuerySet, count: int, cursor: str, limit: int) -> CursorPage:
    """Of so many records by their slugs; a cursor is the slug of the last one seen."""
    if "\0" in cursor:
        raise ValidationError(_("Take the cursor from the address of the next page as it is."))
    rows: Any = records.order_by("slug").values_list("pk", "slug")
    found = list((rows.filter(slug__gt=cursor) if cursor else rows)[: limit + 1])
    following = found[limit - 1][1] if len(found) > limit else ""
    return CursorPage([pk for pk, _slug in found[:limit]], count, following)
