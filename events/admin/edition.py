"""Editions: publishers make them here, and take them back; nobody changes one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.admin.list_search import PlainLookups
from events.admin.statuses import Button
from events.editing import roles
from events.editions import publishing
from events.models import Edition, Event

LARGEST = 20_000
"""Published events of which an edition is made while an editor waits."""


class MakeForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["name", "note"]

    def clean(self) -> Any:
        if Event.objects.published().count() > LARGEST:
            text = _("The corpus is too large to wait for: whoever runs the site makes it by manage.py publishedition.")
            raise ValidationError(text)
        return super().clean()


class WithdrawForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["reason"]

    def clean_reason(self) -> str:
        if not (reason := self.cleaned_data["reason"].strip()):
            raise ValidationError(_("Say why: readers who come to its address read this."))
        return reason


@admin.register(Edition)
class EditionAdmin(PlainLookups, admin.ModelAdmin):
    list_display = ["name", "made_at", "made_by", "withdrawn_at"]
    search_fields = ["name", "note"]
    list_per_page = 50
    # Django's own: those of the folder of this app are for records.
    change_list_template = "admin/change_list.html"
    change_form_template = "admin/change_form.html"
    object_history_template = "admin/object_history.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("records", "changes").select_related("made_by")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, **kwargs)
        return super().get_form(request, obj, change, form=WithdrawForm if obj else MakeForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["name", "note", "made_at", "made_by", "withdrawn_at", "reason"] if obj else ["name", "note"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["name", "note", "made_at", "made_by", "withdrawn_at"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            publishing.withdraw(obj, obj.reason)
            return
        address = request.build_absolute_uri("/")
        obj.pk = publishing.publish(obj.name, address, user=request.user, note=obj.note).pk

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = context.get("original")
        label = _("Withdraw this edition") if obj else _("Make this edition of all that is published now")
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context["buttons"] = [Button("_save", label, main=True)] if may else []
        return super().render_change_form(request, context, *args, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_module_perms("events")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_module_perms("events")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, "publish")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.may(request.user, "publish") and not (obj and obj.withdrawn_at)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
