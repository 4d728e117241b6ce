"""Cuts a document's text into passages (sentences) and finds the footnote markers that were left in it.

The rules are those of `design.md`, "Passages": a line break always ends a passage; inside a line sentences are cut.
Offsets count Unicode code points of the text, the end exclusive. White space and markers at a line's head (*displaced*:
they belonged to a sentence that may be elsewhere) lie outside the passages; a marker inside a line belongs to the words
before it and lies inside. Nothing is normalised: a passage is a slice of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# [12], [note 1], [nb 2]; a letter alone is a marker only where it cannot be an editor's insertion ("[a] new",
# "[t]he").
_NUMBERED = r"\[(?:\d{1,3}|(?:note|nota|nb|n)[ \u00a0]\d{1,3})\]"
MARKER = re.compile(rf"{_NUMBERED}|(?<=[^\s\[(])\[[a-z]\](?![^\W\d_])")
_HEAD_MARKER = re.compile(rf"(?:{_NUMBERED}|\[[a-z]\](?=\s*(?:$|\[|[\"“„«'‘(]?[^\W\d_a-z])))\s*")
_CLOSING = "\"'”’»›)]"
_STOP = re.compile(
    rf"(?P<stop>[.!?…]+)(?P<closing>[{re.escape(_CLOSING)}]*)"
    rf"(?P<markers>(?:\s?{_NUMBERED}|(?<=\S)\[[a-z]\](?![^\W\d_]))*[{re.escape(_CLOSING)}]*)(?P<gap>\s*)"
)
_OPENING = "\"'“„”«‹‘(["
_ELLIPSIS_IN_BRACKETS = re.compile(r"[\[(]\s?(?:\.\.\.|…)\s?[\])]")
_LAST_WORD = re.compile(r"[^\s\"“„«‘(\[—–/]+\Z")

# Never the end of a sentence: a name or a number follows.
_TITLES = frozenset([
    "dr", "mr", "mrs", "ms", "prof", "st", "sf", "gen", "col", "lt", "maj", "capt", "cpt", "sgt", "cmdr", "adm",
    "sen", "rep", "gov", "pres", "rev", "hon", "messrs", "mgr", "dl", "dna", "dlui", "d-na", "d-l", "dvs", "dv",
    "ing", "acad", "av", "arh", "ec", "e.g", "i.e", "vs", "cf", "ca", "cca", "approx", "viz", "eds", "trans",
    "transl", "trad", "ș.a", "ş.a", "et", "al", "î.hr", "d.hr", "î.e.n",
])  # fmt: skip
# Not the end of a sentence where a number follows.
_BEFORE_NUMBERS = frozenset([
    "p", "pp", "pag", "vol", "vols", "no", "nos", "nr", "nrs", "fig", "figs", "ch", "chap", "cap", "par",
    "para", "art", "arts", "alin", "lit", "sec", "sect", "pt", "bk", "doc", "f", "ff", "fol", "l", "ll", "n",
    "nn", "tab", "pl", "tom", "t", "col", "ed", "c", "ca", "cca", "str", "bl", "ap", "et", "jud", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "ian", "iun", "iul", "noi",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote marker without its brackets, where it stands, and the index of the passage that it stands with."""

    marker: str
    offset: int
    displaced: bool
    passage: int


@dataclass(frozen=True, slots=True)
class Cut:
    spans: list[Span]
    markers: list[Marker]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage that has a number: its words, where they stand, and whether the newest text no longer has them."""

    number: int
    text: str
    withdrawn: bool = False
    span: Span | None = None


def cut(text: str) -> Cut:
    """The passages of a text in its order, and all its markers in theirs.

    Passages never overlap and are trimmed. A line of markers alone stands with the next passage, or with the last if
    none follows; in a text without any passage there are no markers either.
    """
    spans: list[Span] = []
    found: list[tuple[str, int, bool, int]] = []
    for start, end in _lines(text):
        start = _skip_space(text, start, end)
        while head := _HEAD_MARKER.match(text, start, end):
            found.append((head.group().strip()[1:-1], start, True, len(spans)))
            start = head.end()
        for span in _sentences(text, start, end):
            for marker in MARKER.finditer(text, span.start, span.end):
                found.append((marker.group()[1:-1], marker.start(), False, len(spans)))
            spans.append(span)
    last = len(spans) - 1
    return Cut(spans, [Marker(marker, at, out, min(index, last)) for marker, at, out, index in found] if spans else [])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line_break in LINE_BREAK.finditer(text):
        yield start, line_break.start()
        start = line_break.end()
    yield start, len(text)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences between two offsets of one line."""
    while end > start and text[end - 1].isspace():
        end -= 1
    at = start
    while at < end and (stop := _STOP.search(text, at, end)):
        at = stop.end()
        if stop.end() < end and _ends_sentence(text, start, end, stop):
            yield Span(start, stop.start("gap"))
            start = stop.end()
    if start < end:
        yield Span(start, end)


