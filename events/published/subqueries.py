"""What statements that read events ask for beside columns: what belongs to an event, as one text of JSON."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Count, F, Func, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce, JSONArray
from django.db.models.sql.compiler import SQLCompiler

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


class Joined(Subquery):
    """The items of a correlated query, in its order, as one text; NULL where there are none."""

    template = "(SELECT group_concat(item, ',') FROM (%(subquery)s) items)"
    output_field = TextField()

    def __init__(self, queryset: QuerySet, *item: Any):
        super().__init__(queryset.annotate(item=JSONArray(*item)).values("item"))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, Any]:
        template = "(SELECT string_agg(item::text, ',') FROM (%(subquery)s) items)"
        return self.as_sql(compiler, connection, template=template, **extra_context)


def count_of(rows: QuerySet, owner: str, what: str) -> Coalesce:
    """How many different values of `what` the rows of an owner have."""
    return Coalesce(Subquery(rows.values(owner).annotate(number=Count(what, distinct=True)).values("number")), 0)


def _rows_of_event(rows: QuerySet, *order: str) -> QuerySet:
    return rows.filter(event=OuterRef("pk")).order_by(*order)


def themes() -> Joined:
    themes = _rows_of_event(models.Event.themes.through.objects.all(), "theme__position", "theme__slug")
    return Joined(themes, "theme__slug", said("theme__name"), "theme__position")


def participations() -> Joined:
    participants = _rows_of_event(models.Participant.objects.all(), "pk")
    return Joined(participants, "actor__slug", said("actor__name"), said("actor__sort_name"), "actor__kind", "role")


def _reference() -> Any:
    """The short reference of a citation's source, with its label as readers read it."""
    own = F("source__short_reference")
    if not languages.other():
        return own
    return Func(own, F("source__label"), in_language("source__label"), function="REPLACE", output_field=TextField())


def citations() -> Joined:
    return Joined(
        _rows_of_event(models.Citation.objects.all(), "position", "pk"),
        *("source__slug", _reference(), "passage__number", _readable_start(), said("locator")),
        *("whole_work", "quote", "quote_offset"),
    )


def _readable_start() -> Case:
    """Where a passage begins in a text that readers may see in full."""
    return Case(When(source__text_public=True, then="passage__start"), default=None)


def first_citation() -> Subquery:
    place = JSONArray("source__slug", _reference(), "passage__number", said("locator"), "whole_work")
    citations = _rows_of_event(models.Citation.objects.all(), "position", "pk").annotate(place=place)
    return Subquery(citations.values("place")[:1], output_field=TextField())


def number_of_citations() -> Coalesce:
    return count_of(_rows_of_event(models.Citation.objects.all()), "event", "pk")


def proponents() -> Joined:
    proponents = models.Interpretation.proponents.through.objects.filter(interpretation=OuterRef("pk"))
    names = proponents.order_by(*(f"actor__{name}" for name in models.Actor._meta.ordering or ()))
    return Joined(names, "actor__slug", said("actor__name"), said("actor__sort_name"))


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
