"""Debates: the questions on which interpretations differ."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.admin import bulk, links
from events.admin.base import RecordAdmin, count_column, counted
from events.admin.forms import InlineRows, OfficeForm, RecordForm
from events.admin.further_reading import FurtherReadingInline
from events.search import folding


class DebateForm(RecordForm):
    slug_from = "question"


class AnswerForm(OfficeForm):
    """An answer whose slug may be left blank: it then follows from its name."""

    class Meta:
        widgets = {"statement": Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        length = models.Answer._meta.get_field("slug").max_length
        slug = self.cleaned_data["slug"] or folding.slug(self.data.get(self.add_prefix("name"), ""))[:length].strip("-")
        if not slug:
            raise ValidationError(_("Give a slug: none can be made from what you entered."))
        return slug


class AnswerInline(InlineRows, admin.TabularInline):
    model = models.Answer
    form = AnswerForm
    fields = ["name", "statement", "slug"]
    extra = 0


@admin.register(models.Debate)
class DebateAdmin(RecordAdmin):
    operations = bulk.OF_STATUS
    form = DebateForm
    inlines = [AnswerInline, FurtherReadingInline]
    list_display = ["question", "interpretation_count", "featured", "status", "changed"]
    list_filter = ["status"]
    search_fields = ["question", "slug"]
    search_help_text = gettext_lazy("Words of the question; accents and case do not matter.")
    prepopulated_fields = {"slug": ["question"]}
    fieldsets = [
        (gettext_lazy("The question"), {"fields": ["question", "slug", "introduction", "turns_on", "featured"]})
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(interpretation_total=counted(models.Interpretation, "debate"))

    interpretation_count = count_column("interpretation_total", gettext_lazy("interpretations"))

    def used_in(self, obj: models.Debate) -> list[links.Use]:
        return [links.use(_("Its interpretations"), obj.interpretations.all())]
