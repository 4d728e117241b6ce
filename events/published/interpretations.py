"""Published interpretations with all that is said of them and cited for it, as downloads and the API write them.

They are read as `events` reads events: a constant number of statements, compiled once, for any number of them. The
objects have the names of the models' fields and relations, so that what writes them takes either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet

from events import models
from events.models.base import address_of_page
from events.models.translations import Translation, Versions, decoded_translations, said, versions
from events.published import belongings, claims, subqueries
from events.published.belongings import Answer, Citation, Debate, Many, Passage, Source
from events.published.claims import Ordered
from events.site import languages
from events.site.languages import Reading, text_in, text_of
from events.sql.statements import among


class EventPointedAt(NamedTuple):
    slug: str
    title: str

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)


@dataclass(eq=False, slots=True)
class Translated:
    """A row whose texts are known as they are stored and in every language, as a `Translatable`'s are."""

    originals: Mapping[str, str]
    translations: Versions
    reading: Reading | None

    def stored(self, name: str) -> str:
        return self.originals[name]

    def each_version(self) -> Iterator[Translation]:
        return versions(self.translations)

    def read(self, name: str) -> str:
        return text_in(self.reading, name, self.originals[name], self.translations)


@dataclass(eq=False, slots=True)
class Evidence(Translated):
    event: EventPointedAt | None
    bearing: str
    asserted_by: Ordered | None
    citations: Many = field(default_factory=Many)

    @staticmethod
    def query() -> QuerySet:
        """That of the interpretations with the given keys, each with its own key and the interpretation's."""
        evidence = models.Evidence.objects.public().filter(among(models.Evidence, "interpretation_id")).order_by("pk")
        event, asserted = ("event__slug", said("event__title")), ("asserted_by", "asserted_by__slug")
        return evidence.values_list(
            "pk", "interpretation", "bearing", *event, *asserted, "circumstance", "translations"
        )

    @property
    def event_id(self) -> str | None:
        return self.event and self.event.slug

    @property
    def circumstance(self) -> str:
        return self.read("circumstance")


@dataclass(eq=False, slots=True)
class Relation:
    kind: str
    target: Ordered
    ground: str
    drawn_by: str
    citations: Many = field(default_factory=Many)

    @staticmethod
    def query() -> QuerySet:
        """What the interpretations with the given keys do to others, each with its own key and theirs."""
        relations = models.Relation.objects.public().filter(among(models.Relation, "interpretation_id"))
        names = "pk", "interpretation", "kind", "target", "target__slug", "ground", "drawn_by"
        return relations.order_by("target__slug", "pk").values_list(*names)


@dataclass(frozen=True)
class Cited:
    """What is cited for rows of a kind: interpretation, evidence or relation."""

    owner: str

    def query(self) -> QuerySet:
        """The citations for those with the given keys, each with the owner's key and the source's."""
        citations = models.Citation.objects.filter(among(models.Citation, f"{self.owner}_id"))
        source = "source", "source__slug", subqueries.reference()
        passage = "passage__number", subqueries.readable_start()
        words = "quote", "quote_offset", "quote_language", said("translation"), "translator", said("supports")
        return citations.order_by(self.owner, "position", "pk").values_list(
            self.owner, *source, *passage, said("locator"), "whole_work", *words
        )


