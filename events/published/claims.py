"""Published interpretations as they stand beside an event: by their place alone, as a note, a claim, or whole.

What each contests, and what contests it, is read with it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.db.models import Q, QuerySet

from events import models
from events.models import Ground
from events.models.base import address_of_page
from events.models.fields import readable
from events.models.translations import said
from events.published import subqueries
from events.published.belongings import Actor, Answer, CitationOfWork, Debate, Many, Work, rows, say
from events.published.subqueries import columns_of, from_column
from events.site.languages import Reading, text_of
from events.site.translation import label
from events.sql.statements import among


class Relation(NamedTuple):
    """One published interpretation contests another."""

    interpretation: "Ordered"
    target: "Ordered"
    ground: str

    @staticmethod
    def query() -> QuerySet:
        """Those of the interpretations with the given keys, at either end, with keys and slugs of both."""
        either = Q(among(models.Relation, "interpretation_id")) | Q(among(models.Relation, "target_id"))
        relations = models.Relation.objects.public().contesting().filter(either)
        return relations.order_by("target__slug", "interpretation__slug").values_list(
            "interpretation", "interpretation__slug", "target", "target__slug", "ground"
        )

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk

    @property
    def target_id(self) -> int:
        return self.target.pk


class Proponent(NamedTuple):
    """Who argues it."""

    @staticmethod
    def query() -> QuerySet:
        """Those of the interpretations with the given keys, each with its key and the actor's."""
        through = models.Interpretation.proponents.through
        proponents = through.objects.filter(among(through, "interpretation_id"))
        names = proponents.order_by(*(f"actor__{name}" for name in models.Actor._meta.ordering or ()))
        return names.values_list(
            "interpretation", "actor", "actor__slug", said("actor__name"), said("actor__sort_name"), "actor__kind"
        )


@dataclass(eq=False, slots=True)
class Ordered:
    """An interpretation by what sets its place among others (`historiography.notes`).

    Who argues it is read where its place depends on that.
    """

    pk: int
    slug: str
    made_on_earliest: int | None = None
    made_on_latest: int | None = None
    proponents: Many = field(default_factory=Many, kw_only=True)
    contests: list[Relation] = field(default_factory=list, kw_only=True)
    contested_by: list[Relation] = field(default_factory=list, kw_only=True)

    TEXTS: ClassVar[tuple[str, ...]] = ()
    is_signed: ClassVar[bool] = False
    """Whether what it contests, and what contests it, is a `Claim` too; else no more of that is known than the slug."""

    @classmethod
    def query(cls) -> QuerySet:
        """The published ones of the interpretations with the given keys."""
        published = models.Interpretation.objects.published().filter(among(models.Interpretation, "id")).order_by()
        return published.values_list(*columns_of(cls, readable(models.Interpretation)))

    def get_absolute_url(self) -> str:
        return address_of_page("interpretation", self.slug)


@dataclass(eq=False, slots=True)
class Noted(Ordered):
    """An interpretation as downloads note it beside an event. Of its debate it says nothing unless readers see that."""

    claim: str = ""
    ground: str = ""
    debate_slug: str | None = field(default=None, metadata=from_column(subqueries.if_published("debate__slug")))
    question: str | None = field(default=None, metadata=from_column(subqueries.if_published("debate__question")))
    answer_slug: str | None = field(default=None, metadata=from_column(subqueries.if_published("answer__slug")))
    answer_name: str | None = field(default=None, metadata=from_column(subqueries.if_published("answer__name")))

    TEXTS = ("claim", "question", "answer_name")


@dataclass(eq=False, slots=True)
class Claim(Ordered):
    """An interpretation as lists say it: the claim, the answer to a question that it gives, and what signs it.

    Of its debate it says nothing unless readers see that.
    """

    voice: str = ""
    attribution: str = ""
    names_only_some: bool = False
    work_json: str | None = field(default=None, metadata=from_column(subqueries.work))
    claim: str = ""
    debate_id: int | None = field(default=None, metadata=from_column(subqueries.if_published("debate_id")))
    answer_name: str | None = field(default=None, metadata=from_column(subqueries.if_published("answer__name")))
    work: Work | None = field(default=None, kw_only=True)

    TEXTS: ClassVar[tuple[str, ...]] = ("claim", "answer_name")
    is_signed = True

    @property
    def citations(self) -> Many:
        return Many([CitationOfWork(self.work)] if self.work else ())


