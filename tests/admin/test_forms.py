"""What the forms of the office check, show and say."""

import json
from typing import Any

import pytest
from django.test import Client

from events import models
from tests.support.factories import (
    cite,
    make_actor,
    make_debate,
    make_document,
    make_event,
    make_evidence,
    make_further_reading,
    make_interpretation,
    make_reference,
    make_relation,
    make_source,
    make_theme,
    publish,
)
from tests.support.office import errors_of, row, url

pytestmark = pytest.mark.any_database


def csl(**changes: Any) -> dict[str, str]:
    record = {"type": "book", "title": "Romania and the Warsaw Pact"} | changes
    return {
        "csl": json.dumps({key: value for key, value in record.items() if value is not None}),
        "kind": "secondary",
    }


# --- events -----------------------------------------------------------------------------------------------


def test_the_form_says_in_words_what_the_saved_date_means(office: Client, db: None):
    event = make_event(date="[1965..1969]", date_part="late")
    page = office.get(url(event)).content.decode()
    assert "late 1960s" in page
    assert "earliest 1965-01-01, latest 1969-12-31" in page


def test_a_date_that_is_not_understood_is_refused_and_kept_in_the_form(save: Any, db: None):
    answer = save(make_event(), {"date": "soon after", "date_basis": "stated"}, follow=True)
    assert "date" in answer.context["adminform"].form.errors
    assert "soon after" in answer.content.decode()


def test_a_date_needs_its_basis(save: Any, db: None):
    assert "Say on what the date rests" in errors_of(save(make_event(), {"date": "1963-07"}))


def test_a_relative_date_is_shown_and_follows_its_event(save: Any, office: Client, db: None):
    anchor = make_event("The vote", date="1979")
    after = make_event("What followed", after_event=anchor, offset="P1M")
    save(anchor, {"date": "1980"})
    after.refresh_from_db()
    assert after.earliest == 19800201
    assert "earliest 1980-02-01, latest 1981-01-31" in office.get(url(after)).content.decode()


def test_two_events_are_not_dated_from_each_other(save: Any, db: None):
    one = make_event(date="1979")
    two = make_event(after_event=one)
    answer = save(one, {"date": "", "date_basis": "relative", "after_event": two.pk}, follow=True)
    assert "go round in a circle" in errors_of(answer)


def test_an_event_is_not_linked_to_itself(save: Any, db: None):
    event = make_event()
    answer = save(event, row("links", 0, kind="led_to", target=event.pk), follow=True)
    assert "not linked to itself" in errors_of(answer)


def test_the_same_participant_twice_in_one_role_is_refused(save: Any, db: None):
    actor = make_actor()
    event = make_event(participants=[actor])
    answer = save(event, row("participations", 1, actor=actor.pk, role="participant"), follow=True)
    assert answer.context["form_errors"]
    assert event.participations.count() == 1


def test_the_same_further_reading_twice_is_refused(save: Any, db: None):
    event, book = make_event(), make_source()
    make_further_reading(event, book)
    answer = save(event, row("further_reading", 1, source=book.pk), follow=True)
    assert "Another row says the same" in errors_of(answer)


# --- interpretations --------------------------------------------------------------------------------------


def test_named_historians_have_names(save: Any, db: None):
    answer = save(make_interpretation(), {"argument": "Because."}, follow=True)
    assert "Name at least one of the historians" in errors_of(answer)


def test_evidence_is_an_event_or_a_circumstance_and_not_both(save: Any, db: None):
    claim, event = make_interpretation(voice="document"), make_event()
    both = row("evidence", 0, event=event.pk, circumstance="A pact", bearing="supports")
    assert "not both" in errors_of(save(claim, both))
    assert "or describe a circumstance" in errors_of(save(claim, row("evidence", 0, bearing="undermines")))
    save(claim, row("evidence", 0, event=event.pk, bearing="supports"))
    assert claim.evidence.get().event == event


def test_the_same_evidence_twice_is_refused_in_the_form_and_on_its_own_page(save: Any, db: None):
    claim, event = make_interpretation(voice="document"), make_event()
    make_evidence(claim, event)
    answer = save(claim, row("evidence", 1, event=event.pk, bearing="supports"), follow=True)
    assert "Another row says the same" in errors_of(answer)
    other = make_evidence(claim, event, bearing="undermines")
    assert "says the same" in errors_of(save(other, {"bearing": "supports"}))


