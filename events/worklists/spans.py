"""Bounds of dates that are stored as EDTF alone, and what is certain of two spans."""

from functools import lru_cache

from events.chronology import bounds


@lru_cache(10_000)
def known_bounds(edtf: str) -> tuple[int | None, int | None]:
    """The bounds of a stored date; none of one that no longer parses."""
    try:
        return bounds.bounds_of(edtf)
    except ValueError:
        return None, None


def apart(span: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Whether two spans cannot overlap; an open or unknown end reaches without limit."""
    (first, last), (other_first, other_last) = span, other
    return (last is not None and other_first is not None and last < other_first) or (
        first is not None and other_last is not None and first > other_last
    )
