"""What cannot be answered now but can be soon: a page that says why and keeps all that an editor has typed.

SQLite has one writer at a time, and a large load is one long transaction; a database may be away or its disk full; and
what takes long or holds a lock is done for few at once (`events.sql.waiting`), so that the others have a thread.
"""

import errno
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.sql.waiting import TooMany

WAIT_SECONDS = {"loading": 60, "away": 30, "full": 600, "many": 5}
"""For each reason how long to wait before asking again."""

CONTENDED = {"40001", "40P01", "55P03"}
"""SQLSTATE of a transaction that another one stood in the way of."""


def reason(exception: BaseException | None) -> str:
    """Why something cannot be answered now: `loading`, `away`, `full` or `many`; blank for any other exception."""
    if isinstance(exception, TooMany):
        return "many"
    if isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "full"
    if not isinstance(exception, OperationalError | InterfaceError):
        return ""
    text, cause = str(exception), exception.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    if "locked" in text:
        return "loading"
    if state == "53100" or any(words in text for words in ("disk is full", "disk I/O error", "readonly database")):
        return "full"
    if state in CONTENDED:
        return "many"
    # Without a state nobody has answered: PostgreSQL's client says no more of a connection that is lost or refused.
    lost = state[:2] in {"08", "53", "57"} or (type(cause).__module__.startswith("psycopg") and not state)
    return "away" if lost or "unable to open database" in text else ""


def page(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The 503 for an exception, with what was sent; None for one of another kind. It asks the database for nothing."""
    why = reason(exception)
    if not why:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    response = render(request, "503.html", {"fields": fields, "reason": why}, status=503)
    response["Retry-After"] = str(WAIT_SECONDS[why])
    response["Cache-Control"] = "no-store"
    return response


class BusyMiddleware:
    """Answers with that page what a view could not do now; for what fails outside views, `errors` does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page(request, exception)
