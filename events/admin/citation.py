"""Citations as inlines: quotes are compared letter for letter, and a published record keeps one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin.forms import InlineRows, OfficeForm, OnceFormSet, ProseField
from events.admin.prefill import Words, words_in
from events.models import publication
from events.search import folding

KEEP_ONE = gettext_lazy(
    "What is published needs the words behind it. Keep or add a citation with an exact quote or, for a source"
    " whose text is not stored here, with a locator or “whole work”; or have a publisher press “Back to draft”."
)


def passage_by_number(source: models.Source, number: int) -> models.Passage:
    """The document's passage with this number. Raises ValidationError that names those there are."""
    if passage := source.passages.filter(number=number).first():
        passage.source = source  # its text is there already
        return passage
    numbers = list(source.passages.order_by("number").values_list("number", flat=True))
    if not numbers:
        raise forms.ValidationError(_("%(source)s has no passages.") % {"source": source})
    nearest = min(numbers, key=lambda existing: abs(existing - number))
    message = _(
        "%(source)s has passages %(first)d to %(last)d, and none with the number %(number)d;"
        " the nearest is %(nearest)d."
    )
    values = {"source": source, "first": numbers[0], "last": numbers[-1], "number": number, "nearest": nearest}
    raise forms.ValidationError(message % values)


def passage_with_words(source: models.Source, quote: str) -> models.Passage:
    """The one passage of the document with these words, letter for letter. Raises ValidationError else."""
    passages = list(source.passages.current().order_by("number"))
    for passage in passages:
        passage.source = source
    found = [passage for passage in passages if quote in passage.text]
    if len(found) == 1:
        return found[0]
    if found:
        message = _("These words stand in passages %(numbers)s: say which one you quote.")
        numbers = ", ".join(str(passage.number) for passage in found)
        raise forms.ValidationError({"passage_number": message % {"numbers": numbers}})
    if not passages:
        raise forms.ValidationError({"source": _("%(source)s has no passages.") % {"source": source}})
    words = set(folding.words(quote))
    likeliest = max(passages, key=lambda passage: len(words.intersection(folding.words(passage.text))))
    message = _("These words are in no passage, letter for letter. The nearest, in passage %(number)d: “%(nearest)s”.")
    nearest = publication.nearest(quote, likeliest.text)
    raise forms.ValidationError({"quote": message % {"number": likeliest.number, "nearest": nearest}})


