"""Which names look alike: the same words, or all the words of one among those of another. It imports no ORM."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from events import folding

K = TypeVar("K", bound=Hashable)
Span = tuple[int | None, int | None]

COMMON = 50
"""A name whose rarest word is in more different names than this is too common for “contained in” to mean anything."""


def alike(names: Iterable[tuple[K, str, Span]], told_apart: Mapping[K, set[K]] | None = None) -> set[K]:
    """The keys whose name looks like that of another key.

    A name comes with the span in which it applies, inclusive bounds, None where open or unknown: names whose
    spans cannot overlap are not alike. A key may have several names; it is never like itself, nor like those that
    it is told apart from (said for both).
    """
    told_apart = told_apart or {}
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
        found |= _overlapping(members, told_apart)
        candidates = min((holders[word] for word in words), key=len)
        if len(candidates) <= COMMON:
            for larger in candidates:
                if words < larger:
                    found |= _overlapping(members | groups[larger], told_apart)
    return found


def _overlapping(spans: dict[K, Span], told_apart: Mapping[K, set[K]]) -> set[K]:
    """The keys whose span may overlap that of another key that they are not told apart from."""
    if len(spans) < 2:
        return set()
    limits = {key: _limits(span) for key, span in spans.items()}
    ordered = sorted(limits, key=limits.__getitem__)
    found: set[K] = set()
    furthest = ordered[0]
    for key in ordered[1:]:
        if limits[key][0] <= limits[furthest][1]:
            found |= {key, furthest}
        if limits[key][1] > limits[furthest][1]:
            furthest = key
    doubtful = {key for key in found if not told_apart.get(key, set()).isdisjoint(spans)}
    for key in doubtful:
        others = spans.keys() - told_apart[key] - {key}
        if all(limits[key][1] < limits[other][0] or limits[other][1] < limits[key][0] for other in others):
            found.remove(key)
    return found


def _limits(span: Span) -> tuple[float, float]:
    """An open or unknown end reaches without limit."""
    first, last = span
    return float("-inf") if first is None else first, float("inf") if last is None else last
