"""Merging in the office: who may, what they see before, and the way back."""

import re
from typing import Any

import pytest
from django.test import Client
from reversion.models import Version

from events import models, worklists
from events.editing import merging, pending
from events.record_data import reading
from tests.support.factories import (
    make_actor,
    make_debate,
    make_document,
    make_event,
    make_interpretation,
    make_link,
    make_source,
    make_theme,
    publish,
)
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, press, url
from tests.support.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def pair(db: None) -> tuple[Any, Any]:
    """Two actors that are one; readers see the second, and more leads to it."""
    other, known = make_actor("Ceausescu"), make_actor("Nicolae Ceaușescu")
    publish(make_event("Congress", participants=[other, known]))
    make_event("Speech", participants=[known])
    make_interpretation("He asked for it.", proponents=[known])
    return other, known


def address(record: Any, other: Any = None) -> str:
    return url(record, "merge") + (f"?with={other.pk}" if other else "")


def exists(record: Any) -> bool:
    return type(record)._base_manager.filter(pk=record.pk).exists()


def merge(person: Person, record: Any, other: Any, shown: Any = None, **changes: str) -> Any:
    """Opens the page of both, chooses what `changes` say, and presses the button."""
    shown = shown or person.client.get(address(record, other))
    return person.post(address(record), fields_of(shown) | changes, follow=True)


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["Contributor", "Editor"])
def test_who_may_not_merge_is_offered_nothing_and_refused(role: str, pair: Any, publisher: Person):
    person, (one, other) = Person(role), pair
    assert "Merge" not in person.open(one).content.decode()
    assert "merge_selected" not in person.client.get(url(models.Actor)).content.decode()
    for method in (person.client.get, person.client.post):
        assert method(address(one, other)).status_code == 403
    done = merging.merge(other, one, publisher.user)
    for method in (person.client.get, person.client.post):
        assert method(f"/admin/events/actor/merge/{done.pk}/undo/").status_code == 403
    assert not exists(one)


def test_a_publisher_is_offered_it_on_the_form(pair: Any, publisher: Person):
    links = [link.get("href") for link in Page(publisher.open(pair[0])).all("a")]
    assert address(pair[0]) in links


@pytest.mark.parametrize("make", [make_actor, make_source, make_event, make_interpretation, make_debate, make_theme])
def test_every_kind_of_record_can_be_merged(make: Any, publisher: Person):
    one, other = make(), make()
    answer = merge(publisher, one, other, keep=str(one.pk))
    assert "Undo the merge" in messages_of(answer)
    assert exists(one) and not exists(other)


def test_passages_and_redirects_cannot_be_merged(publisher: Person):
    passage = make_document().passages.first()
    assert "Merge" not in publisher.open(passage).content.decode()
    for model in ("passage", "redirect", "evidence"):
        assert publisher.client.get(f"/admin/events/{model}/{passage.pk}/merge/").status_code in (302, 404)


# --- choosing the other one -------------------------------------------------------------------------------------------


def test_the_other_record_is_chosen_by_name_or_by_slug(pair: Any, publisher: Person):
    one, other = pair
    page = Page(publisher.client.get(address(one)))
    names = {field.get("name") for tag in ("input", "select") for field in page.one("form[@id='other_form']").iter(tag)}
    assert {"with", "slug"} <= names
    for query in ({"with": other.pk}, {"with": "", "slug": other.slug}):
        assert publisher.client.get(address(one), query).context["other"] == other


@pytest.mark.parametrize(
    "query, message",
    [
        ({"slug": "nobody"}, "No record of this kind has this slug."),
        ({"slug": "ceausescu"}, "This is the same record."),
        ({"with": "", "slug": ""}, "Choose a record, or give its slug."),
        ({"with": "987654"}, "valid choice"),
        ({"with": "99999999999999999999999"}, "Choose a record, or give its slug."),
        ({"with": "x"}, "Choose a record, or give its slug."),
        ({"slug": "a b"}, "valid"),
    ],
)
def test_a_bad_choice_is_told_beside_its_field(query: dict[str, str], message: str, pair: Any, publisher: Person):
    answer = publisher.client.get(address(pair[0]), query)
    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_a_record_that_is_gone_is_not_found(pair: Any, publisher: Person):
    assert publisher.client.get("/admin/events/actor/987654/merge/").status_code == 404
    assert publisher.client.get("/admin/events/actor/x/merge/").status_code == 404


