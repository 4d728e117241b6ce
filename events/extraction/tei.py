"""TEI: the text as an edition lets it be read; notes, pages and divisions as they are marked."""

import re

from lxml import etree

from events.extraction.decoding import decode
from events.extraction.paragraphs import Writer, clean, in_one_line
from events.extraction.trees import IDENTITY, LANGUAGE, local, parse_xml, walk

BLOCKS = frozenset([
    "ab", "argument", "body", "byline", "cell", "closer", "dateline", "div", "docTitle", "entry", "epigraph",
    "floatingText", "front", "back", "group", "head", "item", "l", "label", "lg", "list", "listBibl", "bibl",
    "biblStruct", "opener", "p", "postscript", "quote", "row", "salute", "signed", "sp", "speaker", "stage",
    "table", "titlePage", "titlePart", "trailer",
])  # fmt: skip
INLINE_QUOTES = ("quote", "bibl", "label", "stage")
"""Blocks, unless they stand within a paragraph."""
UNREAD = frozenset([
    "fw", "del", "figDesc", "graphic", "teiHeader", "interp", "interpGrp", "spanGrp", "facsimile", "standOff",
    "sourceDoc", "surplus",
])  # fmt: skip
# Of two readings the one that an editor offers to be read.
WORSE = {"choice": ("sic", "orig", "abbr"), "app": ("rdg", "note")}


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    # What declares an encoding is read by what it says; all else as characters that are known already.
    root = parse_xml(data if data[:100].lstrip().startswith(b"<?xml") else decode(data).encode("utf-8", "replace"))
    title = next((clean("".join(each.itertext())) for each in root.iterfind(".//{*}titleStmt/{*}title")), "")
    body = next(root.iter("{*}text"), None)
    if body is None:
        return title, ""
    said = (each.get(LANGUAGE) for each in (body, root))
    used = (each.get("ident") for each in root.iterfind(".//{*}langUsage/{*}language"))
    _Reader(body, writer).read()
    return title, next((each for each in [*said, *used] if each), "")


class _Reader:
    def __init__(self, body: etree._Element, writer: Writer):
        self.body, self.writer = body, writer
        self.notes = {each.get(IDENTITY): each for each in body.iter("{*}note") if each.get(IDENTITY)}
        self.called = {
            each: self.notes[target]
            for each in body.iter("{*}ref", "{*}ptr")
            if (target := (each.get("target") or "")[1:]) in self.notes
            and not any(self.notes[target] is above for above in each.iterancestors())
        }
        self.keys: dict[etree._Element, str] = {}

    def read(self) -> None:
        self._walk(self.body, self.writer)
        # Notes may hold notes: those are found while the others are read.
        done = 0
        while done < len(self.keys):
            for note, key in list(self.keys.items())[done:]:
                inner = Writer()
                self._walk(note, inner)
                self.writer.notes[key] = in_one_line(inner)
                done += 1

    def _call(self, note: etree._Element, printed: str, writer: Writer) -> None:
        key = self.keys.setdefault(note, f"note {len(self.keys) + 1}")
        writer.mark(key, printed)

    def _walk(self, root: etree._Element, writer: Writer) -> None:
        called = set(self.called.values())
        depth, in_paragraph = 0, 0

        def is_block(element: etree._Element, tag: str) -> bool:
            return tag in BLOCKS and not (tag in INLINE_QUOTES and in_paragraph)

        def enter(element: etree._Element, tag: str) -> bool:
            nonlocal depth, in_paragraph
            if element is root:
                return True
            if tag in UNREAD or self._is_worse(element, tag):
                return False
            if element in self.called:
                self._call(self.called[element], element.get("n") or "".join(element.itertext()), writer)
                return False
            if tag == "note":
                if element not in called:
                    self._call(element, element.get("n") or "", writer)
                return False
            if is_block(element, tag):
                writer.close()
            depth += tag == "div" or re.fullmatch(r"div\d", tag) is not None
            in_paragraph += tag in ("p", "ab", "l", "head", "item")
            if tag == "pb":
                writer.page(element.get("n") or "")
            elif tag in ("lb", "cb", "milestone") and element.get("break") != "no":
                writer.write(" ")
            elif tag == "gap":
                writer.write("[…]")
            return True

        def leave(element: etree._Element, tag: str) -> None:
            nonlocal depth, in_paragraph
            if element is root:
                return
            in_paragraph -= tag in ("p", "ab", "l", "head", "item")
            depth -= tag == "div" or re.fullmatch(r"div\d", tag) is not None
            if is_block(element, tag):
                writer.close(max(depth, 1) if tag == "head" else 0)

        walk(root, enter, leave, writer.write)
        writer.close()

    def _is_worse(self, element: etree._Element, tag: str) -> bool:
        parent = element.getparent()
        return parent is not None and tag in WORSE.get(local(parent), ()) and len(parent) > 1
