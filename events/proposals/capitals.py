"""Rows of capitalised words, in which new names are looked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from events.documents.cutting import Span
from events.proposals import lexicon
from events.proposals.nationalities import Nationalities
from events.proposals.register import Register
from events.proposals.states import cities
from events.proposals.tokens import ProseToken, tokens

ACRONYM = re.compile(r"(?:[^\W\d_a-z]{2,}|(?:[^\W\d_]\.){2,}[^\W\d_]?)")
_REGIONAL = re.compile(r"(?:Latin|North|South|Central|Northern|Southern|Eastern|Western|New|Spanish|British)[ -]\Z")
MAX_WORDS = 9
_POSSESSED = lexicon.ORGANISATIONS | lexicon.STATE_HEADS | lexicon.THINGS


class Run(NamedTuple):
    """A row of capitalised words, and what stands around it."""

    passage: int
    start: int
    end: int
    words: tuple[ProseToken, ...]
    titles: tuple[str, ...]
    before: str
    before_that: str
    after: str
    opens: bool


class Capitals:
    """The words of a text, and the rows of those that are written as names."""

    def __init__(
        self, text: str, spans: Sequence[Span], language: str, nationalities: Nationalities, register: Register
    ) -> None:
        self.text, self.language, self.nationalities, self.register = text, language, nationalities, register
        self.tokens = [tokens(text, span) for span in spans]
        self.cities = cities(language)
        self.lower = Counter(
            token.folded for row in self.tokens for token in row if token.text[0].isalpha() and not token.is_capital
        )

    def is_part_of_name(self, passage: int, start: int, end: int) -> bool:
        """Whether a state's name is part of a longer one: an organisation's or a treaty's."""
        if self.register.is_taken(passage, start, end) or _REGIONAL.search(self.text, max(0, start - 12), start):
            return True
        tokens = self.tokens[passage]
        at = next((index for index, token in enumerate(tokens) if token.start >= start), len(tokens))
        after = next((index for index in range(at, len(tokens)) if tokens[index].start >= end), len(tokens))
        following = tokens[after] if after < len(tokens) else None
        joined = following is not None and self.text[end : following.start] in (" ", "-", "\u00a0")
        if joined and following and following.is_capital and following.folded in lexicon.ORGANISATIONS:
            return True
        before = tokens[at - 1] if at else None
        thinks = following is not None and following.folded in lexicon.OPINION_PRESENT
        if (
            thinks
            and before
            and before.is_capital
            and self.text[before.end : start] == " "
            and not self._is_known(before)
        ):
            return True  # a surname: “Jonathan Israel traces”
        back = at - 1
        while back > 0 and tokens[back].folded in ("of", "the", "din", "a", "al", "de", "pentru"):
            back -= 1
        heads = lexicon.ORGANISATIONS | lexicon.STATE_HEADS
        return (
            back >= 0
            and back < at - 1
            and tokens[back].is_capital
            and tokens[back].folded in heads
            and (back > 0 or self.language == "ro" or tokens[back].folded in lexicon.STATE_HEADS)
        )

    def _is_known(self, token: ProseToken) -> bool:
        """Whether a capitalised word is no first name."""
        known = lexicon.REGIONS | lexicon.STARTERS | lexicon.TITLES | lexicon.MONTHS_AND_DAYS | _POSSESSED
        return token.folded in known or token.folded in self.nationalities.adjectives

    def runs(self, passage: int) -> list[Run]:
        tokens, found, at = self.tokens[passage], [], 0
        if tokens and tokens[0].folded in ("see", "cf", "vezi", "ibid"):
            return []  # a reference
        while at < len(tokens):
            token = tokens[at]
            if (
                not token.is_capital
                or not token.text[0].isalpha()
                or self.register.is_taken(passage, token.start, token.end)
            ):
                at += 1
                continue
            end = at + 1
            while end < len(tokens) and end - at < MAX_WORDS and (size := self._joins(passage, at, end)):
                end += size
            found += self._trimmed(passage, at, end)
            at = end
        return found

    def _joins(self, passage: int, first: int, at: int) -> int:
        """How many tokens from `at` go on the row of capitals that began at `first`; 0 where it ends."""
        tokens = self.tokens[passage]
        token, before = tokens[at], tokens[at - 1]
        gap = self.text[before.end : token.start]
        if token.text == "." and not gap and len(before.text) == 1:
            return 1  # an initial
        if token.text == "." and not gap and before.folded in lexicon.TITLES and len(before.text) <= 4:
            return 1
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text in ("'s", "’s", "'", "’") and not gap and following and following.folded in _POSSESSED:
            return 2 if following.is_capital and self.text[token.end : following.start] == " " else 0
        if self.register.is_taken(passage, token.start, token.end):
            return 0
        if gap not in (" ", "\u00a0") and not (gap == "" and before.text == "."):
            return 0
        if token.is_capital and token.text[0].isalpha():
            return 1
        is_organisation = any(
            each.folded in lexicon.ORGANISATIONS | lexicon.STATE_HEADS | lexicon.THINGS for each in tokens[first:at]
        )
        if token.folded in lexicon.CONNECTORS | lexicon.PARTICLES:
            for size in (1, 2, 3):
                following = tokens[at + size] if at + size < len(tokens) else None
                if following is None:
                    return 0
                if following.is_capital and following.text[0].isalpha():
                    words = [each.folded for each in tokens[at : at + size]]
                    fits = is_organisation if not set(words) <= lexicon.PARTICLES else (is_organisation or size <= 2)
                    if words in (["on"], ["for"], ["pentru"]) and not is_organisation:
                        return 0
                    if words in (["and"], ["si"]):
                        return size if self._is_one_name(passage, first, at + size) else 0
                    if words == ["din"] or (words == ["la"] and not is_organisation):
                        fits = is_organisation and words == ["din"]
                    return size if fits else 0
                if following.folded not in lexicon.CONNECTORS | lexicon.PARTICLES:
                    return 0
        return 0

    def _is_one_name(self, passage: int, first: int, at: int) -> bool:
        """Whether “and” joins two halves of one name: “the Social Democratic and Labour Party”."""
        tokens = self.tokens[passage]
        heads = [token.folded in lexicon.ORGANISATIONS for token in tokens[first:at]]
        if any(heads) or "the" not in (tokens[first].folded, tokens[first - 1].folded if first else ""):
            return False
        after = tokens[at : at + 2]
        return tokens[at - 2].folded not in self.cities and any(each.folded in lexicon.ORGANISATIONS for each in after)

    def _trimmed(self, passage: int, first: int, end: int) -> list[Run]:
        """The row without the word of the sentence that it begins with, titles, nationalities and names of months."""
        tokens = self.tokens[passage]
        opens = first == 0 or tokens[first - 1].text in ':;“„"«(—–' or (first == 1 and not tokens[0].text[0].isalnum())
        start = first
        titles: list[str] = []
        while start < end:
            token = tokens[start]
            following = tokens[start + 1] if start + 1 < end else None
            if token.text in (".", "-"):
                start += 1
            elif len(token.text) == 1 and following and following.text == ".":
                break  # an initial
            elif token.folded in lexicon.MONTHS_AND_DAYS and not self._is_first_name(passage, first, start, following):
                start += 1
                titles = []
            elif (start == first and opens and token.folded in lexicon.STARTERS) or (
                token.folded in lexicon.STARTERS and not titles and token.folded in ("the", "a", "an")
            ):
                start += 1
            elif token.folded in lexicon.TITLES and following and following.folded not in lexicon.ORGANISATIONS:
                titles.append(token.folded)
                start += 1
            elif token.folded in lexicon.CONNECTORS and titles:
                start += 1  # “Secretary of …”
            elif token.folded in self.nationalities.adjectives and following and following.folded in lexicon.TITLES:
                self.nationalities.take(passage, token)
                start += 1
            elif start == first and opens and following is not None and self.is_common(token):
                if token.folded in lexicon.THINGS:
                    return []
                start += 1
            elif start > first and token.folded in lexicon.PARTICLES | lexicon.CONNECTORS and token.text.islower():
                start += 1
            else:
                break
        while end > start and (tokens[end - 1].text == "." and len(tokens[end - 2].text) > 1):
            end -= 1
        if start >= end:
            return []
        words = tuple(token for token in tokens[start:end] if token.text != ".")
        if len(words) == 1 and (words[0].folded in lexicon.TITLES or words[0].folded in lexicon.MONTHS_AND_DAYS):
            return []
        back = start - 1
        while back >= 0 and tokens[back].folded in lexicon.TITLES and len(tokens[back].text) > 1:
            if tokens[back].folded not in titles:
                titles.append(tokens[back].folded)
            back -= 1
        before, before_that, after = (
            tokens[place].folded if 0 <= place < len(tokens) else "" for place in (first - 1, first - 2, end)
        )
        return [
            Run(
                passage=passage,
                start=tokens[start].start,
                end=tokens[end - 1].end,
                words=words,
                titles=tuple(titles),
                before=before,
                before_that=before_that,
                after=after,
                opens=opens and start == first,
            )
        ]

    def _is_first_name(self, passage: int, first: int, at: int, following: ProseToken | None) -> bool:
        """Whether the name of a month is one of a person or thing: “Jan Palach”, “August Bebel”, “May Day”."""
        if following is None:
            return False
        tokens = self.tokens[passage]
        before = tokens[at - 1] if at else None
        is_day = before is not None and before.text.isdigit() and len(before.text) < 3
        if before and (is_day or before.folded in ("in", "on", "since", "by", "of", "until", "from")):
            return following.folded in lexicon.THINGS
        return at == first

    def is_common(self, token: ProseToken) -> bool:
        """Whether a word that opens a sentence is an ordinary one."""
        if token.folded in lexicon.ORGANISATIONS or ACRONYM.fullmatch(token.text):
            return False
        if self.lower[token.folded] or token.folded in lexicon.STARTERS:
            return True
        return token.folded.endswith(lexicon.COMMON_ENDINGS) and len(token.folded) > 4
