"""A page's drawing: what its view selects, as much of it as there is room for, with the addresses of all else."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from events.dates import Day
from events.published.events import Listed, Outline, read
from events.selection.columns import CODES
from events.selection.filters import YEARS, TimelineFilter
from events.selection.selection import Selection
from events.site.languages import active
from events.site.translation import gettext as _
from events.timeline.drawing import bins, detail, key, lanes, overview, overview_svg, svg
from events.timeline.drawing.detail import Detail, Scene
from events.timeline.drawing.disputes import DrawnDispute, told
from events.timeline.drawing.disputes import disputes as found_disputes
from events.timeline.drawing.marks import LANDMARK, Mark, mark_of
from events.timeline.drawing.moving import Stretch, bounds_edtf, year_edtf
from events.timeline.entries import span_words

MOST_MARKS = 90
"""More events than so many are never drawn one by one: they would not fit into MOST_BYTES."""

MOST_BYTES, MOST_COMPRESSED = 74_000, 10_200
"""Of what overview and detail have together; what stands around them, with that, has less than 80 kB and 12 kB."""

QUICK, AS_SERVERS_DO = 1, 6
"""Levels of compression: what fits at the first fits at the second."""

BINS_AND_LANDMARKS = ((20, 16), (20, 0), (10, 8), (4, 0))
"""How many bins a lane has at most, and how many landmarks all lanes together: as many as the bytes allow."""


class Drawing:
    """The drawing of a view. `listed` are the events in the page's list: their marks lead there."""

    def __init__(self, view: TimelineFilter, selection: Selection, listed: Iterable[Listed] = ()):
        self.view, self.selection, self.listed = view, selection, {event.pk: event for event in listed}
        self.counts = selection.counts
        self.language = active()[:2]
        first, last = view.value("from"), view.value("to")
        self.chosen = (first and first.year, last and last.year) if first or last else None
        self._of_years = view.address_in_years()
        self.undated = self.counts.undated
        self.only_undated = view.value("dates") == "undated"

    def url_of(self, first: int, last: int) -> str:
        """The view in these years."""
        return self._of_years(year_edtf(first), year_edtf(last))

    # --- words and addresses around it ---

    @property
    def years(self) -> str:
        return span_words(*self.counts.spans.years) if self.counts.spans.years else ""

    @cached_property
    def all_years(self) -> str:
        return self.view.address(from_=None, to=None, dates=None, page=None) if self.chosen else ""

    @cached_property
    def undated_url(self) -> str:
        return self.view.address(from_=None, to=None, dates="undated", page=None)

    @cached_property
    def fullest(self) -> str:
        """The bar with most events, in words."""
        bars = self.wide.bars
        best = max(bars, key=lambda one: one.certain, default=None)
        return span_words(best.first, best.last) if best and best.certain else ""

    @cached_property
    def nearest(self) -> dict[str, str] | None:
        """Where nothing is found, the years with events that lie nearest to those asked for."""
        if not self.chosen or self.counts.count:
            return None
        middle = [year for year in self.chosen if year is not None]
        full = [one for one in self.wide.bars if one.certain + one.possible]
        best = min(full, key=lambda one: min(abs(one.first - year) for year in middle), default=None)
        return {"url": self.url_of(best.first, best.last), "label": span_words(best.first, best.last)} if best else None

    @cached_property
    def stretch(self) -> Stretch | None:
        """The days in view, and the whole; None where there is no dated event."""
        years = self.counts.spans.years
        if years is None:
            return None
        begin, finish = Day(years[0], 1, 1).ordinal, Day(years[1] + 1, 1, 1).ordinal
        first, last = self.view.value("from"), self.view.value("to")
        start = first.ordinal if first else min(begin, last.ordinal if last else begin)
        end = last.ordinal + 1 if last else max(finish, start + 1)
        return Stretch(start, max(end, start + 1), begin, finish)

    @cached_property
    def moves(self) -> list[dict[str, str]]:
        """Earlier, later, nearer, wider, whole: each in words and with its address, blank where there is nothing."""
        if self.stretch is None:
            return []
        here = self.stretch
        return [
            {"name": name, "label": label, "url": self.address(there) if there else ""}
            for name, label, there in (
                ("earlier", pgettext("time", "Earlier"), here.moved(-1)),
                ("later", pgettext("time", "Later"), here.moved(1)),
                ("in", _("Closer"), here.nearer()),
                ("out", _("Wider"), here.wider()),
            )
        ] + [{"name": "whole", "label": _("All years"), "url": self.all_years}]

    def address(self, stretch: Stretch) -> str:
        if stretch.is_whole:
            return self.view.address(from_=None, to=None, page=None)
        first, last = bounds_edtf(stretch.start, stretch.end)
        return self.view.address(from_=first, to=last, page=None)

    @cached_property
    def lane_choices(self) -> list[dict[str, object]]:
        labels = dict(self.view.filters["lanes"].field.choices)
        kinds = lanes.kinds(self.selection)
        return [
            {
                "label": labels[kind],
                "chosen": kind == self.lanes.kind,
                "url": self.view.address(lanes=None if kind == kinds[0] else kind),
            }
            for kind in kinds
        ]

    parts = mark_safe(svg.DEFINITIONS)

    @property
    def key(self) -> list[key.KeyEntry]:
        return key.key(self.detail.shapes) if self.detail else []

    @cached_property
    def base(self) -> str:
        """The address of the view in all years, to which a script adds others."""
        return self.view.address(from_=None, to=None, page=None)

    # --- overview ---

    @cached_property
    def _contested_spans(self) -> overview.Spans:
        columns, others = self.selection.columns, self.selection.without(*YEARS)
        contested = columns.numbers["contested"]
        return columns.counts_by_span_of(contested if others is None else others.mask & contested)

    @cached_property
    def wide(self) -> overview.Overview:
        return self._overview(overview.WIDE)

    @cached_property
    def narrow(self) -> overview.Overview:
        return self._overview(overview.NARROW)

    def _overview(self, most: int) -> overview.Overview:
        """That of all events, which stands above every choice of years, is kept."""

        def make() -> overview.Overview:
            return overview.overview(self.counts.spans, self._contested_spans, most)

        all_events = self.selection.without(*YEARS) is None
        return self.selection.columns.once(("overview", most), make) if all_events else make()

    @cached_property
    def overviews(self) -> list[SafeString]:
        """Once for narrow and once for wide pages; once for all where the narrow one has room for every bar."""
        if len(self.wide.bars) <= overview.NARROW:
            return [overview_svg.written(self.wide, "", overview.PHONE, self.url_of, self.window)]
        least = next(least for least in (544, 640, 864) if least >= overview.TARGET * len(self.wide.bars))
        return [
            overview_svg.written(self.narrow, f"to-{least}", overview.PHONE, self.url_of, self.window),
            overview_svg.written(self.wide, f"from-{least}", least, self.url_of, self.window),
        ]

    @cached_property
    def fan(self) -> SafeString:
        """Lines from the years of the wide overview to where they stand in the wide detail."""
        if not self.detail or (self.detail.in_bins and not self.chosen) or len(self.wide.bars) <= overview.NARROW:
            return mark_safe("")
        bars = self.wide.bars
        begin, end = Day(bars[0].first, 1, 1).ordinal, Day(bars[-1].last + 1, 1, 1).ordinal
        axis = self.detail.axes[detail.WIDE]
        times = (axis.times[0], axis.times[-1]) if self.chosen or self.detail.in_bins else axis.times
        places = ((100 * (time - begin) / (end - begin), axis.percent(time)) for time in times)
        return mark_safe("".join(svg.slope(*place) for place in places if 0 <= place[0] <= 100))

    @property
    def window(self) -> Stretch | None:
        """The stretch in view, where it was chosen."""
        return self.stretch if self.chosen else None

    # --- detail ---

    @cached_property
    def lanes(self) -> lanes.Lanes:
        return lanes.lanes_of(self.selection, self.view.value("lanes") or "")

    @cached_property
    def dated(self) -> np.ndarray:
        """The positions of the dated events of the selection."""
        selected, dated = self.selection.without(), self.selection.columns.dated
        return np.flatnonzero(dated if selected is None else selected.mask & dated)

    @cached_property
    def times(self) -> bins.Times:
        columns = self.selection.columns
        return columns.once("times", lambda: bins.Times.of(columns.numbers["earliest"], columns.numbers["latest"]))

    @cached_property
    def detail(self) -> Detail | None:
        """One mark an event where that fits, else bins."""
        if self.stretch is None or not len(self.dated):
            return None
        found = None
        for found in self._details():
            if self._fits(found):
                break
        return found

    def _details(self) -> Iterator[Detail]:
        """From the finest on: one mark an event, all of them labelled, or what matters; then ever fewer bins."""
        if len(self.dated) <= MOST_MARKS:
            marks = self.marks_of(self.dated)
            for everything in (True, False):
                yield detail.of_marks(self.scene, marks, everything)
        columns = self.selection.columns
        times = bins.Times(self.times.firsts[self.dated], self.times.lasts[self.dated])
        lane_of, contested = self.lanes.of[self.dated], columns.numbers["contested"][self.dated]
        landmark = columns.numbers["prominence"][self.dated] == CODES["prominence"].index(str(LANDMARK))
        for most, landmarks in BINS_AND_LANDMARKS:
            edges = detail.edges_of_bins(self.scene, most)
            chosen = bins.landmarks(times, landmark, contested, lane_of, edges, landmarks)
            found = bins.binned(times, contested, lane_of, len(self.lanes.names), edges)
            yield detail.of_bins(self.scene, edges, found, self.marks_of(self.dated[chosen], answers=False))

    def _fits(self, found: Detail) -> bool:
        """Whether the detail fits, with the overview, into what a drawing may have of bytes."""
        written = "".join([*self.overviews, found.names, found.svg]).encode()
        if len(written) > MOST_BYTES:
            return False
        return any(len(zlib.compress(written, level)) <= MOST_COMPRESSED for level in (QUICK, AS_SERVERS_DO))

    @cached_property
    def scene(self) -> Scene:
        stretch = self.stretch
        assert stretch
        return Scene(stretch.start, stretch.end, self.lanes.names, self.language, self._of_years)

    def marks_of(self, positions: np.ndarray, answers: bool = True) -> list[list[Mark]]:
        """The marks of the events at these positions, those of each lane in date order."""
        columns = self.selection.columns
        contested = columns.numbers["id"][positions[columns.numbers["contested"][positions]]].tolist()
        lane_of = dict(zip(columns.numbers["id"][positions].tolist(), self.lanes.of[positions].tolist(), strict=True))
        marks = [
            mark_of(event, self.language, event.pk in contested, order=order)
            for order, event in enumerate(read(list(lane_of), Outline))
        ]
        kept: dict[int, DrawnDispute | None] = columns.once(("disputes", self.language), dict)
        disputes = found_disputes(contested, self.listed, columns.links["debate"].places, kept)
        found: list[list[Mark]] = [[] for _name in self.lanes.names]
        for mark in told(marks, disputes, answers):
            found[lane_of[mark.key]].append(
                replace(mark, url=f"#event-{mark.slug}") if mark.key in self.listed else mark
            )
        return found
