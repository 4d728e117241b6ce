"""What the formats share: what reading gives, and dates, languages and names as texts have them."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from django.conf.locale import LANG_INFO

from events import dates
from events.bibliography import csl


@dataclass
class ItemsRead:
    """CSL-JSON items, in the order of the text, and what is wrong with it: a sentence each, with its line."""

    items: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def one_line(text: str) -> str:
    return " ".join(text.split())


def date_of(text: str) -> dict[str, Any]:
    """A CSL date from EDTF, or from words that the site reads; any others are kept as they are."""
    text = one_line(text)
    for read in (dates.parse, dates.understand):
        try:
            return csl.date_of(read(text).edtf)
        except ValueError:
            continue
    return {"literal": text}


def date_text(date: Any) -> str:
    """The reverse."""
    if edtf := csl.edtf(date):
        return edtf
    return one_line(str(date.get("literal") or date.get("raw") or "")) if isinstance(date, dict) else ""


def language_code(text: str) -> str:
    """“German” and “ngerman” are `de`; what is no language's English or own name stays as it is."""
    return _CODES.get(text.strip().lower(), text.strip())


_CODES = {
    str(info[name]).lower(): code for code, info in LANG_INFO.items() for name in ("name", "name_local") if name in info
}
_CODES |= {"ngerman": "de", "american": "en-US", "british": "en-GB", "ukenglish": "en-GB", "usenglish": "en-US"}
_CODES |= {"english": "en", "german": "de", "french": "fr", "portuguese": "pt", "chinese": "zh"}


def with_particle(family: str) -> dict[str, str]:
    """“van der Post” has a particle, which stays with it where it stands alone."""
    words = family.split()
    particle = [*itertools.takewhile(str.islower, words[:-1])]
    name = {"family": " ".join(words[len(particle) :])}
    return {"non-dropping-particle": " ".join(particle)} | name if particle else name


def page_range(text: str) -> str:
    """“1--9” and “1–9” as CSL has them: 1-9."""
    return re.sub(r"\s*(?:-{2,3}|[–—])\s*", "-", text)
