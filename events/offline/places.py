"""Which file of a copy an address of the site has, if it has one."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

LISTS = ("actors", "sources", "interpretations", "debates", "themes")
RECORDS = ("events", *LISTS)
PAGES = {"about": "about", "glossary": "glossary", "how-to-read": "how-to-read", "search": "search"}
FACETS = {"theme": "themes", "actor": "actors", "proponent": "actors", "source": "sources", "debate": "debates"}
"""A view of one of these alone is, in a copy, the page of the record."""

SEARCH = "/search/"
"""The address of the search of a copy; the site itself has none."""

_RECORD = re.compile(rf"/({'|'.join(RECORDS)})/([-a-zA-Z0-9_]+)/")
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


def page_of(address: str) -> str | None:
    """The address under which a copy has the page of an address below the site's root; None where it has none."""
    parts = urlsplit(address)
    path = parts.path
    query = {name: value for name, value in parse_qsl(parts.query) if name != "lang"}
    if record := _RECORD.fullmatch(path):
        return _paged(path, query, ("page",)) if record[1] in ("actors", "themes", "debates", "sources") else path
    if path == "/":
        return _timeline(query)
    if path == "/narrative/" and query.keys() <= {"page", "debate"}:
        return _paged(path, query, ("debate", "page"))
    name = path.strip("/")
    if name in LISTS and query.keys() <= {"page", "sort"} and query.get("sort", "question") == "question":
        return _paged(path, query, ("sort", "page"))
    return path if name in PAGES and path == f"/{name}/" else None


def _timeline(query: Mapping[str, str]) -> str | None:
    chosen = [name for name in query if name != "page"]
    if not chosen:
        return _paged("/", query, ("page",))
    if chosen == ["place"] and _SLUG.fullmatch(query["place"]):
        return _paged("/", query, ("place", "page"))
    if len(chosen) == 1 and (kind := FACETS.get(chosen[0])) and _SLUG.fullmatch(query[chosen[0]]):
        return f"/{kind}/{query[chosen[0]]}/"
    return None


def _paged(path: str, query: Mapping[str, str], names: tuple[str, ...]) -> str:
    said = [f"{name}={query[name]}" for name in names if query.get(name) and (name, query[name]) != ("page", "1")]
    return f"{path}?{'&'.join(said)}" if said else path


def file_of(page: str, language: str) -> str:
    """The file of a page that `page_of` gave, below the folder of the copy."""
    parts = urlsplit(page)
    name = parts.path.strip("/") or "index"
    if name in LISTS:
        name += "/index"
    more = "".join(f"-{key}-{value}" for key, value in parse_qsl(parts.query))
    return f"{language}/{name}{more}.html"


def relative(file: str, of: str) -> str:
    """The link to a file from another one."""
    return posixpath.relpath(file, posixpath.dirname(of))
