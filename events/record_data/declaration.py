"""What of each record is data, and what belongs to it: said once, for the database and for seed files.

Fields, what they point at, their defaults and what tells rows apart come from the models; here stands what these do
not say. The *record data* of a row is a map: fields by name, lists of records (`themes`) and parts, which are lists of
such maps (`citations`). It comes in two spellings:

* as the office keeps it: every field by its own name, references as keys of rows, each row of a part with its `pk`;
* as seed files have it: the names of `docs/seed-format.md`, references as slugs, all values as text, without what is
  empty or a default; rows are told apart by what they say (`SeedData`).

In both, texts in other languages are one field, TRANSLATIONS, whose items are compared and merged each by itself.

What is derived is in neither, nor is what the loader alone writes, unless seed files have it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, UniqueConstraint

from events.models import (
    Actor,
    ActorName,
    Answer,
    Citation,
    Debate,
    Event,
    EventLink,
    Evidence,
    FurtherReading,
    Interpretation,
    Office,
    Participant,
    Passage,
    Place,
    RecordKind,
    Redirect,
    Reference,
    Relation,
    Source,
    Theme,
)
from events.models.fields import readable

Model = type[models.Model]
Data = dict[str, Any]
"""Record data."""

TRANSLATIONS = "translations"


@dataclass(frozen=True)
class Declared:
    """What a model's own fields do not say of its rows as data."""

    parts: tuple[str, ...] = ()
    """The relations whose rows belong to a record, in the order of forms and files."""
    together: tuple[tuple[str, ...], ...] = ()
    """Fields that change together: each group is one person's, or one file's. The first names the group."""
    only_loaded: frozenset[str] = frozenset()
    """What only the loader writes."""
    in_seeds: dict[str, str] = field(default_factory=dict)
    """Names that seed files spell otherwise."""
    last: tuple[str, ...] = ("status",)
    """Fields that stand behind the parts in seed files."""
    always: frozenset[str] = frozenset()
    """Fields that seed files have even where they are the default."""
    may_be_left_out: frozenset[str] = frozenset()
    """What seed files may leave out although a row needs it: the loader finds it."""
    identity: tuple[str, ...] = ()
    """What tells rows of a part apart in seed files, where no constraint does; and `more` where that is the same."""
    more: tuple[str, ...] = ()


RECORDS: dict[Model, Declared] = {
    Event: Declared(
        parts=("participations", "links", "citations", "further_reading"),
        together=(("date", "date_part", "date_basis", "after_event", "offset"),),
        in_seeds={"participations": "participants"},
    ),
    Interpretation: Declared(
        parts=("evidence", "relations", "citations", "further_reading"),
        together=(("debate", "answer"),),
        last=("status", "note"),
    ),
    Debate: Declared(parts=("answers", "further_reading")),
    Actor: Declared(parts=("offices", "other_names"), may_be_left_out=frozenset({"sort_name"})),
    Source: Declared(only_loaded=frozenset({"text"})),
    Passage: Declared(
        parts=("references",),
        only_loaded=frozenset({"source", "number", "start", "end", "withdrawn", "withdrawn_text"}),
    ),
    Theme: Declared(),
    Place: Declared(together=(("latitude", "longitude"),)),
    Redirect: Declared(),
}
"""Every kind of record that has a history of its own."""

ROWS: dict[Model, Declared] = {
    Participant: Declared(always=frozenset({"role"})),
    EventLink: Declared(in_seeds={"target": "event"}),
    Evidence: Declared(parts=("citations",), always=frozenset({"bearing"})),
    Relation: Declared(parts=("citations",), in_seeds={"target": "interpretation"}),
    Citation: Declared(
        together=(("quote", "quote_offset"),),
        in_seeds={"quote": "exact", "quote_language": "language", "quote_offset": "at"},
        identity=("source", "passage", "quote", "quote_offset", "locator"),
        more=("supports",),
        may_be_left_out=frozenset({"source"}),
    ),
    FurtherReading: Declared(),
    Answer: Declared(),
    ActorName: Declared(),
    Office: Declared(),
    Reference: Declared(only_loaded=frozenset({"passage", "marker", "displaced", "offset"})),
}
"""The rows that belong to records."""

DECLARED: dict[Model, Declared] = RECORDS | ROWS

