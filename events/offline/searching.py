"""The index of a copy's search: what each record is called and says, in pieces that a page without a server can load.

A page that was opened from a folder may run scripts but not read files: so each piece is a script that hands over JSON.
"""

import json
from collections.abc import Callable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.http import QueryDict

from events.exports.rows import rows
from events.models import Actor, Debate, Interpretation, Source, Theme
from events.search import folding
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site import description, languages

AT_ONCE = 500
"""Records of a piece."""

Entry = tuple[str, str, str, str]
"""Address, name, what stands beside it, and all its words."""


def entries(language: str) -> Iterator[Entry]:
    """What can be found, the events first, in their order."""
    for event, date, _notes in rows(Selection(TimelineFilter(QueryDict())).all_ids(), language):
        names = [part.actor.name for part in event.participations]
        place = [event.place] if event.place else []
        yield f"/events/{event.slug}/", event.title, date.words, " ".join([event.summary, *place, *names])
    others: list[tuple[str, QuerySet, Callable[..., tuple[str, str]]]] = [
        ("interpretations", Interpretation.objects.published(), lambda one: (one.claim, one.argument)),
        ("debates", Debate.objects.published(), lambda one: (one.question, one.introduction)),
        ("actors", Actor.objects.public(), lambda one: (one.name, one.note)),
        (
            "sources",
            Source.objects.public().defer("text"),
            lambda one: (one.title, f"{one.short_reference} {one.note}"),
        ),
        ("themes", Theme.objects.public(), lambda one: (one.name, "")),
    ]
    original = description.current().content_language
    for kind, records, said in others:
        found = records.distinct().order_by("slug").iterator(AT_ONCE)
        while some := list(islice(found, AT_ONCE)):
            with languages.reading(language, original):
                yield from [
                    (f"/{kind}/{one.slug}/", str(name), "", str(text)) for one in some for name, text in [said(one)]
                ]


def pieces(found: Iterator[Entry], link: Callable[[str], str]) -> Iterator[bytes]:
    """The scripts; each gives a list of link, name, what stands beside it, folded name and folded words."""
    while some := list(islice(found, AT_ONCE)):
        listed = [
            [link(address), name, beside, " ".join(folding.words(name)), " ".join(folding.words(f"{beside} {text}"))]
            for address, name, beside, text in some
        ]
        text = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        yield f"foundIn({text});\n".encode()
