"""Two connections write at once: whichever commits first, words and relative dates are right in the end."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from events import dates, models
from events.search import lookup
from tests.support import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


@contextmanager
def beside(write: Callable[[], Any]) -> Iterator[None]:
    """Commits what is written within while another connection, which began later, is writing."""

    def write_and_close() -> None:
        with transaction.atomic():
            write()
        connection.close()

    thread = threading.Thread(target=write_and_close)
    with transaction.atomic():
        yield
        thread.start()
        wait_until_it_waits(thread)
    thread.join(30)
    assert not thread.is_alive()


def wait_until_it_waits(thread: threading.Thread) -> None:
    """Until the other connection waits for this one, or is through."""
    if connection.vendor == "sqlite":  # has one writer, and tells nobody who waits to be it
        thread.join(0.1)
        return
    end, waits = time.monotonic() + 10, False
    while thread.is_alive() and not waits and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            (waits,) = cursor.fetchone()
        time.sleep(0.01)


def change(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def found(words: str) -> list[str]:
    return [event.slug for event in lookup.matching(models.Event.objects.all(), words)]


# --- words ------------------------------------------------------------------------------------------------------------


def test_an_event_is_found_by_its_new_title_and_its_participants_new_name():
    actor = make.make_actor("Dej")
    event = make.make_event("Vote", slug="vote", participants=[actor])
    with beside(lambda: change(actor, name="Gheorghiu")):
        change(event, title="Departure")
    assert found("departure gheorghiu") == ["vote"]
    with beside(lambda: change(event, title="Withdrawal")):
        change(actor, name="Ceaușescu")
    assert found("withdrawal ceausescu") == ["vote"]


def test_a_passage_is_found_by_the_words_of_the_text_that_was_loaded_meanwhile():
    document = make.make_document("The troops left.")
    passage = document.passages.get()

    def annotate() -> None:
        change(models.Passage.objects.get(pk=passage.pk), note="In 1958.")

    with beside(annotate):
        change(document, text="The armies left.")
    assert list(lookup.matching_passages(models.Passage.objects.all(), "armies")) == [passage]


# --- relative dates ---------------------------------------------------------------------------------------------------


@pytest.fixture
def anchor() -> models.Event:
    return make.make_event("Treaty", date="1955-05-15")


@pytest.fixture
def follower(anchor: models.Event) -> models.Event:
    return make.make_event("Proposal", after_event=anchor, offset="P1M")


def day_of(event: models.Event) -> str:
    event.refresh_from_db()
    return "" if event.earliest is None else str(dates.Day.from_key(event.earliest))


def test_a_follower_has_its_new_offset_from_its_anchors_new_date(anchor: models.Event, follower: models.Event):
    with beside(lambda: change(anchor, date="1960-01-01")):
        change(follower, offset="P2M")
    assert day_of(follower) == "1960-03-01"
    with beside(lambda: change(follower, offset="P3M")):
        change(anchor, date="1961-01-01")
    assert day_of(follower) == "1961-04-01"


@pytest.mark.parametrize("anchor_first", [True, False])
def test_an_event_that_is_counted_from_another_anew_follows_it_at_once(anchor: models.Event, anchor_first: bool):
    event = make.make_event("Vote", date="1979", date_basis="stated")
    held = models.Event.objects.get(pk=anchor.pk)  # as the other connection read it

    def attach() -> None:
        change(event, date="", after_event=held, offset="P1D", date_basis="relative")

    def redate() -> None:
        change(anchor, date="1960-01-01")

    with beside(attach if anchor_first else redate):
        (redate if anchor_first else attach)()
    assert day_of(event) == "1960-01-02"


def test_a_chain_of_followers_ends_where_its_anchor_is(anchor: models.Event, follower: models.Event):
    last = make.make_event("Answer", after_event=follower, offset="P1D")
    with beside(lambda: change(last, offset="P2D")):
        change(anchor, date="1960-01-01")
    assert day_of(last) == "1960-02-03"


# --- numbered versions ------------------------------------------------------------------------------------------------


def test_two_editors_of_one_record_publish_versions_one_after_the_other():
    event, actor = make.make_event("Vote", status="published"), make.make_actor("Dej")
    make.cite(event, make.make_source("book"), "words")
    before = models.PublishedVersion.objects.of(event).count()
    with beside(lambda: models.Participant.objects.create(event=event, actor=actor)):
        change(event.citations.get(), quote="other words")
    with beside(lambda: change(event, title="Ballot")):
        event.themes.add(make.make_theme("Alliance"))
    versions = list(models.PublishedVersion.objects.of(event).order_by("number"))
    assert [each.number for each in versions] == list(range(1, before + 5))
    last = versions[-1].data["record"]
    assert (last["title"], last["themes"]) == ("Ballot", ["alliance"])
    assert (last["participants"][0]["actor"], last["citations"][0]["exact"]) == ("dej", "other words")


def test_two_events_published_at_once_give_the_actor_of_both_one_version():
    actor = make.make_actor("Dej")
    one, other = (make.make_event(title, participants=[actor]) for title in ("Vote", "Sitting"))
    with beside(lambda: change(other, status="published")):
        change(one, status="published")
    assert [models.PublishedVersion.objects.of(each).count() for each in (one, other, actor)] == [1, 1, 1]
