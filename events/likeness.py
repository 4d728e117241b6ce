"""Which names look alike: the same words, or all the words of one among those of another. It imports no ORM."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

from events import folding

K = TypeVar("K", bound=Hashable)
Span = tuple[int | None, int | None]

COMMON = 50
"""A name whose rarest word is in more different names than this is too common for “contained in” to mean anything."""


def alike(names: Iterable[tuple[K, str, Span]]) -> set[K]:
    """The keys whose name looks like that of another key.

    A name comes with the span in which it applies, inclusive bounds, None where open or unknown: names whose
    spans cannot overlap are not alike. A key may have several names; it is never like itself.
    """
    groups: dict[frozenset[str], dict[K, Span]] = defaultdict(dict)
    for key, name, span in names:
        if words := frozenset(folding.words(name)):
            groups[words][key] = span
    holders: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in groups:
        for word in words:
            holders[word].append(words)
    found: set[K] = set()
    for words, members in groups.items():
        found |= overlapping(members)
        candidates = min((holders[word] for word in words), key=len)
        if len(candidates) <= COMMON:
            for larger in candidates:
                if words < larger:
                    found |= overlapping(members | groups[larger])
    return found


def overlapping(spans: dict[K, Span]) -> set[K]:
    """The keys whose span may overlap that of another key; an open or unknown end reaches without limit."""
    if len(spans) < 2:
        return set()
    limits = sorted(
        (
            (float("-inf") if first is None else first, float("inf") if last is None else last, key)
            for key, (first, last) in spans.items()
        ),
        key=lambda limit: limit[:2],
    )
    found: set[K] = set()
    reaching_furthest = limits[0]
    for limit in limits[1:]:
        if limit[0] <= reaching_furthest[1]:
            found |= {limit[2], reaching_furthest[2]}
        if limit[1] > reaching_furthest[1]:
            reaching_furthest = limit
    return found
