"""The decades of a view as a small histogram whose bars are links that filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import dates
from events.selection.facets import Choice
from events.selection.filters import TimelineFilter
from events.site.languages import active
from events.timeline.entries import span_words


@dataclass(frozen=True)
class Decade:
    """The years `first` to `first + 9` as a filter, with the events possibly in them; `width` is in percent."""

    first: int
    count: int
    width: float
    chosen: bool
    url: str

    @property
    def label(self) -> str:
        return decade_words(self.first, active()[:2])


@lru_cache(maxsize=1000)
def decade_words(first: int, language: str) -> str:
    """“1960s”, “anii 1960”; the years themselves where that could be a century, before 1000 and after 9999."""
    unmistakable = first % 100 and 1000 <= first < 10_000
    return dates.parse(f"{first // 10}X").words(language) if unmistakable else span_words(first, first + 9)


def decades_of(view: TimelineFilter, choices: Sequence[Choice]) -> list[Decade]:
    """The decades that hold a known bound, in time; the chosen one's address is that of the view without it."""
    highest = max((choice.count for choice in choices), default=1)
    bounds = [day and day.key for day in (view.value("from"), view.value("to"))]
    possible = view.value("dates") in ("", None, "possible")
    address = view.address_in_years()
    found = []
    for choice in choices:
        first = int(choice.value)
        chosen = possible and bounds == [first * 10_000 + 101, (first + 9) * 10_000 + 1231]
        url = view.address(from_=None, to=None, dates=None, page=None) if chosen else address(first, first + 9)
        found.append(Decade(first, choice.count, round(100 * choice.count / highest, 1), chosen, url))
    return found
