"""All the values of a facet on a page of their own, under the filters of a view."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.timeline.choices import RECORD_FACETS
from events.timeline.facet_page import FacetPage


@require_safe
def facet(request: HttpRequest, slug: str) -> HttpResponse:
    """`find`, `sort` and `at` are this page's own: words to look for, `name` for that order, and the page."""
    if slug not in RECORD_FACETS:
        raise Http404
    view = TimelineFilter(request.GET)
    at = request.GET.get("at", "")
    page = FacetPage(
        Selection(view),
        slug,
        find=request.GET.get("find", ""),
        by_name=request.GET.get("sort") == "name",
        number=int(at) if at.isascii() and at.isdigit() and len(at) < 10 else 1,
    )
    return render(request, "facet.html", {"view": view, "facet": page})
