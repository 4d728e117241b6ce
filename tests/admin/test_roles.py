"""Who may do what: every role, every kind of record in every standing, every action, refusals included.

The table says what must come of it; nothing is read from the code that is tested. Requests are posted whether or not
a form offers their button.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from events import models
from events.admin.links import review_url
from events.editing import pending
from events.editing.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, PUBLISHER, ROLES
from events.record_data import reading
from events.signals import invalidation
from tests.support import factories as make
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, url
from tests.support.strategies import undone

# Who may do what is decided in Python, and asks no database for more than rows.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

EVERYONE = {CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR}
EDITORS = {EDITOR, PUBLISHER, ADMINISTRATOR}
PUBLISHERS = {PUBLISHER, ADMINISTRATOR}
NOBODY: set[str] = set()

# What each standing allows to whom. "own" is a draft that the person has begun.
ALLOWED: dict[str, dict[str, set[str]]] = {
    "own draft": {
        "view": EVERYONE, "write": EVERYONE, "submit": EVERYONE, "send back": NOBODY,
        "publish": PUBLISHERS, "archive": PUBLISHERS, "delete": EVERYONE,
    },
    "draft": {
        "view": EVERYONE, "write": EDITORS, "submit": EDITORS, "send back": NOBODY,
        "publish": PUBLISHERS, "archive": PUBLISHERS, "delete": EDITORS,
    },
    "in review": {
        "view": EVERYONE, "write": EDITORS, "submit": EDITORS, "send back": EDITORS,
        "publish": PUBLISHERS, "archive": PUBLISHERS, "delete": EDITORS,
    },
    "published": {
        "view": EVERYONE, "wait": EVERYONE, "send back": NOBODY,
        "publish": PUBLISHERS, "archive": PUBLISHERS, "delete": PUBLISHERS,
    },
    "archived": {
        "view": EVERYONE, "write": EDITORS, "submit": PUBLISHERS, "send back": NOBODY,
        "publish": PUBLISHERS, "archive": PUBLISHERS, "delete": EDITORS,
    },
}  # fmt: skip
STATUS = {"own draft": "draft", "draft": "draft", "in review": "in_review"}
BUTTONS = {"write": "_save", "wait": "_save", "submit": "_submit", "send back": "_send_back", "publish": "_publish",
           "archive": "_archive"}  # fmt: skip
BECOMES = {"submit": "in_review", "send back": "draft", "publish": "published", "archive": "archived"}

WITH_STATUS: dict[str, Callable[..., Any]] = {
    "event": make.make_event,
    "interpretation": make.make_interpretation,
    "debate": make.make_debate,
}
WORDS = {"event": "summary", "interpretation": "argument", "debate": "introduction"}


def in_standing(kind: str, standing: str, person: Person) -> Any:
    status = STATUS.get(standing, standing)
    extra = {"voice": "document"} if kind == "interpretation" else {}
    with invalidation.discarded():  # nothing is searched or counted here
        record = WITH_STATUS[kind](**extra, **({"created_by": person.user} if standing == "own draft" else {}))
        make.publish(record)  # so that it has what publication needs
        record.status = status
        record.save()
    return record


def form_of(record: Any, person: Person) -> dict[str, Any]:
    """All fields of the form, also where the person's own page only shows them, with what that page carries."""
    own = person.open(record, "?live=1")
    return (fields_of(own) if may_save(own) else fields_of(Person(ADMINISTRATOR).open(record))) | carried(own)


def may_save(page: Any) -> bool:
    return b'name="_save"' in page.content


def carried(page: Any) -> dict[str, Any]:
    """What a page says of the record that it shows; a page without a form to save has it too."""
    found = re.search(r'name="_base" value="([^"]+)"', page.content.decode())
    return {"_base": found[1]} if found else {}


@pytest.mark.parametrize("standing", ALLOWED)
@pytest.mark.parametrize("kind", WITH_STATUS)
def test_records_with_a_status(kind: str, standing: str):
    record = in_standing(kind, standing, Person(EDITOR))
    whole = fields_of(Person(ADMINISTRATOR).open(record))
    before = reading.read(record)
    for role in ROLES:
        person = Person(role)
        if standing == "own draft":
            type(record).objects.filter(pk=record.pk).update(created_by=person.user)
        own = person.open(record, "?live=1")
        fields = (fields_of(own) if may_save(own) else whole) | carried(own)
        fields |= {WORDS[kind]: "Other words.", "_comment": "Look again."}
        may = dict(ALLOWED[standing])
        assert (own.status_code == 200) == (role in may.pop("view")), f"{role}: view of {kind} ({standing})"
        for action, allowed in may.items():
            with undone():
                found = outcome(person, record, action, fields, WORDS[kind])
                assert found == (action if role in allowed else ""), f"{role}: {action} of {kind} ({standing})"
                if found in ("", "wait"):
                    assert reading.read(record) == before, f"{role}: {action} of {kind} ({standing})"


