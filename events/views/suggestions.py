"""Suggestions while a reader types, for the search field of the timeline."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from events.search import suggestions
from events.search.terms import MAX_LENGTH


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    query = request.GET.get("q", "")[:MAX_LENGTH]
    response = JsonResponse({"q": query, "suggestions": suggestions.suggested(query)})
    response["Cache-Control"] = "no-cache"
    return response
