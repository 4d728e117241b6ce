"""Citations: a quote is compared letter for letter, and what is published keeps its words."""

from typing import Any

import pytest

from events import models
from tests.support.factories import cite, make_document, make_event, make_interpretation, make_source, publish
from tests.support.office import errors_of, row, url

pytestmark = pytest.mark.any_database

EXACT = "All Soviet troops had left Romania by 25 July 1958."


@pytest.fixture
def event(db: None) -> models.Event:
    return make_event("Soviet troops leave", date="1958-07-25")


@pytest.fixture
def document(db: None) -> models.Source:
    return make_document(slug="de-satellization")


def test_an_exact_quote_with_its_passages_number_is_saved(save: Any, event: Any, document: Any):
    save(event, row("citations", 0, source=document.pk, passage_number=2, quote="troops had left"))
    citation = event.citations.get()
    assert (citation.passage.number, citation.quote, citation.quote_offset) == (2, "troops had left", 11)


def test_a_quote_that_differs_in_one_letter_is_refused_and_the_nearest_words_are_shown(
    save: Any, event: Any, document: Any
):
    answer = save(
        event,
        row("citations", 0, source=document.pk, passage_number=2, quote="All Soviet troops have left"),
        follow=True,
    )
    assert "These words are not in passage 2" in errors_of(answer)
    assert "All Soviet troops had left" in errors_of(answer)
    assert not event.citations.exists()


def test_what_was_typed_stays_in_the_form_when_a_quote_is_refused(save: Any, event: Any, document: Any):
    wrong = row("citations", 0, source=document.pk, passage_number=2, quote="All Soviet troops have left")
    answer = save(event, wrong | {"title": "The troops go home", "summary": "A summary not yet saved."}, follow=True)
    page = answer.content.decode()
    for typed in ("All Soviet troops have left", "The troops go home", "A summary not yet saved."):
        assert typed in page
    event.refresh_from_db()
    assert event.title == "Soviet troops leave"


def test_a_passage_left_blank_is_found_where_the_quote_stands_in_one_alone(save: Any, event: Any, document: Any):
    save(event, row("citations", 0, source=document.pk, quote="troops had left Romania"))
    assert event.citations.get().passage.number == 2


def test_a_quote_that_stands_in_two_passages_needs_the_number(save: Any, event: Any, document: Any):
    answer = save(event, row("citations", 0, source=document.pk, quote="Romania"), follow=True)
    assert "stand in passages 1, 2: say which" in errors_of(answer)
    assert not event.citations.exists()


def test_a_quote_found_nowhere_is_never_moved_to_words_that_look_alike(save: Any, event: Any, document: Any):
    answer = save(
        event, row("citations", 0, source=document.pk, quote="all soviet troops had left Romania"), follow=True
    )
    assert "The nearest, in passage 2: “All Soviet troops had left Romania”" in errors_of(answer)
    assert not event.citations.exists()


def test_a_number_that_the_document_does_not_have_names_those_that_it_has(save: Any, event: Any, document: Any):
    answer = save(event, row("citations", 0, source=document.pk, passage_number=99, quote="Romania"), follow=True)
    assert "has passages 1 to 3, and none with the number 99; the nearest is 3" in errors_of(answer)


def test_a_document_is_cited_with_a_quote(save: Any, event: Any, document: Any):
    answer = save(event, row("citations", 0, source=document.pk, passage_number=2), follow=True)
    assert "Copy the words" in errors_of(answer)
    answer = save(event, row("citations", 0, source=document.pk), follow=True)
    assert "choose the passage" in errors_of(answer)


def test_a_work_without_stored_text_is_cited_with_a_locator_and_has_no_passages(save: Any, event: Any):
    book = make_source("deletant-2007")
    assert "Say where" in errors_of(save(event, row("citations", 0, source=book.pk)))
    answer = save(event, row("citations", 0, source=book.pk, passage_number=1, locator="p. 57"), follow=True)
    assert "is not stored here" in errors_of(answer)
    save(event, row("citations", 0, source=book.pk, locator="p. 57"))
    assert event.citations.get().passage is None


