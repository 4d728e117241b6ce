"""What the timeline opens with where nothing is chosen: the questions that editors feature, each with its answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from events.historiography import wording
from events.models import Citation, Debate, Interpretation
from events.models.querysets import DebateQuerySet
from events.search.folding import words

BESIDE = 2
"""So many questions stand beside the first."""

NAMED = 3
"""So many accounts of an answer are named; of more, one fewer and the number of the others."""

LONGEST_QUOTE = 160
"""A quotation of more characters ends at a word before that."""


@dataclass
class Answer:
    """An answer with those who give it, in order."""

    name: str
    statement: str
    accounts: list[Interpretation] = field(default_factory=list)

    @cached_property
    def quotation(self) -> Citation | None:
        """The first of their words that are quoted."""
        quoted = (cited for account in self.accounts for cited in account.citations.all() if cited.quote)
        return next(quoted, None)

    @property
    def quote(self) -> str:
        quote = self.quotation.quote if self.quotation else ""
        return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rsplit(maxsplit=1)[0]} …"

    @property
    def language(self) -> str:
        """That of the quotation, if it is said."""
        return self.quotation.quote_language if self.quotation else ""

    @property
    def holders(self) -> str:
        """“Dennis Deletant, 2007; Polityka, 2024 and 2 more”."""
        return self._named(NAMED, wording.signature_in_time)

    @property
    def holders_in_short(self) -> str:
        return self._named(1, wording.signature)

    def _named(self, most: int, sign: Callable) -> str:
        signed = list(dict.fromkeys(map(sign, self.accounts)))
        named = signed if len(signed) <= most else signed[: max(most - 1, 1)]
        names, further = "; ".join(named), len(signed) - len(named)
        return f"{names} {_('and %(n)d more') % {'n': further}}" if further else names


@dataclass
class Question:
    """A debate with the answers that published interpretations give, in alphabetical order."""

    debate: Debate
    answers: list[Answer]
    accounts: int

    @property
    def url(self) -> str:
        return self.debate.get_absolute_url()

    @property
    def paragraphs(self) -> list[str]:
        """Those of the introduction, of which the first sets the scene."""
        return [text for paragraph in self.debate.introduction.split("\n\n") if (text := paragraph.strip())]

    @property
    def scene(self) -> str:
        return next(iter(self.paragraphs), "")

    @property
    def quotes(self) -> bool:
        """Whether the words of every answer are quoted; of one alone they would give it more weight."""
        return all(answer.quotation for answer in self.answers)


class Opening:
    """`first` is None where no question is featured; `beside` are then the first of all by their words."""

    def __init__(self) -> None:
        published = Debate.objects.published()
        self.number = published.count()
        featured = list(_with_answers(published.filter(featured__isnull=False).order_by("featured"), 1 + BESIDE))
        self.first = featured.pop(0) if featured else None
        self.beside = (
            featured if self.first else list(_with_answers(published.order_by("question", "slug"), 1 + BESIDE))
        )


def question_of(debate: Debate) -> Question:
    """A published debate with its answers."""
    return _with_answers(Debate.objects.filter(pk=debate.pk), 1)[0]


def _with_answers(debates: DebateQuerySet, most: int) -> list[Question]:
    cited = Prefetch("citations", Citation.objects.select_related("source"))
    argued = Interpretation.objects.published().select_related("answer").prefetch_related("proponents", cited)
    found = debates.prefetch_related(Prefetch("interpretations", argued))[:most]
    return [_question(debate) for debate in found]


def _question(debate: Debate) -> Question:
    """`debate.interpretations` are the published ones."""
    answers: dict[int, Answer] = {}
    accounts = debate.interpretations.all()
    for account in accounts:
        if given := account.answer:
            answer = answers.setdefault(given.pk, Answer(given.name, given.statement))
            answer.accounts.append(account)
    in_alphabetical_order = sorted(answers.values(), key=lambda answer: words(answer.name))
    return Question(debate, in_alphabetical_order, len(accounts))
