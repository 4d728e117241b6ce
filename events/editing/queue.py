"""What waits for a person: their own work, what was sent back to them, what they may review."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from events.editing import roles
from events.models import Comment, Debate, Event, Interpretation, PendingRevision, Status
from events.record_data.declaration import RECORDS

SHOWN = 12
"""So many of a list are named on the first page."""

WITH_STATUS = (Event, Interpretation, Debate)
State = PendingRevision.State


@dataclass
class Task:
    """A record, or a pending revision of one, that waits for somebody."""

    record: Any
    pending: PendingRevision | None = None

    @property
    def row(self) -> Any:
        return self.pending or self.record


@dataclass
class More:
    """How many tasks of one kind are not named, and the query by which the list of that kind shows them, if it can."""

    opts: Any
    number: int
    query: str


@dataclass
class Tasks:
    """One list of a person's queue: how many there are, the newest of them, and how many more of each kind."""

    name: str
    title: Any
    number: int
    newest: list[Task]
    more: list[More]


def of(user: Any) -> list[Tasks]:
    """The lists of a person's queue, empty ones too; what they may not do is in none."""
    drafts, in_review = _with_status(Status.DRAFT), _with_status(Status.IN_REVIEW)
    mine = [rows.filter(created_by=user) for rows in drafts]
    back = [sent_back(rows) for rows in mine]
    mine = [rows.exclude(pk__in=returned.values("pk")) for rows, returned in zip(mine, back, strict=True)]
    waiting = [rows.filter(created_by=user) for rows in in_review]
    lists = [
        _tasks("sent_back", _("Sent back to you"), _own(user, State.SENT_BACK), back, State.SENT_BACK, user),
        _tasks("mine", _("Your drafts"), _own(user, State.DRAFT), mine, State.DRAFT, user),
        _tasks("waiting", _("Yours, in review"), _own(user, State.IN_REVIEW), waiting, State.IN_REVIEW, user),
    ]
    if roles.may(user, "review"):
        revisions = PendingRevision.objects.filter(state=State.IN_REVIEW).exclude(author=user)
        records = [rows.exclude(created_by=user) for rows in in_review]
        lists.insert(0, _tasks("to_review", _("To review"), revisions, records, State.IN_REVIEW))
    return lists


def _with_status(status: str) -> list[QuerySet]:
    return [model.objects.filter(status=status) for model in WITH_STATUS]


def _own(user: Any, state: str) -> QuerySet:
    return PendingRevision.objects.filter(author=user, state=state)


def sent_back(rows: QuerySet) -> QuerySet:
    """Those whose last decision was to send them back."""
    decisions = Comment.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk"), pending=None
    ).exclude(kind=Comment.Kind.COMMENT)
    newest = Subquery(decisions.order_by("-created_at", "-pk").values("kind")[:1])
    return rows.annotate(last_decision=newest).filter(last_decision=Comment.Kind.SENT_BACK)


def _tasks(
    name: str, title: Any, revisions: QuerySet, records: list[QuerySet], state: str, author: Any = None
) -> Tasks:
    """`state`, and `author` unless it is anybody's, are what the lists of the office can be narrowed to."""
    revisions = _of_what_is_there(revisions).select_related("author", "content_type").prefetch_related("record")
    numbers: dict[Any, int] = {}
    found: list[Task] = []
    for rows in (revisions, *records):
        if number := rows.count():
            numbers[rows.model] = number
            newest = rows.order_by("-updated_at", "-pk")[:SHOWN]
            found += [Task(row.record, row) if isinstance(row, PendingRevision) else Task(row) for row in newest]
    found = sorted(found, key=lambda task: task.row.updated_at, reverse=True)[:SHOWN]
    named = Counter(type(task.row) for task in found)
    more = [
        More(model._meta, number - named[model], _query(model, state, author))
        for model, number in numbers.items()
        if number > named[model]
    ]
    return Tasks(name, title, sum(numbers.values()), found, more)


def _of_what_is_there(revisions: QuerySet) -> QuerySet:
    """Without those whose record has been deleted."""
    there = Q()
    for model, content_type in ContentType.objects.get_for_models(*RECORDS).items():
        there |= Q(Exists(model._base_manager.filter(pk=OuterRef("object_id"))), content_type=content_type)
    return revisions.filter(there)


def _query(model: Any, state: str, author: Any) -> str:
    if model is PendingRevision:
        conditions, whose = {"state__exact": state}, "author__id__exact"
    elif state == State.SENT_BACK:  # no status: lists of records cannot be narrowed to it
        return ""
    else:
        conditions, whose = {"status__exact": state}, "created_by__id__exact"
    return urlencode(conditions | ({whose: author.pk} if author else {}))
