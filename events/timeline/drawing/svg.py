"""Writes the drawing as SVG: places and lengths along time in percent, all else in CSS pixels, no style within.

So text keeps its size however wide the page is. What is drawn for one width of page alone stands in a group of that
width's class (`static/css/drawing.css`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.html import escape

from events.timeline.drawing.marks import DAY, LANDMARK, LASTED, MONTH, SEVERAL, Mark
from events.timeline.drawing.packing import INDENT, ROW, Placed
from events.timeline.drawing.scale import Axis

NARROWEST = 16
"""A mark at least so long is hatched; a shorter one is solid if it is a month, else crossed once."""

DEFINITIONS = (
    '<pattern id="m-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V6"/></pattern>'
    '<linearGradient id="m-veil-l"><stop class="veil"/><stop offset="1" class="clear"/></linearGradient>'
    '<linearGradient id="m-veil-r"><stop class="clear"/><stop offset="1" class="veil"/></linearGradient>'
    '<path id="m-hit" class="hit" d="M-12-12h24v24h-24z"/>'
    + "".join(
        f'<g id="m-{name}"><use href="#m-hit"/>{shape}</g>'
        f'<g id="m-{name}-c"><use href="#m-hit"/><circle class="ring" r="8"/>{shape}</g>'
        for name, shape in (
            ("dot", '<circle class="solid" r="4.5"/>'),
            ("square", '<path class="solid" d="M-4-4h8v8h-8z"/>'),
            ("hollow", '<circle class="hollow" r="4"/>'),
        )
    )
    + '<path id="m-soft" class="thin" d="M-9.5 0h3m13 0h3"/>'
    '<path id="m-cap" class="thin" d="M0-5V5"/>'
    '<path id="m-on" class="thin" d="M0-5l8 5-8 5"/><path id="m-back" class="thin" d="M0-5l-8 5 8 5"/>'
    '<path id="m-elbow" class="thin" d="M-1 0h-6v-8"/>'
    '<path id="m-by" class="by" d="M0 0h-34"/><path id="m-from" class="by" d="M0 0h34"/>'
    '<path id="m-first" class="fork" d="M4-10V0H14"/><path id="m-next" class="fork" d="M4-16V0H14"/>'
    '<path id="m-first-l" class="fork" d="M-4-10V0H-14"/><path id="m-next-l" class="fork" d="M-4-16V0H-14"/>'
)
"""The parts of marks, used by name; the drawing's one element of them is never hidden."""


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """A place along time: a tenth of a percent is a pixel on the widest page."""
    return f"{value:.1f}".removesuffix(".0")


def use(name: str, x: str, y: float) -> str:
    return f'<use href="#m-{name}" x="{x}%" y="{number(y)}"/>'