def test_changing_the_source_to_a_book_lets_go_of_the_passage(save: Any, event: Any, document: Any):
    cite(event, document, EXACT)
    book = make_source("deletant-2007")
    changed = {"source": book.pk, "passage_number": "", "quote": "", "locator": "p. 57"}
    save(event, {f"citations-0-{name}": value for name, value in changed.items()})
    citation = event.citations.get()
    assert (citation.source, citation.passage, citation.locator) == (book, None, "p. 57")


def test_line_ends_of_a_browser_do_not_change_a_quotation(save: Any, event: Any):
    save(event, row("citations", 0, source=make_source().pk, quote="one\r\ntwo", locator="p. 1"))
    assert event.citations.get().quote == "one\ntwo"


def test_rows_without_a_position_keep_the_order_of_the_form(save: Any, event: Any, document: Any):
    cite(event, document, "This was arguably the beginning")
    rows = row("citations", 1, source=document.pk, quote="troops had left") | row(
        "citations", 2, source=document.pk, quote="In July 1963"
    )
    save(event, rows)
    assert [citation.passage.number for citation in event.citations.all()] == [3, 2, 1]
    assert [citation.position for citation in event.citations.all()] == [0, 1, 2]


@pytest.mark.parametrize("make", [make_event, make_interpretation])
def test_nothing_is_published_without_a_citation(make: Any, save: Any, db: None):
    record = make(**({"voice": "document"} if make is make_interpretation else {}))
    answer = save(record, {"status": "published"}, follow=True)
    assert "needs the words behind it" in errors_of(answer)
    record.refresh_from_db()
    assert record.status == "draft"


def test_an_event_is_published_together_with_its_first_citation(save: Any, event: Any, document: Any):
    citation = row("citations", 0, source=document.pk, passage_number=2, quote="troops had left")
    save(event, citation | {"status": "published"})
    event.refresh_from_db()
    assert event.status == "published"


def test_a_new_event_can_be_published_at_once_with_a_citation_and_not_without(save: Any, document: Any):
    new = {"title": "Troops leave", "date": "1958-07-25", "date_basis": "stated", "status": "published"}
    assert "needs the words behind it" in errors_of(save(models.Event, new))
    assert not models.Event.objects.exists()
    save(models.Event, new | row("citations", 0, source=document.pk, quote="troops had left Romania"))
    assert models.Event.objects.get().is_published


def test_the_last_citation_of_a_published_event_is_not_deleted(save: Any, event: Any, document: Any):
    cite(event, document, EXACT)
    publish(event)
    answer = save(event, {"citations-0-DELETE": "on"}, follow=True)
    assert "Keep or add a citation" in errors_of(answer)
    assert event.citations.count() == 1


def test_the_last_citation_goes_when_the_event_becomes_a_draft(save: Any, event: Any, document: Any):
    cite(event, document, EXACT)
    publish(event)
    save(event, {"citations-0-DELETE": "on", "status": "draft"})
    assert not event.citations.exists()


def test_a_citation_without_a_quote_does_not_publish_a_statement_about_a_document(save: Any, event: Any, document: Any):
    answer = save(
        event, row("citations", 0, source=document.pk, passage_number=2) | {"status": "published"}, follow=True
    )
    event.refresh_from_db()
    assert answer.context["form_errors"]
    assert event.status == "draft"


def test_evidence_and_relations_have_their_citations_on_pages_of_their_own(save: Any, office: Any, document: Any):
    from tests.support.factories import make_evidence, make_relation

    claim, other = make_interpretation(), make_interpretation()
    for part in (make_evidence(claim, "Membership of a pact"), make_relation(claim, "contests", other)):
        save(part, row("citations", 0, source=document.pk, passage_number=2, quote="troops had left"))
        assert part.citations.get().quote == "troops had left"
        assert url(part) in office.get(url(claim)).content.decode()
