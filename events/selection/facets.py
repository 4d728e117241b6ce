"""How many events each further choice would leave: what the values of facets and their counts are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np

from events.selection.columns import UNKNOWN, Spans
from events.selection.names import FacetNames

FACETS = ["theme", "actor", "place", "source", "debate", "proponent", "contested", "basis", "prominence", "decade"]
MAX_DECADES = 200


@dataclass(frozen=True)
class Choice:
    """A value of a facet: as a parameter, in words, and the number of events that the page would show with it alone."""

    value: str
    label: str
    count: int
    order: str = ""


class Choices(Sequence[Choice]):
    """The values of a facet whose values are records: those with most events first; themes in an order of their own.

    Only those that are looked at are made.
    """

    def __init__(self, names: FacetNames, facet: str, keys: np.ndarray, numbers: np.ndarray):
        self.names, self.facet, self.keys, self.numbers = names, facet, keys, numbers

    @cached_property
    def places(self) -> np.ndarray:
        """A number for each value that orders them."""
        ranks = self.names.ranks[self.facet]
        return ranks[self.keys] - (0 if self.facet == "theme" else self.numbers * len(ranks))

    def first(self, number: int) -> np.ndarray:
        """Which values come first, in order: no more are put in order than are looked at."""
        if number >= len(self.keys):
            return np.argsort(self.places)
        found = np.argpartition(self.places, number)[:number]
        return found[np.argsort(self.places[found])]

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, which: int) -> Choice: ...
    @overload
    def __getitem__(self, which: slice) -> list[Choice]: ...
    def __getitem__(self, which: int | slice) -> Choice | list[Choice]:
        if isinstance(which, slice):
            stop = len(self) if which.stop is None else which.stop
            return [self._choice(at) for at in self.first(stop)[which].tolist()]
        return self._choice(int(self.first(which + 1)[which]))

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


@dataclass
class Facets:
    """The counts of a view.

    `choices` maps each facet to its values with at least one event. `spans` counts the dated events that match all
    but the years asked for.
    """

    count: int
    undated: int
    spans: Spans
    choices: dict[str, Sequence[Choice]] = field(default_factory=dict)

    def as_json(self) -> dict:
        """The shape of `/export/facets.json`."""
        counts = {name: {choice.value: choice.count for choice in self.choices[name]} for name in FACETS}
        return {"count": self.count, "undated": self.undated, "facets": counts}


def decades(spans: Spans) -> list[Choice]:
    """The decades that hold a known bound, at most the MAX_DECADES fullest, each with the events possibly in it."""
    begin, end = (
        _running(years[years != UNKNOWN], spans.numbers[years != UNKNOWN]) for years in (spans.firsts, spans.lasts)
    )
    found = np.unique(np.concatenate([begin[0], end[0]]) // 10 * 10)
    later = begin[1][-1] - begin[1][np.searchsorted(begin[0], found + 9, "right")]
    earlier = end[1][np.searchsorted(end[0], found, "left")]
    counts = spans.numbers.sum() - later - earlier
    fullest = np.sort(np.lexsort((found, -counts))[:MAX_DECADES])
    return [
        Choice(str(decade), str(decade), int(count))
        for decade, count in zip(found[fullest], counts[fullest], strict=True)
    ]


def _running(years: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The years in order, and how many lie before each, with all of them at the end."""
    order = np.argsort(years, kind="stable")
    return years[order], np.concatenate([[0], np.cumsum(numbers[order])])
