"""A reader's words as terms: words, which find every word that begins with them and every word with the same English or
Romanian stem; "phrases in quotes", whole words in that order; -without; and OR between alternatives.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from events.search.folding import words
from events.search.fulltext import cut
from events.search.stemming import stems

MAX_LENGTH = 200
"""So many characters may be looked for; no parameter of a page is longer."""

MAX_TERMS = 24

_TERM = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class SearchTerm:
    """Words that must follow one another in the text, or, if not `wanted`, must not.

    Unless the term is a `phrase`, the last word is the beginning of one, and a single word is found by its stems too.
    """

    words: tuple[str, ...]
    wanted: bool = True
    phrase: bool = False

    @property
    def pattern(self) -> str:
        return " " + " ".join(self.words) + (" " if self.phrase else "")

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return () if self.phrase or len(self.words) > 1 else stems(self.words[0])

    @property
    def patterns(self) -> list[str]:
        """What a text, as `_joined` writes it, contains if it has the term: one of these."""
        return [self.pattern, *(f" {stem} " for stem in self.stems)]


def parse(query: str) -> list[list[SearchTerm]]:
    """The alternatives of a query, each a list of terms that must all hold. Never fails; at most MAX_TERMS terms."""
    alternatives: list[list[SearchTerm]] = [[]]
    for match in list(_TERM.finditer(query))[:MAX_TERMS]:
        if match["word"] == "OR" and not match["without"]:
            alternatives.append([])
            continue
        found = cut(words(match["word"] if match["phrase"] is None else match["phrase"]))
        if found:
            alternatives[-1].append(SearchTerm(found, wanted=not match["without"], phrase=match["phrase"] is not None))
    return [terms for terms in alternatives if terms]


def has_too_many(query: str) -> bool:
    """Whether there are more terms than are looked for at once."""
    return len(_TERM.findall(query)) > MAX_TERMS


def wanted_terms(query: str) -> list[SearchTerm]:
    """The wanted terms of a query, for marking them in what was found."""
    return [term for alternative in parse(query) for term in alternative if term.wanted]
