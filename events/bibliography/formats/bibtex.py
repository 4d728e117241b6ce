"""BibTeX and biblatex: entries, LaTeX decoded on reading, UTF-8 on writing.

What neither has a field for is written in a field of CSL's name, which BibTeX ignores and `read` takes; what both name
and mean otherwise, with `csl-` before it.
"""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import bibtexparser
from bibtexparser import model
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_parsing_context
from pylatexenc.macrospec import MacroSpec

from events import dates
from events.bibliography import csl
from events.bibliography.csl_checks import DATES, NAMES, TYPES
from events.bibliography.formats.reading import ItemsRead, date_of, date_text, language_code, one_line, page_range
from events.bibliography.variables import BY_LOWER_CASE, TEXTS

_TYPES = """
article article-journal, book book, mvbook book, collection book, mvcollection book, proceedings book,
mvproceedings book, reference book, mvreference book, booklet pamphlet, inbook chapter, bookinbook chapter,
suppbook chapter, incollection chapter, suppcollection chapter, inproceedings paper-conference,
conference paper-conference, thesis thesis, phdthesis thesis, mastersthesis thesis, report report,
techreport report, manual report, unpublished manuscript, misc document, online webpage, electronic webpage,
www webpage, inreference entry-encyclopedia, periodical periodical, suppperiodical article-journal,
patent patent, dataset dataset, software software, letter personal_communication, legislation legislation,
jurisdiction legal_case, legal legislation, standard standard, review review, image graphic, artwork graphic,
audio song, music musical_score, movie motion_picture, video motion_picture, performance performance
"""
_FIELDS = """
title title, shorttitle title-short, booktitle container-title, maintitle container-title, journal container-title,
journaltitle container-title, shortjournal container-title-short, series collection-title, volume volume,
volumes number-of-volumes, issue issue, edition edition, publisher publisher, institution publisher,
school publisher, organization publisher, howpublished publisher, address publisher-place, location publisher-place,
pages page, pagetotal number-of-pages, chapter chapter-number, doi DOI, isbn ISBN, issn ISSN, url URL,
language language, langid language, abstract abstract, keywords keyword, annote annote, annotation annote, note note,
addendum note, type genre, eventtitle event-title, venue event-place, origtitle original-title,
origpublisher original-publisher, origlocation original-publisher-place, library archive, version version,
pubstate status, part part-number
"""
_NAMES = "author author, editor editor, translator translator, bookauthor container-author, director director"
_DATES = "date issued, urldate accessed, origdate original-date, eventdate event-date"
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}


def _table(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in text.split(","))


TYPE_OF, TEXT_OF, NAMES_OF, DATE_OF = map(_table, (_TYPES, _FIELDS, _NAMES, _DATES))
ENTRY_OF, TEXT_FIELD, NAMES_FIELD, DATE_FIELD = (
    {to: name for name, to in reversed(table.items())} for table in (TYPE_OF, TEXT_OF, NAMES_OF, DATE_OF)
)
_SUBTITLES = {"subtitle": "title", "booksubtitle": "container-title", "journalsubtitle": "container-title"}
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what it cannot read is said to who asked
_VERBATIM = {"doi", "url", "isbn", "issn"}
_LISTS = {"publisher", "institution", "school", "organization", "howpublished", "address", "location", "library"}
"""Fields in which biblatex takes “and” for the end of one name."""


def read(text: str) -> ItemsRead:
    library = bibtexparser.parse_string(text.removeprefix("\ufeff"), parse_stack=[])
    reading = ItemsRead()
    strings: dict[str, str] = {}
    for block in library.blocks:
        if isinstance(block, model.String):
            strings[block.key.lower()] = _joined(str(block.value), strings)
        elif isinstance(block, model.Entry):
            reading.items.append(_item(block, strings, reading.problems))
        elif isinstance(block, model.ParsingFailedBlock):
            _failed(block, strings, reading)
    if not reading.items and not reading.problems:
        reading.problems.append(_("There is no record in it."))
    return reading


