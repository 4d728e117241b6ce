"""How to read the timeline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from events.models import Debate
from events.timeline import guide as examples
from events.timeline.drawing import svg


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    featured = Debate.objects.published().exclude(featured=None).order_by("featured").first()
    shown = {"examples": examples.examples(), "parts": mark_safe(svg.DEFINITIONS), "question": featured}
    return render(request, "guide.html", shown)
