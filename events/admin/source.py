"""Sources: works and documents. The text of a document changes only by loading a new version."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import csl, models
from events.admin import uses
from events.admin.base import RecordAdmin, YesNoFilter, counted, list_link
from events.admin.csl_field import CslField
from events.admin.date_field import EdtfFormField
from events.admin.forms import RecordForm
from events.admin.reader import Reader


class SourceForm(RecordForm):
    class Meta:
        field_classes = {"csl": CslField} | dict.fromkeys(("created", "issued", "available_from"), EdtfFormField)
        widgets = {"csl": CslField.widget}

    def text_for_slug(self) -> str:
        record = self.cleaned_data.get("csl") or {}
        return str(record.get("id") or csl.short_reference(record))


class IsStored(YesNoFilter):
    title = gettext_lazy("text stored here")
    parameter_name = "stored"

    @staticmethod
    def yes(queryset: QuerySet) -> QuerySet:
        return queryset.exclude(text="")


@admin.register(models.Source)
class SourceAdmin(Reader, RecordAdmin):
    form = SourceForm
    list_display = ["__str__", "title", "kind", "is_stored", "citation_count", "changed"]
    list_filter = ["kind", IsStored]
    search_fields = ["title", "sort_key", "slug"]
    search_help_text = gettext_lazy("Words of the title, or an author's name; accents and case do not matter.")
    readonly_fields = ["stored_text"]
    fieldsets = [
        (gettext_lazy("The work"), {"fields": ["csl", "slug", "kind"]}),
        (gettext_lazy("When"), {"fields": ["created", "issued", "available_from"]}),
        (gettext_lazy("Text"), {"fields": ["stored_text", "licence", "attribution"]}),
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

    @admin.display(description=gettext_lazy("text stored"), boolean=True, ordering="stored")
    def is_stored(self, source: Any) -> bool:
        return source.stored

    @admin.display(description=gettext_lazy("citations"), ordering="citation_total")
    def citation_count(self, source: Any) -> int:
        return source.citation_total

    @admin.display(description=gettext_lazy("Stored text"))
    def stored_text(self, source: models.Source) -> str:
        """How much of the work is stored, with the ways to its passages and to its references."""
        if not source.pk or not source.is_document:
            return _("None. The text of a document is loaded from a file; the guide for editors says how.")
        passages = source.passages.count()
        references = models.Reference.objects.filter(passage__source=source)
        counts = references.aggregate(total=Count("pk"), unresolved=Count("pk", filter=Q(resolves_to=None)))
        text = ngettext("%(n)d passage", "%(n)d passages", passages) % {"n": passages}
        markers = ngettext("%(n)d reference", "%(n)d references", counts["total"]) % {"n": counts["total"]}
        return format_html(
            '<a href="{}">{}</a>: {}; {}, {}. {}',
            reverse("admin:events_source_read", args=[source.pk]),
            _("Read it, and cite from it"),
            list_link(models.Passage, f"source__id__exact={source.pk}", text),
            list_link(models.Reference, f"passage__source__id__exact={source.pk}", markers),
            _("%(n)d of them unresolved") % {"n": counts["unresolved"]},
            _("It is verbatim, and changes only by loading a new version of the file."),
        )

    # Passages and references are never deleted for themselves, but go with their document.
    belonging = (*RecordAdmin.belonging, models.Passage, models.Reference)

    def goes_with(self, obj: models.Source) -> Iterable[Any]:
        return obj.passages.all()

    def used_in(self, obj: models.Source) -> list[uses.Use]:
        readings = obj.further_reading_of.select_related("event", "interpretation", "debate")
        return [
            uses.use(_("Cited by"), uses.owners(obj.citations)),
            uses.use(_("Further reading of"), [row.event or row.interpretation or row.debate for row in readings]),
            uses.use(_("References resolved to it"), obj.resolved_references.select_related("passage__source")),
        ]
