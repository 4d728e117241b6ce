"""What the timeline opens with where nothing is chosen: the questions that editors feature, each with its answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, F, Prefetch, Window
from django.db.models.functions import RowNumber

from events.historiography import wording
from events.models import Citation, Debate, Interpretation
from events.models.querysets import DebateQuerySet
from events.models.translations import in_language
from events.search.folding import words
from events.site import description
from events.site.languages import active
from events.site.translation import gettext as _

BESIDE = 2
"""So many questions stand beside the first."""

NAMED = 3
"""So many accounts of an answer are named; of more, one fewer and the number of the others."""

LOOKED_AT = 12
"""So many accounts of an answer are read, for names and a quotation; the others are counted."""

LONGEST_QUOTE = 240
"""A quotation of more characters is left to the question's page: here it would have to be cut."""


@dataclass
class OpeningAnswer:
    """An answer, how many accounts give it, and the first of them."""

    name: str
    statement: str
    number: int
    accounts: list[Interpretation] = field(default_factory=list)

    @cached_property
    def quotation(self) -> Citation | None:
        """The first of their words, short enough to stand here whole, that readers can read in the language of the
        page, in it or translated into it."""
        citations = (cited for account in self.accounts for cited in account.citations.all())
        quoted = [cited for cited in citations if 0 < len(_words_of(cited)) <= LONGEST_QUOTE]
        own = (cited for cited in quoted if _language_of(cited)[:2] == active()[:2])
        return next(own, None) or next(filter(_is_translated, quoted), None)

    @property
    def quote(self) -> str:
        return _words_of(self.quotation) if self.quotation else ""

    @property
    def is_translated(self) -> bool:
        return self.quotation is not None and _language_of(self.quotation)[:2] != active()[:2]

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
        names, further = "; ".join(named), len(signed) - len(named) + self.number - len(self.accounts)
        return f"{names} {_('and %(n)d more') % {'n': further}}" if further else names


def _language_of(citation: Citation) -> str:
    """That of a quotation, where nothing is said that of its source, else the corpus's."""
    said = citation.quote_language or citation.source.csl.get("language")
    return str(said or description.current().content_language)


def _words_of(citation: Citation) -> str:
    """Its words, translated where they are in another language than the page; blank where nothing is quoted."""
    translated = citation.quote and _language_of(citation)[:2] != active()[:2]
    return str(citation.translation or "") if translated else citation.quote


def _is_translated(citation: Citation) -> bool:
    translation = citation.translation
    return bool(translation) and getattr(translation, "language", active()) == active()


@dataclass
class OpeningQuestion:
    """A debate with the answers that published interpretations give, in alphabetical order."""

    debate: Debate
    answers: list[OpeningAnswer]
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
            featured
            if self.first
            else list(_with_answers(published.order_by(in_language("question"), "slug"), 1 + BESIDE))
        )


def question_of(debate: Debate) -> OpeningQuestion:
    """A published debate with its answers."""
    return _with_answers(Debate.objects.filter(pk=debate.pk), 1)[0]


def _with_answers(debates: DebateQuerySet, most: int) -> list[OpeningQuestion]:
    """The questions, read in as many queries however many accounts they have."""
    found = list(debates[:most])
    argued = Interpretation.objects.published().filter(debate__in=found)
    counted = argued.order_by().values("debate", "answer").annotate(number=Count("pk"))
    numbers: dict[tuple, int] = {(row["debate"], row["answer"]): row["number"] for row in counted}
    place = Window(
        RowNumber(), partition_by="answer", order_by=(F("made_on_earliest").asc(nulls_last=True), F("slug").asc())
    )
    first = argued.exclude(answer=None).annotate(place=place).filter(place__lte=LOOKED_AT).order_by("place")
    answers: dict[int, OpeningAnswer] = {}
    of_debate: dict[int | None, list[OpeningAnswer]] = {}
    cited = Prefetch("citations", Citation.objects.select_related("source"))
    for account in first.select_related("answer").prefetch_related("proponents", cited):
        given = account.answer
        assert given
        if given.pk not in answers:
            number = numbers[account.debate_id, given.pk]
            answers[given.pk] = OpeningAnswer(given.name, given.statement, number)
            of_debate.setdefault(account.debate_id, []).append(answers[given.pk])
        answers[given.pk].accounts.append(account)
    return [
        OpeningQuestion(
            debate,
            sorted(of_debate.get(debate.pk, ()), key=lambda answer: words(answer.name)),
            sum(number for (pk, _answer), number in numbers.items() if pk == debate.pk),
        )
        for debate in found
    ]
