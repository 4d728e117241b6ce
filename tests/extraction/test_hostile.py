"""Whatever a file holds, it is read or refused with a sentence; in bounded time and memory."""

import re
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.documents.cutting import LINE_BREAK, cut
from events.extraction import Unreadable, extract
from tests.extraction import files
from tests.extraction.files import word_call, word_paragraph

LONG = settings().max_examples >= 5000
INPUTS = 1_250 if LONG else 100
"""Of each of the eight formats: ten thousand in all in the long run."""

PIECES = {
    "text": [
        "One. ", "Two-\n", "\n", "\n\n", "\f", "  12\n", "A HEAD\n", "[1] ", "¹²", "1. ", "Notes\n", "x" * 70 + "\n",
    ],
    "markdown": [
        "# ", "[^1]", "\n[^1]: ", "\n\n", "*", "**", "`", "[a](http://b)", "> ", "- ", "^[", "<b>", "|a|\n|-|\n",
        "\n    ",
    ],
    "html": [
        "<p>", "</p>", "<div>", "<a href='#n'>1</a>", "<li id='n'>", "<sup>", "<table>", "<script>", "<!--", "&amp;",
        "&#0;", "<a id='r' href='#n'>", "<h1>", "<pre>", "<br>", "<main>", "<a name='n' href='#r'>1</a>",
    ],
    "wikitext": [
        "{{", "}}", "[[", "]]", "|", "'''", "<ref>", "</ref>", "<ref name=a/>", "== ", " ==\n", "\n* ", "{|\n",
        "|}\n", "{{cite book|title=", "{{efn|", "&#x110000;", "<nowiki>", "-->", "{{citation needed}}",
    ],
    "docx": [
        word_paragraph("One.", word_call(1)), word_paragraph("A", style="Heading1"), "<w:p/>", "<w:tbl>", "</w:tbl>",
        "<w:r>", "<w:p>", "</w:p>", "<w:br/>", "&#x1;", word_call(9), "<w:fldSimple/>",
        "<w:del><w:r><w:t>x</w:t></w:r></w:del>",
    ],
    "odt": [
        "<text:p>One.</text:p>", "<text:p>", "</text:p>", "<text:s text:c='999999999'/>", "<text:note/>",
        "<text:h>A</text:h>", "<text:note><text:note-body>", "</text:note-body></text:note>",
        "<text:soft-page-break/>", "<text:h text:outline-level='-1'/>",
    ],
    "tei": [
        "<p>One.</p>", "<p>", "</p>", "<note xml:id='n'>", "</note>", "<ref target='#n'>1</ref>", "<pb n='x'/>",
        "<lb/>", "<div>", "</div>", "<head>A</head>", "<choice><sic>a</sic><corr>b</corr></choice>", "&lt;", "<gap/>",
    ],
    "pdf": [
        "(One.) Tj ", "[(a) -900 (b)] TJ ", "BT ", "ET ", "q ", "Q ", "/F1 12 Tf ", "1 0 0 1 9 9 Tm ",
        "0 0 0 0 0 0 Tm ", "/F9 1e9 Tf ", "<FEFF> Tj ", "T* ", "/X Do ", "<<", "((", "1e400 0 Td ", "BI ID EI ",
    ],
}  # fmt: skip


def page_of(content: bytes) -> bytes:
    made = files.pdf([("X", 12, 9, 9)])
    return made.replace(b"BT\n/F1 12 Tf 1 0 0 1 9 9 Tm (X) Tj\nET", content)


