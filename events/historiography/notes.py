"""Who argues what about an event, in which order, and where two views meet and part.

These functions read what the querysets have fetched and ask the database for nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from events.chronology.bounds import AFTER_ALL
from events.models import Evidence
from events.published import claims
from events.published import events as published
from events.search.folding import words


def first_holder(interpretation: claims.AnyInterpretation) -> tuple[bool, str]:
    """The sort name of the first proponent, after every name where nobody is named."""
    name = min((actor.sort_name for actor in interpretation.proponents.all()), default="")
    return not name, name


def in_order(interpretations: Iterable) -> list:
    """By when the claim was made (unknown last), the contested before what contests it, first holder, slug.

    The same order sets the notes of an event and the sides of a debate. Interpretations must carry `contests`
    (see `InterpretationQuerySet.with_notes`).
    """
    ordered = list(interpretations)
    if len(ordered) < 2:
        return ordered
    ordered.sort(key=_made_on)
    return [one for _when, group in groupby(ordered, key=_made_on) for one in _contested_first(list(group))]


def _made_on(interpretation: claims.AnyInterpretation) -> tuple[int, int]:
    earliest, latest = interpretation.made_on_earliest, interpretation.made_on_latest
    if latest is None:
        latest = AFTER_ALL
    return latest if earliest is None else earliest, latest


def _holder_and_slug(interpretation: claims.AnyInterpretation) -> tuple[tuple[bool, str], str]:
    return first_holder(interpretation), interpretation.slug


def _contested_first(group: list) -> list:
    """The group by first holder and slug, but each after those of it that it contests; circles keep the order."""
    if len(group) < 2:
        return group
    group.sort(key=_holder_and_slug)
    members = {interpretation.pk: interpretation for interpretation in group}
    waits_for = {
        pk: {
            relation.target_id
            for relation in member.contests
            if relation.target_id in members and relation.target_id != pk
        }
        for pk, member in members.items()
    }
    placed: list = []
    remaining = list(members)
    while remaining:
        free = next((pk for pk in remaining if not waits_for[pk] & set(remaining)), remaining[0])
        remaining.remove(free)
        placed.append(members[free])
    return placed


class Note:
    """An interpretation as a note on an event: what it says of this event in particular."""

    __slots__ = ("bearing", "interpretation", "rows")

    def __init__(self, interpretation: claims.AnyInterpretation, rows: Sequence[Evidence | claims.Evidence]):
        self.interpretation = interpretation
        self.rows = rows
        self.bearing = rows[0].bearing


def notes_of(event: published.AnyArgued) -> list[Note]:
    """The published interpretations with evidence on the event, in order (see `EventQuerySet.for_list`)."""
    rows: dict[int, list] = {}
    for evidence in event.public_evidence:
        rows.setdefault(evidence.interpretation_id, []).append(evidence)
    interpretations = [evidence[0].interpretation for evidence in rows.values()]
    return [Note(interpretation, rows[interpretation.pk]) for interpretation in in_order(interpretations)]


def is_contested(notes: Iterable[Note]) -> bool:
    """Whether one of the notes contests, or is contested by, a published interpretation."""
    return any(note.interpretation.contests or note.interpretation.contested_by for note in notes)


def disagreeing(notes: Sequence[Note]) -> tuple | None:
    """Of the interpretations that disagree on an event, the two that show it best; None for an uncontested one.

    Two that are both notes on it come before one with a view from elsewhere, and different answers to one question
    before any others; then the first in order. They stand in the alphabetical order of their answers, else as they are.
    """
    places = {note.interpretation.pk: place for place, note in enumerate(notes)}
    elsewhere = len(places)
    best: tuple | None = None
    for place, note in enumerate(notes):
        one: Any = note.interpretation
        against: list[Any] = [relation.target for relation in one.contests]
        against += [relation.interpretation for relation in one.contested_by]
        for other in against:
            where = places.get(other.pk, elsewhere)
            if where > place:
                rank = where == elsewhere, not answer_apart(one, other), place, where, other.slug
                best = min(best or (rank, one, other), (rank, one, other), key=itemgetter(0))
    if best is None:
        return None
    pair = best[1:]
    return (
        tuple(sorted(pair, key=lambda side: words(side.answer_name))) if answer_apart(*pair) else tuple(in_order(pair))
    )


def answer_apart(one: claims.Claim, other: claims.Claim) -> bool:
    """Whether they give different answers to the same question."""
    return (
        one.debate_id == other.debate_id
        and bool(one.answer_name and other.answer_name)
        and one.answer_name != other.answer_name
    )


# --- sides next to each other -----------------------------------------------------------------------------------------


def evidence_key(evidence: Evidence) -> int | str:
    """What two pieces of evidence share if they are the same: the event, or the circumstance in words."""
    return evidence.event_id or evidence.circumstance
