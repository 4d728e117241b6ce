"""A draft or a pending revision as readers will see it: made by the ordinary views, and rolled back before it is sent.

That no answer below `/preview/` is kept, indexed or passed on, `romania_history.http_cache` sees to.
"""

import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.editing import preview as previews
from events.models import Actor, Debate, Event, Interpretation, Place, Source, Theme
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.sql.waiting import Turns, impatient
from events.views import records, timeline

PAGES = {
    Event: records.EventDetail,
    Interpretation: records.InterpretationDetail,
    Debate: records.DebateDetail,
    Actor: records.ActorDetail,
    Source: records.SourceDetail,
    Theme: records.ThemeDetail,
}


class PreviewRequest(HttpRequest):
    """A request that the ordinary views answer as if what is previewed were saved."""

    preview: previews.Preview


Make = Callable[[PreviewRequest], HttpResponseBase]


@require_safe
def page(request: PreviewRequest, token: str) -> HttpResponseBase:
    """The record's page; a passage is shown on its document's."""
    return _previewed(request, token, _page)


@require_safe
def in_timeline(request: PreviewRequest, token: str) -> HttpResponseBase:
    """The timeline with all its parameters; without any, at the page of the first event that the record is about."""
    return _previewed(request, token, _timeline)


_turns = Turns(waiting=1)

REST = 0.05
"""Seconds between two previews in which SQLite's writer is free: whoever saves waits for it by asking now and then."""


def _previewed(request: PreviewRequest, token: str, make: Make) -> HttpResponseBase:
    """One at a time, since on SQLite a preview holds the writer's lock: editors save in between."""
    with _turns.taken(), impatient():
        response = _made(request, token, make)
        if connection.vendor == "sqlite":
            time.sleep(REST)
    return response


def _made(request: PreviewRequest, token: str, make: Make) -> HttpResponseBase:
    try:
        shown = previews.read(token)
        with previews.as_readers_will_see(shown.record, shown.pending) as shown.conflicts:
            request.preview = shown
            response = make(request)
            # What is rendered later would be rendered of what is there then.
            return response.render() if hasattr(response, "render") else response
    except previews.NoPreview as refusal:
        context = {"refusal": refusal}
        return render(request, "preview.html", context, status=refusal.status)


def _page(request: PreviewRequest) -> HttpResponseBase:
    record = request.preview.page_record
    if isinstance(record, Place):  # its page is the view of its events
        return timeline.timeline(_asking(request, place=record.slug))
    return PAGES[type(record)].as_view()(request, slug=record.slug)


def _timeline(request: PreviewRequest) -> HttpResponseBase:
    event = request.preview.event
    if event is not None and not set(request.GET) - {"lang"}:
        place = list(Selection(TimelineFilter()).all_ids()).index(event.pk)
        _asking(request, page=str(place // timeline.PER_PAGE + 1))
    return timeline.timeline(request)


def _asking(request: PreviewRequest, **parameters: str) -> PreviewRequest:
    query = request.GET.copy()
    for name, value in parameters.items():
        query.setdefault(name, value)
    request.GET = query  # type: ignore[assignment]  # Django makes it immutable for views that only read it
    return request