MAKE: dict[str, Callable[[str], bytes]] = {
    "text": lambda words: words.encode("utf-8", "surrogatepass"),
    "markdown": lambda words: b"# T\n\n[^z]: note\n\n" + words.encode("utf-8", "surrogatepass"),
    "html": lambda words: b"<!doctype html><body>" + words.encode("utf-8", "surrogatepass"),
    "wikitext": lambda words: b"== T ==\n[[a]]<ref>b</ref> " + words.encode("utf-8", "surrogatepass"),
    "docx": lambda words: files.docx(f"<w:p/>{words}", footnotes={1: "A note."}),
    "odt": lambda words: files.odt(words),
    "tei": lambda words: files.tei(words.encode("utf-8", "replace").decode()),
    "pdf": lambda words: page_of(words.encode("utf-8", "replace")),
}
VALID = {
    "text": b"The war began.\nIt\nended in 1958.[1]\n\n\x0cNotes\n[1] King, p. 5.\n",
    "markdown": b"# T\n\nOne.[^1]\n\n- a\n\n[^1]: King, p. 5.\n",
    "html": b"<!doctype html><title>T</title><p>One<a href='#n'>1</a>.<ol><li id='n'>King</ol>",
    "wikitext": b"== T ==\n'''One'''<ref>{{cite book|title=A}}</ref> [[b|c]]\n* d\n",
    "docx": files.docx(word_paragraph("One.", word_call(1)), footnotes={1: "King."}),
    "odt": files.odt("<text:p>One.<text:note><text:note-body>King</text:note-body></text:note></text:p>"),
    "tei": files.tei("<div><head>A</head><p>One.<note>King</note></p></div>"),
    "pdf": files.pdf([("The war began.", 12, 72, 700), ("1", 7, 172, 705), ("1 King.", 9, 72, 60)]),
}


def is_sound(data: bytes) -> None:
    """Reads or refuses a file; what is read keeps all that it promises."""
    try:
        found = extract(data, "name.txt")
    except Unreadable as refusal:
        assert str(refusal).endswith((".", "!"))
        return
    text = found.text
    assert text == text.strip("\n ") and text.encode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|\n\n|  | \n|\n ", text)
    assert all(0 <= each.start < each.end <= len(text) for each in found.locators)
    assert len(cut(text).spans) >= text.count("\n") - len(text) // 3
    for note in found.references:
        assert note.text and not LINE_BREAK.search(note.text)
        assert text.startswith(f"[{note.marker}]", note.offset) or text[note.offset] in "⁰¹²³⁴⁵⁶⁷⁸⁹[", note
    assert extract(data, "name.txt") == found


