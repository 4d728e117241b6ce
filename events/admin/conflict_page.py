"""Two editors at once: both versions side by side, and a choice for each place; nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from reversion.models import Version

from events.admin import signed_tokens
from events.admin.pages import OwnPages
from events.admin.saving import rendered, saving, unresolved_as
from events.admin.statuses import LIVE_BUTTONS
from events.admin.workflow import Workflow
from events.editing import disclosure, history_entries, pending, roles
from events.models import PendingRevision
from events.record_data import differences, reading, three_way, writing
from events.record_data.declaration import Data, shape_of
from events.record_data.three_way import Place

PRESSED = (*LIVE_BUTTONS, "_submit", "_send_back", "_withdraw", "_continue", "_save")


@dataclass
class Conflict:
    """A place where the two versions differ: what they did to it, what I did, and which of both is chosen."""

    id: str
    label: str
    theirs: differences.Change | None
    mine: differences.Change | None
    chosen: str = ""

    @property
    def is_contested(self) -> bool:
        return self.theirs is not None and self.mine is not None


class Conflicts(Workflow):
    """The page that stands between a save and a newer version of somebody else's."""

    def own_pages(self) -> OwnPages:
        return {"resolve": ("<path:object_id>/resolve/", self.resolve_view)} | super().own_pages()

    def compared(
        self,
        request: HttpRequest,
        record: Any,
        base: Data,
        mine: Data,
        theirs: Data,
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
            "opts": record._meta,
            "record": record,
            "lines": lines_of(record, base, mine, theirs, chosen or {}),
            "problems": problems or [],
            "disclosed": [(each, disclosure.texts(each)) for each in disclosed],
            "carried": signed_tokens.token(request, "conflict", record, carried),
            "pressed": next((name for name in PRESSED if name in request.POST), "_save"),
            "said": {name: request.POST.get(name, "") for name in ("_why", "_erratum", "_comment", "_field")},
            "action": self.address(record, "resolve"),
            "newest": None if of else newest_version(record),
            "of": of,
        }
        return self.page(request, "conflict", _("Two versions"), 409, **context)

    def resolve_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Writes what was chosen, place by place; shows both versions again if there is a newer one still."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":  # a link to the page in another language, or back after signing in
            return redirect(self.address(record, "change"))
        carried = signed_tokens.read(request, "conflict", record, request.POST.get("carried", ""))
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
                response = rendered(response)
                transaction.set_rollback(True)
        return response

    def resolved(self, request: HttpRequest, record: Any, carried: dict[str, Any]) -> HttpResponse:
        of, live = None, reading.read(record)
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
        found = merged(record, base, mine, theirs)
        chosen = chosen_places(found, ticked)
        found = merged(record, base, mine, theirs, chosen)
        if found.conflicts:
            unchosen = [_("Choose for each place that both have changed which version holds.")]
            return self.compared(request, record, base, mine, theirs, of, unchosen, ticked)
        data = found.data if roles.may(request.user, "resolve") else unresolved_as(newest, found.data)
        discloses = disclosure.disclosed(record, data) if "_publish" in request.POST else []
        if problems := disclosure.problems(discloses, carried["disclosed"]):
            return self.compared(request, record, base, mine, theirs, of, problems, ticked)
        if of:
            pending.revise(of, request.user, data, **self.said(request))
            return self.after_proposing(request, record, of)
        if self.waits(request, record):  # published meanwhile
            status = {"status": live["status"]} if "status" in live else {}
            return self.kept(request, record, live, data | status)
        try:
            self.write_resolved(request, record, data, live)
        except ValidationError as error:
            return self.compared(request, record, base, mine, theirs, of, error.messages, ticked)
        messages.success(request, _("Saved: the two versions are one."))
        return redirect(self.address(record, "change"))

    def write_resolved(self, request: HttpRequest, record: Any, merged: Data, live: Data) -> None:
        status, before = merged.get("status"), live.get("status")
        if status != before and status not in roles.statuses(request.user, record):
            raise PermissionDenied
        if merged == live:
            return
        saving(request).status_before = before or ""
        with history_entries.entry(record, request.user, self.said(request)["why"], _("Two versions made one.")):
            writing.write(record, merged)
        self.after_writing(request, record)


def lines_of(record: Any, base: Data, mine: Data, theirs: Data, chosen: dict[str, str]) -> list[Conflict]:
    """The places where the two differ, in the order of the form."""
    names = differences.RowNames(type(record), base, mine, theirs)
    model = type(record)
    found = merged(record, base, mine, theirs).differences
    opened = {each.place[:end] for each in found for end in range(1, len(each.place))}
    their, my, order = (
        dict(differences.by_place(differences.changes(model, one, other, names), opened))
        for one, other in ((base, theirs), (base, mine), (theirs, mine))
    )
    lines = []
    for place, change in order.items():
        one, other = their.get(place), my.get(place)
        before = chosen.get(differences.id_of(place), "")
        if not before and not (one and other):
            before = "mine" if other else "theirs"
        lines.append(Conflict(differences.id_of(place), (other or one or change).label, one, other, before))
    return lines


def merged(
    record: Any, base: Data, mine: Data, theirs: Data, chosen: dict[Place, bool] | None = None
) -> three_way.Merged:
    """Both versions made one; where nobody chose, and both changed the same, it is theirs."""
    model: Any = type(record)
    return three_way.merge(shape_of(model), base, there=theirs, new=mine, chosen=chosen)


def chosen_places(found: three_way.Merged, ticked: Any) -> dict[Place, bool]:
    """The places where a version was chosen, and whether it is mine."""
    values = {each.place: ticked.get(differences.id_of(each.place)) for each in found.differences}
    return {place: value == "mine" for place, value in values.items() if value in ("mine", "theirs")}


def newest_version(record: Any) -> Version | None:
    """Who saved last, for the page's first sentence."""
    return Version.objects.get_for_object(record).select_related("revision__user").first()
