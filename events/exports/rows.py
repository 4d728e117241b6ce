"""What exports say of the events of a selection, some events at a time: memory does not grow with their number.

The querysets decide what readers may see. Two statements, compiled once, fetch each chunk of events to its end, so that
no transaction and no cursor is open while a slow reader reads. Lists come as one text an event: rows of their own
would take Python longer to sort in than the database takes to find them.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, Expression, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import JSONArray

from events import models
from events.date_words import days_of, words_of
from events.historiography import in_order
from events.statements import Statement, among

FIRST, GROWTH, MOST = 50, 4, 1000
"""Events of the first chunk, how much larger each next one is, and events of the largest: an early first byte."""


class Event(NamedTuple):
    """The columns of an event; texts are blank where nothing is known, lists None where they are empty."""

    pk: int
    edtf: str
    part: str
    earliest: int | None
    latest: int | None
    offset: str
    anchor: int | None
    anchor_title: str | None
    anchor_status: str | None
    precision: str
    basis: str
    slug: str
    title: str
    summary: str
    place: str
    prominence: int
    themes: str | None
    participants: str | None
    citations: str | None


class Date(NamedTuple):
    """An event's bounds as ISO 8601 days, inclusive, None where open or unknown; and its words."""

    earliest: str | None
    latest: str | None
    words: str


class Holder(NamedTuple):
    slug: str
    sort_name: str


class Contest(NamedTuple):
    """A published interpretation that is contested."""

    slug: str
    target_id: int


class Note(NamedTuple):
    """An interpretation with evidence on an event, as `events.historiography` expects it, and what exports say of it.

    `bearing` is that of the first row of evidence.
    """

    event: int
    pk: int
    slug: str
    made_on_earliest: int | None
    made_on_latest: int | None
    holders: str | None
    contests_text: str | None
    contested_by_text: str | None
    bearing: str
    claim: str
    ground: str

    @property
    def interpretation(self) -> "Note":
        return self

    @property
    def proponents(self) -> "Note":
        return self

    def all(self) -> list[Holder]:
        """The proponents, by sort name."""
        return [Holder._make(fields) for fields in listed(self.holders)]

    @property
    def contests(self) -> Sequence[Contest]:
        return [Contest._make(fields) for fields in listed(self.contests_text)] if self.contests_text else ()

    @property
    def contested_by(self) -> Sequence[str]:
        return [slug for (slug,) in listed(self.contested_by_text)] if self.contested_by_text else ()


class Row(NamedTuple):
    """`notes` are of `Note`, in order."""

    event: Event
    date: Date
    notes: Sequence[Any]


class Lists(NamedTuple):
    """The lists of an event as a format writes them: an expression for each item, over the rows of its own model."""

    themes: Any
    participants: Any
    citations: Any
    separator: str


def listed(text: str | None) -> list:
    """The items of a list whose items are JSON."""
    return _decode(f"[{text}]")[0] if text else []


_decode = json.JSONDecoder().raw_decode


class Rows:
    """The rows of an export whose lists are written in one way."""

    def __init__(self, lists: Lists):
        self.lists = lists
        self._statements: dict[str, tuple[Statement, Statement]] = {}

    def in_chunks(self, ids: Sequence[int], language: str) -> Iterator[list[Row]]:
        """The events with these keys in this order, dates in the words of the language.

        What is no longer published when its chunk is fetched is left out.
        """
        events, evidence = self.statements()
        start, size = 0, FIRST
        while start < len(ids):
            keys = [int(pk) for pk in ids[start : start + size]]
            found = {row[0]: Event._make(row) for row in events.rows(keys)}
            notes = _notes(evidence.rows(list(found)) if found else [])
            yield [
                Row(event, _date(language, *event[1:9]), notes.get(pk, ()))
                for pk, event in ((pk, found[pk]) for pk in keys if pk in found)
            ]
            start, size = start + size, min(size * GROWTH, MOST)

    def statements(self) -> tuple["Statement", "Statement"]:
        """Those for the events with given keys, and for the evidence on them."""
        if connection.vendor not in self._statements:
            self._statements[connection.vendor] = Statement(_events(self.lists)), Statement(_evidence())
        return self._statements[connection.vendor]


