"""The published events as columns in memory, in date order: counts and pages of a view without asking the database.

A worker keeps one snapshot. It is right for one data version (`events.changes`): before each use the version is asked
for, and what has changed since is read and spliced in. The plain SQL of `filters` and `facets` is the reference.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from django.db.models import F

from events.chronology import AFTER_ALL
from events.models import Citation, Event, Evidence, Ground, Participant, Relation, Source

NOWHERE = -1
BASES = ["", *Event.Basis.values]
ROLES = list(Participant.Role.values)
KINDS = list(Source.Kind.values)
GROUNDS = list(Ground.values)
NUMBERS = {
    "id": np.int64, "sort_earliest": np.int64, "sort_latest": np.int64, "earliest": np.int64, "latest": np.int64,
    "has_earliest": bool, "has_latest": bool, "basis": np.int8, "precision": np.int8, "prominence": np.int8,
    "contested": bool,
}  # fmt: skip


class Links:
    """Pairs of an event and a value of a facet, each pair once."""

    def __init__(self, events: np.ndarray, values: np.ndarray):
        self.events, self.values = events, values
        self.owners = np.empty(0, np.int64)

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "Links":
        unique = np.unique(np.array(sorted(set(pairs)), np.int64).reshape(-1, 2), axis=0)
        return cls(unique[:, 0].copy(), unique[:, 1].copy())

    def without_events(self, changed: np.ndarray) -> "Links":
        kept = ~np.isin(self.events, changed)
        return Links(self.events[kept], self.values[kept])

    def with_links(self, other: "Links") -> "Links":
        return Links(np.concatenate([self.events, other.events]), np.concatenate([self.values, other.values]))

    def place(self, positions: np.ndarray) -> None:
        """Finds each pair's event in the date order and groups the pairs by value."""
        self.owners = positions[self.events] if len(self.events) else np.empty(0, np.int64)
        order = np.argsort(self.values, kind="stable")
        self.owners, self.sorted_values = self.owners[order], self.values[order]
        self.keys, self.starts = np.unique(self.sorted_values, return_index=True)
        self.ends = np.append(self.starts[1:], len(self.sorted_values))

    def having(self, values: Iterable[int], size: int) -> np.ndarray:
        """Which positions have one of the values."""
        mask = np.zeros(size, bool)
        for value in values:
            at = np.searchsorted(self.keys, value)
            if at < len(self.keys) and self.keys[at] == value:
                mask[self.owners[self.starts[at] : self.ends[at]]] = True
        return mask

    def counts(self, mask: np.ndarray | None) -> list[tuple[int, int]]:
        """Each value with the number of masked positions that have it; values with none are left out."""
        if not len(self.keys):
            return []
        if mask is None:
            numbers = self.ends - self.starts
        else:
            numbers = np.add.reduceat(mask[self.owners], self.starts, dtype=np.int64)
        return [(int(key), int(number)) for key, number in zip(self.keys, numbers, strict=True) if number]


LINKS = ("theme", "actor", "actor_in_role", "source", "kind", "debate", "proponent", "ground")


