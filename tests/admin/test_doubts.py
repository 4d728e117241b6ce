"""What is doubtful is said on the form and after a save, and keeps nothing from being saved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from events import models
from tests.support.factories import cite, make_document, make_event, make_person
from tests.support.office import unfold, url

ADDRESS = "/admin/events/event/doubts/"


@pytest.fixture
def doubtful(db: None) -> models.Event:
    event = make_event("A great treaty", date="1987", date_basis="stated")
    cite(event, make_document("Romania signed the treaty in 1978."), "in 1978")
    return event


def test_a_doubt_is_said_on_the_form_and_after_each_save(office: Client, save: Callable[..., Any], doubtful: Any):
    said = "The date says “1987”, and the quote “1978”."
    make_event("The great treaty", date="1987")
    page = office.get(url(doubtful)).content.decode()
    assert f'<a href="#id_date">{said}</a>' in page and "Look again" in page
    response = save(doubtful, {"summary": "It was signed."}, follow=True)
    messages = [str(message) for message in response.context["messages"]]
    assert [said in message for message in messages] == [False, True, False]
    assert "“" in messages[0] and ">The great treaty</a>" in messages[2]
    doubtful.refresh_from_db()
    assert doubtful.summary == "It was signed."


@pytest.mark.django_db
def test_what_is_typed_is_judged_without_saving(office: Client, client: Client):
    typed = {"date": "1987", "date_basis": "stated", "citations-0-quote": "in 1978", "_key": "rubbish"}
    answer = office.post(ADDRESS, typed).json()
    assert [(doubt["field"], doubt["records"]) for doubt in answer["doubts"]] == [("date", [])]
    assert office.post(ADDRESS, {}).json() == {"doubts": []}
    assert office.get(ADDRESS).status_code == 405
    stranger = Client()
    stranger.force_login(make_person())
    assert stranger.post(ADDRESS, typed).status_code in (302, 403)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_said_beside_the_field_while_one_types(signed_in: Page, faults: list[str], transactional_db: None):
    event = make_event("A treaty", date="1978", date_basis="stated")
    cite(event, make_document("Romania signed the treaty in 1978."), "in 1978")
    signed_in.goto(url(event))
    place = signed_in.locator(".field-date .doubts-here")
    expect(place).to_have_count(0)
    signed_in.fill("#id_date", "1987")
    expect(place).to_have_text("Look again: The date says “1987”, and the quote “1978”.")
    unfold(signed_in)
    signed_in.fill("#id_citations-0-quote", "Romania signed")
    expect(place).to_be_empty()
