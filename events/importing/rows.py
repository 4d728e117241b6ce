"""From rows to raw seed records: which kind a table is of, and what each of its columns says.

A column that is missing, and a cell that is empty, say nothing: what the record has stays. Lists only grow.
"""

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import strip_tags

from events import dates
from events.importing.tables import Table
from events.search import folding

Row = dict[str, str]
Data = dict[str, Any]

LIST = re.compile(r"\s*;\s*")
_WITH = re.compile(r"(?P<name>.+?)\s*\((?P<more>[^()]*)\)")
_ITEM = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)")
_DAY = re.compile(r"(-?\+?[0-9]{4,})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]+Z?)?")

DATE = ("date", "date_part", "date_basis", "after_event", "offset")
"""What a row that gives a date says all of."""


def kind_of(table: Table) -> tuple[str, Callable[[Row], Data]] | None:
    """The kind of a table's records, and what makes one of a row; None where its columns are none that are known."""
    header = {title.lower() for title in table.header}
    if {"headline", "year"} <= header:
        return "events", of_timelinejs
    if "item" in header and "itemlabel" in header:
        return ("events", of_wikidata_event) if _dated(table) else ("actors", of_wikidata_actor)
    if "claim" in header:
        return "interpretations", of_interpretation
    if "title" in header and header & {"date", "date_edtf", "summary", "slug"} and "reference" not in header:
        return "events", of_event
    return ("actors", of_actor) if "name" in header and header & {"kind", "sort_name"} else None


# --- the site's own columns -------------------------------------------------------------------------------------------


def of_event(row: Row) -> Data:
    said = _plain(row, ("slug", "title", "summary", "date_note", "prominence"))
    said |= _date(row.get("date_edtf") or row.get("date", ""), row.get("date_basis", ""), row.get("date_words", ""))
    if row.get("date_basis") == "relative":  # what it is counted from is in no table
        said = {name: value for name, value in said.items() if name not in DATE}
    if place := row.get("place_slug"):
        said["place"] = place
    if themes := row.get("themes"):
        said["themes"] = LIST.split(themes.strip())
    if people := row.get("participants"):
        said["participants"] = [_pair(each, "actor", "role", "participant") for each in LIST.split(people.strip())]
    return _with_slug(said, said.get("title", ""))


def of_actor(row: Row) -> Data:
    said = _plain(row, ("slug", "name", "sort_name", "kind", "life_dates", "wikidata", "viaf", "note"))
    if names := row.get("other_names"):
        said["other_names"] = [_pair(each, "name", "used", "") for each in LIST.split(names.strip())]
    if offices := row.get("offices"):
        said["offices"] = [_pair(each, "what", "dates", "") for each in LIST.split(offices.strip())]
    return _with_slug(said, said.get("name", ""))


def of_interpretation(row: Row) -> Data:
    names = ("slug", "claim", "argument", "ground", "voice", "attribution", "hedge", "scope", "made_on", "argued_date")
    said = _plain(row, (*names, "debate", "answer", "note"))
    if people := row.get("proponents"):
        said["proponents"] = LIST.split(people.strip())
        said.setdefault("voice", "named")
    if found := row.get("events"):
        pairs = [_pair(each, "event", "bearing", "supports") for each in LIST.split(found.strip())]
        said["evidence"] = pairs
    return _with_slug(said, said.get("claim", ""))


# --- other people's columns -------------------------------------------------------------------------------------------


def of_timelinejs(row: Row) -> Data:
    """The sheet of TimelineJS: a date in three columns, a headline, a text that may hold HTML."""
    cells = {name.lower(): value for name, value in row.items()}
    first = _ymd(cells.get("year", ""), cells.get("month", ""), cells.get("day", ""))
    last = _ymd(cells.get("end year", ""), cells.get("end month", ""), cells.get("end day", ""))
    said = {"title": _without_tags(cells.get("headline", "")), "summary": _without_tags(cells.get("text", ""))}
    said = {name: text for name, text in said.items() if text}
    said |= _date(f"{first}/{last}" if first and last and first != last else first, "", "")
    if words := cells.get("display date"):
        said["date_note"] = words
    return _with_slug(said, said.get("title", ""))


