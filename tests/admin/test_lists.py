"""Lists, filters, search and autocompletes of the office."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from events import models
from tests.support.factories import (
    cite,
    make_actor,
    make_document,
    make_event,
    make_evidence,
    make_interpretation,
    make_reference,
    make_relation,
    make_source,
    make_theme,
    publish,
)
from tests.support.office import url


def listed(office: Client, model: Any, **query: str) -> set[str]:
    response = office.get(url(model), query)
    assert response.status_code == 200, query
    return {str(record) for record in response.context["cl"].result_list}


def offered(office: Client, model: Any, field: str, term: str) -> set[str]:
    query = {"app_label": "events", "model_name": model._meta.model_name, "field_name": field, "term": term}
    return {result["text"] for result in office.get("/admin/autocomplete/", query).json()["results"]}


@pytest.mark.parametrize("term", ["Ceaușescu", "Ceauşescu", "ceausescu", "NICOLAE CEAUSESCU"])
def test_actors_are_found_without_regard_to_case_and_diacritics(term: str, office: Client, db: None):
    make_actor("Nicolae Ceaușescu")
    make_actor("Gheorghe Gheorghiu-Dej")
    assert listed(office, models.Actor, q=term) == {"Nicolae Ceaușescu"}
    assert offered(office, models.Participant, "actor", term) == {"Nicolae Ceaușescu"}


def test_an_actor_is_found_by_another_name_and_gomulka_without_his_stroke(office: Client, db: None):
    make_actor("Władysław Gomułka").other_names.create(name="Comrade Wiesław")
    assert listed(office, models.Actor, q="gomulka") == {"Władysław Gomułka"}
    assert listed(office, models.Actor, q="wieslaw") == {"Władysław Gomułka"}


def test_events_and_interpretations_are_found_folded(office: Client, db: None):
    make_event("Ceaușescu condemns the invasion")
    make_interpretation("Dej asked for it.", proponents=[make_actor("Dennis Deletant")])
    assert listed(office, models.Event, q="ceausescu invasion") == {"Ceaușescu condemns the invasion"}
    assert listed(office, models.Event, q="ceausescu 1958") == set()
    assert listed(office, models.Interpretation, q="deletant") == {"Dej asked for it."}


def test_a_source_is_found_by_its_author(office: Client, db: None):
    make_source(title="Romania under Communist Rule", author="Deletant", year=1999)
    assert offered(office, models.Citation, "source", "deletant") == {"Deletant 1999"}


def test_a_passage_is_found_by_its_words_and_by_document_and_number(office: Client, db: None):
    make_document(slug="de-satellization")
    make_document("Nothing of the kind.\nNothing at all.", slug="other")
    second = {"de-satellization, passage 2"}
    assert listed(office, models.Passage, q="soviet troops") == second
    assert listed(office, models.Passage, q="de-satellization 2") == second
    assert listed(office, models.Passage, q="2") == second | {"other, passage 2"}


def test_a_search_that_matches_too_much_says_that_it_was_cut(office: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("events.admin.list_search.MOST", 2)
    for _number in range(3):
        make_theme()
    response = office.get(url(models.Theme), {"q": "theme"})
    assert response.context["cl"].result_count == 2
    assert "More than 2 records match" in response.content.decode()


def test_an_autocomplete_that_matches_too_much_leaves_no_message_for_the_next_page(
    office: Client, db: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("events.admin.list_search.MOST", 2)
    for number in range(3):
        make_actor(f"Ion {number}")
    assert len(offered(office, models.Participant, "actor", "ion")) == 2
    assert "records match" not in office.get(url(models.Theme)).content.decode()


def test_the_list_of_events_shows_dates_in_words_in_the_editors_language(office: Client, db: None):
    make_event(date="[1965..1969]", date_part="late")
    make_event()
    page = office.get(url(models.Event)).content.decode()
    assert "late 1960s" in page
    assert "undated" in page
    make_event(date="1963-07")
    in_romanian = office.get(url(models.Event), headers={"accept-language": "ro"})
    assert "iulie 1963" in in_romanian.content.decode()


def test_events_are_filtered_by_what_editors_ask_for(office: Client, db: None):
    theme = make_theme("Military")
    dated = make_event("dated", date="1958-07-25", themes=[theme], prominence=1)
    make_event("undated")
    publish(dated)
    claim, other = make_interpretation(), make_interpretation()
    make_evidence(claim, dated)
    make_relation(other, "contests", claim)
    publish(claim, other)
    for query in (
        {"status__exact": "published"},
        {"date_basis__exact": "stated"},
        {"precision": "day"},
        {"undated": "no"},
        {"themes__id__exact": str(theme.pk)},
        {"prominence__exact": "1"},
        {"cited": "yes"},
        {"contested": "yes"},
    ):
        assert listed(office, models.Event, **query) == {"dated"}, query
    assert listed(office, models.Event, cited="no") == {"undated"}
    assert listed(office, models.Event, contested="no") == {"undated"}


def test_passages_and_references_are_filtered_by_the_work_they_still_need(office: Client, db: None):
    document = make_document(slug="doc")
    cite(make_event(), document, "All Soviet troops")
    models.Passage.objects.filter(number=3).update(note="A note")
    assert listed(office, models.Passage, used="no") == {"doc, passage 1", "doc, passage 3"}
    assert listed(office, models.Passage, note="yes") == {"doc, passage 3"}
    passage = document.passages.get(number=1)
    make_reference(passage, "8")
    make_reference(passage, "9", offset=5, resolves_to=make_source())
    assert listed(office, models.Reference, resolved="no") == {"[8]"}


def test_documents_are_told_from_works_without_text(office: Client, db: None):
    make_source("book", title="A book")
    make_document(slug="doc", title="A document")
    assert listed(office, models.Source, stored="yes") == {"“A document”"}


def test_failed_logins_can_be_read_and_deleted_and_not_changed(office: Client, client: Client, db: None):
    from axes.models import AccessAttempt

    attempt = AccessAttempt.objects.create(username="editor", ip_address="10.0.0.1", failures_since_start=5)
    assert office.get(url(AccessAttempt)).status_code == 200
    assert office.get(url(attempt)).status_code == 200
    assert office.get(url(AccessAttempt, "add")).status_code == 403
    office.post(url(attempt, "delete"), {"post": "yes"})
    assert not AccessAttempt.objects.exists()


def test_a_list_is_shown_in_the_language_that_was_chosen_and_keeps_its_filter(office: Client, db: None):
    make_event(date="1963-07")
    response = office.get(url(models.Event), {"lang": "ro", "date_basis__exact": "stated"}, follow=True)
    assert response.redirect_chain == [(f"{url(models.Event)}?date_basis__exact=stated", 302)]
    assert "iulie 1963" in response.content.decode()


def test_the_list_of_events_is_read_in_the_order_of_its_index(office: Client, db: None):
    """So the last page of a hundred thousand events costs what the first one costs."""
    for number in range(60):
        make_event(date=str(1900 + number))
    found = office.get(url(models.Event), {"p": "2"}).context["cl"]
    plan = found.queryset[50:60].explain()
    if connection.vendor == "sqlite":
        assert "SCAN events_event USING INDEX" in plan and "TEMP B-TREE" not in plan
    else:
        assert found.queryset.query.order_by == ("undated", "rank")


def test_a_list_of_events_takes_at_most_twelve_queries(office: Client, db: None, django_assert_max_num_queries: Any):
    make_event(themes=[make_theme()])
    office.get(url(models.Event))
    for query in ({}, {"q": "event"}, {"status__exact": "draft"}, {"worklist": "events-with-one-source"}, {"p": "1"}):
        with django_assert_max_num_queries(12):
            office.get(url(models.Event), query)


def test_an_event_is_found_by_its_citations_and_by_its_whole_slug(office: Client, db: None):
    event = make_event("Troops leave", slug="withdrawal-1958")
    cite(event, make_document(), "All Soviet troops had left Romania")
    assert listed(office, models.Event, q="romania") == {"Troops leave"}
    assert listed(office, models.Event, q="withdrawal-1958") == {"Troops leave"}
    assert offered(office, models.EventLink, "target", "romania") == set()
    assert offered(office, models.EventLink, "target", "troops") == {"Troops leave"}
