"""The words that a search found, marked in the texts as they stand: ș, ş and s are one letter here too."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from events.search.folding import fold
from events.search.stemming import stems
from events.search.terms import SearchTerm

SURROUNDINGS = 60
"""How many code points of a snippet stand before and after the first word found."""

_WORD = re.compile(r"\S+")
_NOT_IN_A_WORD = re.compile(r"[^a-z0-9]")


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The text folded letter by letter, and for each folded letter where it comes from, with the end at the end."""
    if text.isascii():
        return _NOT_IN_A_WORD.sub(" ", text.lower()), range(len(text) + 1)
    letters, places = [], []
    for place, char in enumerate(text):
        for letter in _folded(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in fold(char))


def spans(text: str, terms: Iterable) -> list[tuple[int, int]]:
    """Where the wanted terms of a query (`terms.Term`) stand in the text, merged, in order; ends exclusive."""
    folded, places = folded_with_places(text)
    padded = f" {folded} "
    found = []
    for term in terms:
        if not term.wanted:
            continue
        for start, end in _places(padded, term):
            if not term.phrase:  # the last word is the beginning of one: mark the whole word
                while end < len(folded) and folded[end] != " ":
                    end += 1
            found.append((places[start], places[end - 1] + 1))
    return _merged(found)


def _places(padded: str, term: SearchTerm) -> Iterable[tuple[int, int]]:
    """Where the term, or a word with its stem, begins and ends in the folded text, which is padded by blanks."""
    at = padded.find(term.pattern)
    while at >= 0:
        yield at, at + len(" ".join(term.words))
        at = padded.find(term.pattern, at + 1)
    firsts = {stem[1] for stem in term.stems}  # behind its mark: no rule touches the first letter of a word
    if same := {word for word in set(padded.split()) if word[0] in firsts and _has_a_stem(word, term.stems)}:
        for word in _WORD.finditer(padded):
            if word[0] in same:
                yield word.start() - 1, word.end() - 1


@lru_cache(maxsize=16_384)
def _has_a_stem(word: str, wanted: tuple[str, ...]) -> bool:
    return any(stem in wanted for stem in stems(word))


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, terms: Iterable) -> SafeString:
    """The whole text, escaped, with the words found in `<mark>`."""
    return _mark(text, spans(text, terms), 0, len(text))


def snippet(text: str, terms: Iterable) -> SafeString:
    """The first words found with their surroundings, cut at words; blank where nothing is found."""
    found = spans(text, terms)
    if not found:
        return mark_safe("")
    start, end = max(found[0][0] - SURROUNDINGS, 0), min(found[0][1] + 2 * SURROUNDINGS, len(text))
    if start:
        start = text.rfind(" ", 0, start + 1) + 1
    if end < len(text) and (cut := text.rfind(" ", start, end)) > found[0][1]:
        end = cut
    inside = [(max(first, start), min(last, end)) for first, last in found if first < end]
    words = _mark(text, inside, start, end)
    return mark_safe(("… " if start else "") + words + (" …" if end < len(text) else ""))


def _mark(text: str, found: list[tuple[int, int]], start: int, end: int) -> SafeString:
    pieces, at = [], start
    for first, last in found:
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return mark_safe("".join([*pieces, escape(text[at:end])]))
