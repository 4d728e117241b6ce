"""The API: records as JSON, page by page, read-only."""

import json
import os
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.api.records import KINDS
from romania_history import rate_limit
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import exported, page, slugs

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def api(client: Client, path: str, status: int = 200, **params: Any) -> Any:
    response = client.get(f"/api/v1/{path}", params or None)
    assert response.status_code == status, response.content
    return response.json()


def all_pages(client: Client, path: str) -> list[dict]:
    found, address = [], f"/api/v1/{path}"
    while address:
        said = client.get(address).json()
        found += said["results"]
        address = (said["next"] or "").removeprefix("http://testserver")
    return found


@pytest.mark.each_database
@pytest.mark.parametrize("query", ["", "order=-date", "theme=military&to=1963", "q=troops&order=relevance"])
def test_events_are_those_of_the_timeline_in_its_order_page_by_page(client: Client, h: History, query: str):
    paged = [event["slug"] for event in all_pages(client, f"events/?limit=2&{query}")]
    assert paged == slugs(client, dict(pair.split("=") for pair in query.split("&") if pair))
    assert api(client, f"events/?{query}")["count"] == len(paged)


def test_an_event_is_said_as_the_export_says_it(client: Client, h: History):
    of_export = exported(client, "/export/events.json")["events"]
    for event in of_export:
        said = api(client, f"events/{event['slug']}/")
        assert said.pop("version") == 1
        assert said == event


@pytest.mark.each_database
@pytest.mark.parametrize("kind", [name for name in KINDS if name != "events"])
def test_every_other_record_that_readers_see_is_listed_once_by_slug(client: Client, h: History, kind: str):
    paged = all_pages(client, f"{kind}/?limit=2")
    names = [one["slug"] for one in paged]
    assert names == sorted(set(names)) == [one.slug for one in KINDS[kind].visible()]
    assert [api(client, f"{kind}/{one['slug']}/") for one in paged] == paged


def test_a_page_begins_behind_the_last_record_seen_whatever_has_changed(client: Client, h: History):
    for path, before in (("events/?limit=3", "0900"), ("actors/?limit=3", "")):
        first = api(client, path)
        if before:
            make.publish(make.make_event("Long before", date=before))
        else:
            make.publish(make.make_interpretation("Said.", proponents=[make.make_actor("Aaron")]))
        second = client.get(first["next"]).json()
        seen = [one["slug"] for one in first["results"] + second["results"]]
        assert len(seen) == len(set(seen)) >= 5
        assert not {"long-before", "aaron"} & set(seen)
    last = models.Event.objects.get(slug=api(client, "events/?limit=3")["results"][-1]["slug"])
    following = api(client, "events/?limit=3")["next"]
    last.status = "archived"
    last.save()
    assert client.get(following).json()["results"]


def test_a_claim_says_what_it_rests_on_and_who_answers_it(client: Client, h: History):
    said = api(client, "interpretations/the-withdrawal-was-a-reward/")
    assert said["proponents"] == ["dennis-deletant"] and said["debate"] == "why-did-the-troops-leave"
    assert {row["event"] for row in said["evidence"]} >= {"departure-of-the-soviet-troops"}
    described = api(client, "schema/")["components"]["schemas"]["Citation"]["properties"]
    assert said["citations"][0].keys() == described.keys()


def test_texts_are_in_the_language_that_is_asked_for_with_the_others_beside_them(client: Client, h: History):
    theme = h.themes["military"]
    theme.translations = {"name.ro": ["Armată", ""]}
    theme.save()
    assert api(client, "themes/military/", lang="ro")["name"] == "Armată"
    assert api(client, "themes/military/", lang="ro")["translations"] == {"en": {"name": "Military"}}
    assert api(client, "themes/military/")["translations"] == {"ro": {"name": "Armată"}}
    assert not client.get("/api/v1/themes/?lang=ro").cookies


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_that_are_asked_for_come_alone_and_all_are_described(client: Client, h: History, kind: str):
    whole = api(client, f"{kind}/?limit=1")["results"][0]
    described = api(client, "schema/")["components"]["schemas"][KINDS[kind].title]["properties"]
    assert {*whole} == {*described}
    some = api(client, f"{kind}/?limit=1&fields=version,slug")["results"][0]
    assert some == {name: whole[name] for name in ("version", "slug")}
    assert api(client, f"{kind}/{whole['slug']}/?fields=url") == {"url": whole["url"]}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("events/?from=soon&theme=nosuch&limit=0", {"from", "theme", "limit"}),
        ("events/?cursor=x", {"cursor"}),
        ("actors/?cursor=%00", {"cursor"}),
        ("actors/?limit=101&fields=slug,nosuch&lang=xx", {"limit", "fields", "lang"}),
        ("actors/romania/?fields=nosuch", {"fields"}),
    ],
)
def test_a_bad_value_is_refused_by_name(client: Client, h: History, path: str, names: set[str]):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 400 and response["Content-Type"] == "application/problem+json"
    assert set(response.json()["errors"]) == names


