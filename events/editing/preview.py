"""Previews: a draft or a pending revision as readers will see it, by a link that expires and needs no account.

A link holds a signed token. What it shows is written to the database for as long as its page takes to be made, and
always rolled back. Nothing that a process keeps for a version of the data is filled inside a transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.urls import reverse
from reversion.models import Version

from events.editing import pending as revisions
from events.editing import roles
from events.models import (
    Actor,
    Comment,
    Debate,
    Erratum,
    Event,
    Evidence,
    Interpretation,
    Passage,
    PendingRevision,
    Place,
    Source,
    Status,
    Theme,
)
from events.record_data import reading, writing
from events.signals import invalidation

SALT = "events.preview"
KINDS: dict[str, Any] = {str(model._meta.model_name): model for model in roles.KINDS}


class NoPreview(Exception):
    """Why there is nothing to show: `reason`, with the status of the answer."""

    STATUSES = {"unknown": 404, "expired": 410, "decided": 410, "invalid": 409}

    def __init__(self, reason: str, record: Any = None, problems: list[str] | None = None) -> None:
        super().__init__(reason)
        self.reason, self.record, self.problems = reason, record, problems or []

    @property
    def status(self) -> int:
        return self.STATUSES[self.reason]


@dataclass
class Preview:
    """What a token shows, and until when."""

    token: str
    until: datetime
    record: Any
    pending: PendingRevision | None = None
    conflicts: list[Any] = field(default_factory=list)

    @property
    def page_record(self) -> Any:
        """The record whose page shows it."""
        return self.record.source if isinstance(self.record, Passage) else self.record

    @property
    def page_path(self) -> str:
        return reverse("preview", args=[self.token])

    @property
    def page(self) -> str:
        return page_address(self.token, self.record)

    @property
    def public_path(self) -> str:
        """Where readers will find the page."""
        return self.page_record.get_absolute_url()

    @property
    def timeline_path(self) -> str:
        return reverse("preview-timeline", args=[self.token])

    @property
    def timeline(self) -> str:
        """The timeline, at the first event that the record is about."""
        return self.timeline_path + (f"#event-{self.event.slug}" if self.event else "")

    @cached_property
    def event(self) -> Event | None:
        """The first event that the record is about; to be asked for while it is as readers will see it."""
        return self.record if isinstance(self.record, Event) else _events_about(self.page_record).first()


def _events_about(record: Any) -> Any:
    events = Event.objects.published().in_date_order()
    if isinstance(record, Interpretation):
        evidence = Evidence.objects.public().filter(interpretation=record, event__isnull=False)
        return events.filter(pk__in=evidence.order_by().values("event"))
    narrowed = {
        Debate: lambda: events.in_debate(record),
        Theme: lambda: events.about([record]),
        Place: lambda: events.at([record]),
        Actor: lambda: events.involving([record]),
        Source: lambda: events.citing([record]),
    }
    return narrowed[type(record)]()


# --- tokens -----------------------------------------------------------------------------------------------------------


def address(record: Any, pending: PendingRevision | None = None) -> str:
    """A new link to a preview of the record, or of a pending revision of it; blank where it has no public page."""
    if type(record) not in roles.KINDS or (isinstance(record, Place) and not roles.is_public(record)):
        return ""
    return page_address(token(record, pending), record)


def page_address(token: str, record: Any) -> str:
    place = f"#p{record.number}" if isinstance(record, Passage) else ""
    return reverse("preview", args=[token]) + place


def token(record: Any, pending: PendingRevision | None = None) -> str:
    """What a link holds: kind and key of the record, the pending revision's key or none, when it was made, and what had
    been decided until then: each decision ends it.
    """
    made = int(datetime.now(UTC).timestamp())
    data = [record._meta.model_name, record.pk, pending.pk if pending else None, made, *decisions(record, pending)]
    return signing.Signer(salt=SALT).sign_object(data)


def decisions(record: Any, pending: PendingRevision | None = None) -> tuple[str, int]:
    """The status of the record or revision, and a number that grows when it is left for another one."""
    if pending is not None:
        return pending.state, pending.comments.exclude(kind=Comment.Kind.COMMENT).count()
    if not hasattr(record, "status"):
        return "", 0
    versions = Version.objects.get_for_object(record)
    return record.status, versions.exclude(serialized_data__contains=f'"status": "{record.status}"').count()


def read(token: str) -> Preview:
    """What a token shows. Raises NoPreview."""
    try:
        kind, key, pending_key, made, *decided = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise NoPreview("unknown") from None
    until = datetime.fromtimestamp(made, UTC) + timedelta(hours=settings.PREVIEW_HOURS)
    if until <= datetime.now(UTC):
        raise NoPreview("expired")
    record = KINDS[kind]._base_manager.filter(pk=key).first() if kind in KINDS else None
    if record is None:
        raise NoPreview("unknown")
    pending = None
    if pending_key is not None:
        pending = PendingRevision.objects.of(record).filter(pk=pending_key).first()
        if pending is None:
            raise NoPreview("unknown")
    is_public = roles.is_public(record)
    is_decided = is_public if pending is None else not pending.is_open
    if is_decided or tuple(decided) != decisions(record, pending):
        raise NoPreview("decided", record if is_public else None)
    return Preview(token, until, record, pending)


# --- showing ----------------------------------------------------------------------------------------------------------


@contextmanager
def as_readers_will_see(record: Any, pending: PendingRevision | None = None) -> Iterator[list[Any]]:
    """Within it the record is published, and as its pending revision says; afterwards all is as it was.

    Gives the places that the published version has changed too: there it is shown. Raises NoPreview.
    """
    with transaction.atomic():
        try:
            with invalidation.batched():
                conflicts = _write(record, pending)
        except type(record).DoesNotExist:
            raise NoPreview("unknown") from None
        except ValidationError as error:
            raise NoPreview("invalid", problems=error.messages) from None
        except (ValueError, IntegrityError, DataError) as error:  # what each side changed does not go together
            raise NoPreview("invalid", problems=[str(error)] if isinstance(error, ValueError) else []) from None
        yield conflicts
        transaction.set_rollback(True)


def _write(record: Any, pending: PendingRevision | None) -> list[Any]:
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update())
    conflicts: list[Any] = []
    if pending is not None:
        found = revisions.merged(pending, reading.read(record))
        writing.write(record, found.data, for_good=False)
        conflicts = found.conflicts
        if pending.erratum:
            Erratum.objects.create(record=record, author=pending.author, text=pending.erratum)
    if hasattr(record, "status") and not record.is_published:
        record.status = Status.PUBLISHED
        record.save()
    return conflicts
