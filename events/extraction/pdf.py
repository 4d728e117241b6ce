"""PDF with text: its pages' lines, put together; raised numbers as markers, and the notes at the pages' feet."""

import logging
import re
import time
from collections import Counter
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from events.extraction.extracted import MAX_PAGES, Unreadable
from events.extraction.lines import PrintedPage, write_pages
from events.extraction.paragraphs import Writer

MAX_SECONDS = 120
"""For a file; looked at behind each page."""
SMALLER = 0.85
"""Of the size of the text's letters: what is smaller is a note, or its number."""
FOOT = 0.95
"""Of that size, at most: letters of notes at the foot of a page."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(data: bytes, writer: Writer) -> tuple[str, str]:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unreadable(_("The file is locked by a password. Save it without one."))
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(
                _("The file has more than %(most)s pages. Bring it in parts.") % {"most": f"{MAX_PAGES:,}"}
            )
        labels = _labels(reader)
        pieces = []
        begun = time.monotonic()
        for page in reader.pages:
            pieces.append(_pieces(page))
            if time.monotonic() - begun > MAX_SECONDS:
                raise Unreadable(_("The file takes too long to read. Bring its text, or a part of it."))
    except PyPdfError as error:
        raise Unreadable(_("The PDF is broken: it cannot be read. Save it anew.")) from error
    usual = _usual(pieces)
    pages = [_page(each, usual, label) for each, label in zip(pieces, labels, strict=True)]
    if sum(len(line) for page in pages for line in page.lines) < 10 * len(pages):
        raise Unreadable(
            _("These pages are pictures: a scan without text. Recognise its text first (OCR), then bring the result.")
        )
    write_pages(pages, writer)
    metadata = reader.metadata
    language = reader.root_object.get("/Lang", "")
    return str((metadata and metadata.title) or ""), str(language)


def _labels(reader: PdfReader) -> list[str]:
    count = len(reader.pages)
    try:
        labels = reader.page_labels
    except Exception:
        return [""] * count
    # Every PDF has labels; those that only count say nothing that the printed numbers do not say better.
    return labels if len(labels) == count and labels != [str(at + 1) for at in range(count)] else [""] * count


def _pieces(page: Any) -> list[tuple[str, float]]:
    """The words of a page in their order, each with the size of its letters."""
    pieces: list[tuple[str, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text:
            scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1
            pieces.append((text, round(abs(size or 0) * scale, 1)))

    page.extract_text(visitor_text=visit)
    return pieces


def _usual(pages: list[list[tuple[str, float]]]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for pieces in pages:
        for text, size in pieces:
            sizes[size] += len(text.strip())
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _page(pieces: list[tuple[str, float]], usual: float, label: str) -> PrintedPage:
    """A page's lines; small digits behind a word are a marker, and small lines at the end are its foot."""
    lines: list[str] = [""]
    sizes = [0.0]
    for text, size in pieces:
        digits = text.strip()
        if size < usual * SMALLER and re.fullmatch(r"\d{1,3}", digits) and lines[-1].strip():
            lines[-1] = lines[-1].rstrip(" ")
            text = text.lstrip(" ").replace(digits, f"[{digits}]")
        for at, part in enumerate(text.translate(_LIGATURES).split("\n")):
            if at:
                lines.append("")
                sizes.append(0.0)
            lines[-1] += part
            if part.strip():
                sizes[-1] = max(sizes[-1], size)
    foot = len(lines)
    while foot and sizes[foot - 1] < usual * FOOT:
        foot -= 1
    return PrintedPage(lines, label, foot)