NOT_EDITED = {(Citation, "quote_offset")}
"""In no form, and data all the same: where in its passage a quote stands that stands there twice."""

WITHIN: dict[Model, tuple[str, str]] = {Passage: ("source", "number"), Answer: ("debate", "slug")}
"""Rows that others point at by a name within their record: the foreign key to that record, and the field of the name.

In seed files `passage: 7` beside `source: article` is passage 7 of that source.
"""

KINDS: dict[str, Any] = {
    RecordKind.THEMES.value: Theme,
    RecordKind.PLACES.value: Place,
    RecordKind.SOURCES.value: Source,
    RecordKind.ACTORS.value: Actor,
    RecordKind.DEBATES.value: Debate,
    RecordKind.EVENTS.value: Event,
    RecordKind.INTERPRETATIONS.value: Interpretation,
}
"""The kinds of records that seed files have, each after those that it points at (or pointing at itself)."""

KIND_OF: dict[Model, str] = {model: kind for kind, model in KINDS.items()}


# --- what follows from it ---------------------------------------------------------------------------------------------


@cache
def owners_of(model: Model) -> tuple[models.ForeignKey, ...]:
    """For rows that belong to records, the foreign keys to what they belong to; none for a record."""
    relations: list[Any] = [
        owner._meta.get_field(name) for owner, declared in DECLARED.items() for name in declared.parts
    ]
    return tuple(relation.field for relation in relations if relation.related_model is model)


class Identity(NamedTuple):
    """Names of fields that together tell rows of a model apart, in the order of the fields."""

    names: tuple[str, ...]
    with_empty: bool
    """Whether an empty one tells as much as any other; else rows with one are never the same."""


@cache
def identities_of(model: Model) -> tuple[Identity, ...]:
    """What tells rows of a model apart, by each of its constraints."""
    order = [each.name for each in model._meta.concrete_fields]
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = {*constraint.fields} or {each.name for each in _named_in(constraint.expressions)}
            found.append(Identity(tuple(sorted(names, key=order.index)), not constraint.fields))
    return tuple(found)


def _named_in(expressions: Iterable[Any]) -> Iterator[Any]:
    for each in expressions:
        if isinstance(each, F):
            yield each
        else:
            yield from _named_in(each.get_source_expressions())


@dataclass(frozen=True, eq=False)
class Part:
    """A list of rows that belong to a record. `owner` is the foreign key to it."""

    shape: "Shape"
    owner: models.ForeignKey
    identity: tuple[str, ...] = ()
    """The names by which rows are told apart; none where each has its key."""
    more: tuple[str, ...] = ()
    ordered: bool = False
    """Whether the order of the list says something; else a field does, or nothing."""


@dataclass(frozen=True, eq=False)
class Shape:
    """What of a model's rows is record data, in one of the two spellings."""

    model: Model
    of_seeds: bool
    fields: dict[str, models.Field]
    """By the name that they have in the data."""
    lists: dict[str, models.ManyToManyField]
    parts: dict[str, Part]
    groups: tuple[tuple[str, ...], ...]
    """The fields, each alone or with those that change together with it."""
    names: tuple[str, ...]
    """All names, in the order of the form or of the file."""
    always: frozenset[str]

    @cached_property
    def references(self) -> dict[str, Model]:
        """The fields that point at a row, and at a row of what."""
        return {name: each.related_model for name, each in self.fields.items() if each.is_relation}  # type: ignore[misc]

    @cached_property
    def texts(self) -> dict[str, models.Field]:
        """The fields that may have versions in several languages."""
        names = {*readable(self.model)}
        return {name: each for name, each in self.fields.items() if each.name in names}

    @cached_property
    def kinds_pointed_at(self) -> dict[str, str]:
        """The fields that point at a record, and of what kind."""
        return {name: KIND_OF[model] for name, model in self.references.items() if model in KIND_OF}

    @cached_property
    def named_within(self) -> dict[str, models.Field]:
        """The fields that point at a row within a record, and what names that row there."""
        names = {name: WITHIN[model][1] for name, model in self.references.items() if model in WITHIN}
        return {name: self.references[name]._meta.get_field(of) for name, of in names.items()}  # type: ignore[misc]

    @cached_property
    def beside(self) -> dict[str, str]:
        """Of these fields those that stand beside one that points at the record, and that one."""
        pointing: dict[Any, str] = {model: name for name, model in self.references.items()}
        rows = {name: self.references[name] for name in self.named_within}
        records = {name: row._meta.get_field(WITHIN[row][0]).related_model for name, row in rows.items()}
        return {name: pointing[record] for name, record in records.items() if record in pointing}

    @cached_property
    def numbers(self) -> dict[str, models.Field]:
        """The fields that hold numbers in seed files."""
        named = self.fields | self.named_within
        return {name: each for name, each in named.items() if isinstance(each, models.IntegerField | models.FloatField)}

    @cached_property
    def kinds_listed(self) -> dict[str, str]:
        """The lists of records, and of what kind."""
        return {name: KIND_OF[each.related_model] for name, each in self.lists.items()}

    @cached_property
    def flags(self) -> frozenset[str]:
        return frozenset(name for name, each in self.fields.items() if isinstance(each, models.BooleanField))

    @cached_property
    def spelled_out(self) -> dict[str, str]:
        """In seed files: what is left out there, and stands there all the same once they are written anew."""
        return {name: str(self.fields[name].get_default()) for name in self.always}

    @cached_property
    def defaults(self) -> dict[str, str]:
        """In seed files: the values that are left out."""
        return {
            name: str(each.get_default())
            for name, each in self.fields.items()
            if each.has_default() and name not in self.always
        }


