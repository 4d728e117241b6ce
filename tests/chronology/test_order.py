"""The one order of events: where each stands, and who comes first where two stand on one day."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from events.chronology import order
from events.models import Event, EventLink
from tests.chronology.test_bounds import any_edtf
from tests.support import factories as make
from tests.support.strategies import undone

pytestmark = pytest.mark.django_db

numbers = st.one_of(st.integers(-300, 300), st.integers(-(10**17) + 1, 10**17 - 1))


def listed() -> list[str]:
    return [event.title for event in Event.objects.published().in_date_order()]


def published(title: str, date: str = "", **fields: Any) -> Event:
    return make.make_event(title, date=date, status="published", **fields)


def link(event: Event, kind: str, target: Event) -> EventLink:
    return EventLink.objects.create(event=event, kind=kind, target=target)


@given(st.lists(numbers, min_size=2, max_size=8))
def test_texts_sort_as_the_numbers_do(some: list[int]):
    assert sorted(some, key=order.sortable) == sorted(some)


@pytest.mark.parametrize(
    "dates",
    [
        ["1968-03-07", "1968-03", "1968-12-30", "1968"],
        ["1965", "1968-08-21", "1969-12-30", "[1965..1969]", "1970-01-01"],
        ["1954", "1955-05-14", "1955/1991", "1956"],
        ["1955-06", "1955-06-30/1955-07", "1955-07-15"],
        ["1959", "../1960", "/1961", "1962"],
        ["1955-01-01", "1955-05-14/..", "1955-05-15"],
        ["1955-05-14", "1955-12-30", "[1955-06-01..]", "1956-01-01"],
        ["1958", "[..1959]", "1960"],
        ["-0044-03-15", "-0044", "-0043", "0000", "0001", "Y12345"],
        ["1960-12-31", "1960-12", "1960", "../1960"],
        ["1960/1960-03", "1960-04-01"],
    ],
)
def test_each_stands_where_it_had_happened_at_the_latest_and_what_lasted_where_it_had_begun(dates: list[str]):
    for number, date in enumerate(dates):
        published(date, date, slug=f"event-{90 - number}")
    assert listed() == dates


def test_the_undated_stand_last_in_both_directions():
    for title, date in (("A", ""), ("B", "1968"), ("C", "1958"), ("D", "XXXX")):
        published(title, date)
    assert listed() == ["C", "B", "A", "D"]
    turned = Event.objects.published().in_date_order(newest_first=True)
    assert [event.title for event in turned] == ["B", "C", "D", "A"]


def test_what_came_after_something_stands_no_earlier_than_it():
    coup = published("The coup", "[1964..1967]")
    published("A sequel", after_event=coup)
    published("In between", "1965")
    assert listed() == ["In between", "The coup", "A sequel"]
    coup.date = "1970/1972"
    coup.save()
    assert listed() == ["In between", "The coup", "A sequel"]


# --- ties ---


def test_on_one_day_what_was_led_to_and_what_responds_come_later():
    criticism, invasion = published("A criticism", "1968-08-21"), published("The invasion", "1968-08-21")
    speech = published("A rally", "1968-08-21")
    assert listed() == ["A criticism", "A rally", "The invasion"]
    link(criticism, "responds_to", invasion)
    link(criticism, "led_to", speech)
    assert listed() == ["The invasion", "A criticism", "A rally"]


def test_on_one_day_what_is_dated_from_something_comes_after_it():
    invasion = published("The invasion", "1968-08-21")
    published("A criticism", after_event=invasion, offset="P0D")
    assert listed() == ["The invasion", "A criticism"]


def test_part_of_is_no_step_in_the_chain():
    link(published("A", "1968"), "part_of", published("B", "1968"))
    assert listed() == ["A", "B"]


def test_a_loop_counts_once():
    a, b, c, d = (published(title, "1968") for title in "ABCD")
    for one, other in ((d, c), (c, b), (b, c), (c, a)):
        link(one, "led_to", other)
    places = dict(Event.objects.values_list("title", "chain_place"))
    assert places == {"D": 0, "C": 1, "B": 1, "A": 2}
    assert listed() == ["D", "B", "C", "A"]


def test_only_links_between_published_events_count():
    invasion, criticism = published("The invasion", "1968"), published("A criticism", "1968")
    draft = make.make_event("Draft", date="1968")
    link(invasion, "led_to", draft)
    link(draft, "led_to", criticism)
    assert listed() == ["A criticism", "The invasion"]
    draft.status = "published"
    draft.save()
    assert listed() == ["The invasion", "Draft", "A criticism"]
    draft.status = "archived"
    draft.save()
    assert listed() == ["A criticism", "The invasion"]


def test_a_link_that_is_turned_elsewhere_or_deleted_lets_go():
    a, b, c = (published(title, "1968") for title in "ABC")
    only = link(c, "led_to", a)
    assert listed() == ["B", "C", "A"]
    only.target = b
    only.save()
    assert listed() == ["A", "C", "B"]
    only.delete()
    assert listed() == ["A", "B", "C"]
    link(c, "led_to", a)
    c.delete()
    assert listed() == ["A", "B"]


def test_then_the_narrower_span_comes_first_and_an_open_one_last():
    for title, date in (("A", "[..1968]"), ("B", "1968"), ("C", "1968-12"), ("D", "1968-12-31"), ("E", "[1968..]")):
        published(title, date)
    assert listed() == ["D", "C", "B", "A", "E"]


def test_then_the_slug_decides_by_code_point():
    for slug in ("b", "a-1", "a1", "a"):
        published(slug, "1968", slug=slug)
    assert listed() == ["a", "a-1", "a1", "b"]


# --- kept in step ---


def test_an_edit_moves_only_what_it_is_about():
    events = [published(f"Event {n}", "1968") for n in range(6)]
    link(events[0], "led_to", events[1])
    event = Event.objects.get(pk=events[4].pk)
    event.date = "1955"
    with CaptureQueriesContext(connection) as asked:
        event.save()
    written = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "events_event"')]
    assert len(written) == 1
    assert listed()[0] == "Event 4"


def test_an_event_at_hand_that_was_moved_in_the_chain_meanwhile_keeps_its_place():
    cause, effect = published("The cause", "1968"), published("An effect", "1968")
    held = Event.objects.get(pk=effect.pk)
    link(cause, "led_to", effect)
    held.title = "The effect"
    held.save()
    assert Event.objects.get(pk=effect.pk).chain_place == 1
    assert listed() == ["The cause", "The effect"]


@given(st.data())
def test_step_by_step_gives_what_all_at_once_gives(data: st.DataObject):
    with undone():
        events = [
            make.make_event(
                f"Event {n}", date=data.draw(any_edtf), status=data.draw(st.sampled_from(["published", "draft"]))
            )
            for n in range(data.draw(st.integers(2, 5)))
        ]
        for _ in range(data.draw(st.integers(1, 6))):
            one, other = data.draw(st.permutations(events))[:2]
            match data.draw(st.sampled_from(["link", "unlink", "status", "anchor"])):
                case "link":
                    kind = data.draw(st.sampled_from(["led_to", "responds_to"]))
                    EventLink.objects.get_or_create(event=one, kind=kind, target=other)
                case "unlink":
                    EventLink.objects.filter(event=one).delete()
                case "status":
                    one.status = "draft" if one.status == "published" else "published"
                    one.save()
                case "anchor" if not Event.objects.filter(after_event__isnull=False).exists():
                    one.date, one.date_basis, one.after_event = "", "relative", other
                    one.save()
        before = list(Event.objects.order_by("pk").values_list("title", "chain_place", "rank"))
        order.place()
        assert list(Event.objects.order_by("pk").values_list("title", "chain_place", "rank")) == before
