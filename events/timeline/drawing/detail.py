"""The detail: the lanes of the stretch in view under one axis, packed for each width of page."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from events import dates
from events.dates import Day
from events.site.languages import active
from events.site.numbers import filled, grouped
from events.site.translation import gettext as _
from events.timeline.drawing import packing, scale, svg, text
from events.timeline.drawing.bins import Bins
from events.timeline.drawing.marks import LANDMARK, Mark
from events.timeline.drawing.moving import bounds_edtf
from events.timeline.entries import span_words, year_words

UNITS = 40
"""The most units of the axis on which marks stand."""

TALLEST = 1000
"""Where all labels would make the lanes taller than so many pixels, what matters less has one where room is left."""

FEW_STOPS = 40
"""Of more marks than so many, those that are neither landmarks nor contested are no stops of the Tab key."""

GUTTER = 208
"""Beside the lanes on a wide page, for their names."""

HEAD, LINE, PAD = 30, 17, 7
"""The height of the axis, of a line of a lane's name, and above and below a lane's rows, in CSS pixels."""

BAR, NUMERAL, ROWS_ABOVE = 56, 16, 3
"""The height of the fullest bin and of its number, and the most rows for landmarks above bins."""


@dataclass(frozen=True)
class Size:
    """A width of page for which the detail is packed: its class, the pixels of its lanes, and where their names are."""

    name: str
    width: int
    named_inside: bool

    def name_lines(self, name: str) -> list[str]:
        if not name:
            return []
        return (
            text.lines(name, self.width, text.BOLD, most=1) if self.named_inside else text.lines(name, ROOM, text.BOLD)
        )


ROOM = GUTTER - 16
MIDDLE, WIDE = "mid", "wide"
SIZES = (Size(MIDDLE, 544, named_inside=True), Size(WIDE, 1152 - GUTTER, named_inside=False))


@dataclass(frozen=True)
class Scene:
    """What is in view: the days from `start` up to `end`, the names of the lanes, and the addresses of other days."""

    start: int
    end: int
    lanes: Sequence[str]
    language: str
    url_of: Callable[[str, str], str]
    """The attribute of a record's words, blank where they are in the language of the page."""


@dataclass(frozen=True)
class Detail:
    """The lanes in view as SVG, with the height that they have in each size, and the names beside them."""

    svg: SafeString
    names: SafeString
    heights: dict[str, float]
    axes: dict[str, scale.Axis]
    places: dict[str, str]
    """Where the `times` stand along the axis, in each size."""

    times: str
    shapes: frozenset[str]
    table: "TableOfDrawing"
    in_bins: bool = False


