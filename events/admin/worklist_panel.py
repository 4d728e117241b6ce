"""Worklists in the office: a filter of every list of records, and the panel on the first page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from events import worklists
from events.worklists import registry


class WorklistFilter(admin.SimpleListFilter):
    """`?worklist=NAME` narrows a list to what a worklist names; an unknown name narrows nothing."""

    title = gettext_lazy("worklist")
    parameter_name = "worklist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(worklist.name, worklist.title) for worklist in worklists.of_model(model_admin.model)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return self.chosen.within(queryset) if self.chosen else queryset

    @property
    def chosen(self) -> worklists.Worklist | None:
        name = self.value()
        return worklists.WORKLISTS[name] if name in {name for name, _title in self.lookup_choices} else None


def chosen_in(changelist: Any) -> dict[str, Any]:
    """The worklist that a list of the office is narrowed to, and the address that leaves it; empty without one."""
    for spec in changelist.filter_specs:
        if isinstance(spec, WorklistFilter) and spec.chosen:
            return {"worklist": spec.chosen, "leave": changelist.get_query_string(remove=[spec.parameter_name])}
    return {}


def of_duplicates(model: Any, request: HttpRequest) -> worklists.Worklist | None:
    """The worklist of things that look alike that a list of the model is narrowed to, if any."""
    found = worklists.WORKLISTS.get(request.GET.get(WorklistFilter.parameter_name, ""))
    return found if found and found.model is model and found.companions else None


@dataclass
class WorklistCount:
    """A worklist on the first page: its title, how many records it names, and its address."""

    worklist: worklists.Worklist
    number: int

    @property
    def url(self) -> str:
        meta = self.worklist.model._meta
        changelist = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return f"{changelist}?{WorklistFilter.parameter_name}={self.worklist.name}"

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than the list names."""
        return self.number >= registry.MOST and isinstance(self.worklist.records, registry.FoundInPython)


def panel(request: HttpRequest) -> list[tuple[Any, list[WorklistCount]]]:
    """The groups with those of their lists that hold something and whose records the user may view."""
    registry = admin.site._registry
    models = {worklist.model for worklist in worklists.WORKLISTS.values()}
    viewed = {model for model in models if model in registry and registry[model].has_view_permission(request)}
    if not viewed:
        return []
    counts = worklists.counts()
    lines = [
        WorklistCount(worklist, counts[name])
        for name, worklist in worklists.WORKLISTS.items()
        if counts[name] and worklist.model in viewed
    ]
    groups = [(group.label, [line for line in lines if line.worklist.group == group]) for group in worklists.Group]
    return [(label, lines) for label, lines in groups if lines]
