"""Two records made one: what led to the one that goes leads to the one that stays, and can be led back.

A merge writes the record data of its plan, and remembers what it changed. Undoing it is a three-way merge: of what was
there before into what is there now, with what the merge had made of it as the base.
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
from events.editing import history, history_entries, recovery
from events.editing.merge_plan import ABOUT, MergePlan, by_standing, data_of, named, plan
from events.models import Merge, PendingRevision, Redirect
from events.record_data import reading, three_way, writing
from events.record_data.declaration import Data, Shape, shape_of
from events.signals import invalidation

__all__ = ["Changed", "MergePlan", "by_standing", "cannot_be_undone", "merge", "plan", "undo"]


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


def _merge(found: MergePlan, user: Any, why: str) -> Merge:
    kept, gone = found.kept, found.gone
    merged = Merge(record=kept, author=user, gone_id=gone.pk, gone_name=str(gone)[:400], gone=_serialized(gone))
    names = {"gone": gone, "old": gone.slug, "kept": kept, "new": kept.slug}
    comment = why, _("Merged: “%(gone)s” (%(old)s) into “%(kept)s” (%(new)s).") % names
    history_entries.catch_up(gone, found.was)
    for record, before, after in found.steps:
        history_entries.catch_up(record, before)
        try:
            other = {name: value for name, value in after.items() if value != before[name]}
            writing.write(record, other, adopts=reading.keys_of(type(gone), found.was))
        except ValidationError as error:
            raise ValidationError([f"{record}: {message}" for message in error.messages]) from None
    for row in found.about:
        _lead(row, kept)
    revisions = [{"pk": revision.pk, "old": data_of(revision), "new": new} for revision, new in found.revisions]
    for revision, new in found.revisions:
        _hold(revision, new)
    merged.moved = {
        "gone": found.was,
        "records": list(_changed(found)),
        "about": [[row._meta.label_lower, row.pk] for row in found.about],
        "redirects": _redirected(kept, gone) if found.redirect else None,
        "revisions": revisions,
    }
    _record([step.record for step in found.steps], user, *comment)
    with history.recording(user, *comment):  # an entry of its own: who recovers the record does not revert the others
        reversion.add_to_revision(gone)
    gone.delete()
    merged.save()
    return merged


def _changed(found: MergePlan) -> Iterator[list[Any]]:
    """Of each record those of its data that the merge has changed: as they were, and as they are."""
    keys: dict[Any, list[int]] = defaultdict(list)
    for step in found.steps:
        keys[type(step.record)].append(step.record.pk)
    now = {model: reading.read_many(model, of_model) for model, of_model in keys.items()}
    for record, before, _after in found.steps:
        model: Any = type(record)
        shape, after = shape_of(model), now[model][record.pk]
        groups = [*shape.groups, *((name,) for name in (*shape.lists, *shape.parts))]
        changed = [name for group in groups if any(before[each] != after[each] for each in group) for name in group]
        data = [{name: version[name] for name in changed} for version in (before, after)]
        yield [record._meta.label_lower, record.pk, str(record)[:200], *data]


def _hold(revision: PendingRevision, data: dict[str, Any]) -> None:
    for name, value in data.items():
        setattr(revision, name, value)
    revision.save(update_fields=list(data))


def _lead(row: Any, record: Any) -> None:
    """Makes a row that is about a record one about another."""
    key = ABOUT[type(row)]
    setattr(row, key, record.pk)
    row.save(update_fields=[key])


def _redirected(kept: Any, gone: Any) -> list[list[str]]:
    """Makes the old address lead to the new one, and gives the redirects that were other before."""
    before = Redirect.objects.filter(kind=redirects.KINDS[type(gone)])
    before = before.filter(Q(slug__in=[kept.slug, gone.slug]) | Q(target=gone.slug)).order_by("slug")
    found = [list(pair) for pair in before.values_list("slug", "target")]
    redirects.leave_redirect(kept, gone.slug)
    return found


def _record(records: Iterable[Any], user: Any, *comment: str) -> None:
    """One entry for each of the records."""
    with history.recording(user, *comment):
        for record in records:
            history_entries.add(record)


def _serialized(row: Model) -> dict[str, Any]:
    """All of a row, with its lists."""
    (data,) = serializers.serialize("python", [row])
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


# --- undoing ----------------------------------------------------------------------------------------------------------


def undo(merged: Merge, user: Any) -> list[str]:
    """Brings the record back that went, with what was moved from it, and gives a sentence for all that stays.

    What an editor has changed since is left as it is. Raises ValidationError where it cannot be undone.
    """
    with transaction.atomic(), invalidation.batched():
        merged = Merge.objects.select_for_update().get(pk=merged.pk)
        if problem := cannot_be_undone(merged):
            raise ValidationError([problem])
        return list(dict.fromkeys(_undo(merged, user)))


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


def _undo(merged: Merge, user: Any) -> Iterator[str]:
    kept: Any = merged.record
    moved, model = merged.moved, _model(kept._meta.label_lower)
    shape, was, keys = shape_of(model), moved["gone"], reading.keys_of(model, moved["gone"])
    if moved["redirects"] is not None:
        _redirect_back(moved["redirects"], kept, merged.gone["fields"]["slug"])
    back = recovery.bring_back(next(serializers.deserialize("python", [merged.gone], ignorenonexistent=True)))
    records = [back]
    for label, pk, name, before, after in moved["records"]:
        record = kept if not records[1:] else _model(label)._base_manager.filter(pk=pk).first()
        if record is None:
            yield _("%(row)s: deleted since.") % {"row": name}
            continue
        live = reading.read(record)
        history_entries.catch_up(record, live)
        records.append(record)
        if record is kept:
            (theirs, live), (base, after) = (_parted(shape, data, was) for data in (live, after))
            whose = three_way.merge(shape, base, theirs, {name: was[name] for name in shape.parts})
            yield from _conflicts(shape, back, whose)
            parts = {name: whose.data[name] for name in shape.parts}
            yield from writing.write(back, parts, adopts=keys, leaves_out=True)
        yield from _lead_back(record, live, before, after)
    for label, pk in moved["about"]:
        about = _model(label)
        if row := about._base_manager.filter(**{"pk": pk, ABOUT[about]: kept.pk}).first():
            _lead(row, back)
    yield from filter(None, map(_revised_back, moved["revisions"]))
    names = {"gone": back, "kept": kept}
    _record(records, user, _("Merge undone: “%(gone)s” and “%(kept)s” are two again.") % names)
    merged.undone_at, merged.undone_by = timezone.now(), user
    merged.save()


def _parted(shape: Shape, data: Data, was: Data) -> tuple[Data, Data]:
    """Of the data of the one that stayed, the rows that were the other's, and all else."""
    theirs, rest = {}, dict(data)
    for name in shape.parts:
        keys = {row["pk"] for row in was[name]}
        theirs[name] = [row for row in data.get(name, ()) if row["pk"] in keys]
        rest[name] = [row for row in data.get(name, ()) if row["pk"] not in keys]
    return theirs, rest


