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
from events.extraction.lines import Page, write_pages
from events.extraction.paragraphs import Writer

MAX_SECONDS = 120
SMALLER = 0.85
"""Of the size of the text's letters: what is smaller is a note, or its number."""
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
        pages = []
        begun = time.monotonic()
        for page, label in zip(reader.pages, labels, strict=True):
            pages.append(Page(_lines(page), label))
            if time.monotonic() - begun > MAX_SECONDS:
                raise Unreadable(_("The file takes too long to read. Bring its text, or a part of it."))
    except PyPdfError as error:
        raise Unreadable(_("The PDF is broken: it cannot be read. Save it anew.")) from error
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


def _lines(page: Any) -> list[str]:
    pieces: list[tuple[str, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text:
            scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1
            pieces.append((text, round(abs(size or 0) * scale, 1)))

    page.extract_text(visitor_text=visit)
    sizes: Counter[float] = Counter()
    for text, size in pieces:
        sizes[size] += len(text.strip())
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    out: list[str] = []
    before = ""
    for text, size in pieces:
        digits = text.strip()
        if size < usual * SMALLER and re.fullmatch(r"\d{1,3}", digits) and before.rstrip(" ")[-1:] not in ("", "\n"):
            text = text.lstrip(" ").replace(digits, f"[{digits}]")
            out[-1:] = [out[-1].rstrip(" ")]
        out.append(text)
        before = text
    return "".join(out).translate(_LIGATURES).split("\n")
