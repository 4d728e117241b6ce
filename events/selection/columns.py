"""The published events as columns in memory, in date order: counts and pages of a view without asking the database.

`Columns` are made of `Rows`, which `events.selection.fetching` fetches. They never change: an edit makes new ones, with
the events that changed spliced in. `events.selection.current` keeps the newest for this process.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from events.dates import PRECISIONS
from events.models import Event, Ground, Participant, Source

NOWHERE = -1
"""The position of what is no published event."""

OPEN_START, OPEN_END = np.iinfo(np.int64).min, np.iinfo(np.int64).max
"""Stand for a bound that is open or unknown."""

UNKNOWN = np.iinfo(np.int64).min
"""Stands for the year of such a bound."""

KEPT = 32
"""So many answers are kept with the columns; one may hold a position for every event."""

ROLES = list(Participant.Role.values)
CODES: dict[str, list[str]] = {
    "basis": ["", *Event.Basis.values],
    "precision": ["", *PRECISIONS],
    "prominence": ["", *map(str, Event.Prominence.values)],
    "kind": list(Source.Kind.values),
    "ground": list(Ground.values),
}
"""Closed lists: a value is its place in one."""

NUMBERS: dict[str, Any] = {
    "id": np.int64, "sort_day": np.int64, "earliest": np.int64, "latest": np.int64,
    "basis": np.int8, "precision": np.int8, "prominence": np.int8, "contested": bool,
}  # fmt: skip
"""The columns of numbers; `earliest` and `latest` are `Day.key`s."""

LINKS = ("theme", "actor", "participant", "place", "source", "kind", "debate", "proponent", "ground")
"""The columns of many values an event. A participant is an actor and a role, see `participant_code`."""

FEW = 8
"""Below this share of all links (one in FEW) it is quicker to look up whose each of them is."""

SPARE = 2
"""From this share of all links on (one in SPARE) it is quicker to count those of the events left out."""


class Rows(NamedTuple):
    """What columns are made of: an array for each of NUMBERS, the events in date order, and for each of LINKS two
    arrays, the keys of events and of values, in any order, where pairs may come twice."""

    numbers: dict[str, np.ndarray]
    links: dict[str, tuple[np.ndarray, np.ndarray]]


class Spans(NamedTuple):
    """How many events there are by the first and the last year of their bounds, either of which may be UNKNOWN."""

    firsts: np.ndarray
    lasts: np.ndarray
    numbers: np.ndarray

    @property
    def years(self) -> tuple[int, int] | None:
        """The earliest and the latest known year."""
        both = np.concatenate([self.firsts, self.lasts])
        known = both[both != UNKNOWN]
        return (int(known.min()), int(known.max())) if len(known) else None


def participant_code(actors: Any, roles: Any) -> Any:
    """One number for an actor's key and the place of a role in ROLES; both may be arrays."""
    return actors * len(ROLES) + roles


