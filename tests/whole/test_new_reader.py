"""What a new reader wants to know first is as few presses away as it may be, each of them a link in sight."""

import pytest
from django.test import Client

from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(h: History, client: Client) -> Page:
    h.debate.featured = 1
    h.debate.save()
    make.cite(h.claims["relief"], h.document, "left Romania by 25 July 1958")
    return page(client)


def question(home: Page, client: Client) -> Page:
    return page(client, home.links("section[@class='first']")["Why did the troops leave?"])


def test_who_disagrees_with_whom_on_the_first_question_takes_one(home: Page, client: Client):
    words = question(home, client).text()
    assert "It suited Moscow" in words and "It was earned" in words and "Contest" in words


def test_the_contested_events_of_some_years_take_two(home: Page, client: Client):
    contested = page(client, next(url for words, url in home.links().items() if "accounts disagree (" in words))
    years = {words: url for words, url in contested.links("figure[@id='drawing']").items() if words.startswith("1958:")}
    assert page(client, years.popitem()[1]).events == ["departure-of-the-soviet-troops"]


def test_what_a_historian_argues_and_on_what_takes_one_from_any_claim(home: Page, client: Client):
    for address in (question(home, client).canonical, "/events/departure-of-the-soviet-troops/"):
        words = page(client, page(client, address).links()["Dennis Deletant"]).text()
        assert "arguably a reward" in words and "What they argue, and who answers" in words


def test_the_very_sentence_behind_a_claim_takes_one(home: Page, client: Client):
    address, _, passage = next(url for url in question(home, client).links().values() if "#p" in url).partition("#")
    text = page(client, address)
    assert passage in text.ids and text.all(f"*[@id='{passage}']//mark")


def test_two_opposed_claims_side_by_side_take_one(home: Page, client: Client):
    compared = next(url for url in question(home, client).links().values() if url.startswith("/compare/"))
    assert "contradict" in page(client, compared).text()


def test_a_view_is_cited_where_it_is_seen(home: Page, client: Client):
    view = page(client, "/?to=1964&q=&contested=1")
    assert view.canonical in view.text("section[@class='cite']") and view.canonical.endswith("/?contested=1&to=1964")
