"""What differs between two versions of a record, as a reviewer reads it: field by field, texts word by word."""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from events.models import Reference, Source
from events.models.fields import CodePointSlugField, EdtfField
from events.models.translations import Translation, versions
from events.record_data.declaration import NOT_EDITED, TRANSLATIONS, Data, Shape, shape_of
from events.record_data.three_way import Place
from events.site.languages import name_of_language

MOST_WORDS = 4_000
"""Texts with more words than this are compared paragraph by paragraph."""


@dataclass
class Change:
    """What changed at one place. A field has pieces; a row, or fields that change together, have `parts`."""

    place: Place
    label: str
    kind: str
    """"changed", "added" or "removed"."""
    pieces: list["Piece"] = field(default_factory=list)
    parts: list["Change"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return id_of(self.place)


def id_of(place: Place) -> str:
    """The place as the name of a form's field."""
    return "-".join(["at", *map(str, place)])


class RowNames:
    """What the rows are called that record data points at; each kind of them is read once."""

    def __init__(self, model: type[models.Model], *versions: Data) -> None:
        self.names: dict[tuple[Any, int], str] = {}
        for target, keys in targets(model, *versions).items():
            rows = target._base_manager.filter(pk__in=keys)
            if target is Source:
                rows = rows.defer("text")
            elif hasattr(target, "source"):
                rows = rows.select_related("source").defer("source__text")
            self.names |= _told_apart(target, rows)

    def of(self, target: Any, key: int) -> str:
        return self.names.get((target, key)) or _("(deleted)")


def targets(model: type[models.Model], *versions: Data) -> dict[Any, set[int]]:
    """The keys of all rows that versions of a record's data point at, by model."""
    wanted: dict[Any, set[int]] = {}
    for data in versions:
        _collect(shape_of(model), data, wanted)
    return wanted


def _told_apart(target: Any, rows: Iterable[models.Model]) -> dict[tuple[Any, int], str]:
    """Their names; those of one name with what tells them apart."""
    names = {row: str(row) for row in rows}
    times = Counter(names.values())
    return {
        (target, row.pk): name if times[name] == 1 else f"{name} ({getattr(row, 'slug', row.pk)})"
        for row, name in names.items()
    }


def _collect(shape: Shape, data: Data, wanted: dict[Any, set[int]]) -> None:
    for name, target in shape.references.items():
        if data.get(name) is not None:
            wanted.setdefault(target, set()).add(data[name])
    for name, each in shape.lists.items():
        wanted.setdefault(each.related_model, set()).update(data.get(name, ()))
    for name, part in shape.parts.items():
        for row in data.get(name, ()):
            _collect(part.shape, row, wanted)
            if part.shape.model is Reference:
                wanted.setdefault(Reference, set()).add(row["pk"])


def changes(model: type[models.Model], before: Data, after: Data, names: RowNames | None = None) -> list[Change]:
    """What is other in `after`, in the order of the fields and of the parts."""
    return list(_changes(shape_of(model), before, after, names or RowNames(model, before, after), ()))


def by_place(changes: Iterable[Change], opened: Set[Place], within: str = "") -> Iterator[tuple[Place, Change]]:
    """Changes with their places; of a row that is opened, those within it, under the name of the row."""
    for change in changes:
        label = f"{within}{change.label}"
        if change.place in opened:
            yield from by_place(change.parts, opened, f"{label} › ")
        else:
            yield change.place, replace(change, label=label)


def _changes(shape: Shape, before: Data, after: Data, names: RowNames, within: Place) -> Iterator[Change]:
    for group in shape.groups:
        if group[0] == TRANSLATIONS:
            yield from _translations(shape, before, after, (*within, TRANSLATIONS))
            continue
        yield from _fields(shape, group, before, after, names, within)
    for name, each in shape.lists.items():
        old, new = before.get(name, []), after.get(name, [])
        for key in [*old, *(key for key in new if key not in old)]:
            if (key in old) != (key in new):
                text = names.of(each.related_model, key)
                kind = "removed" if key in old else "added"
                piece = Piece("del" if key in old else "ins", text)
                yield Change((*within, name, key), capfirst(str(each.verbose_name)), kind, [piece])
    for name, part in shape.parts.items():
        yield from _rows(part.shape, before.get(name, []), after.get(name, []), names, (*within, name))


def _fields(
    shape: Shape, group: tuple[str, ...], before: Data, after: Data, names: RowNames, within: Place
) -> Iterator[Change]:
    """The change of a field; of several that change together, one change with all of them as its parts."""
    found = []
    for name in group:
        old, new = before.get(name), after.get(name)
        each = shape.fields[name]
        one, other = (text_of(each, value, names) for value in (old, new))
        if old == new or (one == other and each.related_model is None):
            continue
        pieces = words(one, other) if _has_words(each) else _replaced(one, other)
        found.append(Change((*within, name), _label(each), "changed", pieces))
    found = [each for each in found if (shape.model, each.place[-1]) not in NOT_EDITED] or found
    place = (*within, group[0])
    if len(found) > 1:
        yield Change(place, _label(shape.fields[group[0]]), "changed", parts=found)
    elif found:
        yield replace(found[0], place=place)


def _translations(shape: Shape, before: Data, after: Data, within: Place) -> Iterator[Change]:
    """A change for each text in another language; one that was only found to render the original still says so."""
    old, new = ({each.key: each for each in versions(data.get(TRANSLATIONS) or {})} for data in (before, after))
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        known: Any = other or one
        pieces = words(*(each.text if each else "" for each in (one, other)))
        if one and other and one.text == other.text:
            pieces = [Piece("ins", _("renders the original as it is now"))]
        yield Change((*within, key), label_of_version(shape.model, known), "changed", pieces)


def label_of_version(model: type[models.Model], version: Translation) -> str:
    """“Title (română)”."""
    return f"{_label(model._meta.get_field(version.field))} ({name_of_language(version.language)})"


def _label(each: Any) -> str:
    return capfirst(str(each.verbose_name))


def _has_words(each: Any) -> bool:
    """Whether a value is read word by word; else it is one thing, such as a date."""
    if each.choices or isinstance(each, (CodePointSlugField, EdtfField)):
        return False
    return isinstance(each, (models.CharField, models.TextField, models.JSONField))


def _rows(shape: Shape, old: list[Data], new: list[Data], names: RowNames, within: Place) -> Iterator[Change]:
    before, after = ({row["pk"]: row for row in rows} for rows in (old, new))
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        parts = list(_changes(shape, one or {}, other or {}, names, (*within, key)))
        kind = "changed" if one and other else "removed" if one else "added"
        yield Change((*within, key), _row_label(shape, other or one or {}, names), kind, parts=parts)


def _row_label(shape: Shape, row: Data, names: RowNames) -> str:
    kind = capfirst(str(shape.model._meta.verbose_name))
    if shape.model is Reference:
        return f"{kind} {names.of(Reference, row['pk'])}"
    for name, each in shape.fields.items():
        if value := row.get(name):
            return f"{kind}: {Truncator(text_of(each, value, names)).chars(80)}"
    return kind


def _replaced(old: str, new: str) -> list["Piece"]:
    return [Piece(kind, text) for kind, text in (("del", old), ("ins", new)) if text]


def text_of(each: Any, value: Any, names: RowNames) -> str:
    """A value as a reader of the form sees it; blank where there is none."""
    if value is None or value == "":
        return ""
    if each.related_model is not None:
        return names.of(each.related_model, value)
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(each, models.BooleanField):
        return str(_("yes") if value else _("no"))
    if isinstance(each, models.JSONField):
        return json.dumps(value, ensure_ascii=False, indent=2)
    return str(value)


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
