"""A selection, or a question, as one page of prose."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.timeline import entries, form, narrative, opening, paging


@require_safe
def story(request: HttpRequest) -> HttpResponse:
    view = TimelineFilter(request.GET)
    found = Selection(view)
    page = Paginator(range(found.count), narrative.AT_ONCE).get_page(view.value("page"))
    start = (page.number - 1) * narrative.AT_ONCE
    told = entries.of(found.ids(start, start + narrative.AT_ONCE))
    debate = view.value("debate")
    question = opening.question_of(debate) if debate else None
    return render(
        request,
        "narrative.html",
        {
            "view": view,
            "form": form.Form(view, found),
            "question": question,
            "chapters": narrative.chapters(told, start + 1),
            "minutes": narrative.minutes(told, debate.introduction if debate else ""),
            "page": page,
            "pages": paging.pages(view, page, address=_address),
            "previous_url": _address(view, page.number - 1),
            "next_url": _address(view, page.number + 1),
        },
    )


def _address(view: TimelineFilter, number: int) -> str:
    return view.address("narrative", page=None if number == 1 else number)
