"""Evidence and relations of an interpretation: rows on its form, each with a page of its own, too."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from events import models
from events.admin.base import PartAdmin
from events.admin.citation import CitationInline
from events.admin.forms import OfficeForm
from events.admin.prefill import StartsFromWords


class EvidenceForm(OfficeForm):
    """A row on an event, or on a circumstance in words, and not twice the same."""

    once = ("event", "circumstance", "bearing", "asserted_by")

    def clean(self) -> Any:
        cleaned = super().clean()
        event, circumstance = self.cleaned_data.get("event"), self.cleaned_data.get("circumstance")
        if "event" not in self.errors and bool(event) == bool(circumstance):
            message = (
                _("Choose an event or describe a circumstance in words: not both.")
                if event
                else _("Choose an event, or describe a circumstance in words.")
            )
            self.add_error("event", message)
            self.add_error("circumstance", "")
        asserted_by = self.cleaned_data.get("asserted_by")
        if asserted_by and asserted_by.pk == self.instance.interpretation_id:
            self.cleaned_data["asserted_by"] = None  # empty says the same, and does not keep it from being deleted
        return cleaned


class RelationForm(OfficeForm):
    """A ground that is left out is that of the interpretation."""

    record: models.Interpretation | None = None
    """The interpretation whose form it is on, which need not be saved yet."""
    once = ("kind", "target", "ground")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "ground" in self.fields:
            self.fields["ground"].required = False
            self.fields["ground"].help_text = _("Empty: that of this interpretation.")

    def clean(self) -> Any:
        cleaned = super().clean()
        if "ground" in self.fields and not self.cleaned_data.get("ground"):
            interpretation = self.record or self.instance.interpretation
            self.cleaned_data["ground"] = interpretation.ground
            if not interpretation.ground:
                self.add_error("ground", _("Say on what ground."))
        return cleaned

    def clean_target(self) -> models.Interpretation:
        target = self.cleaned_data["target"]
        if target.pk == self.instance.interpretation_id:
            raise forms.ValidationError(_("An interpretation stands in no relation to itself. Choose another one."))
        return target


class OnOwnPage:
    """Refuses, on the page of one row, what another row of the same interpretation says already."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if not self.errors:  # type: ignore[attr-defined]
            same = {name: self.cleaned_data.get(name) for name in self.once}  # type: ignore[attr-defined]
            same = {
                f"{name}__isnull" if value is None else name: value is None or value for name, value in same.items()
            }
            others = type(self.instance).objects.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
            if others.filter(interpretation=self.instance.interpretation_id, **same).exists():  # type: ignore[attr-defined]
                self.add_error(None, _("Another row of this interpretation says the same."))  # type: ignore[attr-defined]
        return cleaned


class EvidencePageForm(OnOwnPage, EvidenceForm):
    pass


class RelationPageForm(OnOwnPage, RelationForm):
    pass


class PartOfInterpretation(StartsFromWords, PartAdmin):
    inlines = [CitationInline]
    readonly_fields = ["interpretation"]
    list_select_related = ["interpretation"]

    def record_of(self, obj: Any) -> models.Interpretation:
        return obj.interpretation

    def is_public(self, obj: Any) -> bool:
        return False


@admin.register(models.Evidence)
class EvidenceAdmin(PartOfInterpretation):
    form = EvidencePageForm
    group = "evidence-group"
    autocomplete_fields = ["event", "asserted_by"]
    fields = ["interpretation", "event", "circumstance", "bearing", "asserted_by"]
    list_display = ["__str__", "interpretation"]
    list_select_related = ["interpretation", "event"]
    list_filter = ["bearing"]
    search_fields = ["event__title", "circumstance", "interpretation__claim"]


@admin.register(models.Relation)
class RelationAdmin(PartOfInterpretation):
    form = RelationPageForm
    group = "relations-group"
    autocomplete_fields = ["target"]
    fields = ["interpretation", "kind", "target", "ground", "drawn_by"]
    list_display = ["__str__", "interpretation"]
    list_select_related = ["interpretation", "target"]
    list_filter = ["kind", "ground", "drawn_by"]
    search_fields = ["interpretation__claim", "target__claim"]
