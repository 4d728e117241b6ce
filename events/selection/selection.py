"""What a reader has chosen: the events that a filter selects, in their order, and the counts beside its facets."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from events.search import lookup
from events.selection import current
from events.selection.columns import CODES, Selected
from events.selection.facets import Choice, Choices, Facets, decades
from events.selection.filters import YEARS, TimelineFilter

RECORDS = ("theme", "place", "source", "debate", "proponent")
"""Facets whose values are records, counted alike; actors are counted in the role that is asked for."""


class Selection:
    """The published events that a filter selects, as readers see them now."""

    def __init__(self, asked: TimelineFilter, kept: current.Kept | None = None):
        self.asked, self._kept = asked, kept or current.current()
        self.columns, self.names = self._kept.columns, self._kept.names.now
        self._given = {name: asked.value(name) for name in asked.in_force}
        self._without: dict[frozenset[str], Selected | None] = {}

    # --- which events ---

    def without(self, *names: str) -> Selected | None:
        """The selection as if the named parameters had not been given; None for all events."""
        left_out = frozenset(self._given).intersection(names)
        if left_out not in self._without:
            given = {name: value for name, value in self._given.items() if name not in left_out}
            masks = [self.asked.filters[name].mask(self.columns, given) for name in given]
            masks = [mask for mask in masks if mask is not None]
            self._without[left_out] = Selected(np.logical_and.reduce(masks)) if masks else None
        return self._without[left_out]

    def number_without(self, *names: str) -> int:
        """How many events there are as if the named parameters had not been given."""
        selected = self.without(*names)
        return self.columns.size if selected is None else selected.number

    @property
    def count(self) -> int:
        return self.number_without()

    # --- in which order ---

    @cached_property
    def order(self) -> np.ndarray:
        """The positions of the events in the order asked for."""
        order, words = self.asked.value("order"), self.asked.value("q")
        found = self.columns.order(self.without(), newest_first=order == "-date")
        if order != "relevance" or not words:
            return found
        relevance = np.zeros(self.columns.size, np.int64)
        for weight, keys in lookup.weighed(words):
            relevance[self.columns.positions_of(keys)] += weight
        return found[np.argsort(-relevance[found], kind="stable")]

    def ids(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The keys of the events from `start` up to, but without, `stop`."""
        return self.columns.numbers["id"][self.order[start:stop]].tolist()

    def all_ids(self) -> Sequence[int]:
        """The keys of all the events, eight bytes each."""
        return self.columns.numbers["id"][self.order]

    # --- as a page shows them ---

    @cached_property
    def certain(self) -> int | None:
        """How many of the events certainly lie in the years asked for; None where a page does not say so."""
        return int(np.count_nonzero(self._is_certain)) if self.asked.parts_the_certain else None

    @cached_property
    def _is_certain(self) -> np.ndarray:
        first, last = self.asked.value("from"), self.asked.value("to")
        return self.columns.certainly_between(first and first.key, last and last.key)[self.order]

    def ids_for_page(self, start: int, stop: int) -> list[int]:
        """As `ids`, but what certainly lies in the years asked for comes first, each in the order asked for."""
        if self.certain is None:
            return self.ids(start, stop)
        order = np.concatenate([self.order[self._is_certain], self.order[~self._is_certain]])
        return self.columns.numbers["id"][order[start:stop]].tolist()

    # --- counts ---

    @cached_property
    def counts(self) -> Facets:
        return self._counted() if self._given else self.counts_of_all

    @property
    def counts_of_all(self) -> Facets:
        """The counts without any filter."""
        return self.columns.once("counts", lambda: Selection(TimelineFilter(), self._kept)._counted())

    def _counted(self) -> Facets:
        columns, other_years = self.columns, self.without(*YEARS)
        undated = ~columns.dated if other_years is None else other_years.mask & ~columns.dated
        found = Facets(self.count, int(np.count_nonzero(undated)), columns.counts_by_span(other_years))
        for name in RECORDS:
            found.choices[name] = Choices(self.names, name, *columns.links[name].counts(self.without(name)))
        found.choices["actor"] = Choices(self.names, "actor", *self._counted_actors())
        found.choices["contested"] = self._counted_contested()
        found.choices["basis"] = sorted(self._counted_codes("basis"), key=lambda one: (-one.count, one.value))
        found.choices["prominence"] = self._counted_codes("prominence")
        found.choices["decade"] = decades(found.spans)
        return found

    def _counted_actors(self) -> tuple[np.ndarray, np.ndarray]:
        selected, role = self.without("actor"), self._given.get("role")
        return self.columns.counts_in_role(selected, role) if role else self.columns.links["actor"].counts(selected)

    def _counted_contested(self) -> list[Choice]:
        selected, contested = self.without("contested"), self.columns.numbers["contested"]
        number = int(np.count_nonzero(contested if selected is None else contested & selected.mask))
        return [Choice("1", "", number)] if number else []

    def _counted_codes(self, name: str) -> list[Choice]:
        """The values of a closed list, in its order; blank is none."""
        selected, column = self.without(name), self.columns.numbers[name]
        numbers = np.bincount(column if selected is None else column[selected.mask], minlength=len(CODES[name]))
        return [
            Choice(value, "", int(number))
            for value, number in zip(CODES[name], numbers, strict=True)
            if value and number
        ]
