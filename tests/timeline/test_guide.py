"""How to read the timeline: each kind of mark with an event of the corpus that has it."""

import pytest
from django.test import Client

from events.timeline import guide
from events.timeline.drawing import detail
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_each_kind_of_mark_that_the_corpus_has_is_shown_by_an_event_of_it(client: Client, h: History):
    shown = guide.examples()
    assert {"A day", "Accounts disagree"} <= {str(one.words)[:1].upper() + str(one.words)[1:] for one in shown}
    page = Page(client.get("/how-to-read/"))
    for example in shown:
        assert example.mark.url in page.links().values()
        assert detail.shapes_of([example.mark]) & example.drawing.shapes
    assert page.all("svg[@class='detail']")


def test_a_draft_is_no_example(client: Client, db: None):
    make.make_event("secret", date="1958-07-25", status="draft")
    assert guide.examples() == []
    assert "no events here yet" in Page(client.get("/how-to-read/")).text()


def test_it_says_the_same_order_as_the_list(client: Client, h: History):
    sentence = "What lasted stands at the latest day on which it can have begun"
    assert sentence in Page(client.get("/how-to-read/")).text()
    assert sentence in Page(client.get("/")).text()
