"""The timeline: filters with counts, the drawing, and the list with its historiographic notes."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.search.terms import wanted_terms
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.timeline import entries, form, paging, passages, sequence
from events.timeline.drawing.drawing import Drawing
from events.timeline.opening import Opening

PER_PAGE = 50


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    view = TimelineFilter(request.GET)
    if preview := getattr(request, "preview", None):
        view.home = preview.timeline_path
    found = Selection(view)
    paginator = Paginator(range(found.counts.count), PER_PAGE)
    wanted = view.value("page") or 1
    page = paginator.page(min(wanted, paginator.num_pages))
    if wanted > paginator.num_pages and "page" not in view.errors:
        message = _("There are only %(number)d pages of these events; this is the last.")
        view.form.add_error("page", message % {"number": paginator.num_pages})
    start, stop = ((page.number - 1) * PER_PAGE, page.number * PER_PAGE)
    terms = tuple(wanted_terms(view.value("q") or ""))
    listed = entries.of(found.ids_for_page(start, stop), terms, sequence.query_of(view))
    return render(
        request,
        "timeline/timeline.html",
        {
            "view": view,
            "opening": Opening() if page.number == 1 and not (view.in_force or view.errors) else None,
            "brief": view.value("notes") == "brief",
            "counts": found.counts,
            "page": page,
            "sections": entries.sections(listed, start, found.certain, found.count),
            "form": form.Form(view, found),
            "spelling": form.spelling(view) if not found.counts.count else None,
            "drawing": Drawing(view, found, (entry.event for entry in listed)),
            "pages": paging.pages(view, page),
            "previous_url": paging.page_address(view, page.number - 1),
            "next_url": paging.page_address(view, page.number + 1),
            "passages": passages.found(view),
        },
    )
