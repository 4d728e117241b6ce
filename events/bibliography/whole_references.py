"""Notes that are whole references: “Ann Kemp, Romania (London: Hurst, 1999), p. 12.” as a CSL record.

Read are the forms of notes and of lists of works: Chicago's, APA's, those of Romanian works, and what the templates of
wikis become. What is not said stays out, and what is in no such form is not read at all. The pages beside a book are
those that the note means; only an article's and a chapter's belong to the work.
"""

import re
from typing import Any

from events.bibliography import csl
from events.bibliography.formats import identifiers
from events.bibliography.formats.reading import date_of, one_line, page_range, with_particle

LONGEST = 600
"""A note of more characters says more than a work."""

_CAPITAL = r"(?![a-zăâîșțéèöüáíóúç])[^\W\d_](?:\.(?:-?[^\W\d_]\.)*|[\w’'-]*)"
_PARTICLES = r"(?:(?:de|la|le|del|della|di|da|dos|van|von|der|den|zu|al|el|ibn|bin) )*"
_NAME = rf"{_CAPITAL}(?: {_PARTICLES}{_CAPITAL}){{1,4}}"
_INVERTED = rf"{_PARTICLES}{_CAPITAL}(?:[ -]{_CAPITAL})?, {_CAPITAL}(?: {_CAPITAL}){{0,3}}"
_AND = r",? (?:and|&|și|şi) "
_NAMES = rf"(?:{_NAME}(?:, {_NAME}){{0,8}}{_AND}{_NAME}|{_NAME})"
_LISTED = rf"{_INVERTED}(?:; {_INVERTED}|, {_NAME})*+(?:{_AND}(?:{_INVERTED}|{_NAME}))?+"
_NOTED = rf"(?P<authors>{_NAMES})"
_ANY = rf"(?P<authors>{_LISTED}|{_NAMES})"
_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)"
_TITLE = r"(?P<title>[^“”„;]{3,250}?)"
_TITLED = rf"{_TITLE[:-1]}[?!]?)(?:\.|(?<=[?!]))"
_QUOTED = r"[“„\"](?P<title>[^“”„\"]{3,250}?)[,.]?[”\"][,.]?"
_PLACE = r"(?P<place>[^\W\d_][^:;()“”\d]{1,60}?)"
_PUBLISHED = rf"{_PLACE}: (?P<publisher>[^:;()“”]{{2,80}}?), {_YEAR}"
_HOUSE = r"(?P<publisher>(?:Editura|Edit\.|Ed\.) [^,;()]{2,80})"
_NUMBERS = r"[\divxlc]+(?:[-–][\divxlc]+)?"
_LABEL = r"(?:pp?\.|pag\.|pages?|pagin\w+) ?"
_CITED = rf"(?:[,.:]? ?(?:{_LABEL})?{_NUMBERS}(?:, {_NUMBERS})*)?"
_PAGES = rf"(?:(?:: ?|[,.] ?)(?:{_LABEL})?(?P<pages>\d+(?:[-–]\d+)?))?"
_JOURNAL = r"(?!in\b|în\b)(?P<container>[^\d“”;()]{3,120}?)"
_VOLUME = (
    r"(?:[,.]? (?:vol\. ?)?(?P<volume>\d{1,4}))?"
    r"(?:\((?P<issue>[\d/–-]{1,9})\)|(?:,? (?:no|nr)\. ?|:)(?P<number>[\d/–-]{1,9}))?"
)
_IN = r",? (?:in|în):? "
_FORMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("chapter", rf"{_NOTED}, {_QUOTED}{_IN}(?P<container>[^“”;()]{{3,200}}?), (?:eds?\.|edited by) "
         rf"(?P<editors>{_NAMES}) \({_PUBLISHED}\){_PAGES}"),
        ("chapter", rf"{_NOTED}, {_QUOTED}{_IN}(?P<editors>{_NAMES}) \((?:eds?\.|coord\.)\), "
         rf"(?P<container>[^“”;()]{{3,200}}?) \({_PUBLISHED}\){_PAGES}"),
        ("article-journal", rf"{_ANY}[,.] {_QUOTED} {_JOURNAL}{_VOLUME},? \((?:[^\W\d_]+ )?{_YEAR}\){_PAGES}"),
        ("article-journal", rf"{_ANY}[,.] {_QUOTED} {_JOURNAL}{_VOLUME}[,.] {_YEAR}{_PAGES}"),
        ("article-journal", rf"{_ANY},? \({_YEAR}\)[,.] {_TITLED} {_JOURNAL}, (?P<volume>\d{{1,4}})"
         rf"(?:\((?P<issue>[\d/–-]{{1,9}})\))?(?:, (?P<pages>\d+(?:[-–]\d+)?))?"),
        ("book", rf"{_NOTED}, {_TITLE} \({_PUBLISHED}\){_CITED}"),
        ("book", rf"{_ANY}(?:\.|(?<=\.)) {_TITLED} {_PUBLISHED}{_CITED}"),
        ("book", rf"{_ANY},? \({_YEAR}\)[,.] {_TITLED} (?:{_PLACE}: )?(?P<publisher>[^:;().“”\d]{{2,80}})"),
        ("book", rf"{_NOTED}, {_TITLE}, (?P<place>{_CAPITAL}), {_HOUSE}, {_YEAR}{_CITED}"),
        ("book", rf"{_NOTED}, {_TITLE}, {_HOUSE}, (?:(?P<place>[^\W\d_][^,:;()“”\d]{{1,40}}), )?{_YEAR}{_CITED}"),
    )
)  # fmt: skip
_BODY = re.compile(
    r"\b(?:archives?|institut\w*|minist\w+|councils?|consiliul|committee|comitetul|academ\w+|universit\w+|commission|"
    r"comisia|office|association|society|societatea|party|partidul|museum|muzeul|library|biblioteca|nations|arhivele|"
    r"government)\b",
    re.IGNORECASE,
)
"""What is no person."""
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|DOI:? ?|doi:? ?)?(?P<doi>10\.\d{4,9}/[^\s,;]+)")
_ISBN = re.compile(r"ISBN(?:-1[03])?:? ?(?P<isbn>\d[\d–-]{8,16}[\dX])")
_OPENING = re.compile(r"(?:see(?: also)?|cf\.|vezi(?: și)?|apud)[,:]? ", re.IGNORECASE)


