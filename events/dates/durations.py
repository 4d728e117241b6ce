"""Lengths of time in plain words, English or Romanian: “one month after”, “două zile mai devreme”."""

from __future__ import annotations

import re

from .faults import wrong
from .grammar.tokens import fold
from .messages import gettext as _
from .relative import parse_duration

MAX_WORDS = 60
"""A length in words has at most so many characters."""

UNITS = {
    word: unit
    for unit, words in {
        ("D", 1): "day days zi zile ziua",
        ("W", 1): "week weeks saptamana saptamani",
        ("W", 2): "fortnight fortnights",
        ("M", 1): "month months luna luni",
        ("Y", 1): "year years an ani anul",
        ("Y", 10): "decade decades deceniu decenii",
    }.items()
    for word in words.split()
}
"""Folded words of units, each with its letter in ISO 8601 and how many of these it is."""

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "", "one a an un o unu una", "two doi doua", "three trei", "four patru", "five cinci", "six sase",
            "seven sapte", "eight opt", "nine noua", "ten zece", "eleven unsprezece", "twelve doisprezece douasprezece",
            "thirteen treisprezece", "fourteen paisprezece", "fifteen cincisprezece",
        )
    )
    for word in words.split()
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}  # fmt: skip

_EARLIER = "before|earlier|previously|prior|inainte|mai devreme|mai inainte"
_LATER = "after|later|afterwards?|thereafter|on|dupa|mai tarziu|mai apoi"
_AMOUNT = rf"(?P<number>\w+)(?: de)? (?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
_ONE = re.compile(rf"(?:,? (?:and|si) |, ?| )?{_AMOUNT}\b")
_WHOLE = re.compile(rf"(?:(?:peste|dupa|cu) )?(?P<amounts>.+?)(?: (?P<way>{_EARLIER}|{_LATER}))?")
_SAME = re.compile(r"(?:on )?the same (?:day|time)|in aceeasi zi|aceeasi zi")


def amount(number: str, unit: str) -> str:
    """`P1M` for “one” and “month”, folded words or digits; blank for what is no number or no unit, or too much."""
    count = int(number) if number.isdigit() and number.isascii() and len(number) < 4 else NUMBERS.get(number, 0)
    letter, times = UNITS.get(unit, ("", 0))
    return f"P{count * times}{letter}" if count and letter else ""


def understand_duration(text: str) -> str:
    """Read a signed length of time in words, or an ISO 8601 duration, which is kept as it was written.

    “One month after” is `P1M`, “two days before” `-P2D`, “the same day” `P0D`; without a direction it is after. Raises
    ValueError, and nothing else, with a sentence.
    """
    text = text.strip()
    try:
        return parse_duration(text).text
    except ValueError as error:
        not_iso = error
    folded = " ".join(fold(text)[0].split())
    if _SAME.fullmatch(folded):
        return "P0D"
    found = _WHOLE.fullmatch(folded) if len(text) <= MAX_WORDS else None
    amounts = _amounts(found["amounts"]) if found else ""
    if not found or not amounts:
        if any(map(str.isdigit, text)) and "P" in text:
            raise not_iso
        reason = _("this is no length of time: write for example “one month after”, “two days before” or P1M")
        raise wrong(text, reason)
    is_earlier = bool(re.fullmatch(_EARLIER, found["way"] or ""))
    return parse_duration(f"{'-' if is_earlier else ''}{amounts}").text


def _amounts(words: str) -> str:
    """The ISO 8601 duration of amounts that follow one another, the largest unit first; blank for anything else."""
    parts: dict[str, int] = {}
    place = 0
    while place < len(words):
        match = _ONE.match(words, place)
        one = amount(match["number"], match["unit"]) if match else ""
        if not match or not one or one[-1] in parts:
            return ""
        parts[one[-1]] = int(one[1:-1])
        place = match.end()
    return "P" + "".join(f"{parts[letter]}{letter}" for letter in "YMWD" if letter in parts) if parts else ""
