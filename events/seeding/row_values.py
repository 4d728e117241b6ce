"""From seed data to rows: the columns of each record, and the rows of each part."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import BooleanField

from events.record_data.declaration import KIND_OF, Data, Part, Shape
from events.seeding.batch import Batch
from events.sql.bulk_insert import Values

Convert = Callable[[Data, str], Any]
"""From the text that the data has to the column's value; it gets all of the row's data too."""


class ColumnValues:
    """Gives the columns of rows; it knows the keys of all that they point at."""

    def __init__(self, ids: dict[str, dict[str, int]], within: dict[Any, dict[tuple[str, str], int]]):
        self.ids, self.within = ids, within
        self.of_shape = cache(self._of_shape)

    def of(self, shape: Shape, data: Data) -> Values:
        """The columns of a record's or row's own; derived ones are not among them."""
        return {
            column: default if (given := data.get(name)) is None else convert(data, given) if convert else given
            for name, column, default, convert in self.of_shape(shape)
        }

    def _of_shape(self, shape: Shape) -> list[tuple[str, str, Any, Convert | None]]:
        return [
            (name, each.attname, None if each.is_relation else each.get_default(), self._converter(shape, name, each))
            for name, each in shape.fields.items()
        ]

    def _converter(self, shape: Shape, name: str, each: Any) -> Convert | None:
        if beside := shape.beside.get(name):
            return self._row_within(each.related_model, beside)
        if each.is_relation:
            keys = self.ids[KIND_OF[each.related_model]]
            return lambda _data, slug: keys[slug]
        if name in shape.numbers:
            return lambda _data, text: shape.numbers[name].to_python(text)
        return (lambda _data, flag: bool(flag)) if isinstance(each, BooleanField) else None

    def _row_within(self, model: Any, beside: str) -> Convert:
        rows, kind = self.within[model], model._meta.verbose_name

        def find(data: Data, name: str) -> int:
            try:
                return rows[data[beside], name]
            except KeyError:
                raise ValueError(f"“{data[beside]}” has no {kind} “{name}”") from None

        return find

    def write(self, batch: Batch, part: Part, owner: int, old: Iterable[Any], new: Iterable[Any]) -> None:
        """Makes an owner's rows agree with the new data; what has a row keeps it."""
        model, has_parts = part.shape.model, bool(part.shape.parts)
        before = {item.pk: item for item in old}
        kept: set[int] = set()
        order_changed = part.ordered and [item.pk for item in old] != [getattr(item, "pk", None) for item in new]
        for position, item in enumerate(new):
            pk = getattr(item, "pk", None)
            if pk is not None:
                kept.add(pk)
                if item == before[pk] and not order_changed:
                    continue
            values = self.of(part.shape, item) | {part.owner.attname: owner}
            if part.ordered:
                values["position"] = position
            if pk is not None:
                batch.update(model(pk=pk, **values))
                values["id"] = pk
            elif has_parts:
                batch.create(model, values)
            else:
                batch.insert(model, values)
            if has_parts:
                self._write_parts_of(batch, part.shape, values, before.get(pk, {}), item)
        batch.delete(model, before.keys() - kept)

    def _write_parts_of(self, batch: Batch, shape: Shape, owner: Values, old: Data, new: Data) -> None:
        for name, part in shape.parts.items():
            was, will_be = old.get(name, ()), new.get(name, ())
            if was or will_be:
                batch.later.append(self._writing(part, owner, was, will_be))

    def _writing(self, part: Part, owner: Values, old: Any, new: Any) -> Callable[[Batch], None]:
        """Writes rows of a row, once that has its key."""
        return lambda later: self.write(later, part, owner["id"], old, new)


def with_numbers(value: Any) -> Any:
    """A CSL record whose date-parts are numbers, as CSL programs expect; a YAML file holds them as text."""
    if isinstance(value, dict):
        return {key: _numbers(inner) if key == "date-parts" else with_numbers(inner) for key, inner in value.items()}
    return [with_numbers(item) for item in value] if isinstance(value, list) else value


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 12 and str(int(value)) == value:
        return int(value)
    return value