def read(note: str) -> dict[str, Any]:
    """The work that a note names, as a CSL item without an id; blank where it is no whole reference.

    A DOI or an ISBN alone gives a record of that alone, by which a known work is found.
    """
    words = one_line(note)
    if len(words) > LONGEST:
        return {}
    found: dict[str, Any] = {}
    dois, isbns = list(_DOI.finditer(words)), list(_ISBN.finditer(words))
    if len(dois) > 1 or len(isbns) > 1:
        return {}  # several works
    if dois:
        found["DOI"] = dois[0]["doi"].rstrip(".)")
    if isbns and identifiers.is_isbn(identifiers.isbn_digits(isbns[0]["isbn"])):
        found["ISBN"] = isbns[0]["isbn"].replace("–", "-")
    for each in (*dois, *isbns):
        words = words.replace(each[0], "")
    words = _OPENING.sub("", words, count=1) if _OPENING.match(words) else words
    words = re.sub(r"(?:[\s.,;:]|\(\))+\Z", "", words)
    for kind, form in _FORMS:
        if match := form.fullmatch(words):
            return _record(kind, match) | found
    return found


def keys(record: dict[str, Any]) -> list[str]:
    """By what a work is known: its DOI, its ISBNs, its title with the year. Records that share one are of one work."""
    found = []
    if doi := identifiers.doi(str(record.get("DOI") or "")):
        found.append(f"doi:{doi.lower()}")
    found += [f"isbn:{isbn}" for part in str(record.get("ISBN") or "").split() if (isbn := identifiers.isbn_13(part))]
    title, year = one_line(str(record.get("title") or "")).casefold(), csl.year(record)
    return [*found, f"{title} {year}"] if title and year else found


def _record(kind: str, match: re.Match[str]) -> dict[str, Any]:
    said = {name: value.strip(" ,") for name, value in match.groupdict().items() if value}
    title = match["title"].strip(" ,")
    record: dict[str, Any] = {"type": kind, "title": title, "author": _names(said["authors"])}
    if "editors" in said:
        record["editor"] = _names(said["editors"])
    issue = said.get("issue") or said.get("number")
    record |= {
        "container-title": said.get("container", "").strip("."),
        "volume": said.get("volume"),
        "issue": issue,
        "page": page_range(said["pages"]) if "pages" in said else None,
        "publisher": re.sub(r"^(?:Edit\.|Ed\.) ", "", said["publisher"]) if "publisher" in said else None,
        "publisher-place": said.get("place"),
        "issued": date_of(said["year"]),
    }
    return {name: value for name, value in record.items() if value}


def _names(words: str) -> list[dict[str, str]]:
    """“Deletant, Dennis, and Mihail Ionescu”, “Robert King and Ann Kemp”."""
    if re.match(_INVERTED, words) and not re.fullmatch(_NAMES, words):
        parts = re.findall(rf"{_INVERTED}|{_NAME}", words)
    else:
        parts = re.split(rf"{_AND}|, ", words)
    return [_name(part) for part in parts]


def _name(words: str) -> dict[str, str]:
    if _BODY.search(words):
        return {"literal": words}
    family, comma, given = words.partition(", ")
    if not comma:
        *first, _last = words.split()
        particles = [at for at, word in enumerate(first) if word.islower()]
        at = particles[0] if particles else len(first)
        given, family = " ".join(first[:at]), " ".join(words.split()[at:])
    return with_particle(family) | {"given": given}
