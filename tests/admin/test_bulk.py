"""One change of many records: shown first, then done, one entry of history for each."""

from typing import Any

import pytest

from events import models
from events.admin import bulk
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, history_of, messages_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def ask(person: Person, action: str, records: list[Any], **fields: Any) -> Any:
    """Chooses records in the list and an action; with a `value` the page shows what would happen."""
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return person.post(url(type(records[0])), chosen | fields, follow=True)


def do(person: Person, page: Any, **fields: Any) -> Any:
    return person.post(page.request["PATH_INFO"], fields_of(page) | fields | {"confirm": "1"}, follow=True)


def named(page: Any) -> dict[str, list[str]]:
    return {str(heading): [str(each.record) for each in found] for heading, found in page.context["groups"]}


@pytest.mark.each_database
def test_publishing_says_first_what_is_refused_and_why():
    person = Person(PUBLISHER)
    ready, bare, public = make.make_event("Ready"), make.make_event("Bare"), make.publish(make.make_event("Public"))
    make.cite(ready)
    page = ask(person, "publish", [ready, bare, public])
    assert named(page) == {"Would be changed": ["Ready"], "Refused": ["Bare"], "Nothing to change": ["Public"]}
    assert "without the words behind it" in page.content.decode()
    ready.refresh_from_db()
    assert ready.status == "draft", "nothing is written before it is confirmed"
    answer = do(person, page, _why="Ready for readers")
    ready.refresh_from_db()
    bare.refresh_from_db()
    assert (ready.status, bare.status) == ("published", "draft")
    assert "1 record changed." in messages_of(answer) and "Bare: " in messages_of(answer)
    (entry,) = history_of(ready)
    assert (entry.revision.user, entry.revision.comment) == (person.user, "Ready for readers\nPublish")
    assert history_of(bare) == history_of(public) == []


def test_what_becomes_public_with_them_is_named_and_must_be_what_was_shown():
    person, author = Person(PUBLISHER), Person(CONTRIBUTOR)
    actor = make.make_actor("Nicolae Comănescu", created_by=author.user)
    drafts = [make.make_event(title, participants=[actor]) for title in ("One", "Two")]
    for draft in drafts:
        make.cite(draft)
    page = ask(person, "publish", drafts)
    assert page.content.decode().count("Nicolae Comănescu</a>") == 2
    author.press("_save", actor, {"name": "Somebody Else"})
    answer = do(person, page)
    assert messages_of(answer).count("It has changed since it was shown") == 2
    assert not models.Event.objects.published().exists()
    answer = do(person, ask(person, "publish", drafts))
    assert "2 records changed." in messages_of(answer)


def test_themes_are_added_and_removed():
    person, theme = Person(EDITOR), make.make_theme("Military")
    events = [make.make_event(), make.make_event(themes=[theme])]
    page = ask(person, "add_theme", events)
    assert page.context["groups"] == []
    page = ask(person, "add_theme", events, value=theme.pk)
    assert [len(found) for _heading, found in page.context["groups"]] == [1, 1]
    do(person, page)
    assert [list(event.themes.all()) for event in events] == [[theme], [theme]]
    do(person, ask(person, "remove_theme", events, value=theme.pk))
    assert [event.themes.count() for event in events] == [0, 0]
    assert [len(history_of(event)) for event in events] == [2, 1]


def test_prominence_is_set():
    person, event = Person(EDITOR), make.make_event(prominence=2)
    do(person, ask(person, "set_prominence", [event], value="1"))
    event.refresh_from_db()
    assert event.prominence == 1


def test_what_readers_see_waits_unless_a_publisher_does_it():
    theme, event = make.make_theme("Military"), make.publish(make.make_event())
    person = Person(EDITOR)
    do(person, ask(person, "add_theme", [event], value=theme.pk))
    assert event.themes.count() == 0
    found = models.PendingRevision.objects.of(event).open().get()
    assert (found.state, found.author) == ("in_review", person.user)
    page = ask(person, "add_theme", [event], value=theme.pk)
    assert "open revision" in page.content.decode()
    publisher = Person(PUBLISHER)
    do(publisher, ask(publisher, "add_theme", [event], value=theme.pk))
    assert event.themes.count() == 1


def test_contributors_change_their_own_drafts_alone_and_cannot_publish():
    person = Person(CONTRIBUTOR)
    own, others = make.make_event("Own", created_by=person.user), make.make_event("Others")
    do(person, ask(person, "submit", [own, others]))
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.status, others.status) == ("in_review", "draft")
    make.cite(own)
    ask(person, "publish", [own], confirm="1")
    own.refresh_from_db()
    assert own.status == "in_review"


@pytest.mark.each_database
def test_what_changed_since_it_was_shown_is_left_alone():
    person, event, other = Person(EDITOR), make.make_event(prominence=2), make.make_event(prominence=2)
    page = ask(person, "set_prominence", [event, other], value="1")
    models.Event.objects.filter(pk=event.pk).update(summary="Changed meanwhile.")
    answer = do(person, page)
    assert "It has changed since it was shown" in messages_of(answer)
    assert sorted(models.Event.objects.values_list("prominence", flat=True)) == [1, 2]


def test_another_value_than_the_one_shown_is_not_written():
    person, event = Person(EDITOR), make.make_event(prominence=2)
    page = ask(person, "set_prominence", [event], value="1")
    do(person, page, value="3")
    event.refresh_from_db()
    assert event.prominence == 2


def test_a_forged_confirmation_writes_nothing():
    person, event = Person(EDITOR), make.make_event(prominence=2)
    for carried in ("", "forged"):
        ask(person, "set_prominence", [event], value="1", confirm="1", carried=carried)
    ask(person, "set_prominence", [event], value="x", confirm="1")
    ask(person, "add_theme", [event], value="99999999999999999999", confirm="1")
    event.refresh_from_db()
    assert event.prominence == 2


def test_too_many_are_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "MOST", 1)
    person = Person(EDITOR)
    assert "at most 1 records" in messages_of(ask(person, "submit", [make.make_event(), make.make_event()]))