def _failed(block: model.ParsingFailedBlock, strings: dict[str, str], reading: ItemsRead) -> None:
    """An entry with something twice is read all the same; one that does not end is not."""
    line, entry = (block.start_line or 0) + 1, block.ignore_error_block
    if isinstance(entry, model.Entry):
        if isinstance(block, model.DuplicateFieldKeyBlock):
            message = _("Line %(line)d: the entry has “%(field)s” twice; the first is taken.")
            reading.problems.append(message % {"line": line, "field": ", ".join(sorted(block.duplicate_keys))})
        reading.items.append(_item(entry, strings, reading.problems))
    else:
        message = _(
            "The entry that begins in line %(line)d is left out: a bracket, a quotation mark or a comma is missing."
        )
        reading.problems.append(message % {"line": line})


def _item(entry: model.Entry, strings: dict[str, str], problems: list[str]) -> dict[str, Any]:
    line = (entry.start_line or 0) + 1
    raw: dict[str, str] = {}
    for field in entry.fields:
        raw.setdefault(field.key.lower(), _joined(str(field.value), strings))
    if language_code(_plain(raw.get("language") or raw.get("langid") or ""))[:2] == "ro":
        raw = {name: _CEDILLA.sub(r"\\textcommabelow{\1\2}", value) for name, value in raw.items()}
    item: dict[str, Any] = {"type": _type(entry, raw, line, problems)}
    if entry.key:
        item["id"] = entry.key
    for name, value in raw.items():
        _take(item, name, value, raw)
    if item.get("note") and re.fullmatch(r"\\url\s*\{.*\}", raw.get("howpublished", "").strip()):
        item.pop("publisher", None)
    for part, whole in _SUBTITLES.items():
        if part in raw and whole in item:
            item[whole] = f"{item[whole]}: {_plain(raw[part])}"
    if "issued" not in item and "year" in raw:
        item["issued"] = _date_in_fields(*(_plain(raw.get(name, "")) for name in ("year", "month", "day")))
    if any("others" in split_multiple_persons_names(raw[name])[-1:] for name in NAMES_OF if raw.get(name)):
        problems.append(_("Line %(line)d: “and others” names nobody, and is left out.") % {"line": line})
    return item


def _type(entry: model.Entry, raw: dict[str, str], line: int, problems: list[str]) -> str:
    subtype = _plain(raw.get("entrysubtype", "")).lower()
    if subtype in TYPES:
        return subtype
    name = entry.entry_type.lower()
    if name not in TYPE_OF:
        message = _("Line %(line)d: “@%(type)s” is no type of BibTeX that is known here; it is taken for a document.")
        problems.append(message % {"line": line, "type": entry.entry_type})
    kind = TYPE_OF.get(name, "document")
    return _SUBTYPES.get(subtype, kind) if kind == "article-journal" else kind


def _take(item: dict[str, Any], name: str, value: str, raw: dict[str, str]) -> None:
    """Puts a field where CSL has it; the first of two that mean the same."""
    own = BY_LOWER_CASE.get(name.removeprefix("csl-"), "")
    if name in NAMES_OF or (name not in TEXT_OF and own in NAMES):
        if found := [*_names(value)]:
            item.setdefault(NAMES_OF.get(name, own), found)
    elif name in DATE_OF or own in DATES:
        if text := _date_words(value):
            item.setdefault(DATE_OF.get(name, own), date_of(text))
    elif to := _number(item["type"], raw) if name == "number" else TEXT_OF.get(name, own if own in TEXTS else ""):
        text = _verbatim(value) if name in _VERBATIM else _plain(value)
        text = {"page": page_range, "language": language_code}.get(to, str)(text)
        if text:
            item.setdefault(to, text)


