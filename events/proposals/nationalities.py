"""Words of nationality, which name a state: “Soviet”, “Romanian-led”, “Anglo-French”."""

from __future__ import annotations

from collections.abc import Sequence

from events.proposals.register import Register
from events.proposals.states import adjectives
from events.proposals.tokens import ProseToken
from events.search.folding import fold


class Nationalities:
    def __init__(self, language: str, register: Register) -> None:
        self.language, self.register = language, register
        self.adjectives = adjectives(language)

    def take(self, passage: int, token: ProseToken) -> None:
        if not self.register.is_taken(passage, token.start, token.end):
            self._state(passage, token.start, token.end, token.folded)

    def take_hyphened(self, passage: int, token: ProseToken) -> bool:
        """Takes “Soviet” of “Soviet-led”. Whether it is such a word."""
        head, hyphen, rest = token.text.partition("-")
        if hyphen and fold(head) in self.adjectives and rest[:1].islower():
            self._state(passage, token.start, token.start + len(head), fold(head))
            return True
        return False

    def _state(self, passage: int, start: int, end: int, adjective: str) -> None:
        self.register.mention(passage, start, end, self.register.state(self.adjectives[adjective]))

    def take_all(self, passage: int, tokens: Sequence[ProseToken]) -> None:
        for index, token in enumerate(tokens):
            if not token.text[0].isalpha() or self.register.is_taken(passage, token.start, token.end):
                continue
            if self.language != "ro" and not token.is_capital and not token.text[0].isupper():
                continue
            two = f"{token.folded} {tokens[index + 1].folded}" if index + 1 < len(tokens) else ""
            if two in self.adjectives:
                self._state(passage, token.start, tokens[index + 1].end, two)
            elif token.folded in self.adjectives:
                if self.language == "ro" and index and tokens[index - 1].folded in ("limba", "limbii", "comunist"):
                    continue
                self.take(passage, token)
            elif self.language != "ro" and token.folded[-1] == "s" and token.folded[:-1] in self.adjectives:
                self._state(passage, token.start, token.end, token.folded[:-1])
            elif "-" in token.text:
                head, _hyphen, tail = token.text.partition("-")
                if head[0].isupper() and fold(head) in self.adjectives:
                    self._state(passage, token.start, token.start + len(head), fold(head))
                if tail[:1].isupper() and fold(tail) in self.adjectives:
                    self._state(passage, token.end - len(tail), token.end, fold(tail))
