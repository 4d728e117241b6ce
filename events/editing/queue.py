"""What waits for a person: their own work, what was sent back to them, what they may review."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
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
    known = list(_of_what_is_there(PendingRevision.objects.open().defer("base", "data", "of_author")))
    own: dict[str, list[Any]] = {state: [] for state in State}
    for revision in known:
        if revision.author_id == user.pk:
            own[revision.state].append(revision)
    lists = [
        _tasks("sent_back", _("Sent back to you"), own[State.SENT_BACK], back, State.SENT_BACK, user),
        _tasks("mine", _("Your drafts"), own[State.DRAFT], mine, State.DRAFT, user),
        _tasks("waiting", _("Yours, in review"), own[State.IN_REVIEW], waiting, State.IN_REVIEW, user),
    ]
    if roles.may(user, "review"):
        revisions = [each for each in known if each.state == State.IN_REVIEW and each.author_id != user.pk]
        records = [rows.exclude(created_by=user) for rows in in_review]
        lists.insert(0, _tasks("to_review", _("To review"), revisions, records, State.IN_REVIEW))
    return lists


def _with_status(status: str) -> list[QuerySet]:
    return [model.objects.filter(status=status) for model in WITH_STATUS]


def sent_back(rows: QuerySet) -> QuerySet:
    """Those whose last decision was to send them back."""
    decisions = Comment.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk"), pending=None
    ).exclude(kind=Comment.Kind.COMMENT)
    newest = Subquery(decisions.order_by("-created_at", "-pk").values("kind")[:1])
    return rows.annotate(last_decision=newest).filter(last_decision=Comment.Kind.SENT_BACK)


def _tasks(
    name: str, title: Any, revisions: list[Any], records: list[QuerySet], state: str, author: Any = None
) -> Tasks:
    """`state`, and `author` unless it is anybody's, are what the lists of the office can be narrowed to."""
    numbers: dict[Any, int] = {PendingRevision: len(revisions)} if revisions else {}
    newest = revisions[:SHOWN]
    prefetch_related_objects(newest, "record")
    found = [Task(revision.record, revision) for revision in newest]
    for rows in records:
        if number := rows.count():
            numbers[rows.model] = number
            found += map(Task, rows.order_by("-updated_at", "-pk")[:SHOWN])
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
    return revisions.filter(there).select_related("author", "content_type")


def _query(model: Any, state: str, author: Any) -> str:
    if model is PendingRevision:
        conditions, whose = {"state__exact": state}, "author__id__exact"
    elif state == State.SENT_BACK:  # no status: lists of records cannot be narrowed to it
        return ""
    else:
        conditions, whose = {"status__exact": state}, "created_by__id__exact"
    return urlencode(conditions | ({whose: author.pk} if author else {}))
