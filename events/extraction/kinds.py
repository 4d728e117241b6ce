"""What kind of file it is, told by what is in it and not by its name."""

import re

from django.utils.translation import gettext as _

from events.extraction.archives import names_in
from events.extraction.decoding import decode
from events.extraction.extracted import Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"BM",
    b"\x00\x00\x00\x0cjP",
    b"AT&TFORM",
)
_ROOT = re.compile(
    r"\s*(?:<\?[^>]{0,500}>\s*|<!--(?:[^-]|-(?!->)){0,5000}-->\s*|<!DOCTYPE\s[^>\[]{0,500}(?:\[[^\]]{0,20000}\]\s*)?>\s*){0,10}",
    re.I,
)
_HTML_TAG = re.compile(r"</(?:p|div|h[1-6]|ul|ol|table|article|section|body|html|span)\s*>", re.I)
_WIKITEXT = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"<ref[ >/]",
        r"^(={2,5})[^=\n]{1,200}\1[ \t]*$",
        r"\[\[[^\[\]\n]{1,200}\]\]",
        r"\{\{[^{}]{1,2000}\}\}",
        r"'''?[^'\n]{1,200}'''?",
    )
]
_MARKDOWN_SURE = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ {0,3}\[\^[^\]\s]{1,50}\]:",
        r"\]\(https?://[^\s)]{1,1000}\)",
        r"\A---\n(?:[\w-]{1,50}:.{0,500}\n){1,50}---\n",
    )
]
_MARKDOWN = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^#{1,6} \S.{0,200}$",
        r"^[^\n]{1,200}\n(?:={3,}|-{3,})$",
        r"^ {0,3}[*-] \S",
        r"^ {0,3}> ",
        r"^```",
        r"(?<![*\w])\*\*?[^*\s][^*\n]{0,200}\*\*?(?!\w)",
        r"(?<!\w)__?[^_\s][^_\n]{0,200}__?(?!\w)",
        r"\[\^[^\]\s]{1,50}\]",
    )
]


def kind_of(data: bytes) -> str:
    """The name of the format. Raises Unreadable for what is not read, with what to do about it."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(OLD_OFFICE):
        raise Unreadable(_("This is an old Word file (.doc), or a locked one. Save it as .docx without a password."))
    if data.startswith(b"{\\rtf"):
        raise Unreadable(_("RTF is not read. Save the file as .docx or .odt."))
    if data.startswith(PICTURES):
        raise Unreadable(
            _("This is a picture, and has no text to read. Recognise its text first (OCR), then bring that text.")
        )
    return _textual(decode(data))


def _packed(data: bytes) -> str:
    names = names_in(data)
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "content.xml" in names and not any(name.startswith(("xl/", "ppt/")) for name in names):
        return "odt"
    raise Unreadable(_("This packed file is neither a Word (.docx) nor an OpenDocument text (.odt). Unpack it first."))


def _textual(text: str) -> str:
    root = text[_ROOT.match(text).end() :][:300]  # type: ignore[union-attr]
    if re.match(r"<(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)[\s>]", root):
        return "tei"
    if re.match(r"<(?:html|head|body)[\s>]", root, re.I) or re.match(r"\s*<!doctype\s+html", text[:2000], re.I):
        return "html"
    if text[:200].lstrip().startswith("<?xml"):
        raise Unreadable(_("This is XML of a kind that is not read: of XML, TEI and XHTML are. Bring its text alone."))
    beginning = text[:200_000]
    wiki = sum(1 for pattern in _WIKITEXT if pattern.search(beginning))
    tags = len(_HTML_TAG.findall(beginning))
    if (wiki >= 2 and tags <= 2) or (wiki and _WIKITEXT[0].search(beginning)):
        return "wikitext"
    if tags >= 2:
        return "html"
    sure = any(pattern.search(beginning) for pattern in _MARKDOWN_SURE)
    if sure or sum(1 for pattern in _MARKDOWN if pattern.search(beginning)) >= 2:
        return "markdown"
    return "text"