@lru_cache(maxsize=4096)
def _date(language, edtf, part, earliest, latest, offset, anchor, anchor_title, anchor_status) -> Date:
    """Many events share a date, and in date order they stand together."""
    event = SimpleNamespace(
        date=edtf, date_part=part, earliest=earliest, latest=latest, offset=offset, after_event_id=anchor
    )
    if anchor:
        event.after_event = models.Event(title=anchor_title, status=anchor_status)
    first, last = (None if day is None else str(day) for day in days_of(event))
    if not part and (plain := PLAIN.fullmatch(edtf)):
        year, within = plain.groups()
        return Date(first, last, _within_year(within, language).replace(LEAP_YEAR, year))
    return Date(first, last, words_of(event, language))


PLAIN = re.compile(r"([1-9][0-9]{3})((?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?)")
"""A year, a month or a day whose words have the four digits of the year as they stand in the EDTF."""

LEAP_YEAR = "2000"


@lru_cache(maxsize=512)
def _within_year(within: str, language: str) -> str:
    """The words of a year, or of what is `within` it (“-02-29”), as they are for LEAP_YEAR.

    A hundred thousand events have tens of thousands of days, but a year has few.
    """
    return words_of(SimpleNamespace(date=LEAP_YEAR + within, date_part="", after_event_id=None), language)


def _notes(evidence: Iterable[tuple]) -> dict[int, list[Note]]:
    """The notes on each event, in order."""
    notes: dict[int, list[Note]] = {}
    several = set()
    for note in map(Note._make, evidence):
        if (on_event := notes.get(note.event)) is None:
            notes[note.event] = [note]
        elif note.pk not in [other.pk for other in on_event]:
            on_event.append(note)
            several.add(note.event)
    for event in several:
        notes[event] = in_order(notes[event])
    return notes


# --- statements -------------------------------------------------------------------------------------------------------


class Joined(Subquery):
    """The items of a correlated query, in its order, as one text; NULL where there are none."""

    template = "(SELECT group_concat(item, '%(separator)s') FROM (%(subquery)s) items)"
    output_field = TextField()

    def __init__(self, queryset: QuerySet, item: Expression, separator: str = ","):
        super().__init__(queryset.annotate(item=item).values("item"), separator=separator)

    def as_postgresql(self, compiler, connection, **extra_context):
        template = "(SELECT string_agg(item::text, '%(separator)s') FROM (%(subquery)s) items)"
        return self.as_sql(compiler, connection, template=template, **extra_context)


def _events(lists: Lists) -> QuerySet:
    of_event = {"event": OuterRef("pk")}
    # Asked of each event by its key: as a condition of the query itself, it would lead SQLite to read all events in the
    # index that begins with the status, for every chunk.
    published = Exists(models.Event.objects.published().filter(pk=OuterRef("pk")))
    themes = models.Event.themes.through.objects.filter(**of_event).order_by("theme__position", "theme__slug")
    participants = models.Participant.objects.filter(**of_event).order_by("pk")
    citations = models.Citation.objects.filter(**of_event).order_by("position", "pk")
    return models.Event.objects.filter(published, among(models.Event, "id")).order_by().values_list(
        "pk", "date", "date_part", "earliest", "latest", "offset", "after_event", "after_event__title",
        "after_event__status", "precision", "date_basis", "slug", "title", "summary", "place", "prominence",
        Joined(themes, lists.themes, lists.separator),
        Joined(participants, lists.participants, lists.separator),
        Joined(citations, lists.citations, lists.separator),
    )  # fmt: skip


def _evidence() -> QuerySet:
    interpretation = OuterRef("interpretation")
    holders = models.Interpretation.proponents.through.objects.filter(interpretation=interpretation)
    contesting = models.Relation.objects.public().contesting()
    contests = contesting.filter(interpretation=interpretation).order_by("target__slug")
    contested_by = contesting.filter(target=interpretation).order_by("interpretation__slug")
    return models.Evidence.objects.public().filter(among(models.Evidence, "event_id")).order_by("pk").values_list(
        "event", "interpretation", "interpretation__slug",
        "interpretation__made_on_earliest", "interpretation__made_on_latest",
        Joined(holders.order_by("actor__sort_name", "actor__slug"), JSONArray("actor__slug", "actor__sort_name")),
        Joined(contests, JSONArray("target__slug", "target")),
        Joined(contested_by, JSONArray("interpretation__slug")),
        "bearing", "interpretation__claim", "interpretation__ground",
    )  # fmt: skip
