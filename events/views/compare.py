"""Two interpretations, actors or sources side by side."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from events.historiography.comparison import ComparedSide, Comparison
from events.historiography.wording import signature
from events.models import Actor, Interpretation, Source
from events.selection.page_parameters import COMPARABLE, CompareParameters
from events.timeline import acting

MOST = 60
"""So many accounts of each side are compared: the first ones by when they were put forward."""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """With one of the two alone there is no error yet; what was typed as a name leads to the address by slug."""
    form = CompareParameters(request.GET if {"a", "b"} <= set(request.GET) else None, initial=request.GET.dict())
    if not form.is_bound:
        return render(request, "compare.html", {"form": form, "values": _values(request.GET.dict())})
    if not form.is_valid():
        return render(request, "compare.html", {"form": form, "values": _values(request.GET.dict())})
    records = {name: form.cleaned_data[name] for name in ("a", "b")}
    if any(form.data[name] not in (record.slug, key_of(record)) for name, record in records.items()):
        return redirect(f"{request.path}?{urlencode({name: key_of(one) for name, one in records.items()})}")
    a, b = (_side(record) for record in records.values())
    return render(
        request,
        "compare.html",
        {
            "form": form,
            "values": {name: str(record) for name, record in records.items()},
            "comparison": Comparison(a, b),
            "names": [_name(side) for side in (a, b)],
            "kinds": [key_of(record).partition("/")[0] for record in records.values()],
            "swapped": urlencode({"a": form.data["b"], "b": form.data["a"]}),
            "together": acting.together(*records.values()),
        },
    )


def _name(side: ComparedSide) -> str:
    """Whose an interpretation is, since its claim stands below; else what the record is called."""
    only = side.interpretations[:1] if isinstance(side.record, Interpretation) else []
    return signature(only[0]) if only else str(side.record)


def key_of(record: Model) -> str:
    """“actors/dennis-deletant”."""
    kind = next(name for name, model in COMPARABLE.items() if isinstance(record, model))
    return f"{kind}/{record.slug}"  # type: ignore[attr-defined]


def _values(given: Mapping[str, str]) -> dict[str, str]:
    """What the fields hold: names of records for their addresses, else what was typed."""
    values = {}
    for name in ("a", "b"):
        text = given.get(name, "")
        field = CompareParameters({name: text})
        record = field.cleaned_data.get(name) if text and not field.errors.get(name) else None
        values[name] = str(record) if record else text
    return values


def _side(record: Actor | Interpretation | Source) -> ComparedSide:
    found = Interpretation.objects.published()
    if isinstance(record, Interpretation):
        found = found.filter(pk=record.pk)
    else:
        found = found.filter(proponents=record) if isinstance(record, Actor) else found.citing(record)
    first = list(found.for_sides().select_related("answer")[:MOST])
    return ComparedSide(record, first, more=found.count() - MOST if len(first) == MOST else 0)
