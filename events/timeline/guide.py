"""How the timeline is to be read, by examples from the corpus: for each kind of mark an event that has it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from events.dates import Day
from events.published.events import Outline, read
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site.languages import active
from events.timeline.drawing import detail, key
from events.timeline.drawing.detail import Detail, Scene
from events.timeline.drawing.marks import Mark, mark_of

ENOUGH = 40
"""So many events of each precision, the most prominent first, are looked through."""

AROUND = 5
"""So many years are drawn before and after an example."""


class Example(NamedTuple):
    """A kind of mark in words and as in the key, and an event that has it, drawn by itself where there is room."""

    words: str
    picture: SafeString
    mark: Mark
    drawing: Detail


def examples() -> list[Example]:
    """In the order of the key; without kinds that no event has; an event comes twice only for want of another."""
    marks = list(_marks())
    found: list[Example] = []
    for name, words in key.WORDS.items():
        having = [mark for mark in marks if name in detail.shapes_of([mark])]
        # The plainest is the best example: what has no other kind beside this one.
        used = {example.mark.key for example in found}
        if best := min(having, key=lambda mark: (mark.key in used, len(detail.shapes_of([mark]))), default=None):
            found.append(Example(str(words), mark_safe(key.PICTURES[name]), best, _drawn(best)))
    return found


def _marks() -> Iterator[Mark]:
    selection = Selection(TimelineFilter())
    columns = selection.columns
    numbers = columns.numbers
    order = np.lexsort((np.arange(columns.size), numbers["prominence"]))
    order = order[columns.dated[order]]
    kinds = numbers["precision"][order] * 100 + numbers["basis"][order]
    chosen = np.concatenate([order[kinds == kind][:ENOUGH] for kind in np.unique(kinds)] or [order])
    contested = dict(zip(numbers["id"][chosen].tolist(), numbers["contested"][chosen].tolist(), strict=True))
    language = active()[:2]
    for event in read(list(contested), Outline):
        yield mark_of(event, language, contested[event.pk])


def _drawn(mark: Mark) -> Detail:
    """The mark among some years, so that it looks as it does in the timeline."""
    first = Day.from_ordinal(mark.start if mark.start is not None else mark.end or 1).year
    last = Day.from_ordinal(mark.end - 1 if mark.end is not None else mark.start or 1).year
    scene = Scene(
        Day(first - AROUND, 1, 1).ordinal, Day(last + AROUND + 1, 1, 1).ordinal, [""], active()[:2],
        TimelineFilter().address_in_years(),
    )  # fmt: skip
    return detail.of_marks(scene, [[mark]])
