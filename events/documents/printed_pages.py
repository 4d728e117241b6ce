"""On which pages of a printed work the passages of its text stand: `Source.pages`, a line a page, “57: 1–12”.

The numbers are those of the passages. A passage that runs over the end of a page stands on both.
"""

import re
from collections.abc import Iterable, Sequence

from events.documents.anchoring import Document

_RANGE = re.compile(r"([0-9]+)(?:[–-]([0-9]+))?")


class PrintedPages:
    """The pages of a document, by its passages' numbers."""

    def __init__(self, said: str) -> None:
        self.ranges: list[tuple[int, int, str]] = []
        for line in said.splitlines():
            label, colon, numbers = line.partition(":")
            for found in _RANGE.finditer(numbers) if colon else ():
                self.ranges.append((int(found[1]), int(found[2] or found[1]), label.strip()))

    def locator(self, number: int) -> str:
        """Where a passage stands, as a citation says it: “p. 57”, “pp. 57–58”; blank where that is not known."""
        labels = list(dict.fromkeys(label for first, last, label in self.ranges if first <= number <= last))
        if len(labels) < 2:
            return f"p. {labels[0]}" if labels else ""
        return f"pp. {labels[0]}–{labels[-1]}"


def written(document: Document, pages: Iterable[tuple[int, int, str]]) -> str:
    """The lines for pages, each with its first code point, the one behind its last, and its label."""
    spans, lines = document.cut.spans, []
    first = 0
    for start, end, label in pages:
        while first < len(spans) and spans[first].end <= start:
            first += 1
        last = first
        while last < len(spans) and spans[last].start < end:
            last += 1
        label = " ".join(label.replace(":", " ").split())[:20].strip()
        if label and last > first:
            lines.append(f"{label}: {_ranges(document.numbers[first:last])}")
    return "\n".join(lines)


def _ranges(numbers: Sequence[int]) -> str:
    """“1–12, 15”."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)
