"""Relative dates: durations, shifts, and how both are said."""

from __future__ import annotations

import pytest

from events.dates import (
    Day,
    Duration,
    bounds_words,
    parse,
    parse_duration,
    precision_of,
    relative_bounds,
    relative_words,
    shift,
    understand_duration,
)
from tests.dates.test_words import spaced


@pytest.mark.parametrize(
    ("text", "sign", "years", "months", "days", "english", "romanian"),
    [
        ("P1M", 1, 0, 1, 0, "one month", "o lună"),
        ("-P2D", -1, 0, 0, 2, "two days", "două zile"),
        ("+P12Y", 1, 12, 0, 0, "twelve years", "doisprezece ani"),
        ("P1Y2M3D", 1, 1, 2, 3, "one year, two months and three days", "un an, două luni și trei zile"),
        ("P2W", 1, 0, 0, 14, "two weeks", "două săptămâni"),
        ("P1W1D", 1, 0, 0, 8, "one week and one day", "o săptămână și o zi"),
        ("P2Y", 1, 2, 0, 0, "two years", "doi ani"),
        ("P13D", 1, 0, 0, 13, "13 days", "13 zile"),
        ("P20D", 1, 0, 0, 20, "20 days", "20 de zile"),
        ("P101D", 1, 0, 0, 101, "101 days", "101 zile"),
        ("P100D", 1, 0, 0, 100, "100 days", "100 de zile"),
        ("P1000Y", 1, 1000, 0, 0, "1,000 years", "1.000 de ani"),
        ("P0D", 1, 0, 0, 0, "no days", "zero zile"),
    ],
)
def test_durations_are_read_and_said(text, sign, years, months, days, english, romanian):
    duration = parse_duration(text)
    assert isinstance(duration, Duration)
    assert (duration.sign, duration.years, duration.months, duration.days) == (sign, years, months, days)
    assert str(duration) == text
    assert (duration.words(), duration.words("ro")) == (english, romanian)


@pytest.mark.parametrize(
    "text",
    ["", "P", "1M", "P1", "P1D1M", "PT1H", "P1.5D", "p1m", "P1000000D", " P1M", "P١D", None, "--P1D", "P-1D"],
)
def test_what_is_no_duration_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"^“.*” is no duration: .*\.$"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("day", "duration", "moved"),
    [
        (Day(1979, 1, 31), "P1M", Day(1979, 2, 28)),
        (Day(1980, 3, 31), "-P1M", Day(1980, 2, 29)),
        (Day(1980, 2, 29), "P1Y", Day(1981, 2, 28)),
        (Day(1979, 12, 31), "P1D", Day(1980, 1, 1)),
        (Day(1, 1, 1), "-P1D", Day(0, 12, 31)),
        (Day(1958, 7, 25), "P1M1W", Day(1958, 9, 1)),
        (Day(1958, 7, 25), "P0D", Day(1958, 7, 25)),
    ],
)
def test_a_shift_stops_at_the_end_of_the_month(day, duration, moved):
    assert shift(day, parse_duration(duration)) == moved


def test_a_relative_date_has_the_bounds_of_its_anchor_moved():
    anchor = parse("1979")
    month = parse_duration("P1M")
    assert relative_bounds(anchor.earliest, anchor.latest, month) == (Day(1979, 2, 1), Day(1980, 1, 31))
    assert relative_bounds(None, anchor.latest, month) == (None, Day(1980, 1, 31))
    assert relative_bounds(anchor.earliest, anchor.latest, None) == (Day(1979, 1, 1), None)
    assert relative_bounds(None, anchor.latest, None) == (None, None)


@pytest.mark.parametrize(
    ("earliest", "latest", "precision"),
    [
        (Day(1968, 8, 21), Day(1968, 8, 21), "day"),
        (Day(1968, 2, 1), Day(1968, 2, 29), "month"),
        (Day(1968, 1, 1), Day(1968, 12, 31), "year"),
        (Day(1968, 8, 19), Day(1968, 9, 22), "range"),
        (Day(1968, 1, 1), Day(1969, 12, 31), "range"),
        (Day(1968, 1, 1), None, "range"),
        (None, Day(1968, 1, 1), "range"),
        (None, None, ""),
    ],
)
def test_bounds_are_no_more_precise_than_the_unit_that_they_fill(earliest, latest, precision):
    assert precision_of(earliest, latest) == precision


