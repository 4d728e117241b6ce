"""The designed error pages. They ask the database for nothing."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from romania_history import busy


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also for what fails outside a view, such as the first look at a database that is away."""
    return busy.page(request, sys.exc_info()[1]) or _page(request, 500)