@dataclass(eq=False, slots=True)
class Argued(Translated):
    """An interpretation. Of its debate it says nothing unless readers see that."""

    pk: int
    slug: str
    ground: str
    voice: str
    attribution: str
    hedge: str
    scope: str
    made_on: str
    argued_date: str
    names_only_some: bool
    debate: Debate | None = None
    answer: Answer | None = None
    proponents: Many = field(default_factory=Many)
    citations: Many = field(default_factory=Many)
    public_evidence: list[Evidence] = field(default_factory=list)
    public_relations: list[Relation] = field(default_factory=list)

    OWN = ("slug", "ground", "voice", "attribution", "hedge", "scope", "made_on", "argued_date", "names_only_some")
    TEXTS = ("claim", "argument", "note")

    @classmethod
    def query(cls) -> QuerySet:
        """The published ones of the interpretations with the given keys."""
        published_ones = models.Interpretation.objects.published().filter(among(models.Interpretation, "id"))
        asked = ("debate__slug", "debate__question", "answer__slug", "answer__name")
        about = (subqueries.if_published(name)() for name in asked)
        return published_ones.order_by().values_list("pk", *cls.OWN, *about, *cls.TEXTS, "translations")

    @property
    def claim(self) -> str:
        return self.read("claim")

    @property
    def argument(self) -> str:
        return self.read("argument")

    @property
    def note(self) -> str:
        return self.read("note")

    def get_absolute_url(self) -> str:
        return address_of_page("interpretation", self.slug)


CITED = {owner: Cited(owner) for owner in ("interpretation", "evidence", "relation")}

READ: tuple[Any, ...] = (Argued, Evidence, Relation, *CITED.values())
"""What has a statement of its own."""


def read(keys: Sequence[int]) -> list[Argued]:
    """The published ones of the interpretations with these keys, in this order."""
    now, found = languages.current(), dict[int, Argued]()
    for *own, debate, question, answer, name, claim, argument, note, texts in belongings.rows(Argued, keys):
        originals = {"claim": claim, "argument": argument, "note": note}
        each = found[own[0]] = Argued(originals, _versions(texts), now, *own)
        each.names_only_some = bool(each.names_only_some)  # a number in SQLite
        each.debate = Debate(debate, text_of(question, now)) if debate else None
        each.answer = Answer(answer, text_of(name, now), "") if answer else None
    evidence, relations = _evidence(found, now), _relations(found)
    claims.hold(found, now)
    sources: dict[int, Source] = {}
    for owner, owners in (("interpretation", found), ("evidence", evidence), ("relation", relations)):
        _cite(owner, owners, sources, now)
    return [found[key] for key in keys if key in found]


def _versions(column: Any) -> Versions:
    return {} if column == "{}" else decoded_translations(column)


def _evidence(found: dict[int, Argued], now: Reading | None) -> dict[int, Evidence]:
    """Gives interpretations their public evidence, by its keys."""
    given: dict[int, Evidence] = {}
    for pk, owner, bearing, slug, title, asserted, asserted_slug, circumstance, texts in belongings.rows(
        Evidence, list(found)
    ):
        event = EventPointedAt(slug, text_of(title, now)) if slug else None
        asserted_by = Ordered(asserted, asserted_slug) if asserted else None
        row = Evidence({"circumstance": circumstance}, _versions(texts), now, event, bearing, asserted_by)
        given[pk] = row
        found[owner].public_evidence.append(row)
    return given


def _relations(found: dict[int, Argued]) -> dict[int, Relation]:
    """Gives interpretations what they do to others, by its keys."""
    given: dict[int, Relation] = {}
    for pk, owner, kind, target, slug, ground, drawn_by in belongings.rows(Relation, list(found)):
        row = given[pk] = Relation(kind, Ordered(target, slug), ground, drawn_by)
        found[owner].public_relations.append(row)
    return given


def _cite(owner: str, owners: Mapping[int, Any], sources: dict[int, Source], now: Reading | None) -> None:
    rows: Iterable[tuple] = belongings.rows(CITED[owner], list(owners))
    for pk, key, slug, reference, number, start, locator, whole, quote, offset, language, words, translator, of in rows:
        if (source := sources.get(key)) is None:
            source = sources[key] = Source(slug, reference)
        place = Passage(number, start) if number else None, text_of(locator, now), bool(whole)
        quoted = quote, offset, language, text_of(words, now), translator, text_of(of, now)
        owners[pk].citations.append(Citation(source, *place, *quoted))
