"""Every page of the office opens, for every kind of record, and a list costs the same however long it is."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from events import models
from events.signals import invalidation
from tests.support import factories
from tests.support.factories import make_document, make_editor, make_event, make_passage
from tests.support.office import url

pytestmark = pytest.mark.any_database

ADDED_BY_THE_LOADER = {models.Passage, models.Reference}
PARTS = {models.Evidence, models.Relation}
# What editors edit; a pending revision opens on its record, and errata and editions have tests of their own.
ASIDE = {models.PendingRevision, models.Erratum, models.Edition}
OWN = [model for model in admin.site._registry if model._meta.app_label == "events" and model not in ASIDE]


@invalidation.batched()
def world() -> dict[type, Any]:
    """One of everything, each linked with the others."""
    theme, actor = factories.make_theme("Military"), factories.make_actor("Nicolae Ceaușescu")
    document, book = factories.make_document(slug="de-satellization"), factories.make_source("deletant-2007")
    passage = document.passages.get(number=1)
    reference = factories.make_reference(passage, displaced=True, home_passage=document.passages.get(number=2))
    event = factories.make_event(
        "Troops leave", date="1958-07-25", themes=[theme], participants=[actor], place="Focșani"
    )
    later = factories.make_event("A month later", after_event=event, offset="P1M")
    factories.make_link(event, "led_to", later)
    factories.cite(event, document, "All Soviet troops had left Romania by 25 July 1958.")
    factories.make_further_reading(event, book)
    debate = factories.make_debate("Why did the troops leave?", introduction="Historians differ.")
    first = factories.make_interpretation("Khrushchev decided.", proponents=[actor], debate=debate, made_on="2007")
    second = factories.make_interpretation("Gheorghiu-Dej asked.", proponents=[actor], debate=debate)
    evidence, relation = (
        factories.make_evidence(first, event),
        factories.make_relation(second, "contests", first),
    )
    for record in (evidence, relation, first, second):
        factories.cite(record, document)
    factories.publish(event, first, debate)
    redirect = models.Redirect.objects.create(kind="events", slug="withdrawal", target=event.slug)
    records = (
        theme,
        actor,
        event.place,
        document,
        passage,
        reference,
        event,
        debate,
        first,
        evidence,
        relation,
        redirect,
    )
    return {type(record): record for record in records}


@pytest.fixture
def records(db: None) -> dict[type, Any]:
    return world()


def test_every_kind_of_record_is_registered():
    expected = {
        "Event",
        "Actor",
        "Source",
        "Passage",
        "Reference",
        "Interpretation",
        "Debate",
        "Theme",
        "Place",
        "Redirect",
    }
    assert expected | {"Evidence", "Relation"} == {model.__name__ for model in OWN}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
@pytest.mark.each_database
def test_list_add_change_delete_history_and_recover_pages_open(model: Any, office: Client, records: Any):
    record = records[model]
    assert office.get(url(model)).status_code == 200
    assert office.get(url(model), {"q": "soviet"}).status_code == 200
    assert office.get(url(model, "recoverlist")).status_code == (403 if model in ADDED_BY_THE_LOADER | PARTS else 200)
    assert office.get(url(model, "add")).status_code == (403 if model in ADDED_BY_THE_LOADER | PARTS else 200)
    assert office.get(url(record)).status_code == 200
    # A part of what readers see goes by a change of the whole.
    kept = model in ADDED_BY_THE_LOADER or model is models.Evidence
    assert office.get(url(record, "delete")).status_code == (403 if kept else 200)
    assert office.get(url(record, "history"), follow=True).status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/events/", "/admin/auth/", "/admin/password_change/"])
def test_the_other_pages_open(address: str, office: Client):
    assert office.get(address).status_code == 200


def test_the_index_lists_records_first_in_the_order_of_editors_and_no_parts(office: Client, records: Any):
    text = office.get("/admin/").content.decode()
    names = [
        "Events",
        "Interpretations",
        "Debates",
        "Actors",
        "Sources",
        "Passages",
        "Themes",
        "Redirects",
        "Accounts",
    ]
    places = [re.search(rf">\s*{name}\s*</a>", text).start() for name in names]
    assert places == sorted(places)
    assert "/admin/events/evidence/" not in text
    assert "/admin/events/seedbase/" not in text


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    model: Any,
    office: Client,
    records: Any,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
):
    office.get(url(model))  # content types are then in memory
    with django_assert_max_num_queries(25) as few:
        office.get(url(model))
    document = models.Source.objects.get(slug="de-satellization")
    with invalidation.batched():
        for number in range(5):
            actor, theme = factories.make_actor(), factories.make_theme()
            anchor = factories.make_event(date="1960")
            event = factories.make_event(themes=[theme], participants=[actor], after_event=anchor)
            claim = factories.make_interpretation(proponents=[actor], debate=factories.make_debate())
            evidence = factories.make_evidence(claim, event)
            relation = factories.make_relation(claim, "supports", records[models.Interpretation])
            for record in (event, claim, evidence, relation):
                factories.cite(record, document)
            factories.make_reference(document.passages.get(number=2), str(number), offset=number + 1000)
            models.Redirect.objects.create(kind="events", slug=f"old-{number}", target=event.slug)
            factories.make_source()
    with django_assert_num_queries(len(few)):
        office.get(url(model))


def test_the_office_has_one_word_for_each_thing_and_one_form_of_dates(office: Any, db: None):
    person = make_editor("ana")
    index = office.get("/admin/").content.decode()
    assert re.search(r">\s*Roles\s*</a>", index) and "Groups" not in index
    assert "<h1>Accounts</h1>" in office.get(url(type(person))).content.decode()
    assert "a.m." not in (page := office.get(url(person)).content.decode()) and "p.m." not in page


def test_a_withdrawn_passage_is_said_to_be_and_no_other_is_crossed_out(office: Any, db: None):
    document = make_document()
    make_passage(document, 9)
    page = office.get(url(models.Passage)).content.decode()
    assert page.count('field-standing">withdrawn<') == 1 and page.count('field-standing">yes<') == 3


def test_pages_beside_a_form_are_titled_with_their_record(office: Any, db: None):
    event = make_event("Troops leave")
    assert "<title>Troops leave | History" in office.get(url(event, "history")).content.decode()
