"""A document's page: every passage with its markers, its quoted words, and what rests on it."""

import pytest
from django.test import Client

from events.documents import layout
from events.models import Passage, Reference, Source
from tests.support import factories as make
from tests.support.history import TEXT, History
from tests.support.pages import Page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS = "/sources/de-satellization/"


def passages(client: Client, address: str = ADDRESS) -> dict[str, str]:
    page = Page(client.get(address))
    return {div.get("id", ""): text_of(div) for div in page.all("div[@id]") if div.get("id", "").startswith("p")}


def test_each_passage_is_anchored_by_its_number_and_shown_word_for_word(client: Client, h: History):
    found = passages(client)
    assert list(found) == ["p1", "p2", "p3", "p4", "p5"]
    for number, line in enumerate(TEXT.splitlines(), 1):
        plain = line.removeprefix("[13][14] ").replace("[12]", "[12] unresolved reference")
        assert plain in found[f"p{number}"]


def test_each_passage_says_what_rests_on_it_or_why_nothing_does(client: Client, h: History):
    found = passages(client)
    assert "Rests on it: Departure of the Soviet troops Decree on the border" in found["p1"]
    assert "The withdrawal was a reward. A policy of its own began." in found["p4"]
    assert "Context only: It says nothing of politics." in found["p5"]
    h.events["expulsion"].delete()
    assert "Nothing rests on it yet." in passages(client)["p3"]


def test_a_displaced_marker_stands_apart_and_says_so(client: Client, h: History):
    second = passages(client)["p2"]
    assert second.index("displaced") < second.index("In July 1963")
    assert "[13]" in second and "[14]" in second
    assert "as the editors infer, to passage 1" in second
    assert "Editors’ note: The pact is meant, not the council." in second
    assert Page(client.get(ADDRESS)).links()["passage 1"] == "#p1"


def test_a_marker_is_an_unresolved_reference_until_it_leads_to_a_source(client: Client, h: History):
    assert "Mongolia[12] unresolved reference into" in passages(client)["p2"]
    reference = h.document.passages.get(number=2).references.get(marker="12")
    reference.resolves_to = h.sources["verona"]
    reference.save()
    page = Page(client.get(ADDRESS))
    assert page.links()["[12]"] == "/sources/verona-1992/"
    assert "Mongolia[12] into" in passages(client)["p2"]
    assert "[12], " in Page(client.get("/sources/verona-1992/")).text("section[@aria-labelledby='references']")


def test_a_quote_that_spans_a_marker_is_marked_on_both_sides_of_it(client: Client, h: History):
    make.cite(h.events["mongolia"], h.document, "the entry of Mongolia[12] into the Warsaw Pact")
    page = Page(client.get(ADDRESS + "?event=entry-of-mongolia-opposed"))
    passage = page.one("div[@id='p2']")
    marks = [text_of(mark) for mark in passage.iter("mark")]
    assert marks == ["In July 1963 Romania opposed", "the entry of Mongolia", "into the Warsaw Pact"]
    assert "[12]" in text_of(passage)


def test_pieces_cover_a_passage_from_end_to_end(h: History):
    for line in layout.lines_of(h.document, h.events["departure"]):
        assert "".join(piece.text for piece in line.pieces) == line.passage.text


def test_raised_digits_are_a_piece_of_their_own():
    words = "It ended.¹² Then it began."
    passage = Passage(number=1, start=0, end=len(words), source=Source(text=words))
    pieces = layout._pieces(passage, [Reference(marker="12", offset=9)], [])
    assert [(piece.text, piece.reference is not None) for piece in pieces] == [
        ("It ended.", False),
        ("¹²", True),
        (" Then it began.", False),
    ]


def test_a_withdrawn_passage_is_shown_as_long_as_something_cites_it(client: Client, h: History):
    gone = make.make_passage(h.document, 9, withdrawn_text="The words that were.")
    assert "p9" not in passages(client)
    make.cite(h.events["treaty"], h.document, "The words", passage=gone)
    found = passages(client)
    assert list(found)[-1] == "p9"
    assert "The words that were. No longer in the newest text." in found["p9"]
    event = Page(client.get("/events/austrian-state-treaty/")).text()
    assert "These words are no longer in the newest text of the document." in event


def test_the_licence_and_the_attribution_stand_on_the_page(client: Client, h: History):
    h.document.attribution = "Wikipedia contributors"
    h.document.available_from = "2009"
    h.document.save()
    text = Page(client.get(ADDRESS)).text()
    assert (
        "Licence CC BY-SA 4.0" in text
        and "Wikipedia contributors" in text
        and "First readable by the public 2009" in text
    )


def test_offsets_count_code_points(client: Client):
    document = make.make_document("𝔇𝔢𝔧 spoke — Ceaușescu (“Nicu”) did not.\nȘi alții.", "speech")
    event = make.publish(make.make_event("Speech"))
    event.citations.all().delete()
    make.cite(event, document, "Ceaușescu (“Nicu”)")
    page = Page(client.get("/sources/speech/?event=speech"))
    assert [text_of(mark) for mark in page.all("mark")] == ["Ceaușescu (“Nicu”)"]


def test_a_work_without_text_is_no_document(client: Client, h: History):
    assert not passages(client, "/sources/verona-1992/")
    assert "The text" not in Page(client.get("/sources/verona-1992/")).text()


def test_of_a_text_that_may_not_be_shown_in_full_readers_see_the_quoted_words_alone(client: Client, h: History):
    h.document.text_public = False
    h.document.save()
    found = passages(client)
    quoted = {number for number in range(1, 6) if Passage.objects.get(number=number, source=h.document).citations.all()}
    assert set(found) == {f"p{number}" for number in quoted} < {f"p{number}" for number in range(1, 6)}
    make.cite(h.events["mongolia"], h.document, "the entry of Mongolia[12] into the Warsaw Pact")
    second = passages(client)["p2"]
    assert "opposed […] the entry of Mongolia[12]" in second and "into the Warsaw Pact […]" in second
    page = client.get("/", {"q": TEXT.splitlines()[4]}).content.decode()
    assert f"{ADDRESS}#p5" not in page
    plain = client.get(ADDRESS, headers={"accept": "text/plain"})
    assert TEXT.splitlines()[4] not in plain.content.decode()