def outcome(person: Person, record: Any, action: str, fields: dict[str, Any], field: str) -> str:
    """What came of it: the action, or nothing."""
    model = type(record)
    if action == "delete":
        person.client.post(url(record, "delete"), {"post": "yes"})
        return "" if model.objects.filter(pk=record.pk).exists() else action
    before = record.status
    person.client.post(url(record), fields | {BUTTONS[action]: "1"})
    record = model.objects.get(pk=record.pk)
    if getattr(record, field) != "Other words.":
        assert record.status == before, "a status came without the words"
        return "wait" if models.PendingRevision.objects.of(record).exists() else ""
    return (
        "write" if action == "write" and record.status == before else action if record.status == BECOMES[action] else ""
    )


# --- records without a status -----------------------------------------------------------------------------------------


def used(record: Any) -> Any:
    """Has something published use the record, so that readers see it."""
    event = make.make_event()
    if isinstance(record, models.Actor):
        models.Participant.objects.create(event=event, actor=record)
    elif isinstance(record, models.Theme):
        event.themes.add(record)
    make.cite(event, record if isinstance(record, models.Source) else make.make_source(), locator="p. 1")
    event.status = "published"
    event.save()
    return record


WITHOUT: dict[str, tuple[Callable[..., Any], str]] = {
    "actor": (make.make_actor, "note"),
    "source": (make.make_source, "licence"),
    "theme": (make.make_theme, "name"),
}


@pytest.mark.parametrize("kind", WITHOUT)
@pytest.mark.parametrize("role", ROLES)
def test_actors_sources_and_themes(role: str, kind: str):
    person = Person(role)
    factory, field = WITHOUT[kind]
    own, others, seen = factory(created_by=person.user), factory(), used(factory())
    for record, may_write in ((own, True), (others, role in EDITORS), (seen, False)):
        person.client.post(url(record), form_of(record, person) | {field: "Other words", "_save": "1"})
        record.refresh_from_db()
        assert (getattr(record, field) == "Other words") == may_write
    assert models.PendingRevision.objects.of(seen).count() == 1
    person.client.post(url(seen), form_of(seen, person) | {field: "At once", "_publish": "1"})
    seen.refresh_from_db()
    assert (getattr(seen, field) == "At once") == (role in PUBLISHERS)
    for record, may_delete in ((own, True), (others, role in EDITORS)):
        person.client.post(url(record, "delete"), {"post": "yes"})
        assert type(record).objects.filter(pk=record.pk).exists() != may_delete


@pytest.mark.parametrize("role", ROLES)
def test_references_are_resolved_by_publishers_alone(role: str):
    person, book = Person(role), make.make_source("deletant-2007")
    for document in (make.make_document(), used(make.make_document())):
        reference = make.make_reference(document.passages.get(number=1))
        for address, name in ((url(reference), "resolves_to"), (url(reference.passage), "references-0-resolves_to")):
            record = reference if name == "resolves_to" else reference.passage
            for button in ("_save", "_publish"):
                person.client.post(address, form_of(record, person) | {name: str(book.pk), button: "1"})
        reference.refresh_from_db()
        assert (reference.resolves_to == book) == (role in PUBLISHERS)
        proposed = [found.data for found in models.PendingRevision.objects.all()]
        assert role in PUBLISHERS or not any(str(book.pk) == str(find_resolved(data)) for data in proposed)


def find_resolved(data: dict[str, Any]) -> Any:
    rows = data.get("references", [data])
    return rows[0].get("resolves_to")


