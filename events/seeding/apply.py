"""Applies a plan in one transaction: all of it or nothing, and nothing at all where nothing changed.

Rows are created in bulk, in the order in which kinds depend on one another; of a changed record only the rows that
differ are touched, and those that an item of a list already has keep their keys.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from events import models
from events.chronology import bounds, order
from events.published import numbering
from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import WITHIN, SeedData, shape_of
from events.record_data.pointers import in_parts
from events.record_data.references import slugs_of
from events.seeding import about_records, document_rows, in_database, recording
from events.seeding.batch import Batch
from events.seeding.plan import LoadPlan, PlanEntry, Progress, Stale, no_progress
from events.seeding.row_values import ColumnValues, with_numbers
from events.seeding.shapes import SHAPES
from events.signals import invalidation
from events.sql.bulk_insert import Keys, Values, insert

COMMENT = "Loaded from seed files"
SLICE = 2000
"""Records that are written at once."""
T = TypeVar("T")


def apply(plan: LoadPlan, progress: Progress = no_progress, comment: str = COMMENT, user: Any = None) -> None:
    """Writes what a plan without problems says, as one entry of the history.

    Raises Stale if an editor was faster; then nothing is written.
    """
    if not plan.writes:
        return
    with transaction.atomic():
        _refuse_stale(plan)
        everything = (*plan.entries, *plan.about)
        applier = Applier(progress, sum(entry.outcome != "unchanged" for entry in everything), remembers=True)
        applier.write(plan.entries)
        applier.write_about(plan.about)
        applier.finish(comment, user)


def _refuse_stale(plan: LoadPlan) -> None:
    for kind, entries in by_kind(entry for entry in plan.entries if entry.outcome == "updated").items():
        if kind == "redirects":
            continue
        slugs = [entry.stored["slug"] for entry in entries if entry.stored]
        for part in in_parts(slugs, in_database.SLICE):
            list(MODELS[kind].objects.select_for_update().filter(slug__in=part).values_list("pk"))
        now = in_database.read(kind, slugs)
        if any(now.get(entry.stored["slug"]) != entry.stored for entry in entries if entry.stored):
            raise Stale


class Applier:
    """Writes entries: all at once or, if none points at a later one, call by call; and at the end what follows.

    Beside a key for each record that it writes it remembers only the keys of what was pointed at last; and, if it is
    to, what new records say, which need not be read again then.
    """

    REMEMBERED = 100_000

    def __init__(self, progress: Progress, total: int = 0, remembers: bool = False):
        self.progress, self.total, self.done = progress, total, 0
        self.said: dict[Any, dict[int, Any]] | None = {} if remembers else None
        self.keys = Keys()
        self.ids: dict[str, dict[str, int]] = {kind: {} for kind in SHAPES}
        self.within: dict[Any, dict[tuple[str, str], int]] = {model: {} for model in WITHIN}
        self.columns = ColumnValues(self.ids, self.within)
        self.touched = {kind: array("q") for kind in SHAPES}
        self.updated: dict[str, list[int]] = {kind: [] for kind in SHAPES}
        self.documents: list[int] = []

    def write(self, entries: list[PlanEntry]) -> None:
        written = [entry for entry in entries if entry.outcome != "unchanged"]
        self.by_kind = by_kind(written)
        self._find_ids(written)
        for kind in ("themes", "places", "sources", "actors", "debates"):
            self._write_records(kind)
        self._find_passages()
        self._write_events()
        unused = self._write_lists("debates")
        self._find_answers()
        self._write_records("interpretations")
        for kind in ("actors", "events", "interpretations"):
            self._write_lists(kind)
        self._delete_answers(unused)
        self._write_redirects()
        self._write_bases(entries)
        self._forget()

    def write_about(self, entries: list[PlanEntry]) -> None:
        """What is said of records that are written, or that the database has."""
        self._advance(about_records.write(entries, self.keys))
        self._write_bases(entries)

    def finish(self, comment: str = COMMENT, user: Any = None) -> None:
        """Tells PostgreSQL, readers' pages, the search index and the history what was written."""
        if not self.done:
            return
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # until it knows that tables have grown, it may choose hour-long plans
        self.progress("Indexing", self.done, self.total)
        if self.touched["events"]:
            order.place()
        invalidation.invalidate_all(self._events_to_index(), self.documents)
        when = timezone.now()
        touched, updated = (
            {model: some[kind] for kind, model in MODELS.items()} for some in (self.touched, self.updated)
        )
        numbering.number(touched, updated, when=when, said=self.said)
        recording.record(comment, self.touched, self.progress, when, user)

    # keys
    def _forget(self) -> None:
        remembered: list[dict] = [*self.ids.values(), *self.within.values()]
        if sum(map(len, remembered)) > self.REMEMBERED:
            for found in remembered:
                found.clear()

    def _find_ids(self, entries: list[PlanEntry]) -> None:
        """Keys of the records that are pointed at and not created here."""
        wanted: dict[str, set[str]] = {kind: set() for kind in SHAPES}
        for entry in entries:
            if entry.mine is not None and entry.mine.pk is not None:
                self.ids[entry.kind][entry.slug] = entry.mine.pk
            for kind, slug in slugs_of(SHAPES[entry.kind], entry.data):
                wanted[kind].add(slug)
        for kind, slugs in wanted.items():
            if slugs:
                new = {entry.slug for entry in self.by_kind.get(kind, ()) if entry.outcome == "created"}
                self.ids[kind].update(in_database.keys(kind, slugs - self.ids[kind].keys() - new))

    def _find_passages(self) -> None:
        """Keys of the passages that citations may be of."""
        sources: set[str] = set()
        for kind in ("events", "interpretations"):
            for entry in self.by_kind.get(kind, ()):
                cited = in_database.citations_of(entry.data)
                sources.update(citation["source"] for citation in cited if citation.get("passage"))
        self._find_within(models.Passage, sources)

    def _find_answers(self) -> None:
        """Keys of the answers that interpretations may give."""
        entries = self.by_kind.get("interpretations", ())
        self._find_within(models.Answer, {entry.data["debate"] for entry in entries if entry.data.get("answer")})

    def _find_within(self, model: Any, slugs: set[str]) -> None:
        known = self.within[model]
        known.update(in_database.rows_within(model, slugs - {slug for slug, _name in known}))

    # records
    def _write_records(self, kind: str) -> None:
        entries = self.by_kind.get(kind, [])
        for part in parts([entry for entry in entries if entry.outcome == "created"], SLICE):
            self._create(kind, part, [self._new(entry) for entry in part])
        updated = [entry for entry in entries if entry.outcome == "updated"]
        for part in parts(updated, 500):
            self._update(kind, part)
        if kind == "sources":
            # Once every source has its key: a reference may resolve to any.
            for entry in entries:
                document_rows.write(entry, self.ids["sources"])
            self.documents += [self.ids["sources"][entry.slug] for entry in entries if entry.document is not None]

    def _values(self, entry: PlanEntry) -> Values:
        """The columns of a record's own row; derived ones are not among them."""
        values = self.columns.of(shape_of(MODELS[entry.kind], of_seeds=True), entry.data)
        if entry.kind == "sources":
            values["text"] = entry.text
            if entry.text:
                values["csl"] = with_numbers(values["csl"])
        return values

    def _new(self, entry: PlanEntry) -> SimpleNamespace:
        """A row to be: its columns as attributes, for what derives some of them from others."""
        row = SimpleNamespace(**self._values(entry))
        if derive := getattr(MODELS[entry.kind], "derive", None):
            derive(row)
        return row

    def _create(self, kind: str, entries: list[PlanEntry], rows: list[SimpleNamespace]) -> None:
        model, now = MODELS[kind], connection.ops.adapt_datetimefield_value(timezone.now())
        keys = self.keys.take(model, len(rows))
        for entry, row, key in zip(entries, rows, keys, strict=True):
            row.id, row.created_at, row.updated_at = key, now, now
            self.ids[kind][entry.slug] = key
        insert(model, map(vars, rows))
        if self.said is not None and kind != "sources":  # the text of a source says more than its entry
            self.said.setdefault(model, {}).update(zip(keys, (entry.data for entry in entries), strict=True))
        self.touched[kind].extend(keys)
        self._advance(len(rows))

    def _changed(self, kind: str, entries: list[PlanEntry]) -> list[Any]:
        """The rows of records to update, with their new values set, in the order of the entries."""
        rows = MODELS[kind].objects.in_bulk([self.ids[kind][entry.slug] for entry in entries])
        found = []
        for entry in entries:
            row = rows[self.ids[kind][entry.slug]]
            for name, value in self._values(entry).items():
                setattr(row, name, value)
            row.updated_at = timezone.now()
            found.append(row)
        return found

    def _update(self, kind: str, entries: list[PlanEntry]) -> None:
        rows = self._changed(kind, entries)
        for row in rows:
            if hasattr(row, "derive"):
                row.derive()
        self._save(kind, rows)

    def _save(self, kind: str, rows: list[Any]) -> None:
        model = MODELS[kind]
        names = [
            field.name
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in ("created_at", "created_by")
        ]
        pks = [row.pk for row in rows]
        if changing_places := [field.name for field in model._meta.concrete_fields if field.unique and field.null]:
            model.objects.filter(pk__in=pks).update(**dict.fromkeys(changing_places))
        model.objects.bulk_update(rows, names, batch_size=200)
        self.touched[kind].extend(pks)
        self.updated[kind].extend(pks)
        self._advance(len(rows))

    def _advance(self, count: int) -> None:
        self.done += count
        self.progress("Writing", self.done, self.total)

    # events: an event that is dated from another comes after it
    def _write_events(self) -> None:
        entries = self.by_kind.get("events", [])
        anchors = {anchor for entry in entries if (anchor := entry.data.get("after_event"))}
        known = dict(self._events_in_database(anchors - {entry.slug for entry in entries}))
        updated: list[Any] = []
        for level in _levels(entries):
            for part in parts([entry for entry in level if entry.outcome == "created"], SLICE):
                new = [SimpleNamespace(**self._values(entry), chain_place=0) for entry in part]
                self._derive(part, new, known)
                self._create("events", part, new)
                known.update((row.slug, models.Event(**vars(row))) for row in new if row.slug in anchors)
            for part in parts([entry for entry in level if entry.outcome == "updated"], 500):
                changed = self._changed("events", part)
                self._derive(part, changed, known)
                known.update((row.slug, row) for row in changed if row.slug in anchors)
                updated += changed
        for part in parts(updated, 500):
            self._save("events", part)
        if updated:
            bounds.follow(models.Event.objects, updated)

    def _events_in_database(self, slugs: set[str]) -> Iterator[tuple[str, Any]]:
        for part in in_parts(slugs, in_database.SLICE):
            for event in models.Event.objects.filter(slug__in=part).only("slug", "earliest", "latest", "sort_day"):
                yield event.slug, event

    def _derive(self, entries: list[PlanEntry], rows: list[Any], known: dict[str, Any]) -> None:
        """Fills the derived columns; `known` holds the events that others are dated from."""
        for entry, row in zip(entries, rows, strict=True):
            if anchor := entry.data.get("after_event"):
                row.after_event = known[anchor]
            bounds.derive(row)

    # lists
    def _write_lists(self, kind: str) -> list[int]:
        """Gives the keys of answers that are to go once no interpretation gives them any more."""
        shape, unused = SHAPES[kind], list[int]()
        for part in parts(self.by_kind.get(kind, []), SLICE):
            batch = Batch(self.keys)
            for entry in part:
                owner, mine = self.ids[kind][entry.slug], entry.mine or SeedData()
                for name, target in shape.kinds_listed.items():
                    old, new = mine.get(name, ()), entry.data.get(name, ())
                    if old or new:
                        self._write_slugs(batch, kind, name, target, owner, old, new)
                for name, rows in shape.parts.items():
                    old, new = mine.get(name, ()), entry.data.get(name, ())
                    if old or new:
                        self.columns.write(batch, rows, owner, old, new)
            unused += batch.deleted.pop(models.Answer, [])
            batch.save()
        return unused

    def _delete_answers(self, keys: list[int]) -> None:
        try:
            models.Answer.objects.filter(pk__in=keys).delete()
        except ProtectedError:  # since the plan was made, somebody has given one of them
            raise Stale from None

    def _write_slugs(
        self, batch: Batch, kind: str, name: str, target: str, owner: int, old: Iterable[str], new: Iterable[str]
    ) -> None:
        field = MODELS[kind]._meta.get_field(name)
        through, mine, other = (field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name())
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
            target = entry.data["to"].split("/")[1]
            if entry.mine is not None and entry.mine.pk is not None:
                models.Redirect.objects.filter(pk=entry.mine.pk).update(target=target)
                self.touched["redirects"].append(entry.mine.pk)
            else:
                rows.append(models.Redirect(kind=kind, slug=slug, target=target))
        models.Redirect.objects.bulk_create(rows)
        self.touched["redirects"].extend(row.pk for row in rows)
        self._advance(len(entries))

    def _write_bases(self, entries: list[PlanEntry]) -> None:
        changed = [entry for entry in entries if entry.base_changed]
        for part in parts([entry for entry in changed if entry.base_key is None], SLICE):
            insert(models.SeedBase, [{"kind": entry.kind, "slug": entry.slug, "base": entry.base} for entry in part])
        for part in parts([entry for entry in changed if entry.base_key is not None], 500):
            keys = {entry.base_key: entry for entry in part}
            rows = models.SeedBase.objects.filter(slug__in={key[1] for key in keys if key})
            known = [row for row in rows if (row.kind, row.slug) in keys]
            for row in known:
                entry = keys[row.kind, row.slug]
                row.slug, row.base = entry.slug, entry.base
            models.SeedBase.objects.bulk_update(known, ["slug", "base"], batch_size=200)

    def _events_to_index(self) -> Sequence[int]:
        """The events whose own words, or the words of what they hold, may have changed."""
        lookups = [
            ("actors", "participations__actor__in"),
            ("actors", "evidence__interpretation__proponents__in"),
            ("sources", "citations__source__in"),
            ("sources", "evidence__interpretation__citations__source__in"),
            ("themes", "themes__in"),
            ("places", "place__in"),
            ("interpretations", "evidence__interpretation__in"),
        ]
        others: set[int] = set()
        for kind, lookup in lookups:
            for part in in_parts(self.updated[kind], in_database.SLICE):
                others.update(models.Event.objects.filter(**{lookup: part}).values_list("pk", flat=True))
        return sorted(others.union(self.touched["events"])) if others else self.touched["events"]


def _levels(entries: list[PlanEntry]) -> Iterator[list[PlanEntry]]:
    """Entries so that each comes in a later level than the one it is dated from."""
    by_slug = {entry.slug: entry for entry in entries}
    level: dict[str, int] = {}
    for entry in entries:
        chain = [entry.slug]
        while chain[-1] not in level and (anchor := by_slug[chain[-1]].data.get("after_event")) in by_slug:
            chain.append(anchor)
        for slug in reversed(chain):
            if slug not in level:
                anchor = by_slug[slug].data.get("after_event")
                level[slug] = level[anchor] + 1 if anchor in by_slug else 0
    sorted_levels: dict[int, list[PlanEntry]] = {}
    for entry in entries:
        sorted_levels.setdefault(level[entry.slug], []).append(entry)
    for number in sorted(sorted_levels):
        yield sorted_levels[number]


def by_kind(entries: Iterable[PlanEntry]) -> dict[str, list[PlanEntry]]:
    found: dict[str, list[PlanEntry]] = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(entry)
    return found


def parts(items: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
