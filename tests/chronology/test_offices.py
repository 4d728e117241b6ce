"""What somebody was at a time, as far as dates tell; never what no source says of that time."""

from dataclasses import dataclass

import pytest

from events import dates
from events.chronology import offices

pytestmark = pytest.mark.any_database


@dataclass(frozen=True)
class Office:
    what: str
    dates: str = ""


LAWYER = Office("lawyer")
DEPUTY = Office("deputy", "1965-03-25")
PRESIDENT = Office("president", "1967-12-09/1974-03-28")
SECRETARY = Office("secretary", "{1963-07-10,1968-02-13}")
SINCE = Office("head of state", "1974-03-28/..")
UNTIL = Office("cobbler", "../1930")
ALL = [PRESIDENT, SINCE, LAWYER, SECRETARY, UNTIL, DEPUTY]


def at(text: str, of: list[Office] = ALL) -> str:
    date = dates.parse(text) if text else dates.UNDATED
    return " ".join(one.what for one in offices.at(of, date.earliest, date.latest))


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("1968-01", "secretary president"),
        ("1968-08-21", "president"),
        ("1965-03", "secretary deputy"),
        ("1974-03-28", "president head of state"),
        ("1979", "head of state"),
        ("-0044", "cobbler"),
        ("1950", "lawyer"),
        ("1973-09/..", "president"),
        ("", "lawyer"),
    ],
)
def test_an_office_is_said_of_the_time_in_which_it_was_held_else_what_has_no_dates(date: str, held: str):
    assert at(date) == held


def test_nothing_is_said_of_a_time_of_which_nothing_is_known():
    assert at("1950", [PRESIDENT]) == at("", [PRESIDENT]) == at("1968", []) == ""


def test_they_stand_in_time_and_the_last_is_named_where_no_time_is_spoken_of():
    stand = [one.what for one in offices.in_time(ALL)]
    assert stand == ["lawyer", "cobbler", "secretary", "deputy", "president", "head of state"]
    assert offices.last(ALL) == SINCE
    assert offices.last([]) is None


def test_its_words_have_its_dates():
    assert offices.words(DEPUTY) == "deputy, 25\xa0March 1965"
    assert offices.words(LAWYER) == "lawyer"
