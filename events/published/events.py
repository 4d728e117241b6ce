"""Published events as each use shows them: an `Outline`, `Listed`, or an `Event` with all that readers see of it.

Each of these declares what is read of an event, and each kind of record that belongs to it likewise. A constant number
of statements, compiled once, reads any number of events. Lists come as JSON, one text an event: rows of their own would
take Python longer to sort in than the database takes to find them. The objects have the names of the models' fields and
relations, so that functions and templates take either.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray

from events import models
from events.bibliography import csl
from events.models import Ground
from events.models.base import address_of_page
from events.models.fields import readable
from events.models.translations import decoded_translations, said, versions
from events.published import subqueries
from events.published.subqueries import EXPORTED, columns_of, from_column
from events.site import languages
from events.site.languages import Reading, text_of
from events.site.translation import label
from events.sql.statements import Statement, among

FIRST, GROWTH, MOST = 50, 4, 1000
"""Events of the first chunk, how much larger each next one is, and events of the largest: an early first byte."""

_decode = json.JSONDecoder().raw_decode


def decoded(items: str | None) -> list:
    """A list whose items are JSON."""
    return _decode(f"[{items}]")[0] if items else []


class Many(list):
    """The rows of a relation."""

    def all(self) -> "Many":
        return self


# --- what belongs to an event -----------------------------------------------------------------------------------------


class Anchor(NamedTuple):
    """The event that a relative date is counted from."""

    slug: str
    title: str
    status: str

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)

    @property
    def is_published(self) -> bool:
        return self.status == models.Status.PUBLISHED


class Theme(NamedTuple):
    slug: str
    name: str
    position: int

    def get_absolute_url(self) -> str:
        return address_of_page("theme", self.slug)


class Actor(NamedTuple):
    slug: str
    name: str
    sort_name: str
    kind: str = ""
    """Known of who took part."""

    def get_absolute_url(self) -> str:
        return address_of_page("actor", self.slug)


class Participation(NamedTuple):
    actor: Actor
    role: str

    def get_role_display(self) -> str:
        return label(models.Participant.Role, self.role)


class Source(NamedTuple):
    slug: str
    reference: str
    """Its short reference, with its label as readers read it."""

    def get_absolute_url(self) -> str:
        return address_of_page("source", self.slug)

    def __str__(self) -> str:
        return csl.quoted_here(self.reference) or self.slug


class Passage(NamedTuple):
    number: int
    start: int | None = None
    """Where it begins in the text, in code points; None once it is withdrawn, or where nobody may read the text."""


class Citation(NamedTuple):
    source: Source
    passage: Passage | None
    locator: str
    whole_work: bool
    quote: str
    quote_offset: int = 0
    """Where the quote begins in the passage."""

    @property
    def source_id(self) -> str:
        return self.source.slug

    @property
    def passage_id(self) -> int | None:
        return self.passage and self.passage.number


class Work(NamedTuple):
    """What a claim is signed with where nobody is named: the work that is cited first for it."""

    csl: dict
    label: str


class CitationOfWork(NamedTuple):
    source: Work


class Debate(NamedTuple):
    """The question that an interpretation speaks to, if readers see it."""

    slug: str
    question: str

    def get_absolute_url(self) -> str:
        return address_of_page("debate", self.slug)


class Answer(NamedTuple):
    """The answer that it gives to the question."""

    slug: str
    name: str
    statement: str


class Relation(NamedTuple):
    """One published interpretation contests another."""

    interpretation: "Claim"
    target: "Claim"
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


@dataclass(eq=False, slots=True)
class Claim:
    """An interpretation as lists say it: the claim, the answer to a question that it gives, and what signs it.

    Of its debate it says nothing unless readers see that.
    """

    pk: int
    slug: str
    voice: str = ""
    attribution: str = ""
    names_only_some: bool = False
    work_json: str | None = field(default=None, metadata=from_column(subqueries.work))
    proponents_json: str | None = field(default=None, metadata=from_column(subqueries.proponents))
    claim: str = ""
    made_on_earliest: int | None = None
    made_on_latest: int | None = None
    debate_id: int | None = field(default=None, metadata=from_column(subqueries.if_published("debate_id")))
    answer_name: str | None = field(default=None, metadata=from_column(subqueries.if_published("answer__name")))
    proponents: Many = field(default_factory=Many, kw_only=True)
    work: Work | None = field(default=None, kw_only=True)
    contests: list[Relation] = field(default_factory=list, kw_only=True)
    contested_by: list[Relation] = field(default_factory=list, kw_only=True)

    TEXTS: ClassVar[tuple[str, ...]] = ("claim", "answer_name")

    @classmethod
    def query(cls) -> QuerySet:
        """The published ones of the interpretations with the given keys."""
        published = models.Interpretation.objects.published().filter(among(models.Interpretation, "id")).order_by()
        return published.values_list(*columns_of(cls, readable(models.Interpretation)))

    @classmethod
    def of_row(cls, row: Sequence[Any], now: Reading | None) -> "Claim":
        found = cls(*row)
        found.proponents = Many(_actor(actor, now) for actor in decoded(found.proponents_json))
        if found.work_json:
            record, label = json.loads(found.work_json)
            found.work = Work(json.loads(record) if isinstance(record, str) else record, text_of(label, now))
        for name in cls.TEXTS:
            setattr(found, name, text_of(getattr(found, name), now))
        return found

    def get_absolute_url(self) -> str:
        return address_of_page("interpretation", self.slug)

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
    interpretation: Claim
    bearing: str

    @staticmethod
    def query() -> QuerySet:
        """That on the events with the given keys."""
        evidence = models.Evidence.objects.public().filter(among(models.Evidence, "event_id"))
        return evidence.order_by("pk").values_list("event", "interpretation", "bearing")

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk


# --- events -----------------------------------------------------------------------------------------------------------


IN_ALL_LANGUAGES = ("title", "summary")
"""The texts of an event that downloads have in every language."""


def published_among_keys() -> QuerySet:
    """The published ones of the events with the given keys.

    Asked of each by its key: as a condition of the query itself, it would lead SQLite to read all events in the index
    that begins with the status, for every chunk.
    """
    published = Exists(models.Event.objects.published().filter(pk=OuterRef("pk")))
    return models.Event.objects.filter(published, among(models.Event, "id")).order_by()


class DateAndBounds(NamedTuple):
    """An event's own date in EDTF, and its bounds as `Day.key`s."""

    date: str
    earliest: int | None
    latest: int | None

    @staticmethod
    def query() -> QuerySet:
        return published_among_keys().values_list("date", "earliest", "latest")


