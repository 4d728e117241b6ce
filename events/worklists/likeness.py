"""Which names look alike: the same words, or all the words of one among those of another. It imports no ORM."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from events.search import folding
from events.search.stemming import SHORTEST, stems

K = TypeVar("K", bound=Hashable)
Span = tuple[int | None, int | None]

COMMON = 50
"""A name whose rarest word is in more different names than this is too common for “contained in” to mean anything."""


SHARED = 0.6
"""Two titles tell the same in other words where this part of the shorter one's words stands in both."""


def share_words(one: str, other: str) -> bool:
    """Whether two titles share two words or more, and most of the shorter one's: by their stems, short words aside."""
    shorter = min(len(_telling(one)), len(_telling(other)))
    return shared_words(one, other) >= max(2, SHARED * shorter)


def shared_words(one: str, other: str) -> int:
    """How many words of the shorter title are in the other: by their stems, short words aside."""
    shorter, longer = sorted((_telling(one), _telling(other)), key=len)
    return sum(any(not word.isdisjoint(there) for there in longer) for word in shorter)


@lru_cache(maxsize=4096)
def _telling(title: str) -> tuple[frozenset[str], ...]:
    """What each word of a title may be recognised by."""
    words = dict.fromkeys(folding.words(title))
    return tuple(frozenset({word, *stems(word)}) for word in words if len(word) >= SHORTEST)


def alike(names: Iterable[tuple[K, str, Span]], told_apart: Mapping[K, set[K]] | None = None) -> set[K]:
    """The keys whose name looks like that of another key.

    A name comes with the span in which it applies, inclusive bounds, None where open or unknown: names whose
    spans cannot overlap are not alike. A key may have several names; it is never like itself, nor like those that
    it is told apart from (said for both).
    """
    told_apart = told_apart or {}
    groups, holders = _grouped(names)
    found: set[K] = set()
    for words, members in groups.items():
        found |= _overlapping(members, told_apart)
        candidates = min((holders[word] for word in words), key=len)
        if len(candidates) <= COMMON:
            for larger in candidates:
                if words < larger:
                    found |= _overlapping(members | groups[larger], told_apart)
    return found


def companions(
    names: Iterable[tuple[K, str, Span]], wanted: Iterable[K], told_apart: Mapping[K, set[K]] | None = None
) -> dict[K, set[K]]:
    """For each of the wanted keys the keys that it is alike with, by the same rules as `alike`."""
    told_apart = told_apart or {}
    groups, holders = _grouped(names)
    found: dict[K, set[K]] = {key: set() for key in wanted}
    for words, members in groups.items():
        for key in members.keys() & found.keys():
            span, apart = members[key], {key} | told_apart.get(key, set())
            for near in _near(words, holders):
                found[key] |= {other for other, its in groups[near].items() if other not in apart and _meet(span, its)}
    return found


def _near(words: frozenset[str], holders: Mapping[str, list[frozenset[str]]]) -> set[frozenset[str]]:
    """The words themselves, and the words of names that contain them or are contained in them."""
    rare = [holders[word] for word in words if len(holders[word]) <= COMMON]
    near = {smaller for candidates in rare for smaller in candidates if smaller < words}
    if rare:
        near |= {larger for larger in min(rare, key=len) if words < larger}
    return near | {words}


def _meet(span: Span, other: Span) -> bool:
    (first, last), (other_first, other_last) = _limits(span), _limits(other)
    return first <= other_last and other_first <= last


def _grouped(
    names: Iterable[tuple[K, str, Span]],
) -> tuple[dict[frozenset[str], dict[K, Span]], dict[str, list[frozenset[str]]]]:
    """The keys by the words of their names, and the names' words by each of them."""
    groups: dict[frozenset[str], dict[K, Span]] = defaultdict(dict)
    for key, name, span in names:
        if words := frozenset(folding.words(name)):
            groups[words][key] = span
    holders: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in groups:
        for word in words:
            holders[word].append(words)
    return groups, holders


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
