"""What the page of a question says: its answers and accounts in order, who answers whom, the evidence in order of time.

A question is a debate, and an account one of its interpretations. These functions read what `for_question` has fetched
and ask the database for nothing.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar

from events import dates
from events.historiography import wording
from events.historiography.notes import evidence_key, in_order
from events.models import Answer, Evidence, Interpretation, Relation, Source
from events.search.folding import words


class HasName(Protocol):
    """An answer, as a model or as it was read for readers."""

    @property
    def slug(self) -> str | None: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=HasName)


def alphabetical(answers: Iterable[N]) -> list[N]:
    """Answers by name: case, marks and punctuation count only between two that are the same without them."""
    return sorted(answers, key=lambda answer: (words(answer.name), answer.name, answer.slug))


@dataclass
class AnswerWithAccounts:
    """An answer with those of its accounts that are on the page; `answer` is None for accounts that give none."""

    answer: Answer | None
    accounts: list[Interpretation]


class Reply(NamedTuple):
    """What an account says of others or, `heard`, what they say of it; `ground` is blank where it is not told apart."""

    kind: str
    heard: bool
    ground: str
    others: list[Interpretation]


class Cell(NamedTuple):
    """The accounts of one answer that a piece of evidence bears on in the same way.

    Of what an account must explain, each stands with the account that demands it, None where it says so itself.
    """

    bearing: str
    accounts: list[tuple[Interpretation, Interpretation | None]]


class EvidenceRow(NamedTuple):
    """A piece of evidence and, for each side of the question, what its accounts make of it."""

    evidence: Evidence
    cells: list[list[Cell]]


KINDS = [
    str(kind)
    for kind in (Relation.Kind.CONTESTS, Relation.Kind.QUALIFIES, Relation.Kind.SUPPORTS, Relation.Kind.RESTS_ON)
]
"""What parts two accounts is said before what joins them."""

BEARINGS = list(Evidence.Bearing)


@dataclass
class QuestionOfPage:
    """The accounts of a question that are on a page, answer by answer, numbered in this order."""

    answers: Sequence[Answer]
    accounts: Sequence[Interpretation]
    before: int = 0
    """The number of accounts on earlier pages."""

    sides: list[AnswerWithAccounts] = field(init=False)
    numbers: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        for account in self.accounts:
            account.contests = [one for one in account.public_relations if one.kind == Relation.Kind.CONTESTS]
        given = {
            answer: [account for account in self.accounts if account.answer_id == (answer and answer.pk)]
            for answer in (*alphabetical(self.answers), None)
        }
        self.sides = [AnswerWithAccounts(answer, in_order(accounts)) for answer, accounts in given.items() if accounts]
        ordered = (account for side in self.sides for account in side.accounts)
        self.numbers = {account.pk: number for number, account in enumerate(ordered, self.before + 1)}

    # --- who answers whom ---

    def replies(self, account: Interpretation, grounds: Container[str] = KINDS[:1]) -> list[Reply]:
        """What an account says of others, and others of it: contests first, each kind before it is heard.

        On which ground is told apart for the kinds of `grounds`.
        """
        said = [(relation, False, relation.target) for relation in account.public_relations]
        said += [(relation, True, relation.interpretation) for relation in account.public_relations_here]

        def reply(one: tuple[Relation, bool, Interpretation]) -> tuple[int, bool, str]:
            relation, heard, _other = one
            return KINDS.index(relation.kind), heard, relation.ground if relation.kind in grounds else ""

        ordered = sorted(said, key=lambda one: (*reply(one), self._place(one[2])))
        found = []
        for (kind, heard, ground), group in groupby(ordered, key=reply):
            others = {other.pk: other for _relation, _heard, other in group}
            found.append(Reply(KINDS[kind], heard, ground, list(others.values())))
        return found

    def sentences(self) -> list[tuple[Interpretation, Reply]]:
        """Who contests whom, then who qualifies, supports and rests on whom, in the order of the accounts.

        Only what stands between two accounts of the page, as in the drawing.
        """
        found = []
        for side in self.sides:
            for account in side.accounts:
                for reply in self.replies(account, grounds=KINDS):
                    if not reply.heard and (here := [one for one in reply.others if one.pk in self.numbers]):
                        found.append((account, reply._replace(others=here)))
        return sorted(found, key=lambda one: KINDS.index(one[1].kind))

    def _place(self, account: Interpretation) -> tuple[int, str]:
        """Accounts of other questions, or of other pages, stand behind those of this one."""
        return self.numbers.get(account.pk, len(self.numbers) + self.before + 1), account.slug

    def name(self, account: Interpretation) -> str:
        """“5 Deletant”; of an account that is not on the page the name alone."""
        number, name = self.numbers.get(account.pk), wording.short_holder(account)
        return f"{number}\xa0{name}" if number else name

    def badge(self, account: Interpretation) -> str:
        """The number alone, where there is one."""
        return str(self.numbers.get(account.pk) or wording.short_holder(account))

    def address(self, account: Interpretation) -> str:
        """Where an account stands on this page, or else its own page."""
        return f"#a{self.numbers[account.pk]}" if account.pk in self.numbers else account.get_absolute_url()

    # --- evidence ---

    def sources(self) -> list[tuple[Source, list[Interpretation]]]:
        """The works that the accounts and their evidence cite, by when they could first be read, unknown last."""
        found: dict[Source, dict[int, Interpretation]] = {}
        for side in self.sides:
            for account in side.accounts:
                cites: list[Interpretation | Evidence] = [account, *account.public_evidence]
                for cited in cites:
                    for citation in cited.citations.all():
                        found.setdefault(citation.source, {})[account.pk] = account

        def sort_key(source: Source) -> tuple:
            date = dates.parse(source.available_from) if source.available_from else dates.UNDATED
            known = [day for day in (date.earliest, date.latest) if day]
            return not known, known[:1], source.sort_key, source.slug

        return [(source, list(found[source].values())) for source in sorted(found, key=sort_key)]

    def evidence(self) -> list[EvidenceRow]:
        """What bears on the accounts: events in order of time, the undated after them, circumstances last."""
        pieces: dict[int | str, Evidence] = {}
        cells: dict[int | str, list[dict[str, list]]] = {}
        for place, side in enumerate(self.sides):
            for account in side.accounts:
                for row in account.public_evidence:
                    key = evidence_key(row)
                    pieces.setdefault(key, row)
                    of_sides = cells.setdefault(key, [{} for _side in self.sides])
                    of_sides[place].setdefault(row.bearing, []).append((account, row.asserted_by))

        def sort_key(key: int | str) -> tuple:
            event = pieces[key].event
            return (False, event.undated, event.rank) if event else (True,)

        return [
            EvidenceRow(pieces[key], [_cells(of_side) for of_side in cells[key]])
            for key in sorted(pieces, key=sort_key)
        ]


def _cells(bearings: dict[str, list]) -> list[Cell]:
    return [Cell(bearing, bearings[bearing]) for bearing in BEARINGS if bearing in bearings]
