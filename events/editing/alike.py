"""Stored sources that may be the same work as a record."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from events.bibliography import csl
from events.bibliography.formats import identifiers
from events.models import Source

MOST = 5


def sources(record: dict[str, Any], but: int | None = None) -> list[tuple[Source, str]]:
    """At most five, each with why: the same DOI, the same ISBN in either form, or the same title and year."""
    doi = identifiers.doi(str(record.get("DOI") or "")).lower()
    isbns = _isbns(record)
    title, year = str(record.get("title") or "").strip(), csl.year(record)
    asked = Q(title__iexact=title) if title else Q()
    asked |= Q(csl__DOI__icontains=doi) if doi else Q()
    asked |= Q(csl__ISBN__isnull=False) if isbns else Q()
    if not asked:
        return []
    found = []
    for source in Source.objects.filter(asked).exclude(pk=but or 0).defer("text"):
        if doi and identifiers.doi(str(source.csl.get("DOI") or "")).lower() == doi:
            found.append((source, _("the same DOI")))
        elif isbns & _isbns(source.csl):
            found.append((source, _("the same ISBN")))
        elif title and source.title.casefold() == title.casefold() and csl.year(source.csl) == year:
            found.append((source, _("the same title and year")))
    return found[:MOST]


def _isbns(record: dict[str, Any]) -> set[str]:
    """A record may have several, between blanks."""
    text = str(record.get("ISBN") or "")
    return {isbn for part in [text, *text.split()] if (isbn := identifiers.isbn_13(part))}