class CitationForm(OfficeForm):
    """A passage is named by its number; left blank, it is the one passage in which the quote stands."""

    once = ("source", "passage", "quote", "locator", "whole_work", "supports")

    passage_number = forms.IntegerField(
        label=gettext_lazy("Passage no."),
        required=False,
        min_value=1,
        help_text=gettext_lazy("In a document stored here. Left empty, it is found by the quote."),
    )
    quote = ProseField(
        label=gettext_lazy("Quote"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("The exact words, copied letter for letter."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Position"),
        required=False,
        min_value=0,
        max_value=32_767,
        help_text=gettext_lazy("The first is the main one. Empty: after the others."),
    )

    words_at = forms.IntegerField(
        label=gettext_lazy("Where the quote begins"), required=False, min_value=0, widget=forms.HiddenInput
    )

    class Meta:
        model = models.Citation
        fields = [
            *("source", "quote", "quote_language", "locator", "whole_work", "translation", "translator", "supports"),
            "position",
        ]
        widgets = {"translation": AdminTextareaWidget(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.passage_id:
            self.initial["passage_number"] = self.instance.passage.number
        if self.instance._state.adding:
            self.initial["position"] = None
        else:
            self.initial["words_at"] = self.instance.quote_offset

    def clean(self) -> Any:
        cleaned = super().clean()
        if (source := self.cleaned_data.get("source")) and "passage_number" not in self.errors:
            self.instance.passage = None
            try:
                self.instance.passage = self.find_passage(source)
                if self.instance.passage and self.instance._state.adding:
                    # Of words that stand there twice, those that were selected; the model looks whether they are there.
                    self.instance.quote_offset = self.cleaned_data.get("words_at") or 0
            except forms.ValidationError as error:
                self.add_error(None if hasattr(error, "error_dict") else "passage_number", error)
        return cleaned

    def find_passage(self, source: models.Source) -> models.Passage | None:
        number, quote = self.cleaned_data.get("passage_number"), self.cleaned_data.get("quote")
        if not source.is_document:
            if number is None:
                return None
            message = _("The text of %(source)s is not stored here: leave this empty, and give a locator.")
            raise forms.ValidationError(message % {"source": source})
        if number is not None:
            return passage_by_number(source, number)
        return passage_with_words(source, quote) if quote else None

    def _update_errors(self, errors: forms.ValidationError) -> None:
        # The model names the field that it has; here the passage is known by its number.
        found = errors.error_dict.pop("passage", None) if hasattr(errors, "error_dict") else None
        if found and not {"passage_number", "quote", "source"} & set(self.errors):
            errors.error_dict["passage_number"] = found
        super()._update_errors(errors)  # type: ignore[misc]


class CitationFormSet(OnceFormSet):
    """Keeps the citations in order, each once and, on a published record, at least one that counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hasattr(self.instance, "status"):
            self.instance.checks_own_citations = True

    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not self._should_delete_form(form)  # type: ignore[attr-defined]
        ]
        if any(form.errors for form in kept):
            return
        self.put_in_order(kept)
        counting = (publication.counts_for_publication(form.instance) for form in kept)
        if publication.is_to_be_public(self.instance) and not any(counting):
            raise forms.ValidationError(str(KEEP_ONE))

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        self.cut_words = [each for each in saved if publication.cuts_a_word(each)]
        return saved

    def put_in_order(self, kept: list[Any]) -> None:
        """Rows without a position come after the others, in the order of the form."""
        positions = [form.cleaned_data.get("position") for form in kept]
        last = max((position for position in positions if position is not None), default=-1)
        for form, position in zip(kept, positions, strict=True):
            if position is None:
                last += 1
                form.instance.position = last


MORE: Any = (
    gettext_lazy("Language, translation, what it supports"),
    {"fields": ["quote_language", ("translation", "translator"), ("supports", "position")], "classes": ["collapse"]},
)
"""What most citations do without."""


class CitationInline(InlineRows, admin.StackedInline):
    """Citations, with the way to documents that are read beside the form."""

    model = models.Citation
    select_related = ("source", "passage")
    form = CitationForm
    formset = CitationFormSet
    template = "admin/events/citations.html"
    autocomplete_fields = ["source"]
    readonly_fields = ["document"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("source", "passage_number", "document"),
                    "quote",
                    ("locator", "whole_work"),
                    "words_at",
                ]
            },
        ),
        MORE,
    ]

    class Media:
        css = {"all": ["admin_site/reader.css"]}
        js = [forms.Script(f"admin_site/{name}.js", type="module") for name in ("citations", "reader")]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None or words_in(request) else 0

    def rows_from(self, words: Words) -> list[dict[str, Any]]:
        return [words.citation]

    @admin.display(description=gettext_lazy("Document"))
    def document(self, citation: models.Citation) -> SafeString:
        """The source's passages, in a new tab, so that nothing typed is lost; a script keeps it in step."""
        passages = reverse("admin:events_passage_changelist")
        warning = _("The text has changed: these words are no longer in it.") if citation.is_flagged else ""
        return format_html(
            '<a class="open-document" data-passages="{}" href="{}?source__id__exact={}" target="_blank"{}>{}</a> {}',
            passages,
            passages,
            citation.source_id or "",
            "" if citation.source_id else mark_safe(" hidden"),
            _("Open its passages (new tab)"),
            warning,
        )