# --- looking at both --------------------------------------------------------------------------------------------------


def test_the_page_says_what_moves_what_is_dropped_and_what_differs(pair: Any, publisher: Person):
    one, other = pair
    page = Page(publisher.client.get(address(one, other)))
    assert "Congress" in page.html and "He asked for it." in page.html
    assert "is said of both" in page.html
    assert "becomes another name of it" in page.html
    assert "“ceausescu”, leads to it" in page.html
    assert page.all("dl[@class='changes']")


def test_the_one_with_the_better_standing_stays_unless_the_editor_says_otherwise(pair: Any, publisher: Person):
    one, other = pair
    assert fields_of(publisher.client.get(address(one, other)))["keep"] == [str(other.pk)]
    assert fields_of(publisher.client.get(address(other, one)))["keep"] == [str(other.pk)]
    hidden, public = make_event("A draft"), publish(make_event("Public"))
    assert fields_of(publisher.client.get(address(hidden, public)))["keep"] == [str(public.pk)]


def test_a_direction_that_is_refused_cannot_be_chosen_and_says_why(publisher: Person):
    draft, public = make_event("A draft"), publish(make_event("Public"))
    page = Page(publisher.client.get(address(public, draft)))
    radios = {radio.get("value"): radio for radio in page.all("input[@name='keep']")}
    assert "disabled" in radios[str(draft.pk)].attrib and "disabled" not in radios[str(public.pk)].attrib
    answer = merge(publisher, public, draft, keep=str(draft.pk))
    assert answer.status_code == 409 and "keep the published one" in messages_of(answer)
    assert exists(public)


def test_two_that_cannot_be_merged_at_all_have_no_button(publisher: Person):
    one, other = make_document(), make_document()
    page = Page(publisher.client.get(address(one, other)))
    assert "It cannot be the one that stays" in page.html
    assert not [field for field in page.one("form[@id='merge_form']").iter("input") if field.get("type") == "submit"]


def test_an_open_revision_is_linked_to(pair: Any, publisher: Person):
    live = reading.read(pair[1])
    revision = pending.keep(pair[1], publisher.user, live, live)
    links = [link.get("href") for link in Page(publisher.client.get(address(*pair))).all("a")]
    assert f"/admin/events/actor/{pair[1].pk}/pending/{revision.pk}/" in links


def test_names_are_escaped(publisher: Person):
    one, other = make_actor("<b>One</b>", slug="one"), make_actor("<b>Two</b>", slug="two")
    page = publisher.client.get(address(one, other)).content.decode()
    answer = merge(publisher, one, other, keep=str(one.pk)).content.decode()
    assert "<b>One" not in page + answer and "&lt;b&gt;Two" in page and "&lt;b&gt;Two" in answer


# --- merging ----------------------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_merging_says_why_in_the_history_and_offers_the_way_back(pair: Any, publisher: Person):
    one, other = pair
    answer = merge(publisher, one, other, why="One man")
    assert answer.redirect_chain == [(url(other), 302)]
    assert not exists(one)
    done = models.Merge.objects.get()
    assert (done.author, done.record, done.gone_name) == (publisher.user, other, "Ceausescu")
    assert f'href="/admin/events/actor/merge/{done.pk}/undo/"' in answer.content.decode()
    assert "One man" in publisher.client.get(url(other, "history")).content.decode()


