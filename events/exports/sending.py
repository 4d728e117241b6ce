"""What a download is sent in."""

import gc
from collections.abc import Iterable, Iterator
from json import JSONEncoder
from typing import Any

import orjson

PIECE = 32_768
"""Characters that a piece has at least, the last one excepted: one event at a time would cost more than it says."""


def joined(texts: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that are worth sending."""
    piece: list[str] = []
    size = 0
    for text in texts:
        piece.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(piece)
            piece, size = [], 0
    if piece:
        yield "".join(piece)


def forget() -> None:
    """Frees the records that have been written, once nothing holds them.

    They point at one another, and the collector of a server, which has next to nothing to find in pages, comes seldom.
    """
    gc.collect(1)


_encode = JSONEncoder(ensure_ascii=False).encode


def encode(value: Any) -> str:
    """A value as JSON. What orjson refuses, such as a number of more than 64 bits, is left to the standard library."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _encode(value)
