"""What somebody would post who wants more than they may, or who is only unlucky."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from reversion.models import Version

from events import models
from events.editing import pending
from events.editing.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, PUBLISHER
from events.record_data import reading, writing
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, pending_of, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HUGE = "9" * 20


@pytest.fixture
def event(db: None) -> models.Event:
    event = make.make_event("Troops leave", date="1958-07-25")
    make.cite(event, locator="p. 1")
    return make.publish(event)


def fresh(event: models.Event) -> models.Event:
    return models.Event.objects.get(pk=event.pk)


# --- recovering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["event", "theme"])
def test_what_is_not_deleted_is_not_recovered(event: Any, kind: str):
    Person(PUBLISHER).press("_publish", event, {"title": "Soviet troops leave"})
    before, entries = reading.read(event), Version.objects.count()
    taken_over = fields_of(Person(ADMINISTRATOR).open(event)) | {"title": "Taken over", "_save": "1"}
    for person in map(Person, (CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR)):
        for version in Version.objects.get_for_object(event):
            address = reverse(f"admin:events_{kind}_recover", args=[version.pk])
            assert person.client.get(address).status_code == 404
            for fields in ({}, taken_over):
                assert person.client.post(address, fields).status_code == 404
        assert (reading.read(fresh(event)), Version.objects.count()) == (before, entries)


def test_looking_at_a_deleted_record_leaves_the_signals_on(event: Any):
    from django.db.models.signals import post_save

    publisher = Person(PUBLISHER)
    publisher.post(url(event, "delete"), {"post": "yes"})
    receivers = len(post_save.receivers)
    version = Version.objects.get_deleted(models.Event).get()
    assert publisher.client.get(reverse("admin:events_event_recover", args=[version.pk])).status_code == 200
    assert len(post_save.receivers) == receivers > 0
    assert not models.Event.objects.exists()


def test_a_deleted_record_whose_slug_is_taken_is_said_not_to_come_back(event: Any):
    publisher = Person(PUBLISHER)
    publisher.post(url(event, "delete"), {"post": "yes"})
    make.make_event("Another", slug=event.slug)
    version = Version.objects.get_deleted(models.Event).get()
    answer = publisher.client.get(reverse("admin:events_event_recover", args=[version.pk]), follow=True)
    assert "cannot be brought back" in messages_of(answer)


@pytest.mark.each_database
def test_a_deleted_record_comes_back_without_what_is_gone_since(event: Any):
    actor = make.make_actor()
    models.Participant.objects.create(event=event, actor=actor)
    publisher = Person(PUBLISHER)
    publisher.post(url(event, "delete"), {"post": "yes"})
    actor.delete()
    address = reverse("admin:events_event_recover", args=[Version.objects.get_deleted(models.Event).get().pk])
    publisher.post(address, fields_of(publisher.client.get(address)) | {"_save": "1"})
    back = models.Event.objects.get()
    assert (back.pk, back.citations.count(), back.participations.count()) == (event.pk, 1, 0)


# --- publishing -------------------------------------------------------------------------------------------------------


def test_nobody_publishes_their_own_revision_by_way_of_a_conflict(event: Any):
    person = Person(CONTRIBUTOR)
    person.press("_save", event, {"title": "First"})
    query = f"?pending={pending_of(event).pk}"
    shown = person.open(event, query)
    page = person.post(
        url(event) + query, fields_of(shown) | {"title": "Second", "_base": "", "_save": "1"}, follow=True
    )
    assert page.status_code == 409
    fields = {name: value for name, value in fields_of(page).items() if not name.startswith("_")}
    person.post(page.context["action"], fields | {"at-title": "mine", "_publish": "1"})
    assert fresh(event).title == "Troops leave"
    with pytest.raises(PermissionDenied):
        pending.approve(pending_of(event), person.user)
    assert fresh(event).title == "Troops leave"


def test_a_draft_published_while_two_versions_are_compared_gets_a_pending_revision():
    person, publisher = Person(CONTRIBUTOR), Person(PUBLISHER)
    event = make.make_event("Troops leave", created_by=person.user)
    make.cite(event, locator="p. 1")
    opened = person.open(event)
    publisher.press("_save", event, {"title": "Soviet troops leave"})
    page = person.send("_save", opened, {"summary": "By train."}, follow=True)
    publisher.press("_publish", event)
    page = person.post(page.context["action"], fields_of(page) | {"_save": "1"}, follow=True)
    assert page.status_code == 409
    person.post(page.context["action"], fields_of(page) | {"_save": "1"})
    assert fresh(event).summary == ""
    assert pending_of(event).data["summary"] == "By train."
    assert pending_of(event).data["status"] == "published"


def test_tokens_are_good_for_one_record_one_user_and_one_purpose(event: Any):
    publisher, other = Person(PUBLISHER), make.publish(make.make_event("Another"))
    base = fields_of(publisher.open(event))["_base"][0]
    theirs = fields_of(Person(PUBLISHER).open(other))["_base"][0]
    source = make.make_source()
    for record, field, token in ((other, "summary", base), (other, "summary", theirs), (source, "licence", base)):
        fields = fields_of(publisher.open(record)) | {field: "Other words.", "_base": token, "_publish": "1"}
        answer = publisher.post(url(record), fields, follow=True)
        assert answer.status_code == 409
    for carried in (base, "x", ""):
        assert (
            publisher.post(f"/admin/events/event/{event.pk}/resolve/", {"carried": carried}, follow=True).status_code
            == 400
        )
    assert publisher.client.get(f"/admin/events/event/{event.pk}/resolve/").status_code == 302
    assert (
        publisher.post("/admin/events/event/abc/resolve/", {"carried": base}, follow=True).status_code == 200
    )  # to the first page


# --- two at once on one revision ------------------------------------------------------------------------------------


def test_a_decision_leaves_alone_what_was_proposed_meanwhile(event: Any):
    person, editor = Person(CONTRIBUTOR), Person(EDITOR)
    person.press("_submit", event, {"title": "First"})
    stale = pending_of(event)
    person.press("_submit", event, {"title": "Second"})
    pending.send_back(stale, editor.user, "Why?")
    assert (pending_of(event).state, pending_of(event).data["title"]) == ("sent_back", "Second")


def test_what_was_approved_is_not_withdrawn_afterwards(event: Any):
    person, publisher = Person(CONTRIBUTOR), Person(PUBLISHER)
    person.press("_submit", event, {"title": "First"})
    stale = pending_of(event)
    pending.approve(pending_of(event), publisher.user)
    for decide in (pending.withdraw, pending.submit):
        with pytest.raises(Exception, match="decided on this revision already"):
            decide(stale, person.user)
    assert models.PendingRevision.objects.get().state == "approved"


@pytest.mark.each_database
def test_an_approval_takes_the_revision_as_it_is_and_not_as_it_was_read(event: Any):
    person, publisher = Person(CONTRIBUTOR), Person(PUBLISHER)
    person.press("_submit", event, {"title": "First"})
    stale = pending_of(event)
    person.press("_submit", event, {"title": "Second"})
    pending.approve(stale, publisher.user)
    assert fresh(event).title == "Second"


def test_a_form_of_a_revision_that_was_approved_meanwhile_keeps_what_was_typed(event: Any):
    person, publisher = Person(CONTRIBUTOR), Person(PUBLISHER)
    person.press("_submit", event, {"title": "First"})
    query = f"?pending={pending_of(event).pk}"
    shown = person.open(event, query)
    pending.approve(pending_of(event), publisher.user)
    answer = person.post(url(event) + query, fields_of(shown) | {"summary": "Typed.", "_save": "1"}, follow=True)
    assert models.PendingRevision.objects.get().state == "approved"
    assert answer.status_code == 404  # the browser keeps what was typed


def test_what_is_still_being_written_is_its_authors_and_the_reviewers(event: Any):
    person = Person(CONTRIBUTOR)
    person.press("_save", event, {"title": "First"})
    address = f"/admin/events/event/{event.pk}/pending/{pending_of(event).pk}/"
    assert Person(CONTRIBUTOR).client.get(address).status_code == 403
    assert "First" not in Person(CONTRIBUTOR).client.get(url(event, "history")).content.decode()
    assert [Person(role).client.get(address).status_code for role in (EDITOR, PUBLISHER)] == [200, 200]


# --- what fits no longer ----------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_a_slug_that_was_taken_meanwhile_is_said_and_nothing_breaks(event: Any):
    person, publisher = Person(CONTRIBUTOR), Person(PUBLISHER)
    person.press("_submit", event, {"slug": "wanted", "summary": "By train."})
    make.make_event("Another", slug="wanted")
    answer = person.open(event)
    assert answer.status_code == 200 and "has this slug" in messages_of(answer)
    assert publisher.decide("_approve", pending_of(event), follow=True).status_code == 409
    assert fresh(event).slug == "troops-leave"


@pytest.mark.each_database
def test_rows_that_changed_places_come_back(event: Any):
    actors = [make.make_actor(), make.make_actor()]
    rows = [models.Participant.objects.create(event=event, actor=actor, role="forum") for actor in actors]
    before = reading.read(event)
    for part, actor in zip(rows, reversed(actors), strict=True):
        models.Participant.objects.filter(pk=part.pk).update(role="initiator", actor=actor)
    models.Participant.objects.update(role="forum")
    writing.write(event, before)
    assert reading.read(event) == before


# --- input ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(HUGE, marks=pytest.mark.each_database),  # too large for a column, which only one of them minds
        pytest.param("\0", marks=pytest.mark.each_database),  # no character of a text on PostgreSQL
        *["-1", "１", "1 OR 1=1%"],
    ],
)
def test_no_address_of_the_office_gives_a_500(event: Any, bad: str):
    person = Person(PUBLISHER)
    key = event.pk
    gets = [
        ("/admin/events/event/add/", "after_event"),
        ("/admin/events/interpretation/add/", "debate"),
        ("/admin/events/interpretation/add/", "proponents"),
        ("/admin/events/event/add/", "themes"),
        ("/admin/events/event/add/", "from_passage"),
        ("/admin/events/event/", "id__in"),
        ("/admin/events/event/", "precision"),
        ("/admin/events/event/", "status__exact"),
        ("/admin/events/event/", "worklist"),
        ("/admin/events/event/", "p"),
        ("/admin/events/event/", "q"),
        ("/admin/events/erratum/", "created_at__year"),
        (f"/admin/events/event/{key}/change/", "pending"),
        (f"/admin/events/event/{key}/change/", "cite"),
        (f"/admin/events/event/{key}/compare/", "a"),
        (f"/admin/events/event/{key}/history/", "p"),
        (f"/admin/events/event/{key}/merge/", "with"),
        ("/admin/events/event/date/", "after_event"),
        ("/admin/autocomplete/?app_label=events&model_name=event&field_name=after_event", "term"),
    ]
    for address, name in gets:
        assert person.client.get(address, {name: bad} | dict(_query(address))).status_code < 500, (address, name)
    form = fields_of(person.open(event))
    for name in ("after_event", "themes", "citations-0-source", "citations-0-id", "citations-0-position", "offset"):
        assert person.client.post(url(event), form | {name: bad, "_publish": "1"}).status_code < 500, name
    for name in ("_why", "_erratum", "_comment", "_field", "_base"):
        assert person.client.post(url(event), form | {name: bad, "title": "New", "_publish": "1"}).status_code < 500, (
            name
        )
    chosen = {"action": "publish", "_selected_action": bad}
    assert person.client.post("/admin/events/event/", chosen).status_code < 500
    for page in ("recover", "merge", "change", "history", "compare", "delete"):
        assert person.client.get(f"/admin/events/event/{bad.replace(chr(0), '%00')}/{page}/").status_code < 500, page


def _query(address: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl, urlsplit

    return parse_qsl(urlsplit(address).query)


@pytest.mark.parametrize(
    "csl",
    [
        '{"type": "book", "title": "\\ud800"}',
        '{"type": "book", "title": "\\u0000"}',
        '{"type": "book", "title": "x", "volume": NaN}',
        '{"type": "book", "title": "x", "issued": {"date-parts": [[1e400]]}}',
        '{"type": "book", "title": "x", "volume": ' + "9" * 5000 + "}",
    ],
)
@pytest.mark.each_database
def test_a_csl_record_that_cannot_be_stored_is_refused_on_the_form(csl: str):
    person, source = Person(PUBLISHER), make.make_source()
    answer = person.press("_save", source, {"csl": csl}, follow=True)
    assert answer.status_code == 200 and answer.context["form_errors"]


def test_an_archived_record_is_not_deleted_by_who_began_it():
    person = Person(CONTRIBUTOR)
    event = make.make_event(created_by=person.user, status="archived")
    person.post(url(event, "delete"), {"post": "yes"})
    assert models.Event.objects.exists()


@pytest.mark.each_database
def test_a_version_of_a_large_load_is_read_without_reading_the_load(event: Any, monkeypatch: pytest.MonkeyPatch):
    import reversion

    from events.editing import history

    monkeypatch.setattr(reading, "SMALL", 1)
    others = [make.make_event(participants=[make.make_actor()]) for _n in range(3)]
    models.Participant.objects.create(event=event, actor=make.make_actor())
    with history.recording(None, "Loaded from seed files"):
        for record in (event, *others):
            reversion.add_to_revision(record)
    version = Version.objects.get_for_object(event).first()
    assert (
        reading.read_version(version)
        == reading.read_version(version, reading.keys_of(type(event), reading.read(event)))
        == reading.read(event)
    )


def test_a_row_of_evidence_in_a_revision_is_asked_for_by_its_own_address_alone(event: Any):
    claim = make.publish(make.make_interpretation(voice="document"))
    person = Person(CONTRIBUTOR)
    person.press("_save", claim, row("evidence", 0, event=event.pk, bearing="supports"))
    key = pending_of(claim).data["evidence"][0]["pk"]
    assert person.client.get(f"/admin/events/evidence/{key}/change/").status_code == 302
    assert person.client.get(f"/admin/events/evidence/{key}/change/?pending={pending_of(claim).pk}").status_code == 200


# --- a form of very many rows -----------------------------------------------------------------------------------------


def test_a_form_with_very_many_rows_is_refused_before_they_are_looked_at(event: Any):
    person = Person(PUBLISHER)
    shown = person.open(event)
    answer = person.post(url(event), fields_of(shown) | {"citations-TOTAL_FORMS": "100000", "_save": "1"}, follow=True)
    assert answer.content.decode().count('name="citations-') < 1_000
    assert "at most 51 forms" in answer.content.decode()


def test_a_record_of_many_rows_takes_some_more(event: Any, monkeypatch: pytest.MonkeyPatch):
    for number in range(60):
        models.Participant.objects.create(event=event, actor=make.make_actor(f"Delegate {number}"))
    person = Person(PUBLISHER)
    person.press("_publish", event, row("participations", 60, actor=str(make.make_actor("One more").pk), role="forum"))
    assert event.participations.count() == 61
