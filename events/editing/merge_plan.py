"""What merging two records would do, as record data: every record that it changes, before and after."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from events.addresses import redirects
from events.editing import roles
from events.models import Actor, Citation, Comment, Erratum, Event, EventLink, PendingRevision, Proposal, Source, Status
from events.record_data import reading
from events.record_data.declaration import Data, Identity, Shape, identities_of, owners_of, shape_of
from events.record_data.digest import digest
from events.record_data.pointers import pointing_at, records_of
from events.record_data.writing import TEMPORARY

ABOUT: dict[Any, str] = {Comment: "object_id", Erratum: "object_id", Proposal: "record"}
"""What is about a record by its key alone, and moves, with the column of that key.

Revisions and earlier merges stay with the key that they name.
"""

SHOWN = 20
"""So many names of a kind; a plan counts the others."""


class MergeProblem(NamedTuple):
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


class MergeStep(NamedTuple):
    """A record that a merge changes."""

    record: Any
    before: Data
    after: Data


@dataclass
class MergePlan:
    """What merging `gone` into `kept` would do. With `problems` it is not done."""

    kept: Any
    gone: Any
    problems: list[MergeProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    moves: dict[Any, Moves] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    """What would be said twice, or of itself, and is dropped."""
    name: str = ""
    """The name of the one that goes, where the other does not have it yet."""
    redirect: bool = False

    was: Data = field(default_factory=dict)
    """What the one that goes is."""
    steps: list[MergeStep] = field(default_factory=list)
    """First the one that stays: what belongs to the other belongs to it from then on."""
    about: list[Any] = field(default_factory=list)
    revisions: list[tuple[PendingRevision, dict[str, Data | None]]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many rows lead to the one that would go."""
        return sum(each.number for each in self.moves.values()) + len(self.dropped)

    @property
    def seen(self) -> str:
        """What an editor has looked at; it is another one once either record, or what leads to it, has changed."""
        steps = [[step.record._meta.label, step.record.pk, *step[1:]] for step in self.steps]
        revisions = [[revision.pk, new] for revision, new in self.revisions]
        problems = [problem.text for problem in self.problems]
        return digest([self.gone.pk, self.was, steps, [row.pk for row in self.about], revisions, problems])


def plan(kept: Any, gone: Any) -> MergePlan:
    """What would move from `gone` to `kept`, what would be dropped, and what forbids it. Writes nothing."""
    found = MergePlan(kept, gone)
    if type(kept) is not type(gone) or type(kept) not in redirects.KINDS:
        found.problems.append(MergeProblem(_("Only two records of the same kind can be merged.")))
    elif kept.pk == gone.pk:
        found.problems.append(MergeProblem(_("This is the same record. Choose another one.")))
    else:
        found.problems += problems(kept, gone)
        found.warnings += warnings(kept, gone)
        found.redirect = redirects.was_ever_public(gone)
        _fill(found)
    return found


def by_standing(one: Any, other: Any) -> tuple[MergePlan, MergePlan]:
    """The plans of both directions, the more likely first: what readers see stays, else what more leads to."""
    plans = plan(one, other), plan(other, one)

    def standing(found: MergePlan, reverse: MergePlan) -> tuple[bool, bool, int, int]:
        return not found.problems, roles.is_public(found.kept), reverse.total, -found.kept.pk

    return plans if standing(*plans) >= standing(*plans[::-1]) else plans[::-1]


