"""Languages: what they are called, and words that know in which one they are."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info


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
        words = escape(str(self))
        return words if self.is_of_page else format_html("<span{}>{}</span>", attributes_of(self.language), words)

    @property
    def is_of_page(self) -> bool:
        return not self.language or not self or self.language == active()


def active() -> str:
    """The language of the page."""
    return get_language() or "en"


def attributes_of(language: str) -> SafeString:
    """The attributes of an element with words in a language: ` lang="ar" dir="rtl"`."""
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


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
