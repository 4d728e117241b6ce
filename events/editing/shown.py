"""Differences as a reviewer reads them: the names of fields and records, words that came and words that went."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from events.editing import differences
from events.editing.differences import Key, Piece
from events.editing.whole import Shape, Whole, shape_of
from events.models import Reference, Source

QUIET = {"quote_offset"}
"""Fields that are not worth a line of their own."""


@dataclass
class Change:
    """What changed at one place. A field has pieces; a row of an inline has its fields as `parts`."""

    place: Key
    label: str
    kind: str
    """"changed", "added" or "removed"."""
    pieces: list[Piece] = field(default_factory=list)
    parts: list["Change"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return id_of(self.place)


def id_of(place: Key) -> str:
    """The place as the name of a form's field."""
    return "-".join(map(str, place))


class Names:
    """What the rows are called that wholes point at; each kind of them is read once."""

    def __init__(self, model: type[models.Model], *wholes: Whole) -> None:
        wanted = targets(model, *wholes)
        self.names: dict[tuple[Any, int], str] = {}
        for target, keys in wanted.items():
            rows = target._base_manager.filter(pk__in=keys)
            if target is Source:
                rows = rows.defer("text")
            elif hasattr(target, "source"):
                rows = rows.select_related("source").defer("source__text")
            self.names |= _told_apart(target, rows)

    def of(self, target: Any, key: int) -> str:
        return self.names.get((target, key)) or _("(deleted)")


def targets(model: type[models.Model], *wholes: Whole) -> dict[Any, set[int]]:
    """The keys of all rows that wholes point at, by model."""
    wanted: dict[Any, set[int]] = {}
    for whole in wholes:
        _collect(shape_of(model), whole, wanted)
    return wanted


def _told_apart(target: Any, rows: Iterable[models.Model]) -> dict[tuple[Any, int], str]:
    """Their names; those of one name with what tells them apart."""
    names = {row: str(row) for row in rows}
    times = Counter(names.values())
    return {
        (target, row.pk): name if times[name] == 1 else f"{name} ({getattr(row, 'slug', row.pk)})"
        for row, name in names.items()
    }


def _collect(shape: Shape, whole: Whole, wanted: dict[Any, set[int]]) -> None:
    for name, value in whole["fields"].items():
        target = shape.model._meta.get_field(name).related_model
        if target is not None and value is not None:
            wanted.setdefault(target, set()).add(value)
    for name, keys in whole["many"].items():
        wanted.setdefault(shape.model._meta.get_field(name).related_model, set()).update(keys)
    for name, rows_shape in shape.rows:
        for row in whole["rows"].get(name, ()):
            _collect(rows_shape, row, wanted)
            if rows_shape.model is Reference:
                wanted.setdefault(Reference, set()).add(row["pk"])


def changes(model: type[models.Model], before: Whole, after: Whole, names: Names | None = None) -> list[Change]:
    """What is other in `after`, in the order of the fields and of the relations."""
    return list(_changes(shape_of(model), before, after, names or Names(model, before, after), ()))


def by_place(changes: Iterable[Change], opened: Set[Key], within: str = "") -> Iterator[tuple[Key, Change]]:
    """Changes with their places; of a row that is opened, those within it, under the name of the row."""
    for change in changes:
        label = f"{within}{change.label}"
        if change.place in opened:
            yield from by_place(change.parts, opened, f"{label} › ")
        else:
            yield change.place, replace(change, label=label)


EMPTY: Whole = {"fields": {}, "many": {}, "rows": {}}


def _changes(shape: Shape, before: Whole, after: Whole, names: Names, within: Key) -> Iterator[Change]:
    yield from _fields(shape, before, after, names, within)
    for name in shape.many:
        old, new = before["many"].get(name, []), after["many"].get(name, [])
        field = shape.model._meta.get_field(name)
        for key in [*old, *(key for key in new if key not in old)]:
            if (key in old) != (key in new):
                text = names.of(field.related_model, key)
                kind = "removed" if key in old else "added"
                piece = Piece("del" if key in old else "ins", text)
                yield Change((*within, "many", name, key), capfirst(str(field.verbose_name)), kind, [piece])
    for name, rows_shape in shape.rows:
        yield from _rows(
            rows_shape, before["rows"].get(name, []), after["rows"].get(name, []), names, (*within, "rows", name)
        )


def _fields(shape: Shape, before: Whole, after: Whole, names: Names, within: Key) -> Iterator[Change]:
    found = []
    for name in shape.fields:
        old, new = before["fields"].get(name), after["fields"].get(name)
        if old == new:
            continue
        field = shape.model._meta.get_field(name)
        one, other = (text_of(field, value, names) for value in (old, new))
        if one == other and field.related_model is None:
            continue
        by_word = isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.choices
        pieces = differences.words(one, other) if by_word else _replaced(one, other)
        found.append(Change((*within, "fields", name), capfirst(str(field.verbose_name)), "changed", pieces))
    loud = [change for change in found if change.place[-1] not in QUIET]
    yield from loud or found


def _rows(shape: Shape, old: list[Whole], new: list[Whole], names: Names, within: Key) -> Iterator[Change]:
    before, after = ({row["pk"]: row for row in rows} for rows in (old, new))
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        parts = list(_changes(shape, one or EMPTY, other or EMPTY, names, (*within, key)))
        kind = "changed" if one and other else "removed" if one else "added"
        yield Change((*within, key), _row_label(shape, other or one, names), kind, parts=parts)  # type: ignore[arg-type]


def _row_label(shape: Shape, row: Whole, names: Names) -> str:
    kind = capfirst(str(shape.model._meta.verbose_name))
    if shape.model is Reference:
        return f"{kind} {names.of(Reference, row['pk'])}"
    for name in shape.fields:
        if value := row["fields"].get(name):
            text = text_of(shape.model._meta.get_field(name), value, names)
            return f"{kind}: {Truncator(text).chars(80)}"
    return kind


def _replaced(old: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("del", old), ("ins", new)) if text]


def text_of(field: Any, value: Any, names: Names) -> str:
    """A value as a reader of the form sees it; blank where there is none."""
    if value is None or value == "":
        return ""
    if field.related_model is not None:
        return names.of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return str(_("yes") if value else _("no"))
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, indent=2)
    return str(value)