@dataclass(frozen=True)
class TableOfDrawing:
    """The same as rows of words."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass
class Sheet:
    """The detail at one size, which grows from above: what is behind the marks, and the names beside the lanes."""

    size: Size
    axis: scale.Axis
    top: float = HEAD
    behind: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def begin(self, name: str, number: int, named_above: bool = False) -> float:
        """Begins a lane with its name; returns where its rows begin, under a line for the name if that stands inside
        or is said to stand above."""
        lines, said = self.size.name_lines(name), events_words(number)
        self.behind.append(svg.level(self.top, "lane"))
        self._least = 0.0
        if self.size.named_inside:
            if lines:
                self.behind.append(svg.words(0, self.top + 18, "name", lines[0]))
        else:
            self.beside.append(svg.level(self.top, "lane"))
            for index, line in enumerate(lines):
                self.beside.append(svg.words(0, self.top + 20 + LINE * index, "name", line))
            self.beside.append(svg.words(0, self.top + 20 + LINE * len(lines), "soft", said))
            self._least = self.top + LINE * len(lines) + 34
        named_above = named_above or (self.size.named_inside and bool(lines))
        return self.top + PAD + (LINE + 4 if named_above else 0)

    _least: float = 0

    def end_of(self, bottom: float) -> float:
        """Where a lane ends whose rows end at `bottom`."""
        return max(bottom + PAD, self._least)

    def finish(self, scene: Scene, unit: scale.Unit, weights: Sequence[int], note: str) -> None:
        """Ends the last lane, and writes the numerals of the axis above the first; `note` says what the axis shows."""
        self.behind.append(svg.level(self.top, "lane"))
        self.beside.append(svg.level(self.top, "lane"))
        lines = text.lines(note, ROOM)
        for index, line in enumerate(lines):
            self.beside.append(svg.words(0, HEAD - 9 - 16 * (len(lines) - 1 - index), "soft", line))
        self.behind = [*self._numerals(scene, unit, weights), *self.behind]
        self.top += 1

    def _numerals(self, scene: Scene, unit: scale.Unit, weights: Sequence[int]) -> Iterator[str]:
        """The units of the axis in words, as many as there is room for: the first, the last, then the fullest."""
        axis, times = self.axis, self.axis.times
        labels = [unit_words(unit, time, scene.language) for time in times[:-1]]
        last = len(labels) - 1
        order = sorted(range(len(labels)), key=lambda index: (index not in (0, last), -weights[index], index))
        places = []
        for index in order:
            width = text.width(labels[index], text.BOLD)
            left = max(min(axis.places[index] + 4, axis.width - width), 0)
            places.append((left, left + width))
        for at in svg.shown(places, 6):
            index = order[at]
            yield svg.upright(100 * axis.places[index] / axis.width, 6, self.top, "rule")
            said = svg.words(100 * places[at][0] / axis.width, 19, "n", labels[index])
            url = escape(scene.url_of(*bounds_edtf(times[index], times[index + 1])))
            yield f'<a href="{url}#drawing">{said}</a>'


def events_words(number: int) -> str:
    return _events_words(active(), number)


@lru_cache(maxsize=4096)
def _events_words(language: str | None, number: int) -> str:
    """In the language, which is the active one."""
    return filled(ngettext("%(n)d event", "%(n)d events", number), n=number)


def _detail(
    sheets: Sequence[Sheet], lanes: Sequence[str], shapes: set[str], table: TableOfDrawing, in_bins: bool
) -> Detail:
    behind = "".join(f'<g class="{sheet.size.name}">{"".join(sheet.behind)}</g>' for sheet in sheets)
    return Detail(
        svg=mark_safe(f'{behind}<g fill="url(#m-hatch)">{"".join(lanes)}</g>'),
        names=mark_safe("".join(sheets[-1].beside)),
        heights={sheet.size.name: sheet.top for sheet in sheets},
        axes={sheet.size.name: sheet.axis for sheet in sheets},
        places={sheet.size.name: " ".join(str(round(place)) for place in sheet.axis.places) for sheet in sheets},
        times=" ".join(map(str, sheets[0].axis.times)),
        shapes=frozenset(shapes),
        table=table,
        in_bins=in_bins,
    )


def lane_words(name: str, number: int) -> str:
    return f"{name}: {events_words(number)}" if name else events_words(number)


def _lane(name: str, number: int, items: str) -> str:
    return f'<g role="list" aria-label="{escape(lane_words(name, number))}">{items}</g>'


# --- one mark an event ------------------------------------------------------------------------------------------------


def of_marks(scene: Scene, marks: Sequence[Sequence[Mark]], everything: bool = True) -> Detail:
    """One mark an event; `marks` are those of each lane, in date order. `everything` is labelled that has room."""
    every = [mark for lane in marks for mark in lane]
    unit = scale.unit_for(scene.start, scene.end, UNITS)
    edges = scale.boundaries(unit, scene.start, scene.end)
    weights = _begun(every, edges)
    drawn: dict[int, list[tuple[str, str]]] = {mark.key: [] for mark in every}
    sheets = []
    for size in SIZES:
        sheet = _packed(scene, size, scale.bent(edges, weights, size.width), marks, drawn, everything)
        sheet.finish(scene, unit, weights, _("as wide as its events need"))
        sheets.append(sheet)
    few = len(every) <= FEW_STOPS
    lanes = [
        _lane(name, len(lane), "".join(svg.item(mark, drawn[mark.key], few or matters(mark)) for mark in lane))
        for name, lane in zip(scene.lanes, marks, strict=True)
        if lane
    ]
    return _detail(sheets, lanes, shapes_of(every), _table_of_marks(scene, marks), in_bins=False)


def _table_of_marks(scene: Scene, marks: Sequence[Sequence[Mark]]) -> TableOfDrawing:
    rows = [(mark, name) for name, lane in zip(scene.lanes, marks, strict=True) for mark in lane]
    rows.sort(key=lambda row: row[0].order)
    named = any(scene.lanes)
    head = [_("Date"), _("Event"), *([_("Lane")] if named else []), _("Accounts")]
    disagree = _("disagree")
    return TableOfDrawing(
        head,
        [
            [mark.words, mark.title, *([name] if named else []), disagree if mark.contested else ""]
            for mark, name in rows
        ],
    )


def _packed(
    scene: Scene,
    size: Size,
    axis: scale.Axis,
    marks: Sequence[Sequence[Mark]],
    drawn: dict[int, list[tuple[str, str]]],
    everything: bool,
) -> Sheet:
    """The lanes at a size, with every label if `everything` is to have one and that does not make them too tall."""
    if sum(map(len, marks)) * packing.ROW > TALLEST:
        everything = False  # a row each would be too tall: not even tried
    packed = [packing.pack(lane, axis, everything) for lane in marks]
    if everything and sum(rows for _placed, rows in packed) * packing.ROW > TALLEST:
        packed = [packing.pack(lane, axis, everything=False) for lane in marks]
    sheet, pen = Sheet(size, axis), svg.Pen(axis)
    centres = {}
    for name, (placed, rows) in zip(scene.lanes, packed, strict=True):
        if not placed:
            continue
        begin = sheet.begin(name, len(placed))
        for one in placed:
            drawn[one.mark.key].append((size.name, pen.mark(one, begin)))
            centres[one.mark.key] = one.extent.middle, begin + (one.row + 0.5) * packing.ROW
        sheet.top = sheet.end_of(begin + rows * packing.ROW)
    for placed, _rows in packed:
        sheet.behind += pen.ties(placed, centres)
    return sheet


def matters(mark: Mark) -> bool:
    return mark.contested or mark.prominence == LANDMARK


def shapes_of(marks: Sequence[Mark]) -> set[str]:
    """What a key to the marks has to explain."""
    found = {mark.shape for mark in marks}
    for said, name in (
        ("doubtful", "doubtful"), ("approximate", "approximate"), ("contested", "contested"), ("anchor", "relative"),
    ):  # fmt: skip
        if any(getattr(mark, said) for mark in marks):
            found.add(name)
    if any(mark.start is None or mark.end is None for mark in marks):
        found.add("open")
    return found


def _begun(marks: Sequence[Mark], edges: Sequence[int]) -> list[int]:
    """How many marks begin in each unit, or end in it without a known beginning."""
    begun = [mark.end - 1 if mark.start is None else mark.start for mark in marks if mark.start or mark.end]  # type: ignore[operator]
    places = Counter((np.searchsorted(edges, begun, "right") - 1).tolist())
    return [places[index] for index in range(len(edges) - 1)]


# --- bins -------------------------------------------------------------------------------------------------------------


def edges_of_bins(scene: Scene, most: int) -> list[int]:
    return scale.boundaries(scale.unit_for(scene.start, scene.end, most), scene.start, scene.end)


def of_bins(scene: Scene, edges: Sequence[int], found: Bins, marks: Sequence[Sequence[Mark]]) -> Detail:
    """Bins with their counts, each a link into its span, and above them what finds room of `marks`, landmarks."""
    unit = scale.unit_for(scene.start, scene.end, len(edges) - 1)
    weights = found.certain.sum(axis=0).tolist()
    totals = (found.certain.sum(axis=1) + found.wider).tolist()
    used = [index for index, total in enumerate(totals) if total]
    sheets = [Sheet(size, scale.even(edges, size.width)) for size in SIZES]
    above = {
        (sheet.size.name, index): packing.pack_some(marks[index], sheet.axis, ROWS_ABOVE)
        for sheet in sheets
        for index in used
    }
    lanes = []
    landmarks = _("Landmarks")
    writer = _Bins(scene, edges, int(found.certain.max(initial=0)))
    for index in used:
        rows = max(above[sheet.size.name, index][1] for sheet in sheets)
        drawn: dict[int, list[tuple[str, str]]] = {}
        for sheet in sheets:
            begin, pen = (
                sheet.begin(scene.lanes[index], totals[index], named_above=True),
                svg.Pen(sheet.axis),
            )
            for one in above[sheet.size.name, index][0]:
                drawn.setdefault(one.mark.key, []).append((sheet.size.name, pen.mark(one, begin)))
        tall = writer.height(int(found.certain[index].max()))
        bottom = begin + rows * packing.ROW + NUMERAL + tall
        end = max(sheet.end_of(bottom) for sheet in sheets)
        for sheet in sheets:
            sheet.top = end
        items = [
            writer.item(place, int(found.certain[index][place]), int(found.contested[index][place]), bottom, tall)
            for place in np.flatnonzero(found.certain[index]).tolist()
        ]
        lanes.append(f'<g role="group" aria-label="{escape(lane_words(scene.lanes[index], totals[index]))}">')
        lanes += [*items, *writer.bars(found.certain[index].tolist(), found.contested[index].tolist(), bottom)]
        if named := [svg.item(mark, drawn[mark.key]) for mark in marks[index] if mark.key in drawn]:
            lanes.append(f'<g role="list" aria-label="{escape(landmarks)}">{"".join(named)}</g>')
        lanes.append("</g>")
    for sheet in sheets:
        sheet.finish(scene, unit, weights, _("bins of equal lengths of time"))
    shapes = shapes_of([mark for lane in marks for mark in lane])
    return _detail(sheets, lanes, shapes, _table_of_bins(scene, edges, found, used), in_bins=True)


def _table_of_bins(scene: Scene, edges: Sequence[int], found: Bins, used: Sequence[int]) -> TableOfDrawing:
    head = [_("Years"), *(scene.lanes[index] or _("Events") for index in used)]
    rows = [
        [days_words(*pair, scene.language), *(grouped(int(found.certain[index][place])) for index in used)]
        for place, pair in enumerate(pairwise(edges))
    ]
    wider = [_("in none of them certainly"), *(grouped(int(found.wider[index])) for index in used)]
    return TableOfDrawing(head, [*rows, wider])


class _Bins:
    """Writes bins, all on one scale."""

    def __init__(self, scene: Scene, edges: Sequence[int], highest: int):
        self.number, self.highest = len(edges) - 1, highest or 1
        self.share, self.language = 100 / self.number, active()
        self.labels = [days_words(*pair, scene.language) for pair in pairwise(edges)]
        self.urls = [escape(scene.url_of(*bounds_edtf(*pair))) for pair in pairwise(edges)]
        self.contested_words = _("%(n)d contested")

    def item(self, place: int, certain: int, contested: int, bottom: float, tall: float) -> str:
        """A bin as a link, without its bar: its number, and what of it can be pressed."""
        name = f"{self.labels[place]}: {_events_words(self.language, certain)}"
        if contested:
            name += f", {filled(self.contested_words, n=contested)}"
        left, width = place * self.share, self.share
        parts = [svg.bar(left, width, bottom - tall - NUMERAL, tall + NUMERAL, "hit")]
        digits = grouped(certain)
        needed = text.width(digits, text.BOLD)
        if rooms := [size.name for size in SIZES if needed <= size.width * width / 100]:
            only = "" if len(rooms) == len(SIZES) else f" {rooms[0]}"
            parts.append(svg.words(left + width / 2, bottom - self.height(certain) - 5, f"m n{only}", digits))
        return f'<a href="{self.urls[place]}#drawing"><title>{escape(name)}</title>{"".join(parts)}</a>'

    def bars(self, certain: Sequence[int], contested: Sequence[int], bottom: float) -> Iterator[str]:
        """The bars of a lane, one shape for all and one for the contested at their feet."""
        yield (
            f'<svg class="bars" width="100%" y="{svg.number(bottom - BAR)}" height="{BAR}"'
            f' viewBox="0 0 {self.number} {BAR}" preserveAspectRatio="none">'
        )
        for name, numbers in (("solid", certain), ("disputed", contested)):
            path = "".join(
                f"M{place + 0.08} {BAR}v{svg.number(-self.height(number))}h.84V{BAR}z"
                for place, number in enumerate(numbers)
                if number
            )
            if path:
                yield f'<path class="{name}" d="{path}"/>'
        yield "</svg>"

    def height(self, number: int) -> float:
        return max(BAR * number / self.highest, 1)


# --- words ------------------------------------------------------------------------------------------------------------


def unit_words(unit: scale.Unit, ordinal: int, language: str) -> str:
    """The unit that begins on a day: its year; its month, but for January; its day and month."""
    day = Day.from_ordinal(ordinal)
    if unit.kind == "year" or (day.month, day.day) == (1, 1):
        return year_words(day.year)
    written = f"2000-{day.month:02}" + (f"-{day.day:02}" if unit.kind == "day" else "")
    return dates.parse(written).words(language).removesuffix(" 2000")


def days_words(start: int, end: int, language: str) -> str:
    """The days from `start` up to `end` in words: “1955–1959”, “July 1958”."""
    first, last = Day.from_ordinal(start), Day.from_ordinal(end - 1)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return span_words(first.year, last.year)
    return dates.bounds_words(first, last, language)
