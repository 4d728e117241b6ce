"""The time of an event: a time-span with the bounds that are known, and dates as schema.org has them."""

import re
from collections.abc import Iterator

from events import dates
from events.chronology.date_words import days_of
from events.dates.edtf_forms import Interval
from events.linked_data.vocabulary import Node
from events.published import events as published

PLAIN = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
"""A year, a month or a day without a mark: what ISO 8601 and EDTF write alike."""


def plain_ends(edtf: str) -> tuple[str, str] | None:
    """Beginning and end as ISO 8601 dates that are no more precise than the EDTF; the end is blank for one date.

    None where the date is no plain one: a set, an open end, a decade, an uncertain day.
    """
    first, slash, last = edtf.partition("/")
    if not PLAIN.fullmatch(first) or (slash and not PLAIN.fullmatch(last)):
        return None
    return first, last


def plain_dates(event: published.Event) -> Node:
    """`startDate` and `endDate`; nothing where only bounds are known."""
    earliest, latest = days_of(event)
    if event.after_event:
        return {"startDate": str(earliest)} if earliest and earliest == latest and 0 < earliest.year < 10_000 else {}
    first, last = plain_ends(event.date) or ("", "")
    return {name: text for name, text in (("startDate", first), ("endDate", last)) if text}


def time_span(event: published.Event, words: Node) -> Node:
    """E52 Time-Span: within P82a and P82b it happened; what lasted, lasted from P81a to P81b at the least."""
    node: Node = {"@type": "crm:E52_Time-Span", "rdfs:label": words}
    if event.date:
        node["dcterms:date"] = event.date
    return node | dict(_bounds(event))


def _bounds(event: published.Event) -> Iterator[tuple[str, str]]:
    earliest, latest = days_of(event)
    form = dates.parse(event.date, event.date_part).form if event.date else None
    lasted = form if isinstance(form, Interval) else None
    begun, ended = (lasted.lower, lasted.upper) if lasted else (None, None)
    for name, day, time in (
        ("P82a_begin_of_the_begin", earliest, "00:00:00"),
        ("P81a_end_of_the_begin", begun and begun.latest, "23:59:59"),
        ("P81b_begin_of_the_end", ended and ended.earliest, "00:00:00"),
        ("P82b_end_of_the_end", latest, "23:59:59"),
    ):
        if day:
            yield f"crm:{name}", f"{day}T{time}"
