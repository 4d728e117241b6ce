"""The three-way merge: what the last load wrote (base), the database now (mine), the file (theirs).

What differs between base and mine is an editor's change. Field by field: only the file changed it, and the
file's is taken (*updated*); only the editor changed it, and the editor's stays (*kept*); both did,
differently, and the editor's stays (*conflict*). Lists merge by item. The new base is the file's, but what is
kept or in conflict stays in it as it was: so the same load again finds, and says, the same.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from events.seeding.forms import UNKNOWN, Form, Items, Kind, Slugs

What = Literal["updated", "kept", "conflict"]


@dataclass(frozen=True)
class Change:
    """What became of a field: `what`, and in `detail` the words of both sides where an editor's stayed."""

    field: str
    what: What
    detail: str = ""


@dataclass
class Merged:
    """The record to be, the base to remember, and what became of each field that is not the same
    everywhere.
    """

    form: Form
    base: dict[str, Any]
    changes: list[Change] = field(default_factory=list)

    def has(self, what: What) -> bool:
        return any(change.what == what for change in self.changes)


def merge(
    spec: Kind | Items,
    base: dict[str, Any] | None,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    where: str = "",
) -> Merged:
    """Merges one record, or one item of a list. Without a base, fields that differ are in conflict, lists
    grow.
    """
    if mine == theirs == base:
        return Merged(mine if isinstance(mine, Form) else Form(mine), base)
    known = {} if base is None else base
    unknown = set(known.get(UNKNOWN, ()))
    result = Merged(Form(pk=getattr(mine, "pk", None)), {})
    form: dict[str, Any] = {}
    new_base: dict[str, Any] = {}
    new_unknown: list[str] = []
    scalars = (
        list(spec.scalars()) if isinstance(spec, Kind) else [(name,) for name in spec.fields if name not in spec.lists]
    )
    if isinstance(spec, Kind) and "slug" in mine:
        form["slug"] = new_base["slug"] = mine["slug"]
    for group in scalars:
        ours, others = _values(mine, group), _values(theirs, group)
        taken = remembered = others
        if ours != others:
            before = _values(known, group)
            if base is None or group[0] in unknown:
                what: What = "conflict"
                new_unknown.append(group[0])
                taken, remembered = ours, {}
            elif ours == before:
                what = "updated"
            else:
                what = "kept" if others == before else "conflict"
                taken, remembered = ours, before
            result.changes.append(Change(where + group[0], what, _detail(what, group, ours, others)))
        form |= taken
        new_base |= remembered
    for name, inner in spec.lists.items():
        lists = known.get(name, []), mine.get(name, []), theirs.get(name, []), where + name, result.changes
        merged, remembered_list = (
            _merge_slugs(inner, *lists) if isinstance(inner, Slugs) else _merge_items(inner, *lists)
        )
        if merged:
            form[name] = merged
        if remembered_list:
            new_base[name] = remembered_list
    result.form.update((name, form[name]) for name in spec.fields if name in form)
    result.base.update((name, new_base[name]) for name in spec.fields if name in new_base)
    if new_unknown:
        result.base[UNKNOWN] = new_unknown
    return result


def _values(form: dict[str, Any], group: tuple[str, ...]) -> dict[str, Any]:
    return {name: form[name] for name in group if form.get(name)}


def _detail(what: What, group: tuple[str, ...], ours: dict[str, Any], others: dict[str, Any]) -> str:
    if what == "updated":
        return ""
    return f"the editor’s {_words(ours, group)} stays; the file has {_words(others, group)}"


def _words(values: dict[str, Any], group: tuple[str, ...]) -> str:
    if not values:
        return "(nothing)"
    words = ", ".join(str(value) if name == group[0] else f"{name} {value}" for name, value in values.items())
    words = " ".join(words.split())
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"


def _merge_slugs(
    spec: Slugs, base: list[str], mine: list[str], theirs: list[str], where: str, changes: list[Change]
) -> tuple[list[str], list[str]]:
    before, ours, others = set(base), set(mine), set(theirs)
    for slug in sorted(before | ours | others):
        if (slug in ours) == (slug in others):
            continue
        if (slug in ours) == (slug in before):
            changes.append(Change(where, "updated"))
        else:
            changes.append(Change(where, "kept", f"{slug} {'added' if slug in ours else 'removed'} by an editor"))
    merged = (ours & others) | (ours - before) | (others - before)
    # What the editor removed stays in the base, what the editor added does not enter it.
    return sorted(merged), sorted(others)


