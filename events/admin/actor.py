"""Actors: the people and bodies that take part in events or argue about them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import links
from events.admin.base import RecordAdmin, count_column, counted
from events.admin.date_field import EdtfFormField
from events.admin.forms import OfficeForm, RecordForm, Rows
from events.admin.identifier_field import ViafField, WikidataField


class ActorForm(RecordForm):
    slug_from = "name"

    class Meta:
        field_classes = {"life_dates": EdtfFormField, "wikidata": WikidataField, "viaf": ViafField}


class ActorNameForm(OfficeForm):
    class Meta:
        field_classes = {"used": EdtfFormField}


class ActorOfficeForm(OfficeForm):
    class Meta:
        field_classes = {"dates": EdtfFormField}


class ActorNameInline(Rows, admin.TabularInline):
    model = models.ActorName
    form = ActorNameForm
    fields = ["name", "used"]
    extra = 0
    verbose_name = gettext_lazy("other name")
    verbose_name_plural = gettext_lazy("other names")


class OfficeInline(Rows, admin.TabularInline):
    model = models.Office
    form = ActorOfficeForm
    select_related = ("source",)
    autocomplete_fields = ["source"]
    fields = ["what", "dates", "source"]
    extra = 0


@admin.register(models.Actor)
class ActorAdmin(RecordAdmin):
    form = ActorForm
    inlines = [OfficeInline, ActorNameInline]
    list_display = ["name", "sort_name", "kind", "events_count", "changed"]
    list_filter = ["kind"]
    search_fields = ["name", "sort_name", "slug", "other_names__name"]
    search_help_text = gettext_lazy("Any of the actor's names; accents and case do not matter.")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (gettext_lazy("Who"), {"fields": ["name", "sort_name", "slug", "kind", "life_dates"]}),
        (gettext_lazy("Elsewhere"), {"fields": ["wikidata", "viaf"], "classes": ["collapse"]}),
        (gettext_lazy("Note"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(event_total=counted(models.Participant, "actor", "event"))

    events_count = count_column("event_total", gettext_lazy("events"))

    def used_in(self, obj: models.Actor) -> list[links.Use]:
        return [
            links.use(_("Takes part in"), [row.event for row in obj.participations.select_related("event")]),
            links.use(_("Holds"), obj.interpretations.all()),
        ]

    def uses_that_protect(self, obj: models.Actor) -> Any:
        return obj.interpretations.all()
