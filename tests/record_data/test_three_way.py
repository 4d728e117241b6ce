"""Two changes of one record made one, with the data that the office keeps."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from events.record_data import three_way
from events.record_data.declaration import Data, shape_of
from events.record_data.three_way import Merged, Place

EVENT = shape_of(Event)
ROWS = st.dictionaries(
    st.integers(1, 5),
    st.fixed_dictionaries(
        {"quote": st.sampled_from("xyz"), "quote_offset": st.integers(0, 2), "locator": st.sampled_from("pq")}
    ),
    max_size=4,
)


def event(fields: Data, themes: list[int], rows: dict[int, Data]) -> Data:
    empty = {name: [] for name in EVENT.parts}
    return fields | {"themes": sorted(themes)} | empty | {"citations": [{"pk": pk} | rows[pk] for pk in sorted(rows)]}


EVENTS = st.builds(
    event,
    st.fixed_dictionaries(
        {
            "title": st.sampled_from("ABC"),
            "date": st.sampled_from(["", "1963"]),
            "after_event": st.sampled_from([None, 1, 2]),
            "translations": st.dictionaries(
                st.sampled_from(["title.ro", "title.ar", "summary.ro"]),
                st.tuples(st.sampled_from("xy"), st.sampled_from("12")).map(list),
            ),
        }
    ),
    st.sets(st.integers(1, 4)).map(list),
    ROWS,
)


def merge(base: Data, mine: Data, theirs: Data, chosen: dict[Place, bool] | None = None) -> Merged:
    return three_way.merge(EVENT, base, there=theirs, new=mine, chosen=chosen)


def places(data: Data, opened: set[int]) -> Iterator[tuple[Place, Any]]:
    """Said anew here: what stands at each place, where the given rows are opened."""
    yield ("title",), data["title"]
    yield ("date",), (data["date"], data["after_event"])
    yield from ((("translations", key), version) for key, version in data["translations"].items())
    yield from ((("themes", key), True) for key in data["themes"])
    for row in data["citations"]:
        if row["pk"] in opened:
            yield ("citations", row["pk"], "quote"), (row["quote"], row["quote_offset"])
            yield ("citations", row["pk"], "locator"), row["locator"]
        else:
            yield ("citations", row["pk"]), row


def by_place(*versions: Data) -> list[dict[Place, Any]]:
    """The places of versions; rows that the last two have are opened."""
    mine, theirs = ({row["pk"] for row in data["citations"]} for data in versions[-2:])
    return [dict(places(data, mine & theirs)) for data in versions]


@given(EVENTS, EVENTS)
def test_what_only_one_has_changed_is_taken(base: Data, mine: Data):
    for merged in (merge(base, mine, base), merge(base, base, mine), merge(base, mine, mine)):
        assert (merged.data, merged.conflicts) == (mine, [])


@given(EVENTS, EVENTS, EVENTS)
def test_each_place_of_a_merge_is_mine_or_theirs_and_no_change_is_lost(base: Data, mine: Data, theirs: Data):
    merged = merge(base, mine, theirs)
    both, was, my, their = by_place(merged.data, base, mine, theirs)
    for place in {**was, **my, **their}:
        known = place in was or len(place) < 3  # of a row that both added, nobody knows what it was
        changed_by_me = my.get(place) != was.get(place)
        changed_by_them = their.get(place) != was.get(place)
        if my.get(place) == their.get(place):
            assert both.get(place) == my.get(place)
        elif place in merged.conflicts:
            assert (changed_by_me and changed_by_them) or not known
            assert both.get(place) == their.get(place)
        else:
            assert known
            assert both.get(place) == (my if changed_by_me else their).get(place)
            assert not (changed_by_me and changed_by_them)


@given(EVENTS, EVENTS, EVENTS, st.booleans())
def test_a_choice_for_every_conflict_settles_it(base: Data, mine: Data, theirs: Data, take_mine: bool):
    conflicts = merge(base, mine, theirs).conflicts
    merged = merge(base, mine, theirs, dict.fromkeys(conflicts, take_mine))
    assert merged.conflicts == []
    both, my, their = by_place(merged.data, mine, theirs)
    chosen = my if take_mine else their
    assert all(both.get(place) == chosen.get(place) for place in conflicts)


@given(EVENTS, EVENTS, EVENTS)
def test_the_next_merge_with_the_same_finds_the_same(base: Data, mine: Data, theirs: Data):
    first = merge(base, mine, theirs)
    if {row["pk"] for row in mine["citations"]} & {row["pk"] for row in theirs["citations"]} <= {
        row["pk"] for row in base["citations"]
    }:
        second = merge(first.next_base, mine, first.data)
        assert second.data == first.data
        assert second.differences == [each for each in first.differences if each.what != "updated"]


def test_two_fields_of_one_row_are_changed_by_two_and_both_hold():
    def citation(**fields: str) -> Data:
        return event({}, [], {1: {"quote": "x", "quote_offset": 0, "locator": "p"} | fields})

    merged = merge(citation(), citation(quote="y"), citation(locator="q"))
    assert (merged.data, merged.conflicts) == (citation(quote="y", locator="q"), [])
    merged = merge(citation(), citation(quote="y", locator="r"), citation(quote="z"))
    assert merged.conflicts == [("citations", 1, "quote")]


def test_a_date_is_never_half_one_editors_and_half_anothers():
    def dated(**fields: str) -> Data:
        return event({"date": "1963", "date_part": "", "date_basis": "stated"} | fields, [], {})

    merged = merge(dated(), dated(date="1964"), dated(date_basis="inferred"))
    assert merged.conflicts == [("date",)]
    assert merged.data == dated(date_basis="inferred")
