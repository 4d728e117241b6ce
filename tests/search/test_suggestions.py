"""What the search field suggests while a reader types."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from events import models
from events.search import suggestions
from tests.support import factories as make
from tests.support.history import History, write_history

pytestmark = pytest.mark.django_db


def suggested(client: Client, query: str, **more: str) -> list[dict[str, str]]:
    response = client.get("/suggest/", {"q": query} | more)
    assert response.status_code == 200
    answer = json.loads(response.content)
    assert answer.keys() == {"q", "suggestions"}
    assert answer["q"] == query[:200]
    assert all(one.keys() - {"lang"} == {"kind", "label", "hint", "url"} for one in answer["suggestions"])
    return answer["suggestions"]


def labels(client: Client, query: str, kind: str = "") -> list[str]:
    return [one["label"] for one in suggested(client, query) if kind in ("", one["kind"])]


def test_each_kind_of_record_is_suggested_with_its_address(client: Client, h: History):
    assert suggested(client, "departure") == [
        {
            "kind": "event",
            "label": "Departure of the Soviet troops",
            "hint": "25\xa0July 1958",
            "url": "/events/departure-of-the-soviet-troops/",
        }
    ]
    for query, kind, label, url in (
        ("soviet union", "person", "Soviet Union", "/actors/soviet-union/"),
        ("bucha", "place", "Bucharest", "/?place=bucharest"),
        ("milit", "theme", "Military", "/themes/military/"),
        ("why", "debate", "Why did the troops leave?", "/debates/why-did-the-troops-leave/"),
        ("veron", "source", "Verona 1992", "/sources/verona-1992/"),
    ):
        found = [(one["kind"], one["label"], one["url"]) for one in suggested(client, query)]
        assert (kind, label, url) in found


def test_they_come_by_kind_and_at_most_ten_of_them(client: Client, h: History):
    for number in range(12):
        make.publish(
            make.make_event(f"Romania acts {number}", participants=[make.make_actor(f"Romania House {number}")])
        )
    found = [one["kind"] for one in suggested(client, "rom")]
    assert len(found) <= 10
    assert found == sorted(found, key=suggestions.KINDS.index)
    assert found.count("event") == found.count("person") == suggestions.OF_A_KIND


def test_the_best_is_first(client: Client):
    names = ["Old Guard of Iron", "Iron Old Guard", "Guard Old", "Oldham", "Guard"]
    make.publish(make.make_event("Vote", participants=[make.make_actor(name) for name in names]))
    assert labels(client, "old", "person") == ["Old Guard of Iron", "Oldham", "Guard Old", "Iron Old Guard"]
    assert labels(client, "guard old", "person") == ["Guard Old", "Iron Old Guard", "Old Guard of Iron"]
    assert labels(client, "uard", "person") == []


def test_an_event_with_the_words_in_its_title_goes_before_one_that_has_them_elsewhere(client: Client):
    for number in range(25):
        make.publish(make.make_event(f"Vote {number}", date=f"19{number + 10}", summary="Mongolia is named."))
    make.publish(make.make_event("Entry of Mongolia", date="1963"), make.make_event("Mongolia enters", date="1964"))
    assert labels(client, "mongol", "event") == ["Mongolia enters", "Entry of Mongolia", "Vote 0", "Vote 1"]


@pytest.mark.parametrize("query", ["Ceaușescu", "ceauşescu", "CEAUSESCU", "ceauș", "nicolae ceau", "ceausescu nicolae"])
def test_diacritics_and_case_do_not_matter(client: Client, query: str):
    make.publish(make.make_event("Vote", participants=[make.make_actor("Nicolae Ceaușescu")]))
    assert labels(client, query, "person") == ["Nicolae Ceaușescu"]


def test_an_actor_is_found_by_other_names_and_the_hint_says_by_which(client: Client, h: History):
    models.ActorName.objects.create(actor=h.actors["moscow"], name="USSR")
    found = suggested(client, "uss")
    assert [(one["label"], one["hint"]) for one in found if one["kind"] == "person"] == [("Soviet Union", "also: USSR")]
    found = suggested(client, "uss", lang="ro")
    assert [one["hint"] for one in found if one["kind"] == "person"] == ["și: USSR"]
    assert [one["hint"] for one in suggested(client, "soviet") if one["kind"] == "person"] == [""]


def test_a_source_is_found_by_its_title(client: Client, h: History):
    found = [one for one in suggested(client, "occupation") if one["kind"] == "source"]
    assert [(one["label"], one["hint"]) for one in found] == [("Verona 1992", "Military occupation")]


def test_only_what_readers_can_see_is_suggested(client: Client, h: History):
    event = make.make_event("Kanarie", themes=[make.make_theme("Kanarie")], participants=[make.make_actor("Kanarie")])
    make.cite(event, make.make_source("kanarie", title="Kanarie"))
    models.ActorName.objects.create(actor=make.make_actor("Unused"), name="Kanarie")
    make.make_debate("Kanarie?")
    assert suggested(client, "kanarie") == []
    make.publish(event)
    assert {one["kind"] for one in suggested(client, "kanarie")} == {"event", "person", "source", "theme"}


@pytest.mark.parametrize("query", ["", " ", "\0", "…", "-", '"', "?!", "_", "%", "'"])
def test_without_a_word_there_is_nothing_to_suggest(client: Client, h: History, query: str):
    assert suggested(client, query) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
@example("a" * 5000)
@example("a " * 300)
@example("x\0y")
@example("OR")
@example('"Romania" -and OR "')
@example("%ff\\")
@example("É\u0301ß…")
@example("\ud800")
def test_nothing_that_is_typed_is_an_error(client: Client, query: str):
    assert isinstance(suggestions.suggested(query), list)
    assert client.get("/suggest/", {"q": query.encode("utf-8", "replace")}).status_code == 200


def test_it_is_read_only_and_asked_anew_each_time(client: Client, h: History):
    response = client.get("/suggest/?q=rom")
    assert response["Cache-Control"] == "no-cache"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert response["Content-Type"] == "application/json"
    assert client.get("/suggest/").status_code == 200
    assert client.post("/suggest/?q=rom").status_code == 405


def queries(client: Client, query: str) -> int:
    suggested(client, query)  # reads what has changed since the last request
    with CaptureQueriesContext(connection) as found:
        suggested(client, query)
    return len(found)


def test_more_records_take_no_more_queries(client: Client, h: History):
    before = queries(client, "rom")
    for number in range(30):
        actor = make.make_actor(f"Romanian {number}")
        models.ActorName.objects.create(actor=actor, name=f"Român {number}")
        make.publish(make.make_event(f"Rome {number}", participants=[actor], themes=[make.make_theme(f"Rom {number}")]))
    assert queries(client, "rom") <= before <= 10


@pytest.mark.django_db(transaction=True)
def test_names_are_kept_until_one_changes(client: Client):
    history: Any = write_history()
    queries(client, "rom")
    assert queries(client, "rom") <= 3
    history.actors["romania"].name = "Rumania"
    history.actors["romania"].save()
    assert labels(client, "rum", "person") == ["Rumania"]
    assert labels(client, "romania", "person") == []
