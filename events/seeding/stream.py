"""Loading new records one after another, without files and without holding all of them in memory.

`load_records(checked(records))` takes what seed files would hold, however many there are, and writes it with the same
code as a load of files: one transaction, one entry of the history, and the bases of later loads.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import SeedData
from events.record_data.references import slugs_of
from events.seeding import in_database, schema
from events.seeding.apply import SLICE, Applier
from events.seeding.files import Raw, SeedFile
from events.seeding.plan import PlanEntry, Progress, no_progress
from events.seeding.problems import Problems
from events.seeding.resolving import World, resolved
from events.seeding.shapes import SHAPES


class NotLoadable(Exception):
    """A record that cannot be loaded this way, and why. Nothing has been written."""


_NOT_NEW = "{}: this record has come before, or the database had it already"


def checked(records: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[PlanEntry]:
    """Records as seed files hold them (kind and fields; for sources the CSL item) as entries to be loaded.

    Each is checked for itself as it comes: its fields, dates and rules. Raises NotLoadable with all that is wrong in
    the first that is wrong.
    """
    nowhere = SeedFile("", "")
    for number, (kind, data) in enumerate(records, 1):
        if kind not in MODELS:
            raise NotLoadable(f"record {number}: {kind} cannot be loaded one by one")
        problems = Problems()
        slug = data.get("id" if kind == "sources" else "slug", "")
        raw = Raw(kind, slug if isinstance(slug, str) else "", data, nowhere, ())
        if schema.check(raw, problems) and not problems:
            world = World(problems, resolve=lambda kind, slug: slug, exists=lambda kind, slug: True)
            form = resolved(raw, world)
        if problems:
            raise NotLoadable("; ".join(str(problem) for problem in problems))
        yield new(kind, form)


def new(kind: str, form: SeedData) -> PlanEntry:
    """The entry of a record that the database does not have. The form is what `normal` makes of a record."""
    return PlanEntry(kind, form["slug"], "created", form, None, base=form, base_changed=True)


def load_records(entries: Iterable[PlanEntry], progress: Progress = no_progress) -> dict[str, int]:
    """Writes new records in one transaction and returns how many of each kind there were.

    Each comes after all that it points at: an event after its participants, its sources and the event that it is dated
    from, an interpretation after those that it contests. Records that point at one another need a load of files. Memory
    holds a slice of the records and, for each, its key. Raises NotLoadable where the order is wrong or the database has
    a record already; whatever is raised, here or by the iterable, nothing has been written.
    """
    applier = Applier(progress)
    entries = iter(entries)
    with transaction.atomic():
        while part := list(islice(entries, SLICE)):
            _refuse_disorder(part, applier.ids)
            try:
                applier.write(part)
            except (ValueError, OverflowError) as error:
                raise NotLoadable(str(error)) from error
        applier.finish()
    return {kind: len(keys) for kind, keys in applier.touched.items() if keys}


def _refuse_disorder(entries: list[PlanEntry], known: dict[str, dict[str, int]]) -> None:
    """Raises NotLoadable unless each record is new and points only at what stands before it.

    `known` are keys of records that the database has; it grows by those that are pointed at.
    """
    own: dict[str, set[str]] = {kind: set() for kind in SHAPES}
    outside: dict[str, dict[str, str]] = {kind: {} for kind in SHAPES}
    for entry in entries:
        for kind, slug in slugs_of(SHAPES[entry.kind], entry.data):
            if slug not in own[kind]:
                outside[kind].setdefault(slug, entry.name)
        if entry.slug in own[entry.kind]:
            raise NotLoadable(_NOT_NEW.format(entry.name))
        own[entry.kind].add(entry.slug)
    for kind in MODELS:
        known[kind].update(in_database.keys(kind, (own[kind] | outside[kind].keys()) - known[kind].keys()))
        if again := own[kind] & known[kind].keys():
            raise NotLoadable(_NOT_NEW.format(f"{kind}/{min(again)}"))
        for slug, name in outside[kind].items():
            if slug not in known[kind]:
                raise NotLoadable(f"{name}: it points at {kind}/{slug}, which has not come before it")