@dataclass(eq=False, slots=True)
class Interpretation(Claim):
    """All that is shown of an interpretation beside an event."""

    argument: str = ""
    ground: str = ""
    debate_slug: str | None = field(default=None, metadata=from_column(subqueries.if_published("debate__slug")))
    answer_slug: str | None = field(default=None, metadata=from_column(subqueries.if_published("answer__slug")))
    made_on: str = ""
    argued_date: str = ""
    question: str | None = field(default=None, metadata=from_column(subqueries.if_published("debate__question")))
    answer_statement: str | None = field(
        default=None, metadata=from_column(subqueries.if_published("answer__statement"))
    )

    TEXTS = (*Claim.TEXTS, "argument", "question", "answer_statement")

    def get_ground_display(self) -> str:
        return label(Ground, self.ground)

    @property
    def debate(self) -> Debate | None:
        return Debate(self.debate_slug, self.question or "") if self.debate_slug else None

    @property
    def answer(self) -> Answer | None:
        slug = self.answer_slug
        return Answer(slug, self.answer_name or "", self.answer_statement or "") if slug else None


class Evidence(NamedTuple):
    interpretation: Any
    """As the event's kind has it: a `Ordered`."""
    bearing: str

    @staticmethod
    def query() -> QuerySet:
        """That on the events with the given keys."""
        evidence = models.Evidence.objects.public().filter(among(models.Evidence, "event_id"))
        return evidence.order_by("event", "pk").values_list("event", "interpretation", "bearing")

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk


AnyInterpretation = models.Interpretation | Claim
"""What takes either asks for no more than both have."""

READ: tuple[Any, ...] = (Evidence, Relation, Proponent, Ordered, Noted, Claim, Interpretation)
"""What has a statement of its own."""

# --- reading ----------------------------------------------------------------------------------------------------------


def argue(found: dict[int, Any], kind: type[Ordered], now: Reading | None) -> None:
    """Gives events the evidence on them, with its interpretations."""
    evidence = rows(Evidence, list(found))
    argued = _interpretations(list({row[1] for row in evidence}), kind, now)
    for event, interpretation, bearing in evidence:
        if interpretation in argued:  # published when it was read, which was later
            found[event].public_evidence.append(Evidence(argued[interpretation], bearing))
    if kind is Ordered:
        hold({pk: argued[pk] for pk in _of_one_time(found.values())}, now)


def _of_one_time(events: Iterable[Any]) -> set[int]:
    """The interpretations that stand on an event beside another one made at the same time."""
    found: set[int] = set()
    for event in events:
        if len(event.public_evidence) > 1:
            first: dict[tuple[int | None, int | None], int] = {}
            for argued, _bearing in event.public_evidence:
                other = first.setdefault((argued.made_on_earliest, argued.made_on_latest), argued.pk)
                if other != argued.pk:
                    found.update((other, argued.pk))
    return found


def _interpretations(keys: list[int], kind: type[Ordered], now: Reading | None) -> dict[int, Any]:
    """The published ones of these interpretations, each with what it contests and what contests it, by slug."""
    contests, asked = rows(Relation, keys), set(keys)
    others = {key: slug for row in contests for key, slug in (row[:2], row[2:4]) if key not in asked}
    if not kind.is_signed:
        known: dict[int, Any] = _claims(kind, keys, now) | {pk: Ordered(pk, slug) for pk, slug in others.items()}
    elif kind is Claim:
        known = _claims(kind, [*keys, *others], now)
    else:
        known = _claims(kind, keys, now) | _claims(Claim, list(others), now)
    for one, _slug, other, _slug_of_other, ground in contests:
        if one in known and other in known:
            relation = Relation(known[one], known[other], ground)
            known[one].contests.append(relation)
            known[other].contested_by.append(relation)
    return known


def _claims(kind: type[Ordered], keys: list[int], now: Reading | None) -> dict[int, Any]:
    found: dict[int, Any] = {row[0]: kind(*row) for row in rows(kind, keys)}
    say(found.values(), kind.TEXTS, now)
    for each in found.values() if kind.is_signed else ():
        if each.work_json:
            record, label = json.loads(each.work_json)
            each.work = Work(json.loads(record) if isinstance(record, str) else record, text_of(label, now))
    if kind is not Ordered:
        hold(found, now)
    return found


def hold(found: dict[int, Any], now: Reading | None) -> None:
    """Gives interpretations those who argue them."""
    actors: dict[int, Actor] = {}
    for interpretation, key, slug, name, sort_name, kind in rows(Proponent, list(found)):
        if (actor := actors.get(key)) is None:
            actor = actors[key] = Actor(slug, text_of(name, now), text_of(sort_name, now), kind)
        found[interpretation].proponents.append(actor)
