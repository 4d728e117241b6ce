"""What a save of a form does: write, wait as a pending revision, or stop because somebody else was there first.

Readers see what is published; a change of it waits until a publisher approves it. So a form is saved in one of three
ways, each in one transaction that holds the record's row:

* *written*, where readers do not see the record, or where a publisher says so;
* *captured*, where it waits: the form is saved, the record read as data, and all of it rolled back;
* *refused with both versions side by side*, where the record is no longer what the form showed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin
from reversion.models import Version

from events.admin import tokens
from events.admin.forms import is_key
from events.editing import disclosure, entries, pending, roles
from events.models import Comment, Erratum, PendingRevision, Status
from events.record_data import reading, three_way, writing
from events.record_data.declaration import Data, shape_of
from events.signals import invalidation

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")

STATUS_OF = {
    "_submit": Status.IN_REVIEW,
    "_publish": Status.PUBLISHED,
    "_archive": Status.ARCHIVED,
    "_to_draft": Status.DRAFT,
    "_send_back": Status.DRAFT,
    "_withdraw": Status.DRAFT,
}
"""The status that a record gets by the button that was pressed; by any other it keeps its own."""

LIVE_BUTTONS = ("_publish", "_archive", "_to_draft")
"""They change what readers see, at once."""


OUTCOMES = {
    Status.IN_REVIEW: gettext_lazy("{name} is sent for review. Readers do not see it."),
    Status.PUBLISHED: gettext_lazy("{name} is published: readers see it now."),
    Status.ARCHIVED: gettext_lazy("{name} is archived. Readers do not see it."),
    Status.DRAFT: gettext_lazy("{name} is a draft again. Readers do not see it."),
}
"""What a save says that has given a record this status."""


@dataclass
class Saving:
    """What is known of the request while its form is being shown or saved."""

    pending: PendingRevision | None = None
    version: Version | None = None
    recovers: bool = False
    captures: bool = False
    saved: bool = False
    base: str = ""
    shown: Data | None = None
    """What the form shows, before anything is typed into it."""
    disclosed: list[Any] = field(default_factory=list)
    """What readers would see with that for the first time."""
    beside: dict[str, str] = field(default_factory=dict)
    """Fields of the form, by name, that are no record data: the page with both versions carries them along."""
    problems: list[str] = field(default_factory=list)
    """Why the button that was pressed may not do what it says."""
    status_before: str = ""
    outcome: str = ""
    """What the save has done, in a sentence."""


def saving(request: HttpRequest) -> Saving:
    if not hasattr(request, "saving"):
        request.saving = Saving()  # type: ignore[attr-defined]
    return request.saving  # type: ignore[attr-defined]


def unresolved_as(live: Data, shown: Data) -> Data:
    """The data with its references resolved as they are now."""
    if "resolves_to" in live:  # a reference itself
        return shown | {"resolves_to": live["resolves_to"]}
    if "references" not in shown:
        return shown
    now = {row["pk"]: row["resolves_to"] for row in live["references"]}
    return shown | {"references": [row | {"resolves_to": now.get(row["pk"])} for row in shown["references"]]}


def warn_of_what_is_gone(request: HttpRequest, sentences: list[str]) -> None:
    """Says on the form what it cannot show."""
    so = _("What pointed at it is not in the form.")
    for sentence in sentences:
        messages.warning(request, f"{sentence} {so}")


def is_typed(name: str) -> bool:
    """Whether a field of a form holds what somebody wrote: no token, count or key."""
    return not name.startswith(("_", "csrf", "initial-")) and not name.endswith(("_FORMS", "-id", "-DELETE"))


class _Undone(Exception):
    """Rolls back what was only to be read."""


@contextmanager
def undone() -> Iterator[None]:
    """What is written within it is gone at its end."""
    try:
        with transaction.atomic(), invalidation.discarded():
            yield
            raise _Undone
    except _Undone:
        pass


@dataclass
class Button:
    name: str
    label: str
    main: bool = False


class Workflow(VersionAdmin):
    """Forms of records: who may save what, and whether it is written, waits, or is compared first."""

    def record_of(self, obj: Any) -> Any:
        """The record in whose history the object stands."""
        return obj

    # --- who may ------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or roles.may_edit(request.user, self.record_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or roles.may_delete(request.user, self.record_of(obj)))

    # --- showing ------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        return super(VersionAdmin, self).add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        return super(VersionAdmin, self).change_view(request, object_id, form_url, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = extra_context or {}
        if object_id is None:
            with self.create_revision(request), invalidation.batched():
                return self.stock(request, object_id, form_url, context)
        record = self.record_by_key(request, unquote(object_id))
        self.ask(request, record)
        if request.method in SAFE_METHODS:
            return self.opened(request, object_id, record, form_url, context)
        with transaction.atomic():
            response = self.posted(request, object_id, record, form_url, context)
            if not saving(request).saved:
                if isinstance(response, TemplateResponse):
                    response.render()
                transaction.set_rollback(True)
        return response

    def stock(self, request: HttpRequest, object_id: str | None, form_url: str, context: dict) -> HttpResponse:
        """Django's own."""
        response = super(VersionAdmin, self).changeform_view(request, object_id, form_url, context)
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

    def opened(
        self, request: HttpRequest, object_id: str, record: Any, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        state = saving(request)
        if record is None:
            return self.stock(request, object_id, form_url, context)
        if not (state.pending or state.version) and "live" not in request.GET:
            own = pending.open_of(record, request.user)
            if own and roles.changes_wait(record):
                query = request.GET.copy()
                query["pending"] = str(own.pk)
                return redirect(f"{request.path}?{query.urlencode()}")
        live = reading.read(record)
        shown = state.shown = self.state_asked_for(request, live)
        state.disclosed = self.disclosed(request, record, shown)
        state.base = tokens.token(request, "form", record, live if state.version else shown)
        if shown == live:
            return self.stock(request, object_id, form_url, context)
        response = HttpResponse()
        try:
            with undone():
                warn_of_what_is_gone(request, writing.write(record, shown, for_good=False))
                response = self.stock(request, object_id, form_url, context)
                if isinstance(response, TemplateResponse):
                    response.render()
        except ValidationError as error:  # it fits no longer beside what others have saved
            for message in error.messages:
                messages.error(request, message)
            if state.pending:
                return redirect(self.address(record, "review", state.pending.pk))
            return redirect(self.address(record, "history"))
        return response

    # --- saving -------------------------------------------------------------------------------------------

    def posted(
        self, request: HttpRequest, object_id: str, record: Any, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        state = saving(request)
        state.base = request.POST.get("_base", "")
        if record is not None:
            record = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
        if record is None:
            return self.gone(request, unquote(object_id))
        self.refuse_what_one_may_not(request)
        live, base = reading.read(record), tokens.read(request, "form", record, state.base)
        state.shown = self.state_asked_for(request, live) if state.version else base or live
        self.look_for_problems(request, record, state.shown)
        if state.pending:
            return self.posted_to_pending(request, object_id, record, base, live, context)
        if self.waits(request, record):
            return self.proposed(request, object_id, record, base, live, context)
        if base != live:
            shown = self.state_asked_for(request, base or live)
            mine, response = self.captured(request, object_id, record, shown, live, context)
            if mine is not None and not state.beside and three_way.say_the_same(shape_of(type(record)), mine, live):
                return self.saved_before(request, record)
            return response or self.compared(request, record, base or live, mine, live, None)
        if state.version:
            return self.restored(request, object_id, record, live, context)
        entries.catch_up(record, live)
        with self.create_revision(request), invalidation.batched():
            response = self.stock(request, object_id, form_url, context)
        if state.saved:
            self.after_writing(request, self.record_by_key(request, unquote(object_id)) or record)
        return response

    def saved_before(self, request: HttpRequest, record: Any) -> HttpResponse:
        """The record is what the form says already: it was sent twice, or somebody else did the same."""
        saving(request).saved = True
        text = request.POST.get("_comment", "").strip()
        if text and not Comment.objects.of(record).filter(author=request.user, text=text).exists():
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
            looked_at = tokens.read(request, "disclosed", record, request.POST.get("_disclosed", ""))
            state.problems += disclosure.problems(state.disclosed, looked_at)

    def disclosed(self, request: HttpRequest, record: Any, shown: Data) -> list[Any]:
        """What readers would see for the first time, for who decides on it. Ask before any of it is written."""
        state = saving(request)
        decides = state.pending or state.version or not roles.changes_wait(record)
        return disclosure.disclosed(record, shown) if decides and roles.may(request.user, "review") else []

    def comes_back_published(self, request: HttpRequest, record: Any) -> bool:
        """Whether a deleted record, as it was then, is public again at once."""
        published = getattr(record, "status", "") == Status.PUBLISHED
        return published and "_to_draft" not in request.POST and roles.may(request.user, "publish")

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
        lines = [self.said(request)["why"], _("An earlier version was restored.")]
        try:
            with entries.entry(record, request.user, "\n".join(filter(None, lines))):
                writing.write(record, mine)
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
        typed = [(name, value) for name, value in request.POST.items() if value.strip() and is_typed(name)]
        version = None
        if is_key(key) and self.has_add_permission(request):
            version = Version.objects.get_deleted(self.model).filter(object_id=key).first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("This record has been deleted"),
            "opts": self.opts,
            "typed": typed,
            "version": version,
        }
        return TemplateResponse(request, "admin/events/gone.html", context, status=410)

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
            response = self.stock(request, object_id, "", context)
            if state.saved:
                mine = reading.read(record)
            elif isinstance(response, TemplateResponse):
                response.render()
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
        if own := pending.open_of(record, request.user):  # begun in another window
            if three_way.say_the_same(shape_of(type(record)), mine, own.data):
                return self.after_proposing(request, record, own)
            return self.compared(request, record, own.base, mine, own.data, own)
        made = pending.keep(record, request.user, base or live, mine, **self.said(request))
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
            if three_way.say_the_same(shape_of(type(record)), mine, found.data):
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
                for message in error.messages:
                    messages.error(request, message)
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
            Erratum.objects.create(record=record, author=request.user, text=said["erratum"])
        before, now = saving(request).status_before, getattr(record, "status", "")
        kind = Comment.Kind.COMMENT
        if before and before != now:
            decisions = {Status.IN_REVIEW: Comment.Kind.SUBMITTED, Status.PUBLISHED: Comment.Kind.APPROVED}
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

    # --- statuses -----------------------------------------------------------------------------------------

    def wanted_status(self, request: HttpRequest, obj: Any) -> str:
        """The status that the record is to have after the save. Raises PermissionDenied if it may not."""
        state, pressed = saving(request), request.POST
        if state.recovers:
            state.status_before = obj.status
            return obj.status if roles.may(request.user, "publish") and "_to_draft" not in pressed else Status.DRAFT
        known = obj if obj is not None and obj.pk else None
        before = state.status_before = Status.DRAFT if known is None else known.status
        if "_send_back" in pressed and not (before == Status.IN_REVIEW and roles.may(request.user, "review")):
            raise PermissionDenied
        if before == Status.PUBLISHED and not any(name in pressed for name in LIVE_BUTTONS):
            return before  # the change waits, whatever becomes of it
        wanted = next((status for name, status in STATUS_OF.items() if name in pressed), before)
        if wanted != before and wanted not in roles.statuses(request.user, known):
            raise PermissionDenied
        return wanted

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if request.method not in SAFE_METHODS and hasattr(self.model, "status"):
            form.wanted_status = self.wanted_status(request, obj)  # type: ignore[attr-defined]
        form.problems = saving(request).problems  # type: ignore[attr-defined]
        return form

    def buttons(self, request: HttpRequest, obj: Any) -> list[Button]:
        """What can be pressed below the form, what is done most often first."""
        if saving(request).recovers:
            return self.buttons_to_recover(request, obj)
        record = self.record_of(obj) if obj is not None and obj.pk else None
        publishes = roles.may(request.user, "publish")
        stays = Button("_continue", _("Save and continue editing"))
        if record is not None and roles.changes_wait(record):
            found = [Button("_save", _("Keep as a pending revision"), main=True), stays]
            found.append(Button("_submit", _("Send for review")))
            if publishes:
                found.append(Button("_publish", _("Publish the change now")))
                if hasattr(record, "status") and not saving(request).pending:
                    found += [Button("_archive", _("Archive")), Button("_to_draft", _("Back to draft"))]
            return found
        found = [Button("_save", _("Save"), main=True), stays]
        if record is None:
            found.append(Button("_addanother", _("Save and add another")))
        status = getattr(record or obj, "status", Status.DRAFT if hasattr(self.model, "status") else "")
        if status == Status.DRAFT:
            found.append(Button("_submit", _("Send for review")))
        if status == Status.IN_REVIEW:
            if roles.may(request.user, "review"):
                found.append(Button("_send_back", _("Send back with the comment")))
            else:
                found.append(Button("_withdraw", _("Back to draft")))
        if status and publishes:
            found.append(Button("_publish", _("Publish")))
            found += [Button("_archive", _("Archive"))] if record is not None and status != Status.ARCHIVED else []
            found += [Button("_to_draft", _("Back to draft"))] if status == Status.ARCHIVED else []
        return found

    def buttons_to_recover(self, request: HttpRequest, obj: Any) -> list[Button]:
        """Who publishes brings a record back as it was; anybody else, as a draft."""
        as_it_was = [Button("_save", _("Bring it back"), main=True)]
        if getattr(obj, "status", Status.DRAFT) == Status.DRAFT:
            return as_it_was
        as_draft = Button("_to_draft", _("Bring it back as a draft"))
        return [*as_it_was, as_draft] if roles.may(request.user, "publish") else [as_draft]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        saving(request).saved = True
        if saving(request).captures:
            return HttpResponse()
        saving(request).outcome = self.outcome(request, obj)
        return super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.after_writing(request, obj)
        saving(request).outcome = self.outcome(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """What a save has done takes the place of Django's sentence on it."""
        super().message_user(request, saving(request).outcome or message, *args, **kwargs)

    def outcome(self, request: HttpRequest, obj: Any) -> SafeString:
        """What has become of the record by the save, for the next page."""
        record = self.record_of(obj)
        before, now = saving(request).status_before, getattr(record, "status", "")
        if "_send_back" in request.POST:
            text = _("{name} is sent back to its author, with your comment.")
        elif before != now and now in OUTCOMES:
            text = OUTCOMES[now]
        elif roles.is_public(record):
            text = _("{name} is saved. Readers see the change now.")
        else:
            text = _("{name} is saved. Readers do not see it.")
        if before != now and before == Status.PUBLISHED:
            text = _("{name} is taken back from readers: they do not see it any more.")
        return format_html(text, name=format_html('“<a href="{}">{}</a>”', self.address(obj, "change"), obj))

    # --- addresses ----------------------------------------------------------------------------------------

    def address(self, record: Any, page: str, *args: Any) -> str:
        meta = record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[quote(record.pk), *args])
