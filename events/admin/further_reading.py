"""Further reading as an inline of events, interpretations and debates."""

from django.contrib import admin

from events import models
from events.admin.forms import InlineRows, OfficeForm, OnceFormSet


class FurtherReadingForm(OfficeForm):
    once = ("source",)


class FurtherReadingInline(InlineRows, admin.TabularInline):
    model = models.FurtherReading
    select_related = ("source",)
    form = FurtherReadingForm
    formset = OnceFormSet
    autocomplete_fields = ["source"]
    fields = ["source", "note"]
    extra = 0
    classes = ["collapse"]
