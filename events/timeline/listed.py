"""What the list shows of events, read without making a model of every row: a page has a thousand of them.

The objects have the names of the models' fields and relations, so that entries, notes and templates take either.
`EventQuerySet.for_list` says the same in models; the tests hold the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from events import models
from events.models import Ground

BASES = dict(models.Event.Basis.choices)
GROUNDS = dict(Ground.choices)
BEARINGS = dict(models.Evidence.Bearing.choices)


class Many(list):
    """The rows of a relation."""

    def all(self) -> "Many":
        return self


@dataclass(slots=True)
class Anchor:
    """The event that a relative date is counted from."""

    title: str
    is_published: bool


@dataclass(slots=True)
class Theme:
    name: str
    position: int


@dataclass(slots=True)
class Actor:
    name: str
    sort_name: str = ""


@dataclass(slots=True)
class Participation:
    actor: Actor


@dataclass(slots=True)
class Source:
    slug: str
    short_reference: str

    get_absolute_url = models.Source.get_absolute_url

    def __str__(self) -> str:
        return self.short_reference


@dataclass(slots=True)
class Passage:
    number: int


@dataclass(slots=True)
class Citation:
    source_id: int
    source: Source
    passage_id: int | None
    passage: Passage | None
    locator: str
    whole_work: bool
    quote: str


@dataclass(slots=True)
class Relation:
    """One interpretation contests another; both are published."""

    interpretation: "Interpretation"
    target: "Interpretation"

    @property
    def target_id(self) -> int:
        return self.target.pk


@dataclass(slots=True)
class Interpretation:
    pk: int
    slug: str
    voice: str
    attribution: str
    names_only_some: bool
    claim: str = ""
    argument: str = ""
    ground: str = ""
    made_on_earliest: int | None = None
    made_on_latest: int | None = None
    proponents: Many = field(default_factory=Many)
    contests: list[Relation] = field(default_factory=list)
    contested_by: list[Relation] = field(default_factory=list)

    get_absolute_url = models.Interpretation.get_absolute_url

    def get_ground_display(self) -> str:
        return str(GROUNDS[self.ground])


@dataclass(slots=True)
class Evidence:
    interpretation: Interpretation
    bearing: str

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk

    def get_bearing_display(self) -> str:
        return str(BEARINGS[self.bearing])


@dataclass(slots=True)
class Event:
    pk: int
    slug: str
    title: str
    summary: str
    date: str
    date_part: str
    date_basis: str
    offset: str
    precision: str
    earliest: int | None
    latest: int | None
    after_event_id: int | None
    after_event: Anchor | None
    themes: Many = field(default_factory=Many)
    participations: Many = field(default_factory=Many)
    citations: Many = field(default_factory=Many)
    public_evidence: list[Evidence] = field(default_factory=list)

    get_absolute_url = models.Event.get_absolute_url

    def get_date_basis_display(self) -> str:
        return str(BASES.get(self.date_basis, ""))


def read(ids: Sequence[int]) -> dict[int, Event]:
    """The published events among these keys, by key. Seven statements, however many there are."""
    found: dict[int, Event] = {}
    rows = models.Event.objects.published().filter(pk__in=ids).order_by().values_list(
        "pk", "slug", "title", "summary", "date", "date_part", "date_basis", "offset", "precision", "earliest",
        "latest", "after_event_id", "after_event__title", "after_event__status",
    )  # fmt: skip
    for *own, title, status in rows:
        found[own[0]] = Event(*own, after_event=Anchor(title, status == "published") if own[-1] else None)
    of_events = {"event__in": list(found)}
    themes = models.Event.themes.through.objects.filter(**of_events).order_by("theme__position", "theme__slug")
    for event, *theme in themes.values_list("event_id", "theme__name", "theme__position"):
        found[event].themes.append(Theme(*theme))
    parts = models.Participant.objects.filter(**of_events).order_by("pk")
    for event, name in parts.values_list("event_id", "actor__name"):
        found[event].participations.append(Participation(Actor(name)))
    cited = models.Citation.objects.filter(**of_events).order_by("position", "pk").values_list(
        "event_id", "source_id", "source__slug", "source__short_reference", "passage_id", "passage__number", "locator",
        "whole_work", "quote",
    )  # fmt: skip
    for event, source, slug, reference, passage, number, *rest in cited:
        citation = Citation(source, Source(slug, reference), passage, Passage(number) if passage else None, *rest)
        found[event].citations.append(citation)
    _add_evidence(found)
    return found


NAMED = ("pk", "slug", "voice", "attribution", "names_only_some")


def _add_evidence(events: dict[int, Event]) -> None:
    argued: dict[int, Interpretation] = {}
    fields = (*NAMED, "claim", "argument", "ground", "made_on_earliest", "made_on_latest")
    evidence = models.Evidence.objects.public().filter(event__in=list(events)).order_by("pk")
    for event, bearing, *own in evidence.values_list("event_id", "bearing", *(f"interpretation__{n}" for n in fields)):
        interpretation = argued.setdefault(own[0], Interpretation(*own))
        events[event].public_evidence.append(Evidence(interpretation, bearing))
    everyone = dict(argued)
    _add_relations(argued, everyone)
    holders = models.Interpretation.proponents.through.objects.filter(interpretation__in=list(everyone))
    names = holders.order_by(*(f"actor__{name}" for name in models.Actor._meta.ordering))
    for pk, name, sort_name in names.values_list("interpretation_id", "actor__name", "actor__sort_name"):
        everyone[pk].proponents.append(Actor(name, sort_name))


def _add_relations(argued: dict[int, Interpretation], everyone: dict[int, Interpretation]) -> None:
    """What the interpretations contest and are contested by; the other ends come to `everyone`."""
    relations = models.Relation.objects.public().contesting()
    rows = relations.filter(Q(interpretation__in=list(argued)) | Q(target__in=list(argued))).order_by()
    ends = [f"{end}__{name}" for end in ("interpretation", "target") for name in NAMED]
    contests: dict[int, list[Relation]] = defaultdict(list)
    contested_by: dict[int, list[Relation]] = defaultdict(list)
    for row in rows.values_list(*ends):
        one, other = (_known(everyone, own) for own in (row[: len(NAMED)], row[len(NAMED) :]))
        relation = Relation(one, other)
        contests[one.pk].append(relation)
        contested_by[other.pk].append(relation)
    for pk, interpretation in argued.items():
        interpretation.contests = sorted(contests[pk], key=lambda relation: relation.target.slug)
        interpretation.contested_by = sorted(contested_by[pk], key=lambda relation: relation.interpretation.slug)


def _known(everyone: dict[int, Interpretation], own: Iterable[Any]) -> Interpretation:
    pk, *rest = own
    if pk not in everyone:
        everyone[pk] = Interpretation(pk, *rest)
    return everyone[pk]
