"""What the timeline opens with where nothing is chosen: the questions that editors feature."""

import pytest
from django.test import Client

from events import models
from events.timeline.opening import LONGEST_QUOTE, OpeningAnswer
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def featured(h: History) -> models.Debate:
    h.debate.featured = 1
    h.debate.introduction = "In 1958 the troops left.\n\nHistorians differ."
    h.debate.save()
    return h.debate


def opening(client: Client, address: str = "/") -> str:
    return page(client, address).text("div[@class='opening']")


def test_a_featured_question_opens_with_its_scene_and_its_answers_facing_each_other(
    client: Client, featured: models.Debate
):
    words = opening(client)
    assert words.index("Why did the troops leave?") < words.index("In 1958 the troops left.")
    assert "Historians differ." not in words
    first, second = page(client).all("section[@class='first']/div[@class='sides two']/div")
    assert text_of(first).startswith("It suited Moscow ")
    assert text_of(second).startswith("It was earned ")
    assert "1 account: Dennis Deletant and others, as reported, 1999" in text_of(second)
    assert page(client).text("p[@class='or']") == "or"


def test_words_are_quoted_of_every_answer_or_of_none(client: Client, h: History, featured: models.Debate):
    assert "arguably a reward" not in opening(client)  # of the other answer nothing is quoted
    make.cite(h.claims["relief"], h.document, "left Romania by 25 July 1958")
    assert "arguably a reward" in opening(client) and "left Romania by 25 July 1958" in opening(client)


def test_with_filters_the_view_comes_first(client: Client, featured: models.Debate):
    for address in ("/?theme=military", "/?contested=1", "/?from=soon"):
        assert not page(client, address).all("div[@class='opening']")
    assert page(client, "/?theme=military").text("h1") == "2 events of 6"
    assert "Why did the troops leave?" in opening(client, "/?notes=brief&order=-date")


def test_two_more_questions_stand_beside_it_and_all_are_counted(client: Client, h: History, featured: models.Debate):
    for place in (2, 3, 4):
        make.publish(make.make_debate(f"Question {place}?", featured=place))
    make.make_debate("A draft?", featured=5)
    words = page(client).text("section[@class='beside']")
    assert "Question 2?" in words and "Question 3?" in words
    assert "Question 4?" not in words and "draft" not in words
    assert page(client).links()["All 4 questions"] == "/debates/"


def test_an_answer_that_nobody_gives_in_public_is_none(client: Client, h: History, featured: models.Debate):
    h.claims["relief"].status = "draft"
    h.claims["relief"].save()
    words = page(client).text("section[@class='first']")
    assert "It was earned" in words and "It suited Moscow" not in words


def test_without_a_featured_question_all_stand_side_by_side(client: Client, h: History):
    found = page(client)
    assert not found.all("section[@class='first']")
    assert "Why did the troops leave?" in found.text("section[@class='beside']")


def test_a_corpus_without_questions_opens_with_its_title(client: Client):
    make.publish(make.make_event("Vote", date="1979"))
    found = page(client)
    assert found.text("div[@class='opening']").startswith(found.text("h1"))
    assert not found.all("section[@class='beside']")


def test_of_many_accounts_some_are_named(client: Client, h: History, featured: models.Debate):
    for year in (1970, 1971, 1972, 1973):
        holder = make.make_actor(f"Ion {year}")
        make.publish(
            make.make_interpretation(
                f"It was earned, {year}.",
                proponents=[holder],
                made_on=str(year),
                debate=h.debate,
                answer=h.claims["reward"].answer,
            )
        )
    assert "5 accounts: Ion 1970, 1970; Ion 1971, 1971 and 3 more" in opening(client)


def test_words_in_another_language_are_not_quoted_beside_those_of_the_site(h: History):
    claim = h.claims["reward"]
    make.cite(claim, h.sources["verona"], "Prawda jest taka", locator="p. 1")
    models.Citation.objects.filter(interpretation=claim).exclude(quote="Prawda jest taka").delete()
    for language, is_quoted in (("pl", False), ("en", True)):
        claim.citations.update(quote_language=language)
        answer = OpeningAnswer("They left", "They left.", 1, [models.Interpretation.objects.get(pk=claim.pk)])
        assert bool(answer.quotation) is is_quoted


def test_a_quotation_stands_whole_or_not_at_all(h: History):
    claim = h.claims["reward"]
    for length, is_quoted in ((LONGEST_QUOTE, True), (LONGEST_QUOTE + 1, False)):
        claim.citations.update(quote="x" * length)
        answer = OpeningAnswer("They left", "They left.", 1, [models.Interpretation.objects.get(pk=claim.pk)])
        assert answer.quote == ("x" * length if is_quoted else "")
