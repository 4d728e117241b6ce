"""The drawing of a view as a picture (PNG), shown with a link to it: the same SVG, the same style sheet."""

import re
from functools import cache
from pathlib import Path

import resvg_py
from django.conf import settings
from django.utils.html import escape

from events.timeline.drawing import overview_svg, svg, text
from events.timeline.drawing.detail import GUTTER, MIDDLE, WIDE
from events.timeline.drawing.drawing import Drawing

WIDTH, HEIGHT = 1200, 630
"""In pixels: what other sites make room for."""

MARGIN, TITLE, WORDS, TOP = 24, 52, 82, 104
"""In pixels: around the drawing, the base lines of the title and of the view in words, and where the drawing begins."""

TITLE_SIZE, WORDS_SIZE = 34, 18

FONTS = settings.BUILT_STATIC_DIR.parent / "fonts"
"""The faces of the drawing at one weight each (`romania_history.fonts`); without them those of the system serve."""

FIELD = WIDTH - 2 * MARGIN - GUTTER
SMALLEST = 0.6
"""A high detail is made smaller down to this scale; what then finds no room is cut off at the foot."""


def picture(drawing: Drawing, title: str, words: str) -> bytes:
    """The drawing below the site's `title` and the view in `words`."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=written(drawing, title, words),
            style_sheet=style_sheet(),
            font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
            sans_serif_family="Public Sans",
            serif_family="Literata",
        )
    )


def written(drawing: Drawing, title: str, words: str) -> str:
    """The picture as SVG of a fixed size."""
    parts = [
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/><defs>{svg.DEFINITIONS}</defs>',
        f'<text class="title" x="{MARGIN}" y="{TITLE}">{escape(_cut(title, TITLE_SIZE))}</text>',
        f'<text class="words" x="{MARGIN}" y="{WORDS}">{escape(_cut(words, WORDS_SIZE))}</text>',
    ]
    top = TOP
    if drawing.stretch:
        height = overview_svg.height_of(drawing.wide)
        over = overview_svg.written(drawing.wide, "", FIELD, drawing.url_of, drawing.window)
        parts.append(f'<svg x="{MARGIN + GUTTER}" y="{top}" width="{FIELD}" height="{height}">{over}</svg>')
        top += height + MARGIN
    if detail := drawing.detail:
        high = detail.heights[WIDE]
        scale = max(min((HEIGHT - top) / high, 1), SMALLEST)
        across = (WIDTH - 2 * MARGIN) / scale - GUTTER
        names = f'<svg width="{GUTTER}" height="{high}">{detail.names}</svg>'
        field = f'<svg class="detail" x="{GUTTER}" width="{across:.1f}" height="{high}">{detail.svg}</svg>'
        parts.append(f'<g transform="translate({MARGIN} {top}) scale({scale:.3f})">{names}{field}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def _cut(words: str, size: int) -> str:
    """As much of the words as has room on one line of this size."""
    return text.lines(words, (WIDTH - 2 * MARGIN) * text.SIZE / size, text.BOLD, most=1)[0]


OWN = f"""
.paper {{ fill: var(--paper) }}
.drawing .title {{ font: 600 {TITLE_SIZE}px var(--serif) }}
.drawing .words {{ font: 400 {WORDS_SIZE}px var(--sans); fill: var(--soft) }}
.to-544, .to-640, .to-864, .{MIDDLE} {{ display: none }}
"""


@cache
def style_sheet() -> str:
    """The rules of `drawing.css` for light, wide pages, with the palette's values in their places."""
    css = Path(settings.BASE_DIR) / "static" / "css"
    palette, rules = ((css / name).read_text(encoding="utf-8") for name in ("palette.css", "drawing.css"))
    values = dict(re.findall(r"(--[\w-]+): light-dark\(([^,]+),", palette))
    values |= {"--serif": "Literata", "--sans": "Public Sans"}
    plain = re.sub(r"@[^{;]+\{(?:[^{}]|\{[^{}]*\})*\}", "", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))
    # The library knows no shorthand for fonts.
    return re.sub(
        r"font: (italic )?(\d+) ([\d.]+px) (.+?)(?=[;}\s]*[;}])",
        lambda font: (
            f"font-style: {(font[1] or 'normal').strip()}; font-weight: {font[2]}; font-size: {font[3]};"
            f" font-family: {font[4]}"
        ),
        re.sub(r"var\((--[\w-]+)\)", lambda name: values.get(name[1], "black"), plain + OWN),
    )
