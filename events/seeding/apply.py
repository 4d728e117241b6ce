"""Applies a plan in one transaction: all of it or nothing, and nothing at all where nothing changed.

Rows are created in bulk, in the order in which kinds depend on one another; of a changed record only the rows
that differ are touched, and those that an item of a list already has keep their keys.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from events import chronology, models, search
from events.seeding import documents, recording, records
from events.seeding.forms import KINDS, Form, Slugs, refs_of
from events.seeding.plan import Entry, Plan, Progress, no_progress
from events.seeding.rows import Batch, ItemRows, insert, values_of

COMMENT = "Loaded from seed files"
T = TypeVar("T")

"""From so many records on, PostgreSQL is told to look at its tables again."""


class Stale(Exception):
    """The database has changed since the plan was made: plan again."""


def apply(plan: Plan, progress: Progress = no_progress) -> None:
    """Writes what a plan without problems says. Raises Stale if an editor was faster; then nothing is
    written.
    """
    if not plan.writes:
        return
    with transaction.atomic():
        _refuse_stale(plan)
        _Applier(plan.entries, progress).run()


def _refuse_stale(plan: Plan) -> None:
    for kind, entries in _by_kind(entry for entry in plan.entries if entry.outcome == "updated").items():
        if kind == "redirects":
            continue
        slugs = [entry.stored["slug"] for entry in entries if entry.stored]
        for part in _parts(slugs, records.SLICE):
            list(records.MODELS[kind].objects.select_for_update().filter(slug__in=part).values_list("pk"))
        now = records.read(kind, slugs)
        if any(now.get(entry.stored["slug"]) != entry.stored for entry in entries if entry.stored):
            raise Stale


class _Applier:
    def __init__(self, entries: list[Entry], progress: Progress):
        self.entries, self.progress = entries, progress
        self.written = [entry for entry in entries if entry.outcome != "unchanged"]
        self.by_kind = _by_kind(self.written)
        self.ids: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        self.passages: dict[tuple[str, str], int] = {}
        self.touched: dict[str, list[int]] = {kind: [] for kind in KINDS}
        self.done = 0

    def run(self) -> None:
        self._find_ids()
        self.item_rows = ItemRows(self.ids, self.passages)
        for kind in ("themes", "actors", "sources", "debates"):
            self._write_records(kind)
        self._find_passages()
        self._write_events()
        self._write_records("interpretations")
        for kind in ("actors", "debates", "events", "interpretations"):
            self._write_lists(kind)
        self._write_redirects()
        self._write_bases()
        if self.written and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # until it knows that tables have grown, it may choose hour-long plans
        if ids := self._events_to_index():
            self.progress("Indexing", self.done, len(self.written))
            search.refresh(ids)
        if self.written:
            recording.record(COMMENT, self.touched, self.progress)

    # keys
    def _find_ids(self) -> None:
        """Keys of the records that are pointed at and not created here."""
        wanted: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for entry in self.written:
            if entry.mine is not None and entry.mine.pk is not None:
                self.ids[entry.kind][entry.slug] = entry.mine.pk
            for kind, slug in refs_of(KINDS[entry.kind], entry.form):
                wanted[kind].add(slug)
        for kind, slugs in wanted.items():
            for part in _parts(sorted(slugs - self.ids[kind].keys()), records.SLICE):
                self.ids[kind].update(records.MODELS[kind].objects.filter(slug__in=part).values_list("slug", "pk"))

    def _find_passages(self) -> None:
        sources: set[str] = set()
        for entry in self.written:
            if entry.kind in ("events", "interpretations"):
                sources.update(slug for kind, slug in refs_of(KINDS[entry.kind], entry.form) if kind == "sources")
        rows = models.Passage.objects.order_by()
        for part in _parts(sorted(sources), records.SLICE):
            for slug, number, pk in rows.filter(source__slug__in=part).values_list("source__slug", "number", "pk"):
                self.passages[slug, str(number)] = pk

    # records
    def _write_records(self, kind: str) -> None:
        entries = self.by_kind.get(kind, [])
        for part in _parts([entry for entry in entries if entry.outcome == "created"], 2000):
            self._create(kind, part, [self._new(entry) for entry in part])
        updated = [entry for entry in entries if entry.outcome == "updated"]
        for part in _parts(updated, 500):
            self._update(kind, part)
        if kind == "sources":
            # Once every source has its key: a reference may resolve to any.
            for entry in entries:
                documents.write(entry, self.ids["sources"])

    def _new(self, entry: Entry) -> Any:
        row = records.MODELS[entry.kind](**values_of(entry.kind, entry.form, self.ids, entry.text))
        if hasattr(row, "derive"):
            row.derive()
        return row

    def _create(self, kind: str, entries: list[Entry], rows: list[Any]) -> None:
        records.MODELS[kind].objects.bulk_create(rows)
        for entry, row in zip(entries, rows, strict=True):
            self.ids[kind][entry.slug] = row.pk
            self.touched[kind].append(row.pk)
        self._advance(len(rows))

    def _changed(self, kind: str, entries: list[Entry]) -> list[Any]:
        """The rows of records to update, with their new values set, in the order of the entries."""
        rows = records.MODELS[kind].objects.in_bulk([self.ids[kind][entry.slug] for entry in entries])
        found = []
        for entry in entries:
            row = rows[self.ids[kind][entry.slug]]
            for name, value in values_of(kind, entry.form, self.ids, entry.text).items():
                setattr(row, name, value)
            row.updated_at = timezone.now()
            found.append(row)
        return found

    def _update(self, kind: str, entries: list[Entry]) -> None:
        rows = self._changed(kind, entries)
        for row in rows:
            if hasattr(row, "derive"):
                row.derive()
        self._save(kind, rows)

    def _save(self, kind: str, rows: list[Any]) -> None:
        model = records.MODELS[kind]
        names = [
            field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "created_at"
        ]
        model.objects.bulk_update(rows, names, batch_size=200)
        self.touched[kind].extend(row.pk for row in rows)
        self._advance(len(rows))

    def _advance(self, count: int) -> None:
        self.done += count
        self.progress("Writing", self.done, len(self.written))

    # events: an event that is dated from another comes after it
    def _write_events(self) -> None:
        entries = self.by_kind.get("events", [])
        if not entries:
            return
        rows: dict[str, Any] = {}
        updated: list[Any] = []
        for level in _levels(entries):
            for part in _parts([entry for entry in level if entry.outcome == "created"], 2000):
                new = [models.Event(**values_of("events", entry.form, self.ids)) for entry in part]
                self._derive(part, new, rows)
                self._create("events", part, new)
            for part in _parts([entry for entry in level if entry.outcome == "updated"], 500):
                changed = self._changed("events", part)
                self._derive(part, changed, rows)
                updated += changed
        for part in _parts(updated, 500):
            self._save("events", part)
        if updated:
            chronology.follow(models.Event.objects, updated)

    def _derive(self, entries: list[Entry], rows: list[Any], known: dict[str, Any]) -> None:
        """Fills the derived columns; `known` grows by the rows that others may be dated from."""
        anchors = {slug for entry in entries if (slug := entry.form.get("after_event")) and slug not in known}
        known.update(
            (event.slug, event)
            for part in _parts(sorted(anchors), records.SLICE)
            for event in models.Event.objects.filter(slug__in=part).only("slug", "earliest", "latest")
        )
        for entry, row in zip(entries, rows, strict=True):
            if anchor := entry.form.get("after_event"):
                row.after_event = known[anchor]
            chronology.derive(row)
            if entry.slug in self._anchor_slugs:
                known[entry.slug] = row

    @property
    def _anchor_slugs(self) -> set[str]:
        if not hasattr(self, "_anchors"):
            self._anchors = {
                entry.form["after_event"] for entry in self.by_kind["events"] if entry.form.get("after_event")
            }
        return self._anchors

    # lists
    def _write_lists(self, kind: str) -> None:
        spec = KINDS[kind]
        for part in _parts(self.by_kind.get(kind, []), 2000):
            batch = Batch()
            for entry in part:
                owner, mine = self.ids[kind][entry.slug], entry.mine or Form()
                for name, inner in spec.lists.items():
                    old, new = mine.get(name, ()), entry.form.get(name, ())
                    if not (old or new):
                        continue
                    if isinstance(inner, Slugs):
                        self._write_slugs(batch, kind, name, inner.kind, owner, old, new)
                    else:
                        self.item_rows.write(batch, kind, name, owner, old, new)
            batch.save()

    def _write_slugs(
        self,
        batch: Batch,
        kind: str,
        name: str,
        target: str,
        owner: int,
        old: Iterable[str],
        new: Iterable[str],
    ) -> None:
        field = records.MODELS[kind]._meta.get_field(name)
        through, mine, other = (
            field.remote_field.through,
            field.m2m_field_name(),
            field.m2m_reverse_field_name(),
        )
        if gone := set(old) - set(new):
            pks = through.objects.filter(**{mine: owner, f"{other}__slug__in": gone}).values_list("pk", flat=True)
            batch.delete(through, pks)
        for slug in new:
            if slug not in old:
                batch.insert(through, {f"{mine}_id": owner, f"{other}_id": self.ids[target][slug]})

    # what is no record
    def _write_redirects(self) -> None:
        entries = self.by_kind.get("redirects", [])
        rows = []
        for entry in entries:
            kind, slug = entry.slug.split("/")
            target = entry.form["to"].split("/")[1]
            if entry.mine is not None and entry.mine.pk is not None:
                models.Redirect.objects.filter(pk=entry.mine.pk).update(target=target)
                self.touched["redirects"].append(entry.mine.pk)
            else:
                rows.append(models.Redirect(kind=kind, slug=slug, target=target))
        models.Redirect.objects.bulk_create(rows)
        self.touched["redirects"].extend(row.pk for row in rows)
        self._advance(len(entries))

    def _write_bases(self) -> None:
        changed = [entry for entry in self.entries if entry.base_changed]
        for part in _parts([entry for entry in changed if entry.base_key is None], 2000):
            insert(
                models.SeedBase,
                [{"kind": entry.kind, "slug": entry.slug, "base": entry.base} for entry in part],
            )
        for entries in _parts([entry for entry in changed if entry.base_key is not None], 500):
            keys = {entry.base_key: entry for entry in entries}
            rows = models.SeedBase.objects.filter(slug__in={key[1] for key in keys if key})
            known = [row for row in rows if (row.kind, row.slug) in keys]
            for row in known:
                entry = keys[row.kind, row.slug]
                row.slug, row.base = entry.slug, entry.base
            models.SeedBase.objects.bulk_update(known, ["slug", "base"], batch_size=200)

    def _events_to_index(self) -> list[int]:
        """The events whose own words, or the words of what they hold, may have changed."""
        ids = set(self.touched["events"])
        lookups = {
            "actors": "participations__actor__in",
            "sources": "citations__source__in",
            "themes": "themes__in",
            "interpretations": "evidence__interpretation__in",
        }
        for kind, lookup in lookups.items():
            pks = [self.ids[kind][entry.slug] for entry in self.by_kind.get(kind, ()) if entry.outcome == "updated"]
            for part in _parts(pks, records.SLICE):
                ids.update(models.Event.objects.filter(**{lookup: part}).values_list("pk", flat=True))
        return sorted(ids)


def _levels(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Entries so that each comes in a later level than the one it is dated from."""
    by_slug = {entry.slug: entry for entry in entries}
    level: dict[str, int] = {}
    for entry in entries:
        chain = [entry.slug]
        while chain[-1] not in level and (anchor := by_slug[chain[-1]].form.get("after_event")) in by_slug:
            chain.append(anchor)
        for slug in reversed(chain):
            if slug not in level:
                anchor = by_slug[slug].form.get("after_event")
                level[slug] = level[anchor] + 1 if anchor in by_slug else 0
    sorted_levels: dict[int, list[Entry]] = {}
    for entry in entries:
        sorted_levels.setdefault(level[entry.slug], []).append(entry)
    for number in sorted(sorted_levels):
        yield sorted_levels[number]


def _by_kind(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(entry)
    return found


def _parts(items: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
