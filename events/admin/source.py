"""Sources: works and documents. The text of a document changes only by loading a new version."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import models
from events.admin import links
from events.admin.base import RecordAdmin, count_column, counted, list_link, yes_no
from events.admin.bringing import Bringing
from events.admin.date_field import EdtfFormField
from events.admin.forms import RecordForm, is_key
from events.admin.work_fields import VARIABLES, WorkFields, links_to_alike, name_of
from events.bibliography import csl, work_types
from events.bibliography.formats.reading import date_of


class SourceForm(WorkFields, RecordForm):
    def clean(self) -> Any:
        was = csl.edtf(self.initial.get("csl", {}).get("issued"))
        cleaned = super().clean()
        if was and self.cleaned_data.get("issued") == was and isinstance(self.cleaned_data.get("csl"), dict):
            self.cleaned_data["issued"] = csl.edtf(self.cleaned_data["csl"].get("issued"))  # as `derive` took it
        return cleaned

    class Meta:
        field_classes = dict.fromkeys(("created", "issued", "available_from"), EdtfFormField)

    def text_for_slug(self) -> str:
        record = self.cleaned_data.get("csl") or {}
        return str(record.get("id") or csl.short_reference(record))


def said_of_alike(record: dict[str, Any], but: int | None) -> str:
    found = links_to_alike(record, but)
    return format_html("{} {}", _("This may be stored already:"), found) if found else ""


IsStored = yes_no("stored", gettext_lazy("text stored here"), lambda sources: sources.exclude(text=""))


@admin.register(models.Source)
class SourceAdmin(Bringing, RecordAdmin):
    form = SourceForm
    list_display = ["__str__", "title", "kind", "is_stored", "citation_count", "changed"]
    list_filter = ["kind", IsStored]
    search_fields = ["title", "sort_key", "slug"]
    search_help_text = gettext_lazy("Words of the title, or an author's name; accents and case do not matter.")
    readonly_fields = ["stored_text"]
    fieldsets = [
        (gettext_lazy("The work"), {"fields": ["pasted_record"], "classes": ["work"]}),
        (
            gettext_lazy("Other fields of the record"),
            {"fields": ["csl"], "classes": ["collapse", "work", "other-fields"]},
        ),
        (gettext_lazy("In this corpus"), {"fields": ["label", "kind", "slug", "created", "issued", "available_from"]}),
        (
            gettext_lazy("Text"),
            {"fields": ["stored_text", "text_public", "pages", "licence", "attribution"]},
        ),
        (gettext_lazy("Note"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        stored = Case(When(text="", then=Value(False)), default=Value(True))
        queryset = super().get_queryset(request).annotate(stored=stored)
        if request.resolver_match and request.resolver_match.url_name == "events_source_changelist":
            queryset = queryset.defer("text", "attribution", "note").annotate(
                citation_total=counted(models.Citation, "source")
            )
        return queryset

    def get_fieldsets(self, request: HttpRequest, obj: models.Source | None = None) -> Any:
        left_out = self.left_out(request, obj)
        work, others, *rest = super().get_fieldsets(request, obj)
        usual = ["type", *work_types.fields_of(self.type_of(request, obj))]
        unusual = [name_of(variable) for variable in VARIABLES if variable not in usual]
        work = work[0], work[1] | {"fields": [*work[1]["fields"], *map(name_of, usual)]}
        others = others[0], others[1] | {"fields": [*unusual, *others[1]["fields"]]}
        fieldsets = [
            (name, options | {"fields": [each for each in options["fields"] if each not in left_out]})
            for name, options in (work, others, *rest)
        ]
        return [(name, options) for name, options in fieldsets if options["fields"]]

    def type_of(self, request: HttpRequest, source: models.Source | None) -> str:
        """The type by which the form has its fields: what was chosen on it, or what is stored."""
        return request.POST.get(name_of("type")) or str(source.csl.get("type", "") if source else "")

    def left_out(self, request: HttpRequest, source: models.Source | None) -> set[str]:
        """The fields, beside the model's, that this person has no use for."""
        may = self.has_add_permission(request) if source is None else self.has_change_permission(request, source)
        left_out = set() if source and source.is_document else {"pages"}
        return left_out if may else left_out | {"pasted_record", *map(name_of, VARIABLES)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for name in self.left_out(request, obj):
            form.base_fields.pop(name, None)  # Django leaves out of a form only what the model declares
        return form

    def own_pages(self) -> Any:
        return {"alike": ("alike/", self.alike_view)} | super().own_pages()

    def alike_view(self, request: HttpRequest) -> HttpResponse:
        """The stored sources that may be the work that is typed, as links; blank for none."""
        record: dict[str, Any] = {name: request.GET.get(name, "") for name in ("title", "DOI", "ISBN")}
        record["issued"] = date_of(request.GET.get("issued", ""))
        but = request.GET.get("but", "")
        return HttpResponse(said_of_alike(record, int(but) if is_key(but) else None))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        form, source = context["adminform"].form, kwargs.get("obj")
        if name_of("type") in form.fields:
            attrs = {"data-alike": reverse("admin:events_source_alike"), "data-key": source.pk if source else ""}
            form.fields[name_of("type")].widget.attrs |= attrs
        if getattr(form, "fills", False):
            context["errors"] = []  # it was not sent to be saved
            if form.is_filled:
                messages.info(request, _("The fields are filled in. Nothing is saved yet: look them over, then save."))
            if said := said_of_alike(form.record_shown, source.pk if source else None):
                messages.warning(request, said)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: models.Source, form: Any, change: bool) -> None:
        if form.typed() and (said := said_of_alike(obj.csl, obj.pk)):
            messages.warning(request, said)
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("text stored"), boolean=True, ordering="stored")
    def is_stored(self, source: Any) -> bool:
        return source.stored

    citation_count = count_column("citation_total", gettext_lazy("citations"))

    @admin.display(description=gettext_lazy("Stored text"))
    def stored_text(self, source: models.Source) -> str:
        """How much of the work is stored, with the ways to its passages and to its references."""
        if not source.pk or not source.is_document:
            bring = reverse("admin:events_source_bring")
            if not source.pk:
                said = _("None yet. Save the source, and bring its text then; or bring both at once:")
                return format_html('{} <a href="{}">{}</a>', said, bring, _("Bring a document"))
            if self.takes_text(source):
                link = format_html('<a href="{}?source={}">{}</a>', bring, source.pk, _("Bring its text"))
                return format_html("{} {}", _("No text yet."), link)
            return _("None. Readers see this source: a text is added by a load of seed files.")
        passages = source.passages.count()
        references = models.Reference.objects.filter(passage__source=source)
        counts = references.aggregate(total=Count("pk"), unresolved=Count("pk", filter=Q(resolves_to=None)))
        text = ngettext("%(n)d passage", "%(n)d passages", passages) % {"n": passages}
        markers = ngettext("%(n)d reference", "%(n)d references", counts["total"]) % {"n": counts["total"]}
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>: {}; {}, {}. {}',
            reverse("admin:events_source_read", args=[source.pk]),
            _("Read it, and cite from it"),
            reverse("admin:events_source_proposals", args=[source.pk]),
            _("What is proposed of it"),
            list_link(models.Passage, f"source__id__exact={source.pk}", text),
            list_link(models.Reference, f"passage__source__id__exact={source.pk}", markers),
            _("%(n)d of them unresolved") % {"n": counts["unresolved"]},
            _("It is verbatim, and changes only by loading a new version of the file."),
        )

    # Passages and references are never deleted for themselves, but go with their document.
    belonging = (*RecordAdmin.belonging, models.Passage, models.Reference)

    def goes_with(self, obj: models.Source) -> Iterable[Any]:
        return obj.passages.all()

    def used_in(self, obj: models.Source) -> list[links.Use]:
        readings = obj.further_reading_of.select_related("event", "interpretation", "debate")
        return [
            links.use(_("Cited by"), links.owners(obj.citations)),
            links.use(_("Further reading of"), [row.event or row.interpretation or row.debate for row in readings]),
            links.use(_("Offices of"), [row.actor for row in obj.offices.select_related("actor")]),
            links.use(_("References resolved to it"), obj.resolved_references.select_related("passage__source")),
        ]