@pytest.mark.parametrize("role", ROLES)
def test_redirects_belong_to_publishers(role: str):
    person, event = Person(role), make.make_event("Troops leave")
    new = {"kind": "events", "slug": "old", "target": event.slug, "_save": "1"}
    person.client.post(url(models.Redirect, "add"), new)
    assert models.Redirect.objects.filter(slug="old").exists() == (role in PUBLISHERS)
    redirect = models.Redirect.objects.create(kind="events", slug="older", target=event.slug)
    person.client.post(url(redirect), form_of(redirect, person) | {"slug": "oldest", "_save": "1"})
    redirect.refresh_from_db()
    assert (redirect.slug == "oldest") == (role in PUBLISHERS)
    person.client.post(url(redirect, "delete"), {"post": "yes"})
    assert models.Redirect.objects.filter(pk=redirect.pk).exists() != (role in PUBLISHERS)


@pytest.mark.parametrize("role", ROLES)
def test_accounts_and_roles_belong_to_administrators(role: str):
    person, other = Person(role), Person(CONTRIBUTOR)
    may = role == ADMINISTRATOR
    for address in ("/admin/auth/user/", "/admin/auth/group/", "/admin/axes/accessattempt/"):
        assert (person.client.get(address).status_code == 200) == may
    address = f"/admin/auth/user/{other.user.pk}/change/"
    group = Group.objects.get(name=ADMINISTRATOR)
    person.client.post(address, {"username": "renamed", "groups": [group.pk], "is_staff": "on", "_save": "1"})
    other.user.refresh_from_db()
    assert (other.user.username == "renamed") == may


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_a_superuser_makes_superusers(role: str):
    person, other = Person(role), Person(CONTRIBUTOR)
    address = f"/admin/auth/user/{other.user.pk}/change/"
    person.client.post(address, {"username": other.user.username, "is_superuser": "on", "is_staff": "on", "_save": "1"})
    other.user.refresh_from_db()
    assert not other.user.is_superuser
    chief = make.make_editor()
    for page in ("change", "password"):
        person.client.post(
            f"/admin/auth/user/{chief.pk}/{page}/",
            {"username": "taken", "password1": "Xy12345678!", "password2": "Xy12345678!"},
        )
    person.client.post(f"/admin/auth/user/{chief.pk}/delete/", {"post": "yes"})
    assert type(chief).objects.get(pk=chief.pk).username == chief.username
    assert type(chief).objects.get(pk=chief.pk).check_password("long enough")
    group = Group.objects.get(name=role)
    person.client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "All", "_save": "1"})
    assert Group.objects.filter(name=role).exists()


# --- pending revisions ------------------------------------------------------------------------------------------------

