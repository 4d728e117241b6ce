"""One change of many records: first a page that says what would become of each, and what is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin import signed_tokens
from events.admin.links import admin_url
from events.admin.saving import undone
from events.editing import disclosure, history_entries, pending, roles
from events.models import Comment, Event, Status, Theme
from events.record_data import reading, writing
from events.record_data.declaration import Data
from events.record_data.digest import digest

MOST = 500
"""More records than this are not changed in one go."""


@dataclass(frozen=True)
class Operation:
    """A change of records. `values` gives what an editor chooses from, if anything."""

    name: str
    title: Any
    changed: Callable[[Data, str], Data]
    values: Callable[[], Iterable[tuple[Any, Any]]] | None = None
    label: Any = ""
    needs: str = ""


@dataclass
class Outcome:
    """What becomes of a record: "done", "waits" for approval, is the "same" already, or is "refused"."""

    record: Any
    kind: str
    why: str = ""
    disclosed: list[Any] = field(default_factory=list)
    """What readers would see with it for the first time."""
    seen: dict[str, Any] = field(default_factory=dict)
    """What a confirmation rests on."""

    @property
    def url(self) -> str:
        return admin_url(self.record)


def _with_status(status: str) -> Callable[[Data, str], Data]:
    def changed(found: Data, _value: str) -> Data:
        return found | {"status": status}

    return changed


def _with_theme(found: Data, value: str) -> Data:
    return found | {"themes": sorted({*found["themes"], int(value)})}


def _without_theme(found: Data, value: str) -> Data:
    return found | {"themes": [key for key in found["themes"] if key != int(value)]}


def _with_prominence(found: Data, value: str) -> Data:
    return found | {"prominence": int(value)}


def _themes() -> list[tuple[int, str]]:
    return [(theme.pk, str(theme)) for theme in Theme.objects.all()]


SUBMIT = Operation("submit", gettext_lazy("Send for review"), _with_status(Status.IN_REVIEW))
PUBLISH = Operation("publish", gettext_lazy("Publish"), _with_status(Status.PUBLISHED), needs="publish")
ARCHIVE = Operation("archive", gettext_lazy("Archive"), _with_status(Status.ARCHIVED), needs="publish")
ADD_THEME = Operation("add_theme", gettext_lazy("Add a theme"), _with_theme, _themes, gettext_lazy("Theme"))
REMOVE_THEME = Operation("remove_theme", gettext_lazy("Remove a theme"), _without_theme, _themes, gettext_lazy("Theme"))
SET_PROMINENCE = Operation(
    "set_prominence",
    gettext_lazy("Set the prominence"),
    _with_prominence,
    lambda: Event.Prominence.choices,
    gettext_lazy("Prominence"),
)
OF_STATUS = [SUBMIT, PUBLISH, ARCHIVE]
OF_EVENTS = [*OF_STATUS, ADD_THEME, REMOVE_THEME, SET_PROMINENCE]


class Bulk:
    """Adds operations to the actions of a list."""

    operations: list[Operation] = []

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)  # type: ignore[misc]
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            return actions
        for operation in self.operations:
            if not operation.needs or roles.may(request.user, operation.needs):
                actions[operation.name] = (_action(operation), operation.name, operation.title)
        return actions


def _action(operation: Operation) -> Callable[..., HttpResponse | None]:
    def action(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return run(model_admin, request, queryset, operation)

    return action


def run(model_admin: Any, request: HttpRequest, queryset: QuerySet, operation: Operation) -> HttpResponse | None:
    """The page that asks; or the change, where it was confirmed. None leads back to the list."""
    records = list(queryset.order_by("pk")[: MOST + 1])
    if len(records) > MOST:
        text = _("Choose at most %(most)d records: each of them is shown before it is changed.")
        messages.error(request, text % {"most": MOST})
        return None
    choices = [(str(value), label) for value, label in operation.values()] if operation.values else []
    value = request.POST.get("value", "")
    ready = not operation.values or value in dict(choices)
    carried = signed_tokens.read(request, operation.name, None, request.POST.get("carried", ""))
    if ready and "confirm" in request.POST and isinstance(carried, dict):
        confirmed(model_admin, request, records, operation, value, carried)
        return None
    outcomes = [tried(model_admin, request, record, operation, value) for record in records] if ready else []
    seen = {str(outcome.record.pk): outcome.seen for outcome in outcomes}
    context = {
        "operation": operation,
        "choices": choices,
        "value": value,
        "records": records,
        "groups": grouped(outcomes),
        "changes": any(outcome.kind in ("done", "waits") for outcome in outcomes),
        "carried": signed_tokens.token(request, operation.name, None, {"seen": seen, "value": value}),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return model_admin.page(request, "bulk", operation.title, **context)


def confirmed(
    model_admin: Any, request: HttpRequest, records: list[Any], operation: Operation, value: str, carried: dict
) -> None:
    """Does it, one entry of history for each record; what has changed since it was shown is left alone."""
    why = request.POST.get("_why", "").strip()[:300]
    outcomes = []
    for record in records:
        with transaction.atomic():
            locked = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
            if locked is None:
                continue
            if carried.get("value") != value or changed_since(
                carried["seen"].get(str(record.pk)), locked, operation, value
            ):
                outcomes.append(
                    Outcome(
                        record, "refused", _("It has changed since it was shown, or what readers will see with it.")
                    )
                )
                continue
            outcomes.append(done(model_admin, request, locked, operation, value, why))
    told = {outcome.kind: 0 for outcome in outcomes}
    for outcome in outcomes:
        told[outcome.kind] += 1
    if number := told.get("done", 0):
        messages.success(request, ngettext("%(n)d record changed.", "%(n)d records changed.", number) % {"n": number})
    if number := told.get("waits", 0):
        text = ngettext("%(n)d change waits for approval.", "%(n)d changes wait for approval.", number)
        messages.success(request, text % {"n": number})
    for outcome in outcomes:
        if outcome.kind == "refused":
            messages.warning(request, f"{outcome.record}: {outcome.why}")


def tried(model_admin: Any, request: HttpRequest, record: Any, operation: Operation, value: str) -> Outcome:
    """What would become of the record; nothing is written."""
    outcome = Outcome(record, "refused")
    with undone():
        outcome = done(
            model_admin, request, type(record)._base_manager.get(pk=record.pk), operation, value, "", dry=True
        )
    live = reading.read(record)
    with_it = disclosed(record, operation.changed(live, value)) if outcome.kind in ("done", "waits") else []
    seen = {"live": digest(live), "disclosed": disclosure.stamps(with_it)}
    return Outcome(record, outcome.kind, outcome.why, with_it, seen)


def done(
    model_admin: Any, request: HttpRequest, record: Any, operation: Operation, value: str, why: str, dry: bool = False
) -> Outcome:
    live = reading.read(record)
    wanted = operation.changed(live, value)
    if wanted == live:
        return Outcome(record, "same", _("It is so already."))
    if not model_admin.has_change_permission(request, record):
        return Outcome(record, "refused", _("You may not edit what others have drafted."))
    status = wanted.get("status")
    before = live.get("status")
    if status != before and not allowed(request.user, record, status):
        return Outcome(record, "refused", _("Its status does not allow that: %s.") % record.get_status_display())
    if roles.changes_wait(record) and not roles.may(request.user, "publish"):
        return waiting(request, record, live, wanted, why)
    try:
        if dry:
            writing.write(record, wanted)
        else:
            history_entries.write(record, request.user, wanted, why, str(operation.title))
    except ValidationError as error:
        return Outcome(record, "refused", " ".join(error.messages))
    if status != before and status in (Status.IN_REVIEW, Status.PUBLISHED):
        kind = Comment.Kind.SUBMITTED if status == Status.IN_REVIEW else Comment.Kind.APPROVED
        pending.say(record, request.user, "", kind)
    return Outcome(record, "done")


def allowed(user: Any, record: Any, status: Any) -> bool:
    """What readers see is not sent for review: a change of it is."""
    if status == Status.IN_REVIEW and record.status != Status.DRAFT:
        return False
    return status in roles.statuses(user, record)


def waiting(request: HttpRequest, record: Any, live: Data, wanted: Data, why: str) -> Outcome:
    if pending.open_of(record, request.user):
        return Outcome(record, "refused", _("You have an open revision of it: finish that first."))
    pending.submit(pending.keep(record, request.user, live, wanted, why), request.user)
    return Outcome(record, "waits")


def changed_since(seen: dict[str, Any] | None, record: Any, operation: Operation, value: str) -> bool:
    """Whether the record, or what would become public with it, is not what was shown of it."""
    live = reading.read(record)
    if seen is None or seen["live"] != digest(live):
        return True
    return bool(disclosure.changed(disclosed(record, operation.changed(live, value)), seen["disclosed"]))


def disclosed(record: Any, wanted: Data) -> list[Any]:
    """What readers would see with the record for the first time."""
    is_seen = wanted["status"] == Status.PUBLISHED if "status" in wanted else roles.is_public(record)
    return disclosure.disclosed(record, wanted) if is_seen else []


HEADINGS = {
    "done": gettext_lazy("Would be changed"),
    "waits": gettext_lazy("Would wait for a publisher's approval, since readers see them"),
    "refused": gettext_lazy("Refused"),
    "same": gettext_lazy("Nothing to change"),
}


def grouped(outcomes: list[Outcome]) -> list[tuple[Any, list[Outcome]]]:
    groups = [(heading, [each for each in outcomes if each.kind == kind]) for kind, heading in HEADINGS.items()]
    return [(heading, found) for heading, found in groups if found]
