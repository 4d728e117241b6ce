"""Days of any year, and the first and last day of a filter."""

from __future__ import annotations

import pytest

from events.dates import (
    Day,
    range_bound,
)


@pytest.mark.parametrize(
    ("day", "text", "key"),
    [
        (Day(1958, 7, 25), "1958-07-25", 19580725),
        (Day(955, 1, 1), "0955-01-01", 9550101),
        (Day(0, 2, 29), "0000-02-29", 229),
        (Day(-43, 3, 15), "-0043-03-15", -429685),
        (Day(170000002, 12, 31), "170000002-12-31", 1700000021231),
    ],
)
def test_a_day_is_written_and_stored(day, text, key):
    assert str(day) == text
    assert day.key == key
    assert Day.from_key(key) == day


@pytest.mark.parametrize(("year", "month", "day"), [(1985, 2, 29), (1900, 2, 29), (1985, 13, 1), (1985, 4, 0)])
def test_a_day_that_the_calendar_does_not_have_is_refused(year, month, day):
    with pytest.raises(ValueError, match=r"does not exist: .*\.$"):
        Day(year, month, day)
    with pytest.raises(ValueError, match="does not exist"):
        Day.from_key(year * 10_000 + month * 100 + day)


def test_days_are_numbered_across_year_zero():
    assert Day(1, 1, 1).ordinal == 1
    assert Day(0, 12, 31).ordinal == 0
    assert Day.from_ordinal(-365) == Day(0, 1, 1)
    assert Day.from_ordinal(-366) == Day(-1, 12, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1955", "1955-01-01", "1955-12-31"),
        (" 1955 ", "1955-01-01", "1955-12-31"),
        ("955", "0955-01-01", "0955-12-31"),
        ("7", "0007-01-01", "0007-12-31"),
        ("-43", "-0043-01-01", "-0043-12-31"),
        ("-0", "0000-01-01", "0000-12-31"),
        ("12000", "12000-01-01", "12000-12-31"),
        ("196X", "1960-01-01", "1969-12-31"),
        ("1958-07", "1958-07-01", "1958-07-31"),
        ("1955/1958-07-25", "1955-01-01", "1958-07-25"),
        ("[1965..1969]", "1965-01-01", "1969-12-31"),
    ],
)
def test_a_range_runs_from_the_first_day_to_the_last(text, first, last):
    assert str(range_bound(text, "first")) == first
    assert str(range_bound(text, "last")) == last


@pytest.mark.parametrize(("text", "end"), [("[..1955]", "first"), ("1955/..", "last"), ("XXXX", "first")])
def test_a_range_cannot_begin_or_end_where_a_date_is_open(text, end):
    with pytest.raises(ValueError, match=f"the {end} day of this date is open or unknown"):
        range_bound(text, end)


def test_a_range_has_two_ends():
    with pytest.raises(ValueError, match="“first” or “last”"):
        range_bound("1955", "middle")
    with pytest.raises(ValueError, match="A date is empty"):
        range_bound("", "first")
