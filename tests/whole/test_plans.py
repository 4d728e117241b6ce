"""No query of a page looks at all events for a selective filter: the plans of both databases, on 20,000 events."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from events import models
from events.selection import current
from events.signals import invalidation
from tests.support import factories as make
from tests.support.pages import Page

NUMBER = 20_000
WORDS = " ".join(f"word{n}" for n in range(60))
"""As many as the texts of an event usually have: of very short ones a database rightly reads them all."""

LARGE = ("events_event", "events_participant", "events_citation", "events_event_themes", "events_evidence",
         "events_eventtext")  # fmt: skip


@pytest.fixture
def corpus(transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Events of which few have the theme, actor, source, claim, word and year that are asked for."""
    monkeypatch.setattr(current, "_newest", None)
    common, rare = make.make_actor("Common"), make.make_actor("Rare")
    source, theme = make.make_source("rare-book"), make.make_theme("Rare")
    models.Event.objects.bulk_create(
        (
            models.Event(
                slug=f"event-{n:05d}", title=f"Sitting {n}", status="published", date=str(1900 + n % 80),
                earliest=(1900 + n % 80) * 10000 + 101, latest=(1900 + n % 80) * 10000 + 1231, undated=False,
                sort_day=(1900 + n % 80) * 10000 + 1231, rank=f"i{1900 + n % 80}1231b0d364event-{n:05d}",
                precision="year", date_basis="stated",
            )
            for n in range(NUMBER)
        ),
        batch_size=2000,
    )  # fmt: skip
    ids = list(models.Event.objects.order_by("slug").values_list("pk", flat=True))
    models.Participant.objects.bulk_create(
        (models.Participant(event_id=pk, actor=common, role="forum") for pk in ids), batch_size=5000
    )
    models.EventText.objects.bulk_create(
        (
            models.EventText(event_id=pk, title=f" sitting {n} |", summary=f" {WORDS} |", argument=f" {WORDS} |")
            for n, pk in enumerate(ids)
        ),
        batch_size=5000,
    )
    usual, through = make.make_theme("Usual"), models.Event.themes.through
    models.Source.objects.bulk_create(models.Source(slug=f"usual-{n}", title=f"Usual {n}") for n in range(NUMBER // 10))
    books = list(models.Source.objects.filter(slug__startswith="usual-").values_list("pk", flat=True))
    through.objects.bulk_create((through(event_id=pk, theme=usual) for pk in ids), batch_size=5000)
    models.Citation.objects.bulk_create(
        (models.Citation(event_id=pk, source_id=books[n % len(books)], locator="p. 1") for n, pk in enumerate(ids)),
        batch_size=5000,
    )
    claims = [make.make_interpretation(f"Common {n}", status="published") for n in range(50)]
    models.Evidence.objects.bulk_create(
        (models.Evidence(interpretation=claims[n % 50], event_id=pk, bearing="supports") for n, pk in enumerate(ids)),
        batch_size=5000,
    )
    event = models.Event.objects.get(slug="event-00077")
    claim = make.make_interpretation("It was rare.", status="published", debate=make.make_debate(status="published"))
    claim.proponents.add(rare)
    make.make_evidence(claim, event)
    models.Participant.objects.create(event=event, actor=rare)
    make.cite(event, source, "unheard words")
    event.themes.add(theme)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    invalidation.invalidate_all([], [])
    yield


FILTERS = [
    {"theme": "rare"}, {"actor": "rare"}, {"source": "rare-book"}, {"proponent": "rare"}, {"q": "unheard"},
    {"q": '"unheard words"'}, {"actor": "rare", "role": "participant"}, {"debate": "question"},
]  # fmt: skip


def test_no_query_scans_a_large_table(corpus: None, client: Client):
    client.get("/")
    FILTERS[-1]["debate"] = models.Debate.objects.get().slug
    for params in FILTERS:
        assert Page(client.get("/", params)).events == ["event-00077"]
    others = [{"from": "1977", "to": "1977"}, {}, {"page": "390"}, {"q": "unheard", "order": "relevance"}]
    for params in FILTERS + others:
        for address in ("/", "/export/facets.json", "/export/events.csv"):
            if address.endswith(".csv") and params not in FILTERS:
                continue  # a download of all events may well read all of them
            for plan, sql in plans(client, address, params | {"prominence": "2"}):
                assert not scanned(plan), f"{address} {params}\n{sql}\n{plan}"
    for address in ("/themes/rare/", "/actors/rare/", "/events/event-00077/", "/sources/rare-book/"):
        for plan, sql in plans(client, address, {}):
            assert not scanned(plan), f"{address}\n{plan}\n{sql}"

    assert_neighbours_are_found_in_the_index(client)
    assert_rare_values_are_found_from_their_side()
    assert scanned(models.Event.objects.filter(summary="x").explain()), "the check itself sees no scan"


def assert_neighbours_are_found_in_the_index(client: Client):
    """What comes before and after an event: its sort keys say where to begin."""
    asked = plans(client, "/events/event-00077/", {"lang": "ro"})
    ordered = [plan for plan, sql in asked if "LIMIT 2" in sql and re.search('"rank" [<>]', sql)]
    assert len(ordered) == 2
    for plan in ordered:
        assert ("undated=? AND rank" if connection.vendor == "sqlite" else "event_order") in plan, plan
        assert "TEMP B-TREE" not in plan and "Sort " not in plan, f"all of them are read, to be sorted:\n{plan}"


def assert_rare_values_are_found_from_their_side():
    """The reference in plain SQL."""
    queries = [
        models.Event.objects.published().about([models.Theme.objects.get(slug="rare")]),
        models.Event.objects.published().involving([models.Actor.objects.get(slug="rare")]),
        models.Event.objects.published().citing([models.Source.objects.get(slug="rare-book")]),
        models.Event.objects.published().in_debate(models.Debate.objects.get()),
    ]
    for query in queries:
        plan = query.explain()
        assert not scanned(plan), plan


def plans(client: Client, address: str, params: dict[str, str]) -> list[tuple[str, str]]:
    """The plan of each query of a page, as the database explains it."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(address, params)
        assert answer.status_code == 200
        b"".join(answer) if answer.streaming else answer.content
    found = []
    with connection.cursor() as cursor:
        for sql, parameters in asked:
            if sql.lstrip(" (").startswith("SELECT"):
                explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
                cursor.execute(f"{explain} {sql}", parameters)
                found.append(("\n".join(str(row[-1]) for row in cursor.fetchall()), sql))
    return found


def scanned(plan: str) -> list[str]:
    """The large tables that are read from end to end, or through an index of all that is published."""
    if connection.vendor == "postgresql":
        return [table for table in re.findall(r"Seq Scan on (\w+)", plan) if table in LARGE]
    whole = re.findall(r"SCAN (\w+)", plan) + re.findall(
        r"SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(status=\?\)", plan
    )
    return [table for table in whole if table in LARGE]
