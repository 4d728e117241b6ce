"""What a save of a form does: write, wait as a pending revision, or stop because somebody else was there first.

Readers see what is published; a change of it waits until a publisher approves it. So a form is saved in one of three
ways, each in one transaction that holds the record's row:

* *written*, where readers do not see the record, or where a publisher says so;
* *captured*, where it waits: the form is saved, the record read as data, and all of it rolled back;
* *refused with both versions side by side*, where the record is no longer what the form showed.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin
from reversion.models import Version

from events.admin import signed_tokens
from events.admin.forms import is_key
from events.admin.pages import Context
from events.admin.saving import (
    SAFE_METHODS,
    is_typed,
    rendered,
    saving,
    undone,
    unresolved_as,
    warn_of_what_is_gone,
)
from events.admin.statuses import LIVE_BUTTONS, Statuses
from events.editing import disclosure, history_entries, pending, roles
from events.models import Comment, Erratum, PendingRevision, Status
from events.record_data import reading, three_way, writing
from events.record_data.declaration import Data, shape_of
from events.signals import invalidation


class Workflow(Statuses):
    """Forms of records: who may save what, and whether it is written, waits, or is compared first."""

    # --- who may ------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or roles.may_edit(request.user, self.record_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or roles.may_delete(request.user, self.record_of(obj)))

    # --- showing ------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Context = None) -> HttpResponse:
        return super(VersionAdmin, self).add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context = None
    ) -> HttpResponse:
        return super(VersionAdmin, self).change_view(request, object_id, form_url, extra_context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Context = None
    ) -> HttpResponse:
        context = extra_context or {}
        if object_id is None:
            with self.create_revision(request), invalidation.batched():
                return self.stock(request, object_id, context)
        record = self.record_by_key(request, unquote(object_id))
        self.ask(request, record)
        if request.method in SAFE_METHODS:
            return self.opened(request, object_id, record, context)
        with transaction.atomic():
            response = self.posted(request, object_id, record, context)
            if not saving(request).saved:
                response = rendered(response)
                transaction.set_rollback(True)
        return response

    def stock(self, request: HttpRequest, object_id: str | None, context: dict) -> HttpResponse:
        """Django's own."""
        response = super(VersionAdmin, self).changeform_view(request, object_id, extra_context=context)
        if isinstance(response, TemplateResponse) and saving(request).version:
            state = saving(request)
            response.template_name = self.recover_form_template if state.recovers else self.revision_form_template
        return response

    def record_by_key(self, request: HttpRequest, key: str) -> Any:
        """The record whose form, or a part of whose form, is asked for; None where it is gone."""
        obj = self.get_object(request, key)
        return None if obj is None else self.record_of(obj)

    def ask(self, request: HttpRequest, record: Any) -> None:
        """Looks up the pending revision that the address names. Raises Http404 and PermissionDenied."""
        if not (key := request.GET.get("pending", "")):
            return
        found = PendingRevision.objects.open().filter(pk=int(key)).first() if is_key(key) else None
        if found is None or record is None or found.record != record:
            raise Http404
        if found.author_id != request.user.pk and not roles.may(request.user, "review"):
            raise PermissionDenied
        saving(request).pending = found

    def state_asked_for(self, request: HttpRequest, live: Data) -> Data:
        """What the form is to show: the live record, a pending revision of it, or an earlier version."""
        state = saving(request)
        if state.pending:
            shown = state.pending.data
        elif state.version:
            shown = reading.completed(reading.read_version(state.version), live)
        else:
            return live
        if "status" in live:
            shown = shown | {"status": live["status"]}
        if state.version and not roles.may(request.user, "resolve"):
            shown = unresolved_as(live, shown)
        return shown

    def opened(self, request: HttpRequest, object_id: str, record: Any, context: dict[str, Any]) -> HttpResponse:
        state = saving(request)
        if record is None:
            return self.stock(request, object_id, context)
        if not (state.pending or state.version) and "live" not in request.GET:
            own = pending.open_of(record, request.user)
            if own and roles.changes_wait(record):
                query = request.GET.copy()
                query["pending"] = str(own.pk)
                return redirect(f"{request.path}?{query.urlencode()}")
        live = reading.read(record)
        shown = state.shown = self.state_asked_for(request, live)
        state.disclosed = self.disclosed(request, record, shown)
        state.base = signed_tokens.token(request, "form", record, live if state.version else shown)
        if shown == live:
            return self.stock(request, object_id, context)
        response = HttpResponse()
        try:
            with undone():
                response = self.form_of(request, object_id, record, shown, context)
        except ValidationError as error:  # it fits no longer beside what others have saved
            self.refused(request, error)
            if state.pending:
                return redirect(self.address(record, "review", state.pending.pk))
            return redirect(self.address(record, "history"))
        return response

    def form_of(
        self, request: HttpRequest, object_id: str, record: Any, shown: Data, context: dict[str, Any]
    ) -> HttpResponse:
        """The form of data that are not in the database: they are written first. Call it in `undone()`."""
        warn_of_what_is_gone(request, writing.write(record, shown, for_good=False))
        return rendered(self.stock(request, object_id, context))

    # --- saving -------------------------------------------------------------------------------------------

    def posted(self, request: HttpRequest, object_id: str, record: Any, context: dict[str, Any]) -> HttpResponse:
        state = saving(request)
        state.base = request.POST.get("_base", "")
        if record is not None:
            record = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
        if record is None:
            return self.gone(request, unquote(object_id))
        self.refuse_what_one_may_not(request)
        live, base = reading.read(record), signed_tokens.read(request, "form", record, state.base)
        state.shown = self.state_asked_for(request, live) if state.version else base or live
        self.look_for_problems(request, record, state.shown)
        if state.pending:
            return self.posted_to_pending(request, object_id, record, base, live, context)
        if self.waits(request, record):
            return self.proposed(request, object_id, record, base, live, context)
        if base != live:
            shown = self.state_asked_for(request, base or live)
            mine, response = self.captured(request, object_id, record, shown, live, context)
            if mine is not None and self.say_the_same(record, mine, live):
                return self.saved_before(request, record)
            return response or self.compared(request, record, base or live, mine, live, None)
        if state.version:
            return self.restored(request, object_id, record, live, context)
        history_entries.catch_up(record, live)
        with self.create_revision(request), invalidation.batched():
            response = self.stock(request, object_id, context)
        if state.saved:
            self.after_writing(request, self.record_by_key(request, unquote(object_id)) or record)
        return response

    def say_the_same(self, record: Any, one: Data, other: Data) -> bool:
        model: Any = type(record)
        return three_way.say_the_same(shape_of(model), one, other)

    def saved_before(self, request: HttpRequest, record: Any) -> HttpResponse:
        """The record is what the form says already: it was sent twice, or somebody else did the same."""
        saving(request).saved = True
        text = request.POST.get("_comment", "").strip()
        if text and not Comment.objects.of(record).filter(author_id=request.user.pk, text=text).exists():
            pending.say(record, request.user, text, field=self.commented_field(request))
        return self.response_change(request, record)

    def refuse_what_one_may_not(self, request: HttpRequest) -> None:
        """Raises PermissionDenied for a button that changes at once what readers see."""
        if any(name in request.POST for name in LIVE_BUTTONS) and not roles.may(request.user, "publish"):
            raise PermissionDenied

    def look_for_problems(self, request: HttpRequest, record: Any, shown: Data) -> None:
        """What keeps the button that was pressed from doing what it says: a word that is missing, or an unseen one.

        Who publishes answers for all that becomes public. It must still say what it said when the form was opened.
        """
        if "_send_back" in request.POST and not request.POST.get("_comment", "").strip():
            saving(request).problems.append(_("Say in the comment what is to be changed, so that its author can."))
        state = saving(request)
        state.disclosed = self.disclosed(request, record, shown)
        if "_publish" in request.POST or (state.recovers and self.comes_back_published(request, record)):
            looked_at = signed_tokens.read(request, "disclosed", record, request.POST.get("_disclosed", ""))
            state.problems += disclosure.problems(state.disclosed, looked_at)

    def disclosed(self, request: HttpRequest, record: Any, shown: Data) -> list[Any]:
        """What readers would see for the first time, for who decides on it. Ask before any of it is written."""
        state = saving(request)
        decides = state.pending or state.version or not roles.changes_wait(record)
        return disclosure.disclosed(record, shown) if decides and roles.may(request.user, "review") else []

    def waits(self, request: HttpRequest, record: Any) -> bool:
        """Whether the change is of what readers see, and not to be published at once."""
        return roles.changes_wait(record) and not any(name in request.POST for name in LIVE_BUTTONS)

    def restored(
        self, request: HttpRequest, object_id: str, record: Any, live: Data, context: dict[str, Any]
    ) -> HttpResponse:
        """Writes an earlier version, with what was changed in its form, as one entry of history."""
        mine, response = self.captured(request, object_id, record, self.state_asked_for(request, live), live, context)
        if mine is None:
            return response or HttpResponse()
        try:
            comment = self.said(request)["why"], _("An earlier version was restored.")
            history_entries.write(record, request.user, mine, *comment)
        except ValidationError as error:
            return self.compared(request, record, live, mine, live, None, error.messages)
        saving(request).saved = True
        self.after_writing(request, record)
        messages.success(request, _("The earlier version is restored. What was there until now is in the history."))
        return redirect(self.address(record, "change"))

    def gone(self, request: HttpRequest, key: str) -> HttpResponse:
        """The record was deleted while its form was open: what was typed is shown, to be used again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed = [(name, value) for name, value in request.POST.items() if str(value).strip() and is_typed(name)]
        version = None
        if is_key(key) and self.has_add_permission(request):
            version = Version.objects.get_deleted(self.model).filter(object_id=key).first()
        return self.page(request, "gone", _("This record has been deleted"), 410, typed=typed, version=version)

    def captured(
        self,
        request: HttpRequest,
        object_id: str,
        record: Any,
        shown: Data,
        live: Data,
        context: dict[str, Any] | None = None,
    ) -> tuple[Data | None, HttpResponse | None]:
        """What the record would be, had the form been saved over `shown`; or the form, if it is not valid."""
        try:
            return self._captured(request, object_id, record, shown, live, context or {})
        except ValidationError:  # `shown` fits no longer beside what others have saved
            return self._captured(request, object_id, record, live, live, context or {})

    def _captured(
        self, request: HttpRequest, object_id: str, record: Any, shown: Data, live: Data, context: dict[str, Any]
    ) -> tuple[Data | None, HttpResponse | None]:
        state, response, mine = saving(request), None, None
        state.captures = True
        with undone():
            if shown != live:
                copy = type(record)._base_manager.get(pk=record.pk)  # the row is rolled back, an object would not be
                writing.write(copy, shown, for_good=False)
            response = self.stock(request, object_id, context)
            if state.saved:
                mine = reading.read(record)
            else:
                response = rendered(response)
        state.captures = state.saved = False
        if mine is None:
            return None, response
        model = type(record)
        known = reading.keys_of(model, shown) | reading.keys_of(model, live)
        return writing.with_temporary_keys(model, mine, known), None

    def proposed(
        self, request: HttpRequest, object_id: str, record: Any, base: Data | None, live: Data, context: dict
    ) -> HttpResponse:
        """A change of what readers see: it waits."""
        shown = self.state_asked_for(request, base or live)
        mine, response = self.captured(request, object_id, record, shown, live, context)
        if response or mine is None:
            return response or HttpResponse()
        if mine == (base or live):
            return self.nothing_proposed(request, record)
        return self.kept(request, record, base or live, mine)

    def kept(self, request: HttpRequest, record: Any, base: Data, mine: Data) -> HttpResponse:
        """The change waits; beside one's own open revision of the record, begun in another window, both are shown."""
        if own := pending.open_of(record, request.user):
            if self.say_the_same(record, mine, own.data):
                return self.after_proposing(request, record, own)
            return self.compared(request, record, own.base, mine, own.data, own)
        made = pending.keep(record, request.user, base, mine, **self.said(request))
        return self.after_proposing(request, record, made)

    def nothing_proposed(self, request: HttpRequest, record: Any) -> HttpResponse:
        saving(request).saved = True
        said, comment = self.said(request), request.POST.get("_comment", "").strip()
        if comment:
            pending.say(record, request.user, comment, field=self.commented_field(request))
            messages.success(request, _("Your comment is kept."))
        if said["why"] or said["erratum"]:
            messages.warning(request, _("Nothing was changed: a reason or an erratum is kept with a change only."))
        elif not comment:
            messages.info(request, _("Nothing was changed, so nothing waits for approval."))
        return redirect(self.address(record, "change"))

    def posted_to_pending(
        self, request: HttpRequest, object_id: str, record: Any, base: Data | None, live: Data, context: dict
    ) -> HttpResponse:
        found = PendingRevision.objects.select_for_update().get(pk=saving(request).pending.pk)  # type: ignore[union-attr]
        saving(request).pending = found  # the row that is locked, not the one that was read before
        mine, response = self.captured(request, object_id, record, base or found.data, live, context)
        if response or mine is None:
            return response or HttpResponse()
        if not found.is_open:  # decided meanwhile: what was typed is a change of the record as it is now
            return self.compared(request, record, base or live, mine, live, None)
        if base != self.state_asked_for(request, live):
            if self.say_the_same(record, mine, found.data):
                return self.after_proposing(request, record, found)
            return self.compared(request, record, base or found.base, mine, found.data, found)
        pending.revise(found, request.user, mine, **self.said(request))
        return self.after_proposing(request, record, found)

    def after_proposing(self, request: HttpRequest, record: Any, made: PendingRevision) -> HttpResponse:
        """Sent for review, published or only kept, as the button says."""
        saving(request).saved = True
        review = self.address(record, "review", made.pk)
        text = request.POST.get("_comment", "").strip()
        if "_publish" in request.POST:
            self.refuse_what_one_may_not(request)
            try:
                if problems := saving(request).problems:
                    raise ValidationError(problems)
                pending.approve(made, request.user, text=text)
            except ValidationError as error:
                self.refused(request, error)
                return redirect(review)
            messages.success(request, _("Published: readers see it now."))
            return redirect(self.address(record, "change"))
        if "_submit" in request.POST:
            pending.submit(made, request.user, text, self.commented_field(request))
            messages.success(request, _("Sent for review. Readers see the published version until it is approved."))
        else:
            if IS_POPUP_VAR in request.POST:  # its opener needs the record, whatever becomes of the change
                return self.response_change(request, record)
            if text:
                pending.say(made, request.user, text, field=self.commented_field(request))
            messages.success(
                request, _("Kept as a pending revision. Readers see the published version until it is approved.")
            )
            if "_continue" in request.POST:
                return redirect(f"{self.address(record, 'change')}?pending={made.pk}")
        return redirect(review)

    def after_writing(self, request: HttpRequest, record: Any) -> None:
        """What was said with a save: an erratum, a comment, a decision."""
        said, text = self.said(request), request.POST.get("_comment", "").strip()
        if said["erratum"] and roles.is_public(record):
            Erratum.objects.create(record=record, author_id=request.user.pk, text=said["erratum"])
        before, now = saving(request).status_before, getattr(record, "status", "")
        kind = Comment.Kind.COMMENT
        if before and before != now:
            decisions: dict[str, Comment.Kind] = {
                Status.IN_REVIEW: Comment.Kind.SUBMITTED,
                Status.PUBLISHED: Comment.Kind.APPROVED,
            }
            kind = Comment.Kind.SENT_BACK if "_send_back" in request.POST else decisions.get(now, kind)
        if now == Status.PUBLISHED and before != now:
            for hidden in disclosure.left_hidden(record, reading.read(record)):
                sentence = _("Readers are not told of “%(name)s”: its status is “%(status)s”.")
                messages.warning(request, sentence % {"name": hidden, "status": hidden.get_status_display()})
        if text or kind != Comment.Kind.COMMENT:
            pending.say(record, request.user, text, kind, field=self.commented_field(request))

    def commented_field(self, request: HttpRequest) -> str:
        """The name of the field that the comment is about; blank for the whole record."""
        return request.POST.get("_field", "")[:60]

    def said(self, request: HttpRequest) -> dict[str, str]:
        """The optional note for the history, and the sentence for readers."""
        erratum = request.POST.get("_erratum", "").strip()[:500]
        return {"why": request.POST.get("_why", "").strip()[:300], "erratum": erratum}