def _number(kind: str, fields: Iterable[str]) -> str:
    """What `number` of an entry is: an issue of a periodical, a volume's place in a series, or a report's own."""
    if kind.startswith(("article", "review")):
        return "issue"
    return "collection-number" if "series" in fields and kind not in ("report", "patent", "standard") else "number"


def _names(value: str) -> Iterator[dict[str, str]]:
    for name in split_multiple_persons_names(value):
        if name.lower() == "others":
            continue
        if _is_braced(name.strip()):
            yield {"literal": _plain(name)}
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        if "," not in name.rstrip(" ,") and not parts.von and all(word.islower() for word in parts.first):
            parts.von, parts.first = parts.first, []  # “de Gaulle” alone, whose particle the library takes for given
        texts = {
            part: _plain(" ".join(words))
            for part, words in (
                ("family", parts.last),
                ("given", parts.first),
                ("non-dropping-particle", parts.von),
                ("suffix", parts.jr),
            )
        }
        filled = {part: text for part, text in texts.items() if text}
        if "family" in filled:
            yield filled
        elif filled:
            yield {"literal": " ".join(filled.values())}


def _is_braced(text: str) -> bool:
    """Whether one pair of braces holds all of it: a name that is not taken apart."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if not depth:
            return place == len(text) - 1
    return False


def _date_words(value: str) -> str:
    """EDTF as it is: its `~` and `%` are no LaTeX."""
    try:
        return dates.parse(one_line(value)).edtf
    except ValueError:
        return _plain(value)


def _date_in_fields(year: str, month: str, day: str) -> dict[str, Any]:
    """As exact as the fields: a month that is none leaves the year alone."""
    if month.isdecimal() and len(month) <= 2:
        month = f"{int(month):02d}"
    numbers = "-".join([year, *([month] if month else []), *([f"{int(day):02d}"] if day.isdecimal() else [])])
    for text in (numbers, f"{day} {month} {year}", year.replace("–", "/")):
        if "literal" not in (date := date_of(text)):
            return date
    return {"literal": year}


# --- LaTeX ----------------------------------------------------------------------------------------------------


def _joined(value: str, strings: dict[str, str]) -> str:
    """`{…}`, `"…"`, a number, the name of a string, or several with `#` between them."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if char == '"' and not depth:
            quoted = not quoted
        elif char == "#" and not depth and not quoted:
            parts.append(value[start:place])
            start = place + 1
    parts = [part.strip() for part in [*parts, value[start:]]]
    return "".join(
        part[1:-1] if len(part) > 1 and part[0] + part[-1] in ("{}", '""') else strings.get(part.lower(), part)
        for part in parts
    )


def _below(node: Any, l2tobj: LatexNodes2Text) -> str:
    letters = l2tobj.nodelist_to_text(node.nodeargd.argnlist)
    return unicodedata.normalize("NFC", f"{letters[:1]}\u0326{letters[1:]}") if letters else ""


