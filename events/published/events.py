"""Published events as each use shows them: an `Outline`, `Listed`, or an `Event` with all that readers see of it.

Each of these declares what is read of an event, and each kind of record that belongs to it likewise. A constant number
of statements, compiled once, reads any number of events: one for their own columns, and one for each relation, whose
rows carry the key of what they belong to. What many share, an actor or a source, is one object. The objects have the
names of the models' fields and relations, so that functions and templates take either.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

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

    @staticmethod
    def query() -> QuerySet:
        """Those of the events with the given keys, each with the event's key and its own."""
        through = models.Event.themes.through
        themes = through.objects.filter(among(through, "event_id")).order_by("event", "theme__position", "theme__slug")
        return themes.values_list("event", "theme", "theme__slug", said("theme__name"), "theme__position")


class Actor(NamedTuple):
    slug: str
    name: str
    sort_name: str
    kind: str

    def get_absolute_url(self) -> str:
        return address_of_page("actor", self.slug)


class Participation(NamedTuple):
    actor: Actor
    role: str

    @staticmethod
    def query() -> QuerySet:
        """Those in the events with the given keys, each with the event's key and the actor's."""
        participants = models.Participant.objects.filter(among(models.Participant, "event_id")).order_by("event", "pk")
        names = "actor__slug", said("actor__name"), said("actor__sort_name"), "actor__kind"
        return participants.values_list("event", "actor", *names, "role")

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
    quote_language: str = ""
    translation: str = ""
    translator: str = ""
    supports: str = ""
    """Known, as the three before it, of what is cited for an interpretation (`arguments`)."""

    @staticmethod
    def query() -> QuerySet:
        """Those for the events with the given keys, each with the event's key and the source's."""
        citations = models.Citation.objects.filter(among(models.Citation, "event_id")).order_by(
            "event", "position", "pk"
        )
        source = "source", "source__slug", subqueries.reference()
        passage = "passage__number", subqueries.readable_start()
        return citations.values_list("event", *source, *passage, said("locator"), "whole_work", "quote", "quote_offset")

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
    is_published: bool = True

    def get_absolute_url(self) -> str:
        return address_of_page("debate", self.slug)


class Answer(NamedTuple):
    """The answer that it gives to the question."""

    slug: str
    name: str
    statement: str


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
    argued_as: ClassVar[type[Ordered] | None] = None
    """As what the interpretations on it are read; None where they are not."""
    relations: ClassVar[frozenset[Any]] = frozenset()
    """Which of Theme, Participation and Citation are read."""

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
    """All that readers see of an event."""

    place: str | None = field(metadata=EXPORTED | from_column("place__name"))
    place_slug: str | None = field(metadata=EXPORTED | from_column("place__slug"))
    place_wikidata: str | None = field(metadata=from_column("place__wikidata"))
    place_geonames: str | None = field(metadata=from_column("place__geonames"))
    precision: str
    originals_json: str | None = field(metadata=from_column(subqueries.originals(IN_ALL_LANGUAGES)))
    """Of titles and summaries that may be read in another language."""
    translations_json: Any = field(metadata=from_column("translations"))
    themes: Many = field(default_factory=Many, kw_only=True)
    participations: Many = field(default_factory=Many, kw_only=True)
    citations: Many = field(default_factory=Many, kw_only=True)
    public_evidence: list[Evidence] = field(default_factory=list, kw_only=True)

    TEXTS = (*Outline.TEXTS, "place")
    argued_as: ClassVar[type[Ordered] | None] = Interpretation
    relations = frozenset({Theme, Participation, Citation})

    def other_versions(self) -> Iterator[tuple[str, str, str]]:
        """Title and summary in the languages that they were not read in: the field, the language, the text."""
        if self.reading is None:
            return
        if self.originals_json:
            for name, text in zip(IN_ALL_LANGUAGES, json.loads(self.originals_json), strict=True):
                if text and getattr(getattr(self, name), "language", self.reading.original) != self.reading.original:
                    yield name, self.reading.original, text
        if self.translations_json == "{}":
            return
        for each in versions(decoded_translations(self.translations_json)):
            if each.field in IN_ALL_LANGUAGES and each.language != self.reading.language:
                yield each.field, each.language, each.text


class Noticed(Event):
    """An event beside notes that say the claim: for pages that list what is argued, and for downloads."""

    __slots__ = ()
    argued_as = Noted


