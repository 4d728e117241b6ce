"""How wide words are in the drawing's faces, and where lines break: at spaces, never within a word."""

import json
import unicodedata
from functools import cache, lru_cache

from django.conf import settings

SIZE = 13
"""CSS pixels; nothing in the drawing is smaller."""

SANS, BOLD, ITALIC = "sans", "sans-bold", "serif-italic"

SPARE = 1.03
"""A line is taken to be a little longer than its letters: browsers hint and round."""

UNKNOWN = {"W": 1.05, "F": 1.05}
"""Ems of a letter that the faces lack, by its East Asian width; of any other LATIN."""

LATIN, ALONE = 0.68, 0.78
"""Ems of a letter that the faces lack, and of any letter where they are not there to be measured."""


@cache
def _advances() -> dict[str, dict[str, float]]:
    """The advance of each letter in ems, written beside the fonts (`romania_history.fonts`); empty without them."""
    path = settings.BUILT_STATIC_DIR / "fonts" / "advances.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=16_384)
def width(words: str, face: str = SANS) -> float:
    """The width of words in CSS pixels, rather too much than too little."""
    known = _advances().get(face, {})
    try:
        ems = sum(map(known.__getitem__, words))
    except KeyError:
        ems = sum(known.get(letter) or _unknown(letter, bool(known)) for letter in words)
    return SPARE * SIZE * ems


def _unknown(letter: str, measured: bool) -> float:
    if unicodedata.combining(letter):
        return 0
    return UNKNOWN.get(unicodedata.east_asian_width(letter), LATIN if measured else ALONE)


def lines(words: str, room: float, face: str = SANS, indent: float = 0, most: int = 0) -> list[str]:
    """The words on lines of at most `room` pixels, or as long as their longest word; the first begins at `indent`.

    What finds no room on `most` lines is left out, word by word, and an ellipsis says so.
    """
    found, line, left = [], "", room - indent
    space = width(" ", face)
    for word in words.split():
        wide = width(word, face)
        if line and space + wide <= left:
            line, left = f"{line} {word}", left - space - wide
        elif not line and (wide <= left or left == room):
            line, left = word, left - wide
        else:
            found.append(line)
            line, left = word, room - wide
    found.append(line)
    beside = 0 if found[0] else 1  # nothing but what the first line begins with
    if most and len(found) > most + beside:
        found = found[: most + beside]
        found[-1] = _with_ellipsis(found[-1], room - indent if len(found) == 1 else room, face)
    return found


def _with_ellipsis(line: str, room: float, face: str) -> str:
    while " " in line and width(f"{line} …", face) > room:
        line = line.rpartition(" ")[0]
    return f"{line} …"
