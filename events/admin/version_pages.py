"""History in the office: every save with who, when and why; any two versions compared; an earlier one restored."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from events.admin.forms import is_key
from events.admin.pages import Context, OwnPages
from events.admin.review_page import may_see
from events.admin.saving import SAFE_METHODS, saving, undone
from events.admin.workflow import Workflow
from events.editing import history, history_entries, recovery
from events.models import Comment, Erratum, PendingRevision, PublishedVersion
from events.record_data import differences, reading, writing
from events.record_data.declaration import Data
from events.signals import invalidation

PER_PAGE = 50


@dataclass
class ComparedVersion:
    """One of two versions that are compared: an earlier one, or the record as it is."""

    data: Data
    version: Version | None = None


class Versions(Workflow):
    """The history of a record, its comparisons, and the way back."""

    def own_pages(self) -> OwnPages:
        return {"compare": ("<path:object_id>/compare/", self.compare_view)} | super().own_pages()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Context = None) -> HttpResponse:
        """Works for a deleted record too: its history outlives it."""
        key = unquote(object_id)
        versions = versions_of(self.model, key)
        record = self.get_object(request, key)
        if record is None and not versions.exists():
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        about = [int(key)]
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
        numbers = dict(PublishedVersion.objects.of_all(self.model, about).values_list("created_at", "number"))
        for version in page.object_list:
            version.published_as = numbers.get(version.revision.date_created)
        context = {
            "record": record,
            "object_id": object_id,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "page": page,
            "comments": Comment.objects.of_all(self.model, about).select_related("author"),
            "revisions": [
                each
                for each in PendingRevision.objects.of_all(self.model, about).select_related("author")
                if may_see(request, each)
            ],
            "errata": Erratum.objects.of_all(self.model, about).select_related("author"),
        } | (extra_context or {})
        return self.page(request, "object_history", _("History"), **context)

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
        first, second = reading.completed(before.data, after.data), reading.completed(after.data, before.data)
        context = {
            "record": record,
            "object_id": object_id,
            "sides": [before, after],
            "changes": differences.changes(self.model, first, second),
            "may_restore": record is not None and self.has_change_permission(request, record),
        }
        return self.page(request, "compare", _("Two versions compared"), **context)

    def side(self, request: HttpRequest, key: str, record: Any, parameter: str) -> ComparedVersion:
        number = request.GET.get(parameter, "")
        if number in ("", "live") and record is not None:
            return ComparedVersion(reading.read(record))
        version = versions_of(self.model, key).filter(pk=int(number)).first() if is_key(number) else None
        if version is None:
            raise Http404
        return ComparedVersion(reading.read_version(version), version)

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Context = None
    ) -> HttpResponse:
        """The form filled in with an earlier version; to save it restores that version like any other change."""
        version = versions_of(self.model, unquote(object_id)).filter(pk=version_id).first()
        if version is None:
            raise Http404
        saving(request).version = version
        context = {"title": _("An earlier version"), "revert": True, "version": version} | (extra_context or {})
        return self.changeform_view(request, object_id, extra_context=context)

    def recover_view(self, request: HttpRequest, version_id: str, extra_context: Context = None) -> HttpResponse:
        """The form of a deleted record as it was; to save it brings the record back. Nothing is written by a GET."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        deleted = Version.objects.get_deleted(self.model).select_related("revision", "content_type")
        version = deleted.filter(pk=int(version_id)).first() if is_key(str(version_id)) else None
        if version is None:
            raise Http404
        state = saving(request)
        state.version, state.recovers, state.shown = version, True, reading.read_version(version)
        self.look_for_problems(request, version._object_version.object, state.shown)
        title = _("Recover %(name)s") % {"name": version.object_repr}
        context = {"title": title, "recover": True} | (extra_context or {})
        try:
            if request.method in SAFE_METHODS:
                return self.recovering(request, version, context)
            with transaction.atomic():
                with invalidation.batched():
                    response = self.recovered(request, version, context)
                transaction.set_rollback(not state.saved)
            return response
        except ValidationError as error:
            self.refused(request, error)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_recoverlist")

    def recovering(self, request: HttpRequest, version: Version, context: dict[str, Any]) -> HttpResponse:
        response = HttpResponse()
        with undone():
            record = recovery.revive(version)
            as_it_was = reading.completed(reading.read_version(version), reading.read(record))
            response = self.form_of(request, quote(version.object_id), record, as_it_was, context)
        return response

    def recovered(self, request: HttpRequest, version: Version, context: dict[str, Any]) -> HttpResponse:
        record = recovery.revive(version)
        live = reading.read(record)
        shown = reading.completed(reading.read_version(version), live)
        mine, response = self.captured(request, quote(version.object_id), record, shown, live, context)
        if mine is None:
            return response or HttpResponse()
        with history.recording(request.user, self.said(request)["why"], _("Brought back after it was deleted.")):
            writing.write(record, mine)
            history_entries.add(record)
        saving(request).saved = True
        messages.success(request, _("“%(name)s” is back.") % {"name": record})
        return redirect(self.address(record, "change"))


def versions_of(model: Any, key: str) -> Any:
    """The versions of a record, which may be gone, the latest first."""
    if not is_key(key):
        return Version.objects.none()
    found = Version.objects.get_for_object_reference(model, key)
    return found.select_related("revision__user", "content_type").order_by("-pk")
