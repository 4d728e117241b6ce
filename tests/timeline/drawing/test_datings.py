"""Rival datings on one axis: never out of order, never surer than they are, on a scale that fits."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import dates
from events.timeline.drawing import datings
from events.timeline.drawing.marks import DAY, LASTED, MONTH, WITHIN
from events.timeline.drawing.packing import extent
from tests.support.edtf_strategies import edtf_strings


def drawn(*argued: str, own: str = "") -> datings.DrawingOfDatings | None:
    notes = [SimpleNamespace(interpretation=SimpleNamespace(argued_date=date)) for date in argued]
    event = dates.parse(own) if own else dates.UNDATED
    return datings.drawing(notes, event.earliest, event.latest)


def labels(drawing: datings.DrawingOfDatings) -> list[str]:
    return [" ".join(filter(None, (tick.label, tick.above))) for tick in drawing.ticks]


def test_the_departure_is_dated_by_month_range_and_day_on_an_axis_of_months():
    found = drawn("1958-08-17", "1958-07", "1958-06/1958-07", own="[1958-05-01..1958-07-25]")
    assert [row.words for row in found.rows] == ["June–July 1958", "July 1958", "17\N{NO-BREAK SPACE}August 1958"]
    assert [row.mark.shape for row in found.rows] == [LASTED, MONTH, DAY]
    assert labels(found) == ["Apr 1958", "May", "Jun", "Jul", "Aug"]
    assert found.own == [dates.Day(1958, 5, 1).ordinal, dates.Day(1958, 7, 26).ordinal]


def test_days_of_one_month_stand_on_an_axis_of_weeks_and_years_on_one_of_years():
    weeks = drawn("1964-04-15/1964-04-22", "1964-04-26")
    assert {later - earlier for earlier, later in pairwise(weeks.times)} == {7}
    assert labels(weeks)[0].endswith("Apr 1964")
    assert labels(drawn("1955", "1968")) == ["1950", "1955", "1960", "1965"]
    assert labels(drawn("1958-12-31", "1959-01-02")) == ["30 Dec 1958", "31", "1 Jan 1959", "2", "3"]


def test_years_before_our_era_are_labelled_as_such_and_long_ones_leave_each_other_room():
    assert labels(drawn("-0043-03-15", "-0040"))[0] == "44 BC"
    long = labels(drawn("Y-170000002", "1958"))
    assert long[0] == "200000001 BC" and "" in long


@pytest.mark.parametrize(
    ("argued", "own"),
    [([], "1958"), (["1958-07-25"], "1958-07-25"), (["1958-07-25"], ""), (["XXXX"], "1958"), (["1958", "1958~"], "")],
)
def test_nothing_is_drawn_where_there_are_no_two_dates(argued: list[str], own: str):
    assert drawn(*argued, own=own) is None


def test_one_dating_beside_another_date_of_the_event_is_drawn():
    assert [row.mark.shape for row in drawn("1955-22", own="[1955-05-15..1958-04-17]").rows] == [WITHIN]


def test_those_who_argue_for_the_same_date_share_its_row():
    found = drawn("1958-07", "1958-08-17", "1958-07")
    assert [len(row.notes) for row in found.rows] == [2, 1]


def test_what_has_no_date_has_a_row_without_a_mark():
    found = drawn("1958", "1960", "XXXX")
    assert found.rows[-1].edtf == "XXXX" and "<g class" not in found.drawn(found.rows[-1])
    assert "<g class" in found.drawn(found.rows[0])


@given(st.lists(edtf_strings(), min_size=1, max_size=5), edtf_strings())
def test_whatever_is_argued_stands_within_the_axis_and_a_later_bound_never_left_of_an_earlier_one(
    argued: list[str], own: str
):
    found = drawn(*argued, own=own)
    if found is None:
        return
    assert found.times == sorted(set(found.times)) and len(found.times) <= datings.MOST + 3
    for width in datings.WIDTHS.values():
        axis = found.axis(width)
        known = [time for row in found.rows for time in (row.mark.start, row.mark.end) if time is not None]
        bounds = sorted([*known, *found.own])
        places = [axis.at(time) for time in bounds]
        assert places == sorted(places)
        assert found.times[0] <= bounds[0] and bounds[-1] <= found.times[-1]
        for row in found.rows:
            at = extent(row.mark, axis)
            assert -0.001 <= at.left <= at.right <= width + 0.001
            assert not at.cut_left and not at.cut_right
    for row in found.rows:
        assert "NaN" not in found.drawn(row) and "style" not in found.drawn(row)
