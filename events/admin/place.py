"""Places: where events happened."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import links
from events.admin.base import RecordAdmin, count_column, counted
from events.admin.forms import RecordForm
from events.admin.identifier_field import GeonamesField, WikidataField


class PlaceForm(RecordForm):
    slug_from = "name"

    class Meta:
        field_classes = {"wikidata": WikidataField, "geonames": GeonamesField}


@admin.register(models.Place)
class PlaceAdmin(RecordAdmin):
    form = PlaceForm
    list_display = ["name", "wikidata", "geonames", "events_count", "changed"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (gettext_lazy("Where"), {"fields": ["name", "slug", ("latitude", "longitude")]}),
        (gettext_lazy("Elsewhere"), {"fields": ["wikidata", "geonames"]}),
        (gettext_lazy("Note"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(event_total=counted(models.Event, "place"))

    events_count = count_column("event_total", gettext_lazy("events"))

    def used_in(self, obj: models.Place) -> list[links.Use]:
        return [links.use(_("Events"), obj.events.all())]
