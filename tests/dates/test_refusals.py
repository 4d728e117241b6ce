"""What is refused as EDTF, and the sentence that says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.dates import (
    parse,
    range_bound,
)


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
        (
            "[1958-05..1958-07-25]",
            "“[1958-05..1958-07-25]”: both ends of a range in a set have one precision: write "
            "[1958-05-01..1958-07-25].",
        ),
        (
            "{1955,196X..1975}",
            "“{1955,196X..1975}”: both ends of a range in a set have one precision: write {1955,1960..1975}.",
        ),
        (
            "[1960-21..1962]",
            "“[1960-21..1962]”: both ends of a range in a set have one precision: write [1960-03..1962-12].",
        ),
        (" 1985", "“ 1985”: a date has no blanks, and at position 1 stands one."),
        ("1985\n", "“1985\N{REPLACEMENT CHARACTER}”: a date has no blanks, and at position 5 stands one."),
        ("[1960, 1961]", "“[1960, 1961]”: a date has no blanks, and at position 7 stands one."),
        ("196x", "“196x”: at position 4 stands “x”, which is not used in EDTF; write it as a capital “X”."),
        ("soon", "“soon”: at position 1 stands “s”, which is not used in EDTF."),
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
        cwd=Path(__file__).parent.parent.parent,
        check=False,
    )
    assert "February" in done.stdout, done.stderr
