"""Further reading as an inline of events, interpretations and debates."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events import models
from events.admin.forms import OnceFormSet, Rows


class FurtherReadingFormSet(OnceFormSet):
    once = ("source",)


class FurtherReadingInline(Rows, admin.TabularInline):
    model = models.FurtherReading
    formset = FurtherReadingFormSet
    autocomplete_fields = ["source"]
    fields = ["source", "note"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("source").defer("source__text")
