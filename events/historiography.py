"""Who argues what about an event, in which order, and where two views meet and part.

These functions read what the querysets have fetched and ask the database for nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from events.chronology import AFTER_ALL


def first_holder(interpretation) -> str:
    """The sort name of the first proponent, folded to the end where nobody is named."""
    return min((actor.sort_name for actor in interpretation.proponents.all()), default="")


def in_order(interpretations: Iterable) -> list:
    """By when the claim was made (unknown last), the contested before what contests it, first holder, slug.

    The same order sets the notes of an event and the sides of a debate. Interpretations must carry `contests`
    (see `InterpretationQuerySet.with_notes`).
    """

    def made_on(interpretation):
        earliest, latest = interpretation.made_on_earliest, interpretation.made_on_latest
        latest = AFTER_ALL if latest is None else latest
        return latest if earliest is None else earliest, latest

    def whole_key(interpretation):
        return made_on(interpretation), first_holder(interpretation), interpretation.slug

    ordered = []
    for _when, group in groupby(sorted(interpretations, key=whole_key), key=made_on):
        ordered.extend(_contested_first(list(group)))
    return ordered


def _contested_first(group: list) -> list:
    """The group in its order, but each after those of the group that it contests; circles keep the order."""
    members = {interpretation.pk: interpretation for interpretation in group}
    waits_for = {
        pk: {relation.target_id for relation in member.contests if relation.target_id in members and relation.target_id != pk}
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

    def __init__(self, interpretation, rows: Sequence):
        self.interpretation = interpretation
        self.rows = rows
        self.bearing = rows[0].bearing
        self.get_bearing_display = rows[0].get_bearing_display


def notes_of(event) -> list[Note]:
    """The published interpretations with evidence on the event, in order (see `EventQuerySet.for_list`)."""
    rows: dict[int, list] = {}
    for evidence in event.public_evidence:
        rows.setdefault(evidence.interpretation_id, []).append(evidence)
    interpretations = {evidence.interpretation_id: evidence.interpretation for evidence in event.public_evidence}
    return [Note(interpretation, rows[interpretation.pk]) for interpretation in in_order(interpretations.values())]


def is_contested(notes: Iterable[Note]) -> bool:
    """Whether one of the notes contests, or is contested by, a published interpretation."""
    return any(note.interpretation.contests or note.interpretation.contested_by for note in notes)