def test_a_record_that_has_changed_meanwhile_is_shown_again_and_not_merged(pair: Any, publisher: Person):
    one, other = pair
    shown = publisher.client.get(address(one, other))
    make_event("Unknown yet", participants=[one])
    answer = merge(publisher, one, other, shown, why="One man")
    assert answer.status_code == 409
    assert "Something has changed" in messages_of(answer) and "Unknown yet" in answer.content.decode()
    assert fields_of(answer)["why"] == ["One man"]
    assert exists(one)
    merge(publisher, one, other, answer)
    assert not exists(one)


def test_without_the_token_or_the_choice_nothing_is_merged(pair: Any, publisher: Person):
    one, other = pair
    fields = {"with": str(other.pk)}
    assert publisher.post(address(one), fields, follow=True).status_code == 400
    assert publisher.post(address(one), fields | {"keep": "99"}, follow=True).status_code == 400
    assert publisher.post(address(one), fields | {"keep": str(other.pk)}, follow=True).status_code == 409
    assert exists(one) and exists(other)


def test_looking_merges_nothing(pair: Any, publisher: Person):
    publisher.client.get(address(*pair))
    assert exists(pair[0]) and exists(pair[1]) and not models.Merge.objects.exists()


# --- undoing ----------------------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_a_merge_is_undone_after_a_question(pair: Any, publisher: Person):
    one, other = pair
    merge(publisher, one, other)
    back = f"/admin/events/actor/merge/{models.Merge.objects.get().pk}/undo/"
    asked = publisher.client.get(back)
    assert "Ceausescu" in asked.content.decode() and not exists(one)
    answer = publisher.post(back, fields_of(asked), follow=True)
    assert answer.redirect_chain == [(url(one), 302)] and "is back" in messages_of(answer)
    assert one.participations.count() == 1
    assert "undone already" in publisher.client.get(back).content.decode()
    assert publisher.post(back, {}, follow=True).status_code == 409


def test_what_has_changed_since_is_told_after_undoing(pair: Any, publisher: Person):
    one, other = pair
    models.Participant.objects.filter(event__title="Congress", actor=other).delete()
    merge(publisher, one, other, keep=str(other.pk))
    models.Participant.objects.filter(event__title="Congress").get().delete()
    answer = publisher.post(f"/admin/events/actor/merge/{models.Merge.objects.get().pk}/undo/", {}, follow=True)
    assert "deleted since" in messages_of(answer)


def test_a_merge_of_another_kind_of_record_is_not_found(pair: Any, publisher: Person):
    done = merging.merge(*pair, publisher.user)
    assert publisher.client.get(f"/admin/events/source/merge/{done.pk}/undo/").status_code == 404
    assert publisher.client.get("/admin/events/actor/merge/987/undo/").status_code == 404


# --- lists ------------------------------------------------------------------------------------------------------------


def test_two_chosen_rows_of_a_list_are_opened_to_be_merged(pair: Any, publisher: Person):
    one, other = pair
    fields = {"action": "merge_selected", "_selected_action": [str(one.pk), str(other.pk)]}
    answer = publisher.client.post(url(models.Actor), fields)
    assert answer["Location"] == address(one, other)


@pytest.mark.parametrize("number", [1, 3])
def test_any_other_number_of_rows_gives_a_message(number: int, publisher: Person):
    keys = [str(make_actor().pk) for _ in range(number)]
    answer = publisher.post(url(models.Actor), {"action": "merge_selected", "_selected_action": keys}, follow=True)
    assert "exactly two" in messages_of(answer)


def column(client: Client, model: Any, worklist: str) -> dict[str, list[str]]:
    """The rows of a worklist by name, each with the addresses in its last column."""
    page = Page(client.get(url(model), {"worklist": worklist}))
    rows = page.all("table[@id='result_list']/tbody/tr")
    return {
        "".join(row.find("th").itertext()).strip(): [link.get("href") for link in row.findall("td")[-1].iter("a")]
        for row in rows
    }


def test_a_worklist_names_what_each_record_looks_like_and_leads_to_the_merge(pair: Any, publisher: Person):
    one, other = pair
    make_actor("Dennis Deletant")
    assert column(publisher.client, models.Actor, "actors-alike") == {
        str(one): [url(other), address(one, other)],
        str(other): [url(one), address(other, one)],
    }
    assert column(Person("Editor").client, models.Actor, "actors-alike") == {
        str(one): [url(other)],
        str(other): [url(one)],
    }


