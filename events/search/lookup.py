"""What a reader's words find: events, their relevance, and passages of documents."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from events.models import Passage, Source
from events.search.fulltext import Index
from events.search.index import EVENTS, PASSAGES, WEIGHTS
from events.search.terms import SearchTerm, parse, wanted_terms
from events.sql import integers
from events.sql.statements import Statement, given_keys


def matching(events: QuerySet, query: str, columns: Iterable[str] = ()) -> QuerySet:
    """The events whose text holds the query; all of them for a blank one, none for one without a single word.

    `columns` are those of WEIGHTS to look in: all unless some are named.
    """
    if not query.strip():
        return events
    alternatives = [Q(pk__in=RawSQL(*EVENTS.keys(terms, columns))) for terms in parse(query)]
    return events.filter(Q(*alternatives, _connector=Q.OR)) if alternatives else events.none()


def keys(query: str) -> np.ndarray:
    """The keys of all events whose text holds the query, drafts among them, in no order. For a query with words."""
    return _keys(EVENTS, parse(query))


def _keys(index: Index, alternatives: Iterable[list[SearchTerm]]) -> np.ndarray:
    found = [index.keys(terms) for terms in alternatives]
    parameters = [parameter for _sql, some in found for parameter in some]
    if not found:
        return np.empty(0, np.int64)
    return integers.columns(" UNION ".join(sql for sql, _parameters in found), parameters, 1)[0]


def weighed(query: str) -> Iterable[tuple[int, np.ndarray]]:
    """For each wanted term and each weight: the weight and the keys of the events that have the term there.

    An event's relevance is the sum of its weights.
    """
    for term in sorted(set(wanted_terms(query)), key=lambda term: term.pattern):
        for column, weight in WEIGHTS.items():
            yield weight, integers.columns(*EVENTS.keys([term], [column]), 1)[0]


def passages(query: str, most: int) -> list[int]:
    """The keys of the first passages of documents that readers may see in full whose words hold the query, in the order
    of the documents; none for a query without a wanted word.
    """
    found = _keys(PASSAGES, _wanted(query)).tolist()
    return [pk for (pk,) in _public_passages(most, connection.vendor).rows(found)] if found else []


@cache
def _public_passages(most: int, vendor: str) -> Statement:
    """Those with the given keys, in order."""
    documents = Source.objects.public().filter(text_public=True).values("pk")
    found = Passage.objects.current().filter(source__in=documents, pk__in=given_keys())
    return Statement(found.order_by("source__sort_key", "source_id", "number").values_list("pk")[:most])


def _wanted(query: str) -> list[list[SearchTerm]]:
    """The alternatives of a query that want a word, not only the absence of others."""
    return [terms for terms in parse(query) if any(term.wanted for term in terms)]


def matching_passages(passages: QuerySet, query: str) -> QuerySet:
    """Those of the passages whose words hold the query; none for a query without a wanted word."""
    alternatives = [Q(pk__in=RawSQL(*PASSAGES.keys(terms))) for terms in _wanted(query)]
    return passages.filter(Q(*alternatives, _connector=Q.OR)) if alternatives else passages.none()
