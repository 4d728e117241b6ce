"""Two interpretations, or two historians, side by side."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.historiography.notes import Comparison, Side
from events.models import Actor, Interpretation
from events.selection.filters import Comparable

LISTED = 100
"""So many of each kind can be chosen from; others are compared by the links on their own pages."""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    form = Comparable(request.GET if {"a", "b"} & set(request.GET) else None)
    comparison = None
    if form.is_bound and form.is_valid():
        comparison = Comparison(*(_side(form.cleaned_data[name]) for name in ("a", "b")))
    return render(
        request,
        "compare.html",
        {
            "form": form,
            "comparison": comparison,
            "interpretations": _listed(
                Interpretation.objects.published().order_by("claim").only("slug", "claim"), form
            ),
            "historians": _listed(Actor.objects.historians().only("slug", "name"), form),
            "most": LISTED,
        },
    )


def _listed(records: QuerySet, form: Comparable) -> list:
    """Those that can be chosen from, and those that are chosen; one more than LISTED where these are not all."""
    first = list(records[: LISTED + 1])
    chosen = {form[name].value() for name in ("a", "b")} - {record.slug for record in first}
    wanted = [slug for slug in chosen if slug and "\0" not in slug]
    return [*first, *records.filter(slug__in=wanted)] if wanted and len(first) > LISTED else first


def _side(record: Actor | Interpretation) -> Side:
    published = Interpretation.objects.published().for_sides()
    if isinstance(record, Actor):
        return Side(record, published.filter(proponents=record))
    return Side(record, published.filter(pk=record.pk))
