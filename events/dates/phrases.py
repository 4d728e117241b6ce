"""Dates in plain words, English or Romanian: a text that is a date, and the dates in running prose.

What is read is never more precise than the words, and what can be read in two ways is refused. “Before 1961” is
`[..1960]`, “after 1955” `[1956..]`, “from 1955” `[1955..]`; “until 1960” and “since 1958” are what lasted.
The Romanian “până la 25 iulie 1958” is said of both, and is read as what lasted, like “până în 1958”.
A date in Old Style is asked about: EDTF has none but days of the Gregorian calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .days import Day
from .faults import shown, wrong
from .grammar import DateToken, Reader, cut
from .grammar.lexicon import (
    BEFORE_A_DATE,
    COMPARED,
    COUNTED,
    MONTHS,
    NOT,
    NOT_AFTER,
    NOT_BEFORE,
    NOT_UNTIL,
    NUMBERED,
    STARTS,
)
from .grammar.tokens import fold
from .messages import gettext as _
from .reading import MAX_LENGTH, parse

MAX_WORDS = 200
"""A date in words has at most so many characters."""

_ONLY_EDTF = re.compile(r"[0-9XYESTZx?~%+:.,/\[\]{}-]+")
_ONLY_YEARS = re.compile(r"[0-9?~%./,\[\]]+")
_OLD_STYLE = re.compile(
    r"\b(?:o\. ?s\.|os\b|old style\b|julian\b|stil(?:ul)? vechi\b|calendarul iulian\b|s(?:t|til)?\. ?v\.)"
)
_NEW_STYLE = re.compile(r"[( ]*\b(?:n\. ?s\.|ns\b|new style\b|stil(?:ul)? nou\b|s(?:t|til)?\. ?n\.)\)?", re.IGNORECASE)
_NUMBERS = ("number", "decade", "ordinal", "iso", "dotted", "slashed")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date that was understood: its EDTF and its part, '' or “early”, “mid” or “late”."""

    edtf: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A date in prose: its words stand from `start` to `end`, in code points, end exclusive."""

    start: int
    end: int
    words: str
    edtf: str
    part: str = ""


def understand(text: str) -> Phrase:
    """Read a text that is a date: words in English or Romanian, or EDTF, which is kept as it was written.

    Raises ValueError, and nothing else, with a sentence that says what is not understood, or why there is no
    such date.
    """
    if not isinstance(text, str):
        raise ValueError(f"A date is a string, not {type(text).__name__}.")
    text = text.strip()
    if len(text) > MAX_WORDS:
        values = {"most": MAX_WORDS, "length": len(text)}
        raise wrong(text, _("a date has at most %(most)d characters, this one has %(length)d") % values)
    no_edtf = ""
    if not text or (len(text) <= MAX_LENGTH and _ONLY_EDTF.fullmatch(text)):
        try:
            return Phrase(parse(text).edtf)
        except ValueError as error:
            no_edtf = str(error)
    if _OLD_STYLE.search(fold(text)[0]):
        asked = _("Old Style: write the day of the Gregorian calendar (New Style), and the old one in the date note")
        raise wrong(text, asked)
    tokens = cut(_NEW_STYLE.sub("", text))
    if tokens and tokens[-1].text == ".":
        tokens.pop()
    reader = Reader(text, tokens)
    result = reader.date()
    if reader.i < len(tokens) or result is None:
        reader.i = 0
        result = reader.date() if reader.take(BEFORE_A_DATE) else None
    if result is None or reader.i < len(tokens):
        raise ValueError(_reason(reader, no_edtf))
    return Phrase(parse(result.edtf, result.part).edtf, result.part)


def range_bound(text: str, end: str) -> Day:
    """The 'first' or 'last' day of a date that a reader typed: EDTF, or a year with any number of digits.

    `955` is the year 955, `12000` the year 12000; blanks around are ignored. Raises ValueError with a
    sentence where the text is no date, or where that end is open or unknown.
    """
    if end not in ("first", "last"):
        raise ValueError("The end of a range is “first” or “last”.")
    if not isinstance(text, str):
        raise ValueError(f"A date is a string in EDTF, not {type(text).__name__}.")
    text = text.strip()
    year = re.fullmatch(r"(-?)([0-9]{1,12})", text)
    if year:
        digits = year[2].lstrip("0").rjust(4, "0")
        sign = "" if digits == "0000" else year[1]
        text = f"{sign}{digits}" if len(digits) == 4 else f"Y{sign}{digits}"
    try:
        date = parse(text)
    except ValueError as no_edtf:
        try:
            date = parse(understand(text).edtf)
        except ValueError:
            raise no_edtf from None
    day = date.earliest if end == "first" else date.latest
    if day is None:
        raise wrong(
            text,
            _("the first day of this date is open or unknown, so it cannot limit a range")
            if end == "first"
            else _("the last day of this date is open or unknown, so it cannot limit a range"),
        )
    return day


def find(text: str) -> list[Found]:
    """The dates in a text, in its order; of those that overlap the first, and of those the longest.

    Only what is certainly a date: a bare year from 1000 to 2099 that counts nothing, a day or month with its
    year. What is said not to be (“not before 1961”), what the calendar does not have and what is in Old Style is left
    out whole.
    """
    tokens = cut(text)
    reader = Reader(text, tokens, prose=True)
    found, place = [], 0
    while place < len(tokens):
        if tokens[place].kind not in _NUMBERS and tokens[place].text not in STARTS:
            place += 1
            continue
        reader.i, reader.said = place, None
        if reader.take(NOT_BEFORE) or reader.take(NOT_AFTER):
            reader.date()
            place = reader.i
            continue
        if tokens[place].text in NOT_UNTIL and reader.take(NOT_UNTIL):
            place = reader.i
        try:
            result = reader.date()
            date = parse(result.edtf, result.part) if result else None
        except ValueError:
            date = None
        if date and _is_certain(text, tokens, place, reader.i, date.edtf):
            start, end = tokens[place].start, tokens[reader.i - 1].end
            found.append(Found(start, end, text[start:end], date.edtf, date.part))
        refused_at = reader.said[0] if reader.said else 0
        place = max(place + 1, reader.i, refused_at)
    return found


def find_yearless(text: str) -> list[Found]:
    """Days and months that a text names without their year, as `XXXX-10-29`: “on 29 October”, “in May”.

    A month alone counts only after a preposition. What `find` reads as a date is none of them.
    """
    tokens = cut(text)
    reader = Reader(text, tokens, prose=True)
    dated = find(text)
    found, place = [], 0
    while place < len(tokens):
        token, place = tokens[place], place + 1
        if token.kind not in ("number", "ordinal") and token.text not in MONTHS:
            continue
        reader.i = place - 1
        piece = reader.half()
        if piece is None or not piece.month or not (piece.day or _follows_preposition(tokens, place - 1)):
            continue
        end = tokens[reader.i - 1].end
        if any(date.start < end and token.start < date.end for date in dated):
            continue
        after = tokens[reader.i] if reader.i < len(tokens) else None
        if after and not piece.day and (after.kind in ("number", "ordinal", "figure") or _is_compared(token, after)):
            continue
        edtf = "-".join(filter(None, ("XXXX", piece.month, piece.day)))
        try:
            parse(edtf)
        except ValueError:
            continue
        found.append(Found(token.start, end, text[token.start : end], edtf))
        place = max(place, reader.i)
    return found


def _follows_preposition(tokens: list[DateToken], place: int) -> bool:
    before = tokens[place - 1].text if place else ""
    if before == "-" and place > 1:
        before = tokens[place - 2].text  # “mid-June”
    if place > 1 and tokens[place - 2].text in NOT:
        return False  # “in October, not in November”
    if before == "of":
        return place > 1 and tokens[place - 2].text in ("end", "beginning", "start", "middle", "close", "half")
    return before in ("in", "since", "by", "until", "luna", "during", "early", "mid", "late", "lui", "lunii")


def _is_compared(token: DateToken, after: DateToken) -> bool:
    """Whether “mai” is the Romanian “more”: “în mai multe limbi”."""
    return token.text == "mai" and after.text.startswith(COMPARED)


def _reason(reader: Reader, no_edtf: str) -> str:
    """Why a text is no date, in one sentence."""
    written = " ".join(reader.text.split())
    if reader.said:
        return str(wrong(written, reader.said[1]))
    if no_edtf:
        return no_edtf
    example = _("write it in words (25 July 1958, late 1960s) or in EDTF (1958-07-25, [1965..1969])")
    if reader.furthest < len(reader.tokens) or len(reader.tokens) == 1:
        token = reader.tokens[min(reader.furthest, len(reader.tokens) - 1)]
        what = _("“%(words)s” is not understood in a date") % {"words": shown(reader.text[token.start : token.end])}
    else:
        what = _("something is missing at the end of this date")
    return str(wrong(written, f"{what}; {example}"))


def _is_certain(text: str, tokens: list[DateToken], first: int, after: int, edtf: str) -> bool:
    """Whether what stands in `tokens` from `first` to before `after` is a date, by what stands around it."""
    before = tokens[first - 1] if first else None
    if before and before.text in NOT:
        return False
    start, end = tokens[first].start, tokens[after - 1].end
    if tokens[first].kind in _NUMBERS and text[start - 1 : start] and text[start - 1] in "$€£#№§/.:+=<>@&%_-–—":
        return False
    if re.match(r"[ (]*(?:" + _OLD_STYLE.pattern + ")", fold(text[end : end + 40])[0]):
        return False
    if tokens[after : after + 1] and tokens[after].kind == "bc":
        return False  # “the 1950s BC” are not among what is said in words
    if not _ONLY_YEARS.fullmatch(edtf) or tokens[after - 1].kind != "number":
        return True
    if before and before.text == "." and first > 1:
        before = tokens[first - 2] if text[tokens[first - 2].end : before.start] == "" else before
    if before and (before.text in NUMBERED or (before.text == "[" and text[end : end + 1] == "]")):
        return False
    following = [token.text for token in tokens[after : after + 2]] + ["", ""]
    if following[0] in COUNTED or (following[0] == "de" and following[1] not in ("la", "catre")):
        return False
    return not re.match(r"[%°‰$€£]|[-–—/:]\w| ?(?:×|x|by) ?\d", text[end : end + 6])
