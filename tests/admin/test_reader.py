"""Documents are read to be cited; what an address asks a form to begin with is checked, and saved by the form alone."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from events import models
from events.editing.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, PUBLISHER
from tests.support.factories import (
    cite,
    make_actor,
    make_document,
    make_event,
    make_evidence,
    make_interpretation,
    make_passage,
    make_person,
    make_relation,
    make_source,
    publish,
)
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, pending_of, url

pytestmark = pytest.mark.any_database

TEXT = (
    "In July 1963 Romania blocked the plans of the Council for Mutual Economic Assistance.\n"
    "All Soviet troops had left Romania on 25 July 1958,[12] years before Romania spoke of 1965.\n"
    "Historians such as Dennis Deletant argue that this was a policy of its own."
)
PASSAGES = TEXT.split("\n")


@pytest.fixture
def document(db: None) -> models.Source:
    source = make_document(TEXT, slug="de-satellization", title="De-satellization of Romania")
    source.csl["language"] = "en"
    source.save()
    return source


def passage(document: models.Source, number: int) -> models.Passage:
    return document.passages.get(number=number)


def reader(document: models.Source, **query: Any) -> str:
    return f"{reverse('admin:events_source_read', args=[document.pk])}?{urlencode(query)}"


def new(model: Any, words: models.Passage, **query: Any) -> str:
    return f"{url(model, 'add')}?{urlencode({'from_passage': words.pk} | query)}"


def citing(record: Any, words: models.Passage, **query: Any) -> str:
    return f"{url(record)}?{urlencode({'cite': words.pk} | query)}"


def links_of(response: Any) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', response.content.decode())]


def post(client: Client, shown: Any, changes: dict[str, Any] | None = None, button: str = "_save") -> Any:
    """Sends a form as it was shown, to the address that it was shown at."""
    request = shown.request
    address = f"{request['PATH_INFO']}?{request['QUERY_STRING']}"
    return client.post(address, fields_of(shown) | (changes or {}) | {button: "1"}, follow=True)


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_a_document_shows_its_passages_numbered_with_what_cites_them_and_their_notes(office: Client, document: Any):
    event = make_event("Troops leave")
    cite(event, document, "troops had left")
    claim = make_interpretation("They wanted to.")
    cite(make_evidence(claim, event), document, "troops had left")
    models.Passage.objects.filter(number=3).update(note="A note on this.", context="a judgement")
    page = office.get(reader(document)).content.decode()
    for number, text in enumerate(PASSAGES, 1):
        assert f"Passage {number}<" in page
        assert escape(text) in page
    assert "Cited by 2 records" in page
    assert url(event) in page and url(claim) in page
    assert "A note on this." in page and "a judgement" in page


def test_withdrawn_passages_are_not_read(office: Client, document: Any):
    make_passage(document, 9)
    assert "Words that are gone" not in office.get(reader(document)).content.decode()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("troops", [2]), ("romania", [1, 2]), ("ROMÂNIA", [1, 2]), ("Deletant -troops", [3]), ("nothing", []), ("%", [])],
)
@pytest.mark.each_database
def test_words_are_searched_within_the_document_though_readers_do_not_see_it(
    office: Client, document: Any, query: str, numbers: list[int]
):
    make_document("Romania and its troops elsewhere.")
    shown = office.get(reader(document, q=query))
    assert [line.passage.number for line in shown.context["lines"]] == numbers


def test_a_long_document_has_pages_that_keep_the_search_and_the_form(office: Client, db: None):
    document = make_document("\n".join(f"Romania, sentence {number}." for number in range(1, 121)))
    event = make_event()
    first = office.get(reader(document, q="romania", **{"for": "event", "key": event.pk}))
    assert [line.passage.number for line in first.context["lines"]] == list(range(1, 51))
    last = office.get(next(link for link in links_of(first) if link.endswith("p=2")))
    assert [line.passage.number for line in last.context["lines"]] == list(range(51, 101))
    assert f"{url(event)}?cite=" in last.content.decode()
    assert last.context["query"] == "romania"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "²", "9" * 30])
def test_a_page_that_is_not_there_shows_one_that_is(office: Client, document: Any, page: str):
    assert len(office.get(reader(document, p=page)).context["lines"]) == 3


def test_a_document_of_thousands_of_passages_costs_as_many_queries_as_one_of_three(
    office: Client, document: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    event = make_event()
    cite(event, document, "troops had left")
    long = make_document("\n".join(f"Romania, sentence {number}." for number in range(3_000)))
    for some in long.passages.all()[:10]:
        cite(make_event(), long, passage=some, quote="Romania")
        cite(make_evidence(make_interpretation(), event), long, passage=some, quote="Romania")
    query = {"for": "event", "key": event.pk, "q": "romania"}
    office.get(reader(document))
    with django_assert_max_num_queries(8) as few:
        office.get(reader(document, **query))
    with django_assert_num_queries(len(few)):
        assert len(office.get(reader(long, **query)).context["lines"]) == 50


def test_the_fragment_is_the_list_alone_with_words_in_fields(office: Client, document: Any):
    page = office.get(reader(document, fragment=1)).content.decode()
    assert "<html" not in page
    assert page.count("<textarea") == page.count("<label") == 3
    assert PASSAGES[1] in page


def test_documents_to_choose_from_begin_with_those_that_the_form_cites(office: Client, document: Any):
    other, event = make_document(slug="another"), make_event()
    make_source("no-text")
    cite(event, document, "troops had left")
    address = f"{reverse('admin:events_source_documents')}?for=event&key={event.pk}"
    for fragment in ("", "&fragment=1"):
        shown = office.get(address + fragment)
        (_cited, first), (_others, rest) = shown.context["groups"]
        assert [name for _address, name in first] == [f"{document}: {document.title}"]
        assert [name for _address, name in rest] == [f"{other}: {other.title}"]
        assert escape(f"/admin/events/source/{document.pk}/read/?for=event&key={event.pk}") in shown.content.decode()


def test_what_is_no_document_is_not_found(office: Client, document: Any):
    for key in (make_source().pk, 99_999, 10**25):
        assert office.get(f"/admin/events/source/{key}/read/").status_code == 404
    assert office.post(reader(document)).status_code == 405


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR])
def test_every_role_reads_and_begins_records(role: str, document: Any):
    person = Person(role)
    shown = person.client.get(reader(document))
    assert shown.status_code == 200
    for model in (models.Event, models.Interpretation):
        assert f"{url(model, 'add')}?from_passage={passage(document, 2).pk}" in links_of(shown)


def test_whoever_may_not_see_sources_does_not_read_them(client: Client, document: Any):
    user = make_person()
    client.force_login(user)
    for address in (reader(document), reader(document, fragment=1), reverse("admin:events_source_documents")):
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get(reader(document)).status_code == 302


def test_whoever_may_not_see_sources_gets_no_words_of_them_in_a_form_either(client: Client, document: Any):
    from django.contrib.auth.models import Permission

    user = make_person()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["add_event", "add_citation"]))
    client.force_login(user)
    shown = client.get(new(models.Event, passage(document, 2)))
    assert shown.status_code == 200
    assert "Soviet troops" not in shown.content.decode()


def test_no_link_leads_to_a_form_that_may_not_be_saved(document: Any):
    event, contributor, editor = make_event(), Person(CONTRIBUTOR), Person(EDITOR)
    asked = reader(document, **{"for": "event", "key": event.pk})
    assert "Cite in this event" in editor.client.get(asked).content.decode()
    assert "Cite in this event" not in contributor.client.get(asked).content.decode()


@pytest.mark.parametrize(
    "query",
    [{"for": "x", "key": "1"}, {"for": "event", "key": "x"}, {"for": "event", "key": "9" * 30}, {"for": "event"},
     {"for": "event", "key": "99999"}, {"for": "relation", "key": "²", "pending": "x"}, {"key": "1", "pending": "1"},
     {"for": "event", "key": "%", "q": "%", "p": "%"}],
)  # fmt: skip
def test_a_form_that_there_is_not_is_left_out(office: Client, document: Any, query: dict[str, str]):
    for address in (reader(document, **query), f"{reverse('admin:events_source_documents')}?{urlencode(query)}"):
        shown = office.get(address)
        assert shown.status_code == 200
        assert "?cite=" not in shown.content.decode()


# --- Citing in a record ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["event", "interpretation", "evidence", "relation"])
def test_a_passage_is_cited_without_a_script(office: Client, document: Any, kind: str):
    claim = make_interpretation(voice="document")
    record = {
        "event": make_event,
        "interpretation": lambda: claim,
        "evidence": lambda: make_evidence(claim, "A pact"),
        "relation": lambda: make_relation(claim, "contests", make_interpretation()),
    }[kind]()
    opener = next(link for link in links_of(office.get(url(record))) if "/source/read/" in link)
    documents = office.get(opener)
    read = office.get(next(link for link in links_of(documents) if f"/source/{document.pk}/read/" in link))
    link = next(link for link in links_of(read) if f"cite={passage(document, 2).pk}" in link)
    form = office.get(link.partition("#")[0])
    assert not record.citations.exists()
    answer = post(office, form, {"citations-0-quote": "Romania spoke of 1965"})
    assert answer.redirect_chain, answer.content.decode()
    citation = record.citations.get()
    assert (citation.source, citation.passage.number, citation.quote_language) == (document, 2, "en")
    assert (citation.quote, citation.quote_offset) == ("Romania spoke of 1965", PASSAGES[1].index("Romania spoke"))


def test_a_citation_is_added_behind_those_that_are_there(office: Client, document: Any):
    event = make_event()
    cite(event, document, "In July 1963")
    form = office.get(citing(event, passage(document, 2), quote="[12] years before"))
    post(office, form)
    assert [citation.quote for citation in event.citations.all()] == ["In July 1963", "[12] years before"]


def test_of_words_that_stand_twice_those_are_cited_that_were_selected(office: Client, document: Any):
    event, second = make_event(), PASSAGES[1].rindex("Romania")
    post(office, office.get(citing(event, passage(document, 2), quote="Romania", at=second)))
    assert event.citations.get().quote_offset == second
    other = make_event()
    post(office, office.get(citing(other, passage(document, 2), quote="Romania", at=second + 1)))
    assert other.citations.get().quote_offset == PASSAGES[1].index("Romania")


@pytest.mark.parametrize("at", ["99999999999999999999", "-1", "x", "5"])
def test_a_place_that_is_wrong_is_replaced_by_the_first_where_the_words_stand(
    office: Client, document: Any, save: Any, at: str
):
    shown = office.get(citing(make_event(), passage(document, 2), quote="Romania", at=at))
    assert fields_of(shown)["citations-0-words_at"] == [str(PASSAGES[1].index("Romania"))]


def test_a_place_is_never_kept_for_a_work_that_is_not_stored(office: Client, document: Any, save: Any):
    event = make_event()
    cells = {"source": make_source().pk, "locator": "p. 1", "words_at": 10**12}
    save(event, {f"citations-0-{name}": value for name, value in cells.items()} | {"citations-TOTAL_FORMS": "1"})
    assert event.citations.get().quote_offset == 0


def test_words_that_are_not_in_the_passage_are_replaced_by_all_of_it(office: Client, document: Any):
    event = make_event()
    shown = office.get(citing(event, passage(document, 2), quote="all soviet troops"))
    assert fields_of(shown)["citations-0-quote"] == [PASSAGES[1]]
    assert "not in passage 2 letter for letter" in messages_of(shown)


@pytest.mark.parametrize("key", ["0", "99999", "x", "-1", "9" * 40, "²", "1 OR 1"])
@pytest.mark.each_database
def test_an_unknown_passage_opens_the_plain_form_and_says_so(office: Client, document: Any, key: str):
    query = urlencode({"cite": key, "from_passage": key, "quote": "%"})
    for address in (url(make_event()), url(models.Event, "add"), url(models.Interpretation, "add")):
        shown = office.get(f"{address}?{query}")
        assert shown.status_code == 200
        assert "There is no such passage" in messages_of(shown)
        assert "Soviet" not in shown.content.decode()


def test_a_withdrawn_passage_is_not_cited_anew(office: Client, document: Any):
    shown = office.get(citing(make_event(), make_passage(document, 9)))
    assert "There is no such passage" in messages_of(shown)


def test_a_form_without_a_passage_is_as_it_was(office: Client, document: Any):
    assert fields_of(office.get(url(make_event())))["citations-TOTAL_FORMS"] == ["0"]
    assert messages_of(office.get(url(models.Event, "add"))) == ""


def test_nothing_is_offered_for_citing_to_whoever_may_only_look(document: Any):
    event = make_event()
    shown = Person(CONTRIBUTOR).client.get(citing(event, passage(document, 2)))
    assert shown.status_code == 200
    assert "reader-opener" not in shown.content.decode()
    assert messages_of(shown) == ""


# --- In a pending revision --------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(document: models.Source) -> tuple[Person, models.Event]:
    """A published event of which somebody has begun a revision."""
    event = make_event("Troops leave", date="1958")
    cite(event, document, "In July 1963")
    publish(event)
    person = Person(EDITOR)
    person.press("_save", event, {"summary": "They left by train."})
    return person, event


def test_a_pending_revision_is_kept_from_its_form_through_the_document_and_back(waiting: Any, document: Any):
    person, event = waiting
    pending = pending_of(event)
    form = person.open(event)
    opener = next(link for link in links_of(form) if "/source/read/" in link)
    documents = person.client.get(opener)
    read = person.client.get(next(link for link in links_of(documents) if f"/source/{document.pk}/read/" in link))
    link = next(link for link in links_of(read) if f"cite={passage(document, 2).pk}" in link)
    assert f"pending={pending.pk}" in link
    shown = person.client.get(link.partition("#")[0])
    assert "They left by train." in shown.content.decode()
    post(person.client, shown, {"citations-1-quote": "troops had left"})
    assert event.citations.count() == 1
    pending.refresh_from_db()
    quotes = [row["quote"] for row in pending.data["citations"]]
    assert quotes == ["In July 1963", "troops had left"]


def test_ones_own_revision_opens_with_the_words(waiting: Any, document: Any):
    person, event = waiting
    shown = person.client.get(citing(event, passage(document, 2), quote="Romania", at="27"), follow=True)
    assert f"pending={pending_of(event).pk}" in shown.redirect_chain[0][0]
    assert fields_of(shown)["citations-1-quote"] == ["Romania"]
    assert fields_of(shown)["citations-1-words_at"] == ["27"]


def test_evidence_that_only_a_revision_has_is_cited_there(document: Any):
    claim = make_interpretation(voice="document")
    cite(claim, document, "In July 1963")
    publish(claim)
    person = Person(EDITOR)
    row = {"evidence-TOTAL_FORMS": "1", "evidence-0-circumstance": "A pact", "evidence-0-bearing": "supports"}
    person.press("_save", claim, row)
    pending = pending_of(claim)
    key = pending.data["evidence"][0]["pk"]
    query = {"for": "evidence", "key": key, "pending": pending.pk}
    read = person.client.get(reader(document, **query))
    link = next(link for link in links_of(read) if f"cite={passage(document, 2).pk}" in link)
    shown = person.client.get(link.partition("#")[0])
    assert fields_of(shown)["citations-0-quote"] == [PASSAGES[1]]
    post(person.client, shown)
    pending.refresh_from_db()
    assert pending.data["evidence"][0]["citations"][0]["quote"] == PASSAGES[1]


# --- New records ------------------------------------------------------------------------------------------------------


@pytest.mark.each_database
def test_a_new_event_begins_with_its_citation_date_and_participants(office: Client, document: Any):
    romania = make_actor("Romania", kind="state")
    comecon = make_actor("Comecon", kind="organisation")
    models.ActorName.objects.create(actor=comecon, name="Council for Mutual Economic Assistance")
    make_actor("Council", kind="body")
    shown = office.get(new(models.Event, passage(document, 1)))
    fields = fields_of(shown)
    assert fields["title"] == fields["slug"] == [""]
    assert (fields["date"], fields["date_part"], fields["date_basis"]) == (["1963-07"], [""], ["stated"])
    assert not models.Event.objects.exists()
    answer = post(office, shown, {"title": "Romania and the plans of Comecon"})
    assert answer.redirect_chain, answer.content.decode()
    event = models.Event.objects.get()
    assert [(part.actor, part.role) for part in event.participations.all()] == [
        (romania, "participant"),
        (comecon, "participant"),
    ]
    citation = event.citations.get()
    assert (citation.passage.number, citation.quote, citation.quote_language) == (1, PASSAGES[0], "en")
    assert (event.date, event.date_basis, event.status) == ("1963-07", "stated", "draft")


def test_a_new_event_can_be_published_at_once(document: Any):
    publisher = Person(PUBLISHER)
    shown = publisher.client.get(
        new(models.Event, passage(document, 1), quote="In July 1963 Romania blocked the plans")
    )
    post(publisher.client, shown, {"title": "Romania and the plans of Comecon"}, "_publish")
    assert models.Event.objects.get().is_published


def test_a_part_of_a_decade_is_filled_in_too(office: Client, db: None):
    document = make_document("In the late 1960s, Poland suggested it.")
    fields = fields_of(office.get(new(models.Event, passage(document, 1))))
    assert (fields["date"], fields["date_part"]) == (["[1965..1969]"], ["late"])
    assert "quote_language" not in str(fields) or fields["citations-0-quote_language"] == [""]


def test_of_several_dates_none_is_filled_in_and_each_can_be_chosen(office: Client, document: Any):
    shown = office.get(new(models.Event, passage(document, 2)))
    fields = fields_of(shown)
    assert fields["date"] == fields["date_basis"] == [""]
    assert "several dates" in messages_of(shown)
    link = next(link for link in links_of(shown) if "date=1958-07-25" in link)
    assert f'">25 July 1958</a> · <a href="{url(models.Event, "add")}' in shown.content.decode()
    chosen = office.get(link)
    fields = fields_of(chosen)
    assert (fields["date"], fields["date_basis"]) == (["1958-07-25"], [""])
    assert fields["citations-0-quote"] == [PASSAGES[1]]
    assert "several dates" not in messages_of(chosen)
    post(office, chosen, {"title": "Troops leave", "date_basis": "inferred"})
    assert models.Event.objects.get().date == "1958-07-25"


def test_only_the_words_that_were_selected_give_date_and_participants(office: Client, document: Any):
    make_actor("Romania", kind="state")
    fields = fields_of(office.get(new(models.Event, passage(document, 2), quote="25 July 1958,[12] years before")))
    assert (fields["date"], fields["date_basis"]) == (["1958-07-25"], ["stated"])
    assert fields["participations-TOTAL_FORMS"] == ["0"]


def test_words_without_a_date_leave_it_empty(office: Client, document: Any):
    fields = fields_of(office.get(new(models.Event, passage(document, 3))))
    assert fields["date"] == fields["date_basis"] == [""]


def test_what_was_filled_in_stays_when_the_form_comes_back_with_errors(office: Client, document: Any):
    make_actor("Romania", kind="state")
    shown = office.get(new(models.Event, passage(document, 1)))
    answer = post(office, shown)  # without a title
    assert answer.context["form_errors"]
    again = fields_of(answer)
    assert again["citations-0-quote"] == [PASSAGES[0]]
    assert again["participations-TOTAL_FORMS"] == ["1"]
    assert not models.Event.objects.exists()


def test_a_new_interpretation_offers_the_persons_that_the_words_name_and_how_they_judge(office: Client, document: Any):
    historian, _state = make_actor("Dennis Deletant"), make_actor("Historians", kind="group")
    shown = office.get(new(models.Interpretation, passage(document, 3)))
    fields = fields_of(shown)
    assert fields["proponents"] == [str(historian.pk)]
    assert fields["claim"] == fields["hedge"] == [""]
    assert (fields["voice"], fields["ground"]) == (["named"], ["characterisation"])  # to be looked at
    post(office, shown, {"claim": "It was a policy of its own."})
    claim = models.Interpretation.objects.get()
    assert list(claim.proponents.all()) == [historian]
    assert claim.citations.get().quote == PASSAGES[2]


def test_words_with_markup_are_shown_as_words(office: Client, db: None):
    document = make_document('In 1963 <script>alert("1964")</script> & 1965.')
    for address in (reader(document), reader(document, fragment=1), new(models.Event, passage(document, 1))):
        assert "<script>alert" not in office.get(address).content.decode()


# --- Staying on the form ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [models.Event, models.Interpretation])
def test_who_saves_and_stays_has_the_words_once(office: Client, document: models.Source, model: Any):
    shown = office.get(new(model, passage(document, 1), quote="Romania blocked the plans", at=13))
    changes = {"title": "Plans blocked", "claim": "It was a policy.", "voice": "unattributed", "ground": "cause"}
    for _time in range(3):
        shown = post(office, shown, changes, "_continue")
        assert not shown.context["form_errors"] and "from_passage" not in shown.request["QUERY_STRING"]
    assert [citation.quote for citation in model.objects.get().citations.all()] == ["Romania blocked the plans"]


def test_who_adds_another_begins_without_the_words_of_the_last(office: Client, document: models.Source):
    shown = office.get(new(models.Event, passage(document, 2)))
    shown = post(office, shown, {"title": "Troops leave"}, "_addanother")
    fields = fields_of(shown)
    assert shown.request["QUERY_STRING"] == ""
    assert fields["citations-0-quote"] == [""] and fields["date"] == [""]


def test_words_cited_on_a_draft_are_added_once(office: Client, document: models.Source):
    draft = make_event("Troops leave")
    shown = office.get(citing(draft, passage(document, 2)))
    for _time in range(3):
        shown = post(office, shown, button="_continue")
    assert draft.citations.count() == 1


def test_the_same_words_are_refused_as_a_second_citation(office: Client, document: models.Source):
    draft = make_event("Troops leave")
    cite(draft, document, "All Soviet troops")
    answer = post(office, office.get(citing(draft, passage(document, 2), quote="All Soviet troops", at=0)))
    assert "Another row says the same" in answer.content.decode()
    assert draft.citations.count() == 1
