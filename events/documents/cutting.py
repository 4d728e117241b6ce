"""Cuts a document's text into passages (sentences) and finds the footnote markers that were left in it.

The rules are those of `design.md`, "Passages": a line break always ends a passage; inside a line sentences are cut.
Offsets count Unicode code points of the text, the end exclusive. White space and markers at a line's head (*displaced*:
they belonged to a sentence that may be elsewhere) lie outside the passages; a marker inside a line belongs to the words
before it and lies inside. Nothing is normalised: a passage is a slice of the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# [12], [note 1], [nb 2], [^king], [citation needed]; a letter alone is a marker only where it cannot be an editor's
# insertion ("[a] new", "[t]he"). Raised digits are one, unless they are the exponent of a unit or of a number.
_NEEDED = (
    "citation needed|clarification needed|page needed|better source needed|verification needed|original research\\?"
    "|who\\?|when\\?|where\\?|why\\?|by whom\\?|according to whom\\?|necesită citare|necesită sursă|sursă\\?"
).replace(" ", r"[ \u00a0]")
_BRACKETED = rf"\[(?:\d{{1,3}}|(?:note|nota|nb|n)[ \u00a0]\d{{1,4}}|\^[^\W_][^\[\]\s]{{0,17}}|{_NEEDED})\]"
_RAISED = r"[⁰¹²³⁴-⁹]{1,3}(?![⁰¹²³⁴-⁹])"
_UNIT = "".join(rf"(?<!\b{unit})" for unit in ("m", "km", "cm", "mm", "dm"))
_NUMBERED = rf"(?:{_BRACKETED}|(?:(?<=[12]\d\d\d)|(?<![\s\d⁰¹²³⁴-⁹\[(]){_UNIT}(?<=.)){_RAISED})"
_LETTERED = r"(?<=[^\s\[(])\[[a-z]\](?![^\W\d_])"
MARKER = re.compile(rf"{_NUMBERED}|{_LETTERED}")
_HEAD_MARKER = re.compile(rf"(?:{_BRACKETED}|{_RAISED}|\[[a-z]\](?=\s*(?:$|\[|[\"“„«'‘(]?[^\W\d_a-z])))\s*")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPENING = "\"'“„”«»‹‘(["
_CLOSING = "\"'”’»›)]“‘"
_WIDE = "。！？｡"
"""Stops that need no blank behind them."""
_STOP = re.compile(
    rf"(?P<stop>[.!?…؟۔।։።{_WIDE}]+)(?P<closing>(?:[{re.escape(_CLOSING)}」』）]|[ \u00a0\u202f]»(?=\s|\Z))*)"
    rf"(?P<markers>(?:\s?{_NUMBERED}|(?<=\S)\[[a-z]\](?![^\W\d_]))*[{re.escape(_CLOSING)}]*)(?P<gap>\s*)"
)
_ELLIPSIS_IN_BRACKETS = re.compile(r"[\[(]\s?(?:\.\.\.|…)\s?[\])]")
_LAST_WORD = re.compile(r"[^\s\"“„«‘(\[—–/]+\Z")
_NEXT_WORD = re.compile(rf"[{re.escape(_OPENING)}—–\s-]*([^\W_]+)")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
# What stands before a line's own number: "Art. 5. The State …".
_NUMBERED_LINE = re.compile(
    r"(?:(?:art|article|articolul|artikel|cap|capitolul|ch|chapter|kapitel|part|partea|sec|sect|section|no|nr|point|§)\.?\s)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]+|[^\W\d_])\Z",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:[^\W\d_][\w’'-]*\s){1,3}(?:asked|said|says|replied|answered|wrote|declared|cried|exclaimed|added|remarked|demanded"
    r"|wondered|told|noted|observed|shouted|concluded|insisted)\b"
)

# Never the end of a sentence: a name or a number follows.
_TITLES = frozenset([
    "dr", "mr", "mrs", "ms", "prof", "st", "sf", "sfânta", "gen", "col", "lt", "maj", "capt", "cpt", "sgt", "cmdr",
    "adm", "sen", "rep", "gov", "pres", "rev", "hon", "messrs", "mgr", "dl", "dna", "dlui", "d-na", "d-l", "dvs", "dv",
    "ing", "acad", "av", "arh", "ec", "e.g", "i.e", "vs", "cf", "ca", "cca", "approx", "viz", "eds", "trans",
    "transl", "trad", "et", "î.e.n", "brig", "cdr", "cpl", "pvt", "amb", "supt", "insp", "mt", "ft", "lt-gen",
    "maj-gen", "lt.-col", "tov", "plt", "slt", "lt.col", "preot", "pr", "univ", "conf", "str", "bd", "bdul", "b-dul",
    "z.b", "d.h", "u.a", "i.d.r", "bzw", "vgl", "hrsg", "hg", "frl", "mag", "dipl", "sog", "bspw", "mme", "mlle",
    "им", "ул", "тов", "гр", "см", "проф", "ген", "ks", "inż", "ul", "al.", "gh", "șt", "şt", "th", "iu",
])  # fmt: skip
# Not the end of a sentence where a number follows.
_BEFORE_NUMBERS = frozenset([
    "p", "pp", "pag", "vol", "vols", "no", "nos", "nr", "nrs", "fig", "figs", "ch", "chap", "cap", "par",
    "para", "art", "arts", "alin", "lit", "sec", "sect", "pt", "bk", "doc", "f", "ff", "fol", "l", "ll", "n",
    "nn", "tab", "pl", "tom", "t", "col", "ed", "c", "ca", "cca", "str", "bl", "ap", "et", "jud", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "ian", "iun", "iul", "noi", "al", "abs",
    "kap", "anm", "abb", "jg", "bd", "pct", "poz", "dos", "inv", "anexa", "стр", "ст", "т",
])  # fmt: skip
# The end of a sentence only where the next word is one that begins sentences.
_RARELY_LAST = frozenset([
    "al", "ș.a", "ş.a", "î.hr", "d.hr", "v.chr", "n.chr", "chr", "hr", "cit", "ed", "ph.d", "d.phil", "jr", "sr",
    "inc", "ltd", "co", "corp", "bros", "ș.cl", "usw", "jud", "com", "loc", "op", "ibid", "nr", "no", "art",
])  # fmt: skip
# Words that, with a capital, mostly begin a sentence.
_BEGINNERS = frozenset([
    "the", "this", "these", "that", "those", "it", "he", "she", "they", "we", "you", "his", "her", "its", "their",
    "there", "here", "then", "thus", "so", "yet", "but", "and", "or", "nor", "for", "in", "on", "at", "by", "from",
    "with", "without", "after", "before", "when", "while", "as", "if", "although", "though", "since", "until",
    "during", "under", "over", "between", "among", "despite", "because", "what", "who", "where", "why", "how",
    "which", "some", "many", "most", "several", "such", "no", "not", "only", "both", "either", "neither", "however",
    "instead", "meanwhile", "later", "now", "today", "once", "even", "every", "each", "all", "another", "other",
    "others", "one", "two", "three", "our", "my", "according", "în", "la", "pe", "din", "dar", "iar", "și", "el",
    "ea", "ei", "ele", "acest", "această", "acesta", "aceasta", "aceste", "acestea", "acel", "acea", "acei", "după",
    "când", "deși", "însă", "totuși", "prin", "pentru", "cu", "un", "nu", "astfel", "apoi", "totodată", "cei",
    "cele", "unii", "alții", "conform", "potrivit", "dacă", "deoarece", "fiindcă", "între", "sub", "până", "abia",
    "doar", "numai", "atunci", "aici", "acolo", "ceea", "cine", "cum", "unde", "câteva", "mulți", "multe", "toate",
    "toți", "doi", "două", "trei", "der", "die", "das", "dem", "den", "des", "ein", "eine", "einem", "einen", "im",
    "es", "er", "sie", "wir", "nach", "als", "doch", "aber", "und", "diese", "dieser", "dieses", "nicht", "auch",
    "bei", "mit", "zu", "seit", "bis", "obwohl", "während", "wenn", "weil", "dann", "hier", "dort", "le", "les",
    "il", "elle", "ils", "elles", "ce", "cette", "ces", "mais", "dans", "sur", "avec", "après", "он", "она", "они",
    "это", "этот", "эта", "но", "и", "на", "по", "после", "когда", "однако",
])  # fmt: skip
# German writes ordinals with a stop, and nouns with a capital: “am 1. Januar”, “der 2. Weltkrieg”.
_BEFORE_ORDINALS = frozenset(
    ["am", "im", "vom", "zum", "zur", "beim", "dem", "den", "der", "des", "das", "die", "bis", "seit", "ab"]
)
_MONTHS = frozenset([
    "januar", "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember", "jan", "feb", "mär", "apr", "jun", "jul", "aug", "sept", "okt", "nov", "dez",
])  # fmt: skip
_YEAR_UNITS = frozenset(["r", "г", "гг"])
"""“1958 r.”, “1958 г.”: a year's abbreviation often ends a sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote marker by its name, where it stands, and the index of the passage that it stands with.

    `[12]`, `[^12]` and `¹²` are all of the name 12.
    """

    marker: str
    offset: int
    displaced: bool
    passage: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    spans: list[Span]
    markers: list[Marker]


@dataclass(frozen=True, slots=True)
class NumberedPassage:
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
    found: list[tuple[str, int, bool, int, int]] = []
    for start, end in _lines(text):
        start = _skip_space(text, start, end)
        while head := _HEAD_MARKER.match(text, start, end):
            words = head.group().rstrip()
            found.append((_name(words), start, True, len(spans), start + len(words)))
            start = head.end()
        for span in _sentences(text, start, end):
            for marker in MARKER.finditer(text, span.start, span.end):
                found.append((_name(marker.group()), marker.start(), False, len(spans), marker.end()))
            spans.append(span)
    last = len(spans) - 1
    return Cut(spans, [Marker(name, at, out, min(index, last), to) for name, at, out, index, to in found if spans])


def with_spans(cut: Cut, spans: list[Span]) -> Cut:
    """The markers of a cut with other passages of the same text, in its order."""
    starts = [span.start for span in spans]
    markers = [
        replace(each, passage=min(bisect_left(starts, each.offset), len(spans) - 1) if each.displaced else index)
        for each in cut.markers
        if (index := bisect_right(starts, each.offset) - 1) >= 0 or each.displaced
    ]
    return Cut(spans, markers)


def fitted(text: str, cut: Cut, wanted: Iterable[str]) -> Cut:
    """The cut with passages joined or split where `wanted` ones, which it does not have, stand there word for word.

    They fill the place of whole passages from end to end, and none holds the end of a line.
    """
    there = {text[span.start : span.end] for span in cut.spans}
    by_head: dict[str, list[str]] = {}
    for words in {each for each in wanted if each and each not in there and not LINE_BREAK.search(each)}:
        by_head.setdefault(words[:_HEAD], []).append(words)
    if not by_head:
        return cut
    for same in by_head.values():
        same.sort(key=len, reverse=True)
    ends = {span.end: index for index, span in enumerate(cut.spans)}
    spans: list[Span] = []
    index = 0
    while index < len(cut.spans):
        filled = _filled(text, cut.spans[index].start, ends, by_head)
        spans += filled or [cut.spans[index]]
        index = ends[spans[-1].end] + 1
    return with_spans(cut, spans)


_HEAD = 12
"""Wanted passages are looked for by so many of their first characters, or all of a shorter one's."""


