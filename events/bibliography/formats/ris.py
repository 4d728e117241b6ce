"""RIS: a line a field, `TY` first and `ER` last.

Its tags and types are fewer than CSL's. What they have no place for is written as `N1  - variable: value`, as Zotero
reads it. A body whose name has a comma cannot be told from a person.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from events.bibliography import csl
from events.bibliography.csl_checks import DATES, NAMES, TYPES
from events.bibliography.formats.reading import ItemsRead, date_of, date_text, language_code, one_line, with_particle
from events.bibliography.variables import BY_LOWER_CASE, TEXTS

_TYPES = """
JOUR article-journal, EJOUR article-journal, MGZN article-magazine, NEWS article-newspaper, INPR article, BOOK book,
EDBOOK book, EBOOK book, WHOLE book, CHAP chapter, ECHAP chapter, CPAPER paper-conference, CONF paper-conference,
THES thesis, RPRT report, GOVDOC report, MANSCPT manuscript, UNPB manuscript, ELEC webpage, MULTI webpage,
WEB webpage, BLOG post-weblog, GEN document, PAMP pamphlet, STAT legislation, BILL bill, UNBILL bill,
CASE legal_case, HEAR hearing, LEGAL regulation, PAT patent, MAP map, ART graphic, CHART graphic, FIGURE figure,
MPCT motion_picture, VIDEO motion_picture, SOUND song, MUSIC musical_score, DATA dataset, AGGR dataset,
DBASE dataset, COMP software, PCOMM personal_communication, ICOMM personal_communication,
ENCYC entry-encyclopedia, DICT entry-dictionary, SLIDE speech, STAND standard, JFULL periodical, SER collection,
CLSWK classic, ANCIENT classic
"""
TYPE_OF = dict(pair.split() for pair in _TYPES.split(","))
TAG_OF = {kind: tag for tag, kind in reversed(TYPE_OF.items())}

_TEXTS = """
TI title, T1 title, CT title, ST title-short, T2 container-title, JO container-title, JF container-title,
BT container-title, JA container-title-short, J2 container-title-short, T3 collection-title, VL volume, IS issue,
M1 number, PB publisher, CY publisher-place, PP publisher-place, ET edition, DO DOI, UR URL, LK URL, LA language,
AB abstract, N2 abstract, M3 genre, DB archive, AV archive_location, DP source, CN call-number,
NV number-of-volumes, SE section, KW keyword, ID id
"""
_NAMES = "AU author, A1 author, ED editor, A2 editor, A3 collection-editor, A4 translator"
TEXT_OF, NAMES_OF = (dict(pair.split() for pair in table.split(",")) for table in (_TEXTS, _NAMES))
TEXT_TAG, NAMES_TAG = ({to: tag for tag, to in reversed(table.items())} for table in (TEXT_OF, NAMES_OF))

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_SAID = re.compile(r"([A-Za-z_-]+):\s+(\S.*)")
_DAY = re.compile(r"(-?[0-9]{1,4})(?:/([0-9]{0,2}))?(?:/([0-9]{0,2}))?(?:/.*)?")


def read(text: str) -> ItemsRead:
    reading = ItemsRead()
    record: list[tuple[str, str]] | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        found = _LINE.fullmatch(line.rstrip()) or _LINE.fullmatch(line)
        if found and found[1] == "TY":
            if record:
                reading.items.append(_item(record))
            kind = (found[2] or "").strip().upper()
            if kind not in TYPE_OF:
                message = _(
                    "Line %(line)d: “%(type)s” is no type of RIS that is known here; it is taken for a document."
                )
                reading.problems.append(message % {"line": number, "type": kind})
            record = [("TY", kind)]
        elif record is None:
            if line.strip():
                message = _("Line %(line)d stands in no record: a record begins with “TY  - ”.")
                reading.problems.append(message % {"line": number})
        elif found and found[1] == "ER":
            reading.items.append(_item(record))
            record = None
        elif found:
            record.append((found[1], found[2] or ""))
        elif line.strip():  # goes on with the line before
            tag, value = record[-1]
            if tag == "TY":
                message = _("Line %(line)d begins with no tag such as “TI  - ”, and is left out.")
                reading.problems.append(message % {"line": number})
            else:
                record[-1] = tag, f"{value} {line}"
    if record:
        reading.items.append(_item(record))
    return reading


def _item(lines: list[tuple[str, str]]) -> dict[str, Any]:
    kind = TYPE_OF.get(lines[0][1], "document")
    item: dict[str, Any] = {"type": kind}
    notes, pages = [], {}
    for tag, value in ((tag, one_line(value)) for tag, value in lines[1:]):
        if not value:
            continue
        if tag in NAMES_OF:
            item.setdefault(NAMES_OF[tag], []).append(_name(value))
        elif tag in ("PY", "Y1", "DA"):
            if tag == "DA" or "issued" not in item:
                item["issued"] = _date(value)
        elif tag == "Y2":
            item["accessed"] = _date(value)
        elif tag in ("SP", "EP"):
            pages[tag] = value
        elif tag == "SN":
            item["ISSN" if re.fullmatch(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", value) else "ISBN"] = value
        elif tag == "N1" and (said := _SAID.fullmatch(value)) and _take(item, said[1], said[2]):
            pass
        elif tag == "N1":
            notes.append(value)
        elif tag == "KW" and "keyword" in item:
            item["keyword"] += f", {value}"
        elif tag in TEXT_OF:
            name = _variable(tag, kind)
            item.setdefault(name, language_code(value) if name == "language" else value)
    if pages:
        item["page"] = "-".join(pages[tag] for tag in ("SP", "EP") if tag in pages)
    if notes:
        item["note"] = "; ".join(notes)
    return item


def _variable(tag: str, kind: str) -> str:
    return "collection-title" if tag == "T2" and kind == "book" else TEXT_OF[tag]


def _take(item: dict[str, Any], said: str, value: str) -> bool:
    """Whether the words were a variable of CSL with its value; then the item has it."""
    name = BY_LOWER_CASE.get(said.lower(), said.lower())
    if name == "type" and value in TYPES:
        item["type"] = value
    elif name in TEXTS:
        item[name] = value
    elif name in DATES:
        item[name] = date_of(value)
    elif name in NAMES:
        item.setdefault(name, []).append(_name(value))
    else:
        return False
    return True


def _name(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(",", 2)]
    if len(parts) == 1 or not parts[0]:
        return {"literal": text}
    suffix = {"suffix": parts[2]} if parts[2:] and parts[2] else {}
    return with_particle(parts[0]) | ({"given": parts[1]} if parts[1] else {}) | suffix


def _date(text: str) -> dict[str, Any]:
    """1964/04/26/, of which all but the year may be missing, or words."""
    if not (found := _DAY.fullmatch(text)):
        return date_of(text)
    parts = [int(part) for part in found.groups() if part]
    said = date_of("-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])]))
    return {"literal": text} if "literal" in said else said


# --- writing --------------------------------------------------------------------------------------------------


def pieces(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Record by record."""
    before = ""
    for item in items:
        yield before + "".join(f"{tag}  - {value}\n" for tag, value in _lines(item))
        before = "\n"


