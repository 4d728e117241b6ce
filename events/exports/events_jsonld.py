"""`/export/events.jsonld`: the events of a view and what they bring along, as one graph of linked data."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.urls import get_script_prefix, reverse

from events import models
from events.exports import related
from events.exports.sending import encode, forget, joined
from events.exports.view import View
from events.linked_data.records import Nodes, filled
from events.linked_data.vocabulary import Node
from events.models.base import addresses_under
from events.models.translations import said
from events.published import events as published
from events.published import interpretations, numbering
from events.published.interpretations import EventPointedAt
from events.site import languages
from events.site.languages import text_of
from events.sql.statements import Statement, among


def stream(view: View) -> Iterator[str]:
    """The document in pieces; its first node says what it is."""
    site = view.site
    whole = {"@id": view.url, "@type": "Dataset", "name": site.title, "url": view.url, "inLanguage": view.language}
    whole["dateModified"] = view.as_of.isoformat(timespec="seconds")
    about = whole | filled(description=site.orientation, **{"dcterms:rights": site.licence})
    yield f'{{"@context":{encode(view.base + reverse("context.jsonld"))},"@graph":[\n{encode(about)}'
    yield from joined(f",\n{node}" for node in _nodes(view))
    yield "\n]}\n"


def _nodes(view: View) -> Iterator[str]:
    """Each as text at once: a chunk of them as objects would take many times the memory."""
    nodes, found = Nodes(view.base, view.site.content_language), related.Related(view)
    for part in published.chunks(view.ids):
        reading = languages.reading(view.language, view.site.content_language)
        with reading, addresses_under(get_script_prefix()):
            versions, links = numbering.newest(models.Event, part), _links(part)
            events = published.read(part, published.Noticed)
            written = [
                encode(nodes.event(event, view.language, links.get(event.pk, ()), versions.get(event.pk)))
                for event in events
            ]
        del events
        forget()
        yield from written
    for model, read, keys, write in (
        (models.Interpretation, interpretations.read, lambda: found.interpretations, nodes.interpretation),
        (models.Actor, related.actors, lambda: found.actors, nodes.actor),
        (models.Source, related.sources, lambda: found.sources, nodes.source),
    ):
        yield from found.write(read, keys(), _numbered(model, write))


def _numbered(model: Any, write: Callable[[Any, Any], Node]) -> Callable[[list[Any]], list[str]]:
    """Each with its newest version."""

    def written(records: list[Any]) -> list[str]:
        versions = numbering.newest(model, [record.pk for record in records])
        return [encode(write(record, versions.get(record.pk))) for record in records]

    return written


class Link(NamedTuple):
    kind: str
    target: EventPointedAt


def _links(events: list[int]) -> dict[int, list[Link]]:
    """The links of the events to others, in the order of their pages."""
    found: dict[int, list[Link]] = {}
    now = languages.current()
    for event, kind, slug, title in _statement_of_links(connection.vendor, languages.other()).rows(events):
        found.setdefault(event, []).append(Link(kind, EventPointedAt(slug, text_of(title, now))))
    return found


@cache
def _statement_of_links(vendor: str, language: str) -> Statement:
    links = models.EventLink.objects.public().filter(among(models.EventLink, "event_id")).order_by("pk")
    return Statement(links.values_list("event", "kind", "target__slug", said("target__title")))