class SeedData(dict):
    """The data of a record or of a row as seed files spell it; `pk` is its row's, None if the database has none."""

    __slots__ = ("pk",)

    def __init__(self, *args: Any, pk: int | None = None, **fields: Any):
        super().__init__(*args, **fields)
        self.pk = pk


@cache
def shape_of(model: Model, *, of_seeds: bool = False) -> Shape:
    """The shape of the data of a record, or of a row that belongs to one."""
    declared = DECLARED[model]
    spelled: Callable[[str], str] = lambda name: declared.in_seeds.get(name, name) if of_seeds else name  # noqa: E731
    left_out = {each.name for each in owners_of(model)} if model not in RECORDS else set()
    left_out |= declared.only_loaded | ({"position"} if of_seeds and model in ROWS else set())
    own: list[Any] = [*model._meta.concrete_fields, *filter(is_plain, model._meta.local_many_to_many)]
    own = sorted(own, key=lambda each: (each.name != "slug", each.name == TRANSLATIONS, each.creation_counter))
    own = [
        each
        for each in own
        if (each.editable or (model, each.name) in NOT_EDITED) and not each.primary_key and each.name not in left_out
    ]
    fields = {spelled(each.name): each for each in own if each.concrete and not each.many_to_many}
    lists = {spelled(each.name): each for each in own if each.many_to_many}
    parts = {spelled(name): _part(model._meta.get_field(name), of_seeds) for name in declared.parts}
    grouped = {name: group for group in declared.together for name in group}
    groups = dict.fromkeys(
        tuple(map(spelled, grouped.get(each.name, (each.name,)))) for each in own if not each.many_to_many
    )
    before = [spelled(each.name) for each in own if each.name not in declared.last]
    names = (*before, *parts, *(name for name in declared.last if name in fields))
    always = frozenset(map(spelled, declared.always))
    return Shape(model, of_seeds, fields, lists, parts, tuple(groups), names, always)


def is_plain(each: models.ManyToManyField) -> bool:
    """Whether the rows behind a list are nothing but pairs; else they are rows of a model of their own."""
    return bool(each.remote_field.through._meta.auto_created)  # type: ignore[union-attr]


def _part(relation: Any, of_seeds: bool) -> Part:
    model, owner = relation.related_model, relation.field
    shape, declared = shape_of(model, of_seeds=of_seeds), DECLARED[model]
    if not of_seeds:
        return Part(shape, owner)
    owners = {each.name for each in owners_of(model)}
    identity = declared.identity or next(
        (tuple(name for name in names if name not in owners) for names, _empty in identities_of(model)), ()
    )
    spelled = {each.name: name for name, each in shape.fields.items()}
    ordered = any(each.name == "position" for each in model._meta.concrete_fields)
    return Part(shape, owner, tuple(spelled[name] for name in identity if name in spelled), declared.more, ordered)
