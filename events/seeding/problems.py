"""What is wrong with a folder of seed files: one line a problem, all of them in one run."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

Path_ = tuple[str | int, ...]
"""Where something stands in a file: keys and list positions from the outermost inwards."""

MAX_HINTS = 60
"""Looking for the nearest valid value takes time that grows with the number of values: only the first problems get it.
"""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where. `nearest` is the nearest valid value, "" where there is none."""

    file: str
    line: int | None
    record: str
    field: str
    message: str
    nearest: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        line = ": ".join(part for part in (place, self.record, self.field, self.message) if part)
        hint = f" (did you mean “{self.nearest}”?)" if self.nearest else ""
        return "".join(char if char.isprintable() else repr(char)[1:-1] for char in line + hint)


@dataclass
class Problems:
    """A growing list of problems. It is falsy while there is none."""

    found: list[Problem] = field(default_factory=list)
    _hints: int = 0

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def add(
        self,
        file: str,
        line: int | None,
        message: object,
        *,
        record: str = "",
        field: str = "",
        wrong: str = "",
        valid: Collection[str] | Iterable[str] = (),
        nearest: str = "",
    ) -> None:
        """Notes a problem. `nearest` may be given, or is looked up for the `wrong` value among the `valid` ones."""
        if wrong and not nearest and self.may_hint():
            nearest = next(iter(difflib.get_close_matches(wrong, list(valid), 1, 0.6)), "")
        self.found.append(Problem(file, line, record, field, str(message), nearest))

    def may_hint(self) -> bool:
        """Whether there is still time for a hint that has to be searched for."""
        self._hints += 1
        return self._hints <= MAX_HINTS

    def in_order(self) -> list[Problem]:
        """By file, then by line."""
        return sorted(self.found, key=lambda problem: (problem.file, problem.line or 0))


def dotted(path: Path_) -> str:
    """`evidence[2].bearing`, positions from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def quoted(value: object, length: int = 80) -> str:
    """A value in quotation marks, cut short, for a message."""
    text = str(value)
    return f"“{text[:length]}…”" if len(text) > length else f"“{text}”"
