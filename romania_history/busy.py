"""What an editor gets who saves while the database is being written to for long: a page with all that was typed.

SQLite has one writer at a time, and a large load is one long transaction. Readers never wait for it. PostgreSQL lets
editors write beside it.
"""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT_SECONDS = 60


class BusyMiddleware:
    """Turns “database is locked” into a page that keeps the input and offers to send it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError) or "locked" not in str(exception):
            return None
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
        response = render(request, "503.html", {"fields": fields}, status=503)
        response["Retry-After"] = str(WAIT_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