@dataclass(eq=False, slots=True)
class Outline:
    """An event's own words and its date, for what shows many. Bounds are `Day.key`s, None where open or unknown.

    Fields that are given by place are read from columns.
    """

    pk: int
    slug: str
    title: str
    summary: str
    prominence: int = field(metadata=EXPORTED)
    date: str
    date_part: str
    date_basis: str
    offset: str
    earliest: int | None
    latest: int | None
    sort_day: int | None
    after_event_id: int | None
    after_event: Anchor | None = field(default=None, kw_only=True)
    reading: Reading | None = field(default=None, kw_only=True)
    """How it was read: in which language its texts are."""

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "summary")
    argued_as: ClassVar[type[Claim] | None] = None
    """As what the interpretations on it are read; None where they are not."""

    @classmethod
    def query(cls) -> QuerySet:
        """Those with the given keys, each with the event that it is counted from."""
        anchor = "after_event__slug", said("after_event__title"), "after_event__status"
        texts = {*readable(models.Event), "place__name"}
        return published_among_keys().values_list(*columns_of(cls, texts), *anchor)

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)


@dataclass(eq=False, slots=True)
class Listed(Outline):
    """An event as the timeline lists it: one citation, without its words, and who argues what in a line each."""

    cited_json: str | None = field(metadata=from_column(subqueries.first_citation))
    number_of_citations: int = field(metadata=from_column(subqueries.number_of_citations))
    public_evidence: list[Evidence] = field(default_factory=list, kw_only=True)

    argued_as = Claim

    @property
    def cited(self) -> Citation | None:
        """The first citation."""
        if not self.cited_json:
            return None
        slug, reference, number, locator, whole_work = json.loads(self.cited_json)
        place = Passage(number) if number else None
        return Citation(Source(slug, reference), place, text_of(locator, self.reading), whole_work, "")


@dataclass(eq=False, slots=True)
class Event(Outline):
    """All that readers see of an event. Lists are made when they are asked for."""

    place: str | None = field(metadata=EXPORTED | from_column("place__name"))
    place_slug: str | None = field(metadata=EXPORTED | from_column("place__slug"))
    place_wikidata: str | None = field(metadata=from_column("place__wikidata"))
    place_geonames: str | None = field(metadata=from_column("place__geonames"))
    precision: str
    themes_json: str | None = field(metadata=from_column(subqueries.themes))
    participations_json: str | None = field(metadata=from_column(subqueries.participations))
    citations_json: str | None = field(metadata=from_column(subqueries.citations))
    originals_json: str = field(metadata=from_column(lambda: JSONArray(*IN_ALL_LANGUAGES)))
    translations_json: Any = field(metadata=from_column("translations"))
    public_evidence: list[Evidence] = field(default_factory=list, kw_only=True)

    TEXTS = (*Outline.TEXTS, "place")
    argued_as = Interpretation

    def other_versions(self) -> Iterator[tuple[str, str, str]]:
        """Title and summary in the languages that they were not read in: the field, the language, the text."""
        if self.reading is None:
            return
        for name, text in zip(IN_ALL_LANGUAGES, json.loads(self.originals_json), strict=True):
            if text and getattr(getattr(self, name), "language", self.reading.original) != self.reading.original:
                yield name, self.reading.original, text
        for each in versions(decoded_translations(self.translations_json)):
            if each.field in IN_ALL_LANGUAGES and each.language != self.reading.language:
                yield each.field, each.language, each.text

    @property
    def themes(self) -> Many:
        rows = decoded(self.themes_json)
        return Many(Theme(slug, text_of(name, self.reading), position) for slug, name, position in rows)

    @property
    def participations(self) -> Many:
        rows = decoded(self.participations_json)
        return Many(Participation(_actor(actor, self.reading, kind), role) for *actor, kind, role in rows)

    @property
    def citations(self) -> Many:
        return Many(
            Citation(
                Source(slug, reference),
                Passage(number, start) if number else None,
                text_of(locator, self.reading),
                bool(whole_work),
                quote,
                offset,
            )
            for slug, reference, number, start, locator, whole_work, quote, offset in decoded(self.citations_json)
        )


