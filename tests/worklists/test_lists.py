"""Each worklist names what it says, and nothing that is only nearly so; counting them costs little."""

from typing import Any

import pytest
from django.db import transaction

from events import worklists
from events.caching import versions
from events.worklists import registry
from tests.support.factories import make_actor, make_event
from tests.worklists.cases import CASES


def listed(name: str) -> set[Any]:
    return set(worklists.WORKLISTS[name].records())


def test_every_list_has_its_case():
    assert set(CASES) == set(worklists.WORKLISTS)


def test_each_list_names_what_it_says_and_not_what_is_nearly_so(db: None):
    cases = {name: make() for name, make in CASES.items()}
    counts = worklists.counts()
    for name, (wanted, near_misses) in cases.items():
        assert wanted and near_misses, name
        assert listed(name) & {*wanted, *near_misses} == set(wanted), name
        assert counts[name] == len(listed(name)), name


# --- What a count costs -----------------------------------------------------------------------------------------------

SEVERAL = (
    "arguments-before-their-evidence",
    "sources-newer-than-statement",
    "parts-outside-their-whole",
    "disputed-events-with-one-view",
    "sources-with-same-address",
    "interpretations-with-lost-quotes",
)


def test_counting_takes_the_same_number_of_queries_however_much_there_is_to_do(
    db: None, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    for make in CASES.values():
        make()
    with django_assert_max_num_queries(120) as few:
        worklists.counts()
    for _time in range(3):
        make_event(date="1990", participants=[make_actor(life_dates="1901/1965")])
        for name in SEVERAL:
            CASES[name]()
    with django_assert_num_queries(len(few)):
        worklists.counts()


@pytest.mark.django_db(transaction=True)
def test_counts_are_kept_until_something_changes(django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "SLOW", 1000)  # however busy the machine is
    event = make_event(date="1964", date_basis="editor")
    assert worklists.counts()["inferred-dates"] == 1
    with django_assert_num_queries(1):
        assert worklists.counts()["inferred-dates"] == 1
    event.status = "archived"
    event.save()
    assert worklists.counts()["inferred-dates"] == 0


@pytest.mark.django_db(transaction=True)
def test_counts_that_take_long_are_not_counted_after_each_edit(monkeypatch: pytest.MonkeyPatch):
    make_event(date="1964", date_basis="editor")
    monkeypatch.setattr(versions, "SLOW", 0.0)
    monkeypatch.setattr(versions, "PATIENCE", 0)
    before = worklists.counts()["inferred-dates"]
    monkeypatch.setattr(versions, "PATIENCE", 1_000_000)
    make_event(date="1965", date_basis="editor")
    assert worklists.counts()["inferred-dates"] == before
    monkeypatch.setattr(versions, "PATIENCE", 0)
    assert worklists.counts()["inferred-dates"] == before + 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_transaction_that_is_rolled_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "SLOW", 1000)
    make_event("Talks")
    versions.current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_event("Talks", slug="talks-2")
        assert worklists.counts()["events-alike"] == 2
        raise ZeroDivisionError
    assert worklists.counts()["events-alike"] == 0


def test_a_list_that_is_found_in_python_is_bounded(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "MOST", 3)
    for number in range(5):
        make_event("Talks", slug=f"talks-{number}")
    assert worklists.counts()["events-alike"] == len(listed("events-alike")) == 3
