"""The buttons below a form: which there are, the status that each gives a record, and what a save then says."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.pages import Pages
from events.admin.saving import SAFE_METHODS, saving
from events.editing import roles
from events.models import Status

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


OUTCOMES: dict[str, Any] = {
    Status.IN_REVIEW: gettext_lazy("{name} is sent for review. Readers do not see it."),
    Status.PUBLISHED: gettext_lazy("{name} is published: readers see it now."),
    Status.ARCHIVED: gettext_lazy("{name} is archived. Readers do not see it."),
    Status.DRAFT: gettext_lazy("{name} is a draft again. Readers do not see it."),
}
"""What a save says that has given a record this status."""


@dataclass
class Button:
    name: str
    label: str
    main: bool = False


class Statuses(Pages):
    """Forms whose buttons give a status."""

    after_writing: Any

    def comes_back_published(self, request: HttpRequest, record: Any) -> bool:
        """Whether a deleted record, as it was then, is public again at once."""
        published = getattr(record, "status", "") == Status.PUBLISHED
        return published and "_to_draft" not in request.POST and roles.may(request.user, "publish")

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
            form.wanted_status = self.wanted_status(request, obj)
        form.problems = saving(request).problems
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
            text = str(OUTCOMES[now])
        elif roles.is_public(record):
            text = _("{name} is saved. Readers see the change now.")
        else:
            text = _("{name} is saved. Readers do not see it.")
        if before != now and before == Status.PUBLISHED:
            text = _("{name} is taken back from readers: they do not see it any more.")
        name = str(obj)
        is_quoted = name.startswith(("“", "„"))  # as a work's title is
        link = '<a href="{}">{}</a>' if is_quoted else '“<a href="{}">{}</a>”'
        return format_html(text, name=format_html(link, self.address(obj, "change"), name))
