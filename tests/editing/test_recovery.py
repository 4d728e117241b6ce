"""What is brought back after it was deleted is derived, found and shown anew."""

from typing import Any

import pytest
import reversion
from django.core.exceptions import ValidationError
from django.db import OperationalError, models, transaction
from reversion.models import Version

from events.caching import versions
from events.editing import history, recovery
from events.models import Event, EventText, PassageText, Redirect, Source
from events.search import lookup
from tests.support import factories as make

pytestmark = pytest.mark.django_db


def deleted(record: Any) -> Version:
    """Deletes a record, and gives the version that its deletion leaves."""
    with history.recording():
        reversion.add_to_revision(record)
        for passage in record.passages.all() if isinstance(record, Source) else ():
            reversion.add_to_revision(passage)
    record.delete()
    return Version.objects.get_deleted(type(record)).get()


def test_a_draft_is_found_again():
    version = deleted(make.make_event("Congress"))
    before = versions.current()
    record = recovery.revive(version)
    assert list(lookup.matching(Event.objects.all(), "congress")) == [record]
    assert EventText.objects.count() == 1 and versions.current() != before


def test_the_words_of_a_documents_passages_are_found_again():
    version = deleted(make.make_document())
    assert not PassageText.objects.exists()
    document = recovery.revive(version)
    (found,) = lookup.matching_passages(document.passages.all(), "mutual economic")
    assert found.number == 1


def test_a_relative_date_is_counted_from_what_its_anchor_says_now():
    anchor = make.make_event("Vote", date="1958")
    version = deleted(make.make_event("A year later", after_event=anchor, offset="P1Y"))
    anchor.date = "1968"
    anchor.save()
    assert recovery.revive(version).earliest == 19690101


def test_a_taken_slug_is_told():
    version = deleted(make.make_event("Congress"))
    make.make_event("Congress")
    with pytest.raises(ValidationError, match="another record has its slug"), transaction.atomic():
        recovery.revive(version)


def test_an_address_that_leads_readers_elsewhere_by_now_is_not_taken():
    version = deleted(make.make_event("Congress"))
    Redirect.objects.create(kind="events", slug="congress", target="departure")
    with pytest.raises(ValidationError, match="leads readers to “departure”"), transaction.atomic():
        recovery.revive(version)


def test_a_database_that_is_busy_is_not_taken_for_a_slug_that_is(monkeypatch: pytest.MonkeyPatch):
    version = deleted(make.make_event("Congress"))

    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(models.Model, "save_base", locked)
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        recovery.revive(version)


def test_what_cannot_be_without_what_is_gone_does_not_come_back():
    document = make.make_document()
    passage = document.passages.get(number=1)
    with history.recording():
        reversion.add_to_revision(passage)
    document.delete()
    version = Version.objects.get_deleted(type(passage)).get()
    with pytest.raises(ValidationError, match="has been deleted since: source"), transaction.atomic():
        recovery.revive(version)
