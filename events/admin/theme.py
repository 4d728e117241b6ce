"""Themes: the subjects that run through the corpus."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import links
from events.admin.base import RecordAdmin, count_column, counted
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

    events_count = count_column("event_total", gettext_lazy("events"))

    def used_in(self, obj: models.Theme) -> list[links.Use]:
        return [links.use(_("Events"), obj.events.all())]

    def uses_that_protect(self, obj: models.Theme) -> Any:
        return obj.events.all()
