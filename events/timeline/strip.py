"""The density strip: one bar for each year, or for as many years as leave room for a bar, each a link that filters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events.selection.columns import UNKNOWN, Spans
from events.selection.facets import Facets
from events.selection.filters import TimelineFilter
from events.timeline.entries import span_words, year_words

WIDE, NARROW = 36, 12
"""The most bars that leave each 24 CSS pixels of width on a wide and on a narrow page (WCAG 2.2, 2.5.8)."""

HEIGHT = 64
FEWEST = 6
"""A strip of fewer bars would look like a wall."""

Years = tuple[int | None, int | None]
"""The first and the last, None where the range is open."""

STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """The events of the years first…last, both inclusive: certainly in them, and possibly in them.

    `x` and `width` are percent of the strip; `solid` and `dashed` are heights in CSS pixels.
    """

    first: int
    last: int
    certain: int
    possible: int
    x: float
    width: float
    solid: float
    dashed: float
    labelled: bool
    chosen: bool
    url: str

    @property
    def label(self) -> str:
        return year_words(self.first)

    @property
    def name(self) -> str:
        years = self.label if self.first == self.last else f"{self.label}–{year_words(self.last)}"
        return _("%(years)s: %(certain)d certain, %(possible)d possible") % {
            "years": years, "certain": self.certain, "possible": self.possible,
        }  # fmt: skip

    @property
    def dashed_y(self) -> float:
        return HEIGHT - self.solid - self.dashed

    @property
    def solid_y(self) -> float:
        return HEIGHT - self.solid

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def svg(self) -> SafeString:
        """The bar as an item of the drawing. Not a template: a page has some fifty bars of a dozen numbers each."""
        chosen = ' class="chosen" aria-current="true"' if self.chosen else ""
        name, place = escape(self.name), f'x="{self.x}%" width="{self.width}%"'
        parts = [f'<rect class="hit" {place} y="0" height="{HEIGHT + 24}"/>']
        if self.dashed:
            parts.append(f'<rect class="dashed" {place} y="{self.dashed_y}" height="{self.dashed}"/>')
        if self.solid:
            parts.append(f'<rect class="solid" {place} y="{self.solid_y}" height="{self.solid}"/>')
        if self.labelled:
            parts.append(f'<text x="{self.middle}%" y="{HEIGHT + 18}" text-anchor="middle">{escape(self.label)}</text>')
        href = f"{escape(self.url)}#results"
        link = f'<a href="{href}" aria-label="{name}"{chosen}><title>{name}</title>{"".join(parts)}</a>'
        return mark_safe(f'<g role="listitem">{link}</g>')


def bars(spans: Spans, most: int, url_of: Callable[[int, int], str], chosen: Years | None = None) -> list[Bar]:
    """At most `most` bars over the years that hold a known bound; `url_of(first, last)` gives each bar's address.

    A bar's certain and possible events
    together are those that its link selects. `chosen` are the years of the filter in force.
    """
    if spans.years is None:
        return []
    start, step, number = _scale(*spans.years, most)
    certain, possible = _per_bar(spans, start, step, number)
    highest = max(certain[index] + possible[index] for index in range(number)) or 1
    every = max(1, -(-number // 8))
    return [
        Bar(
            first=start + index * step,
            last=start + (index + 1) * step - 1,
            certain=certain[index],
            possible=possible[index],
            x=round(100 * index / number, 3),
            width=round(100 / number, 3),
            solid=round(HEIGHT * certain[index] / highest, 1),
            dashed=round(HEIGHT * possible[index] / highest, 1),
            labelled=index == number - 1 or (index % every == 0 and number - 1 - index >= every / 2),
            chosen=chosen is not None and _overlap(chosen, start + index * step, start + (index + 1) * step - 1),
            url=url_of(start + index * step, start + (index + 1) * step - 1),
        )
        for index in range(number)
    ]


def _per_bar(spans: Spans, start: int, step: int, number: int) -> tuple[list[int], list[int]]:
    """How many events lie certainly and how many possibly in each bar."""
    begins = np.where(spans.firsts == UNKNOWN, 0, (spans.firsts - start) // step)
    ends = np.where(spans.lasts == UNKNOWN, number - 1, (spans.lasts - start) // step)
    sure = (begins == ends) & (spans.firsts != UNKNOWN) & (spans.lasts != UNKNOWN)
    certain = np.bincount(begins[sure], spans.numbers[sure], number)
    begun = np.bincount(begins[~sure], spans.numbers[~sure], number)
    ended = np.bincount(ends[~sure] + 1, spans.numbers[~sure], number + 1)[:-1]
    return certain.astype(int).tolist(), np.cumsum(begun - ended).astype(int).tolist()


def _scale(first: int, last: int, most: int) -> tuple[int, int, int]:
    """Where the strip starts, how many years a bar has (1, 2, 5, 10, 20 …), and how many bars there are."""
    power = 0
    while True:
        for step in (digit * 10**power for digit in STEPS):
            start = first // step * step
            number = (last - start) // step + 1
            if number <= most:
                spare = max(FEWEST - number, 0)
                return start - spare // 2 * step, step, number + spare
        power += 1


def _overlap(chosen: Years, first: int, last: int) -> bool:
    start, end = chosen
    return (start is None or start <= last) and (end is None or end >= first)


class Drawing:
    """The strip of a view, once for wide and once for narrow pages.

    It spans all the years that match the other filters, so that a reader who has chosen some can go on to others.
    """

    height = HEIGHT
    whole_height = HEIGHT + 24

    def __init__(self, view: TimelineFilter, counts: Facets):
        first, last = view.value("from"), view.value("to")
        chosen = (first and first.year, last and last.year) if first or last else None

        address = view.address_in_years()

        def url_of(start: int, end: int) -> str:
            return address(_as_parameter(start), _as_parameter(end))

        self.wide = bars(counts.spans, WIDE, url_of, chosen)
        self.narrow = bars(counts.spans, NARROW, url_of, chosen)
        self.all_years = view.address(from_=None, to=None, dates=None, page=None) if chosen else ""
        self.undated = counts.undated
        self.only_undated = view.value("dates") == "undated"
        self.undated_url = view.address(from_=None, to=None, dates="undated", page=None)
        self.fullest = max(self.wide, key=lambda bar: bar.certain + bar.possible, default=None)
        self.years = span_words(*counts.spans.years) if counts.spans.years else ""
        self.nearest = _nearest(self.wide, chosen) if chosen and not counts.count else None


def _nearest(bars: list[Bar], chosen: Years) -> Bar | None:
    """The bar with events that lies nearest to the years asked for."""
    middle = [year for year in chosen if year is not None]
    full = [bar for bar in bars if bar.certain + bar.possible]
    return min(full, key=lambda bar: min(abs(bar.first - year) for year in middle), default=None)


def _as_parameter(year: int) -> str:
    """A year as EDTF: four digits at least, or with a Y in front where there are more."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"
