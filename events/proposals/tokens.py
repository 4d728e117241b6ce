"""The words of a passage, and what they are without the ending of their case."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from events.documents.cutting import Span
from events.search.folding import fold

_TOKEN = re.compile(r"[^\W\d_](?:\w|-(?=\w)|['’](?!s\b)(?=\w)|\.(?=[^\W\d_]\.))*|\d+(?:[.,]\d+)*|['’]s\b|[^\w\s]")
_JOINED = re.compile(r"(?<=\w{4})-[a-z]{3}")


class ProseToken(NamedTuple):
    text: str
    start: int
    end: int
    folded: str

    @property
    def is_capital(self) -> bool:
        """Whether it is written as names are; not “Soviet-led”."""
        return (self.text[0].isupper() or self.text[0].istitle()) and not _JOINED.search(self.text)


def tokens(text: str, span: Span) -> list[ProseToken]:
    return [
        ProseToken(found[0], found.start(), found.end(), fold(found[0]) or found[0])
        for found in _TOKEN.finditer(text, span.start, span.end)
    ]


def genitive_of(word: str) -> Iterable[str]:
    """What a word may be the Romanian genitive of."""
    for ending, base in (("ului", ""), ("ului", "ul"), ("iei", "ia"), ("ei", "a"), ("ii", "ea"), ("ul", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + base


def without_case(word: str) -> str:
    """A word without the ending of its case, so that “Adunarea” and “Adunării” are one."""
    for ending in ("ului", "ilor", "elor", "iei", "iile", "ii", "ei", "ul", "ea", "ia", "le", "a", "e", "i"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word


def is_plainer(name: str, other: str) -> bool:
    """Whether a name looks like the nominative of the other."""
    first, second = fold(name.split()[0]), fold(other.split()[0])
    return first.endswith(("ul", "ea", "ia")) and second.endswith(("ului", "ii", "iei", "arii"))
