"""Bibliographic records from text and as text: BibTeX, RIS and CSL-JSON, and identifiers that stand alone.

Each format is a module with `read(text)`, which gives a `Reading`, and `pieces(items)`, which gives the text in pieces;
items are CSL-JSON (CSL 1.0.2). What one writes it reads again, as far as the format can hold it. Nothing is looked up
anywhere: a record says what was in the text, and no more (a year without a day stays a year).
"""

import re

from django.utils.translation import gettext as _

from events.bibliography.formats import bibtex, csl_json, identifiers, ris
from events.bibliography.formats.reading import ItemsRead

FORMATS = {"bib": bibtex, "ris": ris, "csl.json": csl_json}
"""By the ending of a file's name."""

LONGEST = 2_000_000
"""In characters."""

_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^[A-Z][A-Z0-9] {1,2}-(?: |$)", re.MULTILINE)


def read(text: str) -> ItemsRead:
    """The records in a text, whose format is told by what is in it; a bare DOI, ISBN or address is one of its own."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return ItemsRead(problems=[_("There is nothing in it.")])
    if len(text) > LONGEST:
        return ItemsRead(problems=[_("This is too long to be read at once. Give it in parts.")])
    if "\0" in text:
        return ItemsRead(problems=[_("A character in it cannot be stored.")])
    if text[0] in "{[" and not _BIBTEX.search(text):
        return csl_json.read(text)
    if _RIS.match(text) or (_RIS.search(text) and not _BIBTEX.search(text)):
        return ris.read(text)
    if _BIBTEX.search(text):
        return bibtex.read(text)
    return identifiers.read(text)
