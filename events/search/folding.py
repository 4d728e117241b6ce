"""One way of folding case and diacritics, for both databases: ș, ş and s are one letter, and so are ł and l."""

import re
import unicodedata

WITHOUT_DECOMPOSITION = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case without marks: NFKD, marks dropped, case folded, and a table for what has no decomposition."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(WITHOUT_DECOMPOSITION)


def words(text: str) -> list[str]:
    """The folded words of a text; punctuation and hyphens part words."""
    return _NOT_A_WORD.sub(" ", fold(text)).split()


SLUG_LENGTH = 80
"""A slug made from a title or a claim is cut after a word so that it has at most so many characters."""


def slug(text: str) -> str:
    """A slug of folded ASCII words: “Gomułka” gives gomulka."""
    return "-".join(word for word in re.sub(r"[^a-z0-9]+", " ", fold(text)).split())


def short_slug(text: str) -> str:
    """The folded slug of a text, cut after a word."""
    whole = slug(text)
    if len(whole) <= SLUG_LENGTH:
        return whole
    return whole[:SLUG_LENGTH].rpartition("-")[0] or whole[:SLUG_LENGTH]
