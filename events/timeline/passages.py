"""The passages of documents in which a reader's words stand, beside the events that they find."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Substr

from events.models import Passage
from events.search import highlighting, lookup
from events.search.terms import wanted_terms
from events.selection.filters import TimelineFilter

IN_SIGHT = 5
"""So many passages stand under the list."""

COUNTED = 100
"""More are not counted."""


@dataclass(frozen=True)
class PassagesFound:
    """A passage with the words found in it marked, in their surroundings."""

    passage: Passage
    snippet: str


@dataclass(frozen=True)
class Passages:
    """The first passages found; `number` of all, at most COUNTED."""

    shown: list[PassagesFound]
    number: int

    @property
    def more(self) -> bool:
        return self.number >= COUNTED


def found(view: TimelineFilter) -> Passages | None:
    """What the words of the view find in documents; None without words, or where nothing is found."""
    query = view.value("q") or ""
    terms = tuple(wanted_terms(query))
    if not terms:
        return None
    keys = lookup.passages(query, COUNTED)
    words = Substr("source__text", F("start") + 1, F("end") - F("start"))
    rows = Passage.objects.select_related("source").defer("source__text").annotate(words=words)
    passages = rows.in_bulk(keys[:IN_SIGHT]) if keys else {}
    shown = [PassagesFound(passages[key], highlighting.snippet(passages[key].words, terms)) for key in keys[:IN_SIGHT]]
    return Passages(shown, len(keys)) if shown else None
