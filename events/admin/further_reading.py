"""Further reading as an inline of events, interpretations and debates."""

from django.contrib import admin
from django.forms import ModelForm

from events import models
from events.admin.forms import OnceFormSet, Rows


class FurtherReadingForm(ModelForm):
    once = ("source",)


class FurtherReadingInline(Rows, admin.TabularInline):
    model = models.FurtherReading
    select_related = ("source",)
    form = FurtherReadingForm
    formset = OnceFormSet
    autocomplete_fields = ["source"]
    fields = ["source", "note"]
    extra = 0
    classes = ["collapse"]
