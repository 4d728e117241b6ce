"""Published events as a list shows them: date, title, summary, one citation, and who argues what in one line each.

It reads only that, in a constant number of statements: no quotes and no arguments. `events` reads all that is public.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce, JSONArray

from events import models
from events.models.base import address_of_page
from events.models.translations import said
from events.published import events
from events.published.events import Anchor, Citation, Evidence, Passage, Relation, Source
from events.site import languages
from events.site.languages import Reading, text_of
from events.sql.statements import Statement, among


@dataclass(eq=False, slots=True)
class Interpretation(events.Interpretation):
    """What a list says of one: the claim, or the answer that it gives to the question of its debate."""

    debate_id: int | None = None


@dataclass(eq=False, slots=True)
class Event:
    """Bounds are `Day.key`s, None where open or unknown. The fields before `after_event` are columns of their names."""

    pk: int
    slug: str
    title: str
    summary: str
    prominence: int
    date: str
    date_part: str
    date_basis: str
    offset: str
    earliest: int | None
    latest: int | None
    sort_day: int | None
    after_event_id: int | None
    after_event: Anchor | None
    cited_json: str | None
    citations: int
    """How many there are."""
    reading: Reading | None = None

    public_evidence: list[Evidence] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)

    @property
    def cited(self) -> Citation | None:
        """The first citation, without its words."""
        if not self.cited_json:
            return None
        slug, reference, number, locator, whole_work = json.loads(self.cited_json)
        place = Passage(number) if number else None
        return Citation(Source(slug, reference), place, text_of(locator, self.reading), whole_work, "")


class Question(NamedTuple):
    """A debate: how many published interpretations it has, and how many different answers they give."""

    slug: str
    question: str
    accounts: int
    answers: int


def read(ids: Sequence[int]) -> list[Event]:
    """The published ones of the events with these keys, in this order.

    Each interpretation on them has its `contests` and `contested_by`, whose other sides are known as well.
    """
    keys, now = list(ids), languages.current()
    asked = statements(connection.vendor, languages.other())
    found: dict[int, Event] = {}
    for *own, anchor_slug, anchor_title, anchor_status, cited, citations in asked.events.rows(keys):
        anchor = Anchor(anchor_slug, text_of(anchor_title, now), anchor_status) if own[-1] else None
        values = [*own, anchor, cited, citations, now]
        event = found[own[0]] = Event(*values)
        event.title, event.summary = text_of(event.title, now), text_of(event.summary, now)
    argued: dict[int, Interpretation] = {}
    for event, *row in asked.evidence.rows(list(found)) if found else ():
        interpretation = argued.get(row[0]) or argued.setdefault(row[0], _interpretation(row))
        found[event].public_evidence.append(Evidence(interpretation, ""))
    if argued:
        _relate(argued)
    return [found[key] for key in keys if key in found]


def _relate(argued: dict[int, Interpretation]) -> None:
    """Tells interpretations what they contest and are contested by."""
    asked = statements(connection.vendor, languages.other())
    relations = asked.contests.rows(list(argued))
    others = {key for one, _slug, other, _other_slug, _ground in relations for key in (one, other)} - argued.keys()
    known = dict(argued)
    if others:
        known |= {row[0]: _interpretation(row) for row in asked.interpretations.rows(sorted(others))}
    for one, _slug, other, _other_slug, ground in relations:
        if one in known and other in known:
            relation = Relation(known[one], known[other], ground)
            known[one].contests.append(relation)
            known[other].contested_by.append(relation)


def questions(keys: Sequence[int]) -> dict[int, Question]:
    """The published debates with these keys."""
    now = languages.current()
    rows = statements(connection.vendor, languages.other()).questions.rows(list(keys)) if keys else ()
    return {key: Question(slug, text_of(question, now), *numbers) for key, slug, question, *numbers in rows}


def _interpretation(row: Sequence) -> Interpretation:
    *signing, claim, earliest, latest, debate, answer, holders = row
    now = languages.current()
    values = [*signing, events.actors(holders), text_of(claim, now), "", "", earliest, latest]
    found = Interpretation(*values)
    found.debate_id, found.answer_name = debate, text_of(answer, now)
    return found


# --- statements -------------------------------------------------------------------------------------------------------


class Statements(NamedTuple):
    """For the events, the evidence on events, the interpretations, the contests and the debates with the given keys."""

    events: Statement
    evidence: Statement
    interpretations: Statement
    contests: Statement
    questions: Statement


@cache
def statements(vendor: str, language: str) -> Statements:
    return Statements(*map(Statement, (_events(), _evidence(), _interpretations(), events.contests(), _questions())))


def _events() -> QuerySet:
    own = takewhile(lambda name: name != "after_event", [each.name for each in fields(Event)])
    citations = models.Citation.objects.filter(event=OuterRef("pk")).order_by()
    first = citations.order_by("position", "pk").annotate(
        place=JSONArray("source__slug", "source__short_reference", "passage__number", said("locator"), "whole_work")
    )
    return events.published_among_keys().values_list(
        *events.columns(own), "after_event__slug", said("after_event__title"), "after_event__status",
        Subquery(first.values("place")[:1], output_field=TextField()),
        _count(citations, "event", "pk"),
    )  # fmt: skip


def _evidence() -> QuerySet:
    """Rows of the interpretation after the event."""
    found = models.Evidence.objects.public().filter(among(models.Evidence, "event_id")).order_by("pk")
    return found.values_list("event", *_columns("interpretation__", OuterRef("interpretation_id")))


def _interpretations() -> QuerySet:
    found = models.Interpretation.objects.published().filter(among(models.Interpretation, "id")).order_by()
    return found.values_list(*_columns("", OuterRef("pk")))


def _columns(prefix: str, key: OuterRef) -> list:
    signing, holders = events.signing(prefix, key)
    more = (f"{prefix}{name}" for name in ("made_on_earliest", "made_on_latest", "debate_id"))
    return [*signing, said(f"{prefix}claim"), *more, said(f"{prefix}answer__name"), holders]


def _questions() -> QuerySet:
    published = models.Interpretation.objects.published().filter(debate=OuterRef("pk")).order_by()
    counted = [_count(published, "debate", what) for what in ("pk", "answer")]
    found = models.Debate.objects.published().filter(among(models.Debate, "id")).order_by()
    return found.values_list("pk", "slug", said("question"), *counted)


def _count(rows: QuerySet, owner: str, what: str) -> Coalesce:
    """How many different values of `what` the rows of an owner have."""
    return Coalesce(Subquery(rows.values(owner).annotate(number=Count(what, distinct=True)).values("number")), 0)
