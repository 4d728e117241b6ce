"""Published events in outline: title and date, or the date alone, for what shows or counts many of them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from events import models
from events.models.base import address_of_page
from events.models.translations import said
from events.published.events import Anchor, chunks, columns, published_among_keys
from events.site import languages
from events.site.languages import text_of
from events.sql.statements import Statement, among

FIELDS = ("pk", "slug", "title", "date", "date_part", "offset", "earliest", "latest", "prominence", "after_event_id")


class Outline(NamedTuple):
    """An event's own fields and the event that its date is counted from; bounds are `Day.key`s."""

    pk: int
    slug: str
    title: str
    date: str
    date_part: str
    offset: str
    earliest: int | None
    latest: int | None
    prominence: int
    after_event_id: int | None
    after_event: Anchor | None

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)


def read(ids: Sequence[int]) -> list[Outline]:
    """The published ones of the events with these keys, in this order, by one statement."""
    found, now = {}, languages.current()
    for *own, slug, title, status in _statement(connection.vendor, languages.other()).rows(list(ids)):
        anchor = Anchor(slug, text_of(title, now), status) if own[-1] else None
        outline = Outline._make([*own, anchor])
        found[own[0]] = outline._replace(title=text_of(outline.title, now))
    return [found[key] for key in ids if key in found]


class Dated(NamedTuple):
    """An event's own date in EDTF, and its bounds as `Day.key`s."""

    date: str
    earliest: int | None
    latest: int | None


def dates(ids: Sequence[int]) -> Iterator[Dated]:
    """The dates of the published ones of the events with these keys, in any order."""
    for part in chunks(ids):
        yield from map(Dated._make, _statement_of_dates(connection.vendor).rows(part))


@cache
def _statement_of_dates(vendor: str) -> Statement:
    return Statement(published_among_keys().values_list("date", "earliest", "latest"))


@cache
def _statement(vendor: str, language: str) -> Statement:
    published = Exists(models.Event.objects.published().filter(pk=OuterRef("pk")))  # as in `events`, by its key
    events = models.Event.objects.filter(published, among(models.Event, "id"))
    anchor = ("after_event__slug", said("after_event__title"), "after_event__status")
    return Statement(events.order_by().values_list(*columns(FIELDS), *anchor))
