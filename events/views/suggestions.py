"""Suggestions while a reader types: for the search field of the timeline, or for what can be compared."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from events.search import suggestions
from events.search.terms import MAX_LENGTH


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    query = request.GET.get("q", "")[:MAX_LENGTH]
    kinds = suggestions.COMPARABLE if request.GET.get("for") == "compare" else suggestions.KINDS
    response = JsonResponse({"q": query, "suggestions": suggestions.suggested(query, kinds)})
    response["Cache-Control"] = "no-cache"
    return response
