"""What the threads of a server share gives each of them what it would give one alone."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.test import Client

from events import models
from events.search import index, lookup, stemming
from events.signals import invalidation
from tests.support import factories as make
from tests.support.history import write_history

THREADS = 8

WORDS = [
    "".join(parts)
    for parts in product(
        ("retr", "industri", "colectiviz", "negoc", "desovietiz", "invad", "declar", "consult"),
        ("a", "aliz", "at", "ific", "ion", "ur"),
        ("", "ing", "ations", "ed", "ului", "arilor", "atia", "abilitatii", "eaza", "ness"),
    )
]


@pytest.fixture(autouse=True)
def threads_change_places_often() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def at_once(work: Callable[[], Any]) -> list[Any]:
    """What `work` gives in each of several threads that begin together; raises what it raises in any."""
    start = threading.Barrier(THREADS)

    def one() -> Any:
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [done.result() for done in [pool.submit(one) for _ in range(THREADS)]]


def test_threads_that_stem_new_words_get_their_stems():
    alone = [stemming.stems(word) for word in WORDS]
    for _ in range(5):
        stemming.stems.cache_clear()
        assert all(stems == alone for stems in at_once(lambda: [stemming.stems(word) for word in WORDS]))


@pytest.mark.django_db(transaction=True)
def test_threads_that_index_at_once_store_the_stems_of_their_words():
    events = [make.make_event(" ".join(WORDS[at::60]), slug=f"event-{at}").pk for at in range(60)]
    texts = models.EventText.objects.order_by("pk").values_list("title", flat=True)
    alone = list(texts)
    for _ in range(3):
        stemming.stems.cache_clear()
        at_once(lambda: index.refresh(events))
        assert list(texts) == alone


@pytest.mark.django_db(transaction=True)
def test_readers_who_search_for_new_words_at_once_all_get_a_page():
    write_history()
    stemming.stems.cache_clear()
    numbers = iter(range(THREADS))

    def search() -> list[int]:
        client, own = Client(raise_request_exception=False), next(numbers)
        return [client.get("/", {"q": " ".join(WORDS[own + at :: 60])}).status_code for at in range(4)]

    assert at_once(search) == [[200] * 4] * THREADS


@pytest.mark.django_db
@pytest.mark.parametrize("reindexes", [True, False])
def test_a_migration_that_says_so_has_the_index_written_anew(reindexes: bool):
    make.make_event("Withdrawal")
    models.EventText.objects.update(title=" withdrawal | =wrong ")
    migration = Migration("0000_any", "events")
    migration.reindexes = reindexes
    invalidation._migrated(plan=[(migration, False)])
    found = [event.slug for event in lookup.matching(models.Event.objects.all(), "withdrawals")]
    assert found == (["withdrawal"] if reindexes else [])
