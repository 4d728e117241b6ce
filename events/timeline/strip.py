"""The density strip: one bar for each year, or for as many years as leave room for a bar, each a link that filters."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.timeline.entries import year_words

WIDE, NARROW = 36, 12
"""The most bars that leave each 24 CSS pixels of width on a wide and on a narrow page (WCAG 2.2, 2.5.8)."""

HEIGHT = 64
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


def bars(spans: Counter, most: int, url_of, chosen: tuple[int | None, int | None] | None = None) -> list[Bar]:
    """At most `most` bars over the years that hold a known bound; `url_of(first, last)` gives each bar's address.

    `spans` counts events by the years of their bounds (see `facets.Facets`). A bar's certain and possible events
    together are those that its link selects. `chosen` are the years of the filter in force.
    """
    known = [year for span in spans for year in span if year is not None]
    if not known:
        return []
    start, step, number = _scale(min(known), max(known), most)
    certain, possible = Counter(), Counter()
    for index in range(number):
        first, last = start + index * step, start + (index + 1) * step - 1
        for (earliest, latest), count in spans.items():
            if earliest is not None and latest is not None and first <= earliest and latest <= last:
                certain[index] += count
            elif (earliest is None or earliest <= last) and (latest is None or latest >= first):
                possible[index] += count
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


def _scale(first: int, last: int, most: int) -> tuple[int, int, int]:
    """Where the strip starts, how many years a bar has (1, 2, 5, 10, 20 …), and how many bars there are."""
    power = 0
    while True:
        for step in (digit * 10**power for digit in STEPS):
            start = first // step * step
            number = (last - start) // step + 1
            if number <= most:
                return start, step, number
        power += 1


def _overlap(chosen, first, last) -> bool:
    start, end = chosen
    return (start is None or start <= last) and (end is None or end >= first)


