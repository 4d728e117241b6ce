"""The pages of questions and of what is argued: even-handed, whole, and light however much is argued."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import models
from events.signals import invalidation
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS = "/debates/did-he-refuse/"

ANSWERS = ("It was a bluff", "Asked", "Refused", "Nobody knows")


@invalidation.batched()
def make_question(answers: int = 2, accounts: int = 4, **fields: Any) -> models.Debate:
    """A published question of the accounts of several historians, each contesting the one before it."""
    debate = make.make_debate("Did he refuse?", **{"status": "published", "introduction": "A scene.\n\nMore."} | fields)
    given = [make.make_answer(debate, name) for name in ANSWERS[:answers]]
    source = make.make_source(author="Opriș", year=2009)
    event = make.make_event("Invasion", slug=debate.slug, date="1968-08-21", status="published")
    before = None
    for n in range(accounts):
        one = make.make_interpretation(
            f"Claim {n}: the usual statement that he refused to take part in the invasion is misleading.",
            slug=f"{debate.slug}-{n}",
            debate=debate,
            status="published",
            answer=given[n % answers] if answers else None,
            made_on=str(1969 + n % 50),
            proponents=[make.make_actor(f"Historian Number{n}", slug=f"{debate.slug}-{n}")],
        )
        make.cite(
            one, source, "It was usual to say that he had refused, but none of those who were there had asked him."
        )
        make.make_evidence(one, event, bearing=("supports", "must_explain")[n % 2], asserted_by=before)
        make.make_evidence(one, f"what the minutes of the meeting {n} say")
        if before:
            make.make_relation(one, ("contests", "supports", "qualifies")[n % 3], before)
        before = one
    return debate


def shape(element: ElementTree.Element) -> list[tuple[str, str | None]]:
    """The elements of a part of a page in order: what it is made of, whatever it says."""
    return [(one.tag, one.get("class")) for one in element.iter() if one.tag not in ("a", "b", "span", "i")]


def test_two_answers_face_each_other_with_the_same_fields_and_heading_levels(client: Client):
    make_question()
    page = Page(client.get(ADDRESS))
    assert page.one("div[@class='answers facing n2']") is not None
    asked, bluff = page.all("section[@class='side']")
    assert [text_of(side.find(".//h2")) for side in (asked, bluff)] == ["Asked", "It was a bluff"]  # type: ignore[arg-type]
    assert shape(asked) == shape(bluff)
    assert "Answers stand in alphabetical order." in page.text()
    assert "it is no vote" in page.text()


def test_more_answers_stand_in_a_row_and_each_has_its_section(client: Client):
    make_question(answers=4, accounts=6)
    page = Page(client.get(ADDRESS))
    row = page.one("ul[@class='glance']")
    assert [text_of(item).split(" account")[0] for item in row] == [
        "Asked 2",
        "It was a bluff 2",
        "Nobody knows 1",
        "Refused 1",
    ]
    assert len({tuple(shape(item)) for item in row}) == 1
    targets = [link.get("href") for link in row.iter("a")]
    assert [f"#{section.get('aria-labelledby')}" for section in page.all("section[@class='side']")] == targets
    assert not page.all("div[@class='answers facing n4']")


def test_the_introduction_begins_with_its_scene_and_the_page_says_what_the_disagreement_turns_on(client: Client):
    make_question(turns_on="Whether Moscow ever asked.")
    page = Page(client.get(ADDRESS))
    assert text_of(page.one("p[@class='lead']")) == "A scene."
    assert text_of(page.one("p[@class='more']")) == "More."
    assert text_of(page.one("p[@class='turns-on']")).endswith("Whether Moscow ever asked.")


def test_a_question_without_answers_has_its_accounts_in_one_list(client: Client):
    make_question(answers=0, accounts=3)
    page = Page(client.get(ADDRESS))
    side = page.one("section[@class='side']")
    assert text_of(side).startswith("What is argued 3 accounts")
    assert [text_of(item.find("h3"))[:9] for item in side.iter("li")] == ["1 Claim 0", "2 Claim 1", "3 Claim 2"]
    assert "alphabetical" not in page.text()


def test_accounts_beside_the_answers_have_a_section_of_their_own(client: Client):
    debate = make_question()
    make.make_interpretation("He meant something else.", debate=debate, status="published")
    page = Page(client.get(ADDRESS))
    beside = page.all("section[@class='side']")[-1]
    assert text_of(beside).startswith("Accounts beside the answers")
    assert "5 He meant something else." in text_of(beside)
    assert "Beside the answers" in text_of(page.one("table[@class='in-time columns']/thead"))


def test_an_account_has_holder_year_work_part_ground_words_and_replies(client: Client):
    make_question(accounts=2)
    page = Page(client.get(ADDRESS))
    first = text_of(page.one("li[@id='a1']"))
    assert first.startswith("1 Claim 1: the usual statement")
    for words in ("Historian Number1, 1970 · about the cause", "It was usual", "Opriș 2009", "Supports 2 Number0."):
        assert words in first, words


def test_two_accounts_of_which_one_contests_the_other_can_be_compared(client: Client):
    make_question()
    links = Page(client.get(ADDRESS)).links()
    assert [url for words, url in links.items() if words.startswith("compare with")] == [
        "/compare/?a=did-he-refuse-3&b=did-he-refuse-2"
    ]


@pytest.mark.each_database
def test_what_only_drafts_answer_is_neither_on_the_page_nor_in_the_list(client: Client):
    debate = make_question()
    hidden = make.make_answer(debate, "Canary")
    make.make_interpretation("Canary claim.", debate=debate, answer=hidden)
    for address in (ADDRESS, "/debates/"):
        assert "Canary" not in client.get(address).content.decode()


@pytest.mark.each_database
def test_the_list_has_featured_questions_first_with_answers_counts_and_years(client: Client, h: History):
    make_question(featured=1)
    page = Page(client.get("/debates/"))
    entries = [text_of(item) for item in page.one("ul[@class='index spacious']")]
    assert entries == [
        "Did he refuse? Asked (2) or It was a bluff (2) 4 accounts · 1968",
        "Why did the troops leave? It suited Moscow (1) or It was earned (1) 2 accounts · 1958",
    ]


def test_an_empty_list_of_questions_says_so(client: Client):
    assert "None yet." in Page(client.get("/debates/")).text()


def test_pages_of_questions_cost_the_same_number_of_queries_however_much_is_argued(client: Client):
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    make_question(accounts=5)
    few = [queries(address) for address in (ADDRESS, "/debates/", "/interpretations/did-he-refuse-3/")]
    make_question(answers=4, accounts=12, slug="asked-again")
    assert few == [
        queries(address) for address in ("/debates/asked-again/", "/debates/", "/interpretations/asked-again-3/")
    ]


def test_a_question_with_two_hundred_accounts_stays_under_200_kilobytes_and_says_what_it_leaves_out(client: Client):
    make_question(answers=4, accounts=200)
    response = client.get(ADDRESS)
    page = Page(response)
    assert len(response.content) < 200 * 1024
    assert len(page.all("section[@class='side']/ol/li")) == 200
    assert "the words of each stand on its own page" in page.text()
    assert not page.all("blockquote")
    assert "Bars count the accounts of each answer" in page.text()


# --- interpretations ---


def test_an_interpretation_without_quoted_words_rests_on_a_paraphrase(client: Client, h: History):
    quoted = Page(client.get("/interpretations/the-withdrawal-was-a-reward/")).text()
    assert "The words behind it" in quoted
    paraphrased = Page(client.get("/interpretations/the-withdrawal-suited-moscow/")).text()
    assert "Rests on (paraphrased)" in paraphrased and "The words behind it" not in paraphrased
    assert "in their own words" not in paraphrased


def test_an_interpretation_names_its_question_and_its_answer(client: Client, h: History):
    page = Page(client.get("/interpretations/the-withdrawal-was-a-reward/"))
    assert "The question: Why did the troops leave? Its answer: It was earned." in text_of(page.one("article/header"))
    listed = Page(client.get("/interpretations/")).text()
    assert "Why did the troops leave? It was earned" in listed
