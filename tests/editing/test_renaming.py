"""A new slug by way of data: the rule of forms holds for what is approved and restored too."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from events import models
from events.addresses import redirects
from events.editing import pending
from events.record_data import reading, writing
from tests.editing.merges import fresh
from tests.support import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def with_slug(record: Any, slug: str) -> dict[str, Any]:
    found = reading.read(record)
    return found | {"slug": slug}


def addresses() -> set[tuple[str, str]]:
    return set(models.Redirect.objects.values_list("slug", "target"))


@pytest.fixture
def taken() -> str:
    """An address that leads readers to the event that once had it."""
    redirects.leave_redirect(make.publish(make.make_event("Departure")), "withdrawal")
    return "withdrawal"


def test_a_revision_with_an_address_that_leads_elsewhere_is_not_approved(taken: str, editor: Any):
    event = make.publish(make.make_event("Congress"))
    revision = pending.keep(event, editor, reading.read(event), with_slug(event, taken))
    with pytest.raises(ValidationError, match="Slug: This address leads readers to “departure”"):
        pending.approve(revision, editor)
    assert fresh(event).slug == "congress"
    assert addresses() == {(taken, "departure")}


def test_a_draft_that_nobody_saw_does_not_take_such_an_address_either(taken: str):
    draft = make.make_event("Congress")
    with pytest.raises(ValidationError, match="leads readers to “departure”"), transaction.atomic():
        writing.write(draft, with_slug(draft, taken))
    assert fresh(draft).slug == "congress"


def test_an_address_that_leads_to_the_record_itself_becomes_its_own_again():
    event = make.publish(make.make_event("Departure"))
    redirects.leave_redirect(event, "withdrawal")
    writing.write(event, with_slug(event, "withdrawal"))
    assert addresses() == {("departure", "withdrawal")}


def test_an_earlier_version_of_a_redirect_is_written():
    redirect = models.Redirect.objects.create(kind="events", slug="old", target="one")
    writing.write(redirect, with_slug(redirect, "older"))
    assert addresses() == {("older", "one")}
