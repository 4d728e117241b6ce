"""What statements that read events ask for beside columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

from django.db.models import Case, Count, F, Func, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, JSONArray

from events import models
from events.models.translations import in_language, said
from events.site import languages


def from_column(column: str | Callable[[], Any]) -> dict[str, Any]:
    """Of a field that is read from another column than that of its name, or from what a function gives."""
    return {"column": column}


EXPORTED = {"exported": True}
"""Of a field that every download has as it is."""


def columns_of(kind: Any, texts: Iterable[str]) -> list[Any]:
    """What a query asks for, for the fields of a kind that are given by place; `texts` are read as readers read."""
    found, texts = [each.metadata.get("column", each.name) for each in fields(kind) if not each.kw_only], set(texts)
    return [said(column) if column in texts else column() if callable(column) else column for column in found]


def count_of(rows: QuerySet, owner: str, what: str) -> Coalesce:
    """How many different values of `what` the rows of an owner have."""
    return Coalesce(Subquery(rows.values(owner).annotate(number=Count(what, distinct=True)).values("number")), 0)


def _rows_of_event(rows: QuerySet, *order: str) -> QuerySet:
    return rows.filter(event=OuterRef("pk")).order_by(*order)


def reference() -> Any:
    """The short reference of a citation's source, with its label as readers read it."""
    own = F("source__short_reference")
    if not languages.other():
        return own
    return Func(own, F("source__label"), in_language("source__label"), function="REPLACE", output_field=TextField())


def readable_start() -> Case:
    """Where a passage begins in a text that readers may see in full."""
    return Case(When(source__text_public=True, then="passage__start"), default=None)


def first_citation() -> Subquery:
    place = JSONArray("source__slug", reference(), "passage__number", said("locator"), "whole_work")
    citations = _rows_of_event(models.Citation.objects.all(), "position", "pk").annotate(place=place)
    return Subquery(citations.values("place")[:1], output_field=TextField())


def number_of_citations() -> Coalesce:
    return count_of(_rows_of_event(models.Citation.objects.all()), "event", "pk")


def originals(names: Sequence[str]) -> Callable[[], Any]:
    """The texts as they are stored, where readers may read them in another language; else NULL."""
    return lambda: JSONArray(*names) if languages.other() else Value(None, output_field=TextField())


def work() -> Subquery:
    """What is cited first, where that speaks."""
    cited = models.Citation.objects.filter(interpretation=OuterRef("pk"), interpretation__voice="document")
    work = cited.order_by("position", "pk").annotate(work=JSONArray("source__csl", said("source__label")))
    return Subquery(work.values("work")[:1], output_field=TextField())


def if_published(name: str) -> Callable[[], Case]:
    """What an interpretation says of its debate, if readers see that."""

    def column() -> Case:
        asked = F(name) if name.endswith(("slug", "id")) else said(name)
        kept = {} if name.endswith("id") else {"output_field": TextField()}
        return Case(When(debate__status=models.Status.PUBLISHED, then=asked), default=None, **kept)

    return column
