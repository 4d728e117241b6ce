"""A short neutral title made from the words of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable

from events.documents.cutting import MARKER
from events.proposals import lexicon
from events.search.folding import fold

LENGTH = 60
_PREPOSITION = re.compile(
    r"(?:^|\s)(?:(?:as (?:early|late) as|abia|around|about|in the|on the|in|on|at|by|from|since|during|of|for|to|until|"
    r"the|evening|morning|night|of the|throughout|towards?|dated|"
    r"la|în|din|pe|de|prin|spre|noaptea|ziua|seara|luna|anul|în ziua de|în luna|în anul|"
    r"la data de|în cursul|ținut)\s*)+\Z",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:and|but|so|or|yet|then|thus|that|when|while|after|before|following|since|which|who|as|although|where|once|because|"
    r"și|şi|dar|iar|însă|apoi|când|după ce|după|în timp ce|care|că|în urma|why|de ce)(?=\s)[\s,]*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_EDGE = " \t,;:.!?…–—-/|*#=~[]{}<>"
_VERB = re.compile(r"(?:\w+ed|" + "|".join(sorted(lexicon.PAST)) + r")(?!\w)")

_OF_WORD = re.compile(r"(?:which|who|whom|where|care|unde|whose) ")
_FINITE = re.compile(
    r"(?<![\w-])(?:\w{2,}(?<!ne)ed|"
    + "|".join(sorted(lexicon.PAST))
    + rf")(?![\w-])|{lexicon.FINITE_ROMANIAN.pattern}",
    re.IGNORECASE,
)


def title_of(text: str, start: int, end: int, left_out: Iterable[tuple[int, int]] = (), subject: str = "") -> str:
    """The words of `text[start:end]` without dates, markers and adverbs that judge; at most LENGTH where it can be.

    `left_out` are the dates; `subject` is whose doing a clause is that begins with its verb. Never empty.
    """
    words, at = "", start
    for first, last in sorted(left_out):
        if first < at or last > end:
            continue
        words += text[at:first]
        words = words[:-60] + _PREPOSITION.sub(" ", words[-60:]) + " "
        at = last
    words = MARKER.sub(" ", words + text[at:end])
    words = plain(_BRACKETS.sub(" ", words))
    words = lexicon.NOT_NEUTRAL.sub(" ", words)
    words = _SPACE.sub(" ", words).replace(" ,", ",").replace(",,", ",").replace(" ;", ";").strip(_EDGE)
    while (leading := _LEADING.match(words)) and len(words) - leading.end() > 3:
        words = words[leading.end() :].strip(_EDGE)
    words = _from_the_verb(words)
    if subject and (_VERB.match(words) or lexicon.FINITE_ROMANIAN.match(words)):
        words = f"{subject} {words}"
    words = _shortened(words) or plain(text[start:end])[:LENGTH].strip() or "…"
    return words[:1].upper() + words[1:]


def _from_the_verb(words: str) -> str:
    """Without what stands before the clause of the verb, and without what is put in between subject and verb."""
    parts = words.split(", ")
    finite = [index for index, part in enumerate(parts) if _FINITE.search(part) and not _OF_WORD.match(part)]
    at = finite[0] if finite else 0
    if not at or len(words) <= LENGTH // 2:
        return words
    verb = _FINITE.search(parts[at])
    joined = parts[at].find(" and ") if " and " in parts[at] else parts[at].find(" și ")
    if verb and 0 <= joined < verb.start() and parts[at][:1].isupper():
        return words  # the end of a list: “Britain, France and Israel met”
    rest = ", ".join(parts[at:])
    return f"{parts[0]} {rest}" if _VERB.match(rest) or lexicon.FINITE_ROMANIAN.match(rest) else rest


def finite(words: str) -> bool:
    """Whether a verb stands in the words that may be their finite one."""
    return bool(_FINITE.search(words))


def plain(text: str) -> str:
    """A text in one line, without characters that nobody sees."""
    return _SPACE.sub(" ", _UNSEEN.sub(" ", text)).strip()


def _shortened(words: str) -> str:
    if len(words) > LENGTH:
        cut = max(words.rfind(mark, 25, LENGTH + 1) for mark in (", ", "; ", ": ", " – ", " — "))
        if cut < 0 or not _FINITE.search(words[:cut]):
            cut = words.rfind(" ", 20, LENGTH + 1)
        words = words[: cut if cut > 0 else LENGTH]
    while (head := words.rpartition(" "))[0] and fold(head[2]) in lexicon.TRAILING:
        words = head[0].rstrip(_EDGE)
    return words.strip(_EDGE)
