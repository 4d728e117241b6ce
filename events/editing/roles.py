"""Who may do what. Roles are groups of permissions, made by a migration; everything asks the permissions.

| role | may |
| --- | --- |
| contributor | propose: write drafts of their own, propose changes of what readers see |
| editor | also edit and delete what others have drafted; review: comment and send back |
| publisher | also publish, approve, archive; resolve references; merge |
| administrator | also accounts, their roles, and failed logins |
"""

from typing import Any

from django.db.models import Model

from events.models import Actor, Debate, Event, Interpretation, Passage, Place, Redirect, Source, Status, Theme
from events.models.querysets import visible_among

CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR = "Contributor", "Editor", "Publisher", "Administrator"

WRITTEN = [
    "event", "participant", "eventlink", "interpretation", "evidence", "relation", "citation", "furtherreading",
    "debate", "answer", "actor", "actorname", "office", "source", "theme", "place",
]  # fmt: skip
ANNOTATED = ["passage", "reference"]
_ALL = ("view", "add", "change", "delete")

_contributor = (
    {f"events.{action}_{model}" for model in WRITTEN for action in _ALL}
    | {f"events.{action}_{model}" for model in ANNOTATED for action in ("view", "change")}
    | {"events.view_redirect", "events.view_pendingrevision"}
)
_editor = _contributor | {"events.edit_any", "events.review"}
_publisher = _editor | {"events.publish", "events.resolve", "events.merge"} | {f"events.{a}_redirect" for a in _ALL}
_administrator = (
    _publisher
    | {f"auth.{action}_user" for action in _ALL}
    | {"auth.view_group"}
    | {"axes.view_accessattempt", "axes.delete_accessattempt"}
)

ROLES: dict[str, set[str]] = {
    CONTRIBUTOR: _contributor,
    EDITOR: _editor,
    PUBLISHER: _publisher,
    ADMINISTRATOR: _administrator,
}
"""The permissions of each role as `app.codename`."""


def make_roles(apps: Any = None) -> None:
    """Makes the groups and gives them those of their permissions that are there; other permissions of theirs stay.

    In a migration only the models are there that it knows.
    """
    from django.apps import apps as now

    apps = apps or now
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rows = permission_model.objects.filter(content_type__app_label__in=["events", "auth", "axes"])
    permissions = {f"{row.content_type.app_label}.{row.codename}": row for row in rows.select_related("content_type")}
    for role, names in ROLES.items():
        group, _made = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(permissions[name] for name in sorted(names & permissions.keys())))


# --- what a user may do to a record -----------------------------------------------------------------------------------


def may(user: Any, permission: str) -> bool:
    """`edit_any`, `review`, `publish`, `resolve` or `merge`."""
    return user.is_active and user.has_perm(f"events.{permission}")


def is_public(record: Any) -> bool:
    """Whether readers see the record: it is published or, without a status, something published uses it."""
    if hasattr(record, "status"):
        return record.is_published
    if isinstance(record, Redirect):
        return True
    if isinstance(record, Passage):
        record = record.source
    return bool(visible_among(type(record), [record.pk]))


def may_edit(user: Any, record: Any) -> bool:
    """Whether the user may write in the record or, if readers see it, propose a change of it."""
    if may(user, "edit_any") or is_public(record):
        return True
    return _is_own_draft(user, record)


def may_delete(user: Any, record: Any) -> bool:
    """What readers see is deleted by publishers alone."""
    if may(user, "publish"):
        return True
    return not is_public(record) and (may(user, "edit_any") or _is_own_draft(user, record))


def _is_own_draft(user: Any, record: Any) -> bool:
    """What was archived may have been public once: it is no longer a draft of somebody's own."""
    status = getattr(record, "status", Status.DRAFT)
    return getattr(record, "created_by_id", None) == user.pk and status in (Status.DRAFT, Status.IN_REVIEW)


def changes_wait(record: Model) -> bool:
    """Whether a change of the record waits for approval, unless it is published at once."""
    return is_public(record) and not isinstance(record, Redirect)


def statuses(user: Any, record: Any) -> set[str]:
    """The statuses that the user may give to an event, interpretation or debate, beside that which it has."""
    before = record.status if record is not None and record.pk else Status.DRAFT
    if may(user, "publish"):
        return set(Status.values)
    own_or_any = record is None or not record.pk or may_edit(user, record)
    if before in (Status.DRAFT, Status.IN_REVIEW) and own_or_any:
        return {Status.DRAFT.value, Status.IN_REVIEW.value}
    return {before}


KINDS = (Event, Interpretation, Debate, Actor, Source, Passage, Theme, Place)
"""The records whose changes can wait as pending revisions. References are rows of their passages."""
