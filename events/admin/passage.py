"""Passages and references: cut by the loader, annotated by editors."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import links
from events.admin.base import PartAdmin, RecordAdmin, yes_no
from events.admin.citation import passage_by_number
from events.admin.forms import OfficeForm, OwnFields
from events.admin.list_search import MOST, matching
from events.editing import roles
from events.search import folding


class ReferenceForm(OfficeForm):
    """The home of a displaced marker is named by the passage's number."""

    home_number = forms.IntegerField(
        label=gettext_lazy("Home passage no."),
        required=False,
        min_value=1,
        help_text=gettext_lazy(
            "For a displaced marker: the passage of this document that it belonged to, as you infer."
        ),
    )

    class Meta:
        model = models.Reference
        fields = ["resolves_to", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.home_passage_id:
            self.initial["home_number"] = self.instance.home_passage.number

    def clean_home_number(self) -> int | None:
        number = self.cleaned_data["home_number"]
        if number is not None and not self.instance.displaced:
            raise forms.ValidationError(
                _("This marker stands where it belongs; only a displaced one has another home.")
            )
        self.instance.home_passage = None if number is None else passage_by_number(self.instance.passage.source, number)
        return number


class ResolvedByPublishers:
    """Others see to what a reference resolves, and cannot change it, whatever they post."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name == "resolves_to" and not roles.may(request.user, "resolve"):
            formfield.disabled = True
        return formfield


class ReferenceInline(ResolvedByPublishers, OwnFields, admin.TabularInline):
    model = models.Reference
    form = ReferenceForm
    fk_name = "passage"
    autocomplete_fields = ["resolves_to"]
    readonly_fields = ["marker", "displaced", "offset"]
    fields = ["marker", "displaced", "offset", "home_number", "resolves_to", "note"]
    extra = max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .select_related("passage__source", "home_passage")
            .defer("passage__source__text")
        )


class OnlyAnnotated(RecordAdmin):
    """What the loader alone adds and takes away: numbers are given once and never again."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


RestsOn = yes_no(
    "used",
    gettext_lazy("something rests on it"),
    lambda passages: passages.filter(Exists(models.Citation.objects.filter(passage=OuterRef("pk")))),
)


HasNote = yes_no("note", gettext_lazy("has a note"), lambda passages: passages.exclude(note=""))


@admin.register(models.Passage)
class PassageAdmin(OnlyAnnotated):
    form = forms.ModelForm
    inlines = [ReferenceInline]
    list_display = ["number", "words", "source", "has_note", "standing"]
    list_display_links = ["number", "words"]
    list_filter = ["withdrawn", RestsOn, HasNote, ("source", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["source__slug", "number"]
    search_help_text = gettext_lazy("Words of the passage, or the document's slug and a number: “de-satellization 7”.")
    readonly_fields = ["source", "number", "whole_text", "standing"]
    fieldsets = [
        (gettext_lazy("The passage"), {"fields": ["source", "number", "whole_text", "standing"]}),
        (gettext_lazy("What editors say of it"), {"fields": ["note", "context"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # Prefetched, not joined: a joined source would bring its whole text with each passage.
        return super().get_queryset(request).prefetch_related("source")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By number and slug where the last word is a number, and by the words of the passage."""
        words = folding.words(search_term)
        if not words:
            return queryset, False
        fields = ("pk", "source", "number", "start", "end", "withdrawn_text")
        rows = list(queryset.order_by().values_list(*fields))
        sources = models.Source.objects.filter(pk__in={row[1] for row in rows})
        texts = {source.pk: (source.slug, source.text) for source in sources}

        def passage_text(source: int, start: int | None, end: int | None, withdrawn_text: str) -> str:
            return withdrawn_text if start is None else texts[source][1][start:end]

        found = matching(((pk, passage_text(source, *rest)) for pk, source, _number, *rest in rows), search_term)
        if words[-1].isdigit():
            slug = " ".join(words[:-1])
            by_number = [row for row in rows if str(row[2]) == words[-1]]
            found += (
                matching(((row[0], texts[row[1]][0]) for row in by_number), slug) if slug else [r[0] for r in by_number]
            )
        return queryset.filter(pk__in=found[:MOST]), False

    @admin.display(description=gettext_lazy("text"))
    def words(self, passage: models.Passage) -> str:
        return Truncator(passage.text).chars(120)

    @admin.display(description=gettext_lazy("text"))
    def whole_text(self, passage: models.Passage) -> str:
        return passage.text

    @admin.display(description=gettext_lazy("note"), boolean=True)
    def has_note(self, passage: models.Passage) -> bool:
        return bool(passage.note or passage.context)

    @admin.display(description=gettext_lazy("in the text"), ordering="withdrawn")
    def standing(self, passage: models.Passage) -> str:
        return _("withdrawn") if passage.withdrawn else _("yes")

    def is_public(self, obj: models.Passage) -> bool:
        return models.Source.objects.public().filter(pk=obj.source_id).exists()

    def used_in(self, obj: models.Passage) -> list[links.Use]:
        return [
            links.use(_("Cited by"), links.owners(obj.citations)),
            links.use(_("Home of displaced references"), obj.homed_references.select_related("passage__source")),
        ]


IsResolved = yes_no("resolved", gettext_lazy("resolved"), lambda found: found.exclude(resolves_to=None))


@admin.register(models.Reference)
class ReferenceAdmin(ResolvedByPublishers, PartAdmin):
    """A row of its passage with a page of its own: lists of references are worked through one by one."""

    form = ReferenceForm
    group = "references-group"
    on_index = True
    list_display = ["__str__", "displaced", "passage", "resolves_to", "note"]
    list_filter = [IsResolved, "displaced", ("passage__source", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["marker", "note", "passage__source__slug"]
    autocomplete_fields = ["resolves_to"]
    readonly_fields = ["marker", "displaced", "passage", "passage_text"]
    fields = ["marker", "displaced", "passage", "passage_text", "home_number", "resolves_to", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = ("passage", "passage__source", "home_passage", "resolves_to")
        return (
            super().get_queryset(request).select_related(*related).defer("passage__source__text", "resolves_to__text")
        )

    @admin.display(description=gettext_lazy("the passage's words"))
    def passage_text(self, reference: models.Reference) -> str:
        return reference.passage.text

    def record_of(self, obj: models.Reference) -> models.Passage:
        return obj.passage

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def is_public(self, obj: models.Reference) -> bool:
        return models.Source.objects.public().filter(pk=obj.passage.source_id).exists()
