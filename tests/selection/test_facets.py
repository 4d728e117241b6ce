"""The counts beside the choices."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.selection import facets
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, exported, text_of
from tests.support.selections import select, spans

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def counts(client: Client, **params: Any) -> Any:
    return exported(client, "/export/facets.json", params)


@pytest.mark.each_database
def test_the_whole_of_the_counts(client: Client, h: History):
    assert counts(client) == {
        "count": 6,
        "undated": 1,
        "facets": {
            "theme": {"military": 2, "diplomacy": 3},
            "actor": {"romania": 3, "soviet-union": 1, "gheorghe-gheorghiu-dej": 1},
            "place": {"bucharest": 1},
            "source": {"de-satellization": 4, "verona-1992": 2},
            "debate": {"why-did-the-troops-leave": 1},
            "proponent": {"dennis-deletant": 1, "robert-king": 1},
            "contested": {"1": 1},
            "basis": {"stated": 3, "relative": 1, "inferred": 1},
            "prominence": {"1": 2, "2": 3, "3": 1},
            "decade": {"1950": 3, "1960": 2},
        },
    }


@pytest.mark.each_database
def test_an_empty_database_has_every_key_and_no_value(client: Client):
    empty = counts(client)
    assert empty == {"count": 0, "undated": 0, "facets": {name: {} for name in facets.FACETS}}


def test_a_facet_counts_as_if_nothing_were_chosen_in_it(client: Client, h: History):
    found = counts(client, theme="military")["facets"]
    assert found["theme"] == {"military": 2, "diplomacy": 3}
    assert found["actor"] == {"romania": 2, "soviet-union": 1, "gheorghe-gheorghiu-dej": 1}


def test_the_counts_of_actors_keep_the_role(client: Client, h: History):
    assert counts(client, role="counterpart")["facets"]["actor"] == {"romania": 2}
    assert counts(client, role="counterpart", actor="soviet-union")["facets"]["actor"] == {"romania": 2}
    assert counts(client, role="counterpart", actor="soviet-union")["count"] == 0


def test_decades_ignore_the_years_asked_for_and_nothing_else(client: Client, h: History):
    found = counts(client, **{"from": "1958", "to": "1958", "dates": "certain", "theme": "military"})
    assert found["count"] == 1
    assert found["facets"]["decade"] == {"1950": 1, "1960": 1}
    assert counts(client, dates="undated")["facets"]["decade"] == {"1950": 3, "1960": 2}


def test_undated_events_are_counted_whatever_the_years(client: Client, h: History):
    assert counts(client, **{"from": "1958"})["undated"] == 1
    assert counts(client, **{"from": "1958", "theme": "military"})["undated"] == 0


@pytest.mark.parametrize(
    ("date", "decades"),
    [
        ("1959-12-31/1960-01-01", {"1950": 1, "1960": 1}),
        ("1931/1989", {"1930": 1, "1980": 1}),
        ("[1955..]", {"1950": 1}),
        ("-0001", {"-10": 1}),
        ("0000", {"0": 1}),
        ("-0044-03-15", {"-50": 1}),
        ("Y123456789", {"123456780": 1}),
        ("Y-123456789", {"-123456790": 1}),
        ("Y999999999999", {"999999999990": 1}),
        ("XXXX", {}),
    ],
)
def test_a_decade_is_listed_where_a_known_bound_lies_in_it(client: Client, date: str, decades: dict[str, int]):
    make.publish(make.make_event("Vote", date=date))
    found = counts(client)["facets"]["decade"]
    assert found == decades
    for decade, number in found.items():
        assert counts(client, **{"from": decade, "to": str(int(decade) + 9)})["count"] == number


def test_a_decade_counts_all_that_may_lie_in_it(client: Client):
    make.publish(*(make.make_event(date, date=date) for date in ("1965", "1931/1989", "[1955..]", "[..1970]", "1971")))
    assert counts(client)["facets"]["decade"] == {"1930": 2, "1950": 3, "1960": 4, "1970": 4, "1980": 2}


@pytest.mark.each_database
def test_at_most_the_200_fullest_decades_are_listed():
    found = facets.decades(spans({(10 * n, 10 * n): 1 if n % 2 else 2 for n in range(300)}))
    assert len(found) == 200
    assert {choice.count for choice in found[:150:2]} == {2}
    assert sum(choice.count == 2 for choice in found) == 150
    assert [int(choice.value) for choice in found] == sorted(int(choice.value) for choice in found)


def test_two_citations_of_a_source_are_one_event(client: Client, h: History):
    make.cite(h.events["departure"], h.document, "Khrushchev")
    make.make_evidence(h.claims["reward"], h.events["departure"], bearing="undermines")
    found = counts(client)["facets"]
    assert found["source"]["de-satellization"] == 4
    assert found["proponent"]["dennis-deletant"] == 1


def test_the_counts_take_no_query(h: History):
    select()
    with CaptureQueriesContext(connection) as queries:
        assert select("theme=military&actor=romania&q=troops&contested=1").counts
    assert len(queries) == 4, "two look slugs up, one words, one asks for the version"


@pytest.mark.each_database
def test_the_number_beside_a_choice_is_the_number_that_choosing_it_gives(client: Client, h: History):
    params = {"theme": "diplomacy"}
    page = Page(client.get("/", params))
    seen = 0
    for option in page.one("form[@method='get']").iter("option"):
        if match := re.search(r"\((\d+)\)$", text_of(option)):
            assert option.get("value")
            name = next(s.get("name") for s in page.all("select") if option in list(s.iter("option")))
            assert len(Page(client.get("/", params | {name: option.get("value")})).events) == int(match[1])
            seen += 1
    for label in page.one("form[@method='get']").iter("label"):
        field = label.find("input")
        if field is not None and (match := re.search(r"\((\d+)\)$", text_of(label))):
            assert len(Page(client.get("/", params | {field.get("name"): field.get("value")})).events) == int(match[1])
            seen += 1
    assert seen > 6


@pytest.mark.each_database
def test_hidden_records_are_in_no_count(client: Client, h: History):
    before = counts(client)
    theme, actor, source = (
        make.make_theme("Hidden"),
        make.make_actor("Hidden Hand"),
        make.make_source("hidden"),
    )
    draft = make.make_event(
        "Hidden", date="1958", themes=[theme, *h.themes.values()], participants=[actor, h.actors["romania"]]
    )
    make.cite(draft, source)
    make.make_evidence(h.claims["reward"], draft)
    claim = make.make_interpretation("Hidden.", proponents=[actor], debate=h.debate)
    make.make_evidence(claim, h.events["mongolia"])
    make.make_relation(claim, "contests", h.claims["policy"])
    make.make_evidence(h.claims["reward"], h.events["treaty"], asserted_by=claim)
    assert counts(client) == before


def test_an_unpublished_debate_is_not_counted_though_its_interpretations_are(client: Client, h: History):
    h.debate.status = "in_review"
    h.debate.save()
    found = counts(client)["facets"]
    assert found["debate"] == {}
    assert found["proponent"] == {"dennis-deletant": 1, "robert-king": 1}