def _decoder() -> LatexNodes2Text:
    """With the comma below, which the library does not know, and marks that it reads as others or as none."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, _below) for name in ("textcommabelow", "cb")]
    macros += [MacroTextSpec("textasciicircum", "^"), MacroTextSpec("textasciitilde", "~")]
    macros += [MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")]
    context.add_context_category("own", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, keep_comments=True, math_mode="text")


_PARSING = get_parsing_context()
_PARSING.add_context_category("comma below", prepend=True, macros=[MacroSpec(n, "{") for n in ("textcommabelow", "cb")])
_DECODER = _decoder()


def _plain(value: str) -> str:
    """Without LaTeX: accents are letters, braces and commands are gone."""
    if not re.search(r"[\\{}$%~]|--|``|''", value):
        return one_line(value)
    value = re.sub(r"(?<!\\)%", r"\\%", re.sub(r"(?<!\\)\$", r"\\$", value)).replace("\\\\", " ")
    value = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    try:
        text = _DECODER.latex_to_text(value, latex_context=_PARSING, tolerant_parsing=True)
    except (RecursionError, ValueError, IndexError):
        text = re.sub(r"[{}\\]", "", value)
    return one_line(unicodedata.normalize("NFC", text))


def _verbatim(value: str) -> str:
    if "\\text" in value:
        return _plain(value)  # so `write` has what cannot stand as it is
    value = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", value.strip())
    return one_line(re.sub(r"\\([_%&#$~{}])", r"\1", value))


_CEDILLA = re.compile(r"\\c(?:\s*\{([sStT])\}|\s+([sStT]))")
"""Of an s or t: Romanian has a comma there, which TeX could not set for long."""


# --- writing --------------------------------------------------------------------------------------------------


def pieces(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Entry by entry; a key that was taken before gets a number."""
    taken: set[str] = set()
    for item in items:
        key = wanted = re.sub(r"[^A-Za-z0-9_:.+/-]", "", str(item.get("id", ""))) or "work"
        number = 1
        while key.lower() in taken:
            number += 1
            key = f"{wanted}-{number}"
        fields = [model.Field(name, f"{{{value}}}") for name, value in _fields(item)]
        entry = model.Entry(ENTRY_OF.get(str(item.get("type")), "misc"), key, fields)
        yield ("\n" if taken else "") + bibtexparser.write_string(bibtexparser.Library([entry]), unparse_stack=[])
        taken.add(key.lower())


def _fields(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type", "document"))
    if TYPE_OF[ENTRY_OF.get(kind, "misc")] != kind:
        yield "entrysubtype", kind
    series = {"series"} if item.get("collection-title") else set()
    for name, value in item.items():
        if name in NAMES and isinstance(value, list):
            field, text = NAMES_FIELD.get(name, name), " and ".join(filter(None, map(_name_text, value)))
        elif name in DATES:
            field = DATE_FIELD.get(name, name)
            text = csl.edtf(value) or _escaped(date_text(value))
        elif name in TEXTS:
            field = "number" if name == _number(kind, series) else _text_field(name, kind)
            text = one_line(str(value))
            text = text if field in _VERBATIM and not re.search(r"[{}\\]", text) else _escaped(text)
        else:
            continue
        if field in _LISTS and re.search(r"\sand\s", text):
            text = f"{{{text}}}"
        if text:
            yield field, text


def _text_field(name: str, kind: str) -> str:
    by_kind = {"thesis": {"publisher": "school"}, "report": {"publisher": "institution"}}.get(kind, {})
    if name == "container-title" and ENTRY_OF.get(kind) == "article":
        return "journal"
    return by_kind.get(name) or TEXT_FIELD.get(name) or _own(name)


def _own(name: str) -> str:
    known = {*TEXT_OF, *NAMES_OF, *DATE_OF, *_SUBTITLES, "number", "year", "month", "day", "entrysubtype"}
    return f"csl-{name}" if name.lower() in known else name


def _name_text(name: Any) -> str:
    if not isinstance(name, dict):
        return ""
    if name.get("literal") or not name.get("family"):
        whole = csl.whole_name(name)
        return f"{{{_escaped(one_line(whole))}}}" if whole else ""
    particle = " ".join(str(name[part]) for part in ("dropping-particle", "non-dropping-particle") if name.get(part))
    family = _escaped(one_line(str(name["family"])))
    head = " ".join(filter(None, [particle, f"{{{family}}}" if re.search(r"[\s,]|^[a-z]", family) else family]))
    rest = [text for part in ("suffix", "given") if (text := _escaped(one_line(str(name.get(part) or ""))))]
    return ", ".join([head, *rest]) if rest else f"{head},"  # which is no body's name


_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "%": r"\%",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
}
_TO_ESCAPE = re.compile(r"[\\{}~^%$&#_]|(?<=[-'`,<>?!])(?=[-'`,<>])")
"""What means something to LaTeX, and the places between two marks that it would make one of."""


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0], "{}"), text)
