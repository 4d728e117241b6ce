"""English and Romanian stems of folded words, the same on both databases: Snowball's rules run here, not there."""

from functools import lru_cache

import snowballstemmer

from events.search.folding import fold

SHORTEST = 4
"""Shorter words are found as they are: too little would be left of them."""


@lru_cache(maxsize=2**16)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word, each marked by its language: `=` English, `~` Romanian. Empty for short words.

    The marks keep stems apart from words, so that a phrase or the beginning of a word never meets a stem.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    # A stemmer holds the word that it is at work on, so threads cannot share one; a new one costs less than a word.
    english, romanian = snowballstemmer.stemmer("english"), snowballstemmer.stemmer("romanian")
    return f"={english.stemWord(word)}", f"~{fold(romanian.stemWord(_with_marks(word)))}"


def _with_marks(word: str) -> str:
    """The folded word with the marks that Romanian endings mostly have: -ști, -ție, -ția. The rules know no others."""
    return word.replace("ti", "ţi").replace("sţi", "şti")
