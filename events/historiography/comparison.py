"""Two sides next to each other: where they contradict, what both use, and what only one does.

A side is an account, or all that an actor holds, or all that cites a source. These functions read what `for_sides` has
fetched and ask the database for nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from events.historiography.notes import evidence_key, in_order
from events.models import Actor, Evidence, Interpretation, Relation, Source


class ComparedSide:
    """What one of the two says; `more` accounts of it are left out."""

    def __init__(
        self, record: Actor | Interpretation | Source, interpretations: Iterable[Interpretation], more: int = 0
    ):
        self.record = record
        self.interpretations = in_order(interpretations)
        self.more = more
        self.evidence: dict[int | str, list[Evidence]] = {}
        for one in self.interpretations:
            for row in one.public_evidence:
                self.evidence.setdefault(evidence_key(row), []).append(row)


class ComparedClaim(NamedTuple):
    """A claim, and the relations by which it contests or is contested by the other side."""

    interpretation: Interpretation
    contests: list[Relation]
    contested_by: list[Relation]


class Shared(NamedTuple):
    """A piece of evidence that both sides use, with what those of each make of it."""

    evidence: Evidence
    rows: tuple[list[Evidence], list[Evidence]]


@dataclass
class Comparison:
    """Two sides. Each claim and each piece of evidence stands in one place.

    `contradictions` are pairs of the claims of either side that contest one another, directly or through others of
    them; `others` what else each says.
    """

    a: ComparedSide
    b: ComparedSide
    contradictions: list[tuple[list[ComparedClaim], list[ComparedClaim]]] = field(init=False)
    others: tuple[list[ComparedClaim], list[ComparedClaim]] = field(init=False)
    shared: list[Shared] = field(init=False)
    alone: tuple[list[list[Evidence]], list[list[Evidence]]] = field(init=False)

    def __post_init__(self) -> None:
        a, b = self.a, self.b
        both = {one.pk for one in a.interpretations} & {one.pk for one in b.interpretations}
        claims = (_claims(a, b, both), _claims(b, a, both))
        self.contradictions = list(_joined(*claims))
        self.others = tuple([claim for claim in side if not (claim.contests or claim.contested_by)] for side in claims)  # type: ignore[assignment]
        common = [key for key in a.evidence if key in b.evidence]
        self.shared = [Shared(a.evidence[key][0], (a.evidence[key], b.evidence[key])) for key in common]
        self.alone = tuple(  # type: ignore[assignment]
            [rows for key, rows in side.evidence.items() if key not in common] for side in (a, b)
        )

    @property
    def sides(self) -> tuple[ComparedSide, ComparedSide]:
        return self.a, self.b

    @property
    def dates(self) -> tuple[list[Interpretation], list[Interpretation]] | None:
        """The claims of each side that argue for dates; None where not both do, or all for the same."""
        dated = tuple([one for one in side.interpretations if one.argued_date] for side in self.sides)
        if not all(dated) or len({one.argued_date for side in dated for one in side}) < 2:
            return None
        return dated  # type: ignore[return-value]


def _claims(side: ComparedSide, other: ComparedSide, both: set[int]) -> list[ComparedClaim]:
    """The claims of a side; what both sides hold contradicts neither."""
    theirs = {one.pk for one in other.interpretations} - both
    return [
        ComparedClaim(
            one,
            [relation for relation in one.contests if relation.target_id in theirs and one.pk not in both],
            [relation for relation in one.contested_by if relation.interpretation_id in theirs and one.pk not in both],
        )
        for one in side.interpretations
    ]


def _joined(
    ours: list[ComparedClaim], theirs: list[ComparedClaim]
) -> Iterator[tuple[list[ComparedClaim], list[ComparedClaim]]]:
    """Claims that contest one another, with all that are joined to them so."""
    against = {
        claim.interpretation.pk: {relation.target_id for relation in claim.contests}
        | {relation.interpretation_id for relation in claim.contested_by}
        for claim in (*ours, *theirs)
    }
    placed: set[int] = set()
    for claim in ours:
        if claim.interpretation.pk in placed or not against[claim.interpretation.pk]:
            continue
        group, waiting = set(), [claim.interpretation.pk]
        while waiting:
            if (one := waiting.pop()) not in group:
                group.add(one)
                waiting += against[one]
        placed |= group
        yield (
            [one for one in ours if one.interpretation.pk in group],
            [one for one in theirs if one.interpretation.pk in group],
        )
