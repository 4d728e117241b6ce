"""What is stored and what is typed is judged alike."""

from typing import Any

import pytest
from django.http import QueryDict

from events import models
from events.doubts import records
from tests.support.factories import cite, make_actor, make_document, make_event, make_interpretation, make_source

pytestmark = pytest.mark.django_db


def fields(found: list[Any]) -> list[str]:
    return sorted(doubt.field for doubt in found)


def test_an_event_is_doubted_alike_as_it_is_stored_and_as_it_is_typed():
    document = make_document("Romania signed it in 1978.")
    other = make_event("Romania signs the great treaty", date="1987-03")
    event = make_event("Romania signed a great treaty", date="1987", date_basis="stated")
    cite(event, document, "Romania signed it in 1978.")
    found = records.of_record(event)
    assert fields(found) == ["date", "title"]
    assert [[*doubt.records] for doubt in found if doubt.records] == [[other]]
    typed = QueryDict(mutable=True)
    typed.update({"title": event.title, "date": "in 1987", "date_basis": "stated"})
    typed.update({"citations-0-quote": "Romania signed it in 1978.", "citations-__prefix__-quote": "1987"})
    assert fields(records.of_form(models.Event, typed, event.pk)) == ["date", "title"]
    typed["citations-0-DELETE"] = "on"
    typed["date"] = "rubbish"
    assert fields(records.of_form(models.Event, typed, event.pk)) == []


def test_an_interpretation_is_doubted_alike_as_it_is_stored_and_as_it_is_typed():
    dej = make_actor("Gheorghe Gheorghiu-Dej", life_dates="1901/1965")
    study = make_source(kind="secondary", issued="2007")
    claim = make_interpretation(hedge="arguably", proponents=[dej], attribution="own")
    cite(claim, study, "It was so.")
    assert fields(records.of_record(claim)) == ["hedge", "proponents"]
    typed = QueryDict(mutable=True)
    typed.update({"hedge": "arguably", "attribution": "own", "made_on": "?", "proponents": str(dej.pk)})
    typed.update({"citations-0-quote": "It was so.", "citations-0-source": str(study.pk)})
    typed.appendlist("proponents", "x" * 30)
    assert fields(records.of_form(models.Interpretation, typed, None)) == ["hedge", "proponents"]


def test_an_actor_that_may_be_recorded_already_is_named_while_it_is_typed():
    dej = make_actor("Gheorghe Gheorghiu-Dej", kind="person")
    (doubt,) = records.of_form(models.Actor, QueryDict("name=Gheorghiu Dej&kind=person"), None)
    assert [*doubt.records] == [dej]
    assert records.of_record(dej) == records.of_record(make_source()) == []
