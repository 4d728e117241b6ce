"""Downloads of a view. A bad value answers 400 and names its field: an export never widens a selection."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.exports.formats import FORMATS
from events.exports.view import View
from events.linked_data.vocabulary import CONTEXT
from events.published import numbering
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site import description, media_types
from events.timeline import form
from events.timeline.drawing.drawing import Drawing
from events.timeline.drawing.picture import picture as drawn
from events.views.refusing import refused


def _downloaded(request: HttpRequest, view: TimelineFilter) -> View:
    """What is streamed is written after the request is over: it takes along what was the request's."""
    return View(
        ids=Selection(view).all_ids(),
        language=get_language() or settings.LANGUAGE_CODE,
        site=description.current(),
        base=request.build_absolute_uri("/")[:-1],
        url=request.build_absolute_uri(view.address()),
        as_of=numbering.as_of() or timezone.now(),
        is_narrowed=bool(view.in_force),
    )


@require_safe
def events(request: HttpRequest, name: str) -> HttpResponseBase:
    """The selection in the format of that name."""
    view, how = TimelineFilter(request.GET), FORMATS[name]
    if refusal := refused(view):
        return refusal
    response = StreamingHttpResponse(content_type=how.content_type)
    if how.is_file:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.method == "GET":
        response.streaming_content = how.stream(_downloaded(request, view))
    return response


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The drawing of the view (PNG)."""
    view = TimelineFilter(request.GET)
    if refusal := refused(view):
        return refusal
    found = Selection(view)
    words = form.Form(view, found).in_words
    return HttpResponse(drawn(Drawing(view, found), description.current().title, words), content_type="image/png")


@require_safe
def facets_json(request: HttpRequest) -> HttpResponse:
    view = TimelineFilter(request.GET)
    if refusal := refused(view):
        return refusal
    return JsonResponse(Selection(view).counts.as_json(), json_dumps_params={"ensure_ascii": False})


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """What the names in linked data mean."""
    return JsonResponse({"@context": CONTEXT}, content_type=media_types.LINKED_DATA)
