"""No page asks more of the database where there is more to show."""

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

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def grow(h: History, number: int) -> None:
    """So many more events, each with everything that an entry shows."""
    themes, actors = list(h.themes.values()), list(h.actors.values())
    claims = list(h.claims.values())
    events = models.Event.objects.bulk_create(
        models.Event(
            slug=f"sitting-{n}",
            title=f"Sitting {n}",
            date=str(1956 + n % 20),
            date_basis="stated",
            status="published",
            earliest=(1956 + n % 20) * 10_000 + 101,
            latest=(1956 + n % 20) * 10_000 + 1231,
            precision="year",
            undated=False,
            sort_day=(1956 + n % 20) * 10_000 + 1231,
            rank=f"i{1956 + n % 20}1231b0d364sitting-{n}",
        )
        for n in range(number)
    )
    through = models.Event.themes.through
    through.objects.bulk_create(through(event=e, theme=themes[n % 2]) for n, e in enumerate(events))
    models.Participant.objects.bulk_create(
        models.Participant(event=e, actor=actors[n % 5]) for n, e in enumerate(events)
    )
    passage = h.document.passages.get(number=1)
    models.Citation.objects.bulk_create(
        models.Citation(event=e, source=h.document, passage=passage, quote="All Soviet troops") for e in events
    )
    models.Evidence.objects.bulk_create(
        models.Evidence(event=e, interpretation=claims[n % 3], asserted_by=claims[(n + 1) % 3])
        for n, e in enumerate(events)
    )
    index.refresh(event.pk for event in events)
    invalidation.invalidate([event.pk for event in events])


ADDRESSES = [
    "/",
    "/?theme=military&actor=romania&q=sitting&contested=1",
    "/events/departure-of-the-soviet-troops/",
    "/actors/",
    "/actors/romania/",
    "/sources/",
    "/sources/?sort=question",
    "/sources/de-satellization/",
    "/sources/verona-1992/",
    "/interpretations/",
    "/interpretations/the-withdrawal-was-a-reward/",
    "/debates/",
    "/debates/why-did-the-troops-leave/",
    "/themes/military/",
    "/compare/?a=robert-king&b=dennis-deletant",
    "/about/",
    "/export/facets.json",
    "/embed/",
    "/feed/?theme=military",
]


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what a process keeps is brought up to date
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_asks_more_queries_of_2000_events_than_of_20(client: Client, h: History):
    grow(h, 20)
    few = {address: queries_of(client, address) for address in ADDRESSES}
    models.Event.objects.filter(slug__startswith="sitting-").update(status="draft")
    models.Evidence.objects.filter(event__slug__startswith="sitting-").delete()
    models.Event.objects.filter(slug__startswith="sitting-").delete()
    grow(h, 2000)
    if connection.vendor == "postgresql":  # what autovacuum does by itself once rows are committed
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = {address: queries_of(client, address) for address in ADDRESSES}
    assert "2,006 events" in client.get("/").content.decode()
    of_bins = 4  # a drawing of so many names the landmarks among its bins, and what is disputed about them
    assert {address: few[address] for address in ADDRESSES if many[address] > few[address] + of_bins} == {}
    assert few["/"] <= 15


def test_an_events_page_asks_no_more_for_more_evidence(client: Client, h: History):
    address = h.events["departure"].get_absolute_url()
    before = queries_of(client, address)
    for number in range(5):
        claim = make.publish(make.make_interpretation(f"Claim {number}.", proponents=[h.actors["king"]]))
        row = make.make_evidence(claim, h.events["departure"], asserted_by=h.claims["reward"])
        make.cite(row, make.make_source(f"book-{number}"))
        make.make_relation(claim, "contests", h.claims["reward"])
    assert queries_of(client, address) == before


def test_a_documents_page_asks_no_more_for_more_passages(client: Client):
    def document(lines: int) -> Any:
        source = make.make_document("\n".join(f"Sentence {n}." for n in range(lines)))
        target = make.make_source()
        for passage in source.passages.all():
            make.make_reference(passage, displaced=True, home_passage=passage, resolves_to=target)
            make.cite(
                make.publish(make.make_event(f"Event of {source.slug}, {passage.number}")),
                source,
                passage.text,
            )
        return source

    addresses = [document(lines).get_absolute_url() for lines in (2, 9)]
    assert len({queries_of(client, address) for address in addresses}) == 1