def test_what_is_not_there_is_said_in_json_and_what_was_renamed_leads_on(client: Client, h: History):
    make.make_event("Draft", slug="draft")
    for path in ("nosuch/", "events/draft/", "events/%00/", "events/draft/more/", "actors/nosuch/"):
        assert api(client, path, 404) == {"title": "Not Found", "status": 404}
    models.Redirect.objects.create(kind="actors", slug="rumania", target="romania")
    moved = client.get("/api/v1/actors/rumania/?fields=slug")
    assert (moved.status_code, moved["Location"]) == (301, "/api/v1/actors/romania/?fields=slug")


def test_nothing_can_be_written(h: History):
    client = Client(enforce_csrf_checks=True)
    for method in (client.post, client.put, client.patch, client.delete):
        for path in ("events/", "events/austrian-state-treaty/", "schema/"):
            response = method(f"/api/v1/{path}")
            assert response.status_code == 405 and response["Allow"] == "GET, HEAD"


def test_what_has_not_changed_is_not_sent_again(client: Client, h: History):
    first = client.get("/api/v1/events/")
    assert client.get("/api/v1/events/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    h.events["treaty"].save()
    assert client.get("/api/v1/events/", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/events/", "/export/events.json", "/oembed/?url=x", "/feed/"])
def test_any_site_may_ask(client: Client, h: History, path: str):
    origin = {"Origin": "https://elsewhere.example"}
    response = client.get(path, headers=origin)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    asked = origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    allowed = client.options(path, headers=asked)
    assert allowed.status_code == 200 and "if-none-match" in allowed["Access-Control-Allow-Headers"]
    assert "POST" not in allowed["Access-Control-Allow-Methods"]
    for page_of_site in ("/", "/admin/", "/embed/"):
        assert "Access-Control-Allow-Origin" not in client.get(page_of_site, headers=origin)


def test_who_asks_too_much_is_told_when_to_come_back(
    client: Client, h: History, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rate_limit, "_counts", rate_limit.RequestCounts())
    monkeypatch.setattr(rate_limit.time, "time", lambda: 1_000_000.0)
    settings.API_REQUESTS = 2
    left = [client.get("/api/v1/themes/")["RateLimit"].partition(";t=")[0] for _again in range(2)]
    assert left == ['"default";r=1', '"default";r=0']
    refused = client.get("/api/v1/themes/")
    assert refused.status_code == 429 and refused["Retry-After"] == "20"
    assert refused["RateLimit-Policy"] == '"default";q=2;w=60'
    assert refused.json() == {"title": "Too Many Requests", "status": 429}
    elsewhere = client.get("/api/v1/themes/", headers={"X-Forwarded-For": "192.0.2.7"})
    assert elsewhere.status_code == 200
    assert client.get("/export/events.json").status_code == 200


def test_the_workers_of_a_server_count_together():
    counts = rate_limit.RequestCounts()
    assert counts.counted("a", 1) == 1
    if (child := os.fork()) == 0:
        os._exit(counts.counted("a", 1))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert counts.counted("a", 1) == 3
    assert counts.counted("a", 2) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_asks_no_more_for_more(client: Client, h: History, kind: str):
    def number() -> int:
        api(client, f"{kind}/")
        with CaptureQueriesContext(connection) as queries:
            api(client, f"{kind}/")
        return len(queries)

    before = number()
    debate = make.publish(make.make_debate("Another?"))
    for n in range(3):
        event = make.make_event(
            f"There {n}", themes=[make.make_theme(f"Theme {n}")], place=make.make_place(f"Place {n}")
        )
        claim = make.make_interpretation(f"Said {n}.", proponents=[make.make_actor(f"Actor {n}")], debate=debate)
        make.publish(event, claim)
        make.cite(make.make_evidence(claim, event, asserted_by=h.claims["reward"]), make.make_source(f"source-{n}"))
        make.make_relation(claim, "contests", h.claims["reward"])
    assert number() == before


def test_the_description_is_also_a_page_of_the_site(client: Client, h: History):
    shown = page(client, "/api/")
    assert "list_events" in shown.ids and "schema-Interpretation" in shown.ids
    assert shown.links()["http://testserver/api/v1/schema/"] == "/api/v1/schema/"
    example = json.loads("".join(shown.one("section[@aria-labelledby='get_themes']//pre").itertext()))
    assert example == api(client, f"themes/{example['slug']}/")
    assert page(client, "/api/", lang="ro").root.get("lang") == "ro"
