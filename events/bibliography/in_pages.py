"""A work as pages say it to reference managers: `citation_*` tags, the type that Zotero gives it, COinS for lists.

The tags are those that Google Scholar and Zotero's “Embedded Metadata” read; COinS is OpenURL 1.0 (Z39.88-2004) in
key/encoded values. Dates are as the record has them: a year is never made a day.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from events.bibliography import csl

_ZOTERO = """
article preprint, article-journal journalArticle, article-magazine magazineArticle,
article-newspaper newspaperArticle, bill bill, book book, broadcast tvBroadcast, chapter bookSection,
dataset dataset, entry encyclopediaArticle, entry-dictionary dictionaryEntry,
entry-encyclopedia encyclopediaArticle, figure artwork, graphic artwork, hearing hearing, interview interview,
legal_case case, legislation statute, manuscript manuscript, map map, motion_picture film,
pamphlet book, paper-conference conferencePaper, patent patent, personal_communication letter, post forumPost,
post-weblog blogPost, regulation statute, report report, review journalArticle, review-book journalArticle,
software computerProgram, song audioRecording, speech presentation, standard standard, thesis thesis,
webpage webpage
"""
ZOTERO = dict(pair.split() for pair in _ZOTERO.split(","))

WHOLES = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "chapter": "citation_inbook_title",
    "paper-conference": "citation_conference_title",
    "review": "citation_journal_title",
    "review-book": "citation_journal_title",
}
PUBLISHERS = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}


def zotero_type(record: dict[str, Any]) -> str:
    return ZOTERO.get(str(record.get("type")), "document")


def tags(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and content of the tags of a work, without those that say nothing."""
    return [(name, text) for name, value in _tags(record) if (text := str(value or "").strip())]


def _tags(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    kind, (first, last) = str(record.get("type")), _ends(record)
    yield "citation_title", record.get("title")
    for variable in ("author", "editor"):
        for name in csl.names(record, (variable,)):
            yield f"citation_{variable}", _inverted(name)
    yield "citation_publication_date", _date(record).replace("-", "/")
    yield WHOLES.get(kind, "citation_series_title"), record.get("container-title")
    yield PUBLISHERS.get(kind, "citation_publisher"), record.get("publisher")
    yield "citation_volume", record.get("volume")
    yield "citation_issue", record.get("issue")
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_doi", record.get("DOI")
    yield "citation_isbn", record.get("ISBN")
    yield "citation_issn", record.get("ISSN")
    yield "citation_language", record.get("language")
    yield "citation_public_url", csl.web_address(record)


def coins(record: dict[str, Any]) -> str:
    """The title of a COinS span (an OpenURL context object)."""
    return urlencode([("ctx_ver", "Z39.88-2004"), *((name, text) for name, text in _context(record) if text)])


FORMAT = "info:ofi/fmt:kev:mtx:"


def _context(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    def said(name: str) -> str:
        return str(record.get(name) or "")

    kind, doi = zotero_type(record), said("DOI")
    is_part, (first, last) = kind in ("bookSection", "journalArticle", "conferencePaper"), _ends(record)
    if kind.endswith("Article") and kind != "encyclopediaArticle":
        shape = {"fmt": "journal", "genre": "article", "title": "rft.atitle", "whole": "rft.jtitle"}
    elif kind in ("book", "bookSection", "conferencePaper", "report", "encyclopediaArticle"):
        genre = {"bookSection": "bookitem", "encyclopediaArticle": "bookitem", "conferencePaper": "proceeding"}
        title = "rft.atitle" if kind in genre else "rft.btitle"
        shape = {"fmt": "book", "genre": genre.get(kind, kind), "title": title, "whole": "rft.btitle"}
    elif kind == "thesis":
        shape = {"fmt": "dissertation", "genre": "", "title": "rft.title", "whole": ""}
    else:
        shape = {"fmt": "dc", "genre": "", "title": "rft.title", "whole": "rft.source"}
        yield "rft.type", kind
    yield "rft_val_fmt", FORMAT + shape["fmt"]
    yield "rft.genre", shape["genre"]
    yield "rft_id", f"info:doi/{doi}" if doi else csl.web_address(record)
    yield shape["title"], said("title")
    if shape["whole"] and (is_part or shape["whole"] != shape["title"]):
        yield shape["whole"], said("container-title")
    for name in csl.names(record, ("author", "editor")):
        yield ("rft.creator" if shape["fmt"] == "dc" else "rft.au"), _inverted(name)
    yield "rft.date", _date(record)
    if shape["fmt"] == "dc":
        yield "rft.publisher", said("publisher")
        yield "rft.language", said("language")
        return
    yield "rft.pub", said("publisher")
    yield "rft.place", said("publisher-place")
    yield "rft.edition", said("edition")
    yield "rft.volume", said("volume")
    yield "rft.issue", said("issue")
    yield "rft.spage", first
    yield "rft.epage", last
    yield "rft.isbn", said("ISBN")
    yield "rft.issn", said("ISSN")


def _inverted(name: dict) -> str:
    """“Deletant, Dennis”, or a body's name as it is."""
    if name.get("literal") or not name.get("family"):
        return csl.whole_name(name)
    given = " ".join(str(name[part]) for part in ("given", "dropping-particle") if name.get(part))
    return f"{csl.family(name)}, {given}" if given else csl.family(name)


def _date(record: dict[str, Any]) -> str:
    """A plain date of issue, as exact as it is known; else its year, if it is of one year."""
    issued, year = csl.edtf(record.get("issued")), csl.year(record)
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", issued):
        return issued
    return year if year.isdecimal() and "/" not in issued else ""


def _ends(record: dict[str, Any]) -> tuple[str, str]:
    first, _dash, last = re.sub(r"\s*[-–—]+\s*", "-", str(record.get("page") or "")).partition("-")
    return first, last
