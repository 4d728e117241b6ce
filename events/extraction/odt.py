"""OpenDocument text (ODT): paragraphs, headings, notes, and the pages that its writer's program last saw."""

import re
import zipfile

from django.utils.translation import gettext as _
from lxml import etree

from events.extraction.archives import open_archive
from events.extraction.extracted import Unreadable
from events.extraction.paragraphs import Writer, in_one_line
from events.extraction.trees import local, parse_xml, walk

UNREAD = frozenset([
    "annotation", "annotation-end", "tracked-changes", "table-of-content", "alphabetical-index",
    "illustration-index", "table-index", "object", "object-ole", "image", "forms", "script", "sequence-decls",
    "variable-decls", "user-field-decls", "event-listeners", "title", "desc", "ruby-text", "index-title",
])  # fmt: skip
BLOCKS = frozenset([
    "p", "h", "list-item", "list-header", "table-cell", "section", "text-box", "list", "table", "frame",
])  # fmt: skip


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    archive = open_archive(data)
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(_("The file is locked by a password. Save it without one."))
    root = parse_xml(archive.read("content.xml"))
    body = next(iter(root.iter("{*}text")), None)
    if body is None or local(body.getparent()) != "body":
        raise Unreadable(_("This OpenDocument file is no text. Save its text as .odt."))
    _Reader(writer).read(body)
    return _said(archive, "meta.xml", "title"), _said(archive, "meta.xml", "language") or _language(archive)


class _Reader:
    def __init__(self, writer: Writer):
        self.writer, self.pages, self.notes = writer, 1, 0

    def read(self, body: etree._Element) -> None:
        if next(body.iter("{*}soft-page-break"), None) is not None:
            self.writer.page("1")
        self._walk(body, self.writer)

    def _walk(self, root: etree._Element, writer: Writer) -> None:
        def enter(element: etree._Element, tag: str) -> bool:
            if tag in UNREAD:
                return False
            if tag == "note" and element is not root:
                self._note(element, writer)
                return False
            if tag in BLOCKS:
                writer.close()
            if tag == "s" or tag == "tab":
                writer.write(" ")
            elif tag == "line-break":
                writer.close()
            elif tag == "soft-page-break":
                self.pages += 1
                writer.page(str(self.pages))
            return True

        def leave(element: etree._Element, tag: str) -> None:
            if tag in BLOCKS:
                level = next((value for key, value in element.attrib.items() if key.endswith("}outline-level")), "1")
                writer.close(
                    (int(level) if level.isascii() and level.isdigit() and int(level) else 1) if tag == "h" else 0
                )

        walk(root, enter, leave, writer.write)

    def _note(self, note: etree._Element, writer: Writer) -> None:
        body = next(note.iterchildren("{*}note-body"), None)
        printed = "".join(next(note.iterchildren("{*}note-citation"), note).itertext()) if len(note) else ""
        self.notes += 1
        key = f"note {self.notes}"
        writer.mark(key, printed)
        if body is not None:
            inner = Writer()
            self._walk(body, inner)
            self.writer.notes[key] = in_one_line(inner)


def _level(heading: etree._Element) -> int:
    said = next((value for key, value in heading.attrib.items() if key.endswith("}outline-level")), "")
    return int(said) if re.fullmatch(r"[1-9]\d?", said, re.ASCII) else 1


def _said(archive: zipfile.ZipFile, name: str, what: str) -> str:
    if name not in archive.namelist():
        return ""
    return next((each.text or "" for each in parse_xml(archive.read(name)).iter(f"{{*}}{what}")), "")


def _language(archive: zipfile.ZipFile) -> str:
    """The language of the default style."""
    if "styles.xml" not in archive.namelist():
        return ""
    for style in parse_xml(archive.read("styles.xml")).iter("{*}default-style"):
        for element in style.iter("{*}text-properties"):
            said = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
            if said.get("language", "none") not in ("none", ""):
                return said["language"]
    return ""
