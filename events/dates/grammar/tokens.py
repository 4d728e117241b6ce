"""A text cut into the tokens that a date phrase is read from, without regard to case and diacritics."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Every alternative is bounded or followed by nothing that could fail late, so that cutting stays linear.
_TOKEN = re.compile(
    r"""
      (?P<slashed>[0-9]{1,2}(?P<sep>[/-])[0-9]{1,2}(?P=sep)[0-9]{4}(?!\w))
    | (?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w/-]))
    | (?P<decade>'?[0-9]{2,4}'?s(?!\w))
    | (?P<short>'[0-9]{2}(?!\w))
    | (?P<ordinal>[0-9]{1,3}(?:st|nd|rd|th)(?!\w))
    | (?P<figure>[0-9]+(?:[.,][0-9]+)*(?!\w))
    | (?P<bc>(?:b\.\s?c\.\s?e\.|b\.\s?c\.|bce|bc|i\.?\s?hr|i\.\s?e\.\s?n)(?!\w)\.?)
    | (?P<ad>(?:a\.\s?d\.|ad|c\.\s?e\.|ce|d\.?\s?hr|e\.\s?n)(?!\w)\.?)
    | (?P<word>\w+)
    | (?P<line>[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+")
_SAME = str.maketrans({**dict.fromkeys("’‘ʼ′`", "'"), **dict.fromkeys("—‒―", "–"), **dict.fromkeys("‐‑", "-")})


@dataclass(frozen=True, slots=True)
class DateToken:
    """`kind` is the name of an alternative above or, of a figure, what it can be; `text` is folded.

    `start` and `end` are the code points of the text as it was given, end exclusive.
    """

    kind: str
    text: str
    start: int
    end: int


def fold(text: str) -> tuple[str, list[int]]:
    """The text in lower case without marks, and for each of its characters the place that it had."""
    if text.isascii():
        return text.lower().translate(_SAME), list(range(len(text)))
    folded, places = [], []
    for place, character in enumerate(text):
        # One by one and without compatibility: a raised ² must not become a digit of the year before it.
        base = unicodedata.normalize("NFD", character)[0]
        if not unicodedata.combining(base):
            lower = base.lower()
            folded.append(lower if len(lower) == 1 else base)
            places.append(place)
    return "".join(folded).translate(_SAME), places


def cut(text: str) -> list[DateToken]:
    """The tokens of a text, in its order; white space within a line stands in none of them."""
    folded, places = fold(text)
    tokens = []
    for match in _TOKEN.finditer(folded):
        kind, value = match.lastgroup or "", match[0]
        if kind == "figure":
            kind = _kind_of_figure(value)
        elif kind in ("bc", "ad") and value.endswith(".") and "." not in value[:-1]:
            value = value[:-1]  # the full stop after “44 BC.” is the sentence's
        start = match.start()
        # Marks that stand as characters of their own go with the letter before them.
        after = places[start + len(value)] if start + len(value) < len(places) else len(text)
        end = places[start + len(value) - 1] + 1
        while end < after and unicodedata.combining(text[end]):
            end += 1
        tokens.append(DateToken(kind, value, places[start], end))
    return tokens


def _kind_of_figure(value: str) -> str:
    if value.isdigit():
        return "number"
    if _DAY_FIRST.fullmatch(value):
        return "dotted"
    return "thousands" if _THOUSANDS.fullmatch(value) else "figure"
