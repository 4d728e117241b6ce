"""Which actors a text names: by whole words, without regard to case and diacritics, the longest names first.

A name is also recognised in the Romanian cases: “României”, “Partidului Comunist Român”.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from events.models import Actor, ActorName
from events.search.highlighting import folded_with_places

SHORT = 4
"""A name with fewer letters counts only in its own case: “UN” is not the Romanian “un”."""


_WORD = re.compile(r"\S+")


class KnownName(NamedTuple):
    """One of the names of an actor, given by its key."""

    name: str
    actor: int
    kind: str = ""


class Word(NamedTuple):
    folded: str
    written: str
    start: int
    end: int


def names() -> list[KnownName]:
    """Every name of every actor, in two queries."""
    own = Actor.objects.order_by("pk").values_list("name", "pk", "kind")
    others = ActorName.objects.order_by("pk").values_list("name", "actor", "actor__kind")
    return [KnownName(*row) for row in [*own, *others]]


class Recognized(NamedTuple):
    """Words that name an actor, or several who share the name: `text[start:end]`."""

    start: int
    end: int
    actors: tuple[int, ...]


class Recogniser:
    """Knows the names of actors, and finds them in one text after another."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._known: dict[str, list[tuple[tuple[str, ...], int, str]]] = defaultdict(list)
        for name in dict.fromkeys(names):
            if words := _words(name.name):
                key = tuple(word.folded for word in words)
                in_case = " ".join(word.written for word in words) if len("".join(key)) < SHORT else ""
                for form in forms(key[0]):
                    self._known[form].append((key, name.actor, in_case))

    def mentions(self, text: str) -> list[Recognized]:
        """Where the text names actors, in its order.

        Of names that overlap the one with most words counts, so that “Party” is not found in “Romanian Workers’
        Party”. The time is linear in the text, for names of a given length.
        """
        words = _words(text)
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for start, word in enumerate(words):
            for key, actor, in_case in self._known.get(word.folded, ()):
                those = words[start : start + len(key)]
                if len(those) < len(key):  # the text ends before
                    continue
                if not all(there.folded in forms(name) for there, name in zip(those, key, strict=True)):
                    continue
                if in_case in ("", " ".join(word.written for word in those)):
                    found[start, len(key)].append(actor)
        return [
            Recognized(words[start].start, words[start + size - 1].end, tuple(dict.fromkeys(found[start, size])))
            for start, size in _longest(found)
        ]


def actors_in(text: str, names: Iterable[KnownName]) -> list[int]:
    """The actors that the text names, each once, in its order; all of those who share a name."""
    mentions = Recogniser(names).mentions(text)
    return list(dict.fromkeys(actor for mention in mentions for actor in mention.actors))


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """A folded word of a name, and what it becomes in the genitive and dative of Romanian."""
    return frozenset({word, *_cases(word)})


def _cases(word: str) -> Iterator[str]:
    if len(word) < SHORT or not word.isalpha():
        return
    for ending, others in _CASES:
        if word.endswith(ending):
            yield from (word.removesuffix(ending) + other for other in others)
            return
    if word[-1] not in "aeiouy":
        yield from (f"{word}ul", f"{word}ului")


_CASES = (
    ("easca", ("esti",)),
    ("ara", ("arii", "arei")),
    ("ele", ("elor",)),
    ("ile", ("ilor",)),
    ("ii", ("iilor", "ilor")),
    ("ti", ("tiul", "tiului", "tilor")),  # București
    ("ul", ("ului",)),
    ("ea", ("ii", "ei")),
    ("ca", ("cii", "cei", "ce")),
    ("ga", ("gii", "gai", "ge")),
    ("ia", ("iei", "ie")),
    ("ta", ("tei", "tii", "te")),
    ("a", ("ei", "ii", "e")),
    ("e", ("ei",)),
)
"""Endings, folded, and what stands in their place; the first that fits counts."""


def _longest(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of what was found, each a place and a size, that which overlaps nothing longer, in the order of the text."""
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for start, size in sorted(found, key=lambda one: (-one[1], one[0])):
        places = range(start, start + size)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append((start, size))
    return sorted(kept)


def _words(text: str) -> list[Word]:
    """The words of a text, folded and as they are written."""
    folded, places = folded_with_places(text)
    found = []
    for word in _WORD.finditer(folded):
        start, end = places[word.start()], places[word.end() - 1] + 1
        found.append(Word(word[0], text[start:end], start, end))
    return found