def _ends_sentence(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    if not stop["gap"] and not stop["markers"]:
        return False
    if "]" in stop["closing"] and _only_stops_since_bracket(text, start, stop):
        return False
    if not _can_begin(text, stop.end(), end):
        return False
    if stop["stop"] != "." or stop["closing"] or stop["markers"]:
        return True
    word = _LAST_WORD.search(text, max(start, stop.start() - 40), stop.start())
    return word is None or not _is_abbreviation(word.group(), text[stop.end()], word.start() == start)


def _only_stops_since_bracket(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the stop is the ellipsis of "[...]", an omission."""
    return bool(text[start : stop.start()].rstrip().endswith(("[", "(")))


def _can_begin(text: str, at: int, end: int) -> bool:
    """Whether a sentence can begin here: a capital, a digit, or either behind quotation marks and brackets."""
    if _ELLIPSIS_IN_BRACKETS.match(text, at, end):
        return True
    while at < end and (text[at] in _OPENING or text[at] in "—–-" or text[at].isspace()):
        at += 1
    return at < end and (text[at].isdigit() or (text[at].isalpha() and not text[at].islower()))


def _is_abbreviation(word: str, following: str, opens: bool) -> bool:
    """Whether the word before a full stop is one that a stop shortens, or an initial, or a number in a list."""
    folded = word.casefold()
    if folded in _TITLES:
        return True
    if folded in _BEFORE_NUMBERS and (following.isdigit() or following in "IVXLC"):
        return True
    if word == "al" and following.isdigit():  # et al. 1999
        return True
    initials = re.split(r"[.-]+", word)
    if all(len(part) == 1 and part.isalpha() and part.isupper() for part in initials):  # A. S. Petrov, J.-P., U.S.
        return True
    return opens and (word.isdigit() or len(word) == 1)  # "1. First …"


# --- numbers ------------------------------------------------------------------------------------------------


def renumber(texts: list[str], known: list[Numbered]) -> list[int]:
    """The numbers of a new version's passages, given all that the database knows (withdrawn ones too).

    Unchanged sentences, matched in the order of the text, keep their numbers; so does one that merely moved. One that
    comes back takes its own number again. Every other gets a number never used before. `known` comes in the order of
    the old text.
    """
    current = [passage for passage in known if not passage.withdrawn]
    old = [passage.text for passage in current]
    numbers: list[int | None] = [None] * len(texts)
    used: set[int] = set()
    if old == texts:
        return [passage.number for passage in current]
    for old_at, new_at, size in _matching_blocks(old, texts):
        for step in range(size):
            numbers[new_at + step] = current[old_at + step].number
            used.add(current[old_at + step].number)
    waiting: dict[str, list[int]] = {}
    for passage in [*current, *sorted((each for each in known if each.withdrawn), key=lambda each: each.number)]:
        if passage.number not in used:
            waiting.setdefault(passage.text, []).append(passage.number)
    free = max((passage.number for passage in known), default=0) + 1
    for index, text in enumerate(texts):
        if numbers[index] is not None:
            continue
        if waiting.get(text):
            numbers[index] = waiting[text].pop(0)
        else:
            numbers[index], free = free, free + 1
    return [number for number in numbers if number is not None]


def _matching_blocks(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal sentences in both orders; the common head and tail first, since most texts change little."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    yield 0, 0, head
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    for old_at, new_at, size in middle.get_matching_blocks():
        yield old_at + head, new_at + head, size
    yield len(old) - tail, len(new) - tail, tail
