"""What the site says of itself: `site.yaml` of the seeds folder. The code knows nothing of the corpus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.conf import settings

from events.site.languages import LANGUAGE, Text, active

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

    languages: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
    """The languages that readers may choose."""

    translated_into: tuple[str, ...] = ()
    """Those that it names beside its own: every text of a record should have a version in each."""

    @cached_property
    def contact_address(self) -> str:
        """The contact as the address of a link: of the web, else of mail; blank where it is neither."""
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        return f"mailto:{self.contact}" if re.fullmatch(r"[^\s@:/?&#]+@[^\s@:/?&#]+", self.contact) else ""


def current() -> Site:
    """The site in the active language. A missing or broken file leaves the defaults: it never breaks a page."""
    changed = stamp()
    return _read(_path(), changed, active()) if changed else Site()


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
    said = _Said(language, language_of(data))
    keys = ("title", "orientation", "rests_on", "background", "coverage", "contact", "licence")
    lists = ("not_in_corpus", "method", "not_confirmed")
    named = tuple(code for code in _slugs(data.get("languages")) if LANGUAGE.fullmatch(code))
    words: dict[str, Any] = {key: text for key in keys if (text := said.text(data.get(key)))}
    return Site(
        **words | {key: said.texts(data.get(key)) for key in lists},
        lanes=tuple(_lanes(data.get("lanes"), said)),
        content_language=said.original,
        languages=named or Site.languages,
        translated_into=tuple(code for code in named if code != said.original),
    )


class _Said(NamedTuple):
    """Reads texts, each of which is a string or a map from language to string, for readers of a language."""

    language: str
    original: str

    def text(self, value: Any) -> str:
        """In the language, else in the corpus's, else in any; blank where there is none."""
        by_language = value if isinstance(value, dict) else {self.original: value}
        for code in (self.language, self.original, *by_language):
            if words := _text(by_language.get(code)):
                return Text(words, code)
        return ""

    def texts(self, value: Any) -> list[str]:
        """A list of texts, or one text for a list of one."""
        found = map(self.text, value if isinstance(value, list) else [value])
        return [text for text in found if text]


def _lanes(value: Any, said: _Said) -> Iterator[Lane]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict) and (slug := _text(each.get("slug"))):
            yield Lane(slug, said.text(each.get("name")) or slug, tuple(_slugs(each.get("actors"))))


def _slugs(value: Any) -> list[str]:
    """A list of words, or one word for a list of one."""
    return [_text(each) for each in ([value] if isinstance(value, str) else value or ())]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
