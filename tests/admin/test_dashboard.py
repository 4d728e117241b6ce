"""The first page of the office: a queue for each person, what was changed last, how far the documents are."""

import re
from html import unescape
from typing import Any

import pytest

from events import models
from events.editing import queue
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.office import Person, pending_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def queue_of(person: Person) -> dict[str, list[str]]:
    return {tasks.name: [str(task.record) for task in tasks.newest] for tasks in queue.of(person.user) if tasks.number}


def lists_of(person: Person) -> list[queue.Tasks]:
    return [tasks for tasks in queue.of(person.user) if tasks.number]


def page(person: Person) -> str:
    return person.client.get("/admin/").content.decode()


def test_a_draft_moves_from_queue_to_queue():
    ana, ion = Person(CONTRIBUTOR), Person(EDITOR)
    event = make.make_event("Troops leave", created_by=ana.user)
    assert queue_of(ana) == {"mine": ["Troops leave"]}
    assert queue_of(ion) == {}
    ana.press("_submit", event)
    assert queue_of(ana) == {"waiting": ["Troops leave"]}
    assert queue_of(ion) == {"to_review": ["Troops leave"]}
    ion.press("_send_back", event, {"_comment": "Who left?"})
    assert queue_of(ana) == {"sent_back": ["Troops leave"]}
    assert queue_of(ion) == {}
    ana.press("_submit", event)
    assert queue_of(ana) == {"waiting": ["Troops leave"]}


@pytest.mark.each_database
def test_a_pending_revision_moves_from_queue_to_queue():
    ana, ion, publisher = Person(CONTRIBUTOR), Person(EDITOR), Person(PUBLISHER)
    event = make.publish(make.make_event("Troops leave"))
    ana.press("_save", event, {"summary": "By train."})
    assert (queue_of(ana), queue_of(ion)) == ({"mine": ["Troops leave"]}, {})
    ana.press("_submit", event)
    assert (queue_of(ana), queue_of(ion)) == ({"waiting": ["Troops leave"]}, {"to_review": ["Troops leave"]})
    ion.decide("_send_back", pending_of(event), text="Which train?")
    assert (queue_of(ana), queue_of(ion)) == ({"sent_back": ["Troops leave"]}, {})
    ana.press("_submit", event)
    publisher.decide("_approve", pending_of(event))
    assert (queue_of(ana), queue_of(ion)) == ({}, {})


def test_nobody_reviews_their_own_work_and_contributors_review_none():
    ion = Person(EDITOR)
    make.make_event("Own", created_by=ion.user, status="in_review")
    make.make_event("Of nobody", status="in_review")
    assert queue_of(ion) == {"to_review": ["Of nobody"], "waiting": ["Own"]}
    assert queue_of(Person(CONTRIBUTOR)) == {}


def test_a_long_queue_names_the_newest_and_counts_the_others():
    ion = Person(EDITOR)
    for _n in range(queue.SHOWN + 3):
        make.make_event(status="in_review")
    (tasks,) = lists_of(ion)
    assert (tasks.number, len(tasks.newest), [more.number for more in tasks.more]) == (
        queue.SHOWN + 3,
        queue.SHOWN,
        [3],
    )
    assert "and 3 more" in page(ion)


def test_the_newest_are_named_whatever_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queue, "SHOWN", 2)
    ion = Person(EDITOR)
    for _n in range(queue.SHOWN + 1):
        Person(CONTRIBUTOR).press("_submit", make.publish(make.make_event()), {"summary": "By train."})
    make.make_event("Just now", status="in_review")
    (tasks,) = lists_of(ion)
    assert str(tasks.newest[0].record) == "Just now"
    assert [bool(task.pending) for task in tasks.newest[1:]] == [True] * (queue.SHOWN - 1)
    assert [(more.opts.model, more.number) for more in tasks.more] == [(models.PendingRevision, 2)]


def test_a_revision_of_what_has_been_deleted_is_not_counted():
    event = make.publish(make.make_event())
    Person(CONTRIBUTOR).press("_submit", event, {"summary": "By train."})
    event.delete()
    assert lists_of(Person(EDITOR)) == []


def test_what_is_not_named_is_found_in_the_lists_of_each_kind(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queue, "SHOWN", 0)
    ana, ion = Person(CONTRIBUTOR), Person(EDITOR)
    published = make.publish(make.make_event("Published"))
    for status in ("draft", "in_review"):
        make.make_event(f"Of Ana, {status}", created_by=ana.user, status=status)
        make.make_event(f"Of nobody, {status}", status=status)
        ana.press("_save" if status == "draft" else "_submit", published, {"summary": status})
        assert len(lists_of(ana)) == (1 if status == "draft" else 2)
    assert linked(ana) == {"Of Ana, draft", "Of Ana, in_review", "Published"}
    assert linked(ion) == {"Of Ana, in_review", "Of nobody, in_review", "Published"}
    ion.decide("_send_back", pending_of(published), text="Which train?")
    assert linked(ion) == {"Of Ana, in_review", "Of nobody, in_review"}
    assert linked(ana) == {"Of Ana, draft", "Of Ana, in_review", "Published"}


def linked(person: Person) -> set[str]:
    """What stands in the lists that “and 3 more” leads to."""
    addresses = re.findall(r'href="(.*?)">and \d+ more', page(person))
    assert addresses
    listed = [person.client.get(unescape(address)).context["cl"].result_list for address in addresses]
    return {str(getattr(row, "record", row)) for rows in listed for row in rows}


@pytest.mark.each_database
def test_recent_changes_name_who_and_what_and_lead_to_the_history():
    ion, event = Person(EDITOR), make.make_event("Troops leave")
    ion.press("_save", event, {"title": "Soviet troops leave"})
    text = page(Person(CONTRIBUTOR))
    assert "Soviet troops leave" in text and ion.user.username in text
    assert f"/admin/events/event/{event.pk}/history/" in text


@pytest.mark.each_database
def test_documents_show_how_many_of_their_passages_something_cites():
    document = make.make_document()
    make.cite(make.make_event(), document, "All Soviet troops had left")
    document.passages.filter(number=3).update(context="It says nothing of events.")
    text = page(Person(CONTRIBUTOR))
    assert "1 of 3 cited (33 %), 1 left" in text


def test_the_page_costs_the_same_number_of_queries_however_much_there_is(django_assert_max_num_queries: Any):
    person = Person(PUBLISHER)

    def more() -> None:
        for _n in range(4):
            make.make_event(status="in_review")
            event = make.publish(make.make_event())
            Person(CONTRIBUTOR).press("_submit", event, {"summary": "By train."})
            make.cite(event, make.make_document())

    more()
    page(person)
    with django_assert_max_num_queries(130) as few:
        page(person)
    number = len(few)
    more()
    with django_assert_max_num_queries(number):
        page(person)


def test_somebody_without_a_role_sees_nothing_of_it():
    make.make_event("Hidden draft", status="in_review")
    models.Event.objects.update(title="Hidden draft")
    assert "Hidden draft" not in page(Person(""))
