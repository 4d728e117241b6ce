"""Published events with all that is shown of them: participants, citations, and who argues what about them.

A constant number of statements, compiled once, reads any number of events. Lists come as JSON, one text an event: rows
of their own would take Python longer to sort in than the database takes to find them. The objects have the names of the
models' fields and relations, so that functions and templates take either.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import takewhile
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler

from events import models
from events.bibliography import csl
from events.models import Ground
from events.models.base import address_of_page
from events.models.fields import readable
from events.models.translations import decoded_translations, said, versions
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
    short_reference: str

    def get_absolute_url(self) -> str:
        return address_of_page("source", self.slug)

    def __str__(self) -> str:
        return csl.quoted_here(self.short_reference) or self.slug


class Passage(NamedTuple):
    number: int
    start: int | None = None
    """Where it begins in the document's text, in code points; None once it is withdrawn."""


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

    interpretation: "Interpretation"
    target: "Interpretation"
    ground: str

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk

    @property
    def target_id(self) -> int:
        return self.target.pk


@dataclass(eq=False, slots=True)
class Interpretation:
    """Of what only contests, or is contested by, what is argued here, the fields after `proponents` are blank."""

    pk: int
    slug: str
    voice: str
    attribution: str
    names_only_some: bool
    csl_json: str | None
    proponents: Many
    claim: str = ""
    argument: str = ""
    ground: str = ""
    made_on_earliest: int | None = None
    made_on_latest: int | None = None
    debate_slug: str | None = None
    """That of its debate, and below of the answer that it gives, if readers see the debate."""
    answer_slug: str | None = None
    made_on: str = ""
    argued_date: str = ""
    question: str | None = None
    answer_name: str | None = None
    answer_statement: str | None = None
    contests: list[Relation] = field(default_factory=list)
    contested_by: list[Relation] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return address_of_page("interpretation", self.slug)

    @property
    def citations(self) -> Many:
        return Many([CitationOfWork(Work(json.loads(self.csl_json)))] if self.csl_json else ())

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
    interpretation: Interpretation
    bearing: str

    @property
    def interpretation_id(self) -> int:
        return self.interpretation.pk


IN_ALL_LANGUAGES = ("title", "summary")
"""The texts of an event that downloads have in every language."""

EXPORTED = {"exported": True}
"""Of a field that every download has as it is."""


@dataclass(eq=False, slots=True)
class Event:
    """Bounds are `Day.key`s, None where open or unknown. Lists are made when they are asked for.

    The fields before `after_event` are read from the columns that have their names, or that they name.
    """

    pk: int
    slug: str
    title: str
    summary: str
    place: str | None = field(metadata=EXPORTED | {"column": "place__name"})
    place_slug: str | None = field(metadata=EXPORTED | {"column": "place__slug"})
    prominence: int = field(metadata=EXPORTED)
    place_wikidata: str | None = field(metadata={"column": "place__wikidata"})
    place_geonames: str | None = field(metadata={"column": "place__geonames"})
    date: str
    date_part: str
    date_basis: str
    offset: str
    precision: str
    earliest: int | None
    latest: int | None
    sort_day: int
    after_event_id: int | None
    after_event: Anchor | None
    themes_json: str | None
    participations_json: str | None
    citations_json: str | None
    originals_json: str
    translations_json: Any
    reading: Reading | None = None
    """How it was read: in which language its texts are."""

    public_evidence: list[Evidence] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)

    def other_versions(self) -> Iterator[tuple[str, str, str]]:
        """Title and summary in the languages that they were not read in: the field, the language, the text."""
        if self.reading is None:
            return
        for name, text in zip(IN_ALL_LANGUAGES, json.loads(self.originals_json), strict=True):
            if text and getattr(self, name).language != self.reading.original:
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

as_they_are = attrgetter(*AS_THEY_ARE)
"""The values of an event's EXPORTED fields."""

AnyEvent = models.Event | Event
AnyInterpretation = models.Interpretation | Interpretation
"""What takes either asks for no more than both have."""


