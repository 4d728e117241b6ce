"""Errata: what readers are told of corrections. They are made with the correction; here they are listed and mended."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.links import admin_url
from events.admin.list_search import PlainLookups
from events.admin.statuses import Button
from events.editing import roles
from events.models import Erratum


@admin.register(Erratum)
class ErratumAdmin(PlainLookups, admin.ModelAdmin):
    """Whoever is in the office sees what readers see; publishers change it."""

    list_display = ["text", "name", "kind", "created_at"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["text"]
    list_per_page = 50
    # Django's own: those of the folder of this app are for records.
    change_form_template = "admin/change_form.html"
    delete_confirmation_template = "admin/delete_confirmation.html"
    object_history_template = "admin/object_history.html"
    fields = ["name", "kind", "created_at", "text"]
    readonly_fields = ["name", "kind", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")

    @admin.display(description=gettext_lazy("record"))
    def name(self, erratum: Erratum) -> str:
        if erratum.record is None:
            return _("(deleted)")
        return format_html('<a href="{}">{}</a>', admin_url(erratum.record), erratum.record)

    @admin.display(description=gettext_lazy("kind"), ordering="content_type")
    def kind(self, erratum: Erratum) -> str:
        return erratum.content_type.name

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["buttons"] = [Button("_save", _("Save"), main=True)]
        return super().render_change_form(request, context, *args, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_module_perms("events")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_module_perms("events")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.may(request.user, "publish")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.may(request.user, "publish")
