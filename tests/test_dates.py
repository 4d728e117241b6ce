"""EDTF dates: what they accept and refuse, their bounds and their words, on real examples."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from events.dates import (
    PARTS,
    PRECISIONS,
    UNDATED,
    Day,
    Duration,
    bounds_words,
    edtf_for_part,
    parse,
    parse_duration,
    range_bound,
    relative_bounds,
    relative_words,
    shift,
)

NBSP = "\N{NO-BREAK SPACE}"


def bounds(text: str) -> tuple[str | None, str | None]:
    date = parse(text)
    return date.earliest and str(date.earliest), date.latest and str(date.latest)


def spaced(words: str) -> str:
    """Words with their no-break spaces made plain, for tables that can be read."""
    return words.replace(NBSP, " ")


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
    start = time.perf_counter()
    try:
        parse(text)
    except ValueError as refusal:
        assert len(str(refusal)) < 300
    # Generous, for a busy machine; alone it is some 10 ms at most.
    assert time.perf_counter() - start < 0.5


def test_plain_dates_are_read_without_the_library(monkeypatch):
    for name in ("long_year", "season_bounds", "unspecified_bounds"):
        monkeypatch.delattr(f"events.dates.library.{name}")
    for text in ("1958", "1958-07", "1958-07-25", "1958/1960", "-0043-03-15/..", "[1956..1965]"):
        assert parse(text).earliest


def test_a_date_is_read_once():
    assert parse("1958-07-25") is parse("1958-07-25")


def test_importing_and_reading_warns_of_nothing_and_needs_no_orm():
    code = "import sys; from events.dates import parse; parse('196X-22'); print('django.db' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=Path(__file__).parent.parent,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")


# Refusals.


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A date is empty: write it in EDTF, for example 1958-07-25 or 196X."),
        ("  ", "A date is empty: write it in EDTF, for example 1958-07-25 or 196X."),
        ("1985-02-29", "“1985-02-29”: February 1985 has 28 days."),
        ("1900-02-29", "“1900-02-29”: February 1900 has 28 days."),
        ("-0043-02-29", "“-0043-02-29”: February 44 BC has 28 days."),
        ("1985-04-31?", "“1985-04-31?”: April 1985 has 30 days."),
        ("1985-04-00", "“1985-04-00”: there is no day 00: days are 01 to 31."),
        ("1985-02-3X", "“1985-02-3X”: the calendar has no such day."),
        ("XXXX-02-30", "“XXXX-02-30”: the calendar has no such day."),
        ("19X1-02-29", "“19X1-02-29”: the calendar has no such day."),
        (
            "1985-13",
            "“1985-13”: there is no month 13: months are 01 to 12, seasons and parts of the year 21 to 41.",
        ),
        ("1985-21-05", "“1985-21-05”: 21 is a season or a part of the year, which has no days."),
        ("1985/1984", "“1985/1984”: the interval ends (1984) before it begins (1985)."),
        ("[1970..1960]", "“[1970..1960]”: the range ends (1960) before it begins (1970)."),
        (" 1985", "“ 1985”: a date has no blanks, and at position 1 stands one."),
        ("1985\n", "“1985\N{REPLACEMENT CHARACTER}”: a date has no blanks, and at position 5 stands one."),
        ("[1960, 1961]", "“[1960, 1961]”: a date has no blanks, and at position 7 stands one."),
        ("196x", "“196x”: at position 4 stands “x”, which is not used in EDTF; write it as a capital “X”."),
        ("19A0", "“19A0”: at position 3 stands “A”, which is not used in EDTF."),
        ("196", "“196”: at position 4 a digit of the year is missing."),
        ("19-60", "“19-60”: at position 3 stands “-” where a digit of the year is expected."),
        ("?-196", "“?-196”: at position 6 a digit of the year is missing."),
        ("1985-1", "“1985-1”: at position 7 a digit of the month is missing."),
        ("1985-?1", "“1985-?1”: at position 8 a digit of the month is missing."),
        ("1985-04-1", "“1985-04-1”: at position 10 a digit of the day is missing."),
        ("1985-04-12-", "“1985-04-12-”: at position 11 stands “-” where the end of the date is expected."),
        ("[1960,19+1]", "“[1960,19+1]”: at position 9 stands “+” where a digit of the year is expected."),
        (
            "19600",
            "“19600”: at position 5 stands “0” where the end of the year (a year of five digits or more "
            "begins with Y) is expected.",
        ),
        ("[1960", "“[1960”: at position 6 the closing “]” is missing."),
        ("[]", "“[]”: at position 2 a date is missing."),
        ("{1960,}", "“{1960,}”: at position 7 a date is missing."),
        ("[..]", "“[..]”: at position 2 the dots stand beside no date."),
        (
            "..1984",
            "“..1984”: at position 1 stand dots outside an interval or a set: “on or before 1984” is "
            "[..1984], and what lasted until 1984 is ../1984.",
        ),
        ("/", "“/”: an interval names its beginning or its end."),
        ("1/2/3", "“1/2/3”: an interval has one “/”, and at position 4 stands a second."),
        (
            "1985-04-12T25:00:00",
            "“1985-04-12T25:00:00”: from position 11 the time is not hh:mm:ss, with Z or ±hh:mm for its zone.",
        ),
        (
            "1985-04-1XT10:00:00",
            "“1985-04-1XT10:00:00”: a time goes with a day without marks and unspecified digits.",
        ),
        (
            "1985-04-12T10:00:00/1986",
            "“1985-04-12T10:00:00/1986”: at position 11 stands “T” where the end of the date is expected.",
        ),
        ("?1984?", "“?1984?”: a part of a date has one mark, on its left or on its right."),
        ("19XXS2", "“19XXS2”: significant digits (S) go with a whole year alone."),
        ("1985S5", "“1985S5”: after S stands how many of the year's 4 digits are significant."),
        ("-0000", "“-0000”: the year 0000 has no minus sign."),
        ("-0000?", "“-0000?”: the year 0000 has no minus sign."),
        ("-XXXX", "“-XXXX”: an unknown year has no minus sign; before our era is [..0000]."),
        ("Y1985", "“Y1985”: a year of four digits is written without Y, one of fewer with zeros before it."),
        (
            "Y-01985",
            "“Y-01985”: at position 3 stands “0” where the first digit of the year (not 0) is expected.",
        ),
        ("Y17000?5", "“Y17000?5”: at position 8 stands “5” where the end of the date is expected."),
        ("Y1E12", "“Y1E12”: a year has at most 12 digits."),
        (
            "9" * 101,
            f"“{'9' * 39}…”: a date has at most 100 characters, this one has 101.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(text, sentence):
    with pytest.raises(ValueError) as refusal:
        parse(text)
    assert str(refusal.value) == sentence


def test_what_is_no_string_is_refused_likewise():
    for value in (None, 1958, b"1958", ["1958"]):
        with pytest.raises(ValueError, match="A date is a string in EDTF"):
            parse(value)
        with pytest.raises(ValueError, match="A date is a string in EDTF"):
            range_bound(value, "first")


# Words.

WORDS = [
    ("1958-07-25", "25 July 1958", "25 iulie 1958"),
    ("1963-07", "July 1963", "iulie 1963"),
    ("1955", "1955", "1955"),
    ("196X", "1960s", "anii 1960"),
    ("190X", "decade 1900–1909", "deceniul 1900–1909"),
    ("19XX", "20th century", "secolul al XX-lea"),
    ("00XX", "1st century", "secolul I"),
    ("10XX", "11th century", "secolul al XI-lea"),
    ("21XX", "22nd century", "secolul al XXII-lea"),
    ("1XXX", "2nd millennium", "mileniul al II-lea"),
    ("19X5", "a year of the form 19X5", "un an de forma 19X5"),
    ("XXXX", "year unknown", "an necunoscut"),
    ("1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC", "12 aprilie 1985, 23:20:30 UTC"),
    ("1985-04-12T23:20:30-04", "12 April 1985, 23:20:30 UTC−04", "12 aprilie 1985, 23:20:30 UTC−04"),
    # Eras
    ("-0043", "44 BC", "44 î.Hr."),
    ("0000", "1 BC", "1 î.Hr."),
    ("0955", "955 AD", "955 d.Hr."),
    ("-0043-03-15", "15 March 44 BC", "15 martie 44 î.Hr."),
    ("095X", "950s AD", "anii 950 d.Hr."),
    ("-004X", "decade 50–41 BC", "deceniul 50–41 î.Hr."),
    ("000X", "decade 1 BC – 9 AD", "deceniul 1 î.Hr. – 9 d.Hr."),
    ("-01XX", "2nd century BC", "secolul al II-lea î.Hr."),
    ("Y-17E7", "170,000,001 BC", "170.000.001 î.Hr."),
    ("Y12000", "12,000 AD", "12.000 d.Hr."),
    ("-0044/-0042", "45–43 BC", "45–43 î.Hr."),
    ("-0003/0014", "4 BC – 14 AD", "4 î.Hr. – 14 d.Hr."),
    # Seasons and parts of the year
    ("1955-22", "summer 1955", "vara anului 1955"),
    ("1955-24", "winter 1955–1956", "iarna 1955–1956"),
    ("1955-30", "summer 1955–1956 (southern hemisphere)", "vara 1955–1956 (emisfera sudică)"),
    ("1955-25", "spring 1955 (northern hemisphere)", "primăvara anului 1955 (emisfera nordică)"),
    ("1955-34", "second quarter of 1955", "trimestrul II al anului 1955"),
    ("1955-39", "last third of 1955", "ultima treime a anului 1955"),
    ("1955-40", "first half of 1955", "prima jumătate a anului 1955"),
    ("196X-22", "summer, some year in the 1960s", "vara, un an din anii 1960"),
    ("XXXX-23", "autumn, year unknown", "toamna, an necunoscut"),
    (
        "1955-33/1956",
        "from the first quarter of 1955 to 1956",
        "din trimestrul I al anului 1955 până în 1956",
    ),
    # Unspecified digits
    ("2004-XX", "some month in 2004", "o lună din 2004"),
    ("1985-XX-XX", "some day in 1985", "o zi din 1985"),
    ("1985-04-XX", "some day in April 1985", "o zi din aprilie 1985"),
    ("1985-05-1X", "some day between 10 and 19 May 1985", "o zi între 10 și 19 mai 1985"),
    ("1985-05-X5", "5, 15 or 25 May 1985", "5, 15 sau 25 mai 1985"),
    ("1985-05-3X", "30 or 31 May 1985", "30 sau 31 mai 1985"),
    ("1985-XX-12", "day 12 of some month in 1985", "ziua 12 a unei luni din 1985"),
    ("1984-1X", "some month between October and December 1984", "o lună între octombrie și decembrie 1984"),
    ("1984-X2", "February or December 1984", "februarie sau decembrie 1984"),
    ("1984-1X-XX", "some day between October and December 1984", "o zi între octombrie și decembrie 1984"),
    ("1984-X2-XX", "some day in February or December 1984", "o zi din februarie sau decembrie 1984"),
    ("1984-X2-05", "day 5 of February or December 1984", "ziua 5 din februarie sau decembrie 1984"),
    (
        "1984-1X-05",
        "day 5 of some month between October and December 1984",
        "ziua 5 din o lună între octombrie și decembrie 1984",
    ),
    ("156X-12-25", "25 December, some year in the 1560s", "25 decembrie, un an din anii 1560"),
    ("1XXX-XX", "some month in the 2nd millennium", "o lună din mileniul al II-lea"),
    ("19X5-12", "December, a year of the form 19X5", "decembrie, un an de forma 19X5"),
    ("XXXX-12-XX", "some day in December, year unknown", "o zi din decembrie, an necunoscut"),
    ("XXXX-12-25", "25 December, year unknown", "25 decembrie, an necunoscut"),
    ("XXXX-XX-XX", "year unknown", "an necunoscut"),
    ("XXXX-XX-25", "day 25 of some month, year unknown", "ziua 25 a unei luni, an necunoscut"),
    # Significant digits
    ("1950S2", "about 1950 (between 1900 and 1999)", "circa 1950 (între 1900 și 1999)"),
    ("1950S2~", "about 1950 (between 1900 and 1999)", "circa 1950 (între 1900 și 1999)"),
    ("1950S2?", "perhaps about 1950 (between 1900 and 1999)", "probabil circa 1950 (între 1900 și 1999)"),
    ("1950S4", "1950", "1950"),
    # Marks
    ("1984?", "perhaps 1984", "probabil 1984"),
    ("1984~", "about 1984", "circa 1984"),
    ("1984%", "perhaps about 1984", "probabil circa 1984"),
    ("2004-06-11%", "perhaps about 11 June 2004", "probabil circa 11 iunie 2004"),
    ("196X~", "about the 1960s", "circa anii 1960"),
    ("%2001", "perhaps about 2001", "probabil circa 2001"),
    ("2001-22?", "perhaps summer 2001", "probabil vara anului 2001"),
    ("1985-04-XX~", "some day in April 1985 (approximate)", "o zi din aprilie 1985 (aproximativ)"),
    ("2004?-06-11", "11 June 2004 (year uncertain)", "11 iunie 2004 (anul incert)"),
    ("2004-06~-11", "11 June 2004 (year and month approximate)", "11 iunie 2004 (anul și luna aproximative)"),
    (
        "?2004-06-~11",
        "11 June 2004 (year uncertain, day approximate)",
        "11 iunie 2004 (anul incert, ziua aproximativă)",
    ),
    (
        "2004-%06-11",
        "11 June 2004 (month uncertain and approximate)",
        "11 iunie 2004 (luna incertă și aproximativă)",
    ),
    ("2004-~22", "summer 2004 (season approximate)", "vara anului 2004 (anotimpul aproximativ)"),
    (
        "2004-~33",
        "first quarter of 2004 (part of the year approximate)",
        "trimestrul I al anului 2004 (partea anului aproximativă)",
    ),
    # Intervals: what lasted
    ("1964/1965", "1964–1965", "1964–1965"),
    ("1964/1964", "1964", "1964"),
    ("1958-06/1958-07", "June–July 1958", "iunie–iulie 1958"),
    ("1958-06/1959-07", "June 1958 – July 1959", "iunie 1958 – iulie 1959"),
    ("1964-04-15/1964-04-22", "15–22 April 1964", "15–22 aprilie 1964"),
    ("1964-04-15/1964-05-02", "15 April – 2 May 1964", "15 aprilie – 2 mai 1964"),
    ("1964-04-15/1965-05-02", "15 April 1964 – 2 May 1965", "15 aprilie 1964 – 2 mai 1965"),
    ("1958-07-25/1960", "from 25 July 1958 to 1960", "din 25 iulie 1958 până în 1960"),
    ("1958/1960-07-25~", "from 1958 to about 25 July 1960", "din 1958 până la circa 25 iulie 1960"),
    (
        "1984?/2004%",
        "from perhaps 1984 to perhaps about 2004",
        "din 1984 (incert) până în circa 2004 (incert)",
    ),
    ("195X/196X", "from the 1950s to the 1960s", "din anii 1950 până în anii 1960"),
    ("196X/196X", "1960s", "anii 1960"),
    (
        "2004-06-XX/2004-07-03",
        "from some day in June 2004 to 3 July 2004",
        "dintr-o zi din iunie 2004 până la 3 iulie 2004",
    ),
    ("1955/2004-XX", "from 1955 to some month in 2004", "din 1955 până într-o lună din 2004"),
    ("1955/..", "from 1955 on", "din 1955 încoace"),
    ("1985/", "from 1985, end unknown", "din 1985, sfârșit necunoscut"),
    ("../1985", "until 1985", "până în 1985"),
    ("/1985-04-12", "until 12 April 1985, beginning unknown", "până la 12 aprilie 1985, început necunoscut"),
    ("/..", "beginning unknown, end open", "început necunoscut, sfârșit deschis"),
    ("../", "beginning open, end unknown", "început deschis, sfârșit necunoscut"),
    ("1985/XXXX", "from 1985 to an unknown year", "din 1985 până într-un an necunoscut"),
    # One of a set: some moment in it
    ("[1956..1965]", "between 1956 and 1965", "între 1956 și 1965"),
    ("[1958-06..1958-07]", "between June and July 1958", "între iunie și iulie 1958"),
    ("[1964-04-15..1964-04-22]", "between 15 and 22 April 1964", "între 15 și 22 aprilie 1964"),
    ("[1964-04-15..1965-05]", "between 15 April 1964 and May 1965", "între 15 aprilie 1964 și mai 1965"),
    ("[1955..1960?]", "between 1955 and perhaps 1960", "între 1955 și 1960 (incert)"),
    ("[1960..1960]", "1960", "1960"),
    ("[1955..]", "after 1955", "după 1955"),
    ("[1958-07..]", "July 1958 or later", "iulie 1958 sau mai târziu"),
    ("[1958-07-25..]", "25 July 1958 or later", "25 iulie 1958 sau mai târziu"),
    ("[196X..]", "the 1960s or later", "anii 1960 sau mai târziu"),
    ("[..1960]", "before 1961", "înainte de 1961"),
    ("[..0000]", "before 1 AD", "înainte de 1 d.Hr."),
    ("[..1958-07]", "by the end of July 1958", "până la sfârșitul lunii iulie 1958"),
    ("[..1958-07-25]", "by 25 July 1958", "până la 25 iulie 1958"),
    ("[..196X]", "the 1960s or earlier", "anii 1960 sau mai devreme"),
    ("[1667,1668,1670..1672]", "1667, 1668 or between 1670 and 1672", "1667, 1668 sau între 1670 și 1672"),
    ("[1960]", "1960", "1960"),
    # All of a set
    ("{1667,1668,1670..1672}", "1667, 1668 and 1670–1672", "1667, 1668 și 1670–1672"),
    ("{1960,1961-12}", "1960 and December 1961", "1960 și decembrie 1961"),
    ("{..1984}", "until 1984", "până în 1984"),
    ("{1960,1970..}", "1960 and from 1970 on", "1960 și din 1970 încoace"),
]


@pytest.mark.parametrize(("text", "english", "romanian"), WORDS)
def test_a_date_is_said_in_english_and_romanian(text, english, romanian):
    date = parse(text)
    assert spaced(date.words()) == english
    assert spaced(date.words("ro")) == romanian


def test_between_a_day_and_its_month_the_line_never_breaks():
    assert parse("1958-07-25").words() == f"25{NBSP}July 1958"
    assert parse("1958-07-25").words("ro") == f"25{NBSP}iulie 1958"
    assert parse("1964-04-15/1964-05-02").words() == f"15{NBSP}April – 2{NBSP}May 1964"


def test_a_regional_code_gets_its_language_and_an_unknown_one_english():
    assert parse("1963-07").words("ro-MD") == "iulie 1963"
    assert parse("1963-07").words("fr") == "July 1963"


def test_undated_is_said_so_and_is_not_a_date_that_can_be_written():
    assert (UNDATED.words(), UNDATED.words("ro"), UNDATED.edtf, UNDATED.precision) == (
        "undated",
        "nedatat",
        "",
        "",
    )
    assert UNDATED.is_undated
    assert not (UNDATED.is_interval or UNDATED.is_set or UNDATED.is_all_of)


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


# Early, mid and late.


@pytest.mark.parametrize(
    ("part", "unit", "edtf", "english", "romanian"),
    [
        ("early", "196X", "[1960..1964]", "early 1960s", "începutul anilor 1960"),
        ("mid", "196X", "[1963..1966]", "mid-1960s", "mijlocul anilor 1960"),
        ("late", "196X", "[1965..1969]", "late 1960s", "sfârșitul anilor 1960"),
        ("early", "19XX", "[1900..1949]", "early 20th century", "începutul secolului al XX-lea"),
        ("mid", "19XX", "[1930..1969]", "mid-20th century", "mijlocul secolului al XX-lea"),
        ("late", "19XX", "[1950..1999]", "late 20th century", "sfârșitul secolului al XX-lea"),
        ("late", "00XX", "[0050..0099]", "late 1st century", "sfârșitul secolului I"),
        ("early", "-01XX", "[-0199..-0150]", "early 2nd century BC", "începutul secolului al II-lea î.Hr."),
        ("late", "-00XX", "[-0049..0000]", "late 1st century BC", "sfârșitul secolului I î.Hr."),
        ("early", "1958", "[1958-01..1958-06]", "early 1958", "începutul anului 1958"),
        ("mid", "1958", "[1958-05..1958-08]", "mid-1958", "mijlocul anului 1958"),
        ("late", "-0043", "[-0043-07..-0043-12]", "late 44 BC", "sfârșitul anului 44 î.Hr."),
        ("mid", "190X", "[1903..1906]", "middle of the decade 1900–1909", "mijlocul deceniului 1900–1909"),
        (
            "late",
            "190X",
            "[1905..1909]",
            "late part of the decade 1900–1909",
            "sfârșitul deceniului 1900–1909",
        ),
    ],
)
def test_a_part_of_a_unit_is_stored_as_years_or_months_and_said_as_a_part(part, unit, edtf, english, romanian):
    assert edtf_for_part(part, unit) == edtf
    date = parse(edtf, part)
    assert (date.words(), date.words("ro"), date.part, date.precision) == (english, romanian, part, "range")
    assert (date.earliest, date.latest) == (parse(edtf).earliest, parse(edtf).latest)


@pytest.mark.parametrize(
    ("edtf", "part"),
    [
        ("1965", "late"),
        ("[1965..1969]", "early"),
        ("[1960..1964]", "late"),
        ("[1964..1969]", "late"),
        ("[1955..]", "late"),
        ("[1958-07..1959-12]", "late"),
        ("{1965..1969}", "late"),
        ("[-0045..-0041]", "late"),
    ],
)
def test_a_part_beside_edtf_that_does_not_mean_it_is_refused_with_what_is_expected(edtf, part):
    with pytest.raises(ValueError, match=rf"^“.*with “{part}” goes the EDTF of that part .* for example \[19.*\.$"):
        parse(edtf, part)


def test_other_parts_and_units_are_refused():
    with pytest.raises(ValueError, match=r"^“middle” is no part of a date: choose early, mid or late\.$"):
        parse("[1965..1969]", "middle")
    with pytest.raises(ValueError, match="is no part of a date"):
        parse("[1965..1969]", ["late"])
    with pytest.raises(ValueError, match="“196X-05”: early, mid and late go with a year"):
        edtf_for_part("late", "196X-05")
    with pytest.raises(ValueError, match="is no part of a date"):
        edtf_for_part("", "196X")
    assert set(PARTS) == {"early", "mid", "late"}


# Days.


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


# Ranges of a filter.


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


# Relative dates.


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
    ("duration", "english", "romanian"),
    [
        ("P1M", "one month after the coup", "la o lună după the coup"),
        ("-P2D", "two days before the coup", "cu două zile înainte de the coup"),
        ("P0D", "at the same time as the coup", "în același timp cu the coup"),
        (None, "after the coup", "după the coup"),
    ],
)
def test_a_relative_date_is_said_by_its_anchor(duration, english, romanian):
    read = parse_duration(duration) if duration else None
    assert relative_words(read, "the coup") == english
    assert relative_words(read, "the coup", "ro") == romanian


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
        (Day(1955, 1, 1), None, "after 1955", "după 1955"),
        (Day(1955, 5, 14), None, "14 May 1955 or later", "14 mai 1955 sau mai târziu"),
        (None, Day(1960, 12, 31), "before 1961", "înainte de 1961"),
        (None, Day(1958, 7, 25), "by 25 July 1958", "până la 25 iulie 1958"),
    ],
)
def test_bounds_are_said_in_years_or_months_where_they_are_whole(earliest, latest, english, romanian):
    assert spaced(bounds_words(earliest, latest)) == english
    assert spaced(bounds_words(earliest, latest, "ro")) == romanian


def test_a_refusal_is_a_value_error_where_no_django_is_set_up() -> None:
    program = (
        "from events.dates import parse\ntry:\n    parse('1985-02-29')\nexcept ValueError as error:\n    print(error)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert "February" in done.stdout, done.stderr
