"""Interpretations: who argues what, on which evidence, and who disagrees."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import bulk, links
from events.admin.base import RecordAdmin
from events.admin.citation import CitationInline
from events.admin.date_field import EdtfFormField
from events.admin.evidence import EvidenceForm, RelationForm
from events.admin.forms import ADDRESS, InlineRows, KeysAlone, RecordForm
from events.admin.further_reading import FurtherReadingInline
from events.admin.prefill import StartsFromWords, Words
from events.admin.within import HoldsCitations, HoldsCitationsFormSet, HoldsCitationsInline
from events.chronology.date_words import edtf_words


class ByQuestion(ModelChoiceIterator):
    """Answers under the questions that they answer."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for debate, answers in groupby(self.queryset, key=lambda answer: answer.debate):
            yield str(debate), [self.choice(answer) for answer in answers]


class OneAnswer(KeysAlone, forms.Select):
    pass


class AnswerField(forms.ModelChoiceField):
    iterator = ByQuestion
    widget = OneAnswer


class InterpretationForm(RecordForm):
    slug_from = "claim"

    class Meta:
        field_classes = dict.fromkeys(("scope", "made_on", "argued_date"), EdtfFormField)

    def clean(self) -> Any:
        cleaned = super().clean()
        named = self.cleaned_data.get("voice") == models.Interpretation.Voice.NAMED
        if named and "proponents" in self.fields and not self.cleaned_data.get("proponents"):
            self.add_error("proponents", _("Name at least one of the historians, or choose another voice."))
        return cleaned


class EvidenceRowForm(HoldsCitations, EvidenceForm):
    pass


class RelationRowForm(HoldsCitations, RelationForm):
    pass


class WithCitations(HoldsCitationsInline, InlineRows, admin.StackedInline):
    fk_name = "interpretation"
    formset = HoldsCitationsFormSet
    extra = 0


class EvidenceInline(WithCitations):
    model = models.Evidence
    select_related = ("event",)
    form = EvidenceRowForm
    autocomplete_fields = ["event", "asserted_by"]
    fields = [("event", "circumstance"), ("bearing", "asserted_by")]
    verbose_name = gettext_lazy("piece of evidence")
    verbose_name_plural = gettext_lazy("evidence")


class RelationInline(WithCitations):
    model = models.Relation
    select_related = ("target",)
    form = RelationRowForm
    autocomplete_fields = ["target"]
    fields = [("kind", "target"), ("ground", "drawn_by")]
    verbose_name = gettext_lazy("relation to another interpretation")
    verbose_name_plural = gettext_lazy("relations to other interpretations")


@admin.register(models.Interpretation)
class InterpretationAdmin(StartsFromWords, RecordAdmin):
    operations = bulk.OF_STATUS
    names_actors = True
    form = InterpretationForm
    inlines = [CitationInline, EvidenceInline, RelationInline, FurtherReadingInline]
    list_display = ["claim", "named_proponents", "ground", "made_on_in_words", "debate", "status", "changed"]
    list_filter = ["status", "voice", "ground", "debate", "attribution"]
    list_select_related = ["debate"]
    search_fields = ["claim", "slug", "proponents__name"]
    search_help_text = gettext_lazy("Words of the claim, or a proponent's name; accents and case do not matter.")
    prepopulated_fields = {"slug": ["claim"]}
    autocomplete_fields = ["proponents", "debate"]
    fieldsets = [
        (gettext_lazy("What is argued"), {"fields": ["claim", "argument", "hedge"]}),
        (gettext_lazy("By whom"), {"fields": ["voice", "proponents", "names_only_some", "attribution", "made_on"]}),
        (gettext_lazy("About what"), {"fields": ["debate", "answer", "ground", "argued_date", "scope"]}),
        (gettext_lazy("Note"), {"fields": ["note"], "classes": ["collapse"]}),
        ADDRESS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("proponents")

    def filled_from(self, request: HttpRequest, words: Words) -> dict[str, Any]:
        """The persons that the words name, to be looked at whether the claim is theirs; and how the words judge."""
        persons = [actor for actor, kind in words.actors if kind == models.Actor.Kind.PERSON]
        filled: dict[str, Any] = {"proponents": persons}
        if judged := words.judgement:
            for name in ("voice", "attribution", "ground", "hedge", "names_only_some"):
                filled[name] = getattr(judged, name)
        return filled

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "answer":
            answers = models.Answer.objects.select_related("debate").order_by("debate__question", "debate", "name")
            kwargs |= {"queryset": answers, "form_class": AnswerField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if "claim" in form.base_fields:
            form.base_fields["claim"].widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return form

    @admin.display(description=gettext_lazy("held by"))
    def named_proponents(self, interpretation: models.Interpretation) -> str:
        names = ", ".join(actor.name for actor in interpretation.proponents.all())
        return names or interpretation.get_voice_display()

    @admin.display(description=gettext_lazy("made on"), ordering="made_on_earliest")
    def made_on_in_words(self, interpretation: models.Interpretation) -> str:
        return edtf_words(interpretation.made_on)

    def used_in(self, obj: models.Interpretation) -> list[links.Use]:
        relations = obj.relations_here.select_related("interpretation")
        demands = obj.evidence_asserted.select_related("interpretation")
        return [
            links.use(_("Contested, supported, qualified or rested on by"), [row.interpretation for row in relations]),
            links.use(_("Asserts evidence in"), [row.interpretation for row in demands]),
        ]
