"""Worklists in the office: the panel on the first page, and the lists that it leads to."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from events import models, worklists
from events.caching import versions
from events.worklists import registry
from tests.admin.test_lists import listed
from tests.support.factories import cite, make_actor, make_event, make_interpretation, make_place, make_source, publish
from tests.support.office import url
from tests.support.pages import Page
from tests.worklists.cases import CASES

pytestmark = pytest.mark.any_database


def panel(client: Client) -> dict[str, int]:
    """The lists on the first page: their addresses with their numbers."""
    page = Page(client.get("/admin/"))
    lines = page.all("section[@class='worklists']//li")
    return {line.find("a").get("href"): int(line.find("span").text) for line in lines}


def address(name: str) -> str:
    return f"{url(worklists.WORKLISTS[name].model)}?worklist={name}"


def test_each_number_on_the_first_page_is_that_of_the_list_it_leads_to(office: Client, db: None):
    cases = {name: make() for name, make in CASES.items()}
    numbers = panel(office)
    for name, (wanted, near_misses) in cases.items():
        changelist = office.get(address(name)).context["cl"]
        assert numbers[address(name)] == changelist.result_count, name
        assert set(changelist.queryset) & {*wanted, *near_misses} == set(wanted), name


def test_only_lists_with_something_in_them_are_shown_and_no_empty_group(office: Client, db: None):
    assert panel(office) == {}
    assert "Worklists" not in office.get("/admin/").content.decode()
    make_event(date="1964", date_basis="editor", place=make_place())
    assert panel(office) == {address("inferred-dates"): 1}
    headings = [heading.text for heading in Page(office.get("/admin/")).all("section[@class='worklists']//h3")]
    assert headings == ["Chronology"]


def test_groups_stand_in_one_order(office: Client, db: None):
    CASES["events-alike"](), CASES["inferred-dates"](), CASES["reported-interpretations"](), CASES["orphan-actors"]()
    headings = [heading.text for heading in Page(office.get("/admin/")).all("section[@class='worklists']//h3")]
    assert headings == ["Provenance", "Historiography", "Chronology", "Duplicates"]


def test_a_list_says_what_it_is_for_and_how_to_leave_it(office: Client, db: None):
    make_event(date="1964", date_basis="editor")
    query = {"worklist": "inferred-dates", "precision": "year", "p": "1"}
    page = Page(office.get(url(models.Event), query))
    section = page.one("section[@aria-labelledby='worklist']")
    assert section.find("h2").text == "Dates that editors inferred"
    assert "an editor found it elsewhere" in section.find("p").text
    assert section.find("p/a").get("href") == "?precision=year"


def test_a_list_without_a_worklist_says_nothing_of_one(office: Client, db: None):
    make_event()
    for query in ({}, {"worklist": "nothing-of-the-kind"}, {"worklist": "orphan-actors"}):
        page = Page(office.get(url(models.Event), query))
        assert not page.all("section[@aria-labelledby='worklist']")
        assert len(listed(office, models.Event, **query)) == 1


@pytest.mark.each_database
def test_a_worklist_works_together_with_the_other_filters_and_with_a_search(office: Client, db: None):
    make_event("A draft", date="1964", date_basis="editor")
    publish(make_event("A public one", date="1964", date_basis="editor"))
    make_event("Stated", date="1964")
    here = {"worklist": "inferred-dates"}
    assert listed(office, models.Event, **here) == {"A draft", "A public one"}
    assert listed(office, models.Event, status__exact="draft", **here) == {"A draft"}
    assert listed(office, models.Event, q="public", **here) == {"A public one"}
    assert listed(office, models.Event, q="stated", **here) == set()
    form = Page(office.get(url(models.Event), here)).one("form[@id='changelist-search']")
    assert [field.get("value") for field in form.iter("input") if field.get("name") == "worklist"] == ["inferred-dates"]


@pytest.mark.each_database
def test_counts_can_be_shown_beside_the_worklists_of_a_list(office: Client, db: None):
    for make in CASES.values():
        make()
    for model in {worklist.model for worklist in worklists.WORKLISTS.values()}:
        changelist = office.get(url(model), {"_facets": "True"}).context["cl"]
        shown = [choice["display"] for choice in changelist.filter_specs[0].choices(changelist)]
        counts = worklists.counts()
        assert shown[1:] == [f"{one.title} ({counts[one.name]})" for one in worklists.of_model(model)]


def test_a_list_of_records_without_worklists_offers_none(office: Client, db: None):
    page = office.get(url(models.Redirect))
    titles = {spec.title for spec in page.context["cl"].filter_specs}
    assert "worklist" not in titles and 'id="worklist"' not in page.content.decode()


def test_the_first_page_shows_lists_of_records_that_the_user_may_view_and_no_others(client: Client, db: None):
    make_actor(kind="state"), make_source()
    user = get_user_model().objects.create_user("reader", password="long enough", is_staff=True)
    client.force_login(user)
    assert panel(client) == {}
    user.user_permissions.add(Permission.objects.get(codename="view_actor"))
    assert panel(client) == {address("orphan-actors"): 1}
    assert client.get(address("orphan-sources")).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_source"))
    assert set(panel(client)) == {address("orphan-actors"), address("orphan-sources")}


def test_the_panel_is_on_the_first_page_alone(office: Client, db: None):
    make_actor()
    assert "Worklists" not in office.get("/admin/events/").content.decode()


def test_a_cut_list_says_that_there_may_be_more(office: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "MOST", 2)
    for number in range(4):
        make_event("Talks", slug=f"talks-{number}", date="1964", date_basis="editor")
    numbers = {
        line.find("a").get("href"): line.find("span").text
        for line in Page(office.get("/admin/")).all("section[@class='worklists']//li")
    }
    assert numbers[address("events-alike")] == "2+"
    assert numbers[address("inferred-dates")] == "4"


def test_the_first_page_costs_the_same_however_much_there_is_to_do(
    office: Client, db: None, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    for make in CASES.values():
        make()
    office.get("/admin/")
    with django_assert_max_num_queries(130) as few:
        office.get("/admin/")
    source = make_source("same", title="One work")
    for number in range(5):
        make_event("Talks", slug=f"talks-{number}", participants=[make_actor(life_dates="1901/1965")], date="1990")
        cite(make_interpretation(made_on="1900"), make_source(f"same-{number}", title="One work", issued="1950"))
        cite(make_event(), source)
    with django_assert_num_queries(len(few)):
        office.get("/admin/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.each_database
def test_the_numbers_are_kept_until_something_changes(
    office: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(versions, "SLOW", 1000)  # however busy the machine is
    actor = make_actor(kind="state")
    assert panel(office) == {address("orphan-actors"): 1}
    with django_assert_max_num_queries(24):  # the queue, changes and documents of the page
        assert panel(office) == {address("orphan-actors"): 1}
    make_event(participants=[actor])
    assert address("orphan-actors") not in panel(office)


def test_panel_and_list_speak_romanian(office: Client, db: None):
    make_actor()
    text = Page(office.get("/admin/", headers={"accept-language": "ro"})).root
    words = " ".join(text.itertext())
    assert "Liste de lucru" in words and "Proveniență" in words
    assert "Worklists" not in words and "Provenance" not in words
