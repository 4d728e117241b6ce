"""A new draft is read on a page with the decision beside it; one that was sent back says so."""

import re
from typing import Any

import pytest
from django.test import Client

from events import models
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support.factories import cite, make_document, make_event
from tests.support.office import Person, messages_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def author(db: None) -> Person:
    return Person(CONTRIBUTOR)


@pytest.fixture
def draft(author: Person) -> models.Event:
    event = make_event("Troops leave", date="1958-07-25", date_basis="stated", status="in_review", summary="By train.")
    models.Event.objects.filter(pk=event.pk).update(created_by=author.user)
    cite(event, make_document("In 1956 all troops had left."), "In 1956 all troops had left")
    event.refresh_from_db()
    return event


def page(person: Person, event: Any) -> str:
    return person.client.get(url(event, "reading")).content.decode()


def decide(person: Person, event: Any, button: str, seen: str = "", **fields: str) -> Any:
    seen = seen or re.search(r'name="seen" value="([^"]+)"', page(person, event))[1]  # type: ignore[index]
    answer = person.client.post(url(event, "reading"), fields | {button: "1", "seen": seen}, follow=True)
    event.refresh_from_db()
    return answer


def test_all_that_a_draft_says_is_read_with_what_is_doubtful_in_it(draft: Any):
    text = page(Person(EDITOR), draft)
    for words in ("Troops leave", "By train.", "25 July 1958", "In 1956 all troops had left", "Look again:"):
        assert words in text.replace("\xa0", " ")
    assert 'name="_send_back"' in text and 'name="_publish"' not in text
    queue = Person(EDITOR).client.get("/admin/").content.decode()
    assert url(draft, "reading") in queue


def test_it_is_sent_back_with_a_comment_and_the_form_says_so_at_its_top(author: Person, draft: Any):
    editor = Person(EDITOR)
    assert decide(editor, draft, "_send_back").status_code == 409
    assert draft.status == "in_review"
    decide(editor, draft, "_send_back", text="All of them?", field="title")
    assert draft.status == "draft"
    form = author.open(draft).content.decode()
    top = form[form.index('class="panel standing returned"') :][:1200]
    assert "Sent back by" in top and "All of them?" in top and 'href="#id_title"' in top
    assert form.index("panel standing returned") < form.index('id="id_title"')
    assert "All of them?" in page(author, draft)
    decide(author, draft, "_submit")
    assert "Sent back by" not in author.open(draft).content.decode()
    kinds = [comment.kind for comment in models.Comment.objects.of(draft)]
    assert kinds == ["sent_back", "submitted"]


def test_it_is_published_as_it_was_read_and_not_otherwise(draft: Any):
    publisher = Person(PUBLISHER)
    seen = re.search(r'name="seen" value="([^"]+)"', page(publisher, draft))[1]  # type: ignore[index]
    models.Event.objects.filter(pk=draft.pk).update(summary="On foot.")
    answer = decide(publisher, draft, "_publish", seen)
    assert (answer.status_code, draft.status) == (409, "in_review")
    assert "has changed since" in answer.content.decode()
    answer = decide(publisher, draft, "_publish")
    assert draft.status == "published" and "is published" in messages_of(answer)
    assert publisher.client.get(url(draft, "reading")).status_code == 302


def test_a_draft_without_words_behind_it_is_not_published(draft: Any):
    draft.citations.all().delete()
    answer = decide(Person(PUBLISHER), draft, "_publish")
    assert (answer.status_code, draft.status) == (409, "in_review")
    assert "without the words behind it" in answer.content.decode()


def test_nobody_decides_more_than_they_may(author: Person, draft: Any):
    for person, button in ((author, "_publish"), (author, "_send_back"), (Person(EDITOR), "_publish")):
        assert decide(person, draft, button, text="No").status_code == 403
    assert draft.status == "in_review"
    assert Client().get(url(draft, "reading")).status_code == 302
    assert author.client.get(url(draft, "reading").replace(str(draft.pk), "0")).status_code in (302, 404)


def test_a_comment_alone_decides_nothing(author: Person, draft: Any):
    decide(author, draft, "_say", text="Soon.", field="summary")
    assert draft.status == "in_review" and "Soon." in page(author, draft)
