"""The lanes of the drawing: in which of them each event stands, once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from events.models import Participant
from events.selection.columns import NOWHERE, ROLES, Links
from events.selection.selection import Selection
from events.site import description
from events.site.description import BETWEEN, ELSEWHERE, Lane
from events.site.translation import gettext as _

CORPUS, DEBATE, THEME, ACTOR, NO_LANES = "corpus", "debate", "theme", "actor", "none"

MOST = 8
"""So many lanes; what stands in none of the fullest has one more."""

INITIATOR = ROLES.index(Participant.Role.INITIATOR)


@dataclass(frozen=True)
class Lanes:
    """The names of the lanes, and for each position of the columns its lane, NOWHERE if it is in none of them."""

    kind: str
    names: Sequence[str]
    of: np.ndarray


def kinds(selection: Selection) -> list[str]:
    """The kinds of lanes that there are for these events, the one to begin with first."""
    links = selection.columns.links
    there = [name for name in (DEBATE, THEME, ACTOR) if len(links[name].keys)]
    return [*([CORPUS] if description.current().lanes else []), *there, NO_LANES]


def lanes_of(selection: Selection, wanted: str = "") -> Lanes:
    """The lanes wanted, or those to begin with, with the events of the selection that are dated."""
    possible = kinds(selection)
    kind = wanted if wanted in possible else possible[0]
    columns = selection.columns
    if kind == NO_LANES:
        return Lanes(kind, [""], np.zeros(columns.size, np.int64))
    if kind == CORPUS:
        lanes = description.current().lanes
        actors = tuple((lane.slug, lane.actors) for lane in lanes)
        places = columns.once(actors, lambda: _of_corpus(selection, lanes))
        return Lanes(kind, [lane.name for lane in lanes], places)
    keys = columns.once(("lanes", kind), lambda: _records_of(selection, kind))
    return _fullest(selection, kind, keys)


def _fullest(selection: Selection, kind: str, keys: np.ndarray) -> Lanes:
    """A lane for each of the records that most of the selected events have, and one for all other events."""
    selected = selection.without()
    mask = selection.columns.dated if selected is None else selected.mask & selection.columns.dated
    found = keys[mask]
    size = int(keys.max(initial=0)) + 1
    numbers, firsts = np.bincount(found[found != NOWHERE], minlength=size), np.full(size + 1, -1)
    firsts[found[::-1]] = np.arange(len(found))[::-1]  # of several, the last that is written stays: the first event
    records = np.argsort(-numbers, kind="stable")[:MOST]
    records = records[numbers[records] > 0]
    records = records[np.argsort(selection.names.ranks[THEME][records] if kind == THEME else firsts[records])]
    place = np.full(size + 1, len(records), np.int64)
    place[records] = np.arange(len(records))
    labels = [selection.names.of[kind][int(record)][1] for record in records]
    return Lanes(kind, [*labels, _rest(kind, bool(labels))], place[keys])


def _rest(kind: str, others: bool) -> str:
    if not others:
        return ""
    return {DEBATE: _("Other events"), THEME: _("Other themes"), ACTOR: _("Others")}[kind]


def _records_of(selection: Selection, kind: str) -> np.ndarray:
    """For each event the key of the record in whose lane it stands: its first theme; of its questions, and of the
    actors who began it or else took part, the one with most events."""
    columns, names = selection.columns, selection.names
    if kind == ACTOR:
        links, totals = columns.links["participant"], columns.links["actor"]
        number = np.zeros(len(names.ranks[ACTOR]), np.int64)
        number[totals.keys] = totals.totals
        actors, roles = np.divmod(links.keys, len(ROLES))
        order = np.lexsort((names.ranks[ACTOR][actors], -number[actors], roles != INITIATOR))
        return _first(links, order, actors, columns.size)
    links = columns.links[kind]
    ranks = names.ranks[kind][links.keys]
    order = np.argsort(ranks) if kind == THEME else np.lexsort((ranks, -links.totals))
    return _first(links, order, links.keys, columns.size)


def _first(links: Links, order: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """For each event which of its values comes first in an order of all of them; NOWHERE without any."""
    found = np.full(size, NOWHERE, np.int64)
    if not len(links.codes):
        return found
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    some = np.flatnonzero(np.diff(links.starts))
    best = np.minimum.reduceat(rank[links.codes], links.starts[some])
    found[some] = values[order[best]]
    return found


def _of_corpus(selection: Selection, lanes: Sequence[Lane]) -> np.ndarray:
    """For each event the lane of the actors who began it; `between` those of two, `elsewhere` of none.

    What nobody began stands `between` too, if actors of two lanes take part in it: whose act it was is open.
    """
    keys, columns = selection.names.keys[ACTOR], selection.columns
    links = columns.links["participant"]
    special = {lane.slug: place for place, lane in enumerate(lanes) if lane.slug in (BETWEEN, ELSEWHERE)}
    elsewhere = special.get(ELSEWHERE, len(lanes) - 1)
    lane_of = {keys[slug]: place for place, lane in enumerate(lanes) for slug in lane.actors if slug in keys}
    between = special.get(BETWEEN, elsewhere)
    actors, roles = np.divmod(links.keys, len(ROLES))
    places = np.array([lane_of.get(actor, NOWHERE) for actor in actors.tolist()], np.int64)
    began = roles == INITIATOR
    found = np.full(columns.size, elsewhere, np.int64)
    if not len(links.codes):
        return found
    some = np.flatnonzero(np.diff(links.starts))
    begin = links.starts[some]

    def ends(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each event the first and the last of its lanes."""
        of_pair = places[links.codes]
        first = np.minimum.reduceat(np.where(of_pair == NOWHERE, len(lanes), of_pair), begin)
        return first, np.maximum.reduceat(of_pair, begin)

    (first, last), (least, most) = ends(np.where(began, places, NOWHERE)), ends(places)
    nobodys = ~np.logical_or.reduceat(began[links.codes], begin)
    found[some[nobodys & (least < most)]] = between
    found[some[last != NOWHERE]] = np.where(first == last, last, between)[last != NOWHERE]
    return found