def _lines(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type", "document"))
    tag = TAG_OF.get(kind, "GEN")
    yield "TY", tag
    if TYPE_OF[tag] != kind:
        yield "N1", f"type: {kind}"
    for name, value in item.items():
        if name in NAMES and isinstance(value, list):
            for each in value:
                if (text := _name_text(each)) and name in NAMES_TAG:
                    yield NAMES_TAG[name], text
                elif text:
                    yield "N1", f"{name}: {text}"
        elif name in DATES:
            yield from _date_lines(name, value)
        elif name in TEXTS or name == "id":
            yield from _text_lines(name, one_line(str(value)), TYPE_OF[tag])
    yield "ER", ""


def _text_lines(name: str, text: str, kind: str) -> Iterator[tuple[str, str]]:
    tags = {_variable(tag, kind): tag for tag in reversed(TEXT_OF)}
    if not text:
        return
    if name == "page" and (ends := text.split("-"))[1:] and len(ends) == 2 and all(ends):
        yield from zip(("SP", "EP"), (end.strip() for end in ends), strict=True)
    elif name == "page" and "-" not in text:
        yield "SP", text
    elif name in ("ISBN", "ISSN") and (name == "ISSN") == bool(re.fullmatch(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", text)):
        yield "SN", text
    elif name in tags:
        yield tags[name], text
    elif name == "note" and not ((said := _SAID.fullmatch(text)) and said[1].lower() in {*BY_LOWER_CASE, "type"}):
        yield "N1", text
    else:
        yield "N1", f"{name}: {text}"


def _date_lines(name: str, date: Any) -> Iterator[tuple[str, str]]:
    text = date_text(date)
    if not text:
        return
    if name == "issued" and re.fullmatch(r"-?[0-9]{4}", year := csl.year({"issued": date})):
        yield "PY", year
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) and name in ("issued", "accessed"):
        if name == "accessed" or "-" in text:
            yield "DA" if name == "issued" else "Y2", text.replace("-", "/")
    else:
        yield "N1", f"{name}: {text}"


def _name_text(name: Any) -> str:
    if not isinstance(name, dict):
        return ""
    if name.get("literal") or not name.get("family"):
        return one_line(csl.whole_name(name))
    given = " ".join(str(name[part]) for part in ("given", "dropping-particle") if name.get(part))
    parts = [csl.family(name), given, str(name.get("suffix") or "")]
    return one_line(", ".join(parts[: 3 if parts[2] else 2])) if given or parts[2] else f"{parts[0]},"
