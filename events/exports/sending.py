"""What a download is sent in."""

from collections.abc import Iterable, Iterator

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
