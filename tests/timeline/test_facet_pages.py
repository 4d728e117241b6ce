"""All the values of a facet on a page of their own, what the form offers of them, and the decades."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.search import index
from events.signals import invalidation
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, exported, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NAMES = ["theme", "actor", "place", "source", "debate", "proponent"]


def page(client: Client, address: str, **params: Any) -> Page:
    response = client.get(address, params or None)
    assert response.status_code == 200
    return Page(response)


def values(found: Page) -> dict[str, int]:
    """The values of a facet's page with their counts, in order."""
    rows = [re.match(r"(?:Remove )?(.+?)(?: ×)? \((\d+)\)", text_of(li)) for li in found.one("ol[@class='values']")]
    return {row[1]: int(row[2]) for row in rows if row}


def links(found: Page) -> dict[str, str]:
    return {text_of(a): a.get("href", "") for a in found.one("ol[@class='values']").iter("a")}


# --- the values and their counts ---


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", ["", "theme=military", "actor=romania&from=1958", "q=romania&contested=1", "to=1900"])
def test_every_value_has_its_true_count(client: Client, h: History, name: str, query: str):
    counted = exported(client, f"/export/facets.json?{query}")["facets"][name]
    every = exported(client, "/export/facets.json")["facets"][name]
    found = page(client, f"/facets/{name}/?{query}")
    assert sorted(values(found).values()) == sorted(counted.get(value, 0) for value in every)
    assert list(values(found).values()) == sorted(values(found).values(), reverse=True)


def test_a_value_leads_to_the_view_in_which_it_is_chosen_too(client: Client, h: History):
    found = page(client, "/facets/theme/?theme=military&q=romania&page=3")
    assert values(found) == {"Military": 2, "Diplomacy": 1}
    assert links(found) == {
        "Remove Military ×": "/?q=romania",
        "Diplomacy": "/?q=romania&theme=diplomacy&theme=military",
    }
    found = page(client, "/facets/proponent/?proponent=robert-king")
    assert links(found)["Remove Robert King ×"] == "/"
    assert links(found)["Dennis Deletant"] == "/?proponent=dennis-deletant"


def test_what_gives_nothing_is_shown_and_is_no_link(client: Client, h: History):
    found = page(client, "/facets/actor/?from=1965")
    assert values(found) == {"Romania": 1, "Gheorghe Gheorghiu-Dej": 0, "Soviet Union": 0}
    assert set(links(found)) == {"Romania"}
    found = page(client, "/facets/actor/?from=1965&actor=soviet-union")
    assert set(links(found)) == {"Romania", "Remove Soviet Union ×"}


@pytest.mark.each_database
def test_by_name_actors_stand_in_the_order_of_their_family_names(client: Client, h: History):
    found = page(client, "/facets/proponent/", sort="name")
    assert list(values(found)) == ["Dennis Deletant", "Robert King"]
    assert found.links()["most events first"] == "/facets/proponent/"
    assert page(client, "/facets/actor/", q="romania").links()["by name"] == "/facets/actor/?q=romania&sort=name"
    by_name = page(client, "/facets/actor/", sort="name")
    assert list(values(by_name)) == ["Gheorghe Gheorghiu-Dej", "Romania", "Soviet Union"]


# --- finding ---


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("rom", ["Romania"]),
        ("DEJ", ["Gheorghe Gheorghiu-Dej"]),
        ("gheorghe d", ["Gheorghe Gheorghiu-Dej"]),
        ("ussr", ["Soviet Union"]),
        ("omania", []),
        ("?!", []),
        (" ", ["Romania", "Gheorghe Gheorghiu-Dej", "Soviet Union"]),
    ],
)
@pytest.mark.each_database
def test_a_search_within_the_facet_finds_beginnings_of_words(client: Client, h: History, find: str, found: list[str]):
    models.ActorName.objects.create(actor=h.actors["moscow"], name="Ussr")
    one = page(client, "/facets/actor/", find=find)
    assert list(values(one)) == found
    assert one.one("input[@id='find']").get("value") == find.strip()
    if find.strip():
        assert one.links()["Show all 3"] == "/facets/actor/"
    if find == "ussr":
        assert "also: Ussr" in one.text()


def test_the_search_within_keeps_filters_and_order(client: Client, h: History):
    found = page(client, "/facets/actor/?theme=military&theme=diplomacy&sort=name&lang=en&page=2")
    form = found.one("form[@class='find']")
    given = [(i.get("name"), i.get("value")) for i in form.iter("input") if i.get("type") == "hidden"]
    assert given == [("lang", "en"), ("theme", "diplomacy"), ("theme", "military"), ("sort", "name")]


