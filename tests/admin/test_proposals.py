"""The page of a document's proposals: what it shows, the decisions of its buttons, and who may."""

import html
import re
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from events import models
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from events.models import Proposal
from events.proposals import bringing, storing
from events.seeding import document_rows
from tests.proposals.test_deciding import TEXT, proposed, stored
from tests.proposals.test_folders import NOTED, extracted, noted
from tests.support.factories import make_event, make_person, make_source, publish
from tests.support.forms import fields_of
from tests.support.office import Person, messages_of, pending_of, url

pytestmark = pytest.mark.any_database


@pytest.fixture
def document(db: None) -> models.Source:
    return stored()


@pytest.fixture
def person(db: None) -> Person:
    return Person(CONTRIBUTOR)


def page_of(source: models.Source, query: str = "") -> str:
    return reverse("admin:events_source_proposals", args=[source.pk]) + query


def press(person: Person, source: models.Source, do: str, proposal: Proposal | None = None, **fields: Any) -> Any:
    """Presses a button of a card, or of the page; of an event all fields of its form are sent, as a browser does."""
    sent = {"do": do} if do else {}
    if proposal:
        shown = person.client.get(page_of(source, f"?mend={proposal.pk}")).content.decode()
        card = shown.split(f'id="proposal-{proposal.pk}"')[-1].split("</article>")[0]
        sent |= dict(re.findall(rf'<input type="text" name="(p{proposal.pk}-[^"]+)" value="([^"]*)"', card))
        sent |= {
            name: re.findall(r'value="([^"]*)" selected', options)[0]
            for name, options in re.findall(rf'(?s)<select name="(p{proposal.pk}-[^"]+)"(.*?)</select>', card)
        }
        sent |= {"proposal": str(proposal.pk)}
        fields = {f"p{proposal.pk}-{name[1:]}" if name[0] == "_" else name: value for name, value in fields.items()}
    return person.client.post(page_of(source), sent | fields, follow=True)


def test_the_page_shows_the_words_and_what_would_be_made_of_them(document: models.Source, person: Person):
    make_event("The treaty of Poland is signed", date="1958-05")
    page = person.client.get(page_of(document)).content.decode()
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    for said in (
        "<mark>In May 1958 Poland signed the treaty in Warsaw.</mark>",
        "May 1958 (as stated)",
        "<code>1958-05</code>",
        "two days after Poland signed the treaty in Warsaw",
        "Robert King, as examples",
        "arguably",
        "a date in the main clause, 90%",
        "Nothing uses this passage.",
        "The treaty of Poland is signed",
    ):
        assert said in page or said in re.sub(r"\s+", " ", text)
    assert page.count("Nothing uses this passage.") == 1  # that it rained
    shown = re.findall(r'(?s)<p class="reader-words"[^>]*>(.*?)</p>', page)
    assert [html.unescape(re.sub(r"</?mark>", "", each)) for each in shown] == [
        each.text for each in document.passages.order_by("number")
    ]


def test_accept_mend_reject_and_undo(document: models.Source, person: Person):
    told = proposed("events", "In May")
    done = press(person, document, "accept", told, _title="Poland signs", _date="spring 1958")
    event = models.Event.objects.get()
    assert (event.title, event.date, event.date_basis) == ("Poland signs", "1958-21", "stated")
    assert "Accepted, as a draft" in messages_of(done)
    assert event.citations.get().quote == told.words
    press(person, document, "undo", told)
    assert not models.Event.objects.exists()
    press(person, document, "reject", told, reason="Too vague to record", words="")
    told.refresh_from_db()
    assert (told.state, told.reason, told.decided_by) == ("rejected", "Too vague to record", person.user)
    press(person, document, "undo", told)
    wrong = press(person, document, "accept", told, _title="", _date="long ago")
    assert "Nothing is saved yet" in messages_of(wrong) and 'value="long ago"' in wrong.content.decode()
    press(person, document, "mend", told, _title="Mended")
    told.refresh_from_db()
    assert (str(told), told.state, told.mended) == ("Mended", "pending", True)


def test_a_participant_can_be_left_out_and_a_holder_too(document: models.Source, person: Person):
    press(person, document, "accept", proposed("events", "In May"), **{"_role-poland": ""})
    assert not models.Participant.objects.exists()
    claim = proposed("interpretations", "Historians")
    fields = {"_claim": "It was new.", "_ground": "term", "_hedge": "", "_proponents": ["robert-king"]}
    press(person, document, "accept", claim, **fields)
    made = models.Interpretation.objects.get()
    assert [str(each) for each in made.proponents.all()] == ["Robert King"]
    assert (made.claim, made.ground, made.hedge) == ("It was new.", "term", "")


