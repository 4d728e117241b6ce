"""Languages: what they are called, and words that know in which one they are."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
"""A language as addresses and `site.yaml` name it: a tag of BCP 47 in lower case."""


class Text(str):
    """Words that readers see, and the language that they are in (BCP 47); blank where that is not known.

    On a page in another language they mark themselves (WCAG 2.2, 3.1.2), wherever a template shows them.
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> "Text":
        text = super().__new__(cls, words)
        text.language = language
        return text

    def __reduce__(self) -> Any:
        return Text, (str(self), self.language)

    def __html__(self) -> SafeString:
        return wrapped(self, escape(str(self)))

    @property
    def is_of_page(self) -> bool:
        return not self.language or not self or self.language == active()


def like(text: str, words: str) -> str:
    """Words that were made of a text, in its language: a part of it, or with another first letter."""
    return Text(words, text.language) if isinstance(text, Text) else words


def wrapped(text: str, html: SafeString) -> SafeString:
    """HTML that was made of a text, marked with its language where that is not the page's."""
    attributes = attributes_of(text)
    return format_html("<span{}>{}</span>", attributes, html) if attributes else html


def attributes_of(text: str) -> SafeString:
    """The attributes of an element with a text, ` lang="ar" dir="rtl"`; blank if it is in the language of the page."""
    if not isinstance(text, Text) or text.is_of_page:
        return SafeString("")
    direction = direction_of(text.language)
    other = direction != direction_of(active())
    return format_html(' lang="{}" dir="{}"' if other else ' lang="{}"', text.language, direction)


# --- in which language records are read -------------------------------------------------------------------------------


class Reading(NamedTuple):
    """Readers read in `language` what editors write in the `original` one, the corpus's."""

    language: str
    original: str

    @property
    def is_translated(self) -> bool:
        return self.language != self.original


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading(language: str, original: str) -> Iterator[None]:
    """Within it, texts of records are `Text`s: their versions in the language or, where there is none, the originals.

    Without it, in the office and in commands, they are the originals, as they are stored.
    """
    token = _reading.set(Reading(language, original))
    try:
        yield
    finally:
        _reading.reset(token)


def current() -> Reading | None:
    """How records are read now; None where they are as they are stored."""
    return _reading.get()


def other() -> str:
    """The language that records are translated into now; blank where they are read as they are stored."""
    now = _reading.get()
    return now.language if now and now.is_translated else ""


def text_in(reading: Reading | None, name: str, stored: str, translations: Mapping[str, Any]) -> str:
    """A text as it is read: its version in the language of readers, or the original; as it is stored without them."""
    if reading is None:
        return stored
    version = translations.get(f"{name}.{reading.language}") if reading.is_translated else None
    if version:
        return Text(version[0], reading.language)
    return Text(stored, reading.original) if stored else stored


TRANSLATED = "\x01"
"""Begins a text from a query that is a translation (`events.models.translations.said`); no text has it of its own."""


def text_of(found: Any, now: Reading | None) -> Any:
    """A text from such a query, which was made when records were read so.

    To readers of the originals it is no `Text`: there all are in the language of the page.
    """
    if not found or now is None or now.language == now.original:
        return found
    return Text(found[1:], now.language) if found[0] == TRANSLATED else Text(found, now.original)


# --- languages --------------------------------------------------------------------------------------------------------


def active() -> str:
    """The language of the page, in which readers read: a page asks for it a thousand times, Django less quickly."""
    now = _reading.get()
    return now.language if now else get_language() or "en"


def direction_of(language: str) -> str:
    """The direction in which a language is written: ltr or rtl."""
    return "rtl" if _info(language).get("bidi") else "ltr"


def name_of_language(language: str) -> str:
    """The name of a language in the active one: “German”; the bare tag where it has no name here."""
    return str(_info(language).get("name_translated") or language)


def own_name_of(language: str) -> str:
    """What a language calls itself: “Deutsch”; the bare tag where that is not known."""
    return str(_info(language).get("name_local") or language)


def _info(language: str) -> dict[str, Any]:
    try:
        return get_language_info(language)
    except KeyError:
        return {}