class Pen:
    """Writes marks of one packing."""

    def __init__(self, axis: Axis):
        self.axis = axis

    def x(self, place: float) -> str:
        return percent(100 * place / self.axis.width)

    def mark(self, placed: Placed, top: float) -> str:
        """The mark, its hit area and its label; `top` is where the rows of its lane begin."""
        y = top + placed.row * ROW + ROW / 2
        return "".join([*self._body(placed, y), *self._label(placed, y)])

    def _body(self, placed: Placed, y: float) -> Iterator[str]:
        mark, at = placed.mark, placed.extent
        left, middle, right = (self.x(place) for place in (at.left, at.middle, at.right))
        if mark.shape == DAY or (at.is_short and mark.shape == LASTED):
            name = "hollow" if mark.doubtful else "dot" if mark.shape == DAY else "square"
            yield use(f"{name}-c" if mark.contested else name, middle, y)
            if mark.approximate:
                yield use("soft", middle, y)
            return
        yield use("hit", middle, y)
        lasted = mark.shape in (LASTED, SEVERAL)
        tall = 4 if lasted else 10
        around = f'x="{left}%" y="{number(y - tall / 2)}" width="{self.x(at.right - at.left)}%" height="{tall}"'
        if mark.contested:
            yield f'<rect class="halo" {around}/><rect class="gap" {around}/>'
        if lasted:
            yield from self._line(placed, y)
        elif mark.start is None or mark.end is None:
            yield use("by" if mark.start is None else "from", right if mark.start is None else left, y)
        else:
            long = at.right - at.left >= NARROWEST
            if mark.doubtful:
                yield f'<rect class="box hollow" {around}/>'
            elif mark.shape == MONTH and not long:
                yield f'<rect class="solid" {around}/>'
            else:
                open_sides = at.cut_left or at.cut_right or mark.approximate
                yield f'<rect class="{"open" if open_sides else "box"}{"" if long else " short"}" {around}/>'
                if not long:
                    yield f'<line x1="{left}%" y1="{number(y + 5)}" x2="{right}%" y2="{number(y - 5)}" class="thin"/>'
        if mark.approximate:
            part = (at.right - at.left) / 3
            for name, place in (("veil-l", at.left), ("veil-r", at.right - part)):
                yield (
                    f'<rect fill="url(#m-{name})" x="{self.x(place)}%" y="{number(y - 6)}"'
                    f' width="{self.x(part)}%" height="12"/>'
                )
        yield from self._ends(placed, y)

    def _line(self, placed: Placed, y: float) -> Iterator[str]:
        """What lasted: thick while it certainly did, thin where it may have."""
        mark, at = placed.mark, placed.extent
        if mark.shape == SEVERAL:
            yield self._stroke("by", at.left, at.right, y)
            return
        begin = at.left if mark.sure_from is None else max(at.left, self.axis.at(mark.sure_from))
        end = at.right if mark.sure_until is None else min(at.right, self.axis.at(mark.sure_until))
        if end - begin < at.right - at.left - 1:
            yield self._stroke("thin", at.left, at.right, y)
        if end > begin:
            yield self._stroke("hollow-line" if mark.doubtful else "lasted", begin, end, y)

    def _stroke(self, name: str, left: float, right: float, y: float) -> str:
        return f'<line class="{name}" x1="{self.x(left)}%" x2="{self.x(right)}%" y1="{number(y)}" y2="{number(y)}"/>'

    def _ends(self, placed: Placed, y: float) -> Iterator[str]:
        """Caps where an end is known, arrows where it is not, an elbow where it is counted from another event."""
        mark, at = placed.mark, placed.extent
        left, right = self.x(at.left), self.x(at.right)
        lines = mark.shape in (LASTED, SEVERAL)
        if not at.cut_left and not mark.approximate:
            if mark.start is None:
                yield use("back", left, y)
            elif lines or mark.end is None:
                yield use("cap", left, y)
        if not at.cut_right and not mark.approximate:
            if mark.end is None:
                yield use("on", right, y)
            elif lines or mark.start is None:
                yield use("cap", right, y)
        if mark.anchor is not None:
            yield use("elbow", left, y)

    def ties(self, lane: Iterable[Placed], centres: Mapping[int, tuple[float, float]]) -> Iterator[str]:
        """A line from each event that is counted from another to that one, where both are drawn."""
        for one in lane:
            if one.mark.anchor is not None and one.mark.anchor in centres:
                x, y = centres[one.mark.anchor]
                row = centres[one.mark.key][1] - ROW / 2
                yield upright(100 * x / self.axis.width, y, row, "tie")
                yield self._stroke("tie", x, one.extent.left, row)

    def _label(self, placed: Placed, y: float) -> Iterator[str]:
        label = placed.label
        if not label.lines and not label.date:
            return
        x, first = self.x(label.place), y + 5 + label.first_row * ROW
        names = ["l" if placed.mark.prominence == LANDMARK else "", "e" if label.flipped else ""]
        kind = " ".join(filter(None, names))
        lines = [f'<tspan x="{x}%" dy="{ROW}">{escape(line)}</tspan>' for line in label.lines[1:]]
        date = f'<tspan class="d">{escape(label.date)} </tspan>' if label.date else ""
        of_kind = f' class="{kind}"' if kind else ""
        yield f'<text{of_kind} x="{x}%" y="{number(first)}">{date}{escape(label.lines[0])}{"".join(lines)}</text>'
        for index, answer in enumerate(label.answers):
            baseline = first + (len(label.lines) + index) * ROW
            shape = ("next" if index else "first") + ("-l" if label.flipped else "")
            yield use(shape, x, baseline - 5)
            dx = -INDENT if label.flipped else INDENT
            of_kind = "a e" if label.flipped else "a"
            yield f'<text class="{of_kind}" x="{x}%" dx="{dx}" y="{number(baseline)}">{escape(answer)}</text>'


def item(mark: Mark, drawn: Iterable[tuple[str, str]], reachable: bool = True) -> str:
    """A mark as an item of its lane's list: a link, drawn once for each width of page (class, drawing)."""
    groups = "".join(f'<g class="{name}">{body}</g>' for name, body in drawn)
    more = ("" if reachable else ' tabindex="-1"') + (' class="c"' if mark.contested else "")
    return f'<g role="listitem"><a href="{escape(mark.url)}"{more}><title>{escape(mark.name)}</title>{groups}</a></g>'


def bar(x: float, width: float, top: float, height: float, name: str) -> str:
    along, across = (percent(x), percent(width)), (number(top), number(height))
    return f'<rect class="{name}" x="{along[0]}%" width="{along[1]}%" y="{across[0]}" height="{across[1]}"/>'


def words(at: float, y: float, name: str, said: str) -> str:
    return f'<text class="{name}" x="{percent(at)}%" y="{number(y)}">{escape(said)}</text>'


def level(y: float, name: str) -> str:
    return f'<line class="{name}" x2="100%" y1="{number(y)}" y2="{number(y)}"/>'


def slope(above: float, below: float) -> str:
    """From a place at the top to one at the bottom."""
    return f'<line class="rule" x1="{percent(above)}%" x2="{percent(below)}%" y1="0" y2="100%"/>'


def upright(x: float, top: float, bottom: float, name: str) -> str:
    return f'<line class="{name}" x1="{percent(x)}%" x2="{percent(x)}%" y1="{number(top)}" y2="{number(bottom)}"/>'


def shown(positions: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """Which of the labels (left, right), in order of importance, stand without touching one another."""
    found: list[int] = []
    for index, (left, right) in enumerate(positions):
        if all(right + gap <= positions[one][0] or left >= positions[one][1] + gap for one in found):
            found.append(index)
    return found
