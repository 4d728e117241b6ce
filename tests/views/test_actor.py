"""Pages of actors: what they did and with whom, what they argue and who answers; and the list that tells them apart."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def page(client: Client, address: str, **params: str) -> Page:
    response = client.get(address, params)
    assert response.status_code == 200
    return Page(response)


def section(found: Page, key: str) -> ElementTree.Element:
    return next(one for one in found.all("section") if one.get("aria-labelledby") == key)


def bars(found: Page, key: str) -> dict[str, tuple[int, str]]:
    """Of each bar its number and the address that the number leads to."""
    rows = [item for item in section(found, key).iter("li") if item.find("svg") is not None]
    numbers = {text_of(next(iter(row))): list(row)[-1] for row in rows}
    return {name: (int(text_of(link).split()[0]), link.get("href", "")) for name, link in numbers.items()}


@pytest.fixture
def busy(h: History) -> History:
    """Romania acts in several roles and with several others."""
    romania, moscow, dej = (h.actors[name] for name in ("romania", "moscow", "dej"))
    for number in range(3):
        make.publish(
            make.make_event(
                f"Visit {number}", participants=[(romania, "initiator"), (dej, "counterpart"), (dej, "forum")]
            )
        )
    make.publish(make.make_event("Both", participants=[(romania, "opponent"), (romania, "initiator"), moscow, dej]))
    make.make_event("A draft", participants=[romania, moscow, make.make_actor("Somebody hidden")])
    return h


@pytest.mark.parametrize("slug", ["romania", "gheorghe-gheorghiu-dej", "soviet-union"])
@pytest.mark.each_database
def test_each_number_is_what_its_link_shows(client: Client, busy: History, slug: str):
    found = page(client, f"/actors/{slug}/")
    for key in ("roles", "company", "questions"):
        if key in found.ids:
            for number, url in bars(found, key).values():
                assert len(Page(client.get(url)).events) == number, url


@pytest.mark.each_database
def test_with_whom_an_actor_acted_stands_by_how_often(client: Client, busy: History):
    found = page(client, "/actors/romania/")
    assert {name: number for name, (number, _url) in bars(found, "company").items()} == {
        "Gheorghe Gheorghiu-Dej": 5,
        "Soviet Union": 2,
    }
    assert list(bars(found, "company")) == ["Gheorghe Gheorghiu-Dej", "Soviet Union"]
    assert {name: number for name, (number, _url) in bars(found, "roles").items()} == {
        "Initiator": 4,
        "Counterpart": 2,
        "Opponent": 2,
    }
    assert bars(found, "questions") == {
        "Why did the troops leave?": (1, "/?actor=romania&debate=why-did-the-troops-leave")
    }
    assert "Somebody hidden" not in found.html


def test_an_actors_events_are_drawn_and_each_year_leads_to_them(client: Client, busy: History):
    links = [link.get("href", "") for link in page(client, "/actors/romania/").one("figure").iter("a")]
    assert "/?actor=romania&from=1958&to=1958" in " ".join(links)
    assert Page(client.get(next(url for url in links if "from=1958" in url).partition("#")[0])).events


def test_a_historians_claim_stands_with_its_evidence_beside_who_answers_it(client: Client, h: History):
    found = page(client, "/actors/robert-king/")
    (argument,) = [div for div in found.all("div") if div.get("class") == "argument"]
    claim, answered = map(text_of, argument)
    assert "It suited Moscow The withdrawal suited Moscow. 1980" in claim
    assert (
        "Departure of the Soviet troops" in claim and "must explain it" in claim and "membership of the pact" in claim
    )
    assert "Contested by Dennis Deletant and others, as reported, 1999" in answered
    assert "The withdrawal was a reward." in answered
    assert "Verona 1992" in text_of(section(found, "works")) or "Military occupation" in text_of(
        section(found, "works")
    )


@pytest.mark.each_database
def test_questions_stand_first_where_accounts_disagree_and_claims_in_order_of_time(client: Client, h: History):
    king = h.actors["king"]
    quiet = make.make_debate("A quiet question?", status="published")
    for claim, debate, made_on in (
        ("Later.", h.debate, "1999"),
        ("Earlier.", h.debate, "1960"),
        ("Quiet.", quiet, "1950"),
        ("Alone.", None, ""),
    ):
        make.publish(make.make_interpretation(claim, debate=debate, made_on=made_on, proponents=[king]))
    make.make_interpretation("Unseen.", debate=make.make_debate("Unseen question?"), proponents=[king])
    text = page(client, "/actors/robert-king/").text()
    order = [
        "Why did the troops leave?",
        "Earlier.",
        "suited Moscow.",
        "Later.",
        "A quiet question?",
        "Quiet.",
        "Beside any question",
        "Alone.",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Unseen" not in text


def test_a_question_that_is_not_public_is_not_named_on_a_historians_page(client: Client, h: History):
    models.Debate.objects.update(status="draft")
    found = page(client, "/actors/robert-king/")
    assert "Why did the troops leave?" not in found.html and "It suited Moscow" not in found.html
    assert "The withdrawal suited Moscow." in found.text()


def test_who_takes_part_in_nothing_has_no_bars_and_who_argues_nothing_no_claims(client: Client, h: History):
    assert not {"roles", "company"} & page(client, "/actors/robert-king/").ids
    assert "argues" not in page(client, "/actors/romania/").ids


@pytest.mark.parametrize("slug", ["romania", "dennis-deletant"])
def test_the_page_costs_the_same_number_of_queries_however_much_there_is(
    client: Client, h: History, slug: str, django_assert_max_num_queries: Any
):
    address = f"/actors/{slug}/"
    for number in (1, 20):
        for place in range(number):
            other = make.make_actor(f"Other {number}-{place}")
            event = make.make_event(f"Event {number}-{place}", participants=[h.actors["romania"], other])
            claim = make.make_interpretation(
                f"Claim {number}-{place}.", proponents=[h.actors["deletant"]], debate=h.debate
            )
            make.make_evidence(claim, make.publish(event))
            make.make_relation(make.publish(claim), "contests", h.claims["relief"])
        page(client, address)  # and the columns are read
        with django_assert_max_num_queries(28) as captured:
            page(client, address)
        if number == 1:
            few = len(captured)
        else:
            assert len(captured) == few


# --- the list ---


@pytest.mark.each_database
def test_people_authors_states_and_bodies_are_told_apart_with_their_numbers(client: Client, h: History):
    h.claims["reward"].proponents.add(h.actors["dej"])
    pact = make.make_actor("Warsaw Pact", kind="organisation")
    make.publish(make.make_event("A meeting", participants=[pact]))
    make.make_actor("Nobody", kind="state")
    found = page(client, "/actors/")
    lists = {
        text_of(one.find("h2")): [text_of(link) for link in one.iter("a")]
        for one in found.all("section")
        if one.get("class") == "sort"
    }
    assert lists == {
        "People who took part 1": ["Gheorghiu-Dej, Gheorghe"],
        "Historians and other voices 2": ["Deletant, Dennis", "King, Robert"],
        "States 2": ["Romania", "Soviet Union"],
        "Parties, organisations, bodies and groups 1": ["Pact, Warsaw"],
    }


@pytest.mark.parametrize(
    ("find", "names"),
    [
        ("delet", ["Deletant, Dennis"]),
        ("GHEORGHIU dej", ["Gheorghiu-Dej, Gheorghe"]),
        ("rpr", ["Romania"]),
        ("nobody at all", []),
        ("-", []),
        ("\0", []),
    ],
)
@pytest.mark.each_database
def test_a_name_is_found_as_the_sites_search_finds_it(client: Client, h: History, find: str, names: list[str]):
    models.ActorName.objects.create(actor=h.actors["romania"], name="RPR")
    found = page(client, "/actors/", find=find)
    assert [words for words, url in found.links().items() if url.startswith("/actors/") and url != "/actors/"] == names
    assert found.one("input[@name='find']").get("value") == find.strip().replace("\0", "\0")


def test_the_list_costs_the_same_number_of_queries_however_many_there_are(
    client: Client, h: History, django_assert_max_num_queries: Any
):
    for number in (1, 30):
        people = [make.make_actor(f"Person {number}-{place}") for place in range(number)]
        make.publish(make.make_event(f"Gathering {number}", participants=people))
        page(client, "/actors/")
        with django_assert_max_num_queries(5):
            page(client, "/actors/")


def test_a_sources_page_costs_the_same_number_of_queries_however_much_rests_on_it(
    client: Client, h: History, django_assert_max_num_queries: Any
):
    for number in (1, 20):
        for place in range(number):
            claim = make.make_interpretation(f"Claim {number}-{place}.", debate=h.debate, proponents=[h.actors["king"]])
            make.cite(claim, h.sources["verona"])
            make.make_relation(make.publish(claim), "contests", h.claims["reward"])
        page(client, "/sources/verona-1992/")
        with django_assert_max_num_queries(22):
            page(client, "/sources/verona-1992/")
