"""Where a reader stands in the tokens of a text, and the simplest things that it takes from there."""

from __future__ import annotations

from typing import Any

from .lexicon import Table
from .tokens import DateToken


class Cursor:
    """Reads from `tokens`, in `prose` only what is certainly a date; `i` is the token at which it stands.

    Every method, here and in those that build on it, reads one thing from where the cursor stands, and answers None
    or what is false, the cursor standing where it stood, where that thing does not stand there. `furthest` is the
    last token that could not be read, `said` the first reason of a refusal and where it was met.
    """

    def __init__(self, text: str, tokens: list[DateToken], prose: bool = False) -> None:
        self.text = text
        self.tokens = tokens
        self.prose = prose
        self.i = 0
        self.furthest = 0
        self.said: tuple[int, str] | None = None

    def token(self, ahead: int = 0) -> DateToken | None:
        place = self.i + ahead
        if self.i > self.furthest:
            self.furthest = self.i
        return self.tokens[place] if place < len(self.tokens) else None

    def kind(self, *kinds: str) -> DateToken | None:
        token = self.token()
        if token is None or token.kind not in kinds:
            return None
        self.i += 1
        return token

    def take(self, table: Table) -> Any:
        """What the longest words of a table mean that stand here."""
        token = self.token()
        for words, meaning in table.get(token.text, ()) if token else ():
            there = self.tokens[self.i : self.i + len(words)]
            if len(there) == len(words) and all(t.text == word for t, word in zip(there, words, strict=True)):
                self.i += len(words)
                return meaning
        return None

    def sign(self, text: str) -> bool:
        token = self.token()
        if token is None or token.text != text:
            return False
        self.i += 1
        return True

    def refuse(self, reason: str) -> None:
        """Notes why what was read up to here is no date; of several reasons the first is said."""
        self.said = self.said or (self.i, reason)

    def capital(self, token: DateToken) -> bool:
        return self.text[token.start : token.start + 1].isupper()
