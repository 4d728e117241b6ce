"""The nearest spelling of a word that finds nothing: “Ceaucescu” → “Ceaușescu”. The same on both databases."""

from collections import Counter
from collections.abc import Iterable

from events.search.folding import fold

CLOSE = 0.5
"""How much of their pairs of letters two words must share (Dice's coefficient, 0 to 1) to be suggested."""

SHORTEST = 3


def pairs_of_letters(word: str) -> Counter:
    """The pairs of neighbouring letters of a folded word, its beginning and its end counting as letters."""
    padded = f"^{word}$"
    return Counter(padded[at : at + 2] for at in range(len(padded) - 1))


def likeness(one: str, other: str) -> float:
    """Dice's coefficient of two folded words: 1 for the same word, 0 for no pair of letters in common."""
    first, second = pairs_of_letters(one), pairs_of_letters(other)
    return 2 * (first & second).total() / (first.total() + second.total())


class Vocabulary:
    """The words of the corpus as they are written, to be found by words that are nearly the same."""

    def __init__(self, texts: Iterable[str]):
        self.written: dict[str, Counter] = {}
        self.by_pair: dict[str, set[str]] = {}
        self.add(texts)

    def add(self, texts: Iterable[str]) -> None:
        """Learns more words; none is ever forgotten."""
        known = set(self.written)
        for text in texts:
            for word in text.replace("-", " ").split():
                word = word.strip(".,;:!?()[]{}“”„\"'‘’«»…")
                if len(word) >= SHORTEST and (folded := fold(word)).isalnum():
                    self.written.setdefault(folded, Counter())[word] += 1
        for folded in self.written.keys() - known:
            for pair in pairs_of_letters(folded):
                self.by_pair.setdefault(pair, set()).add(folded)

    def __contains__(self, folded: str) -> bool:
        return folded in self.written

    def nearest(self, folded: str) -> str:
        """The most like word as it is written most often, blank if none is close; the commoner of equals."""
        if len(folded) < SHORTEST or folded in self.written:
            return ""
        shared: Counter = Counter()
        for pair in pairs_of_letters(folded):
            shared.update(self.by_pair.get(pair, ()))
        candidates = [word for word, number in shared.most_common(200) if number > 1]
        best = max(candidates, key=lambda word: (likeness(folded, word), self.written[word].total(), word), default="")
        if not best or likeness(folded, best) < CLOSE:
            return ""
        return self.written[best].most_common(1)[0][0]
