"""What answers a view with a bad value where nothing may be shown in its stead: downloads, embeds, feeds."""

from django.http import HttpResponse, JsonResponse

from events.selection.filters import TimelineFilter


def refused(view: TimelineFilter) -> HttpResponse | None:
    """400 with each field and what is wrong with it, if any of the parameters is bad."""
    if view.form.is_valid():
        return None
    errors = {field: list(messages) for field, messages in view.errors.items()}
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})
