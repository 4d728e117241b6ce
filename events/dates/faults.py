"""Saying what is wrong with a date, in one sentence for whoever wrote it."""

from __future__ import annotations

from .messages import gettext as _


def shown(text: str) -> str:
    """`text` short enough for a sentence, without characters that cannot be shown."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)


def wrong(text: str, what: str) -> ValueError:
    """The refusal of a date: what was written, and what is wrong with it."""
    return ValueError(_("“%(text)s”: %(what)s.") % {"text": shown(text), "what": what})


def wrong_at(text: str, index: int, stop: int, expected: str) -> ValueError:
    """The refusal of a date for what stands, or is missing, at `index`; a sentence counts from 1."""
    if index < stop:
        what = _("at position %(position)d stands “%(character)s” where %(expected)s is expected")
    else:
        what = _("at position %(position)d %(expected)s is missing")
    character = shown(text[index : index + 1])
    return wrong(text, what % {"position": index + 1, "character": character, "expected": expected})