@pytest.mark.parametrize(
    ("duration", "english", "romanian"),
    [
        ("P1M", "one month after the coup", "la o lună după „the coup”"),
        ("-P2D", "two days before the coup", "cu două zile înainte de „the coup”"),
        ("P0D", "at the same time as the coup", "în același timp cu „the coup”"),
        (None, "after the coup", "după „the coup”"),
    ],
)
def test_a_relative_date_is_said_by_its_anchor(duration, english, romanian):
    read = parse_duration(duration) if duration else None
    assert relative_words(read, "the coup") == english
    assert relative_words(read, "the coup", "ro") == romanian


def test_a_title_within_a_sentence_begins_as_the_sentence_wants_it():
    assert relative_words(None, "The death of Dej") == "after the death of Dej"
    assert relative_words(None, "A rally") == "after a rally"
    assert relative_words(None, "Dej’s death") == "after Dej’s death"
    assert relative_words(None, "A") == "after A"


def test_a_relative_date_whose_anchor_may_not_be_named_is_said_by_its_bounds():
    earliest, latest = Day(1979, 2, 1), Day(1980, 1, 31)
    words = relative_words(parse_duration("P1M"), None, "en", earliest=earliest, latest=latest)
    assert words == "between February 1979 and January 1980"
    assert relative_words(None, None, "ro") == "nedatat"


@pytest.mark.parametrize(
    ("earliest", "latest", "english", "romanian"),
    [
        (None, None, "undated", "nedatat"),
        (Day(1979, 1, 1), Day(1979, 12, 31), "1979", "1979"),
        (Day(1979, 1, 1), Day(1981, 12, 31), "between 1979 and 1981", "între 1979 și 1981"),
        (Day(1963, 7, 1), Day(1963, 7, 31), "July 1963", "iulie 1963"),
        (
            Day(1963, 7, 1),
            Day(1963, 9, 30),
            "between July and September 1963",
            "între iulie și septembrie 1963",
        ),
        (Day(1958, 7, 25), Day(1958, 7, 25), "25 July 1958", "25 iulie 1958"),
        (Day(1958, 7, 1), Day(1958, 7, 30), "between 1 and 30 July 1958", "între 1 și 30 iulie 1958"),
        (
            Day(1979, 2, 2),
            Day(1980, 1, 31),
            "between 2 February 1979 and 31 January 1980",
            "între 2 februarie 1979 și 31 ianuarie 1980",
        ),
        (Day(1955, 1, 1), None, "1955 or later", "1955 sau mai târziu"),
        (Day(1955, 5, 14), None, "14 May 1955 or later", "14 mai 1955 sau mai târziu"),
        (None, Day(1960, 12, 31), "by 1960", "cel târziu în 1960"),
        (None, Day(1958, 7, 25), "by 25 July 1958", "cel târziu la 25 iulie 1958"),
    ],
)
def test_bounds_are_said_in_years_or_months_where_they_are_whole(earliest, latest, english, romanian):
    assert spaced(bounds_words(earliest, latest)) == english
    assert spaced(bounds_words(earliest, latest, "ro")) == romanian


@pytest.mark.parametrize(
    ("words", "duration"),
    [
        ("one month after", "P1M"),
        ("One month", "P1M"),
        ("two days before", "-P2D"),
        ("3 weeks later", "P3W"),
        ("a fortnight earlier", "-P2W"),
        ("a year and two months after", "P1Y2M"),
        ("two decades later", "P20Y"),
        ("the same day", "P0D"),
        ("o lună după", "P1M"),
        ("două zile mai devreme", "-P2D"),
        ("20 de zile mai târziu", "P20D"),
        ("peste trei săptămâni", "P3W"),
        ("cu un an înainte", "-P1Y"),
        (" -P2D ", "-P2D"),
    ],
)
def test_a_length_of_time_is_understood_in_words(words: str, duration: str):
    assert understand_duration(words) == duration


@pytest.mark.parametrize(
    "words", ["", "soon", "month", "one moon", "P1X", "two days two days", "after", "0 days", "a " * 90]
)
def test_what_is_no_length_of_time_is_refused_with_a_sentence(words: str):
    with pytest.raises(ValueError, match=r"duration|length of time"):
        understand_duration(words)
