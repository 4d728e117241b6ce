"""What differs between two wholes, field by field and row by row; and three of them made one."""

import difflib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from events.editing.whole import Whole

Key = tuple[Any, ...]
"""A place in a whole: ("fields", name), ("many", name, key) or ("rows", relation, key)."""

MOST_WORDS = 4_000
"""Texts with more words than this are compared paragraph by paragraph."""


def flat(whole: Whole) -> dict[Key, Any]:
    """The whole by places. A row of an inline, with all that is in it, stands at one place."""
    places: dict[Key, Any] = {("fields", name): value for name, value in whole["fields"].items()}
    for name, keys in whole["many"].items():
        places |= {("many", name, key): True for key in keys}
    for name, rows in whole["rows"].items():
        places |= {("rows", name, row["pk"]): row for row in rows}
    return places


def raised(places: dict[Key, Any], like: Whole) -> Whole:
    """The whole that `flat` takes apart; `like` tells which lists there are."""
    whole: Whole = {
        "fields": {},
        "many": {name: [] for name in like["many"]},
        "rows": {name: [] for name in like["rows"]},
    }
    for place, value in places.items():
        if place[0] == "fields":
            whole["fields"][place[1]] = value
        elif place[0] == "many":
            whole["many"].setdefault(place[1], []).append(place[2])
        else:
            whole["rows"].setdefault(place[1], []).append(value)
    for keys in whole["many"].values():
        keys.sort()
    for rows in whole["rows"].values():
        rows.sort(key=lambda row: row["pk"])
    return whole


def changed(before: Whole, after: Whole) -> list[Key]:
    """The places where two wholes differ, in the order of the fields."""
    old, new = flat(before), flat(after)
    return [place for place in {**old, **new} if old.get(place) != new.get(place)]


class Merged(NamedTuple):
    """Two changes of one base made one. Where they contradict each other, `whole` has theirs."""

    whole: Whole
    conflicts: list[Key]


def merge(base: Whole, mine: Whole, theirs: Whole, chosen: dict[Key, bool] | None = None) -> Merged:
    """What both changed in `base`. `chosen` tells for a place whether it is mine (else theirs)."""
    chosen = chosen or {}
    was, my, their = flat(base), flat(mine), flat(theirs)
    places: dict[Key, Any] = {}
    conflicts: list[Key] = []
    for place in {**their, **my}:
        old, one, other = was.get(place), my.get(place), their.get(place)
        if place in chosen:
            value = one if chosen[place] else other
        elif one in (other, old):
            value = other
        elif other == old:
            value = one
        else:
            conflicts.append(place)
            value = other
        if value is not None or place[0] == "fields":
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
