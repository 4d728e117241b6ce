"""Views and records on the pages of others: the address of `/embed/`, the code of the frame, and oEmbed for both."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.html import escape

from events.models import Actor, Debate, Event, Interpretation, Source, Theme
from events.models.base import address_of
from events.models.querysets import visible
from events.selection import current
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site import description
from events.timeline.form import Form

WIDTH = 720
"""Pixels that a frame is wide where nobody says how wide it may be; in the code it is as wide as its place."""

HEIGHTS = {"list": 640, "drawing": 520, "question": 460, "event": 320, "interpretation": 320}
"""Pixels that a frame is high, by what it shows; what is longer scrolls."""

SHOWN: dict[str, Any] = {
    model._meta.model_name or "": model for model in (Event, Interpretation, Debate, Actor, Source, Theme)
}
"""The records whose pages can be framed, by the names of their addresses."""


@dataclass(frozen=True)
class Frame:
    """What is framed: the query of `/embed/`, what it is called, its height, and which events are pictured."""

    query: str
    title: str
    height: int
    pictured: str = ""

    @property
    def picture(self) -> str:
        """The address of the picture that is shown with a link to it."""
        return address_of("picture.png") + (f"?{self.pictured}" if self.pictured else "")

    @property
    def path(self) -> str:
        return address_of("embed") + (f"?{self.query}" if self.query else "")

    def code(self, url: str, width: str = "100%", height: int = 0) -> str:
        """The HTML of the frame, to be shown or sent as a text; `url` is the whole address of `path`."""
        size = f'width="{escape(width)}" height="{height or self.height}"'
        return f'<iframe src="{escape(url)}" title="{escape(str(self.title))}" {size} loading="lazy"></iframe>'


def of_view(view: TimelineFilter, in_words: str, show: str = "list") -> Frame:
    """The list of a view, or its drawing."""
    query = view.canonical_query(page=None, lang=None)
    shown = query if show == "list" else "&".join(filter(None, [query, urlencode({"show": show})]))
    return Frame(shown, f"{description.current().title}: {in_words}", HEIGHTS[show], query)


def of_record(record: Any) -> Frame | None:
    """An event, a claim or a question by itself; of other records the events. None where there is none to show."""
    kind, title = str(record._meta.model_name), str(record)
    if kind in ("event", "interpretation"):
        return Frame(urlencode({kind: record.slug}), title, HEIGHTS[kind])
    if kind == "debate":
        query = urlencode({"debate": record.slug})
        return Frame(f"{query}&show=question", title, HEIGHTS["question"], query)
    links = current.current().columns.links
    facets = ("actor", "proponent") if kind == "actor" else (kind,)
    found = next((name for name in facets if name in links and record.pk in links[name].places), None)
    if found is None:
        return None
    query = urlencode({found: record.slug})
    return Frame(query, title, HEIGHTS["list"], query)


def framed(address: str, host: str) -> Frame | None:
    """What the page at a whole address would be as a frame; None where there is no such page to frame here.

    `host` is that of this site, with its port.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != host.lower():
            return None
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    name, slug = match.url_name or "", match.kwargs.get("slug", "")
    if name == "timeline":
        view = TimelineFilter(QueryDict(parts.query))
        return None if view.errors else of_view(view, Form(view, Selection(view)).in_words)
    if name not in SHOWN or "\0" in slug:
        return None
    record = visible(SHOWN[name]).filter(slug=slug).first()
    return record and of_record(record)