def _fill(found: MergePlan) -> None:
    kept, gone = found.kept, found.gone
    model: Any = type(kept)
    shape = shape_of(model)
    before, found.was = (reading.read(record) for record in (kept, gone))
    joining = _Joining({(model, gone.pk): kept.pk}, found)
    found.steps = [MergeStep(kept, before, joining.both(shape, before, found.was))]
    if isinstance(gone, Actor) and gone.name != kept.name:
        names = found.steps[0].after["other_names"]
        if gone.name not in [each["name"] for each in names]:
            found.name = gone.name
            names.append({"pk": TEMPORARY, "name": gone.name})
    leading: dict[Any, set[int]] = defaultdict(set)
    for pointed_at, key in joining.instead:
        leading[pointed_at].add(key)
    for holder, keys in records_of(pointing_at(leading)).items():
        records = holder._base_manager.in_bulk(keys - ({kept.pk, gone.pk} if holder is model else set()))
        for key, data in sorted(reading.read_many(holder, records).items()):
            joining.record = records[key]
            found.steps.append(MergeStep(records[key], data, joining.renamed(shape_of(holder), data)))
    for about in ABOUT:
        for row in about.objects.of(gone).order_by("pk"):
            found.about.append(row)
            joining.count(about, about._meta.verbose_name_plural, str, row)
    for revision, new in _revisions(found, joining.instead):
        found.revisions.append((revision, new))
        joining.count(PendingRevision, PendingRevision._meta.verbose_name_plural, str, revision.record)


class _Joining:
    """Puts one row in the place of another in record data, and tells the plan what moves and what is dropped.

    `instead` grows by the rows that are dropped: what points at them points at what says the same.
    """

    def __init__(self, instead: dict[tuple[Any, int], int], plan: MergePlan) -> None:
        self.instead, self.plan = instead, plan
        self.record = plan.kept

    def renamed(self, shape: Shape, data: Data) -> Data:
        """The data with what it points at put in place; what it then says twice, once."""
        new = dict(data)
        for name, target in shape.references.items():
            if (key := data.get(name)) is not None:
                new[name] = self.instead.get((target, key), key)
        if new != data and shape.model is type(self.record):
            self.count(shape.model, shape.model._meta.verbose_name_plural, str, self.record)
        for name, each in shape.lists.items():
            keys = {self.instead.get((each.related_model, key), key) for key in data.get(name, ())}
            if keys != {*data.get(name, ())}:
                new[name] = sorted(keys)
                label = f"{shape.model._meta.verbose_name_plural} ({each.verbose_name})"
                self.count((shape.model, name), label, str, self.record)
        for name, part in shape.parts.items():
            if rows := data.get(name):
                named = [(row, self.renamed(part.shape, row)) for row in rows]
                there = [new for old, new in named if _says(part.shape, old) == _says(part.shape, new)]
                coming = [new for old, new in named if _says(part.shape, old) != _says(part.shape, new)]
                new[name] = self.joined(part.shape, there, coming)
        return new

    def both(self, shape: Shape, kept: Data, gone: Data) -> Data:
        """What belongs to either, as the one that stays has it."""
        data, other = self.renamed(shape, kept), self.renamed(shape, gone)
        for name, each in shape.lists.items():
            target: Any = each.related_model
            for record in target._base_manager.filter(pk__in={*other[name]} - {*data[name]}).order_by("pk"):
                self.count(target, each.verbose_name, str, record)
            data[name] = sorted({*data[name], *other[name]})
        for name, part in shape.parts.items():
            data[name] = self.joined(part.shape, data[name], other[name], behind=True)
        return data

    def joined(self, shape: Shape, there: list[Data], coming: list[Data], behind: bool = False) -> list[Data]:
        """Rows with others that come to them: what is said already is not said again, but what belongs to it stays.

        Those that come from elsewhere stand behind: the first citation is the main one.
        """
        rows = list(there)
        after = max((row["position"] for row in there), default=-1) + 1 if behind and "position" in shape.fields else 0
        for row in coming:
            if not self.leads_elsewhere(shape, row):
                self.drop(shape, row, _("would lead to itself"))
                continue
            twin = next((each for each in rows if _say_the_same(shape, each, row)), None)
            if twin is None:
                rows.append(row | {"position": row["position"] + after} if after else row)
                self.count(shape.model, shape.model._meta.verbose_name_plural, self.name_of, (shape, row))
                continue
            self.drop(shape, row, _("is said of both"))
            self.instead[shape.model, row["pk"]] = twin["pk"]
            for name, part in shape.parts.items():
                twin[name] = self.joined(part.shape, twin.get(name, []), row.get(name, []), behind=True)
        return sorted(rows, key=lambda row: row["pk"])

    def leads_elsewhere(self, shape: Shape, row: Data) -> bool:
        """What would lead from a record to itself is emptied if it may be empty; else the row goes."""
        circles = [name for name, target in shape.references.items() if isinstance(self.record, target)]
        circles = [name for name in circles if row.get(name) == self.record.pk]
        row.update({name: None for name in circles if shape.fields[name].null})
        return all(shape.fields[name].null for name in circles)

    # what an editor reads of it
    def drop(self, shape: Shape, row: Data, why: str) -> None:
        kind = capfirst(str(shape.model._meta.verbose_name))
        self.plan.dropped.append(f"{kind}: {self.name_of((shape, row))} ({why})")

    def name_of(self, row: tuple[Shape, Data]) -> str:
        """Where the row stands and what it says."""
        of_either = self.record in (self.plan.kept, self.plan.gone)
        return ": ".join(dict.fromkeys([*[str(self.record)][of_either:], named(*row, self.record)]))

    def count(self, kind: Any, label: Any, name: Any, of: Any) -> None:
        moves = self.plan.moves.setdefault(kind, Moves(capfirst(str(label))))
        moves.number += 1
        if len(moves.names) < SHOWN:
            moves.names.append(Truncator(str(name(of))).chars(160))