AS_THEY_ARE = tuple(each.name for each in fields(Event) if "exported" in each.metadata)

_in_outline = {each.name for each in fields(Outline)}
AS_THEY_ARE = tuple(
    sorted((each.name for each in fields(Event) if "exported" in each.metadata), key=_in_outline.__contains__)
)
as_they_are = attrgetter(*AS_THEY_ARE)
"""The names and the values of an event's EXPORTED fields."""

AnyEvent = models.Event | Outline
AnyArgued = models.Event | Listed | Event
AnyInterpretation = models.Interpretation | Claim
"""What takes either asks for no more than both have."""

E = TypeVar("E", bound=Outline)

# --- reading ----------------------------------------------------------------------------------------------------------

READ: tuple[Any, ...] = (DateAndBounds, Outline, Listed, Event, Evidence, Relation, Claim, Interpretation)
"""What has a statement of its own."""


@cache
def statement(kind: Any, vendor: str, language: str) -> Statement:
    """For texts in the language of readers; blank for the originals."""
    return Statement(kind.query())


def _rows(kind: Any, keys: Sequence[int]) -> list[tuple]:
    return statement(kind, connection.vendor, languages.other()).rows(keys) if keys else []


def read(ids: Sequence[int], kind: type[E], signed: bool = True) -> list[E]:
    """The published ones of the events with these keys, in this order.

    Unless they are to be `signed`, of what contests and is contested no more is known than key and slug.
    """
    keys, now = list(ids), languages.current()
    found: dict[int, E] = {}
    for *own, anchor_slug, anchor_title, anchor_status in _rows(kind, keys):
        event = found[own[0]] = kind(*own)
        event.reading = now
        for name in kind.TEXTS:
            setattr(event, name, text_of(getattr(event, name), now))
        if event.after_event_id is not None:
            event.after_event = Anchor(anchor_slug, text_of(anchor_title, now), anchor_status)
    if kind.argued_as is not None:
        _argue(found, kind.argued_as, signed)
    return [found[key] for key in keys if key in found]


def _argue(found: dict[int, Any], kind: type[Claim], signed: bool) -> None:
    """Gives events the evidence on them, with its interpretations."""
    evidence = _rows(Evidence, list(found))
    argued = _interpretations(list({row[1] for row in evidence}), kind, signed)
    for event, interpretation, bearing in evidence:
        if interpretation in argued:  # published when it was read, which was later
            found[event].public_evidence.append(Evidence(argued[interpretation], bearing))


def _interpretations(keys: list[int], kind: type[Claim], signed: bool) -> dict[int, Claim]:
    """The published ones of these interpretations, each with what it contests and what contests it, by slug."""
    contests, asked = _rows(Relation, keys), set(keys)
    others = {key: slug for row in contests for key, slug in (row[:2], row[2:4]) if key not in asked}
    if not signed:
        known = _claims(kind, keys) | {pk: Claim(pk, slug) for pk, slug in others.items()}
    elif kind is Claim:
        known = _claims(kind, [*keys, *others])
    else:
        known = _claims(kind, keys) | _claims(Claim, list(others))
    for one, _slug, other, _slug_of_other, ground in contests:
        if one in known and other in known:
            relation = Relation(known[one], known[other], ground)
            known[one].contests.append(relation)
            known[other].contested_by.append(relation)
    return known


def _claims(kind: type[Claim], keys: list[int]) -> dict[int, Claim]:
    now = languages.current()
    return {row[0]: kind.of_row(row, now) for row in _rows(kind, keys)}


def dates(ids: Sequence[int]) -> Iterator[DateAndBounds]:
    """Those of the published ones of the events with these keys, in any order."""
    for part in chunks(ids):
        yield from map(DateAndBounds._make, _rows(DateAndBounds, part))


def chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    """The keys, some at a time: read so, memory does not grow with their number, and no transaction stays open."""
    start, size = 0, FIRST
    while start < len(ids):
        yield [int(pk) for pk in ids[start : start + size]]
        start, size = start + size, min(size * GROWTH, MOST)


def _actor(row: Sequence[str], now: Reading | None, kind: str = "") -> Actor:
    slug, name, sort_name = row
    return Actor(slug, text_of(name, now), text_of(sort_name, now), kind)
