"""Evidence and relations take their citations in the same form as the interpretation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from events import models
from events.editing.roles import CONTRIBUTOR
from tests.support.factories import (
    cite,
    make_document,
    make_event,
    make_evidence,
    make_interpretation,
    make_relation,
    publish,
)
from tests.support.forms import fields_of
from tests.support.office import Person, pending_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TEXT = "Romania refused to follow.\nAll Soviet troops had left Romania."


@pytest.fixture
def claim(db: None) -> models.Interpretation:
    claim = make_interpretation("It was independence.", voice="document")
    cite(claim, make_document(TEXT, slug="article"), "Romania refused to follow.")
    return claim


def source() -> str:
    return str(models.Source.objects.get(slug="article").pk)


def new_row(part: str, number: int, quote: str, **fields: Any) -> dict[str, Any]:
    row = {f"{part}-{number}-{name}": value for name, value in fields.items()}
    cited = f"{part}-{number}-citations"
    return row | {
        f"{part}-TOTAL_FORMS": str(number + 1),
        f"{cited}-TOTAL_FORMS": "1",
        f"{cited}-INITIAL_FORMS": "0",
        f"{cited}-0-source": source(),
        f"{cited}-0-quote": quote,
    }


def test_an_interpretation_is_saved_with_evidence_relation_and_their_citations_at_once(
    save: Callable[..., Any], claim: Any
):
    other = make_interpretation("It was tolerated.")
    event = make_event("Troops leave")
    row = new_row("evidence", 0, "Soviet troops", event=str(event.pk), bearing="supports")
    row |= new_row("relations", 0, "refused", kind="contests", target=str(other.pk), ground="fact", drawn_by="author")
    save(claim, row)
    evidence, relation = claim.evidence.get(), claim.relations.get()
    assert [(each.quote, each.passage.number) for each in evidence.citations.all()] == [("Soviet troops", 2)]
    assert [each.quote for each in relation.citations.all()] == ["refused"]
    assert claim.citations.count() == 1


def test_citations_of_a_row_are_changed_added_and_deleted_there(save: Callable[..., Any], claim: Any):
    evidence = make_evidence(claim, "A pact")
    first = cite(evidence, models.Source.objects.get(slug="article"), "Soviet troops")
    added = {"evidence-0-citations-1-source": source(), "evidence-0-citations-1-quote": "follow"}
    save(claim, {"evidence-0-citations-0-quote": "All Soviet troops"} | added)
    first.refresh_from_db()
    assert (first.quote, first.quote_offset) == ("All Soviet troops", 0)
    assert [each.quote for each in evidence.citations.all()] == ["All Soviet troops", "follow"]
    save(claim, {"evidence-0-citations-0-DELETE": "on"})
    assert [each.quote for each in evidence.citations.all()] == ["follow"]


def test_a_citation_that_is_wrong_is_named_and_nothing_is_saved(save: Callable[..., Any], claim: Any):
    event = make_event("Troops leave")
    page = save(claim, new_row("evidence", 0, "Soviet tanks", event=str(event.pk), bearing="supports"), follow=True)
    text = page.content.decode()
    assert 'href="#id_evidence-0-citations-0-quote"' in text and "These words are in no passage" in text
    assert not claim.evidence.exists()
    page = save(claim, new_row("evidence", 0, "Soviet troops"), follow=True)  # a citation of nothing
    assert "Choose an event, or describe a circumstance in words." in page.content.decode()
    assert not claim.evidence.exists()


def test_a_change_of_what_readers_see_waits_with_its_citation(claim: Any):
    evidence = make_evidence(claim, "A pact")
    publish(claim)
    person = Person(CONTRIBUTOR)
    cited = {"evidence-0-citations-0-source": source(), "evidence-0-citations-0-quote": "Soviet troops"}
    person.press("_submit", claim, cited)
    assert not evidence.citations.exists()
    assert pending_of(claim).data["evidence"][0]["citations"][0]["quote"] == "Soviet troops"


def test_a_form_without_these_fields_leaves_the_citations_alone(office: Client, save: Callable[..., Any], claim: Any):
    evidence = make_evidence(claim, "A pact")
    cite(evidence, models.Source.objects.get(slug="article"), "Soviet troops")
    fields = {name: value for name, value in fields_of(office.get(url(claim))).items() if "-citations-" not in name}
    office.post(url(claim), fields | {"argument": "Because.", "_save": "1"})
    claim.refresh_from_db()
    assert (claim.argument, evidence.citations.count()) == ("Because.", 1)


def test_rows_are_opened_with_as_many_queries_however_many_there_are(
    office: Client, claim: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
):
    def rows(number: int) -> None:
        for _each in range(number):
            evidence = make_evidence(claim, make_event())
            cite(evidence, models.Source.objects.get(slug="article"), "Soviet troops")
            relation = make_relation(claim, "contests", make_interpretation())
            cite(relation, models.Source.objects.get(slug="article"), "refused")

    rows(2)
    office.get(url(claim))
    with django_assert_max_num_queries(60) as few:
        office.get(url(claim))
    rows(4)
    with django_assert_num_queries(len(few)):
        office.get(url(claim))