# --- the page ---


def test_filters_in_force_are_chips_that_stay_on_the_page(client: Client, h: History):
    found = page(client, "/facets/actor/?theme=military&q=romania&sort=name&find=rom")
    chips = found.chips()
    assert chips["Remove theme: Military"] == "/facets/actor/?q=romania&find=rom&sort=name"
    assert found.links()["Clear all filters"] == "/facets/actor/?find=rom&sort=name"
    assert found.links()["Back to the 2 events"] == "/?q=romania&theme=military"
    assert found.links()["Timeline"] == "/?q=romania&theme=military"


def test_the_page_says_what_it_is_and_is_not_for_search_engines(client: Client, h: History):
    found = page(client, "/facets/actor/")
    assert found.title == "Who took part: all · Romania and Moscow"
    assert found.one("meta[@name='robots']").get("content") == "noindex"
    assert "Error:" in page(client, "/facets/actor/", **{"from": "soon"}).title


def test_other_facets_have_no_page(client: Client, h: History):
    for name in ("basis", "decade", "nosuch", "events", "%00"):
        assert client.get(f"/facets/{name}/").status_code == 404
    assert client.post("/facets/actor/").status_code == 405


@pytest.fixture
def many(db: None) -> None:
    """250 actors, each in one event."""
    event = make.publish(make.make_event("Congress", date="1960"))
    make.publish(make.make_event("Vote", date="1970"))
    actors = models.Actor.objects.bulk_create(
        models.Actor(slug=f"delegate-{n:03}", name=f"Delegate {n:03}", sort_name=f"Delegate {n:03}", kind="person")
        for n in range(250)
    )
    models.Participant.objects.bulk_create(models.Participant(event=event, actor=actor) for actor in actors)
    index.refresh([event.pk])


def test_a_page_holds_a_hundred_values(client: Client, many: None):
    first = page(client, "/facets/actor/?from=1950")
    second = page(client, first.one("a[@rel='next']").get("href", ""))
    third = page(client, second.one("a[@rel='next']").get("href", ""))
    assert [len(values(one)) for one in (first, second, third)] == [100, 100, 50]
    assert len(values(first) | values(second) | values(third)) == 250
    assert second.one("a[@rel='prev']").get("href") == "/facets/actor/?from=1950"
    assert third.one("a[@rel='prev']").get("href") == "/facets/actor/?from=1950&at=2"
    assert "page 2" in second.title


