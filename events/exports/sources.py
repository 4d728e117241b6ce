"""`/export/sources.bib`, `.ris`, `.csl.json`: the works of a view, as reference managers take them."""

from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import Any

from events.bibliography import csl
from events.bibliography import formats as codecs
from events.bibliography.csl_checks import DATES
from events.exports import related
from events.exports.sending import joined
from events.exports.view import View
from events.models import Source


def _stream(codec: ModuleType, view: View) -> Iterator[str]:
    found = related.Related(view)
    works = found.write(related.sources, found.sources, lambda sources: [*map(item, sources)])
    yield from joined(codec.pieces(works))


bibtex, ris, csl_json = (partial(_stream, codecs.FORMATS[name]) for name in ("bib", "ris", "csl.json"))


def item(source: Source) -> dict[str, Any]:
    """The CSL record under its slug, with the date of issue where only the source says it; plain dates as numbers."""
    work = {"id": source.slug} | csl.dated(source.csl, source.issued, source.created) | {"id": source.slug}
    for name in DATES:
        date = work.get(name)
        if isinstance(date, dict) and "edtf" in date and "date-parts" in (plain := csl.date_of(csl.edtf(date))):
            work[name] = plain
    return work
