"""Two changes of the same record data made one: the only three-way merge, of editors' versions and of seed files.

`base` is what both began with, `there` what the database (or the other editor) has now, `new` what comes: a form, a
pending revision, a file. Place by place: what only one of them changed is taken from it; what both changed differently
is in conflict, and what is there holds. A place is a field (or a group that changes together), a text in one more
language, a record in a list, or a row of a part; of a row that both still have, each field is a place of its own.

The *next base* is for who will merge again with the same `new`: it holds what is new, except where what is there was
kept or in conflict. There it stays as it was, so that the same merge again finds, and says, the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from events.record_data.declaration import TRANSLATIONS, Data, Part, SeedData, Shape

Place = tuple[Any, ...]
"""(field,), (translations, text), (list, record) or (part, row); a place within a row begins with that of the row."""

What = Literal["updated", "kept", "conflict"]
"""Changed by what is new alone, by what is there alone, or by both differently."""

UNKNOWN = "?"
"""In a base: the names of fields of which it is not known what they were."""

ORDER = "order"
"""In a difference of a whole part: it is its order that differs."""


@dataclass(frozen=True)
class Difference:
    """A place where what is there and what is new are not the same. The values are None for what is absent."""

    place: Place
    what: What
    base: Any = None
    there: Any = None
    new: Any = None


@dataclass
class Merged:
    """What both changes make together. Where they contradict each other and nobody chose, it has what is there."""

    data: Data
    next_base: Data
    differences: list[Difference] = field(default_factory=list)
    chosen: dict[Place, bool] = field(default_factory=dict)

    @property
    def conflicts(self) -> list[Place]:
        """Where both changed the same differently, and nobody chose."""
        return [each.place for each in self.differences if each.what == "conflict" and each.place not in self.chosen]

    def has(self, what: What) -> bool:
        return any(each.what == what for each in self.differences)


def merge(shape: Shape, base: Data | None, there: Data, new: Data, chosen: dict[Place, bool] | None = None) -> Merged:
    """Merges two changes of `base`; without a base, fields that differ are in conflict, and lists grow.

    `chosen` tells for a place whether what is new holds there (else what is there), whoever changed it.
    """
    merger = _Merger(chosen or {})
    data, next_base = merger.record(shape, base, there, new, ())
    return Merged(data, next_base, merger.differences, merger.chosen)


class _Merger:
    def __init__(self, chosen: dict[Place, bool]):
        self.chosen = chosen
        self.differences: list[Difference] = []

    def takes_new(self, place: Place, what: What, *values: Any) -> bool:
        self.differences.append(Difference(place, what, *values))
        return self.chosen.get(place, what == "updated")

    def record(self, shape: Shape, base: Data | None, there: Data, new: Data, within: Place) -> tuple[Data, Data]:
        """The merged data of a record or row, and its next base."""
        if base is not None and there == new == base:
            return there, base
        known = {} if base is None else base
        unknown = shape.fields if base is None else known.get(UNKNOWN, ())
        data: Data = {}
        next_base: Data = {}
        still_unknown = []
        for group in shape.groups:
            one, other = _taken(there, group), _taken(new, group)
            if one == other:
                data |= other
                next_base |= other
                continue
            was, place = _taken(known, group), (*within, group[0])
            if group[0] == TRANSLATIONS:
                before, ours, theirs = (each.get(TRANSLATIONS) or {} for each in (was, one, other))
                data[TRANSLATIONS], next_base[TRANSLATIONS] = self.translations(before, ours, theirs, place)
                continue
            if group[0] in unknown:
                what: What = "conflict"
                still_unknown.append(group[0])
            else:
                what = _what(was, one, other)
            data |= other if self.takes_new(place, what, was, one, other) else one
            next_base |= other if what == "updated" else was
        for name in shape.lists:
            before, ours, theirs = (set(side.get(name, ())) for side in (known, there, new))
            data[name], next_base[name] = self.records(before, ours, theirs, (*within, name))
        for name, part in shape.parts.items():
            sides = known.get(name, ()), there.get(name, ()), new.get(name, ())
            data[name], next_base[name] = self.part(part, *sides, (*within, name))
        if still_unknown and shape.of_seeds:
            next_base[UNKNOWN] = still_unknown
        return _arranged(shape, data, there), _arranged(shape, next_base, there)

    def translations(self, base: Data, there: Data, new: Data, place: Place) -> tuple[Data, Data]:
        merged: Data = {}
        remembered: Data = {}
        for key in sorted(base.keys() | there.keys() | new.keys()):
            was, one, other = base.get(key), there.get(key), new.get(key)
            what = _what(was, one, other)
            if one == other:
                taken = kept = one
            else:
                taken = other if self.takes_new((*place, key), what, was, one, other) else one
                kept = other if what == "updated" else was
            merged |= {key: taken} if taken else {}
            remembered |= {key: kept} if kept else {}
        return merged, remembered

    def records(self, base: set, there: set, new: set, place: Place) -> tuple[list, list]:
        merged = there & new
        for each in sorted(there ^ new):
            values = each in base, each in there, each in new
            if each in (new if self.takes_new((*place, each), _what(*values), *values) else there):
                merged.add(each)
        return sorted(merged), sorted(new)

    def part(self, part: Part, base: Any, there: Any, new: Any, place: Place) -> tuple[list[Data], list[Data]]:
        before, ours, theirs = _by_identity(part, base, there, new)
        merged: dict[Any, Data] = {}
        remembered: dict[Any, Data] = {}
        for key in dict.fromkeys((*ours, *theirs, *before)):
            was, one, other = before.get(key), ours.get(key), theirs.get(key)
            here = (*place, key)
            if one is not None and other is not None:
                merged[key], remembered[key] = self.record(part.shape, was, one, other, here)
                continue
            if one is other:  # gone from both
                continue
            what = _what(was, one, other)
            taken = other if self.takes_new(here, what, was, one, other) else one
            kept = other if what == "updated" else was
            if taken is not None:
                merged[key] = taken
            if kept is not None:
                remembered[key] = kept
        if not part.identity:
            return [merged[key] for key in sorted(merged)], [remembered[key] for key in sorted(remembered)]
        order, base_order = [*merged], [*before, *theirs]
        if part.ordered:
            order, base_order = self.order([*before], [*ours], [*theirs], place)
        order = _in_turn([key for key in order if key in merged])
        base_order = _in_turn([*dict.fromkeys(key for key in base_order if key in remembered)])
        return [merged[key] for key in order], [remembered[key] for key in base_order]

    def order(self, before: list[Any], ours: list[Any], theirs: list[Any], place: Place) -> tuple[list[Any], list[Any]]:
        """The order of the merged rows, and that of the next base."""
        shared = {*ours} & {*theirs}
        my, their = [key for key in ours if key in shared], [key for key in theirs if key in shared]
        if my == their:
            return _woven(ours, theirs), _woven(theirs, before)
        if shared <= {*before} and my == [key for key in before if key in shared]:
            self.differences.append(Difference((*place, ORDER), "updated"))
            return _woven(theirs, ours), _woven(theirs, before)
        # Of what both sides added, the order of what is new is the base: else the next merge would take that of what
        # is there for no change.
        base_order = _woven(before, theirs) if shared <= {*before} else _woven(theirs, before)
        unchanged = their == [key for key in base_order if key in shared]
        self.differences.append(Difference((*place, ORDER), "kept" if unchanged else "conflict"))
        return _woven(ours, theirs), base_order


def _what(base: Any, there: Any, new: Any) -> What:
    if there == base:
        return "updated"
    return "kept" if new == base else "conflict"


def _taken(data: Data, group: tuple[str, ...]) -> Data:
    return {name: data[name] for name in group if name in data}


def _arranged(shape: Shape, data: Data, like: Data) -> Data:
    """The data as its spelling has it: in order and without empty lists, or with the key of its row."""
    if not shape.of_seeds:
        return {"pk": like["pk"]} | data if "pk" in like else data
    names = (*shape.names, UNKNOWN)
    return SeedData(((name, data[name]) for name in names if data.get(name)), pk=getattr(like, "pk", None))


# --- what is the same row, and in which order -------------------------------------------------------------------------


def identity_of(part: Part, row: Data) -> tuple[Any, ...]:
    return tuple(row.get(name, "") for name in part.identity)


def _by_identity(part: Part, *lists: Iterable[Data]) -> list[dict[Any, Data]]:
    """The rows of each list by their key or, in seed files, by what identifies them.

    Where a list has several of one identity, such as one quote that supports two things, `part.more` tells them apart
    too; what is equal even so is told apart by its order.
    """
    if not part.identity:
        return [{row["pk"]: row for row in rows} for rows in lists]
    counts = [Counter(identity_of(part, row) for row in rows) for rows in lists]
    several = {identity for count in counts for identity, number in count.items() if number > 1}
    found = []
    for rows in lists:
        keyed: dict[Any, Data] = {}
        for row in rows:
            identity, number = identity_of(part, row), 1
            more = tuple(row.get(name, "") for name in part.more) if identity in several else ()
            while (*identity, *more, number) in keyed:
                number += 1
            keyed[(*identity, *more, number)] = row
        found.append(keyed)
    return found


def _in_turn(keys: list[Any]) -> list[Any]:
    """The same places, but equal rows in the order of their numbers: they are counted anew at the next merge."""
    numbers: dict[Any, list[int]] = {}
    for key in keys:
        numbers.setdefault(key[:-1], []).append(key[-1])
    turns = {identity: iter(sorted(found)) for identity, found in numbers.items()}
    return [(*key[:-1], next(turns[key[:-1]])) for key in keys]


def _woven(first: list[Any], second: list[Any]) -> list[Any]:
    """All of the first in its order, and what only the second has behind what it follows there."""
    if {*second} <= {*first}:
        return first
    after: dict[Any, list[Any]] = {}
    previous = None
    for key in second:
        if key not in first:
            after.setdefault(previous, []).append(key)
        else:
            previous = key
    woven = [*after.get(None, ())]
    for key in first:
        woven += [key, *after.get(key, ())]
    return woven


# --- the same, whatever the keys --------------------------------------------------------------------------------------


def say_the_same(shape: Shape, one: Data, other: Data) -> bool:
    """Whether the data of one record differ in nothing but the keys of rows that only one of the two has."""
    if any(one.get(name) != other.get(name) for name in (*shape.fields, *shape.lists)):
        return False
    for name, part in shape.parts.items():
        mine, theirs = ({row["pk"]: row for row in data.get(name, ())} for data in (one, other))
        both = mine.keys() & theirs.keys()
        if not all(say_the_same(part.shape, mine[key], theirs[key]) for key in both):
            return False
        new, others = ([row for key, row in rows.items() if key not in both] for rows in (mine, theirs))
        for row in new:
            twin = next((each for each in others if say_the_same(part.shape, row, each)), None)
            if twin is None:
                return False
            others.remove(twin)
        if others:
            return False
    return True
