"""The page of a pending revision: what it would change in the live record, word by word, and what becomes of it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin import signed_tokens
from events.admin.conflict_page import chosen_places, lines_of
from events.admin.links import review_url
from events.admin.list_search import PlainLookups
from events.admin.pages import OwnPages
from events.admin.workflow import Workflow
from events.editing import disclosure, pending, preview, roles
from events.models import PendingRevision
from events.record_data import differences, reading
from events.record_data.declaration import Data
from events.record_data.digest import digest


class Reviews(Workflow):
    """Every record's page for its pending revisions."""

    def own_pages(self) -> OwnPages:
        return {"review": ("<path:object_id>/pending/<int:key>/", self.review_view)} | super().own_pages()

    def review_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        found = PendingRevision.objects.select_related("author", "edited_by", "decided_by").filter(pk=key).first()
        if record is None or found is None or found.record != record:
            raise Http404
        if not self.has_view_permission(request, record) or not may_see(request, found):
            raise PermissionDenied
        if request.method == "POST":
            return self.decided(request, record, found)
        return self.review_page(request, record, found)

    def review_page(
        self, request: HttpRequest, record: Any, found: PendingRevision, status: int = 200, text: str = ""
    ) -> HttpResponse:
        live = reading.read(record)
        merged = pending.merged(found, live)
        contested = set(map(differences.id_of, merged.conflicts))
        disclosed = disclosure.disclosed(record, merged.data, found.data) if found.is_open else []
        looked_at = {"seen": seen(found, live), "disclosed": disclosure.stamps(disclosed)}
        lines = [line for line in lines_of(record, found.base, found.data, live, {}) if line.id in contested]
        mine, reviews = found.author_id == request.user.pk, roles.may(request.user, "review")
        context = {
            "record": record,
            "pending": found,
            "changes": self.changes_to_show(record, found, live, merged.data),
            "edits": differences.changes(type(record), found.of_author, found.data) if found.of_author else [],
            "conflicts": lines if found.is_open else [],
            "comments": found.comments.select_related("author"),
            "disclosed": [(each, disclosure.texts(each)) for each in disclosed],
            "seen": signed_tokens.token(request, "review", record, looked_at),
            "text": text,
            "edit": f"{self.address(record, 'change')}?pending={found.pk}" if mine or reviews else "",
            "preview": self.preview_address(record, found),
            "may_approve": roles.may(request.user, "publish"),
            "may_send_back": reviews and found.state == found.State.IN_REVIEW,
            "may_submit": mine and found.state != found.State.IN_REVIEW,
            "may_take_up": mine and found.state == found.State.WITHDRAWN,
            "may_withdraw": mine or roles.may(request.user, "publish"),
        }
        return self.page(request, "review", _("Pending revision"), status, **context)

    def changes_to_show(
        self, record: Any, found: PendingRevision, live: Data, merged: Data
    ) -> list[differences.Change]:
        """What it changes in what readers see; of one that is decided, what it proposed."""
        before, after = (live, merged) if found.is_open else (found.base, found.data)
        return differences.changes(type(record), reading.completed(before, live), reading.completed(after, live))

    def preview_address(self, record: Any, found: PendingRevision | None = None) -> str:
        """Where a preview of it can be had; blank where there is none."""
        return preview.address(record, found)

    def decided(self, request: HttpRequest, record: Any, found: PendingRevision) -> HttpResponse:
        text, pressed = request.POST.get("text", "").strip(), request.POST
        here = self.address(record, "review", found.pk)
        publishes, mine = roles.may(request.user, "publish"), found.author_id == request.user.pk
        if "_say" in pressed:
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            if text:
                pending.say(found, request.user, text)
                messages.success(request, _("Your comment is kept."))
            return redirect(here)
        if "_take_up" in pressed:
            return self.taken_up(request, record, found)
        allowed = {
            "_approve": publishes,
            "_send_back": roles.may(request.user, "review"),
            "_submit": mine,
            "_withdraw": mine or publishes,
        }
        action = next((name for name in allowed if name in pressed), "")
        if not action or not allowed[action]:
            raise PermissionDenied
        if not found.is_open:
            messages.error(request, _("Somebody has decided on this revision already."))
            return redirect(here)
        if action == "_send_back" and not text:
            messages.error(request, _("Say in the comment what its author is to change."))
            return self.review_page(request, record, found, 400)
        if action == "_approve":
            return self.approved(request, record, found, text)
        doing = {"_send_back": pending.send_back, "_submit": pending.submit, "_withdraw": pending.withdraw}
        try:
            doing[action](found, request.user, text)
        except ValidationError as error:
            self.refused(request, error)
            return redirect(here)
        said = {
            "_send_back": _("Sent back to its author, with your comment."),
            "_submit": _("Sent for review. Readers see the published version until it is approved."),
            "_withdraw": _("Withdrawn. What it proposed can still be read here."),
        }
        messages.success(request, said[action])
        return redirect(here)

    def taken_up(self, request: HttpRequest, record: Any, found: PendingRevision) -> HttpResponse:
        if found.author_id != request.user.pk:
            raise PermissionDenied
        try:
            pending.take_up(found, request.user)
        except ValidationError as error:
            self.refused(request, error)
        else:
            messages.success(request, _("It is a pending revision again. Readers see the published version."))
        return redirect(self.address(record, "review", found.pk))

    def approved(self, request: HttpRequest, record: Any, found: PendingRevision, text: str) -> HttpResponse:
        try:
            with transaction.atomic():
                record, found = pending.locked(found)
                live = reading.read(record)
                looked_at = signed_tokens.read(request, "review", record, request.POST.get("seen", "")) or {}
                if looked_at.get("seen") != seen(found, live):
                    raise ValidationError([_("It has changed since you opened this page. Look again, then decide.")])
                chosen = chosen_places(pending.merged(found, live), request.POST)
                disclosed = disclosure.disclosed(record, pending.merged(found, live, chosen).data)
                if problems := disclosure.problems(disclosed, looked_at["disclosed"]):
                    raise ValidationError(problems)
                pending.approve(found, request.user, chosen, text)
        except ValidationError as error:
            self.refused(request, error)
            record, found = type(record).objects.get(pk=record.pk), PendingRevision.objects.get(pk=found.pk)
            return self.review_page(request, record, found, 409, text)
        seen_now = roles.is_public(record)
        messages.success(request, _("Approved: readers see it now.") if seen_now else _("Approved."))
        return redirect(self.address(record, "review", found.pk))


