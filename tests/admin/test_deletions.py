"""The pages that ask before something is deleted: what goes, who sees it, and what keeps it."""

from typing import Any

import pytest

from events import models
from tests.support import factories as make
from tests.support.office import Person, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def asked(person: Person, record: Any) -> str:
    return person.client.get(url(record, "delete")).content.decode()


def test_what_goes_is_said_in_words_of_the_office(publisher: Person):
    event = make.make_event("Congress", participants=[make.make_actor("Dej")], themes=[make.make_theme("Party")])
    make.cite(event)
    page = asked(publisher, event)
    assert "Event_themes" not in page and "event text" not in page.lower()
    assert "Participant: Dej (participant)" in page
    assert "Participants: 1" in page and "Citations: 1" in page
    assert "Readers see" not in page


def test_who_deletes_what_readers_see_is_told(publisher: Person):
    event = make.publish(make.make_event("Congress"))
    assert "Readers see this record now" in asked(publisher, event)
    chosen = {"action": "delete_selected", "_selected_action": [event.pk]}
    page = publisher.post(url(models.Event), chosen, follow=True).content.decode()
    assert "Readers see these now" in page and url(event) in page


def test_what_keeps_a_record_is_linked_to(publisher: Person):
    actor, source = make.make_actor("Dej"), make.make_source("pravda")
    event = make.make_event("Congress", participants=[actor, (actor, "forum")])
    claim = make.make_interpretation("He asked for it.")
    make.cite(make.make_evidence(claim, "the pact"), source)
    page = asked(publisher, actor)
    assert page.count(f'Event: <a href="{url(event)}">Congress</a>') == 1
    assert f'Interpretation: <a href="{url(claim)}">He asked for it.</a>' in asked(publisher, source)