class Links:
    """The values that each event has, each once: those of position p stand from starts[p] up to starts[p + 1].

    `codes` count the distinct values from 0; `keys` says which value each of them is.
    """

    def __init__(self, starts: np.ndarray, codes: np.ndarray, keys: np.ndarray):
        self.starts, self.codes, self.keys = starts, codes, keys
        self.places = dict(zip(keys.tolist(), count(), strict=False))
        self.totals = np.bincount(codes, minlength=len(keys))

    @classmethod
    def of(cls, positions: np.ndarray, values: np.ndarray, size: int) -> "Links":
        """From pairs of a position and a value."""
        keys, codes = np.unique(values, return_inverse=True)
        pairs = np.sort(positions * (len(keys) or 1) + codes)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        owners, codes = np.divmod(pairs, len(keys) or 1)
        starts = np.zeros(size + 1, np.int32)
        np.cumsum(np.bincount(owners, minlength=size), out=starts[1:])
        return cls(starts, codes.astype(np.int32), keys)

    def spliced(self, gone: np.ndarray, at: np.ndarray, fresh: "Links") -> "Links":
        """Without the positions for which `gone` is true, and with those of `fresh` inserted before the positions `at`
        of what is left, as `np.insert` does."""
        numbers = np.diff(self.starts)
        codes = self.codes[np.repeat(~gone, numbers)] if gone.any() else self.codes
        numbers = numbers[~gone]
        new = [key for key in fresh.keys.tolist() if key not in self.places]
        keys = np.append(self.keys, np.array(new, self.keys.dtype))
        places = dict(zip(keys.tolist(), count(), strict=False))
        translated = np.array([places[key] for key in fresh.keys.tolist()], np.int32)[fresh.codes]
        starts = np.concatenate([[0], np.cumsum(numbers)])
        codes = np.insert(codes, np.repeat(starts[at], np.diff(fresh.starts)), translated)
        starts = np.concatenate([[0], np.cumsum(np.insert(numbers, at, np.diff(fresh.starts)))]).astype(np.int32)
        return Links(starts, codes.astype(np.int32), keys)

    def having(self, values: Iterable[int]) -> np.ndarray:
        """Which positions have one of the values, as a mask."""
        codes = [self.places[value] for value in values if value in self.places]
        mask = np.zeros(len(self.starts) - 1, bool)
        if not codes:
            return mask
        wanted = self.codes == codes[0] if len(codes) == 1 else np.isin(self.codes, codes)
        if np.count_nonzero(wanted) * FEW < len(wanted):
            mask[np.searchsorted(self.starts, np.flatnonzero(wanted), "right") - 1] = True
            return mask
        before = np.zeros(len(wanted) + 1, np.int32)
        np.cumsum(wanted, out=before[1:])
        before = before[self.starts]
        return before[1:] != before[:-1]

    def counts(self, selected: "Selected | None") -> tuple[np.ndarray, np.ndarray]:
        """The values that selected positions have, and how many have each. None selects all."""
        numbers = self.totals if selected is None else self._counted(selected)
        some = np.flatnonzero(numbers)
        return self.keys[some], numbers[some]

    def _counted(self, selected: "Selected") -> np.ndarray:
        codes = self._codes_in(selected.runs)
        if len(codes) * SPARE <= len(self.codes):
            return np.bincount(codes, minlength=len(self.keys))
        return self.totals - np.bincount(self._codes_in(selected.gaps), minlength=len(self.keys))

    def _codes_in(self, runs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        begins, ends = self.starts[runs[0]], self.starts[runs[1]]
        lengths = ends - begins
        if len(lengths) < 20:
            return np.concatenate([self.codes[:0], *(self.codes[a:b] for a, b in zip(begins, ends, strict=True))])
        before = np.cumsum(lengths) - lengths
        return self.codes.take(np.repeat(begins - before, lengths) + np.arange(lengths.sum()))


class Selected:
    """A mask of positions, and its runs: where the selected ones begin, and where they end (exclusive)."""

    def __init__(self, mask: np.ndarray):
        self.mask = mask
        edges = np.flatnonzero(np.concatenate([mask[:1], mask[1:] != mask[:-1], mask[-1:]]))
        self.runs = edges[::2], edges[1::2]
        self.gaps = np.append(0, self.runs[1]), np.append(self.runs[0], len(mask))
        self.number = int(np.count_nonzero(mask))


@dataclass
class Columns:
    """The published events. Positions count from 0 in date order, undated events last."""

    numbers: dict[str, np.ndarray]
    links: dict[str, Links]
    kept: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = self.numbers["id"]
        self.size = len(ids)
        self.positions = np.full(int(ids.max(initial=0)) + 1, NOWHERE, np.int32)
        self.positions[ids] = np.arange(self.size)
        earliest, latest = self.numbers["earliest"], self.numbers["latest"]
        self.dated = (earliest != OPEN_START) | (latest != OPEN_END)
        self.spans, self.span_codes = _spans(earliest, latest, self.dated)

    @classmethod
    def of(cls, rows: Rows) -> "Columns":
        ids = rows.numbers["id"]
        positions = np.full(int(ids.max(initial=0)) + 1, NOWHERE, np.int64)
        positions[ids] = np.arange(len(ids))
        links = {}
        for name, (events, values) in rows.links.items():
            known = events < len(positions)
            owners = positions[events[known]]
            links[name] = Links.of(owners[owners != NOWHERE], values[known][owners != NOWHERE], len(ids))
        return cls(rows.numbers, links)

    def patched(
        self, changed: Iterable[int], rows: Rows, before: Callable[[np.ndarray, list[np.ndarray]], list[int]]
    ) -> "Columns":
        """With the changed events (keys) as `rows` has them: changed, new, or gone where it has none.

        `before(events, others)` says for each event how many of some unchanged ones of the same day, in date order, it
        follows.
        """
        gone = np.zeros(self.size, bool)
        gone[self.positions_of(list(changed))] = True
        kept, fresh = {name: column[~gone] for name, column in self.numbers.items()}, rows.numbers
        lows, highs = (np.searchsorted(kept["sort_day"], fresh["sort_day"], side) for side in ("left", "right"))
        others = [kept["id"][low:high] for low, high in zip(lows, highs, strict=True)]
        at = lows + np.array(before(fresh["id"], others), np.int64)
        new = Columns.of(rows)
        numbers = {name: np.insert(column, at, fresh[name]) for name, column in kept.items()}
        return Columns(numbers, {name: links.spliced(gone, at, new.links[name]) for name, links in self.links.items()})

    def with_nothing_kept(self) -> "Columns":
        other = copy(self)
        other.kept = {}
        return other

    # --- asking ---

    def possibly_between(self, first: int | None, last: int | None) -> np.ndarray:
        """Whose bounds overlap first…last, `Day.key`s, both inclusive; an unknown end reaches without limit."""
        mask = self.dated
        mask = mask if first is None else mask & (self.numbers["latest"] >= first)
        return mask if last is None else mask & (self.numbers["earliest"] <= last)

    def certainly_between(self, first: int | None, last: int | None) -> np.ndarray:
        """Whose bounds lie inside first…last; only on an open side of the range may a bound be open or unknown."""
        mask = self.dated
        mask = mask if first is None else mask & (self.numbers["earliest"] >= first)
        return mask if last is None else mask & (self.numbers["latest"] <= last)

    def coded(self, name: str, value: str) -> np.ndarray:
        """Which positions have a value of a closed list."""
        place = CODES[name].index(value)
        return self.links[name].having([place]) if name in self.links else self.numbers[name] == place

    def in_role(self, actors: Iterable[int] | None, role: str) -> np.ndarray:
        """Which positions have one of the actors, or anybody, in that role."""
        links, place = self.links["participant"], ROLES.index(role)
        keys = links.keys[links.keys % len(ROLES) == place].tolist() if actors is None else [
            participant_code(actor, place) for actor in actors
        ]  # fmt: skip
        return links.having(keys)

    def counts_in_role(self, selected: Selected | None, role: str) -> tuple[np.ndarray, np.ndarray]:
        """As `Links.counts`: the actors that selected positions have in that role."""
        values, numbers = self.links["participant"].counts(selected)
        in_role = values % len(ROLES) == ROLES.index(role)
        return values[in_role] // len(ROLES), numbers[in_role]

    def counts_by_span(self, selected: Selected | None) -> Spans:
        """Selected dated events by the years of their bounds."""
        return self.counts_by_span_of(None if selected is None else selected.mask)

    def counts_by_span_of(self, mask: np.ndarray | None) -> Spans:
        codes = self.span_codes if mask is None else self.span_codes[mask]
        numbers = np.bincount(codes, minlength=len(self.spans.firsts) + 1)[:-1]
        some = np.flatnonzero(numbers)
        return Spans(self.spans.firsts[some], self.spans.lasts[some], numbers[some])

    def order(self, selected: Selected | None, newest_first: bool = False) -> np.ndarray:
        """The positions of a selection in date order or its reverse, the undated last in both."""
        if selected is None:
            return self.once(("order", newest_first), lambda: self._everything(newest_first))
        found = np.flatnonzero(selected.mask)
        return self._turned(found) if newest_first else found

    def _everything(self, newest_first: bool) -> np.ndarray:
        positions = np.arange(self.size, dtype=np.int32)
        return self._turned(positions) if newest_first else positions

    def _turned(self, positions: np.ndarray) -> np.ndarray:
        dated = self.dated[positions]
        return np.concatenate([positions[dated][::-1], positions[~dated][::-1]])

    def positions_of(self, ids: Sequence[int] | np.ndarray) -> np.ndarray:
        """Where the published ones of the given events stand, in no order."""
        wanted = np.asarray(ids, np.int64)
        found = self.positions[wanted[wanted < len(self.positions)]]
        return found[found != NOWHERE]

    def mask_of(self, positions: np.ndarray) -> np.ndarray:
        mask = np.zeros(self.size, bool)
        mask[positions] = True
        return mask

    def once(self, what: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept with the columns among at most KEPT others."""
        if what not in self.kept:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[what] = make()
        return self.kept[what]


def _spans(earliest: np.ndarray, latest: np.ndarray, dated: np.ndarray) -> tuple[Spans, np.ndarray]:
    """The distinct pairs of years of dated events, and for each position which pair it has; an undated one, none."""
    firsts, first_codes = np.unique(_years(earliest[dated], OPEN_START), return_inverse=True)
    lasts, last_codes = np.unique(_years(latest[dated], OPEN_END), return_inverse=True)
    pairs, codes = np.unique(first_codes * (len(lasts) or 1) + last_codes, return_inverse=True)
    at_first, at_last = np.divmod(pairs, len(lasts) or 1)
    found = np.full(len(earliest), len(pairs), np.int32)
    found[dated] = codes
    return Spans(firsts[at_first], lasts[at_last], np.ones(len(pairs), np.int64)), found


def _years(keys: np.ndarray, unknown: int) -> np.ndarray:
    return np.where(keys == unknown, UNKNOWN, keys // 10_000)
