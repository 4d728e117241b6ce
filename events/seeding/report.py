"""What a merge of seed files did to each field of a record, in the words of the plan and of the office."""

from typing import Any

from events.record_data.declaration import TRANSLATIONS, Shape
from events.record_data.three_way import ORDER, Difference, Merged, Place
from events.seeding.plan import FieldChange


def changes_of(shape: Shape, merged: Merged) -> list[FieldChange]:
    """One for each place where database and file were not the same."""
    return [FieldChange(*_said(shape, each)) for each in merged.differences]


def _said(shape: Shape, difference: Difference) -> tuple[str, Any, str]:
    """The field's name, what became of it and, where the editor's stays, both sides' words."""
    what, there, new = difference.what, difference.there, difference.new
    where, kind = _where(shape, difference.place)
    is_conflict = what == "conflict"
    if what == "updated":
        detail = ""
    elif kind == "order":
        detail = "the editor’s order stays"
    elif kind == "field":
        detail = f"the editor’s {_words(there)} stays; the file has {_words(new)}"
    elif kind == "record":
        detail = f"{difference.place[-1]} {'added' if there else 'removed'} by an editor"
    elif there is not None:
        detail = "changed by an editor, gone from the file: it stays" if is_conflict else "added by an editor"
    else:
        detail = f"removed by an editor{', changed in the file' if is_conflict else ''}: it stays removed"
    return where, what, detail


def _where(shape: Shape, place: Place) -> tuple[str, str]:
    """The place as editors read it, and what stands there: a field, a record of a list, a row, or an order of rows."""
    name, *rest = place
    if not rest:
        return name, "field"
    if name == TRANSLATIONS:
        return rest[0], "field"
    if name in shape.lists:
        return name, "record"
    if rest == [ORDER]:
        return name, "order"
    part = shape.parts[name]
    words = " ".join(str(each) for each in rest[0][: len(part.identity)] if each)
    here = f"{name}[{_short(words)}]"
    if len(rest) == 1:
        return here, "row"
    inner, kind = _where(part.shape, tuple(rest[1:]))
    return f"{here}.{inner}", kind


def _words(values: Any) -> str:
    if not values:
        return "(nothing)"
    if isinstance(values, list):  # a text in another language, and what it renders
        return f"“{_short(values[0])}”"
    (_name, first), *others = values.items()
    return f"“{_short(', '.join([str(first), *(f'{name} {value}' for name, value in others)]))}”"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"{words[:60]}…" if len(words) > 60 else words
