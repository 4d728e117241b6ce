"""The life of a pending revision: begun, sent for review, sent back, approved, withdrawn; and what is said of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.editing import differences, entries, roles, whole
from events.editing.differences import Key
from events.editing.whole import Whole
from events.models import Comment, Erratum, PendingRevision

State, Kind = PendingRevision.State, Comment.Kind


def open_of(record: Any, user: Any) -> PendingRevision | None:
    """The user's own open revision of the record."""
    return PendingRevision.objects.of(record).open().filter(author=user).first()


def keep(record: Any, user: Any, base: Whole, data: Whole, why: str = "", erratum: str = "") -> PendingRevision:
    """Begins a revision of the record: found as `base`, to become `data`."""
    return PendingRevision.objects.create(record=record, author=user, base=base, data=data, why=why, erratum=erratum)


def revise(pending: PendingRevision, data: Whole, why: str = "", erratum: str = "") -> None:
    """Replaces what the revision proposes."""
    pending.data, pending.why, pending.erratum = data, why, erratum
    pending.save(update_fields=["data", "why", "erratum", "updated_at"])


def submit(pending: PendingRevision, user: Any, text: str = "") -> None:
    """Sends it for review."""
    _decide(pending, user, State.IN_REVIEW, Kind.SUBMITTED, text)


def send_back(pending: PendingRevision, user: Any, text: str) -> None:
    """Gives it back to its author with a comment."""
    _decide(pending, user, State.SENT_BACK, Kind.SENT_BACK, text)


def withdraw(pending: PendingRevision, user: Any, text: str = "") -> None:
    """Gives it up; what it proposed can still be read."""
    _decide(pending, user, State.WITHDRAWN, Kind.WITHDRAWN, text)


def _decide(pending: PendingRevision, user: Any, state: str, kind: str, text: str) -> None:
    """Raises ValidationError if somebody has decided before. What is proposed is left as it is in the row."""
    with transaction.atomic():
        _refuse_decided(PendingRevision.objects.select_for_update().get(pk=pending.pk))
        pending.state = state
        if state in (State.SENT_BACK, State.APPROVED, State.WITHDRAWN):
            pending.decided_by = user
        pending.save(update_fields=["state", "decided_by", "updated_at"])
        say(pending.record or pending, user, text, kind, pending=pending)


def _refuse_decided(found: PendingRevision) -> None:
    if not found.is_open:
        raise ValidationError([_("Somebody has decided on this revision already.")])


def say(
    record: Any,
    user: Any,
    text: str,
    kind: str = Kind.COMMENT,
    field: str = "",
    pending: PendingRevision | None = None,
) -> Comment:
    """A comment on a record, or on a revision of it; `field` names what it is about."""
    about = {"record": record} if pending is None else _about(pending)
    return Comment.objects.create(**about, author=user, text=text, kind=kind, field=field, pending=pending)


def _about(pending: PendingRevision) -> dict[str, Any]:
    return {"content_type": pending.content_type, "object_id": pending.object_id}


def merged(pending: PendingRevision, live: Whole, chosen: dict[Key, bool] | None = None) -> differences.Merged:
    """What the live record would become; the status is never part of a proposal."""
    found = differences.merge(pending.base, pending.data, live, chosen)
    if "status" in live["fields"]:
        found.whole["fields"]["status"] = live["fields"]["status"]
    return differences.Merged(found.whole, [place for place in found.conflicts if place != ("fields", "status")])


def locked(pending: PendingRevision) -> tuple[Any, PendingRevision]:
    """The live record and the revision as they are now, kept from other writers until the end of the transaction.

    Raises ValidationError if the record is gone or the revision decided.
    """
    model: Any = pending.content_type.model_class()
    record = model._base_manager.select_for_update().filter(pk=pending.object_id).first()
    if record is None:
        raise ValidationError([_("The record has been deleted since.")])
    found = PendingRevision.objects.select_for_update().get(pk=pending.pk)  # no join: it could not be locked
    _refuse_decided(found)
    return record, found


def approve(pending: PendingRevision, user: Any, chosen: dict[Key, bool] | None = None, text: str = "") -> Any:
    """Writes the revision into the live record, as one entry of its history, and gives the record.

    Raises PermissionDenied for who may not publish, and ValidationError where both changed the same place and
    `chosen` does not tell which holds, or where the outcome is not valid; then nothing is written.
    """
    if not roles.may(user, "publish"):
        raise PermissionDenied
    with transaction.atomic():
        record, found = locked(pending)
        outcome = merged(found, whole.of(record), chosen)
        if outcome.conflicts:
            raise ValidationError([_("The record has changed in the same places since. Choose which version holds.")])
        comment = _("Pending revision of %(author)s, approved.") % {"author": found.author or "–"}
        with entries.entry(record, user, "\n".join(filter(None, [found.why, comment]))):
            whole.write(record, outcome.whole)
        if found.erratum:
            Erratum.objects.create(record=record, author=user, text=found.erratum)
        _decide(found, user, State.APPROVED, Kind.APPROVED, text)
    return record
