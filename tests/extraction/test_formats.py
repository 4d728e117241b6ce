"""Each format gives the same kind of text: paragraphs, notes with their own words, pages and sections."""

import hashlib
import textwrap

import pytest
from django.conf import settings

from events.documents.cutting import cut
from events.extraction import Extracted, Unreadable, extract
from tests.extraction import files
from tests.extraction.files import word_call, word_paragraph

SEED = (settings.BASE_DIR / "seeds/documents/de-satellization-of-romania.txt").read_text("utf-8")


def notes(found: Extracted) -> list[tuple[str, str]]:
    """Markers and texts of the notes; each marker stands where its note says."""
    for note in found.references:
        assert found.text[note.offset :].startswith((f"[{note.marker}]", f"[^{note.marker}]"))
    return [(note.marker, note.text) for note in found.references]


def labels(found: Extracted, kind: str) -> list[tuple[str, str]]:
    """Labels of locators of a kind, with the words where they begin."""
    return [(each.label, found.text[each.start : each.start + 8]) for each in found.locators if each.kind == kind]


def test_a_document_of_the_seeds_is_read_as_it_is() -> None:
    found = extract(SEED.encode(), "de-satellization.txt")
    assert (found.text, found.format, found.title) == (SEED, "text", "de-satellization")
    assert found.sha256 == hashlib.sha256(SEED.encode()).hexdigest()


@pytest.mark.parametrize("width", [50, 72, 100])
def test_wrapped_lines_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in SEED.split("\n"))
    assert extract(wrapped.encode()).text == SEED


