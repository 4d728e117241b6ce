"""The pages that other sites may frame, and oEmbed (oembed.com), by which they learn what to frame."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.selection.filters import TimelineFilter
from events.selection.page_parameters import EmbedParameters, OEmbedParameters
from events.selection.selection import Selection
from events.sharing import embedding
from events.site import description
from events.timeline import entries
from events.timeline.drawing.drawing import Drawing
from events.timeline.form import Form
from events.timeline.opening import question_of

PER_PAGE = 50


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """A view as a list or as a drawing, a question, or one event or interpretation; a bad value answers 400."""
    asked = EmbedParameters(request.GET)
    if asked.problems:
        return render(request, "embed/refused.html", {"problems": asked.problems}, status=400)
    given = asked.cleaned_data
    if event := given["event"]:
        return render(request, "embed/event.html", {"record": event, "entries": entries.of([event.pk])})
    if interpretation := given["interpretation"]:
        return render(request, "embed/interpretation.html", {"record": interpretation})
    if given["show"] == "question":
        question = question_of(asked.view.value("debate"))
        return render(request, "embed/question.html", {"record": question.debate, "question": question})
    return _view(request, asked.view, given["show"] or "list")


def _view(request: HttpRequest, view: TimelineFilter, show: str) -> HttpResponse:
    found = Selection(view)
    start = ((view.value("page") or 1) - 1) * PER_PAGE
    listed = entries.of(found.ids_for_page(start, start + PER_PAGE)) if show == "list" else []
    shown: dict[str, Any] = {
        "view": view,
        "form": Form(view, found),
        "counts": found.counts,
        "brief": view.value("notes") == "brief",
        "further": max(found.count - start - len(listed), 0),
    }
    if show == "drawing":
        shown["drawing"] = Drawing(view, found)
    else:
        shown["groups"] = entries.groups(listed)
    return render(request, f"embed/{show}.html", shown)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """How to embed the page at an address (JSON): 404 for one that cannot be, 501 for another format."""
    asked = OEmbedParameters(request.GET)
    if not asked.is_valid():
        errors = {name: list(messages) for name, messages in asked.errors.items()}
        return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})
    given, site = asked.cleaned_data, description.current()
    if given["format"] not in ("", "json"):
        return JsonResponse({"errors": {"format": [_("Only json is offered.")]}}, status=501)
    frame = embedding.framed(given["url"], request.get_host())
    if frame is None:
        return JsonResponse({"errors": {"url": [_("Nothing at this address can be embedded.")]}}, status=404)
    width = min(given["maxwidth"] or embedding.WIDTH, embedding.WIDTH)
    height = min(given["maxheight"] or frame.height, frame.height)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": frame.title,
        "provider_name": str(site.title),
        "provider_url": request.build_absolute_uri(reverse("timeline")),
        "html": frame.code(request.build_absolute_uri(frame.path), str(width), height),
        "width": width,
        "height": height,
        "thumbnail_url": request.build_absolute_uri(frame.picture),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "cache_age": 3600,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
