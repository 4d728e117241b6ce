"""Two records made one: what led to the one that goes leads to the one that stays, and can be led back.

A merge writes its plan, and remembers what it wrote so that it can be undone.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.editing import entries, history
from events.editing.merge_plan import Link, Plan, by_standing, data_of, plan
from events.editing.pointers import Place, label_of, owners
from events.models import ActorName, Merge, PendingRevision, Redirect, publication
from events.signals import invalidation

__all__ = ["Changed", "Plan", "by_standing", "cannot_be_undone", "merge", "plan", "undo"]


class Changed(Exception):
    """Somebody has changed one of the two, or what leads to them, since the plan was looked at."""


def merge(kept: Any, gone: Any, user: Any, why: str = "", seen: str = "") -> Merge:
    """Makes the two one, as the plan says, in one transaction with one entry in the history of each record.

    With `seen`, the token of the plan that was looked at, raises Changed if it is another one now. Raises
    ValidationError with the plan's problems, or with what would no longer be valid; then nothing is written.
    """
    with transaction.atomic(), invalidation.batched():
        kept, gone = _locked(kept, gone)
        found = plan(kept, gone)
        if seen and seen != found.seen:
            raise Changed
        if found.problems:
            raise ValidationError([problem.text for problem in found.problems])
        return _merge(found, user, why)


def _locked(kept: Any, gone: Any) -> tuple[Any, Any]:
    keys = {kept.pk, gone.pk}
    rows = {row.pk: row for row in type(kept)._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(rows) < len(keys):
        raise ValidationError([_("One of the two has been deleted since.")])
    return rows[kept.pk], rows[gone.pk]


def _merge(found: Plan, user: Any, why: str) -> Merge:
    kept, gone = found.kept, found.gone
    merged = Merge(record=kept, author=user, gone_id=gone.pk, gone_name=str(gone)[:400], gone=_serialized(gone))
    names = {"gone": gone, "old": gone.slug, "kept": kept, "new": kept.slug}
    comment = _("Merged: “%(gone)s” (%(old)s) into “%(kept)s” (%(new)s).") % names
    comment = "\n".join(filter(None, [why, comment]))
    entries.catch_up(gone)
    _catch_up(found.touched)
    merged.moved = _written(found)
    _record(found.touched, user, comment)
    with history.recording(user, comment):  # an entry of its own: who recovers the record does not revert the others
        reversion.add_to_revision(gone)
    gone.delete()
    merged.save()
    return merged


def _written(found: Plan) -> dict[str, Any]:
    """Writes the plan, and gives what undoing it needs."""
    sets = []
    dropped = [_serialized(row) for row in found.drops]
    for (model, pk), fields in found.changes.items():
        row = found.rows[model, pk]
        sets.append([label_of(model), pk, fields, f"{model._meta.verbose_name}: {row}"[:200]])
        _save(row, fields)
    for row in found.drops:
        key = row.pk
        row.delete()
        row.pk = key
    links = []
    for link in found.links:
        links.append([label_of(type(link.owner)), link.owner.pk, *link[1:]])
        _relink(link, link.removed, link.added)
    name = ActorName.objects.create(actor=found.kept, name=found.name) if found.name else None
    revisions = []
    for revision, new in found.revisions:
        revisions.append({"pk": revision.pk, "old": data_of(revision), "new": new})
        _hold(revision, new)
    return {
        "rows": sets,
        "dropped": dropped,
        "lists": links,
        "name": name and _serialized(name),
        "redirects": _redirected(found.kept, found.gone) if found.redirect else None,
        "revisions": revisions,
    }


def _hold(revision: PendingRevision, data: dict[str, Any]) -> None:
    for name, value in data.items():
        setattr(revision, name, value)
    revision.save(update_fields=list(data))


def _redirected(kept: Any, gone: Any) -> list[list[str]]:
    """Makes the old address lead to the new one, and gives the redirects that were other before."""
    before = Redirect.objects.filter(kind=redirects.KINDS[type(gone)])
    before = before.filter(Q(slug__in=[kept.slug, gone.slug]) | Q(target=gone.slug)).order_by("slug")
    found = [list(pair) for pair in before.values_list("slug", "target")]
    redirects.leave_redirect(kept, gone.slug)
    return found


def _save(row: Any, fields: Iterable[str]) -> None:
    """Saves what was set on a row, if it is valid so."""
    try:
        row.clean()
    except ValidationError as error:
        raise ValidationError([f"{row}: {message}" for message in error.messages]) from None
    row.save(update_fields=[row._meta.get_field(name).name for name in fields])


def _relink(link: Link, removed: int | None, added: int | None) -> None:
    manager = getattr(link.owner, link.name)
    if removed is not None:
        manager.remove(removed)
    if added is not None:
        manager.add(added)


def _catch_up(places: Iterable[Place]) -> None:
    for record in _records(places):
        entries.catch_up(record)


def _record(places: Iterable[Place], user: Any, comment: str) -> None:
    """One entry for each of the records; raises ValidationError where one is no longer fit for readers."""
    faults = []
    with history.recording(user, comment):
        for record in _records(places):
            if getattr(record, "is_published", False):
                faults += [f"{record}: {problem}" for problem in publication.problems(record)]
            entries.add(record)
    if faults:
        raise ValidationError(faults)


def _records(places: Iterable[Place]) -> Iterator[Any]:
    keys = defaultdict(set)
    for model, key in places:
        keys[model].add(key)
    for model, wanted in keys.items():
        yield from model._base_manager.filter(pk__in=wanted).order_by("pk")


def _serialized(row: Model) -> dict[str, Any]:
    """All of a row, with its lists."""
    (data,) = serializers.serialize("python", [row])
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def _deserialized(data: dict[str, Any]) -> Any:
    return next(serializers.deserialize("python", [data], ignorenonexistent=True))


# --- undoing ----------------------------------------------------------------------------------------------------------


def undo(merged: Merge, user: Any) -> list[str]:
    """Brings the record back that went, with what was moved from it, and gives a sentence for all that stays.

    What an editor has changed since is left as it is. Raises ValidationError where it cannot be undone.
    """
    with transaction.atomic(), invalidation.batched():
        merged = Merge.objects.select_for_update().get(pk=merged.pk)
        if problem := cannot_be_undone(merged):
            raise ValidationError([problem])
        return _Undoing(merged, user).run()


def cannot_be_undone(merged: Merge) -> str:
    """Why the merge cannot be undone; blank if it can."""
    if merged.undone_at:
        return _("This merge has been undone already.")
    model: Any = merged.content_type.model_class()
    slug = merged.gone["fields"]["slug"]
    if merged.record is None:
        later = Merge.objects.filter(content_type=merged.content_type, gone_id=merged.object_id, undone_at=None).first()
        if later:
            return _("“%(name)s” was itself merged into “%(record)s” since: undo that first.") % {
                "name": later.gone_name,
                "record": later.record or "–",
            }
        return _("The record that it was merged into has been deleted since. Recover it first.")
    if model._base_manager.filter(Q(pk=merged.gone_id) | Q(slug=slug)).exists():
        return _("There is a record again at the old address, “%(slug)s”. Rename or delete it first.") % {"slug": slug}
    return ""


class _Undoing:
    def __init__(self, merged: Merge, user: Any) -> None:
        self.merged, self.user = merged, user
        self.kept: Any = merged.record
        self.model: Any = type(self.kept)
        self.touched: set[Any] = {(self.model, merged.object_id)}
        self.stays: list[str] = []

    def run(self) -> list[str]:
        moved, gone = self.merged.moved, self.merged.gone
        self.find_touched(moved)
        _catch_up(self.touched)
        back = self.restored(gone)
        assert back is not None
        type(back)._base_manager.filter(pk=back.pk).update(created_at=gone["fields"]["created_at"])
        for data in reversed(moved["dropped"]):
            self.restored(data)
        for label, pk, fields, text in moved["rows"]:
            self.lead_back(label, pk, fields, text)
        for label, pk, name, removed, added in moved["lists"]:
            self.put_back_in_list(label, pk, name, removed, added)
        self.take_name_away(moved["name"])
        if moved["redirects"] is not None:
            self.redirect_back(moved["redirects"], back)
        for each in moved["revisions"]:
            self.rewrite_revision(each)
        names = {"gone": back, "kept": self.kept}
        self.touched.add((self.model, back.pk))
        _record(self.touched, self.user, _("Merge undone: “%(gone)s” and “%(kept)s” are two again.") % names)
        self.merged.undone_at, self.merged.undone_by = timezone.now(), self.user
        self.merged.save()
        return self.stays

    def find_touched(self, moved: dict[str, Any]) -> None:
        for label, pk, _fields, _text in moved["rows"]:
            if (row := _row(label, pk)) is not None:
                self.touched.update(owners(row))
        for data in moved["dropped"]:
            self.touched.update(owners(_deserialized(data).object))
        self.touched |= {(_model(label), pk) for label, pk, *_rest in moved["lists"]}
        self.touched.discard((self.model, self.merged.gone_id))

    def restored(self, data: dict[str, Any]) -> Any:
        """Writes a row as it was. What it led to may be gone: where it has to lead there, it stays away."""
        read = _deserialized(data)
        row: Any = read.object
        name = f"{row._meta.verbose_name}: {data['fields'].get('name') or data['fields'].get('role') or row.pk}"
        for each in row._meta.concrete_fields:
            key = getattr(row, each.attname)
            if each.unique and each.null and type(row)._base_manager.filter(**{each.name: key}).exists():
                setattr(row, each.attname, None)  # another has taken its place
            if each.related_model is None or key is None or each.related_model._base_manager.filter(pk=key).exists():
                continue
            if not each.null:
                self.stays.append(_("%(row)s is not brought back: what it led to is gone.") % {"row": capfirst(name)})
                return None
            setattr(row, each.attname, None)
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError:
            self.stays.append(
                _("%(row)s is not brought back: another row says the same now.") % {"row": capfirst(name)}
            )
            return None
        row.save(force_insert=True)
        for list_name, keys in (read.m2m_data or {}).items():
            manager = getattr(row, list_name)
            manager.set(manager.model._base_manager.filter(pk__in=[getattr(key, "pk", key) for key in keys]))
        return row

    def lead_back(self, label: str, pk: int, fields: dict[str, list[Any]], text: str) -> None:
        row = _row(label, pk)
        if row is None:
            self.stays.append(_("%(row)s: deleted since.") % {"row": capfirst(text)})
            return
        leads = [name for name in fields if name != "position"]
        if any(getattr(row, name) != fields[name][1] for name in leads):
            self.stays.append(_("%(row)s: changed since, so it stays as it is.") % {"row": capfirst(text)})
            return
        changed = [name for name, (_old, new) in fields.items() if getattr(row, name) == new]
        for name in changed:
            setattr(row, name, fields[name][0])
        try:
            row.clean_fields(exclude={each.name for each in row._meta.fields if each.attname not in changed})
            row.clean()
            row.validate_constraints()
        except ValidationError as error:
            self.stays.append(f"{capfirst(text)}: {' '.join(error.messages)}")
            return
        row.save(update_fields=[row._meta.get_field(name).name for name in changed])
        self.touched.update(place for place in owners(row) if place != (self.model, self.merged.gone_id))

    def put_back_in_list(self, label: str, pk: int, name: str, removed: int | None, added: int | None) -> None:
        owner = _row(label, pk)
        if owner is None:
            self.stays.append(
                _("%(kind)s %(key)s: deleted since.") % {"kind": _model(label)._meta.verbose_name, "key": pk}
            )
            return
        stands = added is None or getattr(owner, name).filter(pk=added).exists()
        if not stands:
            if removed is not None:
                self.stays.append(_("%(row)s: changed since, so it stays as it is.") % {"row": owner})
            return
        _relink(Link(owner, name, None, None), added, removed)

    def take_name_away(self, data: dict[str, Any] | None) -> None:
        row = data and ActorName.objects.filter(pk=data["pk"], actor=self.kept).first()
        if not row:
            return
        if _serialized(row) == data:
            row.delete()
        else:
            self.stays.append(_("The other name “%(name)s” has been changed since, so it stays.") % {"name": row})

    def redirect_back(self, before: list[list[str]], back: Any) -> None:
        of_kind = Redirect.objects.filter(kind=redirects.KINDS[self.model])
        for wrong in of_kind.filter(slug=back.slug):
            wrong.delete()
        for slug, target in before:
            found = of_kind.filter(slug=slug).first()
            if found is None and slug in (back.slug, self.kept.slug):  # what the merge itself took away
                Redirect.objects.create(kind=redirects.KINDS[self.model], slug=slug, target=target)
            elif found is not None and found.target == self.kept.slug != target:
                found.target = target
                found.save()

    def rewrite_revision(self, data: dict[str, Any]) -> None:
        revision = PendingRevision.objects.open().filter(pk=data["pk"]).first()
        if revision is None:
            return
        if data_of(revision) != data["new"]:
            text = _("A pending revision of “%(record)s” has been changed since, so it stays as it is.")
            self.stays.append(text % {"record": revision.record})
            return
        _hold(revision, data["old"])


def _model(label: str) -> Any:
    app, name = label.split(".")
    return ContentType.objects.get_by_natural_key(app, name).model_class()


def _row(label: str, pk: int) -> Any:
    return _model(label)._base_manager.filter(pk=pk).first()
