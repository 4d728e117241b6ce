"""For those who run the site and for robots."""

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def live(request):
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
def ready(request):
    """The process answers and its database does too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM events_event LIMIT 1")
    except Exception:  # whatever the driver raises, the answer is the same
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
def robots(request):
    """The editorial backend and previews are nobody's search results; the rest is open."""
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /preview/\n", content_type="text/plain")