def _keyed(spec: Items, *lists: list[Any]) -> list[dict[tuple[Any, ...], Any]]:
    """The items of each list by what identifies them.

    Where a list has several of one identity, such as one quote that supports two things, `spec.more` tells
    them apart too; what is equal even so is told apart by its order.
    """
    counts = [Counter(map(spec.identity, items)) for items in lists]
    several = {identity for count in counts for identity, number in count.items() if number > 1}
    found = []
    for items in lists:
        keyed: dict[tuple[Any, ...], Any] = {}
        for item in items:
            identity, number = spec.identity(item), 1
            more = tuple(item.get(name, "") for name in spec.more) if identity in several else ()
            while (*identity, *more, number) in keyed:
                number += 1
            keyed[(*identity, *more, number)] = item
        found.append(keyed)
    return found


def _merge_items(
    spec: Items, base: list[Any], mine: list[Any], theirs: list[Any], where: str, changes: list[Change]
) -> tuple[list[Any], list[Any]]:
    before, ours, others = _keyed(spec, base, mine, theirs)
    merged: dict[tuple[Any, ...], Any] = {}
    remembered: dict[tuple[Any, ...], Any] = {}
    for key in dict.fromkeys((*ours, *others, *before)):
        name = f"{where}[{_name(key[: len(spec.key)])}]"
        if key in ours and key in others:
            both = merge(spec, before.get(key), ours[key], others[key], f"{name}.")
            merged[key], remembered[key] = both.form, both.base
            changes.extend(both.changes)
        elif key in ours and key in before:
            if _same(spec, ours[key], before[key]):
                changes.append(Change(name, "updated"))
            else:
                merged[key], remembered[key] = ours[key], before[key]
                changes.append(Change(name, "conflict", "changed by an editor, gone from the file: it stays"))
        elif key in ours:
            merged[key] = ours[key]
            changes.append(Change(name, "kept", "added by an editor"))
        elif key in others and key in before:
            remembered[key] = before[key]
            unchanged = _same(spec, others[key], before[key])
            what: What = "kept" if unchanged else "conflict"
            changes.append(
                Change(
                    name,
                    what,
                    f"removed by an editor{'' if unchanged else ', changed in the file'}: it stays removed",
                )
            )
        elif key in others:
            merged[key] = remembered[key] = others[key]
            changes.append(Change(name, "updated"))
    order, base_order = list(merged), [*before, *others]
    if spec.ordered:
        order, base_order = _order(list(before), list(ours), list(others), merged, where, changes)
    in_base = dict.fromkeys(key for key in base_order if key in remembered)
    return [merged[key] for key in order], [remembered[key] for key in _in_turn(list(in_base))]


def _order(
    before: list[Any],
    ours: list[Any],
    others: list[Any],
    merged: dict[Any, Any],
    where: str,
    changes: list[Change],
) -> tuple[list[Any], list[Any]]:
    """The order of the merged items, and that of the new base."""
    shared = {*ours} & {*others}
    my, their = [key for key in ours if key in shared], [key for key in others if key in shared]
    if my == their:
        order, base_order = _weave(ours, others), _weave(others, before)
    elif shared <= {*before} and my == [key for key in before if key in shared]:
        changes.append(Change(where, "updated"))
        order, base_order = _weave(others, ours), _weave(others, before)
    else:
        # Of what both sides added, the file's order is the base: else the next load would take the editor's
        # for no change.
        order = _weave(ours, others)
        base_order = _weave(before, others) if shared <= {*before} else _weave(others, before)
        unchanged = their == [key for key in base_order if key in shared]
        changes.append(Change(where, "kept" if unchanged else "conflict", "the editor’s order stays"))
    return _in_turn([key for key in order if key in merged]), base_order


def _in_turn(keys: list[Any]) -> list[Any]:
    """The same places, but equal items in the order of their numbers: they are counted anew at the next
    load.
    """
    numbers: dict[Any, list[int]] = {}
    for key in keys:
        numbers.setdefault(key[:-1], []).append(key[-1])
    turns = {identity: iter(sorted(found)) for identity, found in numbers.items()}
    return [(*key[:-1], next(turns[key[:-1]])) for key in keys]


def _weave(first: list[Any], second: list[Any]) -> list[Any]:
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
    woven = list(after.get(None, ()))
    for key in first:
        woven += [key, *after.get(key, ())]
    return woven


def _same(spec: Items, one: dict[str, Any], other: dict[str, Any]) -> bool:
    names = [name for name in spec.fields if one.get(name) or other.get(name)]
    return UNKNOWN not in other and all((one.get(name) or "") == (other.get(name) or "") for name in names)


def _name(key: tuple[Any, ...]) -> str:
    words = " ".join(str(part) for part in key if part)
    words = " ".join(words.split())
    return f"{words[:60]}…" if len(words) > 60 else words