def test_those_that_are_certain_are_chosen_and_accepted_at_once(document: models.Source, person: Person):
    page = person.client.get(page_of(document, "?certain=1")).content.decode()
    chosen = re.findall(r'name="chosen"\s+value="(\d+)"[^>]*\schecked', page)
    certain = Proposal.objects.filter(certainty__gte=0.85)
    assert {*map(int, chosen)} == {each.pk for each in certain}
    done = press(person, document, "accept-chosen", chosen=chosen)
    assert f"{len(chosen)} proposals accepted" in messages_of(done)
    assert not certain.filter(state="pending").exists()


def test_joining_takes_the_record_that_is_offered_or_named(document: models.Source, person: Person):
    event = publish(make_event("The treaty of Poland is signed", date="1958-05"))
    press(person, document, "", proposed("events", "In May"), join=str(event.pk))
    assert pending_of(event).author == person.user
    named = make_event("Another", created_by=person.user)
    told = proposed("events", "Two days")
    assert "no such record" in messages_of(press(person, document, "join", told, other="nothing"))
    press(person, document, "join", told, other=f"https://example.org/events/{named.slug}/")
    assert named.citations.get().quote == told.words


def test_a_passage_that_holds_nothing_is_set_aside_and_proposes_nothing(document: models.Source, person: Person):
    rain = document.passages.get(number=3)
    left = page_of(document, "?show=left")
    assert "It rained." in person.client.get(left).content.decode()
    publisher = Person(PUBLISHER)
    press(publisher, document, "aside", passage=str(rain.pk))
    rain.refresh_from_db()
    assert rain.context and "It rained." not in person.client.get(left).content.decode()


def test_passages_are_cut_anew_and_read_again(person: Person):
    source = stored("In May 1958 Gen. Petrescu signed. It rained. In June 1959 Poland signed a treaty.", "own")
    source.created_by = person.user
    source.save()
    first = source.passages.get(number=1)
    press(person, source, "join-passages", passage=str(first.pk))
    assert set(source.passages.current().values_list("number", flat=True)) == {3, 4}
    joined = source.passages.get(number=4)
    assert source.proposals.get(words__startswith="In May").passage == joined
    done = press(person, source, "split-passage", passage=str(joined.pk), before="It")
    assert "The new passages have the numbers 1, 2." in messages_of(done)
    assert "same line" in messages_of(
        press(person, source, "join-passages", passage=str(source.passages.get(number=3).pk))
    )


def test_a_long_document_is_paged_and_costs_no_more_statements(person: Person, django_assert_max_num_queries: Any):
    lines = [f"In May {1900 + n} Poland signed a treaty with Country Number {n}." for n in range(60)]
    few, many = stored("\n".join(lines[:3]), "few"), stored("\n".join(lines), "many")
    person.client.get(page_of(few))
    with django_assert_max_num_queries(40) as asked:
        person.client.get(page_of(few))
    with django_assert_max_num_queries(len(asked)):
        page = person.client.get(page_of(many)).content.decode()
    assert page.count('class="proposals-passage"') == 50
    assert "In May 1959" in person.client.get(page_of(many, "?p=2")).content.decode()


def test_the_work_that_a_note_names_is_a_card_that_offers_the_source_that_it_is(person: Person):
    judt = make_source("judt", csl={"type": "book", "title": "Postwar", "issued": {"date-parts": [[2005]]}})
    source = make_source("noted", text=NOTED)
    bringing.store(source, extracted(NOTED, references=noted()))
    storing.refresh(source)
    page = person.client.get(page_of(source)).content.decode()
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    assert "London, Hurst, 1999" in " ".join(text.split()) and "Ann Kemp, Romania (London: Hurst, 1999), p. 12." in page
    assert f'value="{judt.pk}"' in page.split(f'id="proposal-{proposed("sources", "Judt", "noted").pk}"')[1]
    press(person, source, "accept", proposed("sources", "Kemp", "noted"), _kind="primary")
    assert models.Source.objects.get(title="Romania").kind == "primary"