def _filled(text: str, start: int, ends: dict[int, int], by_head: dict[str, list[str]]) -> list[Span]:
    """Wanted passages from here to the end of a passage of the cut; none where they do not fill it."""
    spans = []
    at = start
    while True:
        heads = [text[at : at + _HEAD], *(head for head in by_head if len(head) < _HEAD)]
        words = next((each for head in heads for each in by_head.get(head, ()) if text.startswith(each, at)), "")
        if not words:
            return []
        end = at + len(words)
        spans.append(Span(at, end))
        if end in ends:
            return spans
        at = _skip_space(text, end, len(text))


def marker_end(text: str, at: int) -> int:
    """Where the marker ends that stands in a passage at an offset of the whole text; `at` if none stands there."""
    marker = MARKER.match(text, at)
    return marker.end() if marker else at


def names_of_markers(words: str) -> set[str]:
    """The markers within a passage's words."""
    return {_name(marker.group()) for marker in MARKER.finditer(words)}


def _name(marker: str) -> str:
    return marker.strip("[]").removeprefix("^").translate(_DIGITS)


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
    if not stop["gap"] and not stop["markers"] and stop["stop"][-1] not in _WIDE:
        return False
    if "]" in stop["closing"] and _only_stops_since_bracket(text, start, stop):
        return False
    if not _can_begin(text, stop.end(), end):
        return False
    if stop["markers"]:
        return True
    following = match[1] if (match := _NEXT_WORD.match(text, stop.end(), end)) else ""
    begins = following.casefold() in _BEGINNERS
    before = text[max(start, stop.start() - 40) : stop.start()]
    if stop["stop"] in ("…", "...", ".") and before[-1:].isspace():
        return begins or not following or before[-2:-1] in ".!?"  # “the … Pact”: words are left out
    if stop["stop"] != ".":
        return begins or not (
            _is_remark(before, stop["closing"]) or (_SAYS.match(text, stop.end(), end) and stop["closing"])
        )
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    opens = _NUMBERED_LINE.match(text[start : stop.start()]) if stop.start() - start < 30 else None
    return not opens and not _is_abbreviation(word.group(), before[: word.start()], following, begins)


