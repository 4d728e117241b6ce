"""Search in lists and autocompletes without regard to case and diacritics, the same on both databases."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.search import folding

MOST = 5_000
"""A search lists at most so many records; SQLite takes a limited number of keys in one query."""


def matching(rows: Iterable[tuple[Any, ...]], search_term: str) -> list[Any]:
    """The keys of the rows (key, text, text …) in whose texts every word of the term occurs, folded."""
    words = folding.words(search_term)
    found: dict[Any, None] = {}
    for key, *texts in rows:
        if key not in found:
            text = " ".join(folding.words(" ".join(filter(None, texts))))
            if all(word in text for word in words):
                found[key] = None
    return list(found)


class PlainLookups:
    """Refuses lookups by parts of a date in a list's address: a year that no calendar has would be an error."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        parts = {"year", "iso_year", "month", "week", "week_day", "day", "quarter"}
        return not parts & set(lookup.split("__")) and super().lookup_allowed(lookup, value, request)  # type: ignore[misc]


class FoldedSearch(PlainLookups):
    """`search_fields` are searched by folded words: “ceausescu” finds Ceaușescu, “gomulka” finds Gomułka.

    The folding is done in Python over those columns alone, because the databases fold differently or not at
    all: moderate up to some tens of thousands of records, about a second for each hundred thousand.
    """

    search_fields: Iterable[str] = ()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        if not folding.words(search_term):
            return queryset, False
        found = matching(queryset.order_by().values_list("pk", *self.search_fields), search_term)
        listed = not request.resolver_match or request.resolver_match.url_name != "autocomplete"
        if len(found) > MOST and listed:  # an autocomplete shows no message: the next page would
            text = _("More than %(most)d records match; the first of them are listed. Add a word to the search.")
            messages.warning(request, text % {"most": MOST})
        return queryset.filter(pk__in=found[:MOST]), False