@pytest.mark.timeout(20)
def test_a_book_is_read_and_cut_in_seconds() -> None:
    words = "\n\n".join(textwrap.fill(line, 72, break_on_hyphens=False) for line in SEED.split("\n")) + "\n\n"
    found = extract((words * (600_000 // len(words) + 1)).encode())
    assert len(found.text) > 590_000
    assert len(cut(found.text).spans) % 16 == 0


def test_a_typescript_has_paragraphs_by_indentation_headings_in_capitals_and_hyphens_of_its_words() -> None:
    found = extract(
        b"CHAPTER ONE\n\n   In the spring of 1958 the Soviet-\nled alliance decided that its troops in\n"
        b"Romania would leave. The decision, which\nthe Romanians had asked for since 1955,\nwas announced in May.\n"
        b"   Gheorghiu-Dej s-a bucurat mult. Anti-\nSoviet feeling had grown, and the govern-\nment and the Soviet "
        b"press knew it. Led\nby Dej, they did not say much of this.\n\n- a first item of the list that is long\n"
        b"  and goes on\n- a second\n\nRoses are red\nViolets are blue\n"
    )
    assert found.text.split("\n") == [
        "CHAPTER ONE",
        "In the spring of 1958 the Soviet-led alliance decided that its troops in Romania would leave. The decision, "
        "which the Romanians had asked for since 1955, was announced in May.",
        "Gheorghiu-Dej s-a bucurat mult. Anti-Soviet feeling had grown, and the government and the Soviet press knew "
        "it. Led by Dej, they did not say much of this.",
        "- a first item of the list that is long and goes on",
        "- a second",
        "Roses are red",
        "Violets are blue",
    ]
    assert labels(found, "section") == [("CHAPTER ONE", "CHAPTER ")]
    assert extract("Name: Ion\nPlace: Iași\nBorn: 1901".encode()).text == "Name: Ion\nPlace: Iași\nBorn: 1901"


def test_markdown_has_its_footnotes_as_notes() -> None:
    found = extract(
        b"# The *Pact*\n\nIt began.[^king] It\nended[^2].\n\n- one\n- two\n\n"
        b"[^king]: King, p. 5.\n\n    And more.\n[^2]: B.\n"
    )
    assert found.text == "The Pact\nIt began.[1] It ended[2].\none\ntwo"
    assert notes(found) == [("1", "King, p. 5. And more."), ("2", "B.")]
    assert (found.title, found.format) == ("The Pact", "markdown")
    assert labels(found, "heading") == labels(found, "section") == [("The Pact", "The Pact")]


def test_html_is_read_without_menus_and_scripts() -> None:
    found = extract(
        b"<!doctype html><html lang='ro'><title>A &amp; B</title><nav>Menu</nav><script>x()</script><h1>H</h1>"
        b"<p>One<sup><a href='#n1' id='r1'>[7]</a></sup> of 5 m<sup>2</sup>.<br>Two.</p><h2>Notes</h2>"
        b"<ol><li id='n1'><a href='#r1'>^</a> King, p. 5.</li></ol></html>"
    )
    assert found.text == "H\nOne[7] of 5 m².\nTwo."
    assert notes(found) == [("7", "King, p. 5.")]
    assert (found.title, found.language, found.format) == ("A & B", "ro", "html")


def test_notes_of_encyclopaedias_and_word_processors_are_found_in_their_html() -> None:
    found = extract(
        b"<!doctype html><body><div><p>Romania left.<sup id='cite_ref-K_1-0'><a href='#cite_note-K-1'>"
        b"<span>&#91;</span>1<span>&#93;</span></a></sup> So.<sup class='noprint Inline-Template'>"
        b"[<i>citation needed</i>]</sup></p><h2>References</h2><ol><li id='cite_note-K-1'>"
        b"<span>^ <a href='#cite_ref-K_1-0'><b>a</b></a></span>"
        b" King, p. 5.</li></ol></div></body>"
    )
    assert found.text == "Romania left.[1] So.[citation needed]"
    assert notes(found) == [("1", "King, p. 5.")]
    found = extract(
        b"<html><body><p>One<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a> and <a href='#s'>2</a>.</p>"
        b"<h2 id='s'>S</h2><p>x</p><hr><div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Deletant, p. 7.</p>"
    )
    assert found.text == "One[1] and 2.\nS\nx"
    assert notes(found) == [("1", "Deletant, p. 7.")]


def test_wikitext_has_its_refs_as_notes() -> None:
    found = extract(
        b"'''Romania''' left the [[Warsaw Pact|pact]].<ref name=\"k\">{{cite book|last=King"
        b"|first=Robert|title=A History"
        b"|publisher=Hoover|year=1980|page=5}}</ref> It{{citation needed|date=May 2020}} did.<ref name=k />"
        b"\n"
        b"[[File:x.jpg|thumb|Words of a picture]]\n\n== Next ==\n* one{{sfn|Deletant|1999|p=12}}\n* two\n"
        b"== References ==\n{{reflist}}\n[[Category:X]]"
    )
    assert found.text == "Romania left the pact.[1] It[citation needed] did.[1]\nNext\none[2]\ntwo"
    king = "King, Robert. A History. Hoover, 1980. p. 5."
    assert notes(found) == [("1", king), ("1", king), ("2", "Deletant 1999, p. 12")]
    assert found.format == "wikitext"


def test_word_has_footnotes_and_endnotes_and_headings_by_style() -> None:
    found = extract(
        files.docx(
            word_paragraph("A title", style="Title"),
            word_paragraph("Chapter", style="Heading1"),
            word_paragraph("Ana.", word_call(2), " Ion.", word_call(2, "endnote")),
            footnotes={2: "A footnote."},
            endnotes={2: "An endnote."},
        )
    )
    assert found.text == "A title\nChapter\nAna.[1] Ion.[2]"
    assert notes(found) == [("1", "A footnote."), ("2", "An endnote.")]
    assert (found.title, found.language, found.format) == ("A title", "ro-RO", "docx")


def test_opendocument_has_notes_and_pages() -> None:
    found = extract(
        files.odt(
            "<text:h text:outline-level='1'>Head</text:h><text:p>Ana<text:note text:note-class='footnote'>"
            "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
            "</text:note> are<text:s/><text:soft-page-break/>mere.</text:p>",
            "<dc:title>A title</dc:title><dc:language>ro-RO</dc:language>",
        )
    )
    assert found.text == "Head\nAna[1] are mere."
    assert notes(found) == [("1", "A note.")]
    assert labels(found, "page") == [("1", "Head\nAna"), ("2", "mere.")]
    assert (found.title, found.language, found.format) == ("A title", "ro-RO", "odt")


def lines(number: int, *words: str) -> list[tuple[str, int, int, int]]:
    return [
        ("A HISTORY OF ROMANIA", 10, 72, 810),
        *[(line, 12, 72, 780 - 14 * at) for at, line in enumerate(words)],
        (str(number), 10, 300, 30),
    ]


def test_a_pdf_is_one_text_whose_pages_are_locators() -> None:
    found = extract(
        files.pdf(
            lines(
                11, "The withdrawal of the Soviet troops was announ-", "ced in May 1958, and it had been discussed for"
            ),
            lines(12, "a long time between the two parties. It ended in", "July of that year."),
            lines(13, "Then came other things, of which the book tells."),
            title="A history",
        )
    )
    assert found.text == (
        "The withdrawal of the Soviet troops was announced in May 1958, and it had been discussed for a long time"
        " between the two parties. It ended in July of that year.\nThen came other things, of which the book tells."
    )
    assert [label for label, _words in labels(found, "page")] == ["11", "12", "13"]
    assert found.page(found.text.index("July")) == "12"
    assert (found.title, found.language, found.format) == ("A history", "en", "pdf")


def test_a_raised_number_in_a_pdf_is_a_marker() -> None:
    page = [
        ("The troops left", 12, 72, 700),
        ("12", 7, 160, 705),
        (" in 1958.", 12, 168, 700),
        ("12 King, p. 5.", 9, 72, 60),
    ]
    found = extract(files.pdf(page))
    assert found.text == "The troops left[12] in 1958."
    assert notes(found) == [("12", "King, p. 5.")]


def test_notes_at_the_feet_of_pages_belong_to_the_numbers_that_call_them() -> None:
    def page(number: int, begin: str, end: str, *foot: str) -> list[tuple[str, int, int, int]]:
        line = [(begin, 12, 72, 700), ("1", 7, 300, 705), (end, 12, 310, 700)]
        notes = [(words, 9, 72, 90 - 11 * at) for at, words in enumerate(foot)]
        return [*line, ("It was so for a long time in this land, and", 12, 72, 686), *notes, (str(number), 10, 300, 20)]

    found = extract(
        files.pdf(
            page(
                7, "The troops left", " in 1958, as was", "1 King, A History of the Roma-", "nian Workers Party, p. 5."
            ),
            page(8, "they came back", " in 1968, as was", "and p. 6.", "1 Deletant, p. 7."),
            page(9, "the talks began", " in 1969, as was", "1 Ibid."),
        )
    )
    assert notes(found) == [
        ("1", "King, A History of the Romanian Workers Party, p. 5. and p. 6."),
        ("1", "Deletant, p. 7."),
        ("1", "Ibid."),
    ]
    assert "King" not in found.text and "land, and they came back[1] in 1968" in found.text
    assert [label for label, _words in labels(found, "page")] == ["7", "8", "9"]


def test_notes_of_pages_of_plain_text_stand_behind_a_blank_line() -> None:
    found = extract(b"It began in 1958.[1]\n\n1 King, p. 5.\n\x0cIt ended in 1968.[1] So\n\n1 Deletant, p. 7.\n")
    assert found.text == "It began in 1958.[1]\nIt ended in 1968.[1] So"
    assert notes(found) == [("1", "King, p. 5."), ("1", "Deletant, p. 7.")]


def test_numbered_notes_at_the_end_of_a_text_are_taken_out_of_it() -> None:
    found = extract("It began.[1] It ended.²\n\nNotes\n\n1. King, p. 5.\n2. Deletant, p. 7.\n".encode())
    assert found.text == "It began.[1] It ended.²"
    assert [(note.marker, note.text) for note in found.references] == [("1", "King, p. 5."), ("2", "Deletant, p. 7.")]
    assert extract(b"1. First point\n\n2. Second point\n").text == "1. First point\n2. Second point"


def test_tei_is_read_as_its_edition_offers_it() -> None:
    found = extract(
        files.tei(
            "<div><head>One</head><pb n='12'/><p>A <choice><sic>wrold</sic><corr>world</corr></choice>."
            "<note n='1'>A note.</note> mo<lb break='no'/>re<lb/>and</p><fw>A HEAD</fw></div>"
        )
    )
    assert found.text == "One\nA world.[1] more and"
    assert notes(found) == [("1", "A note.")]
    assert labels(found, "page") == [("12", "A world.")]
    assert (found.title, found.language, found.format) == ("A letter", "ro", "tei")


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="OCR"):
        extract(files.pdf([], []))