def may_see(request: HttpRequest, found: PendingRevision) -> bool:
    """What is still being written is its author's and the reviewers'."""
    mine = found.author_id == request.user.pk
    return mine or found.state != found.State.DRAFT or roles.may(request.user, "review")


def seen(found: PendingRevision, live: Data) -> str:
    """What a reviewer has looked at; it is another one once either side has changed."""
    return digest([found.base, found.data, live])


@admin.register(PendingRevision)
class PendingRevisionAdmin(PlainLookups, admin.ModelAdmin):
    """The list of pending revisions; each opens on its record's page."""

    list_display = ["name", "kind", "state", "author", "why", "updated_at"]
    list_display_links = None
    list_filter = [
        "state",
        ("author", admin.RelatedOnlyFieldListFilter),
        ("content_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).select_related("author", "content_type").prefetch_related("record")
        if roles.may(request.user, "review"):
            return found
        return found.filter(Q(author=request.user) | ~Q(state=PendingRevision.State.DRAFT))

    @admin.display(description=gettext_lazy("record"))
    def name(self, found: PendingRevision) -> str:
        if found.record is None:
            return _("(deleted)")
        return format_html('<a href="{}">{}</a>', review_url(found), found.record)

    @admin.display(description=gettext_lazy("kind"), ordering="content_type")
    def kind(self, found: PendingRevision) -> str:
        return found.content_type.name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        found = self.get_object(request, unquote(object_id or ""))
        if found is None or found.record is None:
            raise Http404
        return redirect(review_url(found))