def test_two_new_rows_that_say_the_same_are_refused(save: Any, db: None):
    claim, event = make_interpretation(voice="document"), make_event()
    rows = row("evidence", 0, event=event.pk, bearing="supports") | row(
        "evidence", 1, event=event.pk, bearing="supports"
    )
    assert "Another row says the same" in errors_of(save(claim, rows))


def test_evidence_asserted_by_its_own_interpretation_is_asserted_by_none_other(save: Any, db: None):
    claim = make_interpretation(voice="document")
    save(claim, row("evidence", 0, circumstance="A pact", bearing="supports", asserted_by=claim.pk))
    assert claim.evidence.get().asserted_by is None


def test_an_interpretation_stands_in_no_relation_to_itself(save: Any, db: None):
    claim = make_interpretation(voice="document")
    answer = save(
        claim, row("relations", 0, kind="contests", target=claim.pk, ground="cause", drawn_by="editor"), follow=True
    )
    assert "no relation to itself" in errors_of(answer)


def test_only_the_ground_date_argues_for_a_date(save: Any, db: None):
    answer = save(make_interpretation(voice="document"), {"argued_date": "1958"}, follow=True)
    assert "Only an interpretation on the ground “date”" in errors_of(answer)


# --- debates, sources, passages ---------------------------------------------------------------------------


def test_a_debate_is_published_with_an_introduction_and_not_without(save: Any, db: None):
    debate = make_debate()
    assert "without an introduction" in errors_of(save(debate, {"status": "published"}))
    save(debate, {"status": "published", "introduction": "Historians differ."})
    debate.refresh_from_db()
    assert debate.is_published


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": None}, "Give the work's title"),
        ({"type": "bok"}, "Perhaps: book"),
        ({"type": "article journal"}, "Perhaps: article-journal"),
        ({"type": None}, "Give the work's type"),
        ({"author": "Deletant, Dennis"}, "“author” is a list of names"),
        ({"issued": "2007"}, "“issued” is a date"),
        ({"issued": {"date-parts": [[2007, 13]]}}, "“issued” is a date"),
    ],
)
def test_a_csl_record_is_checked_and_the_message_says_what_to_do(changes: Any, message: str, save: Any, db: None):
    assert message in errors_of(save(models.Source, csl(**changes)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"title": "One", "title": "Two"}', "“title” stands there twice"),
        ('{\n"title": }', "in line 2 at character 10"),
        ('["book"]', "one JSON object"),
        ("", "Give the work's title"),
    ],
)
def test_what_is_no_json_object_is_refused_and_kept(text: str, message: str, save: Any, db: None):
    answer = save(models.Source, csl() | {"csl": text}, follow=True)
    assert message in errors_of(answer)
    assert answer.context["adminform"].form["csl"].value() == text


def test_a_sources_slug_follows_from_its_record(save: Any, db: None):
    save(
        models.Source,
        csl(author=[{"family": "Deletant", "given": "Dennis"}], issued={"date-parts": [[2007]]}),
    )
    assert models.Source.objects.get().slug == "deletant-2007"


def test_a_csl_record_with_diacritics_is_shown_readably_and_unchanged_by_a_save(save: Any, office: Client, db: None):
    source = make_source(title="România și Tratatul de la Varșovia")
    assert "România și Tratatul" in office.get(url(source)).content.decode()
    before = source.updated_at
    save(source)
    source.refresh_from_db()
    assert source.updated_at == before


def test_a_documents_text_is_not_in_the_form_but_the_ways_to_its_passages_and_references_are(office: Client, db: None):
    document = make_document()
    make_reference(document.passages.get(number=1))
    response = office.get(url(document))
    assert "text" not in response.context["adminform"].form.fields
    page = response.content.decode()
    assert "3 passages" in page
    assert "1 of them unresolved" in page
    assert f"/admin/events/passage/?source__id__exact={document.pk}" in page
    assert office.get(f"/admin/events/passage/?source__id__exact={document.pk}").context["cl"].result_count == 3