class Columns:
    """A snapshot. Positions count from 0 in date order, undated events last."""

    def __init__(self, numbers: dict[str, np.ndarray], slugs: np.ndarray, links: dict[str, Links]):
        self.numbers, self.slugs, self.links = numbers, slugs, links
        self.size = len(slugs)
        positions = np.full(int(numbers["id"].max(initial=0)) + 1, NOWHERE, np.int64)
        positions[numbers["id"]] = np.arange(self.size)
        self.positions = positions
        for one in links.values():
            one.place(positions)
        self.dated = numbers["has_earliest"] | numbers["has_latest"]
        self.number_dated = int(self.dated.sum())

    def __getattr__(self, name):
        try:
            return self.__dict__["numbers"][name]
        except KeyError:
            raise AttributeError(name) from None

    # --- making ---

    @classmethod
    def read(cls, events=None) -> "Columns":
        """Reads all published events, or those of the given ids, in a constant number of statements."""
        published = Event.objects.published()
        of_events = {} if events is None else {"event__in": events}
        if events is not None:
            published = published.filter(pk__in=events)
        rows = list(
            published.in_date_order().values_list(
                "id",
                "slug",
                "sort_earliest",
                "sort_latest",
                "earliest",
                "latest",
                "date_basis",
                "precision",
                "prominence",
            )
        )
        contested = set(_contested_events(of_events))
        precisions = _precision_codes()
        numbers = {
            "id": [row[0] for row in rows],
            "sort_earliest": [row[2] for row in rows],
            "sort_latest": [row[3] for row in rows],
            "earliest": [row[4] or 0 for row in rows],
            "latest": [row[5] or 0 for row in rows],
            "has_earliest": [row[4] is not None for row in rows],
            "has_latest": [row[5] is not None for row in rows],
            "basis": [BASES.index(row[6]) for row in rows],
            "precision": [precisions[row[7]] for row in rows],
            "prominence": [row[8] for row in rows],
            "contested": [row[0] in contested for row in rows],
        }
        slugs = np.array([row[1] for row in rows], object)
        return cls(
            {name: np.array(values, NUMBERS[name]) for name, values in numbers.items()},
            slugs,
            {name: Links.of(pairs) for name, pairs in _pairs(of_events).items()},
        )

    def patched(self, changed: Iterable[int]) -> "Columns":
        """The snapshot with the given events as they are now: changed, new, or gone."""
        changed = np.array(sorted(set(changed)), np.int64)
        fresh = Columns.read(changed.tolist())
        kept = ~np.isin(self.numbers["id"], changed)
        numbers = {name: column[kept] for name, column in self.numbers.items()}
        slugs = self.slugs[kept]
        at = [self._place(numbers, slugs, fresh, index) for index in range(fresh.size)]
        return Columns(
            {name: np.insert(column, at, fresh.numbers[name]) for name, column in numbers.items()},
            np.insert(slugs, at, fresh.slugs),
            {name: links.without_events(changed).with_links(fresh.links[name]) for name, links in self.links.items()},
        )

    @staticmethod
    def _place(numbers, slugs, fresh, index: int) -> int:
        """Where an event belongs among the others: by its sort keys, then by its slug."""
        first, last = fresh.numbers["sort_earliest"][index], fresh.numbers["sort_latest"][index]
        low = np.searchsorted(numbers["sort_earliest"], first, "left")
        high = np.searchsorted(numbers["sort_earliest"], first, "right")
        begin = low + np.searchsorted(numbers["sort_latest"][low:high], last, "left")
        end = low + np.searchsorted(numbers["sort_latest"][low:high], last, "right")
        return int(begin + np.searchsorted(slugs[begin:end], fresh.slugs[index], "left"))

    # --- asking ---

    def years_mask(self, first: int | None, last: int | None, certain: bool) -> np.ndarray:
        """As `possibly_between` and `certainly_between` of the querysets: `Day.key`s, both inclusive."""
        mask = self.has_earliest & self.has_latest if certain else self.dated.copy()
        if certain:
            if first is not None:
                mask &= self.earliest >= first
            if last is not None:
                mask &= self.latest <= last
        else:
            if first is not None:
                mask &= (self.latest >= first) | ~self.has_latest
            if last is not None:
                mask &= (self.earliest <= last) | ~self.has_earliest
        return mask

    def spans(self, mask: np.ndarray | None) -> Counter:
        """Dated events by the years of their bounds, as `facets.Facets.spans`."""
        chosen = self.dated if mask is None else self.dated & mask
        if not chosen.any():
            return Counter()
        years = np.stack([self.earliest[chosen] // 10000, self.latest[chosen] // 10000])
        known = np.stack([self.has_earliest[chosen], self.has_latest[chosen]])
        years[~known] = AFTER_ALL
        pairs, numbers = _unique_pairs(years)
        return Counter(
            {
                tuple(None if year == AFTER_ALL else int(year) for year in pair): int(number)
                for pair, number in zip(pairs, numbers, strict=True)
            }
        )

    def ids(self, positions: np.ndarray) -> list[int]:
        return self.id[positions].tolist()

    def order(self, mask: np.ndarray | None, newest_first: bool) -> np.ndarray:
        """The positions of a selection in date order or its reverse, the undated last in both."""
        found = np.arange(self.size) if mask is None else np.flatnonzero(mask)
        if not newest_first:
            return found
        dated = self.dated[found]
        return np.concatenate([found[dated][::-1], found[~dated][::-1]])

    def mask_of_ids(self, ids: Iterable[int]) -> np.ndarray:
        """Which positions hold one of the ids; ids of other events are passed over."""
        mask = np.zeros(self.size, bool)
        wanted = np.fromiter(ids, np.int64)
        wanted = wanted[(wanted >= 0) & (wanted < len(self.positions))]
        found = self.positions[wanted]
        mask[found[found != NOWHERE]] = True
        return mask


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


def _precision_codes() -> dict[str, int]:
    from events.dates import PRECISIONS

    return {name: code for code, name in enumerate(["", *PRECISIONS])}


def _contested_events(of_events: dict) -> Iterable[int]:
    contests = Relation.objects.public().contesting()
    disputed = {*contests.values_list("interpretation_id", flat=True), *contests.values_list("target_id", flat=True)}
    evidence = Evidence.objects.public().filter(event__isnull=False, **of_events).order_by()
    return (
        event
        for event, interpretation in evidence.values_list("event_id", "interpretation_id")
        if interpretation in disputed
    )


def _pairs(of_events: dict) -> dict[str, list[tuple[int, int]]]:
    """For each facet the pairs of event and value. A value is a key of the database or an index into a list above."""
    participants = Participant.objects.filter(event__status="published", **of_events).order_by()
    citations = Citation.objects.filter(event__status="published", **of_events).order_by()
    evidence = Evidence.objects.public().filter(event__isnull=False, **of_events).order_by()
    themes = Event.themes.through.objects.filter(event__status="published", **of_events)
    parts = list(participants.values_list("event_id", "actor_id", "role"))
    cited = list(citations.values_list("event_id", "source_id", "source__kind"))
    argued = list(
        evidence.values_list(
            "event_id", "interpretation__debate_id", "interpretation__debate__status", "interpretation__ground"
        )
    )
    holders = evidence.filter(interpretation__proponents__isnull=False).annotate(actor=F("interpretation__proponents"))
    return {
        "theme": list(themes.values_list("event_id", "theme_id")),
        "actor": [(event, actor) for event, actor, _role in parts],
        "actor_in_role": [(event, actor_in_role(actor, role)) for event, actor, role in parts],
        "source": [(event, source) for event, source, _kind in cited],
        "kind": [(event, KINDS.index(kind)) for event, _source, kind in cited],
        "debate": [(event, debate) for event, debate, status, _ground in argued if status == "published"],
        "proponent": list(holders.values_list("event_id", "actor")),
        "ground": [(event, GROUNDS.index(ground)) for event, _debate, _status, ground in argued],
    }


def actor_in_role(actor: int, role: str) -> int:
    """One number for an actor and a role."""
    return actor * len(ROLES) + ROLES.index(role)