def _only_stops_since_bracket(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the stop is the ellipsis of "[...]", an omission."""
    return text[max(start, stop.start() - 40) : stop.start()].rstrip().endswith(("[", "("))


def _is_remark(before: str, closing: str) -> bool:
    """Whether the stop is a doubt in brackets, "(1958?)", "(sic!)"."""
    opened = max(before.rfind("("), before.rfind("["))
    return closing[:1] in (")", "]") and opened >= 0 and " " not in before[opened:]


def _can_begin(text: str, at: int, end: int) -> bool:
    """Whether a sentence can begin here: a capital, a digit, or either behind quotation marks and brackets."""
    if _ELLIPSIS_IN_BRACKETS.match(text, at, end):
        return True
    while at < end and (text[at] in _OPENING or text[at] in "—–-" or text[at].isspace()):
        at += 1
    return at < end and (text[at].isdigit() or (text[at].isalpha() and not text[at].islower()))


def _is_abbreviation(word: str, before: str, following: str, begins: bool) -> bool:
    """Whether the word before a full stop is one that a stop shortens, or an initial, or an ordinal.

    `before` is what stands before the word, `following` the word behind the stop, which `begins` sentences or does not.
    """
    folded = word.casefold()
    if folded in _TITLES:
        return True
    numbered = following[:1].isdigit() or (_ROMAN.match(following) is not None and not begins)
    if folded in _BEFORE_NUMBERS and numbered:
        return True
    if folded in _RARELY_LAST:
        return not begins and (numbered or folded not in ("no", "co", "com", "loc", "art"))
    if word.isdigit():
        return len(word) < 3 and _is_ordinal(before, following)
    letters = re.split(r"[.-]+", word)
    if all(len(part) == 1 and part.isalpha() for part in letters):  # A. S. Petrov, J.-P., U.S., z. B., p.m.
        return not begins and not (folded in _YEAR_UNITS and before.rstrip()[-1:].isdigit())
    return False


def _is_ordinal(before: str, following: str) -> bool:
    """Whether a number with a stop is one of a row: „Am 1. Januar“."""
    said = before.split()
    return following.casefold() in _MONTHS or (bool(said) and said[-1].casefold() in _BEFORE_ORDINALS)


# --- numbers ------------------------------------------------------------------------------------------------


def renumber(texts: list[str], known: list[NumberedPassage]) -> list[int]:
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
