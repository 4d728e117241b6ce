"""Events: what happened, when, who took part, and the words behind it."""

import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import dates, models
from events.admin import bulk, date_echo, links
from events.admin.base import RecordAdmin, count_column, counted, yes_no
from events.admin.citation import CitationInline
from events.admin.date_field import EdtfFormField, OffsetFormField
from events.admin.forms import ADDRESS, InlineRows, OfficeForm, RecordForm, Ticks
from events.admin.further_reading import FurtherReadingInline
from events.admin.importing import Importing
from events.admin.pages import OwnPages
from events.admin.prefill import StartsFromWords, Words, dates_to_choose, words_in
from events.chronology import bounds
from events.chronology.date_words import PRECISIONS, words_of
from events.search import lookup


class EventForm(RecordForm):
    slug_from = "title"
    part_in_words = ""  # what the words of the date say of early, mid or late

    class Meta:
        field_classes = {"date": EdtfFormField, "offset": OffsetFormField}
        widgets = {
            "summary": AdminTextareaWidget(attrs={"rows": 3}),
            "date_note": AdminTextareaWidget(attrs={"rows": 2}),
        }

    def clean_date(self) -> str:
        typed = self["date"].data or ""
        self.part_in_words = dates.understand(typed).part if typed.strip() else ""
        return self.cleaned_data["date"]

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.part_in_words and "date_part" in self.cleaned_data:
            part = self.cleaned_data["date_part"] = self.cleaned_data["date_part"] or self.part_in_words
            if part != self.part_in_words:
                self.add_error("date_part", date_echo.contradiction(self.part_in_words, part))
            elif part != self.initial.get("date_part", "") and "date_part" not in self.changed_data:
                self.changed_data.append("date_part")  # it is saved though nothing was chosen there
        return cleaned

    def _update_errors(self, errors: forms.ValidationError) -> None:
        # The model judges what is left of a date or an anchor that was refused: once is enough.
        if hasattr(errors, "error_dict"):
            refused = {"date", "date_part", "after_event", "offset"} & set(self.errors)
            for name in ("date_part", "date_basis", "offset") if refused else ():
                errors.error_dict.pop(name, None)
        super()._update_errors(errors)


class EventLinkForm(OfficeForm):
    def clean_target(self) -> models.Event:
        target = self.cleaned_data["target"]
        if target.pk == self.instance.event_id:
            raise forms.ValidationError(_("An event is not linked to itself. Choose another event."))
        return target


class ParticipantInline(InlineRows, admin.TabularInline):
    model = models.Participant
    select_related = ("actor",)
    autocomplete_fields = ["actor"]
    fields = ["actor", "role"]
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        words = words_in(request)
        return len(words.actors) if words and obj is None else 0

    def rows_from(self, words: Words) -> list[dict[str, Any]]:
        return [{"actor": actor} for actor, _kind in words.actors]


class EventLinkInline(InlineRows, admin.TabularInline):
    model = models.EventLink
    select_related = ("event", "target")
    form = EventLinkForm
    fk_name = "event"
    autocomplete_fields = ["target"]
    fields = ["kind", "target"]
    extra = 0
    classes = ["collapse"]
    verbose_name = gettext_lazy("link to another event")
    verbose_name_plural = gettext_lazy("links to other events")


HasCitations = yes_no(
    "cited",
    gettext_lazy("has citations"),
    lambda events: events.filter(pk__in=models.Citation.objects.exclude(event=None).values("event")),
)


IsContested = yes_no("contested", gettext_lazy("contested"), lambda events: events.contested())


IsUndated = yes_no("undated", gettext_lazy("undated"), lambda events: events.filter(undated=True))


class PrecisionFilter(admin.SimpleListFilter):
    title = gettext_lazy("precision")
    parameter_name = "precision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(precision, str(words)) for precision, words in PRECISIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(precision=self.value()) if self.value() else queryset


@admin.register(models.Event)
class EventAdmin(Importing, StartsFromWords, RecordAdmin):
    operations = bulk.OF_EVENTS
    names_actors = True
    form = EventForm
    inlines = [CitationInline, ParticipantInline, EventLinkInline, FurtherReadingInline]
    list_display = ["title", "date_in_words", "status", "prominence", "citation_count", "changed"]
    list_filter = [
        "status",
        "date_basis",
        PrecisionFilter,
        IsUndated,
        "themes",
        "prominence",
        HasCitations,
        IsContested,
    ]
    list_select_related = ["after_event"]
    search_fields = ["title", "slug"]
    search_help_text = gettext_lazy(
        "Words of the event, its participants and its citations, as readers search; or its whole slug."
    )
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["after_event", "place"]
    readonly_fields = ["date_echo"]
    fieldsets = [
        (gettext_lazy("What"), {"fields": ["title", "summary"]}),
        (
            gettext_lazy("When"),
            {"fields": [("date", "date_part"), "date_echo", "date_basis", "date_note", ("after_event", "offset")]},
        ),
        (gettext_lazy("Where, and what about"), {"fields": ["place", "themes", "prominence"]}),
        ADDRESS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(citation_total=counted(models.Citation, "event"))

    def filled_from(self, request: HttpRequest, words: Words) -> dict[str, Any]:
        """The date, if the words have one and no other: else an editor says which is this event's."""
        if len(words.dates) != 1 or "date" in request.GET:
            return {}
        (date,) = words.dates
        return {"date": date.edtf, "date_part": date.part, "date_basis": models.Event.Basis.STATED}

    def say_of_new(self, request: HttpRequest, words: Words) -> None:
        if len(words.dates) > 1 and "date" not in request.GET:
            messages.info(request, dates_to_choose(request, words.dates))

    def own_pages(self) -> OwnPages:
        return {"date": ("date/", self.date_view)} | super().own_pages()

    def date_view(self, request: HttpRequest) -> JsonResponse:
        """What a date says that is being typed, for whoever may see events."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return JsonResponse({}, status=405, headers={"Allow": "GET, HEAD"})
        return JsonResponse(date_echo.echo(request.GET), json_dumps_params={"ensure_ascii": False})

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "themes":
            kwargs["widget"] = Ticks
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Through the index that readers search too, which holds drafts as well: titles alone where one is chosen."""
        if not search_term.strip():
            return queryset, False
        chooses = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        found = lookup.matching(queryset, search_term, ["title"] if chooses else ())
        return found | queryset.filter(slug=search_term.strip()), False

    @admin.display(description=gettext_lazy("date"), ordering="rank")
    def date_in_words(self, event: models.Event) -> str:
        return words_of(event)

    citation_count = count_column("citation_total", gettext_lazy("citations"))

    @admin.display(description=gettext_lazy("The date says"))
    def date_echo(self, event: models.Event) -> str:
        """The saved date in words, its bounds and its precision; or what is wrong with what was typed."""
        if event.pk is None:
            return _("Shown here once the event is saved.")
        event = copy.copy(event)
        try:
            bounds.derive(event)
            words, limits = words_of(event), date_echo.limits(event)
        except ValueError as error:
            return str(error)
        return format_html("<strong>{}</strong> · {}", words, limits) if limits else words

    def used_in(self, obj: models.Event) -> list[links.Use]:
        evidence = obj.evidence.select_related("interpretation")
        return [
            links.use(_("Evidence for or against"), [row.interpretation for row in evidence]),
            links.use(_("Dated from this event"), obj.dated_from_it.all()),
            links.use(_("Linked from"), [link.event for link in obj.links_here.select_related("event")]),
        ]
