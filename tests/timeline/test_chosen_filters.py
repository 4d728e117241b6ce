"""The filters in force, and what a selection of no events offers instead."""

import re

import pytest
from django.test import Client

from tests.support.history import History
from tests.support.pages import page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_each_filter_in_force_is_a_chip_that_removes_it_and_the_page(client: Client, h: History):
    found = page(
        client,
        theme=["military", "diplomacy"],
        actor="romania",
        role="opponent",
        q="mongolia",
        contested="",
        to="1969",
        page="1",
    )
    chips = found.chips()
    assert set(chips) == {
        "Remove words: mongolia",
        "Remove to: 1969",
        "Remove theme: Military",
        "Remove theme: Diplomacy",
        "Remove who took part: Romania",
        "Remove role: opponent",
    }
    without = chips["Remove theme: Military"]
    assert "theme=diplomacy" in without and "theme=military" not in without and "page=" not in without
    assert "actor=romania" in without and "q=mongolia" in without
    assert "role" not in chips["Remove role: opponent"]
    assert not [url for url in chips.values() if "page=" in url]
    assert page(client, without).events == ["entry-of-mongolia-opposed"]


def test_after_filtering_a_reader_without_a_script_is_at_the_results(client: Client, h: History):
    found = page(client, theme="military", **{"from": "1955"})
    assert found.one("section[@class='filters']//form").get("action") == "/#results"
    assert "results" in found.ids and found.one("*[@id='results']").get("tabindex") == "-1"
    ways = [*found.chips().values(), found.links()["latest first"]]
    assert ways and all(way.endswith("#results") for way in ways)


def test_after_a_move_in_time_a_reader_without_a_script_is_at_the_drawing(client: Client, h: History):
    found = page(client, **{"from": "1957", "to": "1965"})
    ways = [a.get("href", "") for a in found.all("figure[@id='drawing']//a")]
    moves = [way for way in ways if way.startswith("/?")]
    assert moves and all(way.endswith("#drawing") for way in moves if "dates=undated" not in way)
    assert "drawing" in found.ids and found.one("*[@id='drawing']").get("tabindex") == "-1"


def test_after_a_bad_value_the_reader_is_at_what_is_wrong(client: Client, h: History):
    found = page(client, **{"from": "soon"})
    assert found.one("*[@id='results']").get("class") == "problem"


def test_skipping_the_drawing_leads_past_it(client: Client, h: History):
    found = page(client)
    skip = next(a for a in found.all("figure[@id='drawing']//a") if "Skip the drawing" in text_of(a))
    order = list(found.root.iter())
    target = next(one for one in order if "#" + one.get("id", "") == skip.get("href"))
    last = found.all("figure[@id='drawing']//*")[-1]
    assert order.index(target) > order.index(last)


def test_clearing_keeps_order_and_language_and_drops_bad_values_too(client: Client, h: History):
    found = page(client, **{"theme": "military", "order": "-date", "lang": "en", "from": "soon"})
    assert found.links()["Clear all filters"] == "/?lang=en&order=-date#results"


def test_without_filters_there_is_no_chip(client: Client, h: History):
    assert page(client).chips() == {}
    assert "Showing only" not in page(client, dates="possible").text()


def test_an_empty_result_says_what_to_relax_and_how_many_that_gives(client: Client, h: History):
    found = page(client, theme="military", actor="gheorghe-gheorghiu-dej", to="1959")
    assert found.events == []
    assert "0 events" in found.text()
    offered = {words: url for words, url in found.links().items() if words.startswith("without ")}
    assert set(offered) == {"without who took part: Gheorghe Gheorghiu-Dej", "without to: 1959"}
    for words, url in offered.items():
        number = len(page(client, url).events)
        assert number
        assert re.search(re.escape(words) + rf" \({number} event", found.text())


def test_an_empty_result_offers_to_drop_the_role_or_the_actor(client: Client, h: History):
    found = page(client, actor="gheorghe-gheorghiu-dej", role="opponent")
    assert found.events == []
    offered = {words: url for words, url in found.links().items() if words.startswith("without ")}
    assert {words: page(client, url).events for words, url in offered.items()} == {
        "without who took part: Gheorghe Gheorghiu-Dej": ["entry-of-mongolia-opposed"],
        "without role: opponent": ["entry-of-mongolia-opposed"],
    }


def test_an_empty_result_leads_to_the_nearest_years_with_events(client: Client, h: History):
    found = page(client, **{"from": "1980", "to": "1989"})
    assert found.events == []
    nearest = next(url for words, url in found.links().items() if re.fullmatch(r"\d{4}", words))
    assert page(client, nearest).events == ["expulsion-from-the-pact-suggested"]


def test_an_empty_database_is_a_page_too(client: Client):
    assert "0 events" in page(client).text()


def test_undated_events_outside_the_years_are_counted_and_linked(client: Client, h: History):
    found = page(client, **{"from": "1955", "to": "1958", "theme": "diplomacy"})
    assert found.events == ["austrian-state-treaty"]
    assert "1 undated event matches the other filters" in found.text()
    url = found.links()["1 undated event"]
    assert page(client, url).events == ["helsinki-groups-founded"]


def test_among_the_undated_alone_nothing_is_said_of_undated_ones_beside(client: Client, h: History):
    found = page(client, dates="undated", **{"from": "1955"})
    assert found.events == ["helsinki-groups-founded"]
    assert "of which" not in found.text("div[@class='bar']")
    assert "matches the other" not in found.text("div[@class='bar']")
