"""What the site is, on what it rests, what is not in it, and how its claims are sourced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.documents import coverage


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"coverage": coverage.measure()})
