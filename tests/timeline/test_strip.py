"""The density strip: bars whose links select what they count."""

from collections import Counter
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events.timeline import strip
from tests.support import factories as make
from tests.support.history import make_history
from tests.support.pages import Page
from tests.support.selections import select, spans

pytestmark = pytest.mark.any_database

years = st.one_of(st.none(), st.integers(1940, 1990), st.integers(-300, 2100), st.integers(-999_999_999, 999_999_999))


def spans_of(pairs: list[tuple[int | None, int | None]]) -> Counter:
    ordered = [(a, b) if None in (a, b) or a <= b else (b, a) for a, b in pairs]  # type: ignore[operator]
    return Counter(span for span in ordered if span != (None, None))


@given(st.lists(st.tuples(years, years), max_size=12), st.sampled_from([strip.WIDE, strip.NARROW]))
def test_bars_cover_every_known_year_without_gap_and_leave_room(pairs: list, most: int):
    years_of = spans_of(pairs)
    bars = strip.bars(spans(years_of), most, lambda first, last: f"{first} {last}")
    known = [year for span in years_of for year in span if year is not None]
    assert bool(bars) == bool(known)
    if bars:
        assert len(bars) <= most
        assert bars[0].first <= min(known) and max(known) <= bars[-1].last
        for left, right in pairwise(bars):
            assert left.last + 1 == right.first
        assert sum(bar.width for bar in bars) == pytest.approx(100, abs=0.1)
        assert bars[0].labelled and bars[-1].labelled
        assert all(0 <= bar.solid + bar.dashed <= strip.HEIGHT + 0.2 for bar in bars)


@given(st.lists(st.tuples(years, years), min_size=1, max_size=12))
def test_a_bar_counts_what_lies_in_its_years_certainly_and_possibly(pairs: list):
    years_of = spans_of(pairs)
    for bar in strip.bars(spans(years_of), strip.WIDE, lambda first, last: ""):
        touching = [
            (a, b) for a, b in years_of.elements() if (a is None or a <= bar.last) and (b is None or b >= bar.first)
        ]
        inside = [(a, b) for a, b in touching if None not in (a, b) and bar.first <= a and b <= bar.last]
        assert (bar.certain, bar.certain + bar.possible) == (len(inside), len(touching))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "theme=military", "from=1960&to=1969&actor=romania", "dates=certain", "dates=undated", "page=3"],
)
def test_a_bars_link_selects_the_events_that_it_counts_and_keeps_the_filters(client: Client, query: str):
    make_history()
    for number, date in enumerate(("[1955..]", "[..1957]", "1931/1989", "0044", "-0044", "Y20000", "Y-20000")):
        make.make_event(f"Treaty {number}", date=date, status="published")
    selection = select(query)
    drawing = strip.Drawing(selection.asked, selection.counts)
    for bar in [*drawing.wide, *drawing.narrow]:
        chosen = select(bar.url.partition("?")[2])
        assert chosen.asked.form.is_valid(), bar.url
        assert chosen.count == bar.certain + bar.possible, bar
        assert select(bar.url.partition("?")[2] + "&dates=certain").count == bar.certain
        for name in ("theme", "actor"):
            assert (name in bar.url) == (name in query)


@pytest.mark.django_db
def test_a_year_each_where_there_is_room_and_round_years_where_there_is_not():
    def bars(first: int, last: int, most: int = strip.WIDE) -> list[tuple[int, int]]:
        return [(bar.first, bar.last) for bar in strip.bars(spans({(first, last): 1}), most, lambda a, b: "")]

    assert bars(1955, 1979)[:2] == [(1955, 1955), (1956, 1956)]
    assert bars(1955, 1979, strip.NARROW)[:2] == [(1955, 1959), (1960, 1964)]
    assert (1958, 1958) in bars(1958, 1958)
    assert bars(-44, 1979)[0] == (-100, -1)


@pytest.mark.django_db
def test_the_drawing_names_its_bars_and_leads_to_all_years_and_the_undated(client: Client):
    make_history()
    page = Page(client.get("/?from=1958&to=1958"))
    names = [a.get("aria-label") for a in page.all("a[@aria-label]")]
    assert "1958: 2 certain, 0 possible" in names
    assert "1967: 0 certain, 1 possible" in names
    current = [a.get("aria-label", "") for a in page.all("a[@aria-current='true']")]
    assert any(label.startswith("1958:") for label in current if label)
    assert page.links()["All years"] == "/"
    assert Page(client.get(page.links()["Undated (1)"])).events == ["helsinki-groups-founded"]


@pytest.mark.django_db
def test_without_dated_events_there_is_no_drawing(client: Client):
    make.publish(make.make_event("Helsinki groups founded"))
    assert not Page(client.get("/")).all("svg")


@pytest.mark.django_db
def test_numbers_in_the_drawing_are_written_for_machines_in_every_language(client: Client):
    make_history()
    page = Page(client.get("/?lang=ro"))
    for rect in page.all("rect"):
        assert "," not in rect.get("x", "") + rect.get("width", "") + rect.get("height", "")
