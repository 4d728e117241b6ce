"""Plain words from CSL-JSON records (CSL 1.0.2): names, dates, a short reference and a sort key."""

import re
import unicodedata
from typing import Any

from events import dates
from events.site.languages import active


def names(record: dict, variables: tuple[str, ...] = ("author", "editor", "reviewed-author")) -> list[dict]:
    """The names of the first of the variables that the record fills with names."""
    for variable in variables:
        filled = record.get(variable)
        if found := [name for name in filled if isinstance(name, dict)] if isinstance(filled, list) else []:
            return found
    return []


def family(name: dict) -> str:
    """With the particle that stays with it: “van der Post”, but “Humboldt” of “Alexander von Humboldt”."""
    if not name.get("family"):
        return str(name.get("literal") or name.get("given") or "")
    return _joined(name, "non-dropping-particle", "family")


def whole_name(name: dict) -> str:
    if name.get("literal"):
        return str(name["literal"])
    return _joined(name, "given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def _joined(name: dict, *parts: str) -> str:
    return " ".join(str(name[part]) for part in parts if name.get(part))


def edtf(date: Any) -> str:
    """A CSL date variable as EDTF; blank where it cannot be said in EDTF. Never more precise than the record."""
    if not isinstance(date, dict):
        return ""
    try:
        text = date["edtf"] if isinstance(date.get("edtf"), str) else _edtf_of_ends(date)
        return dates.parse(text).edtf if text else ""
    except (TypeError, ValueError, AttributeError, OverflowError):
        return ""


def _edtf_of_ends(date: dict) -> str:
    ends = [_edtf_of_parts([int(part) for part in parts]) for parts in date.get("date-parts") or []]
    if not ends or not all(ends):
        return ""
    return "/".join(ends[:2]) + ("~" if date.get("circa") and len(ends) == 1 else "")


def _edtf_of_parts(parts: list[int]) -> str:
    if not parts or len(parts) > 3:
        return ""
    year = f"{parts[0]:04d}" if parts[0] >= 0 else f"-{-parts[0]:04d}"
    return "-".join([year, *(f"{part:02d}" for part in parts[1:])])


def date_of(text: str) -> dict[str, Any]:
    """A date in EDTF as a CSL date variable: in parts where they can say it, else as EDTF (CSL 1.0.2, appendix V)."""
    ends = text.removesuffix("~").split("/")
    parts = [[int(part) for part in end.split("-")] for end in ends if _PARTS.fullmatch(end)]
    if len(parts) < len(ends) or len(ends) > 2 or (text.endswith("~") and len(ends) > 1):
        return {"edtf": text}
    return {"date-parts": parts} | ({"circa": True} if text.endswith("~") else {})


_PARTS = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")


def year(record: dict) -> str:
    """The year of issue as the record has it, blank where it is not known."""
    issued = edtf(record.get("issued")).rstrip("~?%")
    return issued.split("/")[0].split("-")[0] if issued and not issued.startswith(("-", "Y")) else issued


def short_reference(record: dict, label: str = "") -> str:
    """“Deletant 2007”, “Mastny & Byrne 2005”; a work without authors, or without a year, by its (short) title.

    A `label` is what editors call it instead of its title.

    A year that the title says is not said again: “Politburo record, 18 July 1963”.
    """
    families = [family(name) for name in names(record, ("author", "editor"))]
    if (label or record.get("title-short")) and not year(record):
        families = []
    if len(families) > 2:
        families = [f"{families[0]} et al."]
    head = " & ".join(families) or quoted(label or bare_title(record))
    if not (record.get("title") or families):
        return ""
    issued = year(record)
    said = issued and re.search(rf"(?<!\d){re.escape(issued)}(?!\d)", head)
    return " ".join(part for part in (head, "" if said else issued) if part)


def bare_title(record: dict) -> str:
    """The short title where there is one, else the title."""
    return str(record.get("title-short") or record.get("title", ""))


def quoted(text: str) -> str:
    """In quotation marks; those within become single ones."""
    return f"“{single_quotes(text)}”"


def relabelled(reference: str, label: str, other: str) -> str:
    """A short reference with another label in place of its own: its version in another language."""
    return reference.replace(single_quotes(label), single_quotes(other)) if label else reference


def quoted_here(reference: str) -> str:
    """A reference with the quotation marks of the page's language."""
    opening = OPENING.get(active()[:2])
    return reference.replace("“", opening) if opening else reference


OPENING = {"ro": "„", "pl": "„", "hu": "„"}
"""Languages in which a quotation begins otherwise than in English, and ends alike (CSL locales, `open-quote`)."""


def single_quotes(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


UNISSUED = {"document", "hearing", "interview", "manuscript", "personal_communication", "speech"}
"""Kinds of works that bibliographies date by when they were made."""


def dated(record: dict, issued: str, created: str) -> dict:
    """The record with these dates (EDTF) where it says none itself: of issue, or of making if it is of such a kind."""
    known = issued or (created if record.get("type") in UNISSUED else "")
    return record if edtf(record.get("issued")) or not known else record | {"issued": {"edtf": known}}


def web_address(record: dict) -> str:
    """The work's address, if it is one of the web; else blank, so that a link can run no script."""
    address = str(record.get("URL") or "")
    return address if address.lower().startswith(("https://", "http://")) else ""


def sort_key(record: dict) -> str:
    """Family names, then title, without case or marks, for alphabetical lists."""
    families = [family(name) for name in names(record, ("author", "editor"))]
    text = unicodedata.normalize("NFKD", " ".join([*families, str(record.get("title", ""))])).casefold()
    return "".join(char for char in text if char.isalnum() or char == " ").strip()