def test_a_long_document_is_read_on_a_page_that_says_how_far_it_is(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("events.admin.proposals.QUICK", 100)
    editor = Person(PUBLISHER)
    document = make_source("long", text=TEXT)
    document_rows.store(document, TEXT)
    asked = "reading it takes up to"
    assert asked not in editor.client.get(page_of(document)).content.decode(), "less than a second"
    monkeypatch.setattr("events.admin.proposals.A_SECOND", 100)
    shown = editor.client.get(page_of(document)).content.decode()
    assert asked in shown and "data-long" in shown
    response = editor.client.post(page_of(document), {"do": "read"})
    pieces = [piece.decode() for piece in response.streaming_content]
    assert [re.sub(r"<[^>]+>|\n", "", each) for each in pieces[1:3]] == ["0% is read.", "10% is read."]
    new = Proposal.objects.count()
    assert pieces[-3:-1] == ["<li>100% is read.</li>\n", f"<li><strong>{new} new proposals.</strong></li>\n"] and new
    assert page_of(document) in pieces[-1] and "</html>" in pieces[-1]


def test_a_document_that_is_changed_while_it_is_read_keeps_nothing_of_the_reading(person: Person):
    document = make_source("changed", text=TEXT)
    document_rows.store(document, TEXT)
    steps = storing.refresh_in_steps(document)
    next(steps)
    models.Source.objects.filter(pk=document.pk).update(text=TEXT.replace("May", "Mai"))
    with pytest.raises(ValidationError, match="changed while it was read"):
        list(steps)
    assert not Proposal.objects.exists()


def test_a_newcomers_fifteen_sentences_are_published_with_nine_pages(db: None):
    """From pasted text to a timeline: what is certain in one go, the rest card by card, then the list publishes it."""
    told = yaml.safe_load((settings.BASE_DIR / "benchmarks/proposals/texts/carnation.yaml").read_text())["paragraphs"]
    text = "\n".join(" ".join(sentence["text"] for sentence in paragraph) for paragraph in told)
    editor, pages = Person(PUBLISHER), 0

    def post(address: str, fields: dict[str, Any]) -> Any:
        nonlocal pages
        pages += 1
        return editor.client.post(address, fields, follow=True)

    bring = reverse("admin:events_source_bring")
    pages += editor.client.get(bring).status_code == 200
    post(bring, {"pasted": text, "title": "The revolution of 25 April", "kind": "secondary"})
    source = models.Source.objects.get()
    pages += 1
    shown = editor.client.get(page_of(source, "?certain")).content.decode()
    chosen = re.findall(r'name="chosen"\s+value="(\d+)"[^>]*?checked', shown)
    post(page_of(source), {"do": "accept-chosen", "chosen": chosen})
    left = source.proposals.filter(state="pending", kind__in=["events", "interpretations"])
    rest = [str(pk) for pk in left.values_list("pk", flat=True)]
    post(page_of(source), {"do": "accept-chosen", "chosen": rest})
    for model in (models.Event, models.Interpretation):
        drafts = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
        asked = post(url(model), {"action": "publish", "_selected_action": drafts})
        post(asked.request["PATH_INFO"], fields_of(asked) | {"confirm": "1"})
        assert set(model.objects.values_list("status", flat=True)) == {"published"}
    assert pages == 9 and models.Event.objects.count() >= 10
    assert "Angola became independent" in Client().get("/").content.decode()


def test_who_may_not_edit_decides_nothing(document: models.Source):
    address, told = page_of(document), proposed("events", "In May")
    assert Client().get(address).status_code == 302
    staff = Client()
    staff.force_login(make_person())
    assert staff.get(address).status_code == 403
    assert staff.post(address, {"do": "accept", "proposal": told.pk}).status_code == 403
    other = Person(CONTRIBUTOR)  # the document is no draft of theirs
    assert other.client.post(address, {"do": "read"}).status_code == 403
    told.refresh_from_db()
    assert told.state == "pending"


def test_nonsense_is_answered_with_a_sentence(document: models.Source, person: Person):
    for sent in (
        {},
        {"do": "accept", "proposal": "9" * 30},
        {"do": "accept", "proposal": "x"},
        {"do": "accept-chosen", "chosen": ["x", "0"]},
        {"do": "aside", "passage": "x"},
        {"do": "undo", "proposal": "0"},
    ):
        response = person.client.post(page_of(document), sent, follow=True)
        assert response.status_code == 200 and messages_of(response)
    assert person.client.get(page_of(document, "?show=x&p=99999999999999999999")).status_code == 200
    work = make_source()
    assert person.client.get(page_of(work)).status_code == 404


def test_the_same_text_is_read_the_same(document: models.Source, person: Person):
    again = make_source("again", text=TEXT)
    document_rows.store(again, TEXT)
    storing.refresh(again)
    said = [list(each.proposals.values_list("kind", "words", "rule", "certainty")) for each in (document, again)]
    assert said[0] == said[1]


def test_what_is_doubtful_in_a_proposal_is_said_on_its_card(document: models.Source, person: Person):
    told = proposed("events", "In May")
    assert "Look again:" not in person.client.get(page_of(document)).content.decode()
    told.data["date"] = "1985-05"
    told.save()
    page = person.client.get(page_of(document)).content.decode()
    assert "Look again: The date says “May 1985”, and the quote “May 1958”." in " ".join(page.split())
