"""How many events there are in each stretch of time, when there are too many to draw each."""

from typing import NamedTuple

import numpy as np

from events.selection.columns import OPEN_END, OPEN_START

DAYS_IN_400_YEARS = 146_097


def ordinals(keys: np.ndarray) -> np.ndarray:
    """`Day.ordinal` of many `Day.key`s; what is open stays as it is."""
    years, rest = np.divmod(keys, 10_000)
    months, days = np.divmod(rest, 100)
    # Years are counted from March, so that the day that leap years add is their last.
    years = years - (months <= 2)
    cycles, year = np.divmod(years, 400)
    day = (153 * ((months + 9) % 12) + 2) // 5 + days - 1
    found = cycles * DAYS_IN_400_YEARS + year * 365 + year // 4 - year // 100 + day - 305
    return np.where((keys == OPEN_START) | (keys == OPEN_END), keys, found)


class Times(NamedTuple):
    """The bounds of events as ordinals of days, the last inclusive; OPEN_START or OPEN_END where one is not known."""

    firsts: np.ndarray
    lasts: np.ndarray

    @classmethod
    def of(cls, earliest: np.ndarray, latest: np.ndarray) -> "Times":
        return cls(ordinals(earliest), ordinals(latest))


class Bins(NamedTuple):
    """For each lane and bin the events that certainly lie in it, and of them the contested; and for each lane those
    that lie in none certainly, since they may lie in several."""

    certain: np.ndarray
    contested: np.ndarray
    wider: np.ndarray


def binned(times: Times, contested: np.ndarray, lanes: np.ndarray, number_of_lanes: int, edges: list[int]) -> Bins:
    """Events by lane, and by the stretches between `edges`, ordinals of days of which the last is exclusive."""
    number = len(edges) - 1
    limits = np.array(edges, np.int64)
    first = np.searchsorted(limits, times.firsts, "right") - 1
    last = np.searchsorted(limits, times.lasts, "right") - 1
    sure = (first == last) & (first >= 0) & (first < number)
    codes = lanes * number + first
    size = number_of_lanes * number

    def counted(mask: np.ndarray) -> np.ndarray:
        return np.bincount(codes[mask], minlength=size).reshape(number_of_lanes, number)

    return Bins(counted(sure), counted(sure & contested), np.bincount(lanes[~sure], minlength=number_of_lanes))


def landmarks(
    times: Times, landmark: np.ndarray, contested: np.ndarray, lanes: np.ndarray, edges: list[int], most: int
) -> np.ndarray:
    """The places of at most so many landmarks: of each lane, in each of some parts of the time, a contested one or else
    the earliest."""
    begin, end = edges[0], edges[-1]
    some = np.flatnonzero(landmark & (times.firsts >= begin) & (times.lasts < end))
    parts = most // max(len(np.unique(lanes[some])), 1)
    if not parts:
        return some[:0]
    slots = (times.firsts[some] - begin) * parts // (end - begin)
    order = np.argsort(~contested[some], kind="stable")
    _codes, chosen = np.unique((lanes[some] * parts + slots)[order], return_index=True)
    return np.sort(some[order[chosen]])
