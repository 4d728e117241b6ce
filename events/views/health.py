"""For those who run the site and for robots."""

import os
import shutil
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


NEEDED_BYTES = 32 * 2**20
"""With less room on SQLite's disk than this the site is not ready: the next save may fail."""


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process answers, and its database does and can be written to; 503 while it does not, saying why."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM events_event LIMIT 1")
            fault = _unwritable(cursor)
    except Exception:  # whatever the driver raises, the answer is the same
        fault = "the database does not answer"
    if fault:
        return HttpResponse(f"not ready: {fault}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def _unwritable(cursor: CursorWrapper) -> str:
    """Why nothing could be saved; blank where something can. Nothing is written to find that out."""
    if connection.vendor == "postgresql":  # how full its disk is, it tells nobody
        cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean")
        return "the database is read-only" if cursor.fetchone()[0] else ""
    file = Path(connection.settings_dict["NAME"])
    if not file.exists():  # in memory
        return ""
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        return "the database is read-only"
    return "the disk of the database is full" if shutil.disk_usage(file.parent).free < NEEDED_BYTES else ""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The editorial backend and previews are nobody's search results; the rest is open."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    )
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")
