"""A draft or a pending revision as readers will see it: made by the ordinary views, and rolled back before it is sent.

That no answer below `/preview/` is kept, indexed or passed on, `romania_history.http_cache` sees to.
"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.editing import preview as previews
from events.models import Actor, Debate, Event, Interpretation, Source, Theme
from events.selection import results
from events.selection.filters import Timeline
from events.views import records, timeline

PAGES = {
    Event: records.EventDetail,
    Interpretation: records.InterpretationDetail,
    Debate: records.DebateDetail,
    Actor: records.ActorDetail,
    Source: records.SourceDetail,
    Theme: records.ThemeDetail,
}


@require_safe
def page(request, token):
    """The record's page; a passage is shown on its document's."""
    return _previewed(request, token, _page)


@require_safe
def in_timeline(request, token):
    """The timeline with all its parameters; without any, at the page of the first event that the record is about."""
    return _previewed(request, token, _timeline)


def _previewed(request, token, make):
    try:
        shown = previews.read(token)
        with previews.as_readers_will_see(shown.record, shown.pending) as shown.conflicts:
            request.preview = shown
            response = make(request)
            # What is rendered later would be rendered of what is there then.
            return response.render() if hasattr(response, "render") else response
    except previews.Refused as refusal:
        context = {"refusal": refusal}
        return render(request, "preview.html", context, status=refusal.status)


def _page(request):
    record = request.preview.page_record
    return PAGES[type(record)].as_view()(request, slug=record.slug)


def _timeline(request):
    event = request.preview.event
    if event is not None and not set(request.GET) - {"lang"}:
        place = results.SqlResults(Timeline()).all_ids().index(event.pk)
        request.GET = request.GET.copy()
        request.GET["page"] = place // timeline.PER_PAGE + 1
    return timeline.timeline(request)
