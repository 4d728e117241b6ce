"""The published events as columns in memory, in date order: counts and pages of a view without asking the database.

A server process keeps one snapshot. It is right for one data version (`events.changes`): before each use the version is
asked for, and what has changed since is read and spliced in. The plain SQL of `filters` and `facets` is the reference.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Case, F, Q, When

from events import changes
from events.chronology import AFTER_ALL
from events.dates import PRECISIONS
from events.models import Actor, Citation, Debate, Event, Evidence, Ground, Participant, Relation, Source, Theme

NOWHERE = -1
"""The position of what is no published event."""

CHUNK = 5000
"""So many rows are read at a time."""

FEW = 10_000
"""Of fewer pairs what is contested is looked up one by one, instead of reading all relations."""

KEPT = 32
"""So many answers are kept with a snapshot; one may hold a position for every event."""

ROLES = list(Participant.Role.values)
CODES = {
    "basis": ["", *Event.Basis.values],
    "precision": ["", *PRECISIONS],
    "prominence": ["", *map(str, Event.Prominence.values)],
    "kind": list(Source.Kind.values),
    "ground": list(Ground.values),
}
"""Closed lists: a value is its place in one."""

NUMBERS: dict[str, Any] = {
    "id": np.int64, "earliest": np.int64, "latest": np.int64,
    "has_earliest": bool, "has_latest": bool, "basis": np.int8, "precision": np.int8, "prominence": np.int8,
    "contested": bool,
}  # fmt: skip
"""The columns of numbers. A bound that is open or unknown is 0, and `has_…` is false."""


class Links:
    """Pairs of an event and a value of a facet, each pair once, grouped by value."""

    def __init__(self, events: np.ndarray, values: np.ndarray, positions: np.ndarray):
        self.events, self.values = events, values
        self.owners = positions[events] if len(events) else np.empty(0, np.int64)
        self.starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1)) if len(values) else np.empty(0, np.int64)
        self.ends = np.append(self.starts[1:], len(values))
        self.keys = values[self.starts]

    @staticmethod
    def columns(array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distinct pairs, from an n × 2 array, as two arrays, by value."""
        array = array[np.lexsort((array[:, 0], array[:, 1]))]
        if len(array):
            array = array[np.append(True, np.any(np.diff(array, axis=0), axis=1))]
        return array[:, 0].copy(), array[:, 1].copy()

    def spliced(self, gone: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pairs without those of the events for which `gone`, indexed by key, is true, and with the given ones."""
        kept = ~gone[self.events]
        events, values = self.events[kept], self.values[kept]
        new_events, new_values = self.columns(pairs)
        at = np.searchsorted(values, new_values)
        return np.insert(events, at, new_events), np.insert(values, at, new_values)

    def having(self, values: Iterable[int], size: int) -> np.ndarray:
        """Which positions have one of the values."""
        mask = np.zeros(size, bool)
        for value in values:
            at = np.searchsorted(self.keys, value)
            if at < len(self.keys) and self.keys[at] == value:
                mask[self.owners[self.starts[at] : self.ends[at]]] = True
        return mask

    def counts(self, mask: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """The values that masked positions have, and how many have each."""
        if not len(self.keys):
            return self.keys, self.keys
        if mask is None:
            return self.keys, self.ends - self.starts
        numbers = np.add.reduceat(mask[self.owners], self.starts, dtype=np.int64)
        some = numbers > 0
        return self.keys[some], numbers[some]


class Snapshot:
    """The published events. Positions count from 0 in date order, undated events last."""

    def __init__(self, numbers: dict[str, np.ndarray], ranks: np.ndarray, pairs: dict[str, tuple], names: "Names"):
        self.numbers, self.ranks, self.names = numbers, ranks, names
        self.size = len(ranks)
        self.positions = np.full(int(numbers["id"].max(initial=0)) + 1, NOWHERE, np.int64)
        self.positions[numbers["id"]] = np.arange(self.size)
        self.links = {name: Links(*columns, self.positions) for name, columns in pairs.items()}
        self.dated = numbers["has_earliest"] | numbers["has_latest"]
        self.kept: dict[Any, Any] = {}

    @classmethod
    def read(cls) -> "Snapshot":
        numbers, ranks, pairs = _read(None)
        return cls(numbers, ranks, {name: Links.columns(some) for name, some in pairs.items()}, Names.read())

    def patched(self, changed: set[int], names: bool) -> "Snapshot":
        """The snapshot with the given events as they are now, changed, new or gone, and with `names` read again."""
        fresh, fresh_ranks, fresh_pairs = _read(sorted(changed))
        gone = np.zeros(max([len(self.positions) - 1, *changed]) + 1, bool)
        gone[list(changed)] = True
        kept = ~gone[self.numbers["id"]]
        numbers = {name: column[kept] for name, column in self.numbers.items()}
        ranks = self.ranks[kept]
        at = np.searchsorted(ranks, fresh_ranks)
        return Snapshot(
            {name: np.insert(column, at, fresh[name]) for name, column in numbers.items()},
            np.insert(ranks, at, fresh_ranks),
            {name: links.spliced(gone, fresh_pairs[name]) for name, links in self.links.items()},
            Names.read() if names else self.names,
        )

    # --- asking ---

    def years(self, first: int | None, last: int | None, certain: bool) -> np.ndarray:
        """As `possibly_between` and `certainly_between` of the querysets: `Day.key`s, both inclusive."""
        n = self.numbers
        if certain:
            mask = n["has_earliest"] & n["has_latest"]
            mask = mask if first is None else mask & (n["earliest"] >= first)
            return mask if last is None else mask & (n["latest"] <= last)
        mask = self.dated
        mask = mask if first is None else mask & ((n["latest"] >= first) | ~n["has_latest"])
        return mask if last is None else mask & ((n["earliest"] <= last) | ~n["has_earliest"])

    def spans(self, mask: np.ndarray | None) -> Counter:
        """Dated events by the years of their bounds, as `facets.Facets.spans`."""
        chosen = self.dated if mask is None else self.dated & mask
        if not chosen.any():
            return Counter()
        years = np.stack([self.numbers["earliest"][chosen] // 10000, self.numbers["latest"][chosen] // 10000])
        known = np.stack([self.numbers["has_earliest"][chosen], self.numbers["has_latest"][chosen]])
        years[~known] = AFTER_ALL
        pairs, numbers = _unique_pairs(years)
        return Counter(
            {
                tuple(None if year == AFTER_ALL else year for year in pair): number
                for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True)
            }
        )

    def order(self, mask: np.ndarray | None, newest_first: bool = False) -> np.ndarray:
        """The positions of a selection in date order or its reverse, the undated last in both."""
        found = np.arange(self.size) if mask is None else np.flatnonzero(mask)
        if not newest_first:
            return found
        dated = self.dated[found]
        return np.concatenate([found[dated][::-1], found[~dated][::-1]])

    def positions_of(self, ids: Sequence[int]) -> np.ndarray:
        """Where the published ones of the given events stand, in no order."""
        wanted = np.array(ids, np.int64)
        found = self.positions[wanted[wanted < len(self.positions)]]
        return found[found != NOWHERE]

    def mask_of(self, positions: np.ndarray) -> np.ndarray:
        mask = np.zeros(self.size, bool)
        mask[positions] = True
        return mask

    def in_role(self, actors: Iterable[int] | None, role: str) -> np.ndarray:
        """Which positions have one of the actors, or anybody, in that role."""
        links, code = self.links["actor_in_role"], ROLES.index(role)
        if actors is not None:
            return links.having([actor * len(ROLES) + code for actor in actors], self.size)
        return self.mask_of(links.owners[links.values % len(ROLES) == code])

    def counts_in_role(self, mask: np.ndarray | None, role: str) -> tuple[np.ndarray, np.ndarray]:
        """As `Links.counts`: the actors that masked positions have in that role."""
        values, numbers = self.links["actor_in_role"].counts(mask)
        in_role = values % len(ROLES) == ROLES.index(role)
        return values[in_role] // len(ROLES), numbers[in_role]

    def once(self, what: Any, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept with the snapshot among at most KEPT others."""
        if what not in self.kept:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[what] = make()
        return self.kept[what]


class Names:
    """Slug, label and place in the order of each record that is a value of a facet, by facet and key; keys by slug."""

    def __init__(self, rows: dict[str, list[tuple]]):
        self.of = {facet: {row[0]: row[1:] for row in some} for facet, some in rows.items()}
        self.keys = {facet: {row[1]: row[0] for row in some} for facet, some in rows.items()}
        self.ranks: dict[str, np.ndarray] = {}
        for facet, some in rows.items():
            ranks = np.zeros(max((row[0] for row in some), default=0) + 1, np.int64)
            ranks[[row[0] for row in sorted(some, key=lambda row: (row[3], row[1]))]] = np.arange(len(some))
            self.ranks[facet] = ranks

    @classmethod
    def read(cls) -> "Names":
        actors = list(Actor.objects.order_by().values_list("pk", "slug", "name", "sort_name"))
        themes = Theme.objects.order_by().values_list("pk", "slug", "name", "position")
        debates = Debate.objects.order_by().values_list("pk", "slug", "question")
        return cls(
            {
                "theme": [(pk, slug, name, str(position + 10**5)) for pk, slug, name, position in themes],
                "actor": actors,
                "source": list(Source.objects.order_by().values_list("pk", "slug", "short_reference", "sort_key")),
                "debate": [(*row, "") for row in debates],
                "proponent": actors,
            }
        )


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(events: list[int] | None) -> tuple[dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]:
    """Numbers and ranks of the published events, or of those of the given keys, in date order; and their links."""
    of_events = {} if events is None else {"event__in": events}
    published = Event.objects.published().in_date_order()
    rows = (published if events is None else published.filter(pk__in=events)).values_list(
        "id", "earliest", "latest", "date_basis", "precision", "prominence", "rank"
    )
    codes = {name: {value: code for code, value in enumerate(values)} for name, values in CODES.items()}
    parts: dict[str, list[np.ndarray]] = {name: [np.empty(0, kind)] for name, kind in NUMBERS.items()}
    ranks: list[str] = []
    for chunk in _chunks(rows):
        ids, earliest, latest, bases, precisions, prominences, places = zip(*chunk, strict=True)
        ranks += places
        values = {
            "id": ids,
            "earliest": [bound or 0 for bound in earliest],
            "latest": [bound or 0 for bound in latest],
            "has_earliest": [bound is not None for bound in earliest],
            "has_latest": [bound is not None for bound in latest],
            "basis": [codes["basis"][name] for name in bases],
            "precision": [codes["precision"][name] for name in precisions],
            "prominence": prominences,
        }
        for name, some in values.items():
            parts[name].append(np.array(some, NUMBERS[name]))
    numbers = {name: np.concatenate(some) for name, some in parts.items()}
    is_published = np.zeros(int(numbers["id"].max(initial=0)) + 1, bool)
    is_published[numbers["id"]] = True
    evidence = Evidence.objects.public().filter(event__isnull=False, **of_events).order_by()
    contested = np.zeros(len(is_published), bool)
    contested[_contested_events(evidence, is_published)] = True
    numbers["contested"] = contested[numbers["id"]]
    return numbers, np.array(ranks, object), _pairs(of_events, evidence, is_published)


def _contested_events(evidence, is_published: np.ndarray) -> np.ndarray:
    argued = _array(evidence, is_published, "event_id", "interpretation_id")
    contests = Relation.objects.public().contesting().order_by()
    if len(argued) < FEW:
        those = argued[:, 1].tolist()
        contests = contests.filter(Q(interpretation__in=those) | Q(target__in=those))
    disputed = {one for pair in contests.values_list("interpretation_id", "target_id") for one in pair}
    return argued[np.isin(argued[:, 1], list(disputed)), 0] if disputed else argued[:0, 0]


def _pairs(of_events: dict, evidence, is_published: np.ndarray) -> dict[str, np.ndarray]:
    """For each facet the pairs of event and value. A value is a key of the database or an index into a list above."""
    holders = evidence.filter(interpretation__proponents__isnull=False).annotate(actor=F("interpretation__proponents"))
    participants = Participant.objects.filter(**of_events)
    cited = Citation.objects.filter(event__isnull=False, **of_events)
    debated = evidence.filter(interpretation__debate__status="published")
    return {
        name: _array(rows, is_published, *columns, codes=CODES.get(name))
        for name, rows, *columns in [
            ("theme", Event.themes.through.objects.filter(**of_events), "event_id", "theme_id"),
            ("actor", participants, "event_id", "actor_id"),
            ("source", cited, "event_id", "source_id"),
            ("kind", cited, "event_id", "source__kind"),
            ("debate", debated, "event_id", "interpretation__debate_id"),
            ("proponent", holders, "event_id", "actor"),
            ("ground", evidence, "event_id", "interpretation__ground"),
        ]
    } | {"actor_in_role": _in_roles(participants, is_published)}


def _in_roles(participants, is_published: np.ndarray) -> np.ndarray:
    actor = Case(*(When(role=role, then=F("actor_id") * len(ROLES) + code) for code, role in enumerate(ROLES)))
    return _array(participants.annotate(part=actor), is_published, "event_id", "part")


def _array(rows, is_published: np.ndarray, event: str, value: str, codes: list[str] | None = None) -> np.ndarray:
    """Pairs of a published event and a value as an n × 2 array; words become their places in `codes`."""
    places = {word: place for place, word in enumerate(codes or ())}
    parts = [np.empty((0, 2), np.int64)]
    for chunk in _chunks(rows.order_by().values_list(event, value)):
        pairs = [(key, places[word]) for key, word in chunk] if codes else chunk
        array = np.array(pairs, np.int64)
        array = array[array[:, 0] < len(is_published)]
        parts.append(array[is_published[array[:, 0]]])
    return np.concatenate(parts)


def _chunks(rows) -> Iterable[list[tuple]]:
    """Never all rows at once: as Python's objects they take many times what the columns take."""
    rows = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _unique_pairs(years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct columns of a 2 × n array with their numbers; by one number each where the years allow it."""
    known = years[years != AFTER_ALL]
    low, high = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    width = high - low + 2
    if width > 10**6:
        pairs, numbers = np.unique(years, axis=1, return_counts=True)
        return pairs.T, numbers
    codes = np.where(years == AFTER_ALL, width - 1, years - low)
    both = codes[0] * width + codes[1]
    if width * width <= 10**6:
        counted = np.bincount(both, minlength=width * width)
        distinct = np.flatnonzero(counted)
        numbers = counted[distinct]
    else:
        distinct, numbers = np.unique(both, return_counts=True)
    pairs = np.stack([distinct // width, distinct % width], axis=1)
    return np.where(pairs == width - 1, AFTER_ALL, pairs + low), numbers


# --- the snapshot of this process -------------------------------------------------------------------------------------

_lock = threading.Lock()
_newest: tuple[changes.Version, Snapshot] | None = None


def newest_size() -> int | None:
    """How many events the newest snapshot has, whether or not it is still right; None before the first."""
    return _newest[1].size if _newest else None


def current() -> Snapshot:
    """The snapshot for the data version that readers see now."""
    global _newest
    version = changes.current()
    if _newest and _newest[0].tag == version.tag:
        return _newest[1]
    with _lock:
        if _newest and _newest[0].tag == version.tag:
            return _newest[1]
        changed, names = changes.between(_newest[0], version) if _newest else (None, True)
        snapshot = Snapshot.read() if changed is None or not _newest else _newest[1].patched(changed, names)
        _newest = version, snapshot
        return snapshot