def _lead_back(record: Any, live: Data, before: Data, after: Data) -> Iterator[str]:
    """Makes a record what it was before the merge, but for what was changed since; tells that, and what is refused."""
    model: Any = type(record)
    shape = shape_of(model)
    for name in shape.lists:
        put = {*after.get(name, ())} - {*before.get(name, ())}
        if put - {*live[name]}:
            yield _("%(row)s: changed since, so it stays as it is.") % {"row": record}
            before = {each: value for each, value in before.items() if each != name}
    base, there = ({name: data[name] for name in before} for data in (after, live))
    found = three_way.merge(shape, base, there, before)
    yield from _conflicts(shape, record, found)
    try:
        writing.write(record, {name: found.data[name] for name in before}, adopts=reading.keys_of(model, before))
    except ValidationError as error:
        record.refresh_from_db()
        yield f"{record}: {' '.join(error.messages)}"


def _conflicts(shape: Shape, record: Any, found: three_way.Merged) -> Iterator[str]:
    for each in found.differences:
        if each.what != "conflict":
            continue
        name, text = str(record), _("%(row)s: changed since, so it stays as it is.")
        if part := shape.parts.get(each.place[0]):
            known = {row["pk"]: row for row in found.data[each.place[0]]}
            row = known.get(each.place[1]) or each.base or each.new
            name = f"{part.shape.model._meta.verbose_name}: {named(part.shape, row, record)}"
            text = text if each.place[1] in known else _("%(row)s: deleted since.")
        yield text % {"row": capfirst(name)}


def _revised_back(data: dict[str, Any]) -> str:
    revision = PendingRevision.objects.open().filter(pk=data["pk"]).first()
    if revision is None:
        return ""
    if data_of(revision) != data["new"]:
        text = _("A pending revision of “%(record)s” has been changed since, so it stays as it is.")
        return text % {"record": revision.record}
    _hold(revision, data["old"])
    return ""


def _redirect_back(before: list[list[str]], kept: Any, slug: str) -> None:
    of_kind = Redirect.objects.filter(kind=redirects.KINDS[type(kept)])
    for wrong in of_kind.filter(slug=slug):
        wrong.delete()
    for old, target in before:
        found = of_kind.filter(slug=old).first()
        if found is None and old in (slug, kept.slug):  # what the merge itself took away
            Redirect.objects.create(kind=redirects.KINDS[type(kept)], slug=old, target=target)
        elif found is not None and found.target == kept.slug != target:
            found.target = target
            found.save()


def _model(label: str) -> Any:
    return ContentType.objects.get_by_natural_key(*label.split(".")).model_class()
