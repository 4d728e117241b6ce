"""A change of what readers see waits until a publisher approves it."""

from typing import Any

import pytest
from django.test import Client

from events import models
from events.admin.links import review_url
from events.editing import pending
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.history import History
from tests.support.office import Person, errors_of, history_of, messages_of, pending_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def read(record: Any) -> str:
    """What readers see on the record's page."""
    return Client().get(record.get_absolute_url()).content.decode()


def kinds(record: Any) -> list[str]:
    return [comment.kind for comment in models.Comment.objects.of(record)]


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, PUBLISHER])
@pytest.mark.each_database
def test_a_change_of_a_published_event_waits_whoever_makes_it(h: History, role: str):
    person, event = Person(role), h.events["departure"]
    before, version = read(event), models.DataVersion.objects.count()
    answer = person.press("_save", event, {"title": "The Red Army goes home", "_why": "Clearer"}, follow=True)
    assert "Kept as a pending revision" in messages_of(answer)
    assert read(event) == before
    assert models.DataVersion.objects.count() == version, "nothing that readers see was touched"
    assert history_of(event) == []
    found = pending_of(event)
    assert (found.author, found.state, found.why) == (person.user, "draft", "Clearer")
    assert found.data["title"] == "The Red Army goes home"


def test_the_form_opens_with_ones_own_pending_revision_and_goes_on_from_there(h: History, contributor: Any):
    event = h.events["departure"]
    contributor.press("_save", event, {"title": "The Red Army goes home"})
    contributor.press("_save", event, row("participations", 2, actor=h.actors["dej"].pk, role="forum"))
    shown = contributor.open(event).content.decode()
    assert "The Red Army goes home" in shown and "This is the pending revision of" in shown
    contributor.press("_save", event, {"date_note": "Constanța", "participations-2-role": "opponent"})
    found = pending_of(event)
    assert found.data["date_note"] == "Constanța"
    assert [each["role"] for each in found.data["participations"]] == [
        "initiator",
        "counterpart",
        "opponent",
    ]
    assert event.participations.count() == 2


@pytest.mark.each_database
def test_a_publisher_approves_it_and_readers_see_it_with_one_entry_of_history(
    h: History, contributor: Any, publisher: Any
):
    event = h.events["departure"]
    new = {"title": "The Red Army goes home", "_why": "Clearer", "citations-0-supports": "the day"}
    new |= row("participations", 2, actor=h.actors["dej"].pk, role="forum")
    contributor.press("_submit", event, new)
    assert pending_of(event).state == "in_review"
    page = publisher.client.get(
        url(event, "history").replace("history", f"pending/{pending_of(event).pk}")
    ).content.decode()
    assert "<del>" in page and "<ins>" in page and "Participant: Gheorghe Gheorghiu-Dej" in page
    answer = publisher.decide("_approve", pending_of(event), text="Good.", follow=True)
    assert "Approved: readers see it now." in messages_of(answer)
    event = models.Event.objects.get(pk=event.pk)
    assert event.title == "The Red Army goes home" and "The Red Army goes home" in read(event)
    assert event.participations.get(role="forum").pk < 2**40
    assert event.citations.get().supports == "the day"
    (entry,) = history_of(event)
    assert entry.revision.user == publisher.user
    assert entry.revision.comment.startswith("Clearer")
    assert kinds(event) == ["submitted", "approved"]


