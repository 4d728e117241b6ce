"""A view asked of the columns in memory: masks for filters, sums for counts, a slice for a page."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from events.models import Event
from events.search import lookup
from events.selection import columns, facets
from events.selection.columns import Snapshot
from events.selection.facets import Choice, Facets
from events.selection.filters import NARROWING, YEARS, Timeline

RECORDS = ("theme", "source", "debate", "proponent")
"""Parameters whose values are records; actors are asked for together with their role."""

CODES = ("kind", "ground", "basis", "precision", "prominence")
"""Parameters whose values are words of a closed list."""


class ColumnResults:
    """A view asked of the columns in memory."""

    def __init__(self, view: Timeline, snapshot: Snapshot):
        self.view, self.snapshot = view, snapshot
        self._masks: dict[tuple, np.ndarray] = {}

    # --- the selection ---

    def without(self, *names: str) -> np.ndarray | None:
        """The selection as if the named parameters had not been given, as a mask of positions; None for all events."""
        given = {name: self.view.value(name) for name in NARROWING if name not in names}
        masks = [self._mask(name, given[name]) for name in ("q", *RECORDS, *CODES, "contested") if given.get(name)]
        if given.get("actor") or given.get("role"):
            masks.append(self._mask("actor", given.get("actor"), given.get("role")))
        years = [given.get("from"), given.get("to"), None if "dates" in names else self.view.value("dates")]
        if years[0] or years[1] or years[2] in ("certain", "undated"):
            masks.append(self._mask("years", *years))
        return np.logical_and.reduce(masks) if masks else None

    def number_without(self, *names: str) -> int:
        """How many events there are as if the named parameters had not been given."""
        mask = self.without(*names)
        return self.snapshot.size if mask is None else int(mask.sum())

    def _mask(self, name: str, *values) -> np.ndarray:
        asked = name, *(tuple(value) if isinstance(value, list) else value for value in values)
        if asked not in self._masks:
            self._masks[asked] = getattr(self, f"_mask_of_{name}", self._mask_of_value)(name, *values)
        return self._masks[asked]

    def _mask_of_value(self, name: str, value) -> np.ndarray:
        if name in RECORDS:
            records = value if isinstance(value, list) else [value]
            return self.snapshot.links[name].having([record.pk for record in records], self.snapshot.size)
        code = columns.CODES[name].index(str(value))
        if name in self.snapshot.links:
            return self.snapshot.links[name].having([code], self.snapshot.size)
        return self.snapshot.numbers[name] == code

    def _mask_of_contested(self, name: str, value) -> np.ndarray:
        return self.snapshot.numbers["contested"]

    def _mask_of_q(self, name: str, query: str) -> np.ndarray:
        if not query.strip():
            return np.ones(self.snapshot.size, bool)
        found = self.snapshot.once(("q", query), lambda: self.snapshot.positions_of(lookup.keys(query)))
        return self.snapshot.mask_of(found)

    def _mask_of_actor(self, name: str, actors, role) -> np.ndarray:
        if not role:
            return self.snapshot.links["actor"].having([actor.pk for actor in actors], self.snapshot.size)
        return self.snapshot.in_role([actor.pk for actor in actors] if actors else None, role)

    def _mask_of_years(self, name: str, first, last, which) -> np.ndarray:
        if which == "undated":
            return ~self.snapshot.dated
        return self.snapshot.years(first and first.key, last and last.key, certain=which == "certain")

    @cached_property
    def order(self) -> np.ndarray:
        """The positions of the view's events in the order asked for."""
        view = self.view
        found = self.snapshot.order(self.without(), newest_first=view.value("order") == "-date")
        if view.value("order") != "relevance" or not view.value("q"):
            return found
        relevance = np.zeros(self.snapshot.size, np.int64)
        for weight, keys in lookup.weighed(view.value("q")):
            relevance[self.snapshot.positions_of(keys)] += weight
        return found[np.argsort(-relevance[found], kind="stable")]

    def ids(self, start: int = 0, stop: int | None = None) -> Sequence[int]:
        return self.snapshot.numbers["id"][self.order[start:stop]].tolist()

    def all_ids(self) -> Sequence[int]:
        return self.snapshot.numbers["id"][self.order]

    def events(self, start: int = 0, stop: int | None = None) -> list:
        ids = self.ids(start, stop)
        events = Event.objects.published().for_list().in_bulk(ids) if ids else {}
        return [events[key] for key in ids if key in events]

    # --- the counts ---

    @property
    def count(self) -> int:
        return self.number_without()

    @cached_property
    def counts(self) -> Facets:
        return self.snapshot.once("counts", self._counted) if self.without() is None else self._counted()

    def _counted(self) -> Facets:
        snapshot, numbers = self.snapshot, self.snapshot.numbers
        result = Facets(count=self.number_without())
        all_years = self.without(*YEARS)
        undated = ~snapshot.dated
        result.undated = int((undated if all_years is None else undated & all_years).sum())
        result.spans = snapshot.spans(all_years)
        for name in ("theme", "source", "debate", "proponent"):
            result.choices[name] = ColumnChoices(snapshot, name, *snapshot.links[name].counts(self.without(name)))
        result.choices["actor"] = ColumnChoices(snapshot, "actor", *self._actors())
        mask = self.without("contested")
        contested = int((numbers["contested"] if mask is None else numbers["contested"] & mask).sum())
        result.choices["contested"] = [Choice("1", "", contested)] if contested else []
        for name in ("basis", "prominence"):
            mask = self.without(name)
            found = np.bincount(numbers[name] if mask is None else numbers[name][mask])
            values = [(columns.CODES[name][code], int(found[code])) for code in np.flatnonzero(found)]
            some = [
                Choice(value, "", number, value if name == "prominence" else "") for value, number in values if value
            ]
            result.choices[name] = facets.in_order(name, some)
        result.choices["decade"] = facets.decades(result.spans)
        return result

    def _actors(self) -> tuple[np.ndarray, np.ndarray]:
        mask, role = self.without("actor"), self.view.value("role")
        return self.snapshot.counts_in_role(mask, role) if role else self.snapshot.links["actor"].counts(mask)


class ColumnChoices(Sequence[Choice]):
    """The values of a facet in their order; only those that are looked at are made."""

    def __init__(self, snapshot: Snapshot, facet: str, keys: np.ndarray, numbers: np.ndarray):
        self.names = snapshot.names
        self.facet, self.keys, self.numbers = facet, keys, numbers

    @cached_property
    def order(self) -> np.ndarray:
        ranks = self.names.ranks[self.facet][self.keys] if len(self.keys) else self.keys
        return np.argsort(ranks) if self.facet == "theme" else np.lexsort((ranks, -self.numbers))

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, which):
        if isinstance(which, slice):
            return [self._choice(at) for at in self.order[which].tolist()]
        return self._choice(int(self.order[which]))

    def __iter__(self) -> Iterator[Choice]:
        return iter(self[:])

    def _choice(self, at: int) -> Choice:
        slug, label, order = self.names.of[self.facet][int(self.keys[at])]
        return Choice(slug, label, int(self.numbers[at]), order)

    def having(self, values: Iterable[str]) -> list[Choice]:
        """The choices of these values, of those that are there."""
        keys = [self.names.keys[self.facet].get(value) for value in values]
        places = [np.flatnonzero(self.keys == key) for key in keys if key is not None]
        return [self._choice(int(found[0])) for found in places if len(found)]
