"""A document's text with its passages and their numbers, and how a quote is anchored in it.

The anchors in seed files are those of a TextQuoteSelector (W3C Web Annotation Data Model, 4.2.4): the exact words and,
where they stand more than once, the words before and after. They are never moved to words that look alike.
"""

from bisect import bisect_right
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cached_property

from events.documents import cutting
from events.documents.cutting import Cut, Marker, NumberedPassage, Span
from events.models import publication


class Unanchored(Exception):
    """The words of a quote are not in the text, or not in one place; `nearest` are words that are."""

    def __init__(self, message: str, nearest: str = "", field: str = "exact"):
        super().__init__(message)
        self.nearest, self.field = nearest, field


@dataclass
class Document:
    """A text, cut and numbered. `withdrawn` holds the words of passages that the text no longer has, by number."""

    text: str
    cut: Cut
    numbers: list[int]
    withdrawn: dict[int, str] = field(default_factory=dict)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.cut.spans]

    @cached_property
    def index_of(self) -> dict[int, int]:
        """The place in the text's order of each number that the text has."""
        return {number: index for index, number in enumerate(self.numbers)}

    @cached_property
    def words(self) -> list[str]:
        """The passages' words, in the order of the text."""
        return [self.text[span.start : span.end] for span in self.cut.spans]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.words)

    @cached_property
    def markers_of(self) -> dict[int, list[Marker]]:
        """The markers that stand with each passage, by its number, in the order of the text."""
        found: dict[int, list[Marker]] = {}
        for marker in self.cut.markers:
            found.setdefault(self.numbers[marker.passage], []).append(marker)
        return found

    def index_at(self, offset: int) -> int:
        """The place in the text's order of the passage that holds a character, or that is the last before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    @property
    def is_numbered_in_order(self) -> bool:
        """Whether the numbers are 1…n in the order of the text."""
        return not self.withdrawn and self.numbers == list(range(1, len(self.numbers) + 1))

    def passage(self, number: int) -> str | None:
        """The words of a passage, None where there is none of that number."""
        if (index := self.index_of.get(number)) is not None:
            return self.words[index]
        return self.withdrawn.get(number)

    def stands_once(self, number: int) -> bool:
        """Whether no other passage of the text has the same words."""
        return number in self.index_of and self._counts[self.words[self.index_of[number]]] == 1

    # quotes
    def places(self, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
        """Where the words stand inside one passage: the passages' numbers and offsets from their starts."""
        found, at = [], self.text.find(exact)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            if index >= 0 and at + len(exact) <= self.cut.spans[index].end:
                before = not prefix or self.text[max(0, at - len(prefix)) : at] == prefix
                if before and self.text.startswith(suffix, at + len(exact)):
                    found.append((self.numbers[index], at - self._starts[index]))
            at = self.text.find(exact, at + 1)
        return found

    def anchor(
        self, exact: str, prefix: str = "", suffix: str = "", number: str = "", explain: bool = True
    ) -> tuple[int, int]:
        """The one place of a quote. Raises Unanchored, with words that are like it if it is to `explain`."""
        if number:
            return self._anchor_in(int(number), exact, prefix, suffix)
        if len(found := self.places(exact, prefix, suffix)) == 1:
            return found[0]
        if found:
            raise Unanchored(
                f"these words stand in {len(found)} places: give the words before them as prefix,"
                " or after them as suffix"
            )
        if self.places(exact):
            raise Unanchored(
                "the words stand in the text, but not behind this prefix and before this suffix",
                field="prefix" if prefix else "suffix",
            )
        if not explain:
            raise Unanchored("")
        if exact in self.text:
            raise Unanchored("these words run over the end of a passage: quote one passage")
        raise Unanchored(
            "these words are not in the text, letter for letter",
            publication.nearest(exact, self.nearest_passage(exact)),
        )

    def _anchor_in(self, number: int, exact: str, prefix: str, suffix: str) -> tuple[int, int]:
        words = self.passage(number)
        if words is None:
            raise Unanchored(f"there is no passage {number}", field="passage")
        offsets = [at for at in range(len(words)) if words.startswith(exact, at)]
        offsets = [at for at in offsets if words[:at].endswith(prefix) and words.startswith(suffix, at + len(exact))]
        if not offsets:
            raise Unanchored(
                f"these words are not in passage {number}, letter for letter", publication.nearest(exact, words)
            )
        if len(offsets) > 1:
            raise Unanchored(f"these words stand in {len(offsets)} places of passage {number}: give prefix or suffix")
        return number, offsets[0]

    def nearest_passage(self, words: str) -> str:
        """The passage that shares most words with what is looked for; for messages only."""
        wanted = set(words.split())
        return max(self.words, key=lambda passage: len(wanted & set(passage.split())), default="")

    def selector(self, number: int, at: int, exact: str) -> dict[str, str]:
        """What a file gives beside the exact words: nothing where they stand once, else the least context that does."""
        passage = self.passage(number) or ""
        before, after = passage[:at], passage[at + len(exact) :]
        contexts = [("", "")]
        contexts += [(before[start:], "") for start in _word_starts(before)]
        contexts += [(before, after[:end]) for end in _word_ends(after)]
        # The number only where no context tells: the passage was withdrawn, or other passages hold all its
        # words.
        for named in ("", str(number)):
            if not named and not self.stands_once(number):
                continue
            for prefix, suffix in contexts:
                if self._is_anchored(number, at, exact, prefix, suffix, named):
                    found = {"prefix": prefix, "suffix": suffix, "passage": named}
                    return {name: value for name, value in found.items() if value}
        return {"passage": str(number)}

    def _is_anchored(self, number: int, at: int, exact: str, prefix: str, suffix: str, named: str) -> bool:
        try:
            return self.anchor(exact, prefix, suffix, named, explain=False) == (number, at)
        except Unanchored:
            return False

    # words that name a passage
    def numbers_with(self, words: str) -> list[int]:
        """The passages that are these words or, if none is, hold them."""
        exact = [number for number, passage in zip(self.numbers, self.words, strict=True) if passage == words]
        return exact or list(dict.fromkeys(number for number, _ in self.places(words)))


