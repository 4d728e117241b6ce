"""Page, exports, counts and a naive evaluation of the contract agree, whatever the corpus and question."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from events.selection import columns, results
from events.selection.filters import Timeline
from tests import naive
from tests.pages import Page, body_of, table
from tests.strategies import build, corpora, parameters, undone

pytestmark = pytest.mark.django_db


def check(client: Client, corpus: naive.Corpus, params: naive.Params) -> None:
    expected = naive.evaluate(corpus, params)
    page = Page(client.get("/", params))
    assert page.events == expected.slugs
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


def check_view(corpus: naive.Corpus, snapshot: columns.Snapshot, params: naive.Params) -> None:
    """The same question, asked of what page and exports are made from."""
    expected = naive.evaluate(corpus, params)
    query = QueryDict(mutable=True)
    for name, values in params.items():
        query.setlist(name, values)
    view = Timeline(query)
    assert set(view.errors) == expected.bad
    assert list(view.qs.values_list("slug", flat=True)) == expected.slugs
    counts = {"count": len(expected.slugs), "undated": expected.undated, "facets": expected.facets}
    by_sql, by_columns = results.SqlResults(view), results.ColumnResults(view, snapshot)
    assert by_sql.counts.as_json() == by_columns.counts.as_json() == counts
    assert by_sql.counts.spans == by_columns.counts.spans
    for name, choices in by_sql.counts.choices.items():
        assert list(by_columns.counts.choices.get(name, [])) == list(choices)
    assert by_sql.ids() == by_columns.ids()
    for name in view.in_force:
        assert by_sql.number_without(name) == by_columns.number_without(name)


@settings(max_examples=settings().max_examples * 3 // 5)
@given(corpora(), parameters(), st.lists(parameters(), max_size=8))
def test_page_exports_and_counts_agree_with_a_naive_reading_of_the_contract(
    corpus: dict[str, list[Any]], asked: naive.Params, also_asked: list[naive.Params]
):
    with undone():
        build(corpus)
        client, rows, snapshot = Client(), naive.Corpus(), columns.Snapshot.read()
        check(client, rows, asked)
        for params in also_asked:
            check_view(rows, snapshot, params)
