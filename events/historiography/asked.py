"""What is argued of one thing, such as an event or by one historian: question by question, and answer by answer.

These functions read what was fetched, and ask the database for nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from events.historiography.notes import in_order
from events.historiography.questions import QuestionOfPage, Reply, alphabetical
from events.historiography.wording import place_in_source
from events.models import Answer, Debate, Interpretation, Relation, Source
from events.published import belongings, claims
from events.search.folding import words


class AnswerArgued(NamedTuple):
    """An answer with what is argued for it here; `answer` is None for what gives none."""

    answer: Answer | belongings.Answer | None
    argued: list


class Given(NamedTuple):
    """So many published accounts of a question give an answer, or none of its answers where the slug is None."""

    debate: str
    slug: str | None
    name: str
    number: int


@dataclass
class Asked:
    """A question and what is argued here, in order and by answer; None for what belongs to no question readers see.

    It is `dated` where claims argue for dates. `accounts` is the number of all its accounts, wherever they are, and
    `elsewhere` are the answers that nobody gives here.
    """

    question: Debate | belongings.Debate | None
    argued: list
    sides: list[AnswerArgued]
    contested: bool
    dated: bool
    accounts: int = 0
    elsewhere: list[Given] = field(default_factory=list)


def by_question(
    argued: Iterable, given: Sequence[Given] = (), of: Callable[[Any], Any] = lambda note: note.interpretation
) -> list[Asked]:
    """What is argued, in its order, under its questions: first those of the date, then where accounts disagree, then
    where there are most.

    `of` leads from an item to its interpretation. What belongs to no question stands last.
    """
    grouped: dict[str, list] = {}
    questions = {}
    for item in argued:
        question = question_of(of(item))
        slug = question.slug if question else ""
        questions[slug] = question
        grouped.setdefault(slug, []).append(item)
    found = [
        _asked(questions[slug], items, [one for one in given if one.debate == slug], of)
        for slug, items in grouped.items()
    ]
    return sorted(found, key=_order)


class Held(NamedTuple):
    """What a historian argues, question by question, with who answers each account, and the works cited for them."""

    asked: list[Asked]
    replies: dict[int, list[Reply]]
    works: list[tuple[Source, list[str]]]


def held(accounts: Sequence[Interpretation]) -> Held:
    """Of accounts as `for_question` fetches them. A work stands with the parts of it that are cited."""
    question = QuestionOfPage((), accounts)
    for account in accounts:
        heard = account.public_relations_here
        account.contested_by = [relation for relation in heard if relation.kind == Relation.Kind.CONTESTS]
    parts: dict[Source, dict[str, None]] = {}
    for citation in (citation for account in accounts for citation in account.citations.all()):
        parts.setdefault(citation.source, {}).setdefault(place_in_source(citation))
    works = sorted(parts, key=lambda work: (not work.issued, work.issued, work.sort_key, work.slug))
    return Held(
        by_question(in_order(accounts), of=lambda account: account),
        {account.pk: question.replies(account) for account in accounts},
        [(work, [part for part in parts[work] if part]) for work in works],
    )


def question_of(interpretation: Interpretation | claims.Interpretation) -> Debate | belongings.Debate | None:
    """The question that it speaks to, if readers see it."""
    debate = interpretation.debate
    return None if isinstance(debate, Debate) and not debate.is_published else debate


def _asked(
    question: Debate | belongings.Debate | None, items: list, given: list[Given], of: Callable[[Any], Any]
) -> Asked:
    answers = {answer.slug: answer for item in items if question and (answer := of(item).answer)}
    sides = [
        AnswerArgued(answer, [item for item in items if answer == (of(item).answer if question else None)])
        for answer in (*alphabetical(answers.values()), None)
    ]
    elsewhere = [one for one in given if one.slug is not None and one.slug not in answers]
    return Asked(
        question,
        items,
        [side for side in sides if side.argued],
        any(of(item).contests or of(item).contested_by for item in items),
        any(of(item).argued_date for item in items),
        sum(one.number for one in given) or len(items),
        alphabetical(elsewhere),
    )


def _order(asked: Asked) -> tuple:
    if asked.question is None:
        return (True,)
    return (
        False,
        not asked.dated,
        not asked.contested,
        -len(asked.argued),
        words(asked.question.question),
        asked.question.slug,
    )
