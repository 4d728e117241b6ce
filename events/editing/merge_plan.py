"""What merging two records would do: what moves, what is said twice and dropped, and what forbids it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.editing import roles
from events.editing.pointers import Place, label_of, lists_of, lists_with, owners, pointing, rules
from events.models import (
    Actor,
    ActorName,
    Comment,
    Erratum,
    Event,
    EventLink,
    PendingRevision,
    Source,
    Status,
)
from events.record_data import reading
from events.record_data.declaration import Data, Shape, owners_of, shape_of

ABOUT: tuple[Any, ...] = (Comment, Erratum)
"""What is about a record by its key alone, and moves. Revisions and earlier merges stay with the key that they name."""

SHOWN = 20
"""So many names of a kind; a plan counts the others."""


class Problem(NamedTuple):
    """What forbids a merge, in a sentence; with the pending revision that has to be decided first."""

    text: str
    revision: PendingRevision | None = None


@dataclass
class Moves:
    """Rows of one kind that would move: how many, and the names of the first."""

    label: str
    number: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.number - len(self.names)


class Link(NamedTuple):
    """A change of a many-to-many list: whose, which, and the keys that leave and enter it."""

    owner: Any
    name: str
    removed: int | None
    added: int | None


@dataclass
class Plan:
    """What merging `gone` into `kept` would do. With `problems` it is not done."""

    kept: Any
    gone: Any
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    moves: list[Moves] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """What would be said twice, or of itself, and is dropped."""
    name: str = ""
    """The name of the one that goes, where the other does not have it yet."""
    redirect: bool = False

    rows: dict[Place, Any] = field(default_factory=dict)
    changes: dict[Place, dict[str, list[Any]]] = field(default_factory=dict)
    drops: list[Any] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    revisions: list[tuple[PendingRevision, dict[str, Data | None]]] = field(default_factory=list)
    touched: set[Place] = field(default_factory=set)

    @property
    def total(self) -> int:
        """How many rows lead to the one that would go."""
        return sum(each.number for each in self.moves) + len(self.dropped)

    @property
    def seen(self) -> str:
        """What an editor has looked at; it is another one once either record, or what leads to it, has changed."""
        changes = [[label_of(model), pk, fields] for (model, pk), fields in self.changes.items()]
        drops = [[label_of(type(row)), row.pk] for row in self.drops]
        links = [[label_of(type(link.owner)), link.owner.pk, *link[1:]] for link in self.links]
        revisions = [[revision.pk, new] for revision, new in self.revisions]
        problems = [problem.text for problem in self.problems]
        records = [reading.read(self.kept), reading.read(self.gone)]
        said = json.dumps([records, changes, drops, links, revisions, problems], cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def plan(kept: Any, gone: Any) -> Plan:
    """What would move from `gone` to `kept`, what would be dropped, and what forbids it. Writes nothing."""
    found = Plan(kept, gone)
    if type(kept) is not type(gone) or type(kept) not in redirects.KINDS:
        found.problems.append(Problem(_("Only two records of the same kind can be merged.")))
    elif kept.pk == gone.pk:
        found.problems.append(Problem(_("This is the same record. Choose another one.")))
    else:
        _Planner(found).run()
    return found


def by_standing(one: Any, other: Any) -> tuple[Plan, Plan]:
    """The plans of both directions, the more likely first: what readers see stays, else what more leads to."""
    plans = plan(one, other), plan(other, one)

    def standing(found: Plan, reverse: Plan) -> tuple[bool, bool, int, int]:
        return not found.problems, roles.is_public(found.kept), reverse.total, -found.kept.pk

    return plans if standing(*plans) >= standing(*plans[::-1]) else plans[::-1]


class _Planner:
    def __init__(self, found: Plan) -> None:
        self.plan = found
        self.dropped: set[Place] = set()

    def run(self) -> None:
        kept, gone = self.plan.kept, self.plan.gone
        self.plan.problems += problems(kept, gone)
        self.plan.warnings += warnings(kept, gone)
        self.follow(kept, gone)
        self.move_lists(kept, gone)
        self.move_about(kept, gone)
        self.plan.revisions = list(_revisions_naming(kept, gone))
        self.plan.redirect = redirects.was_ever_public(gone)
        if isinstance(gone, Actor) and gone.name != kept.name:
            names = ActorName.objects.filter(actor__in=[kept, gone], name=gone.name)
            self.plan.name = "" if names.exists() else gone.name
        self.plan.touched.add((type(kept), kept.pk))
        self.plan.touched.discard((type(gone), gone.pk))
        self.tell()

    def follow(self, kept: Any, gone: Any) -> None:
        """Moves what leads to a row: a record or, where a row is dropped, what is said behind it."""
        by_model: dict[type[Model], list[ForeignKey]] = defaultdict(list)
        for each in pointing(type(gone)):
            by_model[each.model].append(each)
        for model, fields in by_model.items():
            self.move_rows(model, fields, kept, gone)

    def move_rows(self, model: type[Model], fields: list[ForeignKey], kept: Any, gone: Any) -> None:
        there = Q(*((each.name, kept) for each in fields), _connector=Q.OR)
        here = Q(*((each.name, gone) for each in fields), _connector=Q.OR)
        rows = model._base_manager.filter(there | here if rules(model) else here).order_by("pk")
        moved, others = [], []
        for row in map(self.known, rows):
            leading = [each for each in fields if getattr(row, each.attname) == gone.pk]
            if row in (kept, gone):
                continue  # one of the two is dated from the other, which is a problem
            if not leading:
                others.append(row)
                continue
            self.touch(row)
            for each in leading:
                self.change(row, each.attname, kept.pk)
            moved.append(row)
        for row in moved:
            self.mend_circle(row, [each for each in fields if getattr(row, each.attname) == kept.pk])
        self.drop_what_is_said_twice(model, others, moved)
        for row in moved:
            self.touch(row)
        if hasattr(model, "position") and set(fields) & set(owners_of(model)):
            self.append([row for row in others if self.stands(row)], [row for row in moved if self.stands(row)])

    def known(self, row: Model) -> Model:
        """The row as the plan has changed it so far."""
        return self.plan.rows.setdefault((type(row), row.pk), row)

    def stands(self, row: Model) -> bool:
        return (type(row), row.pk) not in self.dropped

    def change(self, row: Any, name: str, value: Any) -> None:
        was = self.plan.changes.setdefault((type(row), row.pk), {}).setdefault(name, [getattr(row, name), value])
        was[1] = value
        setattr(row, name, value)

    def touch(self, row: Model) -> None:
        self.plan.touched.update(owners(row))

    def mend_circle(self, row: Any, ends: list[ForeignKey]) -> None:
        """What would lead from the record to itself is emptied, if it may be empty, or dropped."""
        if len(ends) < 2:
            return
        empty = [each for each in ends if each.null]
        for each in empty:
            self.change(row, each.attname, None)
        if not empty:
            self.drop(row, _("would lead to itself"))

    def drop_what_is_said_twice(self, model: type[Model], others: list[Any], moved: list[Any]) -> None:
        for names, empty_counts in rules(model):
            first: dict[tuple[Any, ...], Any] = {}
            movable = {row.pk for row in moved}
            for row in filter(self.stands, [*others, *moved]):
                said = tuple(getattr(row, name) for name in names)
                if None in said and not empty_counts:
                    continue
                twin = first.setdefault(said, row)
                if twin is not row and row.pk in movable:
                    self.follow(twin, row)
                    self.drop(row, _("is said of both"))

    def drop(self, row: Any, why: str) -> None:
        """With what leads to it still: what a twin says as well has moved there before."""
        key = type(row), row.pk
        for each in pointing(type(row)):
            for part in each.model._base_manager.filter(**{each.name: row.pk}):
                part = self.known(part)
                if self.stands(part) and getattr(part, each.attname) == row.pk:
                    self.drop(part, why)
        self.dropped.add(key)
        self.plan.drops.append(row)
        self.plan.dropped.append(f"{capfirst(str(row._meta.verbose_name))}: {self.name_of(row)} ({why})")
        for name, (old, _new) in self.plan.changes.pop(key, {}).items():
            setattr(row, name, old)  # it is remembered as it was

    def append(self, others: list[Any], moved: list[Any]) -> None:
        """Behind those that are there: the first citation is the main one."""
        if others:
            after = max(row.position for row in others) + 1
            for row in moved:
                self.change(row, "position", row.position + after)

    def move_lists(self, kept: Any, gone: Any) -> None:
        for each in lists_of(type(gone)):
            there = set(getattr(kept, each.name).values_list("pk", flat=True))
            for key in getattr(gone, each.name).order_by("pk").values_list("pk", flat=True):
                if key not in there:
                    self.plan.links.append(Link(kept, each.name, None, key))
        for each in lists_with(type(gone)):
            holders = each.model._base_manager
            with_both = set(holders.filter(**{each.name: kept}).values_list("pk", flat=True))
            for holder in holders.filter(**{each.name: gone}).order_by("pk"):
                added = None if holder.pk in with_both else kept.pk
                self.plan.links.append(Link(holder, each.name, gone.pk, added))
                self.plan.touched.add((each.model, holder.pk))

    def move_about(self, kept: Any, gone: Any) -> None:
        for model in ABOUT:
            for row in model.objects.of(gone).order_by("pk"):
                self.change(self.known(row), "object_id", kept.pk)

    # what an editor reads of it
    def name_of(self, row: Any) -> str:
        """Where the row stands and what it says."""
        said = dict.fromkeys([*map(self.record, owners(row)), row])
        return ": ".join(str(each) for each in said if each not in (None, self.plan.kept, self.plan.gone))

    def record(self, place: Place) -> Any:
        model, key = place
        manager = model._base_manager.defer("text") if model is Source else model._base_manager
        return manager.filter(pk=key).first()

    def tell(self) -> None:
        found: dict[type[Model], Moves] = {}
        for place in self.plan.changes:
            model, row = place[0], self.plan.rows[place]
            self.count(found, model, model._meta.verbose_name_plural, self.name_of, row)
        for link in self.plan.links:
            model, listed = type(link.owner), type(link.owner)._meta.get_field(link.name)
            if link.removed is None:
                target = listed.related_model
                self.count(found, target, listed.verbose_name, self.record, (target, link.added))
            else:
                self.count(found, model, f"{model._meta.verbose_name_plural} ({listed.verbose_name})", str, link.owner)
        for revision, _new in self.plan.revisions:
            self.count(found, PendingRevision, PendingRevision._meta.verbose_name_plural, str, revision.record)
        self.plan.moves = list(found.values())

    def count(self, found: dict[type[Model], Moves], kind: Any, label: Any, name: Any, of: Any) -> None:
        moves = found.setdefault(kind, Moves(capfirst(str(label))))
        moves.number += 1
        if len(moves.names) < SHOWN:
            moves.names.append(Truncator(str(name(of))).chars(160))


def problems(kept: Any, gone: Any) -> list[Problem]:
    """What forbids to merge two records of one kind."""
    found = []
    for record in (kept, gone):
        for revision in PendingRevision.objects.of(record).open().select_related("author"):
            text = _("A pending revision of “%(record)s” waits: decide on it first.")
            found.append(Problem(text % {"record": record}, revision))
    if getattr(gone, "status", "") == Status.PUBLISHED != getattr(kept, "status", ""):
        text = _("Readers see “%(gone)s” and not “%(kept)s”: keep the published one, or publish the other first.")
        found.append(Problem(text % {"gone": gone, "kept": kept}))
    if isinstance(gone, Source):
        found += map(Problem, _problems_of_sources(kept, gone))
    if isinstance(gone, Event):
        found += map(Problem, _problems_of_events(kept, gone))
    return found


def _problems_of_sources(kept: Source, gone: Source) -> Iterator[str]:
    names = {"kept": kept, "gone": gone}
    if gone.is_document or gone.passages.exists():
        yield _("The text of “%(gone)s” is stored here, and its passages keep their numbers: it has to stay.") % names
    elif kept.is_document:
        text = _(
            "The text of “%(kept)s” is stored here, and a citation of it names a passage, which those of “%(gone)s”"
            " lack. Quote the document in each record that cites the other, then delete that."
        )
        yield text % names


def _problems_of_events(kept: Event, gone: Event) -> Iterator[str]:
    if _is_dated_from(kept, gone) or _is_dated_from(gone, kept):
        yield _("One of the two is dated from the other. Give it a date of its own first.")
    if _part_of_itself(kept, gone):
        yield _("By way of a third event, one is part of the other: as one, it would be part of itself.")


def _is_dated_from(event: Event, other: Event) -> bool:
    anchor, seen = event.after_event, set()
    while anchor is not None and anchor.pk not in seen:
        if anchor.pk == other.pk:
            return True
        seen.add(anchor.pk)
        anchor = anchor.after_event
    return False


def _part_of_itself(kept: Event, gone: Event) -> bool:
    """Whether links from one lead to the other by way of a third event."""
    pairs = EventLink.objects.filter(kind=EventLink.Kind.PART_OF).exclude(
        event__in=[kept, gone], target__in=[kept, gone]
    )
    wholes = defaultdict(set)
    for part, of in pairs.values_list("event", "target"):
        wholes[kept.pk if part == gone.pk else part].add(kept.pk if of == gone.pk else of)
    newest, seen = wholes[kept.pk], set()
    while newest:
        seen |= newest
        newest = set().union(*(wholes[key] for key in newest)) - seen
    return kept.pk in seen


def warnings(kept: Any, gone: Any) -> list[str]:
    """What an editor should think about before merging the two."""
    if isinstance(gone, (Actor, Source)) and kept.kind != gone.kind:
        text = _("The two are of different kinds: “%(kept)s” (%(kind)s) and “%(gone)s” (%(other)s).")
        kinds = {"kind": kept.get_kind_display(), "other": gone.get_kind_display()}
        return [text % {"kept": kept, "gone": gone, **kinds}]
    return []


# --- open revisions of other records ----------------------------------------------------------------------------------


DATA = ("base", "data", "of_author")
"""The fields of a pending revision that hold a record as data."""


def data_of(revision: PendingRevision) -> dict[str, Data | None]:
    return {name: getattr(revision, name) for name in DATA}


def _revisions_naming(kept: Any, gone: Any) -> Iterator[tuple[PendingRevision, dict[str, Data | None]]]:
    """Open revisions of other records that name `gone`, with what they hold naming `kept` instead."""
    for revision in PendingRevision.objects.open().select_related("content_type").order_by("pk"):
        model = revision.content_type.model_class()
        if model is None or (model is type(gone) and revision.object_id in (kept.pk, gone.pk)):
            continue
        old = data_of(revision)
        new = {name: each and _renamed(shape_of(model), each, gone, kept) for name, each in old.items()}
        if new != old:
            yield revision, new


def _renamed(shape: Shape, old: Data, gone: Any, kept: Any) -> Data:
    """The data with the key of one record for that of the other; what it then says twice, once."""
    new = dict(old)
    for name, target in shape.references.items():
        if target is type(gone) and old.get(name) == gone.pk:
            new[name] = kept.pk
    for name, each in shape.lists.items():
        if each.related_model is type(gone) and gone.pk in old.get(name, ()):
            new[name] = sorted({kept.pk if key == gone.pk else key for key in old[name]})
    for name, part in shape.parts.items():
        if name in old:
            renamed = [_renamed(part.shape, row, gone, kept) for row in old[name]]
            new[name] = _said_once(part.shape, old[name], renamed)
    return new


def _said_once(shape: Shape, rows: list[Data], renamed: list[Data]) -> list[Data]:
    """The renamed rows without those that say what another one said already; what is said within those moves there."""

    def said(row: Data) -> Data:
        return {name: row[name] for name in shape.fields if name in row}

    pairs = list(zip(rows, renamed, strict=True))
    found = [new for old, new in pairs if said(new) == said(old)]
    standing = list(found)
    for old, new in pairs:
        if said(new) == said(old):
            continue
        twin = next((each for each in standing if said(each) == said(new)), None)
        if twin is None:
            found.append(new)
            continue
        for name in shape.parts:
            twin[name] = sorted([*twin.get(name, ()), *new.get(name, ())], key=_key)
    return sorted(found, key=_key)


def _key(row: Data) -> int:
    return row["pk"]
