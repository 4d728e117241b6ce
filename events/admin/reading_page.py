"""A page to read a record that readers do not see yet, with the decision beside it."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.admin import doubts, signed_tokens
from events.admin.pages import OwnPages
from events.admin.statuses import OUTCOMES, STATUS_OF
from events.admin.workflow import Workflow
from events.chronology.date_words import words_of
from events.doubts import records
from events.editing import disclosure, history_entries, pending, preview, roles
from events.models import Comment, Debate, Event, Interpretation, PendingRevision, Status
from events.record_data import differences, reading
from events.record_data.digest import digest

READ = (Event, Interpretation, Debate)
"""What has a status, and so is a draft first."""

RETURNED: Any = forms.Media(js=[forms.Script("admin_site/returned.js", type="module")])  # type: ignore[list-item]

DECISIONS = {
    "_publish": Comment.Kind.APPROVED,
    "_send_back": Comment.Kind.SENT_BACK,
    "_submit": Comment.Kind.SUBMITTED,
}


@dataclass
class PartRead:
    """A part of the record as it is read, with what was said of it and what is doubtful in it."""

    change: differences.Change
    comments: list[Comment] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.change.place[0])


class Readings(Workflow):
    def own_pages(self) -> OwnPages:
        own = {"reading": ("<path:object_id>/reading/", self.reading_view)} if self.model in READ else {}
        return own | super().own_pages()

    def reading_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if roles.is_public(record):  # a change of it is read as a pending revision
            return redirect(self.address(record, "change"))
        return self.decided_on(request, record) if request.method == "POST" else self.reading_page(request, record)

    def reading_page(self, request: HttpRequest, record: Any, status: int = 200) -> HttpResponse:
        live = reading.read(record)
        disclosed = disclosure.disclosed(record, live)
        looked_at = {"live": digest(live), "disclosed": disclosure.stamps(disclosed)}
        comments = list(Comment.objects.of(record).select_related("author"))
        lines = lines_of(record, comments, [doubts.plain(each) for each in records.of_record(record)])
        placed = {comment.pk for line in lines for comment in line.comments}
        context = {
            "record": record,
            "when": words_of(record) if isinstance(record, Event) else "",
            "lines": lines,
            "fields": [(line.name, line.change.label) for line in {line.name: line for line in lines}.values()],
            "comments": [comment for comment in comments if comment.pk not in placed],
            "returned": last_return(record, comments),
            "blocks": self.blocks_publication(record),
            "disclosed": [(each, disclosure.texts(each)) for each in disclosed],
            "left_hidden": list(disclosure.left_hidden(record, live)),
            "seen": signed_tokens.token(request, "reading", record, looked_at),
            "text": request.POST.get("text", ""),
            "field": request.POST.get("field", ""),
            "decisions": self.decisions(request, record),
            "edit": self.address(record, "change") if self.has_change_permission(request, record) else "",
            "preview": preview.address(record),
        }
        return self.page(request, "reading", _("Read the draft"), status, **context)

    def decisions(self, request: HttpRequest, record: Any) -> list[str]:
        """The names of the buttons that the user may press."""
        allowed = roles.statuses(request.user, record)
        found = ["_publish"] if Status.PUBLISHED in allowed else []
        if record.status == Status.IN_REVIEW and roles.may(request.user, "review"):
            found.append("_send_back")
        if record.status == Status.DRAFT and Status.IN_REVIEW in allowed:
            found.append("_submit")
        return found

    def decided_on(self, request: HttpRequest, record: Any) -> HttpResponse:
        text, about = request.POST.get("text", "").strip(), request.POST.get("field", "")[:60]
        here = self.address(record, "reading")
        pressed = next((name for name in DECISIONS if name in request.POST), "")
        if not pressed:
            if text:
                pending.say(record, request.user, text, field=about)
                messages.success(request, _("Your comment is kept."))
            return redirect(here)
        if pressed not in self.decisions(request, record):
            raise PermissionDenied
        try:
            with transaction.atomic():
                record = self.model._base_manager.select_for_update().get(pk=record.pk)
                self.take_decision(request, record, pressed, text)
        except ValidationError as error:
            self.refused(request, error)
            return self.reading_page(request, self.model._base_manager.get(pk=record.pk), 409)
        pending.say(record, request.user, text, DECISIONS[pressed], about)
        named = _("{name} is sent back to its author, with your comment.")
        sentence = named if pressed == "_send_back" else str(OUTCOMES[record.status])
        messages.success(request, sentence.format(name=f"“{record}”"))
        return redirect(self.address(record, "change") if roles.is_public(record) else here)

    def take_decision(self, request: HttpRequest, record: Any, pressed: str, text: str) -> None:
        """Gives the record its status. Raises ValidationError with what keeps that from being done."""
        if pressed == "_send_back" and not text:
            raise ValidationError([_("Say in the comment what is to be changed, so that its author can.")])
        live = reading.read(record)
        looked_at = signed_tokens.read(request, "reading", record, request.POST.get("seen", "")) or {}
        if looked_at.get("live") != digest(live):
            raise ValidationError([_("It has changed since you opened this page. Look again, then decide.")])
        if pressed == "_publish":
            with_it = disclosure.disclosed(record, live)
            if problems := disclosure.problems(with_it, looked_at["disclosed"]):
                raise ValidationError(problems)
        status = STATUS_OF[pressed]
        label = _("Status: %(status)s.") % {"status": Status(status).label}
        history_entries.write(record, request.user, live | {"status": status}, label)


def lines_of(record: Any, comments: list[Comment], doubtful: list[dict[str, Any]]) -> list[PartRead]:
    """All that the record says, in the order of its form, with comments and doubts at their field."""
    lines = [PartRead(change) for change in disclosure.texts(record) if change.place[0] not in ("slug", "status")]
    by_name = {line.name: line for line in reversed(lines)}
    for comment in comments:
        if comment.text and (line := by_name.get(comment.field.partition(".")[0])):
            line.comments.append(comment)
    for doubt in doubtful:
        if line := by_name.get(doubt["field"]):
            line.doubts.append(doubt)
    return lines


def last_return(record: Any, comments: list[Comment], revision: PendingRevision | None = None) -> Comment | None:
    """The comment with which a draft, or a revision, was sent back, if nothing has been decided on it since.

    `comments` are all of the record, in their order.
    """
    if revision is None and getattr(record, "status", "") != Status.DRAFT:
        return None
    key = revision.pk if revision else None
    decisions = [each for each in comments if each.pending_id == key and each.kind != Comment.Kind.COMMENT]
    return decisions[-1] if decisions and decisions[-1].kind == Comment.Kind.SENT_BACK else None
