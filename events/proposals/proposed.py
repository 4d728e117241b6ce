"""What is proposed of a text: its events and interpretations, each with its exact words and the rule that made it."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.documents.cutting import Span
from events.proposals.register import NamedActor


@dataclass(frozen=True, slots=True)
class When:
    """When an event happened, and the words that say so: `text[start:end]`.

    A relative date counts from another event (`after`, its place in `Proposals.events`), by `offset` or by nobody knows
    how much.
    """

    start: int
    end: int
    edtf: str = ""
    part: str = ""
    basis: str = "stated"
    after: int | None = None
    offset: str = ""


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """That the words `text[start:end]` of a passage tell an event.

    `actors` are places in `Proposals.actors`, each with a role.
    """

    passage: int
    start: int
    end: int
    title: str
    when: When | None
    actors: tuple[tuple[int, str], ...]
    place: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ProposedInterpretation:
    """That the words `text[start:end]` of a passage judge. `contests` is a place in `Proposals.interpretations`."""

    passage: int
    start: int
    end: int
    claim: str
    voice: str
    holders: tuple[int, ...]
    names_only_some: bool
    attribution: str
    hedge: str
    ground: str
    evidence: tuple[int, ...]
    contests: int | None
    rule: str
    confidence: float


@dataclass
class Proposals:
    """All that is proposed of a text. `unused` are passages that nothing uses, each with what is missing for more."""

    text: str
    language: str
    passages: list[Span]
    actors: list[NamedActor]
    places: list[str]
    events: list[ProposedEvent] = field(default_factory=list)
    interpretations: list[ProposedInterpretation] = field(default_factory=list)
    unused: dict[int, str] = field(default_factory=dict)