def _word_starts(text: str) -> list[int]:
    """Where words begin, the last first; then the very beginning."""
    starts = [at for at in range(len(text) - 1, 0, -1) if text[at - 1].isspace() and not text[at].isspace()]
    return [*starts, *([0] if text else [])]


def _word_ends(text: str) -> list[int]:
    ends = [at for at in range(1, len(text)) if text[at].isspace() and not text[at - 1].isspace()]
    return [*ends, *([len(text)] if text else [])]


@dataclass(frozen=True)
class ListedPassage:
    """An entry of `passages` in a file; `number` is None where the file does not give one."""

    number: int | None
    text: str
    withdrawn: bool = False


def number_passages(
    text: str, known: list[NumberedPassage], listed: list[ListedPassage], spans: list[Span] | None = None
) -> Document:
    """Cuts a text, or takes the `spans` that are given, and numbers its passages.

    What the database knows decides; for what it does not know, the numbers that the file lists; else 1…n. Passages that
    editors have joined or split stay so, as long as all their words stand there.
    """
    cut = cutting.cut(text)
    if spans is None:
        there = [each.text for each in known if not each.withdrawn]
        there += [entry.text for entry in listed if not entry.withdrawn]
        cut = cutting.fitted(text, cut, there)
    else:
        cut = cutting.with_spans(cut, spans)
    words = [text[span.start : span.end] for span in cut.spans]
    numbers = cutting.renumber(words, known) if known else _first_numbers(words, listed)
    in_use = set(numbers)
    withdrawn = {passage.number: passage.text for passage in known if passage.number not in in_use}
    for entry in listed:
        if entry.withdrawn and entry.number and entry.number not in in_use:
            withdrawn.setdefault(entry.number, entry.text)
    return Document(text, cut, numbers, withdrawn)


def _first_numbers(words: list[str], listed: list[ListedPassage]) -> list[int]:
    given = [entry for entry in listed if entry.number and not entry.withdrawn]
    if not given and not any(entry.withdrawn for entry in listed):
        return list(range(1, len(words) + 1))
    numbers: list[int | None] = [None] * len(words)
    places: dict[str, deque[int]] = {}
    for place, text in enumerate(words):
        places.setdefault(text, deque()).append(place)
    in_text_order = len(given) == len(words)
    for entry in given:
        natural = (entry.number or 0) - 1
        if not in_text_order and natural < len(words) and words[natural] == entry.text and numbers[natural] is None:
            numbers[natural] = entry.number
            continue
        waiting = places.get(entry.text, deque())
        while waiting and numbers[waiting[0]] is not None:
            waiting.popleft()
        if waiting:
            numbers[waiting.popleft()] = entry.number
    taken = {number for number in numbers if number} | {entry.number or 0 for entry in listed}
    free = max(taken | {len(words)}) + 1
    for index, number in enumerate(numbers):
        if number is None and index + 1 not in taken:
            numbers[index] = index + 1
        elif number is None:
            numbers[index], free = free, free + 1
    return [number for number in numbers if number is not None]
