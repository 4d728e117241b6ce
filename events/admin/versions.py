"""History in the office: every save with who, when and why; any two versions compared; an earlier one restored."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from events.admin.workflow import Workflow, is_key, saving
from events.editing import shown, whole
from events.editing.whole import Whole
from events.models import Comment, Erratum, PendingRevision

PER_PAGE = 50


@dataclass
class Side:
    """One of two versions that are compared: an earlier one, or the record as it is."""

    whole: Whole
    version: Version | None = None


class Versions(Workflow):
    """The history of a record, its comparisons, and the way back."""

    def get_urls(self) -> list[Any]:
        meta = self.opts
        compare = path(
            "<path:object_id>/compare/",
            self.admin_site.admin_view(self.compare_view),
            name=f"{meta.app_label}_{meta.model_name}_compare",
        )
        return [compare, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Works for a deleted record too: its history outlives it."""
        key = unquote(object_id)
        versions = versions_of(self.model, key)
        record = self.get_object(request, key)
        if record is None and not versions.exists():
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        about = [int(key)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": None,
            "opts": self.opts,
            "record": record,
            "object_id": object_id,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "page": Paginator(versions, PER_PAGE).get_page(request.GET.get("p")),
            "comments": Comment.objects.of_all(self.model, about).select_related("author"),
            "revisions": PendingRevision.objects.of_all(self.model, about).select_related("author"),
            "errata": Erratum.objects.of_all(self.model, about).select_related("author"),
        } | (extra_context or {})
        return TemplateResponse(request, self.object_history_template, context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two versions, `a` and `b`, field by field; without `b` the record as it is now."""
        key = unquote(object_id)
        record = self.get_object(request, key)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        before, after = self.side(request, key, record, "a"), self.side(request, key, record, "b")
        if before.version and after.version and before.version.pk > after.version.pk:
            before, after = after, before
        if before.version is None and after.version is not None:
            before, after = after, before
        first, second = whole.completed(before.whole, after.whole), whole.completed(after.whole, before.whole)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Two versions compared"),
            "opts": self.opts,
            "record": record,
            "object_id": object_id,
            "sides": [before, after],
            "changes": shown.changes(self.model, first, second),
            "may_restore": record is not None and self.has_change_permission(request, record),
        }
        return TemplateResponse(request, "admin/events/compare.html", context)

    def side(self, request: HttpRequest, key: str, record: Any, parameter: str) -> Side:
        number = request.GET.get(parameter, "")
        if number in ("", "live") and record is not None:
            return Side(whole.of(record))
        version = versions_of(self.model, key).filter(pk=int(number)).first() if is_key(number) else None
        if version is None:
            raise Http404
        return Side(whole.at(version), version)

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form filled in with an earlier version; to save it restores that version like any other change."""
        version = versions_of(self.model, unquote(object_id)).filter(pk=version_id).first()
        if version is None:
            raise Http404
        saving(request).version = version
        context = {"title": _("An earlier version"), "revert": True, "version": version} | (extra_context or {})
        return self.changeform_view(request, object_id, request.path, context)

    def recover_view(
        self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        saving(request).recovers = True
        return super().recover_view(request, version_id, extra_context)


def versions_of(model: Any, key: str) -> Any:
    """The versions of a record, which may be gone, the latest first."""
    if not is_key(key):
        return Version.objects.none()
    found = Version.objects.get_for_object_reference(model, key)
    return found.select_related("revision__user", "content_type").order_by("-pk")
