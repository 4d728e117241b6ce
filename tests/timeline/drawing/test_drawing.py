"""The drawing of a view: one mark an event while its bytes allow, else bins; in lanes; with ways to other years."""

import gzip
import re
import zlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.dates import Day
from events.signals import invalidation
from events.timeline.drawing import drawing as drawing_view
from events.timeline.drawing.detail import FEW_STOPS
from events.timeline.drawing.drawing import Drawing
from events.timeline.drawing.moving import Stretch, bounds_edtf
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of
from tests.support.selections import select

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WORDS = "Romania announces that the Political Consultative Committee has met in Moscow on the question of Mongolia"


def crowd(h: History, number: int) -> None:
    """So many more events of one day each in twenty years, a tenth of them landmarks."""
    days = [Day.from_ordinal(713_500 + 7300 * n // number) for n in range(number)]
    events = models.Event.objects.bulk_create(
        models.Event(
            slug=f"sitting-{n}", title=f"{WORDS[n % 9 :]} {n}", date=str(day), date_basis="stated",
            status="published", earliest=day.key, latest=day.key, precision="day", undated=False, sort_day=day.key,
            prominence=1 if n % 10 == 0 else 3, rank=f"i{day.key}b0d1sitting-{n:06}",
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    themes = list(h.themes.values())
    through = models.Event.themes.through
    through.objects.bulk_create(through(event=event, theme=themes[n % 2]) for n, event in enumerate(events))
    invalidation.invalidate([event.pk for event in events])


def figure(page: str) -> str:
    return page[page.index('<figure class="drawing"') : page.index("</figure>")]


def drawing_of(query: str = "") -> Drawing:
    selection = select(query)
    return Drawing(selection.asked, selection)


@pytest.mark.parametrize("number", [40, 90, 150, 400, 3000])
def test_a_drawing_is_light_however_many_events_there_are(client: Client, h: History, number: int):
    crowd(h, number)
    html = figure(client.get("/?lanes=theme").content.decode()).encode()
    assert len(html) < 80_000
    assert len(gzip.compress(html, 6)) < 12_000
    assert len(re.findall(rb"<[a-z]", html)) < 2000


@pytest.mark.each_database
def test_few_events_are_marks_and_many_are_bins_that_count_them(client: Client, h: History):
    few = drawing_of("lanes=theme")
    assert few.detail and not few.detail.in_bins
    crowd(h, 400)
    many = drawing_of("lanes=theme")
    assert many.detail and many.detail.in_bins
    page = Page(client.get("/?lanes=theme"))
    lane = next(g for g in page.all("svg//g[@role='group']") if g.get("aria-label", "").startswith("Military: 2"))
    counted = 0
    for link in lane.findall("a"):
        name = text_of(link.find("title"))
        years, events = re.fullmatch(r"([\d–]+): (\d+) events?(?:, \d+ contested)?", name).groups()  # type: ignore[union-attr]
        counted += int(events)
        found = select(link.get("href", "").partition("?")[2].removesuffix("#drawing"))
        certain = int(found.certain or 0)
        assert certain >= int(events), f"the link of {years} selects what its bin counts, and that of other lanes"
    assert counted >= 200
    assert page.all("svg//g[@aria-label='Landmarks']//a")


@pytest.mark.each_database
def test_a_bin_s_years_are_marks_again(h: History):
    crowd(h, 400)
    assert drawing_of().detail.in_bins  # type: ignore[union-attr]
    near = drawing_of("from=1958-01&to=1958-03").detail
    assert near and not near.in_bins


def test_the_texts_of_no_more_events_are_read_than_are_drawn(h: History):
    crowd(h, 120)
    with CaptureQueriesContext(connection) as some:
        assert drawing_of("lanes=theme").detail
    crowd_more = 3000
    models.Event.objects.filter(slug__startswith="sitting-").delete()
    crowd(h, crowd_more)
    drawing_of("q=nothing")  # what is read of the columns is no part of it
    with CaptureQueriesContext(connection) as many:
        assert drawing_of("lanes=theme").detail
    assert len(many) <= len(some) + 1


@pytest.mark.each_database
def test_each_event_is_drawn_once_and_leads_to_its_entry(client: Client, h: History):
    page = Page(client.get("/"))
    leading = [a.get("href") for a in page.all("svg//g[@role='listitem']/a") if "#event-" in a.get("href", "")]
    dated = [slug for slug in page.events if slug != "helsinki-groups-founded"]
    assert sorted(leading) == sorted(f"#event-{slug}" for slug in dated)


def test_a_mark_says_who_disagrees(client: Client, h: History):
    names = [text_of(a.find("title")) for a in Page(client.get("/")).all("svg//g[@role='listitem']/a")]
    contested = next(name for name in names if "Departure of the Soviet troops" in name)
    assert "accounts disagree: " in contested and "Deletant" in contested
    assert not [name for name in names if "Austrian State Treaty" in name and "disagree" in name]


def test_the_answers_stand_beside_one_event_of_their_question(client: Client, h: History):
    for name, claim in zip(("Moscow chose it", "It was a reward"), list(h.claims.values())[:2], strict=True):
        answer = h.debate.answers.create(name=name, slug=name.lower().replace(" ", "-"), statement=name)
        type(claim).objects.filter(pk=claim.pk).update(debate=h.debate, answer=answer)
    make.publish(h.debate)
    drawing = drawing_of()
    marks = [mark for lane in drawing.marks_of(drawing.dated) for mark in lane]
    assert [sorted(mark.answers) for mark in marks if mark.answers] == [["It was a reward", "Moscow chose it"]]


def test_a_theme_s_lane_is_that_of_the_first_theme_of_each_event(h: History):
    drawing = drawing_of("lanes=theme")
    lanes = dict(zip(drawing.lanes.names, drawing.marks_of(drawing.dated), strict=True))
    assert "entry-of-mongolia-opposed" in {mark.slug for mark in lanes["Military"]}
    assert "austrian-state-treaty" in {mark.slug for mark in lanes["Diplomacy"]}
    assert sum(map(len, lanes.values())) == len(drawing.dated)


def test_an_actor_s_lane_has_what_that_actor_began(h: History):
    drawing = drawing_of("lanes=actor")
    lanes = dict(zip(drawing.lanes.names, drawing.marks_of(drawing.dated), strict=True))
    assert {mark.slug for mark in lanes["Soviet Union"]} == {"departure-of-the-soviet-troops"}


@pytest.mark.each_database
def test_lanes_are_questions_first_then_themes_and_can_be_left_out(client: Client, h: History):
    choices = {choice["label"]: choice["url"] for choice in drawing_of("theme=military").lane_choices}
    assert choices["none"] == "/?lanes=none&theme=military"
    assert drawing_of("lanes=none").lanes.names == [""]
    assert Page(client.get("/?lanes=soon")).one("p[@id='lanes']") is not None, "a bad value says so"


def test_ways_in_time_keep_the_other_filters_and_lead_somewhere(h: History):
    drawing = drawing_of("theme=military&from=1958&to=1960&page=2")
    moves = {move["name"]: move["url"] for move in drawing.moves}
    assert set(moves) == {"earlier", "later", "in", "out", "whole"}
    for url in filter(None, moves.values()):
        assert "theme=military" in url and "page" not in url
        assert select(url.partition("?")[2]).asked.form.is_valid()
    assert "from=1956-07" in moves["earlier"] and "to=1959-06" in moves["earlier"]
    assert moves["whole"] == "/?theme=military"
    assert {name for name, url in ((m["name"], m["url"]) for m in drawing_of().moves) if url} == {"in"}


@pytest.mark.parametrize(
    ("start", "end", "bounds"),
    [
        (Day(1958, 1, 1), Day(1961, 1, 1), ("1958", "1960")),
        (Day(1958, 4, 1), Day(1958, 8, 1), ("1958-04", "1958-07")),
        (Day(1958, 4, 1), Day(1958, 8, 3), ("1958-04-01", "1958-08-02")),
        (Day(-43, 1, 1), Day(1, 1, 1), ("-0043", "0000")),
        (Day(20_000, 1, 1), Day(20_001, 1, 1), ("Y20000", "Y20000")),
    ],
)
def test_days_are_written_as_short_as_can_be(start: Day, end: Day, bounds: tuple[str, str]):
    assert bounds_edtf(start.ordinal, end.ordinal) == bounds


def test_closer_and_wider_undo_each_other_within_the_whole():
    whole = Stretch(*(Day(year, 1, 1).ordinal for year in (1955, 1980, 1955, 1980)))
    near = whole.nearer()
    assert near and near.end - near.start < whole.end - whole.start
    wide = near.wider()
    assert wide and wide.end - wide.start > near.end - near.start
    assert whole.wider() is None and whole.moved(1) is None


def test_of_many_marks_few_are_stops_of_the_tab_key(client: Client, h: History):
    crowd(h, FEW_STOPS + 20)
    html = figure(client.get("/?lanes=none").content.decode())
    assert html.count('tabindex="-1"') > FEW_STOPS / 2


@pytest.mark.parametrize("dates", [["-0044", "Y-20000"], ["0044-03-15"], ["[..1957]"], ["[1955..]"], ["1958/.."]])
@pytest.mark.each_database
def test_any_dates_can_be_drawn(client: Client, dates: list[str]):
    for number, date in enumerate(dates):
        make.make_event(f"معاهدة {number}", date=date, status="published")
    html = figure(client.get("/").content.decode())
    assert html.count("معاهدة") >= len(dates)
    assert "NaN" not in html and "inf" not in html


def test_the_table_says_the_same(client: Client, h: History):
    page = Page(client.get("/"))
    rows = [text_of(row) for row in page.all("details[@class='as-table']//tbody/tr")]
    assert len(rows) == len(page.events) - 1
    assert any("25 July 1958" in row.replace("\N{NO-BREAK SPACE}", " ") and "disagree" in row for row in rows)


def test_too_much_for_the_bytes_becomes_bins(h: History, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing_view, "MOST_BYTES", 9_000)
    found = drawing_of().detail
    assert found and found.in_bins


def test_the_bytes_are_counted_as_servers_compress_them(h: History, monkeypatch: pytest.MonkeyPatch):
    drawing = drawing_of()
    assert drawing.detail
    written = "".join([*drawing.overviews, drawing.detail.names, drawing.detail.svg]).encode()
    monkeypatch.setattr(drawing_view, "MOST_COMPRESSED", len(zlib.compress(written, 6)))
    assert drawing_of().detail == drawing.detail


def test_titles_are_marked_with_their_language_where_that_is_not_the_page_s(client: Client, h: History):
    assert not Page(client.get("/")).all("svg//text[@lang]")
    page = Page(client.get("/?lang=ro"))
    treaty = next(
        a for a in page.all("svg//g[@role='listitem']/a") if "Austrian State Treaty" in text_of(a.find("title"))
    )
    words = [one for one in treaty.iter() if text_of(one) == "Austrian State Treaty" and one.tag in ("text", "tspan")]
    assert words and all(one.get("lang") == "en" for one in words)


def test_the_fullest_bar_says_its_number_however_narrow_it_is(h: History):
    crowd(h, 3000)
    for overview in drawing_of().overviews:
        assert 'class="m n"' in overview
