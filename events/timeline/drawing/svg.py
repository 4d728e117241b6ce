"""Writes the drawing as SVG: places and lengths along time in percent, all else in CSS pixels, no style within.

So text keeps its size however wide the page is. What is drawn for one width of page alone stands in a group of that
width's class (`static/css/drawing.css`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from events.site.languages import attributes_of
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


class Pen:
    """Writes marks of one packing."""

    def __init__(self, axis: Axis):
        self.axis = axis

    def x(self, place: float) -> str:
        return percent(100 * place / self.axis.width)

    def mark(self, placed: Placed, top: float) -> str:
        """The mark, its hit area and its label; `top` is where the rows of its lane begin.

        All stand in one element at the place of the mark, so that within it most places are the same for every mark.
        """
        at = placed.extent
        y = top + placed.row * ROW + ROW / 2
        shape, label = self._point(placed) if at.is_point else self._body(placed), self._label(placed)
        return f'<svg x="{self.x(at.left)}%" y="{number(y)}">{"".join([*shape, *label])}</svg>'

    def _point(self, placed: Placed) -> Iterator[str]:
        mark = placed.mark
        name = "hollow" if mark.doubtful else "dot" if mark.shape == DAY else "square"
        yield f'<use href="#m-{name}{"-c" if mark.contested else ""}"/>'
        if mark.approximate:
            yield '<use href="#m-soft"/>'

    def _body(self, placed: Placed) -> Iterator[str]:
        mark, at = placed.mark, placed.extent
        width = f'width="{self.x(at.right - at.left)}%"'
        yield f'<rect class="hit" y="-12" height="24" {width}/>' if at.right - at.left >= 24 else '<use href="#m-hit"/>'
        lasted = mark.shape in (LASTED, SEVERAL)
        around = f'{width} y="-2" height="4"' if lasted else f'{width} y="-5" height="10"'
        if mark.contested:
            yield f'<rect class="halo" {around}/><rect class="gap" {around}/>'
        if lasted:
            yield from self._line(placed)
        elif mark.start is None or mark.end is None:
            yield self._use("by", at.right - at.left) if mark.start is None else self._use("from")
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
                    yield f'<line class="thin" x2="{self.x(at.right - at.left)}%" y1="5" y2="-5"/>'
        if mark.approximate:
            part = (at.right - at.left) / 3
            for name, place in (("veil-l", 0), ("veil-r", 2 * part)):
                x = f' x="{self.x(place)}%"' if place else ""
                yield f'<rect fill="url(#m-{name})"{x} width="{self.x(part)}%" y="-6" height="12"/>'
        yield from self._ends(placed)

    def _line(self, placed: Placed) -> Iterator[str]:
        """What lasted: thick while it certainly did, thin where it may have."""
        mark, at = placed.mark, placed.extent
        length = at.right - at.left
        if mark.shape == SEVERAL:
            yield self._stroke("by", 0, length)
            return
        begin = 0 if mark.sure_from is None else max(0, self.axis.at(mark.sure_from) - at.left)
        end = length if mark.sure_until is None else min(length, self.axis.at(mark.sure_until) - at.left)
        if end - begin < length - 1:
            yield self._stroke("thin", 0, length)
        if end > begin:
            yield self._stroke("hollow-line" if mark.doubtful else "lasted", begin, end)

    def _stroke(self, name: str, left: float, right: float) -> str:
        begin = f' x1="{self.x(left)}%"' if left else ""
        return f'<line class="{name}"{begin} x2="{self.x(right)}%"/>'

    def _use(self, name: str, place: float = 0) -> str:
        x = f' x="{self.x(place)}%"' if place else ""
        return f'<use href="#m-{name}"{x}/>'

    def _ends(self, placed: Placed) -> Iterator[str]:
        """Caps where an end is known, arrows where it is not, an elbow where it is counted from another event."""
        mark, at = placed.mark, placed.extent
        lines, length = mark.shape in (LASTED, SEVERAL), at.right - at.left
        if not at.cut_left and not mark.approximate:
            if mark.start is None:
                yield self._use("back")
            elif lines or mark.end is None:
                yield self._use("cap")
        if not at.cut_right and not mark.approximate:
            if mark.end is None:
                yield self._use("on", length)
            elif lines or mark.start is None:
                yield self._use("cap", length)
        if mark.anchor is not None:
            yield self._use("elbow")

    def ties(self, lane: Iterable[Placed], centres: Mapping[int, tuple[float, float]]) -> Iterator[str]:
        """A line from each event that is counted from another to that one, where both are drawn."""
        for one in lane:
            if one.mark.anchor is not None and one.mark.anchor in centres:
                x, y = centres[one.mark.anchor]
                row = centres[one.mark.key][1] - ROW / 2
                yield upright(100 * x / self.axis.width, y, row, "tie")
                left, right = self.x(x), self.x(one.extent.left)
                yield f'<line class="tie" x1="{left}%" x2="{right}%" y1="{number(row)}" y2="{number(row)}"/>'

    def _label(self, placed: Placed) -> Iterator[str]:
        """The label, so many pixels from the mark's left or right end."""
        label, at = placed.label, placed.extent
        if not label.lines and not label.date:
            return
        at_right = at.right > at.left and label.flipped == bool(label.first_row)
        x = number(label.place - (at.right if at_right else at.left))
        names = ["l" if placed.mark.prominence == LANDMARK else "", "e" if label.flipped else ""]
        kind = " ".join(filter(None, names))
        lang = attributes_of(placed.mark.title)
        lines = [f'<tspan{lang} x="{x}" dy="{ROW}">{escape(line)}</tspan>' for line in label.lines[1:]]
        date = f'<tspan class="d">{escape(label.date)} </tspan>' if label.date else ""
        begin = f"<tspan{lang}>{escape(label.lines[0])}</tspan>" if lang and date else escape(label.lines[0])
        of_text = "" if date else lang
        of_kind = f' class="{kind}"' if kind else ""
        if at_right:
            yield f'<svg x="{self.x(at.right - at.left)}%">'
        first = 5 + label.first_row * ROW
        yield f'<text{of_kind}{of_text} x="{x}" y="{first}">{date}{begin}{"".join(lines)}</text>'
        for index, answer in enumerate(label.answers):
            y = first + (len(label.lines) + index) * ROW
            shape = ("next" if index else "first") + ("-l" if label.flipped else "")
            yield f'<use href="#m-{shape}" x="{x}" y="{y - 5}"/>'
            indented = number(float(x) + (-INDENT if label.flipped else INDENT))
            kind = "a e" if label.flipped else "a"
            yield f'<text class="{kind}"{attributes_of(answer)} x="{indented}" y="{y}">{escape(answer)}</text>'
        if at_right:
            yield "</svg>"


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
