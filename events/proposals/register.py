"""Who and what a text has named so far, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from events.editing.recognition import KnownName
from events.proposals.states import State
from events.search.folding import fold


@dataclass
class NamedActor:
    """An actor that the text names. `known` is the key of one that is known already, None of a new one."""

    name: str
    kind: str
    rule: str
    confidence: float
    known: int | None = None
    variants: list[str] = field(default_factory=list)
    is_scholar: bool = False


class Mention(NamedTuple):
    """Words that name an actor or, where `kind` is “place”, a place: `text[start:end]` names `who`."""

    start: int
    end: int
    who: int
    kind: str


@dataclass
class NamesInText:
    """The actors of a text, the places by their mention, and all mentions by passage."""

    actors: list[NamedActor]
    places: list[str]
    mentions: list[list[Mention]]


class Register:
    """The actors and places of a text of so many passages; `names` are those of the known actors."""

    def __init__(self, text: str, passages: int, names: Sequence[KnownName]) -> None:
        self.text, self.names = text, names
        self.actors: list[NamedActor] = []
        self.places: list[str] = []
        self.mentions: list[list[Mention]] = [[] for _ in range(passages)]
        self._taken: list[list[tuple[int, int]]] = [[] for _ in range(passages)]
        self._by_key: dict[tuple[str, object], int] = {}
        self._known_by_name = {fold(name.name): name.actor for name in names}

    def known(self, name: str) -> int | None:
        """The known actor of a name."""
        key = self._known_by_name.get(fold(name))
        return None if key is None else self.of_key(key)

    def of_key(self, key: int) -> int:
        """A known actor by its key."""
        name = next(name for name in self.names if name.actor == key)
        return self.add(("known", key), NamedActor(name.name, name.kind or "person", "known name", 1.0, key))

    def state(self, state: State) -> int:
        for name in state.names:
            if (known := self.known(name)) is not None:
                return known
        return self.add(("state", state.name), NamedActor(state.name, "state", "name of a state", 0.95))

    def has_state(self, state: State) -> bool:
        """Whether a state that is not known has been named."""
        return ("state", state.name) in self._by_key

    def add(self, key: tuple[str, object], actor: NamedActor) -> int:
        """The actor of a key: the one that was named already, else this one."""
        if key not in self._by_key:
            self._by_key[key] = len(self.actors)
            self.actors.append(actor)
        return self._by_key[key]

    def mention(self, passage: int, start: int, end: int, who: int) -> None:
        """Says that words name an actor."""
        self._taken[passage].append((start, end))
        actor, words = self.actors[who], self.words(start, end)
        self.mentions[passage].append(Mention(start, end, who, actor.kind))
        if words != actor.name and words not in actor.variants:
            actor.variants.append(words)

    def place(self, passage: int, start: int, end: int) -> None:
        """Says that words name a place."""
        name = self.words(start, end)
        if name not in self.places:
            self.places.append(name)
        self._taken[passage].append((start, end))
        self.mentions[passage].append(Mention(start, end, self.places.index(name), "place"))

    def words(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def is_taken(self, passage: int, start: int, end: int) -> bool:
        """Whether some of the words name something already."""
        return any(start < other_end and other_start < end for other_start, other_end in self._taken[passage])

    def in_order(self) -> NamesInText:
        """All of it, the actors in the order in which they are first named."""
        first: dict[int, int] = {}
        for mentions in self.mentions:
            mentions.sort()
            for mention in mentions:
                if mention.kind != "place":
                    first.setdefault(mention.who, len(first))
        order = sorted(first, key=lambda who: first[who])
        place = {who: number for number, who in enumerate(order)}
        found = [
            [each if each.kind == "place" else each._replace(who=place[each.who]) for each in row]
            for row in self.mentions
        ]
        return NamesInText([self.actors[who] for who in order], self.places, found)