DECISIONS = {
    "_approve": PUBLISHERS,
    "_send_back": EDITORS,
    "_submit": NOBODY,
    "_withdraw": PUBLISHERS,
}
"""By others than its author."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("decision", DECISIONS)
def test_pending_revisions_of_others(role: str, decision: str):
    person, author, event = Person(role), Person(CONTRIBUTOR), in_standing("event", "published", Person(EDITOR))
    author.press("_submit", event, {"title": "Another title"})
    found = models.PendingRevision.objects.get()
    seen = fields_of(person.client.get(review_url(found)))
    answer = person.post(review_url(found), seen | {"text": "Look again.", decision: "1"}, follow=True)
    found.refresh_from_db()
    allowed = role in DECISIONS[decision]
    assert (found.state != "in_review") == allowed
    assert (answer.status_code == 200) == allowed
    event.refresh_from_db()
    assert (event.title == "Another title") == (decision == "_approve" and allowed)


@pytest.mark.parametrize("role", ROLES)
def test_only_its_author_and_reviewers_edit_a_pending_revision(role: str):
    person, author, event = Person(role), Person(CONTRIBUTOR), in_standing("event", "published", Person(EDITOR))
    author.press("_save", event, {"title": "Another title"})
    found = models.PendingRevision.objects.get()
    address = f"{url(event)}?pending={found.pk}"
    allowed = role in EDITORS
    assert (person.client.get(address).status_code == 200) == allowed
    fields = fields_of(author.client.get(address)) | carried(person.client.get(address))
    person.client.post(address, fields | {"title": "A third title", "_save": "1"})
    found.refresh_from_db()
    assert (found.data["title"] == "A third title") == allowed


def test_a_revision_of_one_record_is_not_reached_through_another():
    author, one, other = Person(CONTRIBUTOR), make.publish(make.make_event()), make.publish(make.make_event())
    author.press("_save", one, {"title": "Another title"})
    found = models.PendingRevision.objects.get()
    assert author.client.get(f"{url(other)}?pending={found.pk}").status_code == 404
    assert author.client.get(f"/admin/events/event/{other.pk}/pending/{found.pk}/").status_code == 404
    for number in ("0", "x", "9" * 30, "-1", "１"):
        assert author.client.get(f"{url(one)}?pending={number}").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_a_conflict_page_gives_nobody_what_its_form_would_not(role: str):
    """What it carries is signed for the one who got it, and for nobody else."""
    publisher, person = Person(PUBLISHER), Person(role)
    event = in_standing("event", "published", publisher)
    opened = publisher.open(event)
    publisher.press("_publish", event, {"summary": "First."})
    page = publisher.send("_publish", opened, {"title": "Mine"}, follow=True)
    assert page.status_code == 409
    fields = fields_of(page) | {"at-title": "mine", "at-summary": "theirs", "_publish": "1"}
    assert person.client.post(f"/admin/events/event/{event.pk}/resolve/", fields).status_code == 400
    event.refresh_from_db()
    assert event.title != "Mine"


@pytest.mark.parametrize("role", ROLES)
def test_restoring_a_version_of_what_readers_see_waits_as_any_change(role: str):
    publisher, person = Person(PUBLISHER), Person(role)
    event = in_standing("event", "published", publisher)
    publisher.press("_publish", event, {"summary": "First."})
    publisher.press("_publish", event, {"summary": "Second."})
    version = versions(event)[-2]
    address = f"/admin/events/event/{event.pk}/history/{version.pk}/"
    fields = fields_of(person.client.get(address))
    person.client.post(address, fields | {"_save": "1"})
    event.refresh_from_db()
    assert event.summary == "Second."
    assert models.PendingRevision.objects.get().data["summary"] == "First."
    person.client.post(address, fields | {"_publish": "1"})
    event.refresh_from_db()
    assert (event.summary == "First.") == (role in PUBLISHERS)


def versions(record: Any) -> list[Any]:
    from reversion.models import Version

    return list(Version.objects.get_for_object(record).order_by("pk"))


@pytest.mark.parametrize("role", ROLES)
def test_a_deleted_record_comes_back_as_a_draft_unless_publishers_bring_it_back(role: str):
    from reversion.models import Version

    publisher, person = Person(PUBLISHER), Person(role)
    event = in_standing("event", "published", publisher)
    publisher.client.post(url(event, "delete"), {"post": "yes"})
    version = Version.objects.get_deleted(models.Event).get()
    address = f"/admin/events/event/recover/{version.pk}/"
    shown = person.client.get(address)
    person.client.post(address, fields_of(shown) | {"_save": "1"})
    assert models.Event.objects.get().status == ("published" if role in PUBLISHERS else "draft")


# --- everything else --------------------------------------------------------------------------------------------------


def office_addresses() -> Iterator[str]:
    for model in admin.site._registry:
        if model._meta.app_label in ("events", "auth", "axes"):
            yield url(model)


def test_without_a_role_nothing_opens_and_without_an_account_all_leads_to_the_login(client: Any):
    person = Person("")
    for address in office_addresses():
        assert person.client.get(address).status_code == 403, address
        assert client.get(address).status_code == 302, address


def test_roles_are_there_after_migrating_with_permissions_that_exist():
    from django.contrib.auth.models import Permission

    known = {
        f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        assert names <= known
        held = Group.objects.get(name=role).permissions.select_related("content_type")
        assert {f"{row.content_type.app_label}.{row.codename}" for row in held} == names
    assert pending.State.DRAFT == "draft"


# --- coming in --------------------------------------------------------------------------------------------------------


def sign_in(name: str, query: str = "") -> Any:
    fields = {"username": name, "password": "long enough", "next": query}
    return Client().post("/admin/login/", fields)


def test_who_is_given_a_role_may_enter_the_office():
    administrator, user = Person(ADMINISTRATOR), make.make_person("", "ana", is_staff=False, password="long enough")
    refused = sign_in("ana").content.decode()
    assert "this account has no role" in refused and "correct" not in refused
    answer = administrator.press("_save", user, {"groups": [str(Group.objects.get(name=EDITOR).pk)]}, follow=True)
    assert "has a role, so this account may now enter" in messages_of(answer)
    assert sign_in("ana").status_code == 302
    listed = answer.content.decode()
    assert "Editor" in listed and "Administrator" in listed, "the list says the roles of each"


def test_who_comes_from_elsewhere_lands_in_the_office():
    make.make_person(EDITOR, "ana", password="long enough")
    assert sign_in("ana", "https://example.org/")["Location"] == "/admin/"
