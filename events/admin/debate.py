"""Debates: the questions on which interpretations differ."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import bulk, links
from events.admin.base import RecordAdmin, count_column, counted
from events.admin.forms import RecordForm
from events.admin.further_reading import FurtherReadingInline


class DebateForm(RecordForm):
    slug_from = "question"


@admin.register(models.Debate)
class DebateAdmin(RecordAdmin):
    operations = bulk.OF_STATUS
    form = DebateForm
    inlines = [FurtherReadingInline]
    list_display = ["question", "interpretation_count", "status", "changed"]
    list_filter = ["status"]
    search_fields = ["question", "slug"]
    search_help_text = gettext_lazy("Words of the question; accents and case do not matter.")
    prepopulated_fields = {"slug": ["question"]}
    fieldsets = [(gettext_lazy("The question"), {"fields": ["question", "slug", "introduction"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(interpretation_total=counted(models.Interpretation, "debate"))

    interpretation_count = count_column("interpretation_total", gettext_lazy("interpretations"))

    def used_in(self, obj: models.Debate) -> list[links.Use]:
        return [links.use(_("Its interpretations"), obj.interpretations.all())]
