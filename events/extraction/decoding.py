"""Bytes as characters: by what the file says, as UTF-8, or by the likeliest of the older encodings."""

import codecs
import re

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from events.extraction.extracted import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{2,30})""", re.I)
OLDER = ["cp1252", "cp1250", "iso8859_2", "iso8859_16", "cp1251", "koi8_r", "iso8859_7", "cp1253"]


def decode(data: bytes) -> str:
    """The characters of a file. Raises Unreadable for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:4096].count(0) or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", data[:4096])) > len(data[:4096]) / 20:
        raise Unreadable(
            _("This file is of a kind that is not read. Bring text, Markdown, HTML, wikitext, DOCX, ODT, PDF or TEI.")
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if (declared := _DECLARED.search(data[:4096])) and (encoding := _known(declared[1].decode("ascii", "replace"))):
        return data.decode(encoding, "replace")
    guess = from_bytes(data[:200_000], cp_isolation=OLDER).best()
    return data.decode(guess.encoding if guess else "cp1252", "replace")


def _known(name: str) -> str:
    """An encoding of characters by the name that a file gives; blank for what is none (and is no UTF-8, either)."""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) and found.name != "utf-8" else ""
