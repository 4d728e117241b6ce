"""The first page of the office: what waits for you, what was changed last, how much of each document is used."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from reversion.models import Revision, Version

from events.admin.links import admin_url, review_url
from events.documents import coverage
from events.editing import queue
from events.models import Status
from events.record_data.declaration import RECORDS

CHANGES = 12
NAMED = 3
"""So many records of one change are named; of the others it says how many."""


def queue_of(request: HttpRequest) -> list[queue.Tasks]:
    """What waits for the user; nothing where they may not view events."""
    if not admin.site._registry[queue.Event].has_view_permission(request):
        return []
    return [tasks for tasks in queue.of(request.user) if tasks.number]


def task_url(task: queue.Task) -> str:
    """What waits to be reviewed opens to be read, a draft to be edited."""
    if task.pending:
        return review_url(task.pending)
    address = admin_url(task.record)
    return address.removesuffix("change/") + "reading/" if task.record.status == Status.IN_REVIEW else address


@dataclass
class RecentChange:
    """A save by somebody: what of it still has a page, and how many records there were."""

    revision: Revision
    records: list[tuple[str, str]]
    more: int = 0


def recent_changes(request: HttpRequest) -> list[RecentChange]:
    """The last saves of editors, not those of loads. Three queries, however large the history is."""
    kinds = {
        content_type.pk: model
        for model, content_type in ContentType.objects.get_for_models(*RECORDS).items()
        if model in admin.site._registry and admin.site._registry[model].has_view_permission(request)
    }
    revisions = list(Revision.objects.exclude(user=None).select_related("user").order_by("-pk")[:CHANGES])
    versions = Version.objects.filter(revision__in=revisions, content_type__in=kinds).order_by("pk")
    rows = versions.values_list("revision_id", "content_type_id", "object_id", "object_repr")
    found: dict[int, list[tuple[str, str]]] = {}
    for revision, kind, key, name in rows:
        meta = kinds[kind]._meta
        address = _address(f"admin:{meta.app_label}_{meta.model_name}_history", key)
        found.setdefault(revision, []).append((address, name))
    return [
        RecentChange(revision, found[revision.pk][:NAMED], max(0, len(found[revision.pk]) - NAMED))
        for revision in revisions
        if revision.pk in found
    ]


def _address(name: str, key: str) -> str:
    return reverse(name, args=[quote(key)])


def documents(request: HttpRequest) -> list[coverage.OfDocument]:
    """How much of each document is used, those with most to do first."""
    if not admin.site._registry[queue.Event].has_view_permission(request):
        return []
    return coverage.of_documents()