class Tabulated(Event):
    """An event as a table has it, which names what is argued by slugs alone."""

    __slots__ = ()
    argued_as: ClassVar[type[Ordered] | None] = Ordered


class Described(Event):
    """An event for what shows no more than its words, date, place and themes."""

    __slots__ = ()
    argued_as: ClassVar[type[Ordered] | None] = None
    relations = frozenset({Theme})


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

READ: tuple[Any, ...] = (
    *(DateAndBounds, Outline, Listed, Event, Theme, Participation, Citation),
    *(Evidence, Relation, Proponent, Ordered, Noted, Claim, Interpretation),
)
"""What has a statement of its own; kinds that read the same columns of events share that of `Event`."""


@cache
def statement(kind: Any, vendor: str, language: str) -> Statement:
    """For texts in the language of readers; blank for the originals."""
    return Statement(kind.query())


def rows(kind: Any, keys: Sequence[int]) -> list[tuple]:
    """What the statement of a kind finds for the keys, as the database has it."""
    return statement(kind, connection.vendor, languages.other()).rows(keys) if keys else []


def read(ids: Sequence[int], kind: type[E]) -> list[E]:
    """The published ones of the events with these keys, in this order."""
    keys, now = list(ids), languages.current()
    found: dict[int, E] = {}
    for row in rows(Event if issubclass(kind, Event) else kind, keys):
        event = found[row[0]] = kind(*row[:-3], reading=now)
        if event.after_event_id is not None:
            slug, title, status = row[-3:]
            event.after_event = Anchor(slug, text_of(title, now), status)
    _say(found.values(), kind.TEXTS, now)
    for relation in kind.relations:
        RELATE[relation](found, now)
    if kind.argued_as is not None:
        _argue(found, kind.argued_as, now)
    return [found[key] for key in keys if key in found]


def _say(found: Collection[Any], names: Sequence[str], now: Reading | None) -> None:
    """Makes their texts words that know their language; those of the page's language are left as they are."""
    if now is not None and now.is_translated:
        for each in found:
            for name in names:
                setattr(each, name, text_of(getattr(each, name), now))


def _theme(found: dict[int, Any], now: Reading | None) -> None:
    themes: dict[int, Theme] = {}
    for event, key, slug, name, position in rows(Theme, list(found)):
        if (theme := themes.get(key)) is None:
            theme = themes[key] = Theme(slug, text_of(name, now), position)
        found[event].themes.append(theme)


def _participate(found: dict[int, Any], now: Reading | None) -> None:
    actors: dict[int, Actor] = {}
    for event, key, slug, name, sort_name, kind, role in rows(Participation, list(found)):
        if (actor := actors.get(key)) is None:
            actor = actors[key] = Actor(slug, text_of(name, now), text_of(sort_name, now), kind)
        found[event].participations.append(Participation(actor, role))


def _cite(found: dict[int, Any], now: Reading | None) -> None:
    sources: dict[int, Source] = {}
    for event, key, slug, reference, number, start, locator, whole, quote, offset in rows(Citation, list(found)):
        if (source := sources.get(key)) is None:
            source = sources[key] = Source(slug, reference)
        passage = Passage(number, start) if number else None
        words = text_of(locator, now) if locator else ""
        found[event].citations.append(Citation(source, passage, words, bool(whole), quote, offset))


RELATE: dict[Any, Callable[[dict[int, Any], Reading | None], None]] = {
    Theme: _theme,
    Participation: _participate,
    Citation: _cite,
}
"""How events, by their keys, are given the rows of a relation."""


def _argue(found: dict[int, Any], kind: type[Ordered], now: Reading | None) -> None:
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
    _say(found.values(), kind.TEXTS, now)
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


def dates(ids: Sequence[int]) -> Iterator[DateAndBounds]:
    """Those of the published ones of the events with these keys, in any order."""
    for part in chunks(ids):
        yield from map(DateAndBounds._make, rows(DateAndBounds, part))


def chunks(ids: Any) -> Iterator[list[int]]:
    """The keys, in a sequence or an array, some at a time.

    Read so, memory does not grow with their number, and no transaction stays open.
    """
    start, size = 0, FIRST
    while start < len(ids):
        yield [int(pk) for pk in ids[start : start + size]]
        start, size = start + size, min(size * GROWTH, MOST)
