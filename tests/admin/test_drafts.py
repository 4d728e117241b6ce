"""From draft by way of review to publication, and what every save says."""

from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.office import errors_of, history_of, messages_of, row

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def read(record: Any) -> str:
    """What readers see on the record's page."""
    return Client().get(record.get_absolute_url()).content.decode()


def kinds(record: Any) -> list[str]:
    return [comment.kind for comment in models.Comment.objects.of(record)]


@pytest.mark.each_database
def test_a_contributors_draft_goes_through_review_to_publication(
    h: History, contributor: Any, reviewer: Any, publisher: Any
):
    cited = row("citations", 0, source=h.document.pk, quote="In July 1963 Romania opposed")
    new = {"title": "Mongolia kept out", "date": "1963-07", "date_basis": "stated"} | cited
    contributor.press("_submit", models.Event, new)
    event = models.Event.objects.get(slug="mongolia-kept-out")
    assert (event.status, event.created_by) == ("in_review", contributor.user)

    assert "Say in the comment" in errors_of(reviewer.press("_send_back", event))
    event.refresh_from_db()
    assert event.status == "in_review"
    reviewer.press("_send_back", event, {"_comment": "Which organisation?", "_field": "title"})
    event.refresh_from_db()
    assert event.status == "draft"
    assert "Which organisation?" in contributor.open(event).content.decode()

    contributor.press("_submit", event, {"title": "Mongolia kept out of the Warsaw Pact"})
    publisher.press("_publish", event)
    event.refresh_from_db()
    assert event.status == "published"
    assert "Mongolia kept out of the Warsaw Pact" in read(event)
    assert kinds(event) == ["submitted", "sent_back", "submitted", "approved"]
    assert [comment.field for comment in models.Comment.objects.of(event)][1] == "title"
    assert len(history_of(event)) == 4


def test_a_draft_without_words_behind_it_is_not_published_and_the_form_says_why(publisher: Any):
    event = make.make_event("Troops leave")
    answer = publisher.press("_publish", event, {"summary": "Kept on the form."}, follow=True)
    assert "cannot be published without the words behind it" in errors_of(answer) or "needs the words" in errors_of(
        answer
    )
    assert "Kept on the form." in answer.content.decode()
    event.refresh_from_db()
    assert event.status == "draft"


def buttons_of(answer: Any) -> set[str]:
    return {button.name for button in answer.context["buttons"]}


@pytest.mark.parametrize("kind", [models.Event, models.Interpretation, models.Debate])
def test_a_refused_publication_shows_the_draft_that_it_still_is(publisher: Any, kind: Any):
    record = {models.Event: make.make_event, models.Interpretation: make.make_interpretation}.get(
        kind, make.make_debate
    )()
    shown = publisher.open(record)
    answer = publisher.send("_publish", shown, follow=True)
    assert errors_of(answer)
    assert "Readers do not see this record" in answer.content.decode()
    assert buttons_of(answer) == buttons_of(shown)
    new = publisher.press("_publish", kind, {"title": "A", "claim": "B", "question": "C"}, follow=True)
    assert errors_of(new)
    assert "_submit" in buttons_of(new), "nor is a record that was refused at once anything but a draft"


def test_a_refused_return_to_draft_shows_what_readers_still_see(h: History, publisher: Any):
    shown = publisher.open(h.events["departure"])
    answer = publisher.send("_to_draft", shown, {"title": ""}, follow=True)
    assert errors_of(answer)
    assert "Readers see this record" in answer.content.decode()
    assert buttons_of(answer) == buttons_of(shown)


def test_who_sends_back_without_a_word_can_say_it_and_press_again(reviewer: Any):
    event = make.make_event("Troops leave", status="in_review")
    answer = reviewer.press("_send_back", event, follow=True)
    assert "Say in the comment" in errors_of(answer)
    answer = reviewer.send("_send_back", answer, {"_comment": "Which troops?"}, follow=True)
    event.refresh_from_db()
    assert event.status == "draft"


def test_a_contributor_takes_their_draft_back_from_review(contributor: Any):
    event = make.make_event("Troops leave", created_by=contributor.user, status="in_review")
    contributor.press("_withdraw", event)
    event.refresh_from_db()
    assert event.status == "draft"


def test_a_published_event_is_archived_and_comes_back_as_a_draft(h: History, publisher: Any):
    event = h.events["departure"]
    publisher.press("_archive", event)
    event.refresh_from_db()
    assert event.status == "archived"
    assert Client().get(event.get_absolute_url()).status_code == 404
    publisher.press("_to_draft", event)
    event.refresh_from_db()
    assert event.status == "draft"


def test_every_save_says_what_has_become_of_the_record(h: History, contributor: Any, reviewer: Any, publisher: Any):
    def said(answer: Any) -> str:
        return messages_of(answer)

    cited = row("citations", 0, source=h.document.pk, quote="In July 1963 Romania opposed")
    answer = contributor.press("_save", models.Event, {"title": "Mongolia kept out"} | cited, follow=True)
    assert "Mongolia kept out</a>” is saved. Readers do not see it." in said(answer)
    event = models.Event.objects.get(title="Mongolia kept out")
    assert "is sent for review" in said(contributor.press("_submit", event, follow=True))
    assert "is sent back to its author" in said(
        reviewer.press("_send_back", event, {"_comment": "Which pact?"}, follow=True)
    )
    assert "is sent for review" in said(contributor.press("_submit", event, follow=True))
    assert "is a draft again" in said(contributor.press("_withdraw", event, follow=True))
    assert "is published: readers see it now" in said(publisher.press("_publish", event, follow=True))
    assert "Readers see the change now" in said(publisher.press("_publish", event, {"title": "Mongolia"}, follow=True))
    assert "taken back from readers" in said(publisher.press("_archive", event, follow=True))
    assert "is a draft again" in said(publisher.press("_to_draft", event, follow=True))
    assert "successfully" not in said(
        publisher.press("_continue", event, {"title": "Mongolia, once more"}, follow=True)
    )
