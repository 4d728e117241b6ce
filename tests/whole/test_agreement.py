"""Page, exports, counts and a naive evaluation of the contract agree, whatever the corpus and question."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from events import models
from tests.support import naive
from tests.support.pages import Page, body_of, table
from tests.support.selections import events_of, select
from tests.support.strategies import build, corpora, parameters, undone

pytestmark = pytest.mark.django_db


def check(client: Client, corpus: naive.Corpus, params: naive.Params) -> None:
    expected = naive.evaluate(corpus, params)
    page = Page(client.get("/", params))
    assert page.events == expected.on_page
    assert page.title.startswith("Error:") == bool(expected.bad)
    answers = {name: client.get(f"/export/{name}", params) for name in ("events.json", "events.csv", "facets.json")}
    if expected.bad:
        for answer in answers.values():
            assert answer.status_code == 400
            assert json.loads(body_of(answer))["errors"].keys() == expected.bad
        return
    document = json.loads(body_of(answers["events.json"]))
    assert [event["slug"] for event in document["events"]] == expected.slugs
    assert document["count"] == len(expected.slugs)
    assert {e["slug"] for e in document["events"] if e["contested"]} == expected.contested
    assert {
        e["slug"]: sorted(note["slug"] for note in e["interpretations"]) for e in document["events"]
    } == expected.notes
    assert [row["slug"] for row in table(client, params)] == expected.slugs
    counts = json.loads(body_of(answers["facets.json"]))
    assert counts == {"count": len(expected.slugs), "undated": expected.undated, "facets": expected.facets}


def check_view(corpus: naive.Corpus, params: naive.Params) -> None:
    """The same question, asked of what page and exports are made from."""
    expected, selection = naive.evaluate(corpus, params), select(params)
    assert set(selection.asked.errors) == expected.bad
    assert [event.slug for event in events_of(selection)] == expected.slugs
    listed = models.Event.objects.in_bulk(selection.ids_for_page(0, 99))
    assert [listed[pk].slug for pk in selection.ids_for_page(0, 99)] == expected.on_page
    assert selection.count == selection.counts.count == len(expected.slugs)
    counts = {"count": len(expected.slugs), "undated": expected.undated, "facets": expected.facets}
    assert selection.counts.as_json() == counts
    for name in selection.asked.in_force:
        others = {other: values for other, values in params.items() if other != name}
        assert selection.number_without(name) == len(naive.evaluate(corpus, others).slugs)


@settings(max_examples=settings().max_examples * 3 // 5)
@given(corpora(), parameters(), st.lists(parameters(), max_size=8))
def test_page_exports_and_counts_agree_with_a_naive_reading_of_the_contract(
    corpus: dict[str, list[Any]], asked: naive.Params, also_asked: list[naive.Params]
):
    with undone():
        build(corpus)
        client, rows = Client(), naive.Corpus()
        check(client, rows, asked)
        for params in also_asked:
            check_view(rows, params)
