"""What people were stands behind their names, for the time of which a page speaks."""

import pytest
from django.test import Client

from events import models
from events.editing import disclosure
from events.record_data import reading
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def dej(h: History) -> models.Actor:
    actor = h.actors["dej"]
    ledger = make.make_source("party-ledger", title="Party ledger", author="Clerk", year=1966)
    make.make_office(actor, "electrician")
    make.make_office(actor, "First Secretary", "{1958-04-23,1965-01-18}", source=ledger)
    make.make_office(actor, "Premier", "1952/1955", translations={"what.ro": ["prim-ministru", ""]})
    return actor


def test_an_event_says_what_its_participants_were_then(client: Client, h: History, dej: models.Actor):
    margin = Page(client.get("/events/entry-of-mongolia-opposed/")).text("aside[@class='margin']")
    assert "Gheorghe Gheorghiu-Dej, First Secretary" in margin and "electrician" not in margin
    earlier = make.publish(make.make_event("Talks", date="1950", participants=[dej]))
    assert "Gheorghe Gheorghiu-Dej, electrician" in Page(client.get(earlier.get_absolute_url())).text("aside")


def test_an_interpretation_says_what_those_who_hold_it_were_when_they_made_it(client: Client, dej: models.Actor):
    claim = make.make_interpretation("They left.", proponents=[dej], made_on="1954")
    make.publish(claim)
    assert "Gheorghe Gheorghiu-Dej, Premier" in Page(client.get(claim.get_absolute_url())).text("aside")
    assert "Gheorghiu-Dej, prim-ministru" in Page(client.get(claim.get_absolute_url() + "?lang=ro")).text("aside")


def test_the_page_of_an_actor_has_all_of_them_in_time_each_with_its_source(client: Client, dej: models.Actor):
    page = Page(client.get(dej.get_absolute_url()))
    header = page.text("main/article/header")
    said = ["electrician", "Premier, 1952–1955", "First Secretary, 23 April 1958 and 18 January 1965 (Clerk 1966)"]
    assert [words for words in said if words in header.replace("\xa0", " ")] == said
    assert sorted(said, key=header.replace("\xa0", " ").index) == said
    assert page.links("main/article/header")["Clerk 1966"] == "/sources/party-ledger/"


def test_lists_and_suggestions_name_the_last(client: Client, dej: models.Actor):
    words = "First Secretary, 23 April 1958 and 18 January 1965"
    assert words in Page(client.get("/actors/")).text("main").replace("\xa0", " ")
    suggested = client.get("/suggest/", {"q": "gheorghiu"}).json()["suggestions"]
    (found,) = [one for one in suggested if one["kind"] == "person"]
    assert found["hint"].replace("\xa0", " ") == words


def test_the_source_of_an_office_is_public_with_the_actor_and_says_of_whom(client: Client, dej: models.Actor):
    assert "Says what they were Gheorghe Gheorghiu-Dej" in Page(client.get("/sources/party-ledger/")).text("main")
    make.make_office(make.make_actor("Nobody"), "clerk", source=make.make_source("secret-file"))
    assert client.get("/sources/secret-file/").status_code == 404


def test_who_publishes_an_event_is_told_of_the_sources_of_offices_that_come_with_it(h: History):
    actor = make.make_actor("Nobody")
    source = make.make_office(actor, "clerk", source=make.make_source("secret-file")).source
    draft = make.make_event("Talks", participants=[actor])
    assert disclosure.disclosed(draft, reading.read(draft)) == [actor, source]
