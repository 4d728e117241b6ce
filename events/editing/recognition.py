"""Which actors a text names: by whole words, without regard to case and diacritics, the longest names first."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from events.models import Actor, ActorName
from events.search.highlighting import folded_with_places

SHORT = 4
"""A name with fewer letters counts only in its own case: “UN” is not the Romanian “un”."""


_WORD = re.compile(r"\S+")


class Name(NamedTuple):
    """One of the names of an actor, given by its key."""

    name: str
    actor: int
    kind: str = ""


class Word(NamedTuple):
    folded: str
    written: str


def names() -> list[Name]:
    """Every name of every actor, in two queries."""
    own = Actor.objects.order_by("pk").values_list("name", "pk", "kind")
    others = ActorName.objects.order_by("pk").values_list("name", "actor", "actor__kind")
    return [Name(*row) for row in [*own, *others]]


def actors_in(text: str, names: Iterable[Name]) -> list[int]:
    """The actors that the text names, each once, in its order; all of those who share a name.

    Of names that overlap the one with most words counts, so that “Party” is not found in “Romanian Workers’ Party”.
    The time is linear in the text, for names of a given length.
    """
    known: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    sizes: dict[str, set[int]] = defaultdict(set)
    for name in names:
        if words := _words(name.name):
            key = tuple(word.folded for word in words)
            in_case = " ".join(word.written for word in words) if len("".join(key)) < SHORT else ""
            known[key].append((name.actor, in_case))
            sizes[key[0]].add(len(key))
    words = _words(text)
    found: list[tuple[int, int, list[int]]] = []
    for start, word in enumerate(words):
        for size in sizes.get(word.folded, ()):
            those = words[start : start + size]
            if len(those) < size:  # the text ends before
                continue
            written = " ".join(word.written for word in those)
            named = known.get(tuple(word.folded for word in those), ())
            if actors := [actor for actor, in_case in named if in_case in ("", written)]:
                found.append((start, size, actors))
    return list(dict.fromkeys(actor for _start, _size, actors in _longest(found) for actor in actors))


def _longest(found: list[tuple[int, int, list[int]]]) -> list[tuple[int, int, list[int]]]:
    """Of what was found, that which overlaps nothing longer, in the order of the text."""
    kept: list[tuple[int, int, list[int]]] = []
    taken: set[int] = set()
    for start, size, actors in sorted(found, key=lambda one: (-one[1], one[0])):
        places = range(start, start + size)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append((start, size, actors))
    return sorted(kept, key=lambda one: one[0])


def _words(text: str) -> list[Word]:
    """The words of a text, folded and as they are written."""
    folded, places = folded_with_places(text)
    return [
        Word(found[0], text[places[found.start()] : places[found.end() - 1] + 1]) for found in _WORD.finditer(folded)
    ]
