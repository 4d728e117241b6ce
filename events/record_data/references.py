"""What record data in the spelling of seed files points at: kinds and slugs."""

from collections.abc import Callable, Iterator
from typing import Any

from events.record_data.declaration import Data, SeedData, Shape


def with_slugs(shape: Shape, data: Data, change: Callable[[str, str], str | None]) -> Data:
    """The data with each slug that it points at replaced by `change(kind, slug)`; None leaves out the row or field.

    Returns the data itself where nothing changes.
    """
    changed: Data = {}
    for name, kind in shape.kinds_pointed_at.items():
        if (slug := data.get(name)) and (new := change(kind, slug)) != slug:
            changed[name] = new
    for name, kind in shape.kinds_listed.items():
        if slugs := data.get(name):
            mapped: list[Any] = sorted({new for slug in slugs if (new := change(kind, slug))})
            if mapped != slugs:
                changed[name] = mapped
    for name, part in shape.parts.items():
        if rows := data.get(name):
            mapped = [kept for row in rows if (kept := _row_with_slugs(part.shape, row, change)) is not None]
            if mapped != rows:
                changed[name] = mapped
    if not changed:
        return data
    found = SeedData(
        ((name, value) for name, value in {**data, **changed}.items() if value), pk=getattr(data, "pk", None)
    )
    for name, beside in shape.beside.items():  # without its record, the name of a row within it says nothing
        if beside not in found:
            found.pop(name, None)
    return found


def _row_with_slugs(shape: Shape, row: Data, change: Callable[[str, str], str | None]) -> Data | None:
    mapped = with_slugs(shape, row, change)
    return mapped if all(mapped.get(name) for name in shape.kinds_pointed_at if row.get(name)) else None


def slugs_of(shape: Shape, data: Data) -> Iterator[tuple[str, str]]:
    """Kind and slug of everything that the data points at."""
    for name, kind in shape.kinds_pointed_at.items():
        if slug := data.get(name):
            yield kind, slug
    for name, kind in shape.kinds_listed.items():
        for slug in data.get(name, ()):
            if slug is not None:  # taken out: it was faulty
                yield kind, slug
    for name, part in shape.parts.items():
        for row in data.get(name, ()):
            if row is not None:
                yield from slugs_of(part.shape, row)
