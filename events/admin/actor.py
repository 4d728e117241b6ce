"""Actors: the people and bodies that take part in events or argue about them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import models
from events.admin import links
from events.admin.base import RecordAdmin, count_column, counted
from events.admin.date_field import EdtfFormField
from events.admin.forms import InlineRows, OfficeForm, RecordForm
from events.admin.identifier_field import ViafField, WikidataField
from events.admin.pages import OwnPages
from events.bibliography.sort_names import sort_name_of
from events.editing import alike
from events.signals import invalidation


class ActorForm(RecordForm):
    """A sort name that is left out follows from the name."""

    slug_from = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sort_name" in self.fields:
            self.fields["sort_name"].required = False

    def clean(self) -> Any:
        cleaned = super().clean()
        if "sort_name" in self.fields and "sort_name" not in self.errors and not self.cleaned_data.get("sort_name"):
            name, kind = (self.cleaned_data.get(field) or "" for field in ("name", "kind"))
            self.cleaned_data["sort_name"] = sort_name_of(name, kind)
        return cleaned

    class Meta:
        field_classes = {"life_dates": EdtfFormField, "wikidata": WikidataField, "viaf": ViafField}


class ActorNameForm(OfficeForm):
    class Meta:
        field_classes = {"used": EdtfFormField}


class ActorOfficeForm(OfficeForm):
    class Meta:
        field_classes = {"dates": EdtfFormField}


class ActorNameInline(InlineRows, admin.TabularInline):
    model = models.ActorName
    form = ActorNameForm
    fields = ["name", "used"]
    extra = 0
    verbose_name = gettext_lazy("other name")
    verbose_name_plural = gettext_lazy("other names")


class OfficeInline(InlineRows, admin.TabularInline):
    model = models.Office
    form = ActorOfficeForm
    select_related = ("source",)
    autocomplete_fields = ["source"]
    fields = ["what", "dates", "source"]
    extra = 0


def answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


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

    def own_pages(self) -> OwnPages:
        return {"quick": ("quick/", require_POST(self.quick_view))} | super().own_pages()

    def quick_view(self, request: HttpRequest) -> JsonResponse:
        """Adds an actor of a `name` and a `kind`, for a form that is open, as its own form would.

        Gives its `key` and `name`; or `alike`, a list of such, where somebody is recorded who may be the same and
        `sure` is not sent; or `error`, a sentence, with status 400.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        name, kind = request.POST.get("name", ""), request.POST.get("kind", "")
        if "sure" not in request.POST and (found := alike.actors(name, kind)):
            return answer({"alike": [{"key": actor.pk, "name": actor.name} for actor in found]})
        form: Any = self.get_form(request)({"name": name, "kind": kind})
        if not form.is_valid():
            return answer({"error": " ".join(text for texts in form.errors.values() for text in texts)}, 400)
        with self.create_revision(request), invalidation.batched():
            actor = self.save_form(request, form, change=False)
            self.save_model(request, actor, form, change=False)
            self.save_related(request, form, [], change=False)
            self.log_addition(request, actor, [{"added": {}}])
        return answer({"key": actor.pk, "name": actor.name})

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
