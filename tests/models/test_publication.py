"""What a record needs before readers may see it, and what a citation needs to count."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from events import models
from events.models import publication
from tests.support import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def publishable(record: Any) -> bool:
    record.status = "published"
    try:
        record.full_clean()
    except ValidationError as refused:
        assert list(refused.message_dict) == ["status"]
        return False
    return True


def event() -> Any:
    return make.make_event("Departure", date="1958-07-25")


def claim() -> Any:
    return make.make_interpretation("The withdrawal was a reward.")


@pytest.mark.parametrize("record", [event, claim])
def test_nothing_is_published_without_a_citation(record: Any):
    one = record()
    assert not publishable(one)
    make.cite(one)
    assert publishable(one)


@pytest.mark.parametrize("record", [event, claim])
@pytest.mark.parametrize(
    ("citation", "counts"),
    [
        ({"quote": "as promised"}, True),
        ({"locator": "p. 57"}, True),
        ({"locator": "", "whole_work": True}, True),
        ({"locator": "", "supports": "the date"}, False),
    ],
)
def test_a_source_without_stored_text_needs_a_quote_a_locator_or_the_whole_work(
    record: Any, citation: dict[str, Any], counts: bool
):
    one = record()
    make.cite(one, make.make_source("verona-1992"), **citation)
    assert publishable(one) == counts


@pytest.mark.parametrize(
    ("citation", "counts"),
    [
        ({}, True),
        ({"quote": ""}, False),
        ({"passage": None}, False),
        ({"quote": "", "whole_work": True}, False),
    ],
)
def test_a_stored_document_must_be_quoted(citation: dict[str, Any], counts: bool):
    one = event()
    document = make.make_document()
    passage = document.passages.first()
    models.Citation.objects.create(
        **{"event": one, "source": document, "passage": passage, "quote": passage.text, "locator": "p. 1"} | citation
    )
    assert publishable(one) == counts


def test_further_reading_is_not_enough():
    one = event()
    make.make_further_reading(one, make.make_source())
    assert not publishable(one)


def test_the_citation_of_its_evidence_is_not_enough_for_an_interpretation():
    one = claim()
    make.cite(make.make_evidence(one, event()))
    assert not publishable(one)


@pytest.mark.parametrize("introduction", ["", "  \n"])
def test_a_debate_needs_an_introduction(introduction: str):
    debate = make.make_debate("Why?", introduction=introduction)
    assert not publishable(debate)
    debate.introduction = "Two answers are given."
    assert publishable(debate)


def test_a_new_record_cannot_be_born_published():
    with pytest.raises(ValidationError):
        models.Event(slug="vote", title="Vote", status="published").full_clean()


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_what_is_not_published_needs_no_citation(status: str):
    one = event()
    one.status = status
    one.full_clean()


# --- citations ---

WORDS = "Then, in July 1963, Romania — then a member — opposed it, and in July 1963 said so."


def citation(quote: str, number: int = 1, **fields: Any) -> models.Citation:
    document = make.make_document(WORDS + "\nAnother sentence.")
    return models.Citation(
        event=event(), source=document, passage=document.passages.get(number=number), quote=quote, **fields
    )


@pytest.mark.parametrize("quote", ["Romania — then a member — opposed", WORDS, "in July 1963"])
def test_a_quote_that_stands_in_its_passage_letter_for_letter_is_accepted(quote: str):
    one = citation(quote)
    one.clean()
    assert one.passage.text[one.quote_offset :].startswith(quote)


def test_the_second_place_of_the_same_words_is_kept():
    second = WORDS.rindex("in July 1963")
    one = citation("in July 1963", quote_offset=second)
    one.clean()
    assert one.quote_offset == second


@pytest.mark.parametrize(
    "quote",
    [
        "Romania - then a member - opposed",
        "in july 1963",
        "in  July 1963",
        "in July 1963; ",
        "said so. Another",
        "Another sentence",
        "Rumania",
    ],
)
def test_a_quote_that_is_not_there_letter_for_letter_is_refused_with_the_nearest_words(quote: str):
    with pytest.raises(ValidationError) as refused:
        citation(quote).clean()
    assert "The nearest there" in refused.value.message_dict["quote"][0]


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [("Romania - then a", "Romania — then a"), ("and in July 1963", "and in July 1963"), ("", "Then,")],
)
def test_the_nearest_words_are_the_likest(quote: str, nearest: str):
    assert publication.nearest(quote, WORDS) == nearest


def test_the_nearest_words_of_a_very_long_text_are_its_beginning():
    assert publication.nearest("x", "word " * 3000) == ("word " * 3000)[:200]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"passage": None}, "passage"), ({"quote": ""}, "quote"), ({"source": None}, "passage")],
)
def test_a_citation_of_a_document_names_a_passage_of_it_and_quotes_it(changes: dict[str, Any], field: str):
    one = citation("in July 1963")
    if "source" in changes:
        changes = {"source": make.make_document("Something else.")}
    for name, value in changes.items():
        setattr(one, name, value)
    with pytest.raises(ValidationError) as refused:
        one.clean()
    assert list(refused.value.message_dict) == [field]


def test_a_citation_of_a_work_says_where():
    with pytest.raises(ValidationError) as refused:
        models.Citation(event=event(), source=make.make_source()).clean()
    assert list(refused.value.message_dict) == ["locator"]


def test_an_empty_citation_form_is_left_to_the_fields():
    models.Citation().clean()


@pytest.mark.each_database
def test_a_citation_of_words_that_are_gone_is_flagged_and_stays():
    document = make.make_document("The newest text.")
    gone = make.make_passage(document, 2, withdrawn_text="The words that were.")
    one = models.Citation.objects.create(event=event(), source=document, passage=gone, quote="words that")
    one.clean()
    assert one.is_flagged
    assert list(models.Citation.objects.flagged()) == [one]


# --- what the database itself refuses ---


def refuse(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.each_database
def test_a_citation_belongs_to_exactly_one_record():
    source = make.make_source()
    refuse(lambda: models.Citation.objects.create(source=source))
    refuse(lambda: models.Citation.objects.create(source=source, event=event(), interpretation=claim()))


@pytest.mark.each_database
def test_evidence_is_an_event_or_a_circumstance_and_said_once():
    one, on = claim(), event()
    refuse(lambda: models.Evidence.objects.create(interpretation=one))
    refuse(lambda: models.Evidence.objects.create(interpretation=one, event=on, circumstance="a pact"))
    make.make_evidence(one, on)
    refuse(lambda: make.make_evidence(one, on))
    make.make_evidence(one, on, bearing="undermines")


@pytest.mark.each_database
def test_an_interpretation_does_not_contest_itself_nor_another_twice():
    one, other = claim(), make.make_interpretation("It suited Moscow.")
    refuse(lambda: make.make_relation(one, "contests", one))
    make.make_relation(one, "contests", other)
    refuse(lambda: make.make_relation(one, "contests", other))
    make.make_relation(one, "contests", other, ground="date")


@pytest.mark.each_database
def test_only_a_claim_about_a_date_argues_for_one():
    refuse(lambda: make.make_interpretation("It was in May.", argued_date="1958-05"))
    with pytest.raises(ValidationError):
        models.Interpretation(
            slug="may", claim="It was in May.", voice="document", ground="cause", argued_date="1958-05"
        ).clean()
    make.make_interpretation("It was in May.", argued_date="1958-05", ground="date")


@pytest.mark.each_database
def test_an_event_is_not_linked_to_itself_and_has_one_date():
    one = event()
    refuse(lambda: make.make_link(one, "led_to", one))
    refuse(lambda: make.make_event("Vote", date="1979", after_event=one))


@pytest.mark.each_database
def test_what_is_used_cannot_be_deleted_unseen():
    actor, source = make.make_actor(), make.make_source()
    one = make.make_event("Vote", participants=[actor])
    make.cite(one, source)
    for used in (actor, source):
        with pytest.raises(ProtectedError):
            used.delete()