def test_only_a_displaced_marker_gets_another_home_and_only_in_its_document(save: Any, db: None):
    passage = make_document().passages.get(number=1)
    standing, displaced = (
        make_reference(passage, "8"),
        make_reference(passage, "13", displaced=True, offset=9),
    )
    assert "only a displaced one" in errors_of(save(standing, {"home_number": "2"}))
    assert "none with the number 9" in errors_of(save(displaced, {"home_number": "9"}))
    save(displaced, {"home_number": "2", "resolves_to": make_source().pk})
    displaced.refresh_from_db()
    assert (displaced.home_passage.number, displaced.marker) == (2, "13")


def test_references_are_edited_beside_their_passage(save: Any, db: None):
    passage = make_document().passages.get(number=1)
    reference = make_reference(passage, displaced=True)
    save(passage, {"references-0-home_number": "3", "note": "A note."})
    reference.refresh_from_db()
    assert reference.home_passage.number == 3


# --- panels and links -------------------------------------------------------------------------------------


def test_what_blocks_publication_stands_above_the_form_with_a_link(office: Client, db: None):
    page = office.get(url(make_event())).content.decode()
    assert "What blocks publication" in page
    assert 'href="#citations-group"' in page
    assert "What blocks publication" not in office.get(url(publish(make_event()))).content.decode()
    assert 'href="#id_introduction"' in office.get(url(make_debate())).content.decode()


def test_errors_are_summed_up_above_the_form_with_links_to_their_fields(save: Any, db: None):
    page = save(make_event(), {"title": "", "date": "soon"}, follow=True).content.decode()
    assert "Nothing is saved yet" in page
    assert '<a href="#id_title">' in page
    assert '<a href="#id_date">' in page


def test_a_form_lists_what_rests_on_the_record(office: Client, db: None):
    event, document = make_event(date="1958"), make_document()
    follower = make_event("A month later", after_event=event)
    claim = make_interpretation("Khrushchev decided.")
    evidence = make_evidence(claim, event)
    cite(evidence, document, "All Soviet troops had left")
    page = office.get(url(event)).content.decode()
    assert "Used in" in page
    assert "A month later" in page
    assert url(claim) in page
    assert url(follower) in page
    for record in (document, document.passages.get(number=2)):
        assert url(claim) in office.get(url(record)).content.decode()


def test_view_on_site_is_offered_for_what_readers_can_see(office: Client, db: None):
    theme = make_theme()
    event = make_event(themes=[theme])
    for record in (event, theme):
        assert "View on site" not in office.get(url(record)).content.decode()
    publish(event)
    for record in (event, theme):
        assert f'href="{record.get_absolute_url()}"' in office.get(url(record)).content.decode()


def test_relations_are_listed_on_the_form_of_their_target(office: Client, db: None):
    one, other = make_interpretation(), make_interpretation("Moscow decided.")
    make_relation(other, "contests", one)
    assert "Moscow decided." in office.get(url(one)).content.decode()


# --- what a refused form says -----------------------------------------------------------------------------------------


def test_a_date_that_is_refused_is_said_once(save: Any, db: None):
    answer = save(make_event("Troops leave"), {"date": "the day before", "date_basis": "stated"}, follow=True)
    assert len(answer.context["form_errors"]) == 1
    assert "An undated event has no basis" not in answer.content.decode()


def test_a_refused_form_has_one_box_of_errors(save: Any, db: None):
    page = save(make_event("Troops leave"), {"title": ""}, follow=True).content.decode()
    assert "Nothing is saved yet" in page and "Please correct the error" not in page
    assert "<title>Error: " in page


def test_a_quote_that_is_cut_within_a_word_is_saved_with_a_warning(save: Any, db: None):
    document, event = make_document(), make_event("Troops leave")
    for number, (quote, warned) in enumerate([("ll Soviet troops", True), ("All Soviet", False), ("1958.", False)]):
        answer = save(event, row("citations", number, source=document.pk, quote=quote), follow=True)
        assert ("begins or ends within a word" in answer.content.decode()) == warned, quote


def test_who_publishes_is_told_what_stays_hidden(save: Any, db: None):
    debate = make_debate("Why did they leave?")
    claim = make_interpretation("It was a reward.", debate=debate, proponents=[make_actor("Dennis Deletant")])
    cite(claim)
    answer = save(claim, {"status": "published"}, follow=True)
    assert "Readers are not told of “Why did they leave?”: its status is “draft”." in answer.content.decode()
