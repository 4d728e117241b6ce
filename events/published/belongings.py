"""What belongs to published records, and the statements that read it: compiled once, for any number of keys.

Each kind declares what is read of it, and its rows carry the key of what they belong to. The objects have the names of
the models' fields and relations, so that functions and templates take either.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from events import models
from events.bibliography import csl
from events.models.base import address_of_page
from events.models.translations import said
from events.published import subqueries
from events.site import languages
from events.site.languages import Reading, text_of
from events.site.translation import label
from events.sql.statements import Statement, among


@cache
def statement(kind: Any, vendor: str, language: str) -> Statement:
    """For texts in the language of readers; blank for the originals."""
    return Statement(kind.query())


def rows(kind: Any, keys: Sequence[int]) -> list[tuple]:
    """What the statement of a kind finds for the keys, as the database has it."""
    return statement(kind, connection.vendor, languages.other()).rows(keys) if keys else []


def say(found: Collection[Any], names: Sequence[str], now: Reading | None) -> None:
    """Makes their texts words that know their language; those of the page's language are left as they are."""
    if now is not None and now.is_translated:
        for each in found:
            for name in names:
                setattr(each, name, text_of(getattr(each, name), now))


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
    """Known, as the three before it, of what is cited for an interpretation (`interpretations`)."""

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