def test_what_is_sent_back_can_be_mended_and_sent_again(h: History, contributor: Any, reviewer: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    assert "Say in the comment" in messages_of(reviewer.decide("_send_back", pending_of(event), follow=True))
    assert pending_of(event).state == "in_review"
    reviewer.decide("_send_back", pending_of(event), text="“Home” takes a side.")
    assert pending_of(event).state == "sent_back"
    assert "“Home” takes a side." in contributor.open(event).content.decode()
    contributor.press("_submit", event, {"title": "The Red Army leaves"})
    assert (pending_of(event).state, pending_of(event).data["title"]) == ("in_review", "The Red Army leaves")


def test_a_reviewer_edits_and_a_publisher_edits_and_approves(
    h: History, contributor: Any, reviewer: Any, publisher: Any
):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    query = f"?pending={pending_of(event).pk}"
    reviewer.press("_submit", event, {"date_note": "Constanța"}, query)
    assert (pending_of(event).author, pending_of(event).data["date_note"]) == (contributor.user, "Constanța")
    answer = publisher.press("_publish", event, {"title": "The Red Army leaves"}, query, follow=True)
    assert "readers see it now" in messages_of(answer)
    event.refresh_from_db()
    assert (event.title, event.date_note) == ("The Red Army leaves", "Constanța")
    assert not models.PendingRevision.objects.open().exists()


def test_what_was_withdrawn_can_still_be_read_and_another_one_begun(h: History, contributor: Any):
    event = h.events["departure"]
    contributor.press("_save", event, {"title": "The Red Army goes home"})
    found = pending_of(event)
    contributor.decide("_withdraw", found)
    assert "withdrawn" in contributor.client.get(f"/admin/events/event/{event.pk}/pending/{found.pk}/").content.decode()
    contributor.press("_save", event, {"title": "The troops leave"})
    assert pending_of(event).pk != found.pk


def test_a_save_that_changes_nothing_makes_no_pending_revision(h: History, contributor: Any):
    answer = contributor.press("_save", h.events["departure"], follow=True)
    assert "Nothing was changed" in messages_of(answer)
    assert not models.PendingRevision.objects.exists()


def test_an_invalid_change_is_shown_with_its_errors_and_kept_on_the_form(h: History, contributor: Any):
    answer = contributor.press(
        "_save", h.events["departure"], {"date": "1958-13", "title": "Kept on the form"}, follow=True
    )
    assert "Kept on the form" in answer.content.decode() and errors_of(answer)
    assert not models.PendingRevision.objects.exists()


@pytest.mark.each_database
def test_live_changes_elsewhere_are_kept_when_a_revision_is_approved(h: History, contributor: Any, publisher: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    publisher.press("_publish", event, {"summary": "Mended meanwhile."}, "?live=1")
    publisher.decide("_approve", pending_of(event))
    event.refresh_from_db()
    assert (event.title, event.summary) == ("The Red Army goes home", "Mended meanwhile.")


def test_where_both_have_changed_a_publisher_chooses(h: History, contributor: Any, publisher: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    publisher.press("_publish", event, {"title": "The Soviet troops go"}, "?live=1")
    answer = publisher.decide("_approve", pending_of(event), follow=True)
    assert answer.status_code == 409 and "Choose which version holds" in messages_of(answer)
    event.refresh_from_db()
    assert event.title == "The Soviet troops go"
    publisher.decide("_approve", pending_of(event), **{"at-title": "mine"})
    event.refresh_from_db()
    assert event.title == "The Red Army goes home"


def test_what_changed_after_the_page_was_opened_is_not_approved_unseen(h: History, contributor: Any, publisher: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    found = pending_of(event)
    shown = publisher.client.get(f"/admin/events/event/{event.pk}/pending/{found.pk}/")
    contributor.press("_submit", event, {"title": "Something else"})

    address = shown.request["PATH_INFO"]
    answer = publisher.post(address, fields_of(shown) | {"_approve": "1", "text": "Good."}, follow=True)
    assert answer.status_code == 409 and "Good." in answer.content.decode()
    event.refresh_from_db()
    assert event.title == "Departure of the Soviet troops"


def test_an_approval_that_would_leave_it_without_words_behind_it_is_refused(
    h: History, contributor: Any, publisher: Any
):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    found = pending_of(event)
    found.data["citations"] = []
    found.save()
    answer = publisher.decide("_approve", found, follow=True)
    assert "without the words behind it" in messages_of(answer)
    event.refresh_from_db()
    assert event.title == "Departure of the Soviet troops" and event.citations.exists()


@pytest.mark.each_database
def test_a_revision_that_points_at_what_was_deleted_since_is_not_approved_and_says_so(
    h: History, contributor: Any, publisher: Any
):
    event, actor = h.events["departure"], make.make_actor("Nobody")
    contributor.press("_submit", event, row("participations", 2, actor=actor.pk, role="forum"))
    actor.delete()
    assert "has been deleted since" in messages_of(publisher.decide("_approve", pending_of(event), follow=True))
    form = contributor.open(event)
    assert "What pointed at it is not in the form." in messages_of(form)
    contributor.send("_submit", form, {"title": "The Red Army goes home"})
    publisher.decide("_approve", pending_of(event))
    event.refresh_from_db()
    assert (event.title, event.participations.count()) == ("The Red Army goes home", 2)


@pytest.mark.parametrize(
    ("pick", "field", "value"),
    [
        (lambda h: h.claims["reward"], "claim", "The withdrawal was a prize."),
        (lambda h: h.debate, "introduction", "Three answers are given."),
        (lambda h: h.actors["dej"], "note", "First Secretary."),
        (lambda h: h.sources["verona"], "licence", "CC BY"),
        (lambda h: h.themes["military"], "name", "Armies"),
        (lambda h: h.document.passages.get(number=2), "note", "Another pact."),
    ],
    ids=["interpretation", "debate", "actor", "source", "theme", "passage"],
)
@pytest.mark.each_database
def test_every_kind_of_record_that_readers_see_waits_and_is_approved(
    h: History, contributor: Any, publisher: Any, pick: Any, field: str, value: str
):
    record = pick(h)
    before = getattr(record, field)
    contributor.press("_submit", record, {field: value})
    record.refresh_from_db()
    assert getattr(record, field) == before
    assert contributor.open(record).status_code == 200
    publisher.decide("_approve", pending_of(record))
    record.refresh_from_db()
    assert getattr(record, field) == value


@pytest.mark.each_database
def test_evidence_of_a_published_interpretation_waits_too_on_its_own_page(h: History, contributor: Any, publisher: Any):
    claim = h.claims["reward"]
    evidence = claim.evidence.get()
    contributor.press("_submit", evidence, {"bearing": "undermines"})
    evidence.refresh_from_db()
    assert evidence.bearing == "supports"
    found = pending_of(claim)
    assert contributor.open(evidence, f"?pending={found.pk}").status_code == 200
    publisher.decide("_approve", found)
    evidence.refresh_from_db()
    assert evidence.bearing == "undermines"


@pytest.mark.each_database
def test_citations_can_be_added_to_evidence_that_a_revision_adds(h: History, contributor: Any, publisher: Any):
    claim, event = h.claims["policy"], h.events["treaty"]
    contributor.press("_save", claim, row("evidence", 2, event=event.pk, bearing="supports"))
    found = pending_of(claim)
    key = found.data["evidence"][-1]["pk"]
    address = f"/admin/events/evidence/{key}/change/?pending={found.pk}"
    shown = contributor.client.get(address)
    quote = row("citations", 1, source=h.document.pk, quote="In July 1963 Romania opposed") | {
        "citations-TOTAL_FORMS": "1"
    }
    fields = {name.replace("citations-1-", "citations-0-"): value for name, value in quote.items()}
    contributor.send("_submit", shown, fields)
    publisher.decide("_approve", pending_of(claim))
    assert claim.evidence.get(event=event).citations.get().quote == "In July 1963 Romania opposed"


def test_an_unused_actor_is_nothing_that_readers_see_and_is_saved_at_once(reviewer: Any):
    actor = make.make_actor("Nobody")
    reviewer.press("_save", actor, {"note": "A general."})
    actor.refresh_from_db()
    assert actor.note == "A general."


@pytest.mark.each_database
def test_a_revision_is_no_editors_change_to_the_loader(h: History, contributor: Any):
    before = models.Event.objects.values().get(pk=h.events["departure"].pk)
    contributor.press("_save", h.events["departure"], {"title": "The Red Army goes home"})
    assert models.Event.objects.values().get(pk=h.events["departure"].pk) == before


def test_a_correction_leaves_an_erratum_when_it_is_published(h: History, contributor: Any, publisher: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"date_note": "Of the announcement.", "_erratum": "The day was wrong."})
    assert not models.Erratum.objects.exists()
    publisher.decide("_approve", pending_of(event))
    assert models.Erratum.objects.of(event).get().text == "The day was wrong."


def test_comments_stay_with_the_record(h: History, contributor: Any, reviewer: Any):
    event = h.events["departure"]
    reviewer.press("_save", event, {"_comment": "Who counted the trains?"})
    assert "Who counted the trains?" in contributor.open(event).content.decode()
    assert "Who counted the trains?" in contributor.client.get(url(event, "history")).content.decode()


def test_an_open_revision_keeps_its_record_from_being_deleted(h: History, contributor: Any, publisher: Any):
    event = h.events["helsinki"]
    contributor.press("_save", event, {"title": "Two groups"})
    page = publisher.client.post(url(event, "delete"), {"post": "yes"}).content.decode()
    assert "cannot be deleted while something rests on it" in page
    assert models.Event.objects.filter(pk=event.pk).exists()


@pytest.mark.each_database
def test_one_decides_once(h: History, contributor: Any, publisher: Any):
    event = h.events["departure"]
    contributor.press("_submit", event, {"title": "The Red Army goes home"})
    found = pending_of(event)
    pending.withdraw(found, contributor.user)
    answer = publisher.post(
        f"/admin/events/event/{event.pk}/pending/{found.pk}/", {"_approve": "1", "text": ""}, follow=True
    )
    assert "decided on this revision already" in messages_of(answer)


@pytest.mark.each_database
def test_what_was_withdrawn_can_be_read_and_taken_up_again(h: History):
    event, person = h.events["departure"], Person(CONTRIBUTOR)
    person.press("_submit", event, {"title": "The Red Army leaves"})
    found = pending_of(event)
    page = person.decide("_withdraw", found, follow=True)
    assert "The Red Army" in page.content.decode()
    assert person.decide("_say", found, text="Too early.", follow=True).status_code == 200
    assert Person(EDITOR).client.post(review_url(found), {"_take_up": "1"}).status_code == 403
    person.decide("_take_up", found)
    assert pending_of(event) == found
    person.decide("_withdraw", found)
    person.press("_save", event, {"date_note": "Iași"})
    assert "Decide on that one first" in messages_of(person.decide("_take_up", found, follow=True))


def test_what_an_author_wrote_stays_beside_what_another_made_of_it(h: History):
    event, author, reviewer = h.events["departure"], Person(CONTRIBUTOR), Person(EDITOR)
    author.press("_submit", event, {"title": "The Red Army leaves"})
    found = pending_of(event)
    for title in ("The army leaves", "The troops leave"):
        reviewer.press("_save", event, {"title": title}, query=f"?pending={found.pk}")
    found.refresh_from_db()
    assert found.of_author["title"] == "The Red Army leaves"
    page = author.client.get(review_url(found))
    assert "The Red Army leaves" in "".join(
        piece.text for change in page.context["edits"] for piece in change.pieces if piece.kind != "ins"
    )
    Person(PUBLISHER).decide("_approve", found)
    comment = history_of(event)[-1].revision.comment
    assert str(author.user) in comment and str(reviewer.user) in comment


def test_a_comment_without_a_change_is_kept_and_said_to_be(h: History):
    event, person = h.events["departure"], Person(CONTRIBUTOR)
    answer = person.press("_save", event, {"_comment": "Which train?", "_field": "title"}, follow=True)
    assert "Your comment is kept." in messages_of(answer)
    assert (models.Comment.objects.get().text, models.Comment.objects.get().field) == ("Which train?", "title")
    answer = person.press("_save", event, {"_erratum": "The day was wrong."}, follow=True)
    assert "kept with a change only" in messages_of(answer)


def test_a_comment_on_a_pending_revision_says_what_it_is_about(h: History):
    event, person = h.events["departure"], Person(CONTRIBUTOR)
    person.press("_submit", event, {"title": "The Red Army leaves", "_comment": "As Verona has it.", "_field": "title"})
    assert models.Comment.objects.get().field == "title"