def read(ids: Sequence[int], signed: bool = True) -> list[Event]:
    """The published ones of the events with these keys, in this order.

    Unless they are to be `signed`, of what contests and is contested no more is known than key and slug.
    """
    keys, now = list(ids), languages.current()
    asked = statements(connection.vendor, languages.other())
    found: dict[int, Event] = {}
    rows = asked.events.rows(keys)
    for *own, anchor_slug, anchor_title, anchor_status, themes, participants, citations, originals, translated in rows:
        anchor = Anchor(anchor_slug, text_of(anchor_title, now), anchor_status) if own[-1] else None
        fields = [*own, anchor, themes, participants, citations, originals, translated, now]
        event = found[own[0]] = Event(*fields)
        event.title, event.summary = text_of(event.title, now), text_of(event.summary, now)
        event.place = text_of(event.place, now)
    if evidence := asked.evidence.rows(list(found)) if found else []:
        argued = _interpretations(list({row[1] for row in evidence}), signed)
        for event, interpretation, bearing in evidence:
            if interpretation in argued:  # published when it was read, which was later
                found[event].public_evidence.append(Evidence(argued[interpretation], bearing))
    return [found[key] for key in keys if key in found]


def chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    """The keys, some at a time: read so, memory does not grow with their number, and no transaction stays open."""
    start, size = 0, FIRST
    while start < len(ids):
        yield [int(pk) for pk in ids[start : start + size]]
        start, size = start + size, min(size * GROWTH, MOST)


def _interpretations(keys: list[int], signed: bool) -> dict[int, Interpretation]:
    """The published ones of these interpretations, each with what it contests and what contests it, by slug."""
    asked = statements(connection.vendor, languages.other())
    found = {row[0]: _interpretation(row) for row in asked.interpretations.rows(keys)}
    contests = asked.contests.rows(keys)
    others = {key: slug for row in contests for key, slug in (row[:2], row[2:4]) if key not in found}
    known = dict(found)
    if signed and others:
        known |= {row[0]: _interpretation(row) for row in asked.signatures.rows(list(others))}
    else:
        known |= {pk: Interpretation(pk, slug, "", "", False, None, Many()) for pk, slug in others.items()}
    for one, _slug, other, _slug_of_other, ground in contests:
        if one in known and other in known:
            relation = Relation(known[one], known[other], ground)
            known[one].contests.append(relation)
            known[other].contested_by.append(relation)
    return found


def _interpretation(row: tuple) -> Interpretation:
    """From a row of either statement of `_of_interpretations`; its last column has the proponents."""
    fields, now = [*row[:6], actors(row[-1]), *row[6:-1]], languages.current()
    found = Interpretation(*fields)
    for name in ("claim", "argument", "question", "answer_name", "answer_statement"):
        setattr(found, name, text_of(getattr(found, name), now))
    return found


def actors(items: str | None) -> Many:
    """The holders of an interpretation, as `signing` gives them."""
    now = languages.current()
    return Many(_actor(row, now) for row in decoded(items))


def _actor(row: Sequence[str], now: Reading | None, kind: str = "") -> Actor:
    slug, name, sort_name = row
    return Actor(slug, text_of(name, now), text_of(sort_name, now), kind)


# --- statements -------------------------------------------------------------------------------------------------------


class Statements(NamedTuple):
    """For the events, the evidence on events, the interpretations, and the contests with the given keys."""

    events: Statement
    evidence: Statement
    interpretations: Statement
    signatures: Statement
    contests: Statement


@cache
def statements(vendor: str, language: str) -> Statements:
    """For texts in the language of readers; blank for the originals."""
    return Statements(*map(Statement, (_events(), _evidence(), *_of_interpretations(), contests())))


class Joined(Subquery):
    """The items of a correlated query, in its order, as one text; NULL where there are none."""

    template = "(SELECT group_concat(item, ',') FROM (%(subquery)s) items)"
    output_field = TextField()

    def __init__(self, queryset: QuerySet, *item: Any):
        super().__init__(queryset.annotate(item=JSONArray(*item)).values("item"))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, Any]:
        template = "(SELECT string_agg(item::text, ',') FROM (%(subquery)s) items)"
        return self.as_sql(compiler, connection, template=template, **extra_context)


