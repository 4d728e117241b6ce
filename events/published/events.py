"""Published events as each use shows them: an `Outline`, `Listed`, or an `Event` with all that readers see of it.

Each of these declares what is read of an event. A constant number of statements reads any number of events: one for
their own columns, and one for each relation (`belongings`, `claims`). What many share, an actor or a source, is one
object.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from events import models
from events.models.base import address_of_page
from events.models.fields import readable
from events.models.translations import decoded_translations, said, versions
from events.published import claims, subqueries
from events.published.belongings import (
    Actor,
    Anchor,
    Citation,
    Many,
    Participation,
    Passage,
    Source,
    Theme,
    rows,
    say,
)
from events.published.claims import Claim, Evidence, Interpretation, Noted, Ordered
from events.published.subqueries import EXPORTED, columns_of, from_column
from events.site import languages
from events.site.languages import Reading, text_of
from events.sql.statements import among

FIRST, GROWTH, MOST = 50, 4, 1000
"""Events of the first chunk, how much larger each next one is, and events of the largest: an early first byte."""


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
"""What takes either asks for no more than both have."""

E = TypeVar("E", bound=Outline)

READ: tuple[Any, ...] = (DateAndBounds, Outline, Listed, Event, Theme, Participation, Citation, *claims.READ)
"""What has a statement of its own; kinds that read the same columns of events share that of `Event`."""

# --- reading ----------------------------------------------------------------------------------------------------------


def read(ids: Sequence[int], kind: type[E]) -> list[E]:
    """The published ones of the events with these keys, in this order."""
    keys, now = list(ids), languages.current()
    found: dict[int, E] = {}
    for row in rows(Event if issubclass(kind, Event) else kind, keys):
        event = found[row[0]] = kind(*row[:-3], reading=now)
        if event.after_event_id is not None:
            slug, title, status = row[-3:]
            event.after_event = Anchor(slug, text_of(title, now), status)
    say(found.values(), kind.TEXTS, now)
    for relation in kind.relations:
        RELATE[relation](found, now)
    if kind.argued_as is not None:
        claims.argue(found, kind.argued_as, now)
    return [found[key] for key in keys if key in found]


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
