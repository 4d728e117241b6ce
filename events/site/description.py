"""What the site says of itself: `site.yaml` of the seeds folder. The code knows nothing of the corpus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

DEFAULT_TITLE = "Contested history"


BETWEEN, ELSEWHERE = "between", "elsewhere"
"""The slugs of the lanes for what actors of two lanes began together, and for what those of none began."""


@dataclass(frozen=True)
class Lane:
    """A lane of the drawing, and the slugs of the actors whose initiatives stand in it."""

    slug: str
    name: str
    actors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """The words of `site.yaml` in one language; what it leaves out is blank."""

    title: str = DEFAULT_TITLE
    orientation: str = ""
    rests_on: str = ""
    background: str = ""
    coverage: str = ""
    not_in_corpus: list[str] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    """How claims were chosen, and what was read of the works."""

    not_confirmed: list[str] = field(default_factory=list)
    """What was looked for and could not be confirmed."""

    contact: str = ""
    """Where readers write to: a mail address, or an address of the web."""

    licence: str = ""
    lanes: tuple[Lane, ...] = ()
    """In the order of the drawing; none where the corpus gives none."""

    content_language: str = "en"
    """The language in which titles, summaries, claims and notes of the records are written."""

    described_in: frozenset[str] = frozenset({"en"})
    """The languages in which the words above are given."""

    languages: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
    """The languages that readers may choose, of those that the pages have."""

    @cached_property
    def language(self) -> str:
        """The language of these words: the reader's, if the site is described in it, else that of the records."""
        language = (get_language() or "en")[:2]
        return language if language in self.described_in else self.content_language

    @cached_property
    def contact_address(self) -> str:
        """The contact as the address of a link: of the web, else of mail; blank where it is neither."""
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        return f"mailto:{self.contact}" if re.fullmatch(r"[^\s@:/?&#]+@[^\s@:/?&#]+", self.contact) else ""

    @cached_property
    def lang(self) -> str:
        """The attribute for an element with a record's words: blank where they are in the language of the page."""
        return _attribute(self.content_language, (get_language() or "en")[:2])


@lru_cache(maxsize=64)
def _attribute(language: str, language_of_page: str) -> str:
    return "" if language == language_of_page else format_html(' lang="{}"', language)


def current() -> Site:
    """The site in the active language. A missing or broken file leaves the defaults: it never breaks a page."""
    changed = stamp()
    return _read(_path(), changed, (get_language() or "en")[:2]) if changed else Site()


def language_of(site: dict[str, Any] | None) -> str:
    """The corpus's language, by what a `site.yaml` holds."""
    return _text((site or {}).get("content_language")) or "en"


def stamp() -> int:
    """When the file was last written, in nanoseconds; 0 where there is none."""
    try:
        return _path().stat().st_mtime_ns
    except OSError:
        return 0


def _path() -> Path:
    return Path(settings.SEEDS_DIR) / "site.yaml"


@lru_cache(maxsize=16)
def _read(path: Path, stamp: int, language: str) -> Site:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return Site()
    if not isinstance(data, dict):
        return Site()
    translated = data.get(language)
    words = data | {key: value for key, value in (translated if isinstance(translated, dict) else {}).items() if value}
    texts = {
        key: _text(words.get(key))
        for key in ("title", "orientation", "rests_on", "background", "coverage", "contact", "licence")
    }
    content_language = language_of(data)
    offered = [code for code, _name in settings.LANGUAGES if code in _lines(data.get("languages"))]
    return Site(
        **texts | {"title": texts["title"] or DEFAULT_TITLE},
        **{key: _lines(words.get(key)) for key in ("not_in_corpus", "method", "not_confirmed")},
        lanes=tuple(_lanes(data.get("lanes"), (language, content_language))),
        content_language=content_language,
        described_in=frozenset({content_language, *(key for key, value in data.items() if isinstance(value, dict))}),
        languages=tuple(offered) or Site.languages,
    )


def _lanes(value: Any, languages: tuple[str, ...]) -> Iterator[Lane]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict) and (slug := _text(each.get("slug"))):
            name = each.get("name")
            if isinstance(name, dict):
                name = next((found for code in (*languages, *name) if (found := name.get(code))), "")
            yield Lane(slug, _text(name) or slug, tuple(_lines(each.get("actors"))))


def _lines(value: Any) -> list[str]:
    """A list of texts, or one text for a list of one."""
    return [_text(line) for line in ([value] if isinstance(value, str) else value or ())]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