BAD = [
    "at=0", "at=-1", "at=x", "at=%00", "at=99999999999999999999", "at=9", "at=²", "at=1.5", "at=", "at=٣",
    "sort=nosuch", "sort=%00", "find=%00", "find=%ff", "find=" + "a" * 5000, "find=%22", "find=a&find=b",
    "at=1&at=2", "from=soon", "page=0", "theme=nosuch", "actor=%00", "prominence=9", "q=%00",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_value_is_no_error(client: Client, h: History, name: str):
    for query in BAD:
        assert client.get(f"/facets/{name}/?{query}").status_code == 200, query


def test_a_page_beyond_the_last_is_the_last(client: Client, many: None):
    assert len(values(page(client, "/facets/actor/?at=9"))) == 50


def test_hidden_records_are_no_values(client: Client, h: History):
    before = {name: client.get(f"/facets/{name}/").content for name in NAMES}
    event = make.make_event("Kanarie", themes=[make.make_theme()], participants=[make.make_actor()])
    make.cite(event, make.make_source())
    claim = make.make_interpretation("Kanarie.", proponents=[make.make_actor()], debate=make.make_debate())
    make.make_evidence(claim, h.events["treaty"])
    assert {name: client.get(f"/facets/{name}/").content for name in NAMES} == before


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process keeps is brought up to date
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", ["/facets/actor/", "/facets/actor/?theme=military&find=a", "/?theme=military"])
def test_more_values_take_no_more_queries(client: Client, h: History, address: str):
    before = queries(client, address)
    for number in range(20):
        make.publish(make.make_event(f"Act {number}", participants=[make.make_actor()], themes=[make.make_theme()]))
    assert queries(client, address) == before


# --- the form ---


def test_a_large_facet_leads_to_all_its_values(client: Client, many: None):
    found = page(client, "/?from=1950&order=-date&page=1")
    link = next(a for a in found.one("form[@method='get']").iter("a") if text_of(a) == "All 250 …")
    assert link.get("href") == "/facets/actor/?from=1950&order=-date"
    assert "All 250 …".lower() in link.get("aria-label", "").lower()
    assert len(found.all("input[@name='actor']")) == 8


def test_a_small_facet_has_no_page_to_lead_to(client: Client, h: History):
    assert not re.search(r"All \d+ …", page(client, "/").text("form[@method='get']"))


def test_what_would_give_nothing_is_in_the_form_as_0_and_not_offered(client: Client, h: History):
    form = page(client, "/?from=1965&actor=soviet-union").one("form[@method='get']")
    boxes = {text_of(label): label.find("input") for label in form.iter("label") if label.find("input") is not None}
    state = {words: ("disabled" in box.attrib, "checked" in box.attrib) for words, box in boxes.items()}
    assert state["Romania (1)"] == (False, False)
    assert state["Gheorghe Gheorghiu-Dej (0)"] == (True, False)
    assert state["Soviet Union (0)"] == (False, True)
    assert state["Military (0)"] == (True, False)
    assert state["Only where accounts disagree (0)"] == (True, False)


BASES = ["as stated (3)", "inferred (1)", "counted from another event (1)", "dated by the editors (0)"]
BASES_FROM_1965 = ["as stated (0)", "inferred (1)", "counted from another event (0)", "dated by the editors (0)"]


@pytest.mark.parametrize(
    ("query", "name", "options"),
    [
        ("", "basis", {words: "editors" in words for words in BASES}),
        ("from=1965", "basis", {words: "inferred" not in words for words in BASES_FROM_1965}),
        ("to=1955", "prominence", {"landmark (1)": False, "notable (0)": True, "detail (0)": True}),
        ("to=1955", "debate", {"Why did the troops leave? (0)": True}),
    ],
)
def test_a_closed_list_shows_all_its_values(
    client: Client, h: History, query: str, name: str, options: dict[str, bool]
):
    select = page(client, f"/?{query}").one(f"select[@id='{name}']")
    found = {text_of(option): "disabled" in option.attrib for option in select.iter("option") if option.get("value")}
    assert found == options


# --- decades ---


def decades(found: Page) -> dict[str, Any]:
    return {text_of(a): a for lists in found.all("ol[@class='decades']") for a in lists.iter("a")}


def test_each_decade_is_a_link_that_filters(client: Client, h: History):
    found = decades(page(client, "/?theme=military&page=1&dates=certain"))
    assert {words: a.get("href") for words, a in found.items()} == {
        "1950s (1)": "/?from=1950&theme=military&to=1959#results",
        "1960s (1)": "/?from=1960&theme=military&to=1969#results",
    }
    for words, link in found.items():
        assert f"({len(page(client, link.get('href')).events)})" in words


def test_the_chosen_decade_is_marked_and_its_link_takes_it_back(client: Client, h: History):
    for query in ("from=1960&to=1969", "from=1960-01&to=1969-12-31", "from=196X&to=196X&dates=possible"):
        found = decades(page(client, f"/?{query}&theme=military"))
        assert found["1960s (1)"].get("aria-current") == "true"
        assert found["1960s (1)"].get("href") == "/?theme=military#results"
        assert found["1950s (1)"].get("aria-current") is None
    for query in ("from=1960&to=1968", "from=1960&to=1969&dates=certain", "from=1960"):
        assert decades(page(client, f"/?{query}"))["1960s (2)"].get("aria-current") is None


def test_decades_are_worded_in_the_readers_language_and_before_our_era_by_their_years(client: Client):
    for date in ("-0043", "0003", "0441", "1961", "Y12345"):
        make.publish(make.make_event(date=date))
    assert list(decades(page(client, "/"))) == [
        "51 BC–42 BC (1)", "1 BC–9 (1)", "440–449 (1)", "1960s (1)", "12340–12349 (1)"
    ]  # fmt: skip
    assert "anii 1960 (1)" in decades(page(client, "/?lang=ro"))


def test_the_fullest_decades_are_in_sight_and_the_others_folded(client: Client):
    with invalidation.batched():
        for number in range(30):
            make.publish(make.make_event(f"Act {number}", date=str(1500 + 10 * number)))
        make.publish(make.make_event("Another", date="1790"))
    found = page(client, "/?from=1780&to=1789")
    in_sight, folded = found.all("ol[@class='decades']")
    shown = [text_of(li) for li in in_sight]
    assert len(shown) == 12
    assert "1790s (2)" in shown and "1780s (1)" in shown
    assert [words for words in shown if "s (" not in words] == ["1500–1509 (1)"]
    assert shown == sorted(shown)
    assert len(list(folded)) == 18
    assert "18 more decades" in found.text()


def test_a_single_decade_is_no_choice(client: Client):
    make.publish(make.make_event(date="1961"))
    assert not decades(page(client, "/"))
