"""Rival datings on one axis: never out of order, never surer than they are, on a scale that fits."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import dates
from events.dates import Day
from events.timeline import datings
from tests.support.edtf_strategies import edtf_strings


def drawn(*argued: str, own: str = "") -> datings.Drawing | None:
    notes = [SimpleNamespace(interpretation=SimpleNamespace(argued_date=date)) for date in argued]
    event = dates.parse(own) if own else dates.UNDATED
    return datings.drawing(notes, event.earliest, event.latest)


def kinds(drawing: datings.Drawing) -> list[list[str]]:
    return [[piece.kind for piece in row.pieces] for row in drawing.rows]


def labels(drawing: datings.Drawing) -> list[str]:
    return [" ".join(filter(None, (tick.label, tick.above))) for tick in drawing.axis.ticks]


def test_the_departure_is_dated_by_month_range_and_day_on_an_axis_of_months():
    found = drawn("1958-08-17", "1958-07", "1958-06/1958-07", own="[1958-05-01..1958-07-25]")
    assert [row.words for row in found.rows] == ["June–July 1958", "July 1958", "17\N{NO-BREAK SPACE}August 1958"]
    assert kinds(found) == [["inside"], ["inside"], ["day"]]
    assert labels(found) == ["Apr 1958", "May", "Jun", "Jul", "Aug"]
    assert found.own == [found.axis.place(Day(1958, 5, 1)), found.axis.after(Day(1958, 7, 25))]


def test_days_of_one_month_stand_on_an_axis_of_weeks_and_years_on_one_of_years():
    assert labels(drawn("1964-04-15/1964-04-22", "1964-04-26")) == ["8 Apr 1964", "15", "22"]
    assert labels(drawn("1955", "1968")) == ["1950", "1955", "1960", "1965"]
    assert labels(drawn("1958-12-31", "1959-01-02")) == ["30 Dec 1958", "31", "1 Jan 1959", "2", "3"]


def test_years_before_our_era_are_labelled_as_such_and_long_ones_leave_each_other_room():
    assert labels(drawn("-0043-03-15", "-0040"))[0] == "44 BC"
    long = labels(drawn("Y-170000002", "1958"))
    assert long[0] == "200000001 BC" and "" in long


def test_what_lasted_is_whole_where_it_certainly_did_and_unsure_before_and_after():
    assert kinds(drawn("1955/1958", "1960")) == [["inside", "lasted", "inside"], ["inside"]]
    assert kinds(drawn("1955-05-14/1955-05-16", "1960")) == [["lasted"], ["inside"]]


def test_an_end_that_is_not_known_reaches_the_edge_without_a_line():
    after, before = drawn("1958-07/..", "1957"), drawn("[..1958]", "1960")
    (piece,) = [piece for row in after.rows for piece in row.pieces if not piece.right]
    assert (piece.kind, piece.end) == ("lasted", 100)
    (piece,) = [piece for row in before.rows for piece in row.pieces if not piece.left]
    assert (piece.kind, piece.x) == ("inside", 0)
    assert after.axis.after(Day(1958, 7, 31)) < 100


@pytest.mark.parametrize(
    ("argued", "own"),
    [([], "1958"), (["1958-07-25"], "1958-07-25"), (["1958-07-25"], ""), (["XXXX"], "1958"), (["1958", "1958~"], "")],
)
def test_nothing_is_drawn_where_there_are_no_two_dates(argued: list[str], own: str):
    assert drawn(*argued, own=own) is None


def test_one_dating_beside_another_date_of_the_event_is_drawn():
    assert kinds(drawn("1955-22", own="[1955-05-15..1958-04-17]")) == [["inside"]]


def test_those_who_argue_for_the_same_date_share_its_row():
    found = drawn("1958-07", "1958-08-17", "1958-07")
    assert [len(row.notes) for row in found.rows] == [2, 1]


@given(st.lists(edtf_strings(), min_size=1, max_size=5), edtf_strings())
def test_whatever_is_argued_stands_within_the_axis_and_a_later_bound_never_left_of_an_earlier_one(
    argued: list[str], own: str
):
    found = drawn(*argued, own=own)
    if found is None:
        return
    known = [date for date in (*map(dates.parse, argued), dates.parse(own)) if not date.is_undated]
    days = sorted({day for date in known for day in (date.earliest, date.latest) if day})
    places = [found.axis.place(day) for day in days]
    assert places == sorted(places) and 0 <= places[0] <= places[-1] <= 100
    assert all(found.axis.place(day) <= found.axis.after(day) <= 100 for day in days)
    assert 0 < len(found.axis.ticks) <= datings.MOST + 2
    assert [tick.x for tick in found.axis.ticks] == sorted({tick.x for tick in found.axis.ticks})
    for row in found.rows:
        for piece in row.pieces:
            assert 0 <= piece.x <= piece.end <= 100
        if row.pieces:
            first, last = row.pieces[0], row.pieces[-1]
            assert first.left == (row.date.earliest is not None) and last.right == (row.date.latest is not None)
            assert first.x == (found.axis.place(row.date.earliest) if row.date.earliest else 0)
            assert last.end == pytest.approx(found.axis.after(row.date.latest) if row.date.latest else 100, abs=0.002)
