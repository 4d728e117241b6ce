"""What EDTF strings mean, on real examples: their bounds, marks and precision."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from events.dates import (
    PRECISIONS,
    parse,
)


def bounds(text: str) -> tuple[str | None, str | None]:
    date = parse(text)
    return date.earliest and str(date.earliest), date.latest and str(date.latest)


# The examples of the Library of Congress's EDTF specification (4 February 2019), feature by feature.
SPECIFICATION = [
    # Level 0, Date
    ("1985-04-12", "1985-04-12", "1985-04-12", "day"),
    ("1985-04", "1985-04-01", "1985-04-30", "month"),
    ("1985", "1985-01-01", "1985-12-31", "year"),
    # Level 0, Date and Time
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "day"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "day"),
    # Level 0, Time Interval
    ("1964/2008", "1964-01-01", "2008-12-31", "year"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "month"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "day"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "month"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "year"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "year"),
    # Level 1, Letter-prefixed calendar year
    ("Y170000002", "170000002-01-01", "170000002-12-31", "year"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31", "year"),
    # Level 1, Seasons
    ("2001-21", "2001-03-01", "2001-05-31", "season"),
    ("2001-22", "2001-06-01", "2001-08-31", "season"),
    ("2001-23", "2001-09-01", "2001-11-30", "season"),
    ("2001-24", "2001-12-01", "2002-02-28", "season"),
    # Level 1, Qualification of a date (complete)
    ("1984?", "1984-01-01", "1984-12-31", "year"),
    ("2004-06~", "2004-06-01", "2004-06-30", "month"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day"),
    # Level 1, Unspecified digit(s) from the right
    ("201X", "2010-01-01", "2019-12-31", "decade"),
    ("20XX", "2000-01-01", "2099-12-31", "century"),
    ("2004-XX", "2004-01-01", "2004-12-31", "year"),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "month"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "year"),
    # Level 1, Extended Interval: open end, open start, unknown end, unknown start
    ("1985-04-12/..", "1985-04-12", None, "day"),
    ("1985-04/..", "1985-04-01", None, "month"),
    ("1985/..", "1985-01-01", None, "year"),
    ("../1985-04-12", None, "1985-04-12", "day"),
    ("../1985-04", None, "1985-04-30", "month"),
    ("../1985", None, "1985-12-31", "year"),
    ("1985-04-12/", "1985-04-12", None, "day"),
    ("1985-04/", "1985-04-01", None, "month"),
    ("1985/", "1985-01-01", None, "year"),
    ("/1985-04-12", None, "1985-04-12", "day"),
    ("/1985-04", None, "1985-04-30", "month"),
    ("/1985", None, "1985-12-31", "year"),
    # Level 1, Negative calendar year
    ("-1985", "-1985-01-01", "-1985-12-31", "year"),
    # Level 2, Exponential year
    ("Y-17E7", "-170000000-01-01", "-170000000-12-31", "year"),
    # Level 2, Significant digits
    ("1950S2", "1900-01-01", "1999-12-31", "century"),
    ("Y171010000S3", "171000000-01-01", "171999999-12-31", "range"),
    ("Y3388E2S3", "338000-01-01", "338999-12-31", "millennium"),
    # Level 2, Sub-year groupings: seasons by hemisphere, quarters, quadrimesters, semestrals
    ("2001-25", "2001-03-01", "2001-05-31", "season"),
    ("2001-26", "2001-06-01", "2001-08-31", "season"),
    ("2001-27", "2001-09-01", "2001-11-30", "season"),
    ("2003-28", "2003-12-01", "2004-02-29", "season"),
    ("2001-29", "2001-09-01", "2001-11-30", "season"),
    ("2001-30", "2001-12-01", "2002-02-28", "season"),
    ("2001-31", "2001-03-01", "2001-05-31", "season"),
    ("2001-32", "2001-06-01", "2001-08-31", "season"),
    ("2001-33", "2001-01-01", "2001-03-31", "season"),
    ("2001-34", "2001-04-01", "2001-06-30", "season"),
    ("2001-35", "2001-07-01", "2001-09-30", "season"),
    ("2001-36", "2001-10-01", "2001-12-31", "season"),
    ("2001-37", "2001-01-01", "2001-04-30", "season"),
    ("2001-38", "2001-05-01", "2001-08-31", "season"),
    ("2001-39", "2001-09-01", "2001-12-31", "season"),
    ("2001-40", "2001-01-01", "2001-06-30", "season"),
    ("2001-41", "2001-07-01", "2001-12-31", "season"),
    # Level 2, Set representation: one of a set, all members
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", "range"),
    ("[..1760-12-03]", None, "1760-12-03", "range"),
    ("[1760-12..]", "1760-12-01", None, "range"),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", None, "range"),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31", "range"),
    ("[..1984]", None, "1984-12-31", "range"),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", "year"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31", "year"),
    ("{..1984}", None, "1984-12-31", "year"),
    ("{..1983-12-31,1984-10-10..1984-11-01,1984-11-05..}", None, None, ""),  # ISO 8601-2, sets
    # Level 2, Qualification: group, individual component
    ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
    ("2004?-06-11", "2004-06-11", "2004-06-11", "day"),
    ("?2004-06-~11", "2004-06-11", "2004-06-11", "day"),
    ("2004-%06-11", "2004-06-11", "2004-06-11", "day"),
    # Level 2, Unspecified digit
    ("156X-12-25", "1560-12-25", "1569-12-25", "decade"),
    ("15XX-12-25", "1500-12-25", "1599-12-25", "century"),
    ("XXXX-12-XX", None, None, ""),
    ("1XXX-XX", "1000-01-01", "1999-12-31", "millennium"),
    ("1XXX-12", "1000-12-01", "1999-12-31", "millennium"),
    ("1984-1X", "1984-10-01", "1984-12-31", "year"),
    # Level 2, Interval
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", "day"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "month"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), SPECIFICATION)
def test_every_example_of_the_specification_has_its_bounds(text, earliest, latest, precision):
    date = parse(text)
    assert bounds(text) == (earliest, latest)
    assert date.precision == precision
    assert date.edtf == str(date) == text
    assert date.words("en")
    assert date.words("ro")


# What the library gets wrong, or refuses though it is sensible.


@pytest.mark.parametrize("text", ["1984-1X", "[1960,1961-XX]", "1965-XX/1966", "/..", "../.."])
def test_what_the_library_stumbles_over_is_read_without_printing(text, capsys):
    assert parse(text).edtf == text
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1985/", ("1985-01-01", None)),
        ("/1985", (None, "1985-12-31")),
        ("1985/..", ("1985-01-01", None)),
        ("[1955..]", ("1955-01-01", None)),
        ("[..1960]", (None, "1960-12-31")),
        ("/..", (None, None)),
        ("../", (None, None)),
        ("1985/XXXX", ("1985-01-01", None)),
        ("[1960,XXXX]", (None, None)),
    ],
)
def test_an_open_or_unknown_end_is_never_invented(text, expected):
    assert bounds(text) == expected


@pytest.mark.parametrize("code", ["24", "28", "30"])
def test_a_winter_is_the_one_that_begins_in_the_year_named(code):
    assert bounds(f"1955-{code}") == ("1955-12-01", "1956-02-29")
    assert "1955–1956" in parse(f"1955-{code}").words()


@pytest.mark.parametrize("text", ["1985-02-29", "1900-02-29", "1985/1984", "[1972..1970]", " 1985", "1985 "])
def test_what_the_library_takes_though_wrong_is_refused(text):
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        parse(text)


def test_a_year_unknown_is_not_one_of_ten_thousand():
    assert bounds("XXXX") == bounds("XXXX-XX-25") == bounds("XXXX-21") == (None, None)
    assert parse("XXXX").is_undated


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("1950S2?", ("1900-01-01", "1999-12-31"), "century"),
        ("1955S3~", ("1950-01-01", "1959-12-31"), "decade"),
        ("1955S1", ("1000-01-01", "1999-12-31"), "millennium"),
        ("1955S4", ("1955-01-01", "1955-12-31"), "year"),
        ("-0150S2", ("-0199-01-01", "-0100-12-31"), "century"),
        ("-0050S2", ("-0099-01-01", "-0001-12-31"), "century"),
    ],
)
def test_significant_digits_give_the_range_with_marks_and_before_our_era(text, expected, precision):
    assert bounds(text) == expected
    assert parse(text).precision == precision


@pytest.mark.parametrize("text", ["1985-04-12?", "1985-04-12~", "1985-04-12%", "?1985-~04-12"])
def test_marks_never_pad_the_bounds(text):
    assert bounds(text) == ("1985-04-12", "1985-04-12")


@pytest.mark.parametrize(
    ("text", "mark", "uncertain", "approximate"),
    [
        ("1984", "", False, False),
        ("1984?", "?", True, False),
        ("1984~", "~", False, True),
        ("1984%", "%", True, True),
        ("?2004-06-~11", "%", True, True),
        ("2004~-06?", "%", True, True),
        ("1984?/2004~", "%", True, True),
        ("[1984,1986?]", "?", True, False),
    ],
)
def test_the_marks_are_kept_apart_from_the_bounds(text, mark, uncertain, approximate):
    date = parse(text)
    assert (date.qualifier, date.uncertain, date.approximate) == (mark, uncertain, approximate)


def test_what_an_editor_wrote_is_kept_to_the_letter():
    for text in ("Y3388E2S3", "[1667,1668,1670..1672]", "2004-06-~01/2004-06-~20"):
        assert parse(text).edtf == text


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2001-21", "season"),
        ("2001-34", "season"),
        ("Y170000002", "year"),
        ("2004-06~", "month"),
        ("1XXX", "millennium"),
        ("156X-12-25", "decade"),
        ("X9XX", "range"),
        ("1985-04-1X", "month"),
        ("1985-XX-12", "year"),
        ("196X-22", "decade"),
        ("1964-04-15/196X", "decade"),
        ("1964-04-15/..", "day"),
        ("[1965..1969]", "range"),
        ("[1984]", "year"),
        ("{1960..1970}", "year"),
        ("{1960-05-01,1961-06}", "month"),
        ("/..", ""),
    ],
)
def test_precision_is_our_own(text, precision):
    assert parse(text).precision == precision
    assert precision in ("", *PRECISIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("196X/..", ("1960-01-01", None)),
        ("1965?/196X", ("1965-01-01", "1969-12-31")),
        ("2001-22?", ("2001-06-01", "2001-08-31")),
        ("[1960-21,1962]", ("1960-03-01", "1962-12-31")),
        ("{1984~}", ("1984-01-01", "1984-12-31")),
        ("2001-26/2002", ("2001-06-01", "2002-12-31")),
        ("[1960,1961-XX]", ("1960-01-01", "1961-12-31")),
        ("1965-XX/1966", ("1965-01-01", "1966-12-31")),
        ("196X-24", ("1960-12-01", "1970-02-28")),
        ("156X-02-29", ("1560-02-29", "1568-02-29")),
        ("1560-X2", ("1560-02-01", "1560-12-31")),
        ("1985-0X-31", ("1985-01-31", "1985-08-31")),
        ("1985-04-12T00:00:00+00:00", ("1985-04-12", "1985-04-12")),
        ("1985-04-12T24:00:00", ("1985-04-12", "1985-04-12")),
    ],
)
def test_what_the_library_refuses_though_sensible_is_accepted(text, expected):
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0955", ("0955-01-01", "0955-12-31")),
        ("0000", ("0000-01-01", "0000-12-31")),
        ("-0043-03-15", ("-0043-03-15", "-0043-03-15")),
        ("-01XX", ("-0199-01-01", "-0100-12-31")),
        ("-00XX", ("-0099-01-01", "-0001-12-31")),
        ("-0001-02-XX", ("-0001-02-01", "-0001-02-28")),
        ("-0004-02-29", ("-0004-02-29", "-0004-02-29")),
        ("%2001", ("2001-01-01", "2001-12-31")),
        ("Y999999999999", ("999999999999-01-01", "999999999999-12-31")),
    ],
)
def test_years_before_1000_before_our_era_and_of_many_digits_work(text, expected):
    assert bounds(text) == expected


HOSTILE = [
    "Y1E9999999",
    "Y1E" + "9" * 96,
    "Y" + "1" * 5000,
    "1950S" + "9" * 95,
    "[" + ",".join(["1960"] * 3000) + "]",
    "[" + ",".join(f"1{n}X" for n in range(10, 29)) + "]",
    "{" + ",".join(f"1{n:02}X-0{n % 9 + 1}" for n in range(12)) + "}",
    "[XXX1-02-29,XXX3-02-29,XXX5-02-29,XXX7-02-29]",
    "[" * 100,
    "." * 100,
    "-" * 100,
    "X" * 100,
    "?" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_text_is_answered_at_once(text):
    start = time.thread_time()
    try:
        parse(text)
    except ValueError as refusal:
        assert len(str(refusal)) < 300
    # Generous, for a slow machine; usually it is some 10 ms at most.
    assert time.thread_time() - start < 0.5


def test_a_date_is_read_once():
    assert parse("1958-07-25") is parse("1958-07-25")


def test_importing_and_reading_warns_of_nothing_and_needs_no_orm():
    code = "import sys; from events.dates import parse; parse('196X-22'); print('django.db' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=Path(__file__).parent.parent.parent,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")


def test_intervals_and_sets_can_be_told_apart():
    kinds = {text: parse(text) for text in ("1955", "1955/1960", "[1955..1960]", "{1955,1960}")}
    assert [d.is_interval for d in kinds.values()] == [False, True, False, False]
    assert [d.is_set for d in kinds.values()] == [False, False, True, False]
    assert [d.is_all_of for d in kinds.values()] == [False, False, False, True]


def test_dates_are_values():
    date = parse("2004-06-~01/2004-06-~20")
    assert pickle.loads(pickle.dumps(date)) == date
    assert hash(date) == hash(parse(date.edtf))
    with pytest.raises(AttributeError):
        date.edtf = "1958"