def published_among_keys() -> QuerySet:
    """The published ones of the events with the given keys.

    Asked of each by its key: as a condition of the query itself, it would lead SQLite to read all events in the index
    that begins with the status, for every chunk.
    """
    published = Exists(models.Event.objects.published().filter(pk=OuterRef("pk")))
    return models.Event.objects.filter(published, among(models.Event, "id")).order_by()


def columns(names: Iterable[str]) -> list[Any]:
    """What a query of events asks for by these names, in the language of readers."""
    texts = {*readable(models.Event), "place__name"}
    return [said(name) if name in texts else name for name in names]


def _events() -> QuerySet:
    of_event = {"event": OuterRef("pk")}
    themes = models.Event.themes.through.objects.filter(**of_event).order_by("theme__position", "theme__slug")
    participants = models.Participant.objects.filter(**of_event).order_by("pk")
    citations = models.Citation.objects.filter(**of_event).order_by("position", "pk")
    before_anchor = takewhile(lambda each: each.name != "after_event", fields(Event))
    own = [each.metadata.get("column", each.name) for each in before_anchor]
    return published_among_keys().values_list(
        *columns(own), "after_event__slug", said("after_event__title"),
        "after_event__status",
        Joined(themes, "theme__slug", said("theme__name"), "theme__position"),
        Joined(participants, "actor__slug", said("actor__name"), said("actor__sort_name"), "actor__kind", "role"),
        Joined(
            citations,
            *("source__slug", "source__short_reference", "passage__number", "passage__start", said("locator")),
            *("whole_work", "quote", "quote_offset"),
        ),
        JSONArray(*IN_ALL_LANGUAGES), "translations",
    )  # fmt: skip


def _evidence() -> QuerySet:
    evidence = models.Evidence.objects.public().filter(among(models.Evidence, "event_id"))
    return evidence.order_by("pk").values_list("event", "interpretation", "bearing")


def _of_interpretations() -> tuple[QuerySet, QuerySet]:
    """All that is shown of interpretations, and what signs them."""
    signed, holders = signing("", OuterRef("pk"))
    more = [said("claim"), said("argument"), "ground", "made_on_earliest", "made_on_latest"]
    slugs = [_if_published("debate__slug"), _if_published("answer__slug")]
    words = [_if_published(name) for name in ("debate__question", "answer__name", "answer__statement")]
    published = models.Interpretation.objects.published().filter(among(models.Interpretation, "id")).order_by()
    return published.values_list(
        *signed, *more, *slugs, "made_on", "argued_date", *words, holders
    ), published.values_list(*signed, holders)


def _if_published(name: str) -> Case:
    """What an interpretation says of its debate, if readers see that."""
    asked = F(name) if name.endswith("slug") else said(name)
    return Case(When(debate__status=models.Status.PUBLISHED, then=asked), default=None, output_field=TextField())


def signing(prefix: str, key: OuterRef) -> tuple[list[str | Combinable], Joined]:
    """What says whose an interpretation is: its own columns and the work cited first, if that speaks; its holders.

    `prefix` leads to the interpretation, and so does `key`.
    """
    proponents = models.Interpretation.proponents.through.objects.filter(interpretation=key)
    names = proponents.order_by(*(f"actor__{name}" for name in models.Actor._meta.ordering or ()))
    cited = models.Citation.objects.filter(interpretation=key, interpretation__voice="document")
    work = Subquery(cited.order_by("position", "pk").values("source__csl")[:1], output_field=TextField())
    own = [prefix + name for name in ("pk", "slug", "voice", "attribution", "names_only_some")]
    return [*own, work], Joined(names, "actor__slug", said("actor__name"), said("actor__sort_name"))


def contests() -> QuerySet:
    either = Q(among(models.Relation, "interpretation_id")) | Q(among(models.Relation, "target_id"))
    relations = models.Relation.objects.public().contesting().filter(either)
    return relations.order_by("target__slug", "interpretation__slug").values_list(
        "interpretation", "interpretation__slug", "target", "target__slug", "ground"
    )
