"""Saying what is wrong with a date, in one sentence for whoever wrote it."""

from __future__ import annotations


def shown(text: str) -> str:
    """`text` short enough for a sentence, without characters that cannot be shown."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)


def wrong(text: str, what: str) -> ValueError:
    """The refusal of a date: what was written, and what is wrong with it."""
    return ValueError(f"“{shown(text)}”: {what}.")


def wrong_at(text: str, index: int, stop: int, expected: str) -> ValueError:
    """The refusal of a date for what stands, or is missing, at `index`; a sentence counts from 1."""
    if index < stop:
        return wrong(
            text, f"at position {index + 1} stands “{shown(text[index])}” where {expected} is expected"
        )
    return wrong(text, f"at position {index + 1} {expected} is missing")
