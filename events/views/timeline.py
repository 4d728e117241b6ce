"""The timeline: filters with counts, the strip, and the list with its historiographic notes."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import facets, search
from events.filters import Timeline
from events.timeline import choices, entries, strip

PER_PAGE = 50


@require_safe
def timeline(request):
    view = Timeline(request.GET)
    counts = facets.count(view)
    paginator = Paginator(view.qs.for_list(), PER_PAGE)
    paginator.count = counts.count
    wanted = view.value("page") or 1
    page = paginator.page(min(wanted, paginator.num_pages))
    if wanted > paginator.num_pages and "page" not in view.errors:
        message = _("There are only %(number)d pages of these events; this is the last.")
        view.form.add_error("page", message % {"number": paginator.num_pages})
    response = render(
        request,
        "timeline/timeline.html",
        {
            "view": view,
            "counts": counts,
            "page": page,
            "groups": entries.groups(page.object_list, tuple(search.terms(view.value("q") or ""))),
            "form": choices.Form(view, counts),
            "spelling": choices.spelling(view) if not counts.count else None,
            "drawing": strip.Drawing(view, counts),
            "pages": choices.pages(view, page),
            "previous_url": choices.page_address(view, page.number - 1),
            "next_url": choices.page_address(view, page.number + 1),
        },
    )
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
