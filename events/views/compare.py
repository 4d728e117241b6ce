"""Two interpretations, or two historians, side by side."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.historiography import Comparison, Side
from events.models import Actor, Interpretation
from events.selection.filters import Comparable


@require_safe
def compare(request):
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
            "interpretations": Interpretation.objects.published().order_by("claim").only("slug", "claim"),
            "historians": Actor.objects.historians().only("slug", "name"),
        },
    )


def _side(record) -> Side:
    published = Interpretation.objects.published().for_sides()
    if isinstance(record, Actor):
        return Side(record, published.filter(proponents=record))
    return Side(record, published.filter(pk=record.pk))