_mutations = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=6)


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", PIECES)
def test_random_inputs_of_each_format_are_read_or_refused(name: str) -> None:
    words = st.lists(st.one_of(st.sampled_from(PIECES[name]), st.text(max_size=6)), max_size=30).map("".join)

    @settings(max_examples=INPUTS // 2)
    @given(words)
    def pieces(text: str) -> None:
        is_sound(MAKE[name](text))

    @settings(max_examples=INPUTS // 2)
    @given(_mutations)
    def mutated(changes: list[tuple[float, int, bytes]]) -> None:
        data = VALID[name]
        for place, length, new in changes:
            at = int(place * len(data))
            data = data[:at] + new + data[at + length :]
        is_sound(data)

    pieces()
    mutated()


def deep(opening: str, closing: str = "", times: int = 20_000) -> str:
    return opening * times + "x" + closing * times


@pytest.mark.parametrize(
    "name, words",
    [
        ("text", "a" * 500_000),
        ("text", "- " * 200_000),
        ("text", ("x-" * 40 + "\n") * 5_000),
        ("text", "." * 300_000 + " " * 300_000 + "A"),
        ("text", "a.] " * 100_000),
        ("text", "12\f" * 50_000),
        ("text", "[1]" * 100_000),
        ("text", "¹" * 200_000),
        ("markdown", deep("> ")),
        ("markdown", deep("[", times=3_000)),
        ("markdown", deep("*a **b ", times=3_000)),
        ("markdown", deep("*a **b ", times=100_000)),
        ("markdown", deep("^[", "]")),
        ("markdown", deep("- ", times=2_000)),
        ("markdown", "`" * 30_000 + " " + "<" * 30_000),
        ("html", deep("<div>", "</div>")),
        ("html", deep("<a href='#n'>1</a><li id='n'>")),
        ("html", "<a href='#n'>1</a>" * 20_000 + "<p id='n'>x"),
        ("html", deep("<b><i>")),
        ("wikitext", deep("{{a|")),
        ("wikitext", deep("[[a|")),
        ("wikitext", deep("{{a|", "}}")),
        ("wikitext", deep("<b>", "</i>")),
        ("wikitext", deep("[http://a ")),
        ("wikitext", deep("<!-- ")),
        ("wikitext", deep("{{", "}}", 3_000)),
        ("wikitext", deep("[[", "]]", 3_000)),
        ("wikitext", deep("''", "'''", 3_000)),
        ("wikitext", deep("<ref>", "</ref>", 3_000)),
        ("wikitext", deep("{|\n|", "\n|}", 3_000)),
        ("docx", deep("<w:p><w:r>", "</w:r></w:p>")),
        ("docx", deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 90)),
        ("odt", deep("<text:p>", "</text:p>")),
        ("odt", deep("<text:note><text:note-body>", "</text:note-body></text:note>", 110)),
        ("tei", deep("<div>", "</div>")),
        ("tei", deep("<note>", "</note>", 240)),
        ("tei", "<pb n='1'/>" * 50_000),
        ("pdf", "q " * 50_000),
        ("pdf", "BT " + "(" * 50_000),
        ("pdf", "[" * 50_000),
        ("pdf", "<<" * 20_000),
    ],
    ids=lambda value: ascii(value[:12]),
)
@pytest.mark.timeout(20)
def test_deep_and_long_inputs_take_no_longer_than_a_book(name: str, words: str) -> None:
    is_sound(MAKE[name](words))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def test_entities_are_refused_and_files_beside_are_never_read() -> None:
    inside = "<text><body><p>A &b; &c;</p></body></text>"
    with pytest.raises(Unreadable, match="entities"):
        extract(f"{ENTITIES.replace('x [', 'TEI [')}<TEI>{inside}</TEI>".encode())
    valid = zipfile.ZipFile(files.BytesIO(files.docx("One.")))
    parts = {name: valid.read(name) for name in valid.namelist()}
    parts["word/document.xml"] = ENTITIES.encode() + parts["word/document.xml"].replace(b"One.", b"&c;")
    with pytest.raises(Unreadable, match="entities"):
        extract(files.packed(parts))
    with pytest.raises(Unreadable, match="entities"):
        extract(files.packed({"content.xml": f"{ENTITIES}<x>&c;</x>"}))
    html = extract(f"<!doctype html>{ENTITIES}<body><p>A &c;</p></body>".encode())
    assert "root" not in html.text


def test_what_unpacks_to_far_too_much_is_not_opened() -> None:
    bomb = files.packed({"word/document.xml": b" " * 30_000_000})
    assert len(bomb) < 50_000
    with pytest.raises(Unreadable, match="unpacks"):
        extract(bomb)
    stream = zlib.compress(b"(x) Tj " * 30_000_000)
    made = files.pdf([("X", 12, 9, 9)])
    plain = re.search(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", made, re.DOTALL)
    assert plain
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream)
    is_sound(made.replace(plain[0], head + stream + b"\nendstream"))


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "empty"),
        (b" \n\n ", "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx"),
        (b"{\\rtf1 Hello}", "docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "OCR"),
        (b"\x7fELF" + bytes(200), "of a kind"),
        (b"PK\x03\x04 no archive", "packing"),
        (files.packed({"xl/workbook.xml": "<x/>"}), "neither"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "TEI"),
        (b"%PDF-1.7 no PDF", "broken"),
        (b"x" * 30_000_001, "MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # the bytes of an archive say when it was made
)
def test_a_refusal_says_why_and_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        extract(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250", "cp1252", "cp1251"])
def test_older_encodings_are_read(encoding: str) -> None:
    words = {
        "cp1250": "Trupele sovietice au părăsit România în iulie 1958, după o lungă şedere; ţara rămânea supusă.",
        "cp1251": "Советские войска покинули Румынию в июле 1958 года после долгого ожидания.",
    }.get(encoding, "Die Truppen verließen das Land im Juli 1958, für immer und über die Grenze.")
    # The bytes of ş and ț are the same in two encodings: the letters are the language's own, with a comma.
    assert extract(words.encode(encoding)).text == words.replace("ş", "ș").replace("ţ", "ț")
