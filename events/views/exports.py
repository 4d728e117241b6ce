"""Downloads of a view. A bad value answers 400 and names its field: an export never widens a selection."""

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from events import facets
from events.exports import events_csv as as_csv
from events.exports import events_json as as_json
from events.exports.rows import in_chunks
from events.filters import Timeline


def _refusal(view: Timeline) -> HttpResponse | None:
    """400 with each field and what is wrong with it, if any of the parameters is bad."""
    if view.form.is_valid():
        return None
    errors = {field: list(messages) for field, messages in view.errors.items()}
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})


@require_safe
def events_json(request):
    view = Timeline(request.GET)
    if refusal := _refusal(view):
        return refusal
    url = request.build_absolute_uri(view.address())
    pieces = as_json.stream(in_chunks(view.qs), view.qs.count(), url, request.build_absolute_uri)
    return StreamingHttpResponse(pieces, content_type="application/json")


@require_safe
def events_csv(request):
    view = Timeline(request.GET)
    if refusal := _refusal(view):
        return refusal
    pieces = as_csv.stream(in_chunks(view.qs), request.build_absolute_uri)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="events.csv"'
    return response


@require_safe
def facets_json(request):
    view = Timeline(request.GET)
    if refusal := _refusal(view):
        return refusal
    return JsonResponse(facets.count(view).as_json(), json_dumps_params={"ensure_ascii": False})
