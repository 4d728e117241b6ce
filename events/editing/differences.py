"""What differs between two wholes, field by field and row by row; and three of them made one."""

import difflib
import json
import re
from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from events.editing.whole import Whole

Key = tuple[Any, ...]
"""A place in a whole: ("fields", name), ("many", name, key) or ("rows", relation, key).

A place within a row begins with that of the row: ("rows", relation, key, "fields", name).
"""

MOST_WORDS = 4_000
"""Texts with more words than this are compared paragraph by paragraph."""

FOLLOWS = {"quote_offset": "quote"}
"""Fields that say something of another one, and come from where it comes from."""


def flat(whole: Whole, opened: Set[Key] = frozenset(), within: Key = ()) -> dict[Key, Any]:
    """The whole by places. A row of an inline stands at one place; if it is opened, its own places stand for it."""
    places: dict[Key, Any] = {(*within, "fields", name): value for name, value in whole["fields"].items()}
    for name, keys in whole["many"].items():
        places |= {(*within, "many", name, key): True for key in keys}
    for name, rows in whole["rows"].items():
        for row in rows:
            place = (*within, "rows", name, row["pk"])
            places |= flat(row, opened, place) if place in opened else {place: row}
    return places


def raised(places: dict[Key, Any], like: Whole) -> Whole:
    """The whole that `flat` takes apart; `like` tells which lists there are, and has all rows that were opened."""
    whole: Whole = {
        "fields": {},
        "many": {name: [] for name in like["many"]},
        "rows": {name: [] for name in like["rows"]},
    }
    opened: dict[Key, dict[Key, Any]] = {}
    for place, value in places.items():
        if place[0] == "fields":
            whole["fields"][place[1]] = value
        elif place[0] == "many":
            whole["many"].setdefault(place[1], []).append(place[2])
        elif len(place) == 3:
            whole["rows"].setdefault(place[1], []).append(value)
        else:
            opened.setdefault(place[1:3], {})[place[3:]] = value
    for (name, key), inner in opened.items():
        row = next(row for row in like["rows"][name] if row["pk"] == key)
        whole["rows"][name].append({"pk": key} | raised(inner, row))
    for keys in whole["many"].values():
        keys.sort()
    for rows in whole["rows"].values():
        rows.sort(key=lambda row: row["pk"])
    return whole


def in_all(*wholes: Whole, within: Key = ()) -> Iterator[Key]:
    """The places of the rows that every one of the wholes has, and of the rows within them."""
    first, *others = wholes
    for name, rows in first["rows"].items():
        for row in rows:
            same = [next((r for r in other["rows"].get(name, ()) if r["pk"] == row["pk"]), None) for other in others]
            if None not in same:
                place = (*within, "rows", name, row["pk"])
                yield place
                yield from in_all(row, *same, within=place)  # type: ignore[arg-type]


def say_the_same(one: Whole, other: Whole) -> bool:
    """Whether two wholes differ in nothing but the keys of rows that only one of them has."""
    if one["fields"] != other["fields"] or one["many"] != other["many"]:
        return False
    for name in {**one["rows"], **other["rows"]}:
        mine, theirs = ({row["pk"]: row for row in whole["rows"].get(name, ())} for whole in (one, other))
        both = mine.keys() & theirs.keys()
        if not all(say_the_same(mine[key], theirs[key]) for key in both):
            return False
        new, others = (sorted(_said(row) for key, row in rows.items() if key not in both) for rows in (mine, theirs))
        if new != others:
            return False
    return True


def _said(row: Whole) -> str:
    """What a row says, whatever its keys."""
    rows = {name: sorted(map(_said, inner)) for name, inner in row["rows"].items()}
    return json.dumps([row["fields"], row["many"], rows], sort_keys=True, default=str)


class Merged(NamedTuple):
    """Two changes of one base made one. Where they contradict each other, `whole` has theirs."""

    whole: Whole
    conflicts: list[Key]


def merge(base: Whole, mine: Whole, theirs: Whole, chosen: dict[Key, bool] | None = None) -> Merged:
    """What both changed in `base`, field by field, also of rows that both still have.

    `chosen` tells for a place whether it is mine (else theirs).
    """
    chosen = chosen or {}
    opened = set(in_all(base, mine, theirs))
    was, my, their = (flat(whole, opened) for whole in (base, mine, theirs))
    places: dict[Key, Any] = {}
    conflicts: list[Key] = []

    def is_mine(place: Key) -> bool | None:
        """Whose value holds; None where both have changed it and nobody chose."""
        old, one, other = was.get(place), my.get(place), their.get(place)
        leader = (*place[:-1], FOLLOWS.get(place[-1]))
        if leader in was and not was[leader] == my.get(leader) == their.get(leader):
            return is_mine(leader) or False
        if place in chosen:
            return chosen[place]
        if one in (other, old):
            return False
        return True if other == old else None

    for place in {**their, **my}:
        holds = is_mine(place)
        if holds is None:
            conflicts.append(place)
        value = my.get(place) if holds else their.get(place)
        if value is not None or place[-2] == "fields":
            places[place] = value
    return Merged(raised(places, theirs), conflicts)


# --- words ------------------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """A stretch of text: in both versions ("same"), only in the older ("del") or only in the newer ("ins")."""

    kind: str
    text: str


def words(before: str, after: str) -> list[Piece]:
    """The two texts as pieces: those without "ins" are the older one, those without "del" the newer one."""
    old, new = _tokens(before), _tokens(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_pieces(old, new)))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, k, l in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():  # noqa: E741
        if kind == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("del", "".join(old[i:j]))
        if k < l:
            yield Piece("ins", "".join(new[k:l]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without single blanks between changes: “one two” for “three four” is one change, not two."""
    deleted = inserted = ""
    for piece in pieces:
        if piece.kind == "del":
            deleted += piece.text
        elif piece.kind == "ins":
            inserted += piece.text
        elif piece.text.isspace() and (deleted or inserted):
            deleted, inserted = deleted + piece.text, inserted + piece.text
        else:
            yield from _both(deleted, inserted)
            deleted = inserted = ""
            yield piece
    yield from _both(deleted, inserted)


def _both(deleted: str, inserted: str) -> Iterator[Piece]:
    end = ""
    while deleted and inserted and deleted[-1] == inserted[-1] and deleted[-1].isspace():
        end, deleted, inserted = deleted[-1] + end, deleted[:-1], inserted[:-1]
    if deleted:
        yield Piece("del", deleted)
    if inserted:
        yield Piece("ins", inserted)
    if end:
        yield Piece("same", end)
