"""How many events each further choice would leave: what the values of facets and their counts are."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from events.selection.names import Names

FACETS = ["theme", "actor", "source", "debate", "proponent", "contested", "basis", "prominence", "decade"]
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

    def __init__(self, names: Names, facet: str, keys: np.ndarray, numbers: np.ndarray):
        self.names, self.facet, self.keys, self.numbers = names, facet, keys, numbers

    @cached_property
    def order(self) -> np.ndarray:
        ranks = self.names.ranks[self.facet][self.keys]
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


@dataclass
class Facets:
    """The counts of a view.

    `choices` maps each facet to its values with at least one event. `spans` counts the dated events that match all
    but the years asked for, by the first and the last year of their bounds, None where one is open or unknown.
    """

    count: int
    undated: int
    spans: Counter
    choices: dict[str, Sequence[Choice]] = field(default_factory=dict)

    def as_json(self) -> dict:
        """The shape of `/export/facets.json`."""
        counts = {name: {choice.value: choice.count for choice in self.choices[name]} for name in FACETS}
        return {"count": self.count, "undated": self.undated, "facets": counts}


def decades(spans: Counter) -> list[Choice]:
    """The decades that hold a known bound, at most the MAX_DECADES fullest, each with the events possibly in it."""
    firsts: Counter = Counter()
    lasts: Counter = Counter()
    for (first, last), number in spans.items():
        if first is not None:
            firsts[first // 10 * 10] += number
        if last is not None:
            lasts[last // 10 * 10] += number
    total, begin, end = sum(spans.values()), _running(firsts), _running(lasts)
    counted = {
        decade: total - _sum_after(begin, decade) - _sum_before(end, decade) for decade in firsts.keys() | lasts.keys()
    }
    fullest = sorted(counted, key=lambda decade: (-counted[decade], decade))[:MAX_DECADES]
    return [Choice(str(decade), str(decade), counted[decade]) for decade in sorted(fullest)]


def _running(counter: Counter) -> tuple[list[int], list[int]]:
    """The keys in order, and how much lies before each, with the whole at the end."""
    keys, sums = sorted(counter), [0]
    for key in keys:
        sums.append(sums[-1] + counter[key])
    return keys, sums


def _sum_before(running, key: int) -> int:
    keys, sums = running
    return sums[bisect_left(keys, key)]


def _sum_after(running, key: int) -> int:
    keys, sums = running
    return sums[-1] - sums[bisect_right(keys, key)]
