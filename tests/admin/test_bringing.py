"""A document that is brought becomes a source with its text, passages, references and proposals."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events import models
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from events.proposals import deciding
from tests.extraction.files import pdf
from tests.support.factories import cite, make_document, make_event, make_person, make_source, publish
from tests.support.office import Person, history_of, messages_of

pytestmark = pytest.mark.any_database

MARKDOWN = """# A treaty

In May 1958 Poland signed
the treaty in Warsaw.[^1] It rained.

[^1]: Archives, box 7.
"""


@pytest.fixture
def person(db: None) -> Person:
    return Person(CONTRIBUTOR)


def bring(person: Person, text: str | bytes = "", name: str = "", **fields: Any) -> Any:
    sent = {"kind": "secondary"} | fields
    if name:
        sent["file"] = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    else:
        sent["pasted"] = text if isinstance(text, str) else ""
    return person.client.post(reverse("admin:events_source_bring"), sent, follow=True)


def errors_of(response: Any) -> str:
    return str(response.context["form"].errors)


def test_a_file_becomes_a_source_with_its_passages_notes_and_proposals(person: Person):
    done = bring(person, MARKDOWN, "treaty.md", licence="CC BY 4.0")
    source = models.Source.objects.get()
    assert (source.slug, source.title, source.kind) == ("a-treaty", "A treaty", "secondary")
    assert (source.csl["type"], source.csl["language"], source.licence) == ("document", "en", "CC BY 4.0")
    assert not source.text_public and source.created_by == person.user and len(history_of(source)) == 1
    assert [(each.text, each.context) for each in source.passages.all()] == [
        ("A treaty", "Heading."),
        ("In May 1958 Poland signed the treaty in Warsaw.[1]", ""),
        ("It rained.", ""),
    ]
    assert models.Reference.objects.get().note == "Archives, box 7."
    assert source.proposals.filter(kind="events").count() == 1
    assert done.redirect_chain[0][0] == reverse("admin:events_source_proposals", args=[source.pk])
    assert "3 passages are stored." in messages_of(done)


def test_of_a_file_with_pages_each_citation_says_on_which_its_words_stand(person: Person):
    pages = [[("In May 1958 Poland signed the treaty.", 12, 72, 700), ("11", 10, 290, 40)]]
    pages += [[("In June 1959 France left the pact in Paris.", 12, 72, 700), ("12", 10, 290, 40)]]
    bring(person, pdf(*pages), "treaty.pdf", title="A treaty")
    source = models.Source.objects.get()
    assert source.pages == "11: 1\n12: 2"
    for proposal in source.proposals.filter(kind="events"):
        deciding.accept(proposal, person.user)
    assert sorted(models.Citation.objects.values_list("passage__number", "locator")) == [(1, "p. 11"), (2, "p. 12")]
    form = person.client.get(reverse("admin:events_event_words"), {"from_passage": source.passages.get(number=2).pk})
    assert form.json()["rows"]["citations"][0]["locator"] == "p. 12"


def test_pasted_text_takes_its_work_from_a_record(person: Person):
    record = "@book{kemp, title = {Romania}, author = {Kemp, Ann}, year = 1999}"
    bring(person, "In May 1958 Poland signed the treaty.", pasted_record=record, kind="primary", text_public="on")
    source = models.Source.objects.get()
    assert (source.slug, source.csl["type"], source.title, source.kind) == ("kemp", "book", "Romania", "primary")
    assert source.csl["author"] == [{"family": "Kemp", "given": "Ann"}] and source.text_public


def test_what_cannot_be_brought_is_refused_with_a_sentence_and_stores_nothing(person: Person):
    stored = make_document("In May 1958 Poland signed the treaty.")
    for said, response in (
        ("Choose a file", bring(person)),
        ("Give the text once", bring(person, MARKDOWN, "a.md", pasted="x", title="A")),
        ("picture", bring(person, b"\x89PNG\r\n\x1a\n", "scan.png", title="A")),
        ("empty", bring(person, b"", "a.txt", title="A")),
        ("broken", bring(person, b"%PDF-1.7 nonsense", "a.pdf", title="A")),
        ("Give the work's title", bring(person, "It rained.")),
        ("2 records are in it", bring(person, "It rained.", pasted_record="@book{a, title={A}}\n@book{b, title={B}}")),
        ("stored already", bring(person, stored.text, title="A")),
        ("Select a valid choice", bring(person, "It rained.", title="A", kind="other")),
    ):
        assert response.status_code == 200
        assert said in unescape(errors_of(response))
    assert models.Source.objects.count() == 1


def test_who_may_not_add_a_source_brings_none(db: None):
    staff = Client()
    staff.force_login(make_person())
    assert staff.get(reverse("admin:events_source_bring")).status_code == 403
    assert staff.post(reverse("admin:events_source_bring"), {"pasted": "It rained."}).status_code == 403


# --- the text of a source that is there -------------------------------------------------------------------------------

TEXT = "All troops had left.[12] Nobody knew.\nThe pact stayed."


def bring_to(person: Person, source: models.Source, **fields: Any) -> Any:
    address = reverse("admin:events_source_bring") + f"?source={source.pk}"
    return person.client.post(address, fields, follow=True)


def test_a_text_is_brought_to_a_source_and_can_be_cited_at_once(db: None):
    editor, source = Person(PUBLISHER), make_source("report")
    form = editor.client.get(reverse("admin:events_source_change", args=[source.pk])).content.decode()
    assert f"/bring/?source={source.pk}" in form
    asked = editor.client.get(reverse("admin:events_source_bring") + f"?source={source.pk}").content.decode()
    assert 'name="pasted"' in asked and 'name="title"' not in asked
    done = bring_to(editor, source, pasted=TEXT.replace("\n", "\r\n"), as_it_is="on")
    assert done.redirect_chain[0][0] == reverse("admin:events_source_proposals", args=[source.pk])
    source.refresh_from_db()
    assert (source.text, source.title, len(history_of(source))) == (TEXT, "Report", 1)
    passages = [passage.text for passage in source.passages.order_by("number")]
    assert passages == ["All troops had left.[12]", "Nobody knew.", "The pact stayed."]
    assert models.Reference.objects.get(passage__source=source).marker == "12"
    assert "has a text by now" in messages_of(bring_to(editor, source, pasted="Other words."))
    source.refresh_from_db()
    assert source.text == TEXT


@pytest.mark.parametrize(
    ("content", "problem"),
    [("T\u00e2rg".encode("latin-1"), "not plain text in UTF-8"), (b" \n", "no text"), (b"a\0b", "cannot be stored")],
)
def test_what_is_no_plain_text_is_not_kept_letter_for_letter(person: Person, content: bytes, problem: str):
    assert problem in errors_of(bring(person, content, "report.txt", title="A", as_it_is="on"))


def test_a_source_that_readers_see_or_that_is_not_there_takes_no_text(db: None):
    editor, source = Person(PUBLISHER), make_source("report")
    cite(publish(make_event("Troops leave")), source)
    form = editor.client.get(reverse("admin:events_source_change", args=[source.pk])).content.decode()
    assert "?source=" not in form and "Readers see this source" in form
    assert "or readers see it" in messages_of(bring_to(editor, source, pasted=TEXT))
    source.refresh_from_db()
    assert source.text == ""
    for key in ("0", "x", "9" * 30):
        assert editor.client.get(reverse("admin:events_source_bring") + f"?source={key}").status_code == 404
    other = Person(CONTRIBUTOR)
    draft = make_source("of-others")
    assert other.client.get(reverse("admin:events_source_bring") + f"?source={draft.pk}").status_code == 403