def of_wikidata_event(row: Row) -> Data:
    """A row of a Wikidata query."""
    said = {"title": row.get("itemLabel", ""), "summary": row.get("itemDescription", "")}
    said = {name: text for name, text in said.items() if text}
    given = [edtf for name, value in row.items() if name.lower() in WIKIDATA_DATES and (edtf := _wikidata_date(value))]
    if given:
        said |= _date(given[0] if len(given) == 1 else f"{min(given)}/{max(given)}", "", "")
        said["date_note"] = f"Wikidata {_wikidata_item(row)}"
    return _with_slug(said, said.get("title", ""))


def of_wikidata_actor(row: Row) -> Data:
    birth, death = (_wikidata_date(row.get(name, "")) for name in ("dateOfBirth", "dateOfDeath"))
    said = {"name": row.get("itemLabel", ""), "kind": row.get("kind", "person"), "wikidata": _wikidata_item(row)}
    if birth or death:
        said["life_dates"] = f"{birth or '..'}/{death or '..'}"
    said |= {"note": row["itemDescription"]} if row.get("itemDescription") else {}
    return _with_slug({name: value for name, value in said.items() if value}, said["name"])


WIKIDATA_DATES = {"date", "pointintime", "starttime", "endtime", "start", "end", "inception"}


def _dated(table: Table) -> bool:
    return any(title.lower() in WIKIDATA_DATES for title in table.header)


def _wikidata_item(row: Row) -> str:
    found = _ITEM.fullmatch(row.get("item", "").strip())
    return found[1] if found else row.get("item", "")


def _wikidata_date(text: str) -> str:
    """Where it is the first of a month or of a year, that month or year alone: the service does not say which."""
    if not (found := _DAY.fullmatch(text.strip())):
        return text.strip()
    year, month, day = found[1].lstrip("+"), found[2], found[3]
    if day == "01":
        return year if month == "01" else f"{year}-{month}"
    return f"{year}-{month}-{day}"


# --- cells ------------------------------------------------------------------------------------------------------------


def _plain(row: Row, names: Iterable[str]) -> Data:
    return {name: row[name] for name in names if row.get(name)}


def _date(text: str, basis: str, shown: str) -> Data:
    """A date in EDTF, or in words that the site reads; with it a basis, an editor's where the row gives none."""
    text = text.strip()
    if not text:
        return {}
    said = {"date": text, "date_basis": basis or "editor"}
    for words in (shown, text):
        try:
            read = dates.understand(words) if words else None
        except ValueError:
            continue
        if read is None:
            continue
        if words == text and not _is_edtf(text):
            said["date"] = read.edtf
        if read.part and read.edtf == said["date"]:
            said["date_part"] = read.part
    return said


def _is_edtf(text: str) -> bool:
    try:
        dates.parse(text)
    except ValueError:
        return False
    return True


def _ymd(year: str, month: str, day: str) -> str:
    """As much of a date as there is; what is no number is left to be refused."""
    parts = [part.strip() for part in (year, month, day)]
    said = [part for part in parts[: parts.index("") if "" in parts else 3]]
    if not said:
        return ""
    years = said[0].zfill(4) if not said[0].startswith("-") else f"-{said[0][1:].zfill(4)}"
    return "-".join([years, *(part.zfill(2) for part in said[1:])])


def _pair(text: str, name: str, more: str, otherwise: str) -> Data:
    """“romania (initiator)” as two fields."""
    found = _WITH.fullmatch(text)
    said = {name: found["name"], more: found["more"]} if found else {name: text, more: otherwise}
    return {key: value for key, value in said.items() if value}


def _without_tags(text: str) -> str:
    return html.unescape(strip_tags(text)).strip() if "<" in text or "&" in text else text.strip()


def _with_slug(said: Data, name: str) -> Data:
    if said.get("slug") or not (slug := folding.short_slug(name)):
        return said
    return {"slug": slug} | said
