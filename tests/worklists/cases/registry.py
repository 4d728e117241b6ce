"""What a case of a worklist is, and where all of them stand."""

from collections.abc import Callable, Collection
from typing import Any

from events.signals import invalidation

Case = tuple[Collection[Any], Collection[Any]]
"""Records that a list must name, and such as are nearly so."""

CASES: dict[str, Callable[[], Case]] = {}
"""What writes the records of a case, by the name of the list."""


def case(name: str) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    def register(function: Callable[[], Case]) -> Callable[[], Case]:
        CASES[name] = invalidation.batched()(function)
        return function

    return register