def named(shape: Shape, row: Data, record: Any) -> str:
    """What a row of a record's data is called."""
    found: Any = shape.model._base_manager.filter(pk=row["pk"]).first() or shape.model(pk=row["pk"])
    for name, each in shape.fields.items():
        if name in row:
            setattr(found, each.attname, row[name])
    for owner in owners_of(shape.model):
        if isinstance(record, owner.related_model):
            setattr(found, owner.name, record)
    return str(found)


def _says(shape: Shape, row: Data) -> Data:
    return {name: row[name] for name in shape.fields if name in row}


def _say_the_same(shape: Shape, one: Data, other: Data) -> bool:
    """Whether two rows of one record cannot, or need not, stand beside each other."""
    rules = [*identities_of(shape.model)]
    if shape.model is Citation:  # the database allows it, but nobody needs to read the same words twice
        rules.append(Identity(tuple(name for name in shape.fields if name != "position"), True))
    for names, with_empty in rules:
        said = [[row.get(name) for name in names if name in shape.fields] for row in (one, other)]
        if said[0] == said[1] and (with_empty or None not in said[0]):
            return True
    return False


# --- open revisions of other records ----------------------------------------------------------------------------------


DATA = ("base", "data", "of_author")
"""The fields of a pending revision that hold a record as data."""


def data_of(revision: PendingRevision) -> dict[str, Data | None]:
    return {name: getattr(revision, name) for name in DATA}


def _revisions(
    found: MergePlan, instead: dict[tuple[Any, int], int]
) -> Iterator[tuple[PendingRevision, dict[str, Data | None]]]:
    """Open revisions of other records that name what goes, with what they hold naming what stays instead."""
    for revision in PendingRevision.objects.open().select_related("content_type").order_by("pk"):
        model = revision.content_type.model_class()
        if model is None or (model is type(found.gone) and revision.object_id in (found.kept.pk, found.gone.pk)):
            continue
        joining = _Joining({**instead}, MergePlan(None, None))
        old = data_of(revision)
        new = {name: each and joining.renamed(shape_of(model), each) for name, each in old.items()}
        if new != old:
            yield revision, new


# --- what forbids it --------------------------------------------------------------------------------------------------


def problems(kept: Any, gone: Any) -> list[MergeProblem]:
    """What forbids to merge two records of one kind."""
    found = []
    for record in (kept, gone):
        for revision in PendingRevision.objects.of(record).open().select_related("author"):
            text = _("A pending revision of “%(record)s” waits: decide on it first.")
            found.append(MergeProblem(text % {"record": record}, revision))
    if getattr(gone, "status", "") == Status.PUBLISHED != getattr(kept, "status", ""):
        text = _("Readers see “%(gone)s” and not “%(kept)s”: keep the published one, or publish the other first.")
        found.append(MergeProblem(text % {"gone": gone, "kept": kept}))
    if isinstance(gone, Source):
        found += map(MergeProblem, _problems_of_sources(kept, gone))
    if isinstance(gone, Event):
        found += map(MergeProblem, _problems_of_events(kept, gone))
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
