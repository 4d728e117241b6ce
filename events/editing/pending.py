"""The life of a pending revision: begun, sent for review, sent back, approved, withdrawn; and what is said of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.editing import history_entries, roles
from events.models import Comment, Erratum, PendingRevision
from events.record_data import reading, three_way
from events.record_data.declaration import Data, shape_of
from events.record_data.three_way import Place

State, Kind = PendingRevision.State, Comment.Kind


def open_of(record: Any, user: Any) -> PendingRevision | None:
    """The user's own open revision of the record."""
    return PendingRevision.objects.of(record).open().filter(author=user).first()


def keep(record: Any, user: Any, base: Data, data: Data, why: str = "", erratum: str = "") -> PendingRevision:
    """Begins a revision of the record: found as `base`, to become `data`."""
    return PendingRevision.objects.create(record=record, author=user, base=base, data=data, why=why, erratum=erratum)


def revise(pending: PendingRevision, user: Any, data: Data, why: str = "", erratum: str = "") -> None:
    """Replaces what the revision proposes. What its author wrote last stays beside what somebody else made of it."""
    if user.pk == pending.author_id:
        pending.edited_by, pending.of_author = None, None
    elif data != pending.data:
        pending.edited_by, pending.of_author = user, pending.of_author or pending.data
    pending.data, pending.why, pending.erratum = data, why, erratum
    pending.save(update_fields=["data", "why", "erratum", "edited_by", "of_author", "updated_at"])


def submit(pending: PendingRevision, user: Any, text: str = "", field: str = "") -> None:
    """Sends it for review."""
    _decide(pending, user, State.IN_REVIEW, Kind.SUBMITTED, text, field)


def send_back(pending: PendingRevision, user: Any, text: str) -> None:
    """Gives it back to its author with a comment."""
    _decide(pending, user, State.SENT_BACK, Kind.SENT_BACK, text)


def withdraw(pending: PendingRevision, user: Any, text: str = "") -> None:
    """Gives it up; what it proposed can still be read, and taken up again."""
    _decide(pending, user, State.WITHDRAWN, Kind.WITHDRAWN, text)


def take_up(pending: PendingRevision, user: Any) -> None:
    """Goes on with one that was withdrawn. Raises ValidationError beside another open one of the same author."""
    with transaction.atomic():
        found = PendingRevision.objects.select_for_update().get(pk=pending.pk)
        if found.state != State.WITHDRAWN or pending.record is None:
            _refuse_decided(found)
        if open_of(pending.record, user):
            raise ValidationError([_("You have another pending revision of this record. Decide on that one first.")])
        pending.state, pending.decided_by = State.DRAFT, None
        pending.save(update_fields=["state", "decided_by", "updated_at"])


def _decide(pending: PendingRevision, user: Any, state: str, kind: str, text: str, field: str = "") -> None:
    """Raises ValidationError if somebody has decided before. What is proposed is left as it is in the row."""
    with transaction.atomic():
        _refuse_decided(PendingRevision.objects.select_for_update().get(pk=pending.pk))
        pending.state = state
        if state in (State.SENT_BACK, State.APPROVED, State.WITHDRAWN):
            pending.decided_by = user
        pending.save(update_fields=["state", "decided_by", "updated_at"])
        say(pending, user, text, kind, field)


def _refuse_decided(found: PendingRevision) -> None:
    if not found.is_open:
        raise ValidationError([_("Somebody has decided on this revision already.")])


def say(about: Any, user: Any, text: str, kind: str = Kind.COMMENT, field: str = "") -> Comment:
    """A comment on a record, or on a pending revision of one; `field` names what it is about."""
    if isinstance(about, PendingRevision):
        of = {"content_type": about.content_type, "object_id": about.object_id, "pending": about}
    else:
        of = {"record": about}
    return Comment.objects.create(**of, author=user, text=text, kind=kind, field=field)


def merged(pending: PendingRevision, live: Data, chosen: dict[Place, bool] | None = None) -> three_way.Merged:
    """What the live record would become; the status is never part of a proposal."""
    status = {name: live[name] for name in ("status",) if name in live}
    shape = shape_of(pending.content_type.model_class())
    return three_way.merge(shape, pending.base | status, there=live, new=pending.data | status, chosen=chosen)


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


def approve(pending: PendingRevision, user: Any, chosen: dict[Place, bool] | None = None, text: str = "") -> Any:
    """Writes the revision into the live record, as one entry of its history, and gives the record.

    Raises PermissionDenied for who may not publish, and ValidationError where both changed the same place and
    `chosen` does not tell which holds, or where the outcome is not valid; then nothing is written.
    """
    if not roles.may(user, "publish"):
        raise PermissionDenied
    with transaction.atomic():
        record, found = locked(pending)
        outcome = merged(found, reading.read(record), chosen)
        if outcome.conflicts:
            raise ValidationError([_("The record has changed in the same places since. Choose which version holds.")])
        who = {"author": found.author or "–", "editor": found.edited_by}
        comment = _("Pending revision of %(author)s, approved.") % who
        if found.edited_by:
            comment = _("Pending revision of %(author)s, edited by %(editor)s, approved.") % who
        history_entries.write(record, user, outcome.data, found.why, comment)
        if found.erratum and roles.is_public(record):
            Erratum.objects.create(record=record, author=user, text=found.erratum)
        _decide(found, user, State.APPROVED, Kind.APPROVED, text)
    return record
