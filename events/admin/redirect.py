"""Redirects: the addresses that records had before they were renamed or merged."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import models
from events.addresses.redirects import MODELS
from events.admin.base import RecordAdmin
from events.admin.forms import OfficeForm


class RedirectForm(OfficeForm):
    """An old address that is free leads to a record that exists."""

    def clean(self) -> Any:
        cleaned = super().clean()
        kind, slug, target = (self.cleaned_data.get(name) for name in ("kind", "slug", "target"))
        if not (kind and slug and target):
            return cleaned
        records = MODELS[kind]._default_manager
        if records.filter(slug=slug).exists():
            self.add_error("slug", _("A record has this address now, so it cannot lead elsewhere."))
        if not records.filter(slug=target).exists():
            self.add_error("target", _("No record of this kind has this slug. Give the slug that the record has now."))
        return cleaned


@admin.register(models.Redirect)
class RedirectAdmin(RecordAdmin):
    form = RedirectForm
    list_display = ["__str__", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "target"]
    search_help_text = gettext_lazy("The old or the new slug.")
    fields = ["kind", "slug", "target"]
