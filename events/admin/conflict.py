"""Two editors at once: both versions side by side, and a choice for each place; nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from reversion.models import Version

from events.admin import tokens
from events.admin.workflow import LIVE_BUTTONS, Workflow, saving, unresolved_as
from events.editing import differences, disclosure, entries, pending, roles, shown, whole
from events.editing.differences import Key
from events.editing.whole import Whole
from events.models import PendingRevision

PRESSED = (*LIVE_BUTTONS, "_submit", "_send_back", "_withdraw", "_continue", "_save")


@dataclass
class Line:
    """A place where the two versions differ: what they did to it, what I did, and which of both is chosen."""

    id: str
    label: str
    theirs: shown.Change | None
    mine: shown.Change | None
    chosen: str = ""

    @property
    def is_contested(self) -> bool:
        return self.theirs is not None and self.mine is not None


class Conflicts(Workflow):
    """The page that stands between a save and a newer version of somebody else's."""

    def get_urls(self) -> list[Any]:
        meta = self.opts
        resolve = path(
            "<path:object_id>/resolve/",
            self.admin_site.admin_view(self.resolve_view),
            name=f"{meta.app_label}_{meta.model_name}_resolve",
        )
        return [resolve, *super().get_urls()]

    def compared(
        self,
        request: HttpRequest,
        record: Any,
        base: Whole,
        mine: Whole,
        theirs: Whole,
        of: PendingRevision | None,
        problems: list[str] | None = None,
        chosen: dict[str, str] | None = None,
    ) -> HttpResponse:
        saving(request).saved = False
        disclosed = disclosure.disclosed(record, mine, theirs) if "_publish" in request.POST else []
        carried = {
            "base": base,
            "mine": mine,
            "theirs": theirs,
            "pending": of.pk if of else None,
            "disclosed": disclosure.stamps(disclosed),
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("Two versions"),
            "opts": record._meta,
            "record": record,
            "lines": lines_of(record, base, mine, theirs, chosen or {}),
            "problems": problems or [],
            "disclosed": [(each, disclosure.texts(each)) for each in disclosed],
            "carried": tokens.token(request, "conflict", record, carried),
            "pressed": next((name for name in PRESSED if name in request.POST), "_save"),
            "said": {name: request.POST.get(name, "") for name in ("_why", "_erratum", "_comment", "_field")},
            "action": self.address(record, "resolve"),
            "newest": None if of else newest_version(record),
            "of": of,
        }
        return TemplateResponse(request, "admin/events/conflict.html", context, status=409)

    def resolve_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Writes what was chosen, place by place; shows both versions again if there is a newer one still."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":  # a link to the page in another language, or back after signing in
            return redirect(self.address(record, "change"))
        carried = tokens.read(request, "conflict", record, request.POST.get("carried", ""))
        if carried is None:
            return render(request, "400.html", status=400)
        with transaction.atomic():
            record = self.model._base_manager.select_for_update().filter(pk=record.pk).first()
            if record is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            self.refuse_what_one_may_not(request)
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            response = self.resolved(request, record, carried)
            if response.status_code == 409:
                if isinstance(response, TemplateResponse):
                    response.render()
                transaction.set_rollback(True)
        return response

    def resolved(self, request: HttpRequest, record: Any, carried: dict[str, Any]) -> HttpResponse:
        of, live = None, whole.of(record)
        base, mine, theirs = carried["base"], carried["mine"], carried["theirs"]
        if carried["pending"]:
            of = PendingRevision.objects.select_for_update().filter(pk=carried["pending"]).first()
            if of is None or of.record != record:
                raise PermissionDenied
            if of.author_id != request.user.pk and not roles.may(request.user, "review"):
                raise PermissionDenied
            if not of.is_open:
                text = _("The pending revision has been decided meanwhile: what you choose is a new change.")
                return self.compared(request, record, base, mine, live, None, [text])
        newest = of.data if of else live
        ticked = {name: value for name, value in request.POST.items() if value in ("mine", "theirs")}
        if newest != theirs:
            return self.compared(
                request, record, base, mine, newest, of, [_("It has been saved once more meanwhile.")], ticked
            )
        chosen = chosen_places(base, mine, theirs, ticked)
        found = differences.merge(base, mine, theirs, chosen)
        if found.conflicts:
            text = [_("Choose for each place that both have changed which version holds.")]
            return self.compared(request, record, base, mine, theirs, of, text, ticked)
        merged = found.whole if roles.may(request.user, "resolve") else unresolved_as(newest, found.whole)
        if "_publish" in request.POST:
            text = disclosure.problems(disclosure.disclosed(record, merged), carried["disclosed"])
            if text:
                return self.compared(request, record, base, mine, theirs, of, text, ticked)
        if of:
            pending.revise(of, request.user, merged, **self.said(request))
            return self.after_proposing(request, record, of)
        if self.waits(request, record):  # published meanwhile
            return self.kept(request, record, live, merged)
        try:
            self.write_resolved(request, record, merged, live)
        except ValidationError as error:
            return self.compared(request, record, base, mine, theirs, of, error.messages, ticked)
        messages.success(request, _("Saved: the two versions are one."))
        return redirect(self.address(record, "change"))

    def kept(self, request: HttpRequest, record: Any, live: Whole, mine: Whole) -> HttpResponse:
        """The change waits; beside one's own open revision of the record, both are shown."""
        if "status" in live["fields"]:
            mine = mine | {"fields": mine["fields"] | {"status": live["fields"]["status"]}}
        if own := pending.open_of(record, request.user):
            return self.compared(request, record, own.base, mine, own.data, own)
        made = pending.keep(record, request.user, live, mine, **self.said(request))
        return self.after_proposing(request, record, made)

    def write_resolved(self, request: HttpRequest, record: Any, merged: Whole, live: Whole) -> None:
        status, before = merged["fields"].get("status"), live["fields"].get("status")
        if status != before and status not in roles.statuses(request.user, record):
            raise PermissionDenied
        if merged == live:
            return
        saving(request).status_before = before or ""
        comment = _("Two versions made one.")
        with entries.entry(record, request.user, "\n".join(filter(None, [self.said(request)["why"], comment]))):
            whole.write(record, merged)
        self.after_writing(request, record)


def lines_of(record: Any, base: Whole, mine: Whole, theirs: Whole, chosen: dict[str, str]) -> list[Line]:
    """The places where the two differ, in the order of the form."""
    names = shown.Names(type(record), base, mine, theirs)
    model = type(record)
    opened = set(differences.in_all(base, mine, theirs))
    their, my, order = (
        dict(shown.by_place(shown.changes(model, one, other, names), opened))
        for one, other in ((base, theirs), (base, mine), (theirs, mine))
    )
    lines = []
    for place, change in order.items():
        one, other = their.get(place), my.get(place)
        before = chosen.get(shown.id_of(place), "")
        if not before and not (one and other):
            before = "mine" if other else "theirs"
        lines.append(Line(shown.id_of(place), (other or one or change).label, one, other, before))
    return lines


def chosen_places(base: Whole, mine: Whole, theirs: Whole, ticked: dict[str, str]) -> dict[Key, bool]:
    opened = set(differences.in_all(base, mine, theirs))
    places = {place for whole in (base, mine, theirs) for place in differences.flat(whole, opened)}
    return {place: ticked[shown.id_of(place)] == "mine" for place in places if shown.id_of(place) in ticked}


def newest_version(record: Any) -> Version | None:
    """Who saved last, for the page's first sentence."""
    return Version.objects.get_for_object(record).select_related("revision__user").first()
