"""Writes the overview."""

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from events.dates import Day
from events.site.numbers import filled, grouped
from events.site.translation import gettext as _
from events.timeline.drawing import svg, text
from events.timeline.drawing.moving import Stretch
from events.timeline.drawing.overview import Bar, Overview
from events.timeline.entries import span_words, year_words

DOTS, DOT, TALL = 10, 11, 72
"""Up to so many events in a bar are dots, each of so many pixels; more are bars, the highest so tall."""

GAP = 6
"""Between two numerals, in pixels."""

EDGE = 0.12
"""The share of a bar's width that is free at each of its sides."""


def written(
    what: Overview, name: str, width: int, url_of: Callable[[int, int], str], window: Stretch | None
) -> SafeString:
    """The overview for pages of which it has at least `width` pixels; `name` is the class of those."""
    return mark_safe(_Writer(what, name, width, url_of, window).svg())


def height_of(what: Overview) -> int:
    """In CSS pixels."""
    return (DOT * max(what.highest, 1) if what.highest <= DOTS else TALL) + 18 + 24 + 7 * what.rows


class _Writer:
    def __init__(
        self, what: Overview, name: str, width: int, url_of: Callable[[int, int], str], window: Stretch | None
    ):
        self.what, self.name, self.width, self.url_of, self.window = what, name, width, url_of, window
        self.share = 100 / len(what.bars)
        self.in_dots = what.highest <= DOTS
        self.tall = DOT * max(what.highest, 1) if self.in_dots else TALL
        self.base = self.tall + 18
        self.height = height_of(what)
        self.fullest = max(range(len(what.bars)), key=lambda index: what.bars[index].certain)

    def svg(self) -> str:
        bars, base = self.what.bars, self.base
        parts = [self._window(), svg.level(base, "axis"), '<g role="list">']
        labels = self._labelled()
        parts += [self._bar(index, index in labels) for index in range(len(bars))]
        parts.append("</g>")
        for line in self.what.lines:
            begin, end = line.begin or 0, len(bars) - 1 if line.end is None else line.end
            y = base + 26 + 7 * line.row
            name = "possible" + ("" if line.begin is not None and line.end is not None else " open")
            left, right = svg.number(begin * self.share), svg.number((end + 1) * self.share)
            said = filled(_("%(n)d that may lie anywhere here"), n=line.number)
            parts.append(
                f'<line class="{name}" x1="{left}%" x2="{right}%" y1="{y}" y2="{y}"><title>{said}</title></line>'
            )
        return (
            f'<svg class="overview {self.name}" width="100%" height="{self.height}" role="group"'
            f' aria-label="{escape(_("Events by year"))}">{"".join(parts)}</svg>'
        )

    def _window(self) -> str:
        """The stretch in view."""
        if self.window is None:
            return ""
        bars = self.what.bars
        begin, end = Day(bars[0].first, 1, 1).ordinal, Day(bars[-1].last + 1, 1, 1).ordinal
        places = (100 * (at - begin) / (end - begin) for at in (self.window.start, self.window.end))
        left, right = (min(max(place, 0.0), 100.0) for place in places)
        return svg.bar(left, right - left, 0, self.base + 22, "window")

    def _in_view(self, bar: Bar) -> bool:
        if self.window is None:
            return False
        return self.window.start < Day(bar.last + 1, 1, 1).ordinal and self.window.end > Day(bar.first, 1, 1).ordinal

    def _labelled(self) -> set[int]:
        """Which bars have their year under them: the first and the last, and as many as there is room for."""
        bars = self.what.bars
        each, last = self.width / len(bars), len(bars) - 1
        longest = max(text.width(year_words(bar.first)) for bar in bars) + GAP
        every = next((step for step in (1, 2, 5, 10, 20) if step * each >= longest), len(bars))
        round_ones = [index for index, bar in enumerate(bars) if bar.first % (every * (bar.last - bar.first + 1)) == 0]
        found = {index for index in round_ones if min(index, last - index) * each >= longest}
        return {0, last, *found}

    def _numeral(self, index: int) -> str:
        """The year under a bar; at either end of the axis it stays within."""
        bar, last = self.what.bars[index], len(self.what.bars) - 1
        said = year_words(bar.first)
        at, name = float((index + 0.5) * self.share), "m"
        if index in (0, last) and text.width(said) > self.width / (last + 1):
            at, name = (0.0, "") if index == 0 else (100.0, "e")
        return svg.words(at, self.base + 16, name, said)

    def _bar(self, index: int, labelled: bool) -> str:
        bar, base, share = self.what.bars[index], self.base, self.share
        left, middle = index * share, (index + 0.5) * share
        name = filled(
            _("%(years)s: %(certain)d certain, %(possible)d possible"), certain=bar.certain, possible=bar.possible
        ) % {"years": span_words(bar.first, bar.last)}
        if bar.contested:
            name += ", " + filled(_("%(n)d contested"), n=bar.contested)
        parts = [svg.bar(left, share, 0, base + 24, "hit")]
        if self.in_dots:
            parts += self._dots(middle, bar)
            top = float(base - DOT * bar.certain)
        else:
            scale = self.tall / self.what.highest
            height, disputed = bar.certain * scale, bar.contested * scale
            top = base - height
            place = left + share * EDGE, share * (1 - 2 * EDGE)
            if bar.certain:
                parts.append(svg.bar(*place, top, height - disputed, "solid"))
            if bar.contested:
                parts.append(svg.bar(*place, base - disputed, disputed, "disputed"))
        said = grouped(bar.certain)
        fits = text.width(said, text.BOLD) <= self.width * share / 100
        if bar.certain and (fits or index == self.fullest):  # one number at least says how high the bars are
            parts.append(svg.words(middle, top - 5, "m n", said))
        if labelled:
            parts.append(self._numeral(index))
        url = escape(self.url_of(bar.first, bar.last))
        current = ' aria-current="true"' if self._in_view(bar) else ""
        link = f'<a href="{url}#drawing"{current}><title>{escape(name)}</title>{"".join(parts)}</a>'
        return f'<g role="listitem">{link}</g>'

    def _dots(self, middle: float, bar: Bar) -> list[str]:
        """A line of dots, each an event, the contested ones at its foot within rings."""
        base, step, parts = self.base - DOT / 2, DOT, []

        def dots(name: str, begin: int, end: int) -> str:
            return svg.upright(middle, base - begin * step, base - (end - 1) * step - 0.1, name)

        if bar.contested:
            parts += [dots(f"dots {name}", 0, bar.contested) for name in ("outer", "inner", "core")]
        if bar.certain > bar.contested:
            parts.append(dots("dots", bar.contested, bar.certain))
        return parts
