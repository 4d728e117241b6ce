"""The page of an event: what is argued under its questions, rival datings, and what it costs."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from events import models
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DEPARTURE = "/events/departure-of-the-soviet-troops/"


def page(client: Client, address: str = DEPARTURE) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response)


def answers(found: Page) -> dict[str, ElementTree.Element]:
    sections = [section for section in found.all("section") if section.get("class") == "answer"]
    return {text_of(section.find("h3")): section for section in sections}


@pytest.mark.each_database
def test_answers_face_each_other_with_whose_they_are_and_on_what_ground(client: Client, h: History):
    facing = answers(page(client))
    assert list(facing) == ["It suited Moscow", "It was earned"]
    suited, earned = map(text_of, facing.values())
    assert "Moscow wanted them out of Romania. The withdrawal suited Moscow. Robert King, 1980" in suited
    assert "about the motive" in suited and "must explain it" in suited and "contested by" in suited
    assert "The withdrawal was a reward. Dennis Deletant and others" in earned and "1999" in earned
    assert "contests Robert King, on the motive (compare)" in earned


def test_an_account_of_somebody_who_took_part_says_so(client: Client, h: History):
    assert "who took part" not in page(client).text()
    h.claims["relief"].proponents.set([h.actors["moscow"]])
    suited, earned = map(text_of, answers(page(client)).values())
    assert "Soviet Union, who took part, 1980" in suited and "who took part" not in earned


def test_the_question_leads_to_all_its_accounts(client: Client, h: History):
    make.publish(make.make_interpretation("It was chance.", debate=h.debate))
    links = page(client).links()
    assert (
        links["Why did the troops leave?"]
        == links["All 3 accounts side by side"]
        == "/debates/why-did-the-troops-leave/"
    )


def test_what_belongs_to_no_question_stands_by_itself_and_last(client: Client, h: History):
    heads = [text_of(h2) for h2 in page(client).all("h2")]
    assert heads[:3] == ["Why did the troops leave?", "What else is argued", "The words behind it"]


def test_why_it_is_dated_so_is_a_sentence_of_its_own_and_what_words_support_is_said_in_any_grammar(
    client: Client, h: History
):
    h.events["departure"].date_basis, h.events["departure"].date_note = "inferred", "Alina Urs gives no day."
    h.events["departure"].save()
    h.events["departure"].citations.update(supports="that all had left")
    found = page(client)
    assert ". Alina Urs gives no day." in found.text("p[@class='when']")
    assert found.text("figcaption/span") == "that all had left:"


def test_an_event_about_which_nothing_is_argued_says_so(client: Client, h: History):
    found = page(client, "/events/austrian-state-treaty/")
    assert "No interpretation of this event is recorded here." in found.text()
    assert not found.all("h2[@class='disputed']")


def test_as_much_of_each_answer_is_in_sight_and_the_rest_is_folded(client: Client, h: History):
    for number in range(9):
        answer = h.claims["relief"].answer if number < 5 else h.claims["reward"].answer
        claim = make.make_interpretation(f"Further claim {number}.", debate=h.debate, answer=answer)
        make.make_evidence(make.publish(claim), h.events["departure"])
    for section, folded in zip(answers(page(client)).values(), ("3 more accounts", "2 more accounts"), strict=True):
        in_sight, more = section.find("ol"), section.find("details")
        assert len(in_sight) == 3
        assert text_of(more.find("summary")) == folded
        assert len(more.find("ol")) == int(folded[0])


def test_rival_datings_stand_on_one_axis_and_in_an_equal_list(client: Client, h: History):
    when = make.make_debate("When had they left?", status="published")
    for claim, date in (("In July.", "1958-07"), ("On 17 August.", "1958-08-17")):
        one = make.make_interpretation(
            claim, debate=when, ground="date", argued_date=date, proponents=[make.make_actor(f"Of {date}")]
        )
        make.make_evidence(make.publish(one), h.events["departure"])
    found = page(client)
    (drawing,) = [div for div in found.all("div") if div.get("class") == "drawing datings"]
    rows = drawing.findall("ol/li")
    assert [text_of(row.find("p")) for row in rows] == ["July 1958 Of 1958-07", "17 August 1958 Of 1958-08-17"]
    hatched, day = (
        next(float(mark.get("x", "").rstrip("%")) for mark in row.iter("svg") if mark.get("x")) for row in rows
    )
    assert 0 < hatched < day < 100
    assert len([line for line in rows[0].iter("line") if line.get("class") == "own"]) == 2
    assert not any("style" in element.attrib for element in drawing.iter())
    assert next(text_of(h2) for h2 in found.all("h2")) == "When had they left?"


def test_a_hidden_question_and_its_answers_are_not_named(client: Client, h: History):
    models.Debate.objects.update(status="draft")
    found = page(client)
    for words in ("Why did the troops leave?", "It suited Moscow", "Moscow wanted them out", "It was earned"):
        assert words not in found.html
    assert "The withdrawal suited Moscow." in found.text()


def test_the_year_leads_to_the_event_in_the_timeline(client: Client, h: History):
    for address in (DEPARTURE, "/events/helsinki-groups-founded/", "/events/expulsion-from-the-pact-suggested/"):
        link = page(client, address).one("p[@class='meta kicker']/a")
        there = client.get(link.get("href", "").partition("#")[0])
        assert f"event-{address.split('/')[2]}" in Page(there).ids
    assert text_of(page(client).one("p[@class='meta kicker']/a")) == "Timeline, 1958"


@pytest.mark.parametrize("date", ["-0043-03-15", "Y-170000002", "0000", "..", "[..-0100]"])
@pytest.mark.each_database
def test_events_of_other_ages_have_a_page(client: Client, date: str):
    event = make.make_event("Ides", date="" if date == ".." else date)
    claim = make.make_interpretation("Later.", ground="date", argued_date="Y170000002")
    make.make_evidence(make.publish(claim), make.publish(event))
    found = page(client, "/events/ides/")
    assert client.get(found.one("p[@class='meta kicker']/a").get("href", "").partition("#")[0]).status_code == 200


def test_texts_that_run_from_right_to_left_keep_their_place(client: Client, h: History, settings: Any):
    claim = make.make_interpretation("انسحبت القوات.", debate=h.debate, proponents=[make.make_actor("أحمد")])
    make.make_evidence(make.publish(claim), h.events["departure"])
    assert "انسحبت القوات. أحمد" in page(client).text()


def test_the_page_costs_the_same_number_of_queries_however_much_is_argued(
    client: Client, h: History, django_assert_max_num_queries: Any
):
    page(client)  # and the columns are read
    with django_assert_max_num_queries(24) as few:
        page(client)
    number_of_queries = len(few)
    for number in range(60):
        claim = make.make_interpretation(
            f"Claim number {number}.",
            debate=h.debate,
            answer=h.claims["relief"].answer,
            proponents=[h.actors["king"]],
        )
        make.cite(make.make_evidence(claim, h.events["departure"]), h.document, "left Romania")
        make.make_relation(claim, "contests", h.claims["reward"])
    models.Interpretation.objects.update(status="published")
    assert "58 more accounts" in page(client).text()
    with django_assert_max_num_queries(number_of_queries):
        page(client)
