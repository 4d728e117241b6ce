"""Rows that have rows of their own on the same form: evidence and relations with their citations.

`evidence-2-citations-0-quote` is a field of the first citation of the third piece of evidence. Where a form is sent
without these fields, what they are of is left alone.
"""

from typing import Any

from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.admin.citation import MORE, CitationInline
from events.admin.forms import OnceFormSet
from events.models import Citation

MOST_NEW = 10
"""So many new citations a row may be sent with at once."""


class CitationsWithin(CitationInline):
    readonly_fields = []
    fieldsets = [
        (None, {"fields": [("source", "passage_number"), "quote", ("locator", "whole_work"), "words_at"]}),
        MORE,
    ]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1


class HoldsCitations:
    """A form of a row that is not valid before its citations are, and has changed when they have."""

    citations: Any = None

    def has_changed(self) -> bool:
        return super().has_changed() or bool(self.citations and self.citations.has_changed())  # type: ignore[misc]

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if self.citations and not self.citations.is_valid():
            self.add_error(None, _("A citation of this row is not complete."))  # type: ignore[attr-defined]
        return cleaned

    def citation_rows(self) -> InlineAdminFormSet:
        """The citations as a template shows them."""
        inline = self.citations.inline
        return InlineAdminFormSet(inline, self.citations, inline.fieldsets, has_add_permission=False)


class HoldsCitationsFormSet(OnceFormSet):
    """Saves the citations of its rows with them. `citations` makes a row's formset of citations."""

    citations: Any
    inline: CitationsWithin
    cut_words: list[Citation]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.record = self.instance
        prefix = f"{form.prefix}-citations"
        if form.is_bound and f"{prefix}-TOTAL_FORMS" not in form.data:
            return
        there = list(form.instance.citations.all()) if form.instance.pk else []
        data = (form.data, form.files) if form.is_bound else (None, None)
        form.citations = self.citations(*data, instance=form.instance, prefix=prefix)
        form.citations.inline = self.inline
        form.citations._queryset = there
        form.citations.max_num = form.citations.absolute_max = len(there) + MOST_NEW

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        self.cut_words = []
        kept: list[Any] = [form for form in self.forms if form.instance.pk and form not in self.deleted_forms]
        for form in kept:
            if form.citations and form.citations.has_changed():
                form.citations.save()
                self.cut_words += form.citations.cut_words
        return saved


class HoldsCitationsInline:
    """For an inline whose formset is a HoldsCitationsFormSet; goes before the inline's own class."""

    def get_queryset(self, request: HttpRequest) -> Any:
        of_row = Citation.objects.select_related("source", "passage").defer("source__text")
        return super().get_queryset(request).prefetch_related(Prefetch("citations", of_row))  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.inline = CitationsWithin(self.model, self.admin_site)  # type: ignore[attr-defined]
        formset.citations = formset.inline.get_formset(request)
        return formset
