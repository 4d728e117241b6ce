"""Themes: the subjects that run through the corpus."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import uses
from events.admin.base import RecordAdmin, counted
from events.admin.forms import RecordForm


class ThemeForm(RecordForm):
    slug_from = "name"


@admin.register(models.Theme)
class ThemeAdmin(RecordAdmin):
    form = ThemeForm
    list_display = ["name", "position", "events_count", "changed"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(event_total=counted(models.Event.themes.through, "theme"))

    @admin.display(description=gettext_lazy("events"), ordering="event_total")
    def events_count(self, theme: Any) -> int:
        return theme.event_total

    def used_in(self, obj: models.Theme) -> list[uses.Use]:
        return [uses.use(_("Events"), obj.events.all())]

    def uses_that_protect(self, obj: models.Theme) -> Any:
        return obj.events.all()
