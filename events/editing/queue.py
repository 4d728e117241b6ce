"""What waits for a person: their own work, what was sent back to them, what they may review."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from events.editing import roles
from events.models import Comment, Debate, Event, Interpretation, PendingRevision, Status

SHOWN = 12
"""So many of a list are named on the first page."""

WITH_STATUS = (Event, Interpretation, Debate)
State = PendingRevision.State


@dataclass
class Task:
    """A record, or a pending revision of one, that waits for somebody."""

    record: Any
    pending: PendingRevision | None = None


@dataclass
class Tasks:
    """One list of a person's queue: the newest of it, and how many there are."""

    name: str
    title: Any
    number: int = 0
    newest: list[Task] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.number - len(self.newest)


def of(user: Any) -> list[Tasks]:
    """The lists of a person's queue, empty ones too; what they may not do is in none."""
    lists = [
        _tasks("sent_back", _("Sent back to you"), drafts_sent_back_to(user), _own(user, State.SENT_BACK)),
        _tasks("mine", _("Your drafts"), _drafts(user), _own(user, State.DRAFT)),
        _tasks("waiting", _("Yours, in review"), _in_review().filter(created_by=user), _own(user, State.IN_REVIEW)),
    ]
    if roles.may(user, "review"):
        waiting = PendingRevision.objects.filter(state=State.IN_REVIEW).exclude(author=user)
        others = _in_review().exclude(created_by=user)
        lists.insert(0, _tasks("to_review", _("To review"), others, waiting))
    return lists


class _EachKind:
    """The same condition on events, interpretations and debates."""

    def __init__(self, querysets: list[QuerySet]) -> None:
        self.querysets = querysets

    def filter(self, *conditions: Any, **lookups: Any) -> "_EachKind":
        return _EachKind([rows.filter(*conditions, **lookups) for rows in self.querysets])

    def exclude(self, **lookups: Any) -> "_EachKind":
        # Not `exclude`: it would leave out what nobody is said to have begun.
        or_nobody = Q(**{f"{name}__isnull": True for name in lookups})
        return _EachKind([rows.filter(~Q(**lookups) | or_nobody) for rows in self.querysets])

    def __iter__(self) -> Iterator[QuerySet]:
        return iter(self.querysets)


def _drafts(user: Any) -> _EachKind:
    return _EachKind([model.objects.filter(created_by=user, status=Status.DRAFT) for model in WITH_STATUS])


def _in_review() -> _EachKind:
    return _EachKind([model.objects.filter(status=Status.IN_REVIEW) for model in WITH_STATUS])


def _own(user: Any, state: str) -> QuerySet:
    return PendingRevision.objects.filter(author=user, state=state)


def drafts_sent_back_to(user: Any) -> _EachKind:
    """Drafts whose last decision was to send them back."""
    return _EachKind([sent_back(rows) for rows in _drafts(user)])


def sent_back(rows: QuerySet) -> QuerySet:
    decisions = Comment.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk"), pending=None
    ).exclude(kind=Comment.Kind.COMMENT)
    newest = Subquery(decisions.order_by("-created_at", "-pk").values("kind")[:1])
    return rows.annotate(last_decision=newest).filter(last_decision=Comment.Kind.SENT_BACK)


def _tasks(name: str, title: Any, records: _EachKind, revisions: QuerySet) -> Tasks:
    found = Tasks(name, title)
    revisions = revisions.select_related("author", "content_type").prefetch_related("record")
    number = revisions.count()
    found.number += number
    found.newest += [Task(each.record, each) for each in (revisions[:SHOWN] if number else ()) if each.record]
    for rows in records:
        number = rows.count()
        found.number += number
        found.newest += [Task(record) for record in (rows.order_by("-updated_at")[:SHOWN] if number else ())]
    found.newest = found.newest[:SHOWN]
    return found
