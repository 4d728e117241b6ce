"""The overview: bars whose links select what they count, and lines for what may lie in several."""

from collections import Counter
from itertools import combinations, pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events.timeline.drawing.drawing import Drawing
from events.timeline.drawing.overview import LINES, NARROW, WIDE, Overview, overview
from tests.support import factories as make
from tests.support.history import write_history
from tests.support.pages import Page, text_of
from tests.support.selections import select, spans

pytestmark = pytest.mark.any_database

years = st.one_of(st.none(), st.integers(1940, 1990), st.integers(-300, 2100), st.integers(-999_999_999, 999_999_999))


def spans_of(pairs: list[tuple[int | None, int | None]]) -> Counter:
    ordered = [(a, b) if None in (a, b) or a <= b else (b, a) for a, b in pairs]  # type: ignore[operator]
    return Counter(span for span in ordered if span != (None, None))


NOBODY = Counter()


def bars_of(years_of: Counter, most: int) -> Overview:
    return overview(spans(years_of), spans(NOBODY), most)


@given(st.lists(st.tuples(years, years), max_size=12), st.sampled_from([WIDE, NARROW]))
def test_bars_cover_every_known_year_without_gap_and_leave_room(pairs: list, most: int):
    years_of = spans_of(pairs)
    bars = bars_of(years_of, most).bars
    known = [year for span in years_of for year in span if year is not None]
    assert bool(bars) == bool(known)
    if bars:
        assert len(bars) <= most
        assert bars[0].first <= min(known) and max(known) <= bars[-1].last
        for left, right in pairwise(bars):
            assert left.last + 1 == right.first


@given(st.lists(st.tuples(years, years), min_size=1, max_size=12))
def test_a_bar_counts_what_lies_in_its_years_certainly_and_possibly(pairs: list):
    years_of = spans_of(pairs)
    for bar in bars_of(years_of, WIDE).bars:
        touching = [
            (a, b) for a, b in years_of.elements() if (a is None or a <= bar.last) and (b is None or b >= bar.first)
        ]
        inside = [(a, b) for a, b in touching if None not in (a, b) and bar.first <= a and b <= bar.last]
        assert (bar.certain, bar.certain + bar.possible) == (len(inside), len(touching))


@given(st.lists(st.tuples(years, years), min_size=1, max_size=40))
def test_every_event_is_in_one_bar_or_in_one_line_or_counted_as_further(pairs: list):
    years_of = spans_of(pairs)
    found = bars_of(years_of, WIDE)
    if found.bars:
        in_lines = sum(line.number for line in found.lines)
        assert sum(bar.certain for bar in found.bars) + in_lines + found.further == years_of.total()
    assert found.rows <= LINES
    for one, other in combinations(found.lines, 2):
        if one.row == other.row:
            left, right = sorted([one, other], key=lambda line: -1 if line.begin is None else line.begin)
            assert left.end is not None and right.begin is not None and left.end < right.begin


def test_an_event_that_may_lie_in_thirty_years_is_one_line():
    found = bars_of(Counter({(1950, 1979): 1, (1958, 1958): 1}), WIDE)
    assert [(line.begin, line.end, line.number) for line in found.lines] == [(0, 29, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "theme=military", "from=1960&to=1969&actor=romania", "dates=certain", "dates=undated", "page=3"],
)
def test_a_bars_link_selects_the_events_that_it_counts_and_keeps_the_filters(client: Client, query: str):
    write_history()
    for number, date in enumerate(("[1955..]", "[..1957]", "1931/1989", "0044", "-0044", "Y20000", "Y-20000")):
        make.make_event(f"Treaty {number}", date=date, status="published")
    selection = select(query)
    drawing = Drawing(selection.asked, selection)
    for bar in [*drawing.wide.bars, *drawing.narrow.bars]:
        url = drawing.url_of(bar.first, bar.last)
        chosen = select(url.partition("?")[2])
        assert chosen.asked.form.is_valid(), url
        assert chosen.count == bar.certain + bar.possible, bar
        assert select(url.partition("?")[2] + "&dates=certain").count == bar.certain
        for name in ("theme", "actor"):
            assert (name in url) == (name in query)


def test_a_year_each_where_there_is_room_and_round_years_where_there_is_not():
    def bars(first: int, last: int, most: int = WIDE) -> list[tuple[int, int]]:
        return [(bar.first, bar.last) for bar in bars_of(Counter({(first, last): 1}), most).bars]

    assert bars(1955, 1979)[:2] == [(1955, 1955), (1956, 1956)]
    assert bars(1955, 1979, NARROW)[:2] == [(1955, 1959), (1960, 1964)]
    assert (1958, 1958) in bars(1958, 1958)
    assert bars(-44, 1979)[0] == (-100, -1)


@pytest.mark.django_db
def test_the_overview_names_its_bars_and_leads_to_all_years_and_the_undated(client: Client):
    write_history()
    page = Page(client.get("/?from=1958&to=1958"))
    names = {text_of(link.find("title")): link for link in page.all("svg//a[title]")}
    assert "1958: 2 certain, 0 possible, 1 contested" in names
    assert "1967: 0 certain, 1 possible" in names
    assert [name for name, link in names.items() if link.get("aria-current")] == [
        "1958–1959: 2 certain, 0 possible, 1 contested",
        "1958: 2 certain, 0 possible, 1 contested",
    ]
    assert page.links()["All years"] == "/#drawing"
    assert Page(client.get(page.links()["1 event"])).events == ["helsinki-groups-founded"]


@pytest.mark.django_db
def test_without_dated_events_there_is_no_drawing(client: Client):
    make.publish(make.make_event("Helsinki groups founded"))
    assert not Page(client.get("/")).all("svg")


@pytest.mark.django_db
def test_numbers_in_the_drawing_are_written_for_machines_in_every_language(client: Client):
    write_history()
    page = Page(client.get("/?lang=ro"))
    for shape in page.all("figure//*"):
        for name in ("x", "x1", "x2", "y", "y1", "y2", "width", "height"):
            assert "," not in shape.get(name, "")