def test_events_and_sources_that_look_alike_are_named_too(publisher: Person):
    first, second, third = (make_event(title, slug=f"event-{title}") for title in ("Talks", "talks", "The talks"))
    make_link(first, "led_to", second)
    found = column(publisher.client, models.Event, "events-alike")
    assert found[str(first)] == [url(third), address(first, third)]
    one, other = (make_source(title="A book", author="Verona") for _ in range(2))
    for source in (one, other):
        source.csl |= {"DOI": "10.1000/xyz"}
        source.save()
    for worklist in ("sources-alike", "sources-with-same-address"):
        changelist = publisher.client.get(url(models.Source), {"worklist": worklist}).context["cl"]
        assert {row.pk: row.companions for row in changelist.result_list} == {one.pk: [other], other.pk: [one]}


def test_a_list_without_such_a_worklist_has_no_such_column(pair: Any, publisher: Person):
    for query in ({}, {"worklist": "orphan-actors"}, {"worklist": "events-alike"}, {"worklist": "x"}):
        assert "column-looks_like" not in publisher.client.get(url(models.Actor), query).content.decode()


def test_companions_are_those_that_a_worklist_is_made_of(publisher: Person):
    for title in ("Talks", "Talks in Moscow", "Moscow", "In Moscow, talks", "Vote"):
        make_event(title)
    for worklist in filter(lambda each: each.companions, worklists.WORKLISTS.values()):
        keys = worklist.model._default_manager.values_list("pk", flat=True)
        found = worklist.companions(list(keys))
        assert {key for key, others in found.items() if others} == {record.pk for record in worklist.records()}
        assert all(key in found[other] for key, others in found.items() for other in others)


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_pages_of_a_merge_have_no_fault_that_axe_finds(signed_in: Any, look: Any, transactional_db: None):
    one, other = make_actor("Ceausescu"), make_actor("Nicolae Ceaușescu")
    publish(make_event("Congress", participants=[one, other]))
    look(f"{url(models.Actor)}?worklist=actors-alike")
    look(address(one))
    look(address(one, other))
    press(signed_in, "#merge_form input[type=submit]")
    look(where="after the merge")
    signed_in.click("a:has-text('Undo the merge')")
    look(where="before undoing")
    press(signed_in, "#undo_form input[type=submit]")
    assert re.search("is back", signed_in.inner_text(".messagelist"))


def test_a_merge_can_be_undone_from_both_records_for_ever(pair: Any, publisher: Person):
    one, other = pair
    merge(publisher, one, other)
    undo = f'href="/admin/events/actor/merge/{models.Merge.objects.get().pk}/undo/"'
    for shown in (
        publisher.client.get(url(other)),
        publisher.client.get(url(other, "history")),
        publisher.client.get(url(one, "history")),
        publisher.client.get(url(one), follow=True),
    ):
        assert shown.status_code == 200 and undo in shown.content.decode()
    assert undo not in Person("Editor").client.get(url(other)).content.decode()
    publisher.post(undo[6:-1], {})
    assert undo not in publisher.client.get(url(other)).content.decode(), "it is undone once"


def test_what_was_merged_away_is_not_recovered_but_parted_again(pair: Any, publisher: Person):
    one, other = pair
    merge(publisher, one, other)
    undo = f'href="/admin/events/actor/merge/{models.Merge.objects.get().pk}/undo/"'
    listed = publisher.client.get(url(models.Actor, "recoverlist")).content.decode()
    assert "Merged into “Nicolae Ceaușescu”" in listed and url(one, "history") in listed
    version = Version.objects.get_deleted(models.Actor).get()
    answer = publisher.client.get(f"/admin/events/actor/recover/{version.pk}/", follow=True)
    assert "Undo the merge to bring it back" in messages_of(answer) and undo in answer.content.decode()
