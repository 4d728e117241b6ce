"""What the site is, on what it rests, what is not in it, how its claims are sourced, and what its words mean."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.documents import coverage
from events.site import glossary as words


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"coverage": coverage.measure()})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "glossary.html", {"groups": words.groups()})
