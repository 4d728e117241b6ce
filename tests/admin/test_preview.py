"""From the office to a preview: who sees a form or a revision has the link, and the link needs no account."""

from typing import Any

import pytest
from django.test import Client

from events import models
from events.admin.links import review_url
from events.editing.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support import factories as make
from tests.support.history import History
from tests.support.office import Person, pending_of
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def tool(response: Any) -> Any:
    """The object tool “Preview” of a form, if there is one."""
    return next((a for a in Page(response).all("body//ul[@class='object-tools']//a") if a.text == "Preview"), None)


def followed(link: str) -> str:
    """What somebody without an account reads there."""
    answer = Client().get(link)
    assert answer.status_code == 200
    return Page(answer).text("main")


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, PUBLISHER])
@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_saved_drafts_form_leads_to_its_preview_in_a_new_tab(h: History, role: str, status: str):
    person = Person(role)
    draft = make.make_event("Kanarie", status=status, created_by=person.user)
    link = tool(person.open(draft))
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
    assert "Kanarie" in followed(link.get("href"))


def test_the_form_of_what_readers_see_has_none_but_that_of_its_revision(h: History):
    person, event = Person(CONTRIBUTOR), h.events["departure"]
    assert tool(person.open(event)) is None
    person.press("_save", event, {"title": "Kanarie"})
    link = tool(person.open(event))
    assert "Kanarie" in followed(link.get("href"))
    assert "Kanarie" not in Page(Client().get(event.get_absolute_url())).text()
    assert tool(Person(EDITOR).open(event)) is None, "who opens the published record sees that"


def test_a_revisions_page_leads_to_its_preview(h: History):
    person, event = Person(CONTRIBUTOR), h.events["departure"]
    person.press("_submit", event, {"title": "Kanarie"})
    page = Page(Person(EDITOR).client.get(review_url(pending_of(event))))
    assert "Kanarie" in followed(page.links()["Preview as readers will see it"])


def test_a_new_record_and_one_without_a_page_have_none(h: History):
    person = Person(PUBLISHER)
    redirect = models.Redirect.objects.create(kind="events", slug="old", target=h.events["departure"].slug)
    for record in (models.Event, redirect):
        assert tool(person.open(record)) is None


@pytest.mark.parametrize("kind", ["actor", "source", "theme", "passage", "reference", "evidence", "relation"])
def test_every_kind_of_form_leads_to_the_page_where_it_will_be_seen(h: History, kind: str):
    claim, document = make.make_interpretation("Kanarie."), make.make_document(slug="kanarie")
    passage = document.passages.first()
    record: Any = {
        "actor": lambda: make.make_actor("Kanarie"),
        "source": lambda: make.make_source("kanarie-book"),
        "theme": lambda: make.make_theme("Kanarie"),
        "passage": lambda: passage,
        "reference": lambda: make.make_reference(passage),
        "evidence": lambda: make.make_evidence(claim, h.events["departure"]),
        "relation": lambda: make.make_relation(claim, "supports", h.claims["reward"]),
    }[kind]()
    assert "kanarie" in followed(tool(Person(PUBLISHER).open(record)).get("href")).lower()
