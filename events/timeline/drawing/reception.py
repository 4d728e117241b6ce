"""The history of the history: when accounts were put forward, when sources could first be read, and who answers whom.

A row each, on one even axis of time; what has no date stands beside the axis. On the right, an upright line leads from
those who speak of an account to that account. Names are no part of the SVG: the page writes them beside the rows.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, product
from string import ascii_lowercase

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, ngettext

from events.chronology.date_words import edtf_words
from events.dates import Day
from events.historiography import wording
from events.historiography.questions import KINDS, QuestionOfPage
from events.models import Interpretation, Source
from events.site import glossary
from events.site.translation import gettext as _
from events.timeline.drawing import scale, svg, text
from events.timeline.drawing.marks import Mark, mark_of_date
from events.timeline.drawing.packing import ROW as LINE
from events.timeline.drawing.packing import Placed, extent
from events.timeline.entries import span_words, year_words

ROW = 26
"""The height of a row, in CSS pixels, as in `static/css/questions.css`."""

WIDTHS = {"from-350": 350, "to-350": 140}
"""The axis, where it has at least so many pixels, and a narrower one, where no words stand beside the marks."""

TICK = 38
"""The room that a year on the axis takes."""

BARS = 24
"""The most stretches of time in which accounts are counted."""

MARGIN = 0.03
"""Before the first mark and behind the last one, as a share of the axis."""

TRACK, BETWEEN = 13, 18
"""Between two upright lines of a kind, and between two kinds."""

NAMES = 190
"""The longest name of a row."""

HEARD = {
    "contests": gettext_lazy("%(whom)s is contested by %(who)s"),
    "qualifies": gettext_lazy("%(whom)s is qualified by %(who)s"),
    "supports": gettext_lazy("%(whom)s is supported by %(who)s"),
    "rests_on": gettext_lazy("%(whom)s is relied upon by %(who)s"),
}

BESIDE = 11
"""Between a mark and its words."""

DEFINITIONS = (
    '<path id="r-from" class="solid" d="M-3-3h6v6h-6z"/>'
    '<path id="r-contests" class="contests" d="M-5-5L5 5M-5 5L5-5"/>'
    '<circle id="r-qualifies" class="hollow" r="4"/>'
    '<circle id="r-supports" class="solid" r="4.5"/>'
    '<path id="r-rests_on" class="hollow" d="M0-5l5 5-5 5-5-5z"/>'
    '<circle id="r-blank" class="blank" r="4"/>'
)
"""The ends of relations: who speaks, and of whom; and a mark without a date."""


@dataclass(frozen=True)
class HistoryRow:
    """A heading, or what has a date: `edtf`, blank where it is not known, and the same in `words`.

    A source has the date when it was made as well: until it could be read it was closed.
    """

    title: str
    address: str = ""
    badge: str = ""
    edtf: str = ""
    words: str = ""
    made: str = ""
    is_heading: bool = False
    is_source: bool = False

    @property
    def label(self) -> str:
        """The title on one line, cut between two words where it is longer."""
        return text.lines(self.title, NAMES, most=1)[0]

    @property
    def name(self) -> str:
        """What the mark says of itself: “1992: 11 Verona”."""
        return f"{self.words}: {self.badge} {self.title}" if self.badge else f"{self.words}: {self.title}"


@dataclass(frozen=True)
class Track:
    """Those who say the same of one account: the rows where they stand, its row, and all in words."""

    kind: str
    sources: Sequence[int]
    target: int
    name: str


@dataclass
class History:
    """The drawing, in three parts beside the names of its rows: the axis, what has no date, and who answers whom."""

    rows: Sequence[HistoryRow]
    tracks: Sequence[Track] = ()

    def __post_init__(self) -> None:
        self.height = ROW * (len(self.rows) + 1)
        self.marks = [mark_of_date(row.edtf) if row.edtf else None for row in self.rows]
        self.made = [mark_of_date(row.made) if row.made and row.edtf else None for row in self.rows]
        self.is_dated = any(self.marks)
        self.kinds = list(dict.fromkeys(track.kind for track in self.tracks))
        self.answers, self.width = self._answers()
        self.has_unknown = any(not row.is_heading and not row.edtf for row in self.rows)
        self.parts = mark_safe(svg.DEFINITIONS + DEFINITIONS)

    def _y(self, place: int) -> float:
        return ROW * (place + 1.5)

    # --- when ---

    def when(self) -> SafeString:
        """The axis with a mark a row, drawn for a wide page and for a narrow one."""
        days = [
            day
            for mark in (*self.marks, *self.made)
            if mark
            for day in (mark.start, mark.end and mark.end - 1)
            if day is not None
        ]
        first, last = min(days), max(days) + 1
        margin = max(round(MARGIN * (last - first)), 1)
        items: list[list[str]] = [[] for _row in self.rows]
        behind = _rules(self.rows)
        for name, width in WIDTHS.items():
            axis = scale.Axis([first - margin, last + margin], [0, width])
            behind += f'<g class="{name}">{"".join(self._ticks(axis, first, last))}</g>'
            for drawn, row, mark, made in zip(items, self.rows, self.marks, self.made, strict=True):
                if mark:
                    drawn.append(f'<g class="{name}">{_dated(svg.Pen(axis), row, mark, made)}</g>')
        marks = ""
        for place, (row, drawn) in enumerate(zip(self.rows, items, strict=True)):
            if drawn:
                title = f"<title>{escape(row.name)}</title>"
                marks += f'<svg y="{self._y(place) - LINE / 2}" overflow="visible">{title}{"".join(drawn)}</svg>'
        return mark_safe(f'{behind}<g fill="url(#m-hatch)">{marks}</g>')

    def _ticks(self, axis: scale.Axis, first: int, last: int) -> Iterator[str]:
        """Years, as many as there is room for."""
        unit = scale.unit_for(first, last, max(round(axis.width / TICK), 2), finest="year")
        for edge in map(unit.start, range(unit.at(first), unit.at(last - 1) + 1)):
            if edge >= axis.times[0]:
                x = axis.percent(edge)
                yield svg.upright(x, ROW - 6, self.height, "rule")
                yield svg.words(x, ROW - 10, "d", year_words(Day.from_ordinal(edge).year))

    def unknown(self) -> SafeString:
        """A hollow mark for each row whose date is not known."""
        heading = _("no date")
        drawn = [_rules(self.rows), f'<text class="d" y="{ROW - 10}">{escape(heading)}</text>']
        for place, row in enumerate(self.rows):
            if not row.is_heading and not row.edtf:
                drawn.append(
                    f'<g><title>{escape(row.name)}</title><use href="#r-blank" x="50%" y="{self._y(place)}"/></g>'
                )
        return mark_safe("".join(drawn))

    # --- who answers whom ---

    def _answers(self) -> tuple[SafeString, int]:
        """The upright lines, kind by kind, and how wide they are together."""
        drawn, left = [_rules(self.rows)], 0.0
        for kind, group in groupby(self.tracks, lambda track: track.kind):
            tracks, label = list(group), glossary.term(kind).plain
            drawn.append(f'<text class="d" x="{svg.number(left)}" y="{ROW - 10}">{escape(label)}</text>')
            drawn += [self._track(track, left + 6 + TRACK * place) for place, track in enumerate(tracks)]
            left += max(TRACK * len(tracks), text.width(label)) + BETWEEN
        return mark_safe("".join(drawn)), round(left)

    def _track(self, track: Track, x: float) -> str:
        ends = sorted([*track.sources, track.target])
        line = f'<line class="{track.kind}" x1="{x}" x2="{x}" y1="{self._y(ends[0])}" y2="{self._y(ends[-1])}"/>'
        speaking = "".join(f'<use href="#r-from" x="{x}" y="{self._y(place)}"/>' for place in track.sources)
        target = f'<use href="#r-{track.kind}" x="{x}" y="{self._y(track.target)}"/>'
        return f"<g><title>{escape(track.name)}</title>{line}{speaking}{target}</g>"


class Densities:
    """The accounts of each answer as bars, one for each stretch of time that holds some for certain."""

    tracks: Sequence[Track] = ()
    kinds: Sequence[str] = ()

    def __init__(self, dates_of: Sequence[tuple[HistoryRow, Sequence[str]]]):
        self.height = ROW * (len(dates_of) + 1)
        self.parts = ""
        marks = [[mark_of_date(edtf) if edtf else None for edtf in dates] for _row, dates in dates_of]
        known = [(mark.start, mark.end) for of_row in marks for mark in of_row if mark and mark.start and mark.end]
        self.is_dated = bool(known)
        if known:
            first, last = min(start for start, _end in known), max(end for _start, end in known)
            self.unit = scale.unit_for(first, last, BARS, finest="year")
            self.first, self.number = self.unit.at(first), self.unit.at(last - 1) - self.unit.at(first) + 1
        self.counts = [self._counted(of_row) for of_row in marks]
        self.others = [len(of_row) - sum(counts.values()) for of_row, counts in zip(marks, self.counts, strict=True)]
        self.has_unknown = any(self.others)
        self.rows = [
            replace(row, words=self._words(counts, others))
            for (row, _dates), counts, others in zip(dates_of, self.counts, self.others, strict=True)
        ]

    def _counted(self, marks: Sequence[Mark | None]) -> dict[int, int]:
        """How many lie within each stretch; what may lie in several is in none of them."""
        found: Counter[int] = Counter()
        for mark in marks:
            if mark and mark.start is not None and mark.end is not None:
                begin, end = self.unit.at(mark.start), self.unit.at(mark.end - 1)
                if begin == end:
                    found[begin - self.first] += 1
        return dict(sorted(found.items()))

    def _span(self, place: int) -> str:
        first, after = (Day.from_ordinal(self.unit.start(self.first + place + more)).year for more in (0, 1))
        return span_words(first, after - 1)

    def _words(self, counts: dict[int, int], others: int) -> str:
        said = [f"{self._span(place)}: {number}" for place, number in counts.items()]
        return ", ".join([*said, *([_("no date, or a longer time: %(n)d") % {"n": others}] if others else [])])

    def when(self) -> SafeString:
        most = max((number for counts in self.counts for number in counts.values()), default=1)
        step = 100 / self.number
        drawn = [_rules(self.rows)]
        for place in range(0, self.number, -(-self.number // 6)):
            words = year_words(Day.from_ordinal(self.unit.start(self.first + place)).year)
            drawn += [
                svg.upright(place * step, ROW - 6, self.height, "rule"),
                svg.words(place * step, ROW - 10, "d", words),
            ]
        for row, counts in enumerate(self.counts):
            for place, number in counts.items():
                height = max((ROW - 4) * number / most, 2)
                bar = svg.bar(place * step + step / 8, step * 3 / 4, ROW * (row + 2) - height, height, "solid")
                drawn.append(f"<g><title>{escape(self._span(place))}: {number}</title>{bar}</g>")
        return mark_safe("".join(drawn))

    def unknown(self) -> SafeString:
        heading = _("no date")
        drawn = [_rules(self.rows), f'<text class="d" y="{ROW - 10}">{escape(heading)}</text>']
        for row, number in enumerate(self.others):
            if number:
                drawn.append(f'<text x="50%" y="{ROW * (row + 1.5) + 4.5}" class="m">{number}</text>')
        return mark_safe("".join(drawn))


def _rules(rows: Sequence[HistoryRow]) -> str:
    return "".join(svg.level(ROW * (place + 1), "lane" if row.is_heading else "rule") for place, row in enumerate(rows))


def _dated(pen: svg.Pen, row: HistoryRow, mark: Mark, made: Mark | None) -> str:
    """The mark of a row, its date in words, and the line from when it was made; in a row of its own."""
    at = extent(mark, pen.axis)
    drawn = pen.mark(Placed(mark, at, 0), 0)
    if made:
        left = extent(made, pen.axis)
        line = (
            f'<line class="closed" x1="{pen.x(left.middle)}%" x2="{pen.x(at.left)}%" y1="{LINE / 2}" y2="{LINE / 2}"/>'
        )
        drawn = line + pen.mark(Placed(made, left, 0), 0) + drawn
    flipped = at.right + BESIDE + text.width(row.words) > pen.axis.width
    x, dx, name = (at.left, -BESIDE, "d words e") if flipped else (at.right, BESIDE, "d words")
    return drawn + f'<text class="{name}" x="{pen.x(x)}%" dx="{dx}" y="{LINE / 2 + 4.5}">{escape(row.words)}</text>'


# --- of what ----------------------------------------------------------------------------------------------------------


def of_question(question: QuestionOfPage) -> History:
    """The accounts of a question by answer, then the sources that they rest on; and who answers whom."""
    rows, places = [], {}
    for side in question.sides:
        if side.answer or len(question.sides) > 1:
            rows.append(HistoryRow(side.answer.name if side.answer else _("Beside the answers"), is_heading=True))
        for account in side.accounts:
            places[account.pk] = len(rows)
            rows.append(_of_account(account, question))
    rows += _of_sources([source for source, _accounts in question.sources()])
    return History(rows, _tracks(question, places))


def of_source(source: Source, accounts: Sequence[Interpretation]) -> History:
    """When a source was made, issued and could first be read, and when accounts that rest on it were put forward."""
    rows = [HistoryRow(_("The work"), is_heading=True)]
    issued = source.issued if source.issued != source.created else ""  # of a letter CSL knows one date alone
    for title, edtf in ((_("made"), source.created), (_("issued"), issued)):
        if edtf:
            rows.append(HistoryRow(title, edtf=edtf, words=edtf_words(edtf)))
    words = edtf_words(source.available_from) or _("not recorded")
    rows.append(HistoryRow(_("could first be read"), edtf=source.available_from, words=words))
    rows.append(HistoryRow(_("Accounts that rest on it"), is_heading=True))
    rows += [_of_account(account) for account in accounts if account.made_on]
    if number := sum(not account.made_on for account in accounts):
        rows.append(HistoryRow(accounts_words(number), words=_("date not known")))
    return History(rows)


def accounts_words(number: int) -> str:
    return ngettext("%(n)d account", "%(n)d accounts", number) % {"n": number}


def of_answers(question: QuestionOfPage) -> Densities:
    """How many accounts of each answer were put forward when: there are too many to draw each."""
    return Densities(
        [
            (HistoryRow(title, address, badge=""), [account.made_on for account in side.accounts])
            for side in question.sides
            for title, address in (
                (side.answer.name, f"#answer-{side.answer.slug}")
                if side.answer
                else (_("Beside the answers"), "#accounts"),
            )
        ]
    )


def _of_account(account: Interpretation, question: QuestionOfPage | None = None) -> HistoryRow:
    return HistoryRow(
        title=wording.short_holder(account),
        address=question.address(account) if question else account.get_absolute_url(),
        badge=str(question.numbers[account.pk]) if question else "",
        edtf=account.made_on,
        words=edtf_words(account.made_on) or _("date not known"),
    )


def _of_sources(sources: Sequence[Source]) -> Iterator[HistoryRow]:
    """The sources of which it is known when they could first be read, and the others together."""
    known = [source for source in sources if source.available_from]
    if sources:
        yield HistoryRow(_("Could first be read"), is_heading=True)
    for source, letter in zip(known, letters(), strict=False):
        date = source.available_from
        yield HistoryRow(
            str(source), source.get_absolute_url(), letter, date, edtf_words(date), source.created, is_source=True
        )
    if number := len(sources) - len(known):
        yield HistoryRow(ngettext("%(n)d work", "%(n)d works", number) % {"n": number}, words=_("not recorded"))


def letters() -> Iterator[str]:
    """a, b … z, aa, ab …: sources are told apart by letters, accounts by numbers."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def _tracks(question: QuestionOfPage, places: dict[int, int]) -> list[Track]:
    """Those who say the same of an account together, whatever the ground."""
    found: dict[tuple[str, int], dict[int, Interpretation]] = {}
    accounts = {}
    for account, reply in question.sentences():
        for other in reply.others:
            accounts[other.pk] = other
            found.setdefault((reply.kind, other.pk), {})[account.pk] = account
    tracks = []
    for (kind, pk), speaking in found.items():
        who = {"whom": question.name(accounts[pk]), "who": wording.listed(map(question.name, speaking.values()))}
        tracks.append(Track(kind, [places[one] for one in speaking], places[pk], str(HEARD[kind]) % who))
    return sorted(tracks, key=lambda track: (KINDS.index(track.kind), track.target))
