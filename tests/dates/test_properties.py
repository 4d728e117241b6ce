"""What holds for every date, whatever is written."""

from __future__ import annotations

import datetime
import re
import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.dates import (
    PARTS,
    PRECISIONS,
    Day,
    bounds_words,
    edtf_for_part,
    parse,
    parse_duration,
    range_bound,
    relative_bounds,
    shift,
)
from events.dates.edtf_forms import fitting
from events.dates.languages import ENGLISH, language_for
from tests.support.edtf_strategies import edtf_strings, four_digits, points

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import parse_edtf

EDTF_CHARACTERS = "0123456789XYEST?~%-+:.,/[]{}"
YEARS = st.integers(-9999, 9999)
days = st.builds(
    lambda year, month, day: Day(year, month, min(day, 28) if month == 2 else min(day, 30)),
    st.integers(-300_000, 300_000),
    st.integers(1, 12),
    st.integers(1, 31),
)
durations = st.builds(
    lambda sign, years, months, days: parse_duration(f"{sign}P{years}Y{months}M{days}D"),
    st.sampled_from(("", "-")),
    st.integers(0, 200),
    st.integers(0, 40),
    st.integers(0, 1000),
)


@given(st.one_of(st.text(max_size=120), st.text(EDTF_CHARACTERS, max_size=60)))
@example("\ud800")
@example("²⁰¹⁰")
@example("١٩٨٥")
@example("[" * 100)
def test_any_text_is_a_date_or_a_refusal_in_a_sentence(text):
    try:
        date = parse(text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
        str(refusal).encode()
    else:
        assert date.edtf == text
        assert date.words("en")
        assert date.words("ro")


@given(edtf_strings(), st.sampled_from(EDTF_CHARACTERS), st.integers(0, 60))
def test_a_date_with_a_slip_of_the_pen_is_a_date_or_a_refusal(text, character, place):
    for slip in (text[:place] + character + text[place:], text[:place] + text[place + 1 :]):
        try:
            parse(slip)
        except ValueError as refusal:
            assert str(refusal).endswith(".")


@given(edtf_strings())
def test_a_date_begins_before_it_ends_and_has_a_precision_where_it_has_a_bound(text):
    date = parse(text)
    if date.earliest and date.latest:
        assert date.earliest <= date.latest
    assert (date.precision in PRECISIONS) != date.is_undated
    assert date.is_undated == (date.precision == "")


@given(points(st.integers(-(10**12) + 1, 10**12 - 1)))
def test_long_years_have_bounds_and_words(text):
    date = parse(text)
    assert date.is_undated == ("XXXX" in text)
    assert date.is_undated or date.earliest <= date.latest
    assert date.words("ro")


@given(edtf_strings())
def test_marks_change_words_and_never_bounds(text):
    marked, bare = parse(text), parse(re.sub("[?~%]", "", text))
    assert (marked.earliest, marked.latest, marked.precision) == (bare.earliest, bare.latest, bare.precision)
    assert bool(marked.qualifier) == (marked.edtf != bare.edtf)
    if marked.qualifier and "S" not in text and "XXXX" not in text:
        assert marked.words() != bare.words()


@given(edtf_strings(min_year=1000, max_year=9900))
def test_words_name_no_day_and_no_month_that_is_not_written(text):
    allowed_months: set[int] = set()
    allowed_days: set[int] = set()
    for month, day in re.findall(r"[0-9X]{4}[?~%]?-[?~%]?([0-9X]{2})[?~%]?(?:-[?~%]?([0-9X]{2}))?", text):
        allowed_months.update(fitting(month, range(1, 13)) if month != "XX" else ())
        allowed_days.update(fitting(day, range(1, 32)) if day and day != "XX" else ())
    for code in ("en", "ro"):
        words = re.sub(r"\d\d:\d\d:\d\d( UTC\S*)?|mai (târziu|devreme)", "", parse(text).words(code))
        for number, name in enumerate(language_for(code).months, 1):
            assert number in allowed_months or not re.search(rf"\b{name}\b", words), words
        assert {int(found) for found in re.findall(r"\b\d\d?\b", words)} <= allowed_days, words


def _library_bounds(text):
    found = parse_edtf(text)
    return Day(*found.lower_strict()[:3]), Day(*found.upper_strict()[:3])


def plain_dates(years=YEARS):
    return st.builds(
        lambda year, month, day, fields: "-".join([four_digits(year), f"{month:02}", f"{day:02}"][:fields]),
        years,
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(1, 3),
    )


@given(plain_dates())
def test_the_fast_path_agrees_with_the_library(text):
    date = parse(text)
    assert (date.earliest, date.latest) == _library_bounds(text)
    assert date.precision == parse_edtf(text).precision


@given(plain_dates(st.integers(-9999, 0)), plain_dates(st.integers(1, 9999)))
def test_the_fast_path_of_intervals_agrees_with_the_library(lower, upper):
    date = parse(f"{lower}/{upper}")
    assert (date.earliest, date.latest) == _library_bounds(f"{lower}/{upper}")


LIBRARY_RECKONS = re.compile(
    r"(?!-0XXX|-00XX|-000X)-?[0-9][0-9X]{2}X|[0-9]{4}-XX|[0-9]{4}-[0-9]{2}-XX|[0-9]{4}-XX-XX"
    r"|(?=[0-9X]{0,3}X)[0-9X]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?"
)
"""The unspecified digits that the library reckons rightly: not beside 29 February, in a month or day alone, or BC."""


@given(points(YEARS, marks=False))
def test_unspecified_digits_mean_what_the_library_makes_of_them(text):
    if LIBRARY_RECKONS.fullmatch(text) and "XXXX" not in text and "X" in text:
        date = parse(text)
        assert (date.earliest, date.latest) == _library_bounds(text)


@given(YEARS, st.sampled_from([code for code in range(21, 42) if code not in (24, 28, 30)]))
def test_seasons_and_parts_of_the_year_are_those_of_the_library(year, code):
    """But for winters and southern summers, which it lets end with the year."""
    date = parse(f"{four_digits(year)}-{code}")
    assert (date.earliest, date.latest) == _library_bounds(date.edtf)


@given(st.integers(1, 999), st.integers(2, 9), st.sampled_from(("", "-")))
def test_long_years_are_those_of_the_library(base, exponent, sign):
    if len(str(base)) + exponent < 5:
        return
    assert parse(f"Y{sign}{base}E{exponent}").earliest.year == parse_edtf(f"Y{sign}{base}E{exponent}").lower_strict()[0]


@given(days)
def test_days_come_back_from_key_and_ordinal(day):
    assert Day.from_key(day.key) == day
    assert Day.from_ordinal(day.ordinal) == day
    assert Day.from_ordinal(day.ordinal + 1) > day


@given(days, days)
def test_keys_and_ordinals_sort_as_the_days_do(a, b):
    assert (a < b) == (a.key < b.key) == (a.ordinal < b.ordinal)


@given(st.dates())
def test_ordinals_are_those_of_the_standard_library(date):
    day = Day(date.year, date.month, date.day)
    assert day.ordinal == date.toordinal()
    assert str(day) == date.isoformat()
    assert datetime.date.fromordinal(day.ordinal) == date


@given(days, durations)
def test_a_shift_there_and_back_loses_at_most_what_the_months_end_takes(day, duration):
    back = parse_duration(duration.text.removeprefix("-") if duration.sign < 0 else "-" + duration.text)
    moved = shift(day, duration)
    assert abs(shift(moved, back).ordinal - day.ordinal) <= 6
    assert (moved >= day) if duration.sign > 0 else (moved <= day)


@given(days, days, durations)
def test_a_shift_keeps_the_order_of_bounds(a, b, duration):
    earliest, latest = relative_bounds(min(a, b), max(a, b), duration)
    assert earliest <= latest


@given(st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_the_words_of_bounds_are_no_more_precise_than_the_bounds(a, b):
    earliest, latest = (a, b) if not (a and b) else (min(a, b), max(a, b))
    words = bounds_words(earliest, latest)
    if earliest and earliest.day != 1 and earliest != latest:
        assert f"{earliest.day}" in words
    named = [m for m in ENGLISH.months if re.search(rf"\b{m}\b", words)]
    assert set(named) <= {ENGLISH.months[day.month - 1] for day in (earliest, latest) if day}
    assert bounds_words(earliest, latest, "ro")


@given(YEARS, st.sampled_from(tuple(PARTS)), st.sampled_from(("month", "year", "decade", "century")))
def test_every_part_of_every_unit_comes_back_in_words(year, part, kind):
    written = four_digits(year)
    unit = {
        "month": f"{written}-02",
        "year": written,
        "decade": f"{abs(year):04}"[:-1] + "X",
        "century": written[:-2] + "XX",
    }[kind]
    date = parse(edtf_for_part(part, unit), part)
    assert date.words().startswith({"early": "early", "mid": "mid", "late": "late"}[part])
    assert date.words("ro").split()[0] in ("începutul", "mijlocul", "sfârșitul")


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_a_bare_year_limits_a_range_whatever_its_length(year):
    assert range_bound(str(year), "first") == Day(year, 1, 1)
    assert range_bound(str(year), "last") == Day(year, 12, 31)


@pytest.mark.parametrize("language", ["en", "ro"])
@given(duration=durations)
def test_a_duration_has_words(language, duration):
    assert duration.words(language)
