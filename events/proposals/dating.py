"""When what a passage tells happened: its dates by clauses, and what is counted from other events."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from events.dates import durations, find_dates, find_yearless, parse
from events.proposals import lexicon
from events.proposals.titles import finite
from events.search.folding import fold

RELATIVE = ("which", "who", "whom", "care", "where", "unde")
"""What opens a clause that says more of a word."""


@dataclass(frozen=True, slots=True)
class DatedWords:
    """A date in a text, whose words are `text[start:end]`; blank EDTF: only the words are known."""

    start: int
    end: int
    edtf: str
    part: str
    basis: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Words that count from another event: “two days later”; `offset` is blank where they do not say by how much."""

    start: int
    end: int
    offset: str
    same: str = ""
    """“year”, “month” or “day” for what was in the same one."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` is a clause: main, or subordinate with the word that opens it."""

    start: int
    end: int
    opener: str = ""

    @property
    def is_main(self) -> bool:
        return not self.opener


_UNITS = "|".join(sorted(durations.UNITS, key=len, reverse=True))
_COUNTED = (
    re.compile(
        r"\b(?:some |about |roughly |almost |nearly |only |just )?"
        rf"(?P<number>\w+)(?: more)?(?: de)? (?P<unit>{_UNITS}) "
        r"(?P<way>later|afterwards?|thereafter|earlier|previously|mai tarziu|mai apoi|mai devreme|mai inainte)\b"
    ),
    re.compile(rf"\b(?P<way>peste|dupa) (?P<number>\w+)(?: de)? (?P<unit>{_UNITS})\b(?! de la)"),
    re.compile(rf"\bcu (?P<number>\w+)(?: de)? (?P<unit>{_UNITS}) (?P<way>inainte|mai devreme)\b"),
    re.compile(r"\bthe (?P<way>next|following|previous|preceding) (?P<unit>day|week|month|year)\b"),
    re.compile(r"\b(?P<unit>ziua|saptamana|luna|anul) (?P<way>urmatoare|urmator|precedenta|precedent)\b"),
    re.compile(r"\b(?P<way>a doua) (?P<unit>zi)\b"),
)
_SAME = re.compile(
    r"\b(?:(?:the|that) same (?P<english>day|month|year)|later that (?P<later>day|month|year)"
    r"|(?:acelasi|aceeasi) (?P<romanian>zi|luna|an))\b"
)
_BACK = (
    "earlier",
    "previously",
    "previous",
    "preceding",
    "mai devreme",
    "mai inainte",
    "inainte",
    "precedent",
    "precedenta",
)
_ANOTHER_YEAR = re.compile(
    r",? (?:(?:of |in )?the (?P<before>previous|preceding) year|(?:of |in )?the (?:following|next) year|"
    r"(?:a |al |din )?anul(?:ui)? (?:(?P<precedent>precedent)|următor))(?!\w)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"\b(?:on|by|until) the (?P<day>(?P<number>[12]?\d|3[01])(?:st|nd|rd|th))(?! of\b|[-–/\w]| (?:[^\W\d_]+ )?(?:"
    r"anniversar|arm(?:y|ies)\b|article|avenue|birthday|brigade|centur|chapter|congress|corps|day\b|district|division|"
    r"dynast|fleet|floor|grade|hour|infantry|legion|meeting|month|parallel|party\b|plenum|regiment|route\b|session|"
    r"street|time\b|vote|week|year))",
    re.IGNORECASE,
)
"""A day by its number alone, and no army, congress or parallel."""
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_BIBLIOGRAPHIC = re.compile(
    r"\bpp?\. ?\d|\bp\.|\bsee\b|\bcf\.|\bvezi\b|\bed(?:s|n)?\.|\bvol\.|\bibid|"
    r"^\(\W*[^\W\d_][^\d]{1,60},? [12]\d{3}[a-z]?\)$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:account|book|study|biography|article|monograph|memoirs?|essay|work|history|carte|studiu|lucrare|articol)\w*"
    r"[^.;]{0,30}?\b(?:published|written|issued|apărute?ă?|publicate?ă?) (?:in|în) [12]\d{3}|"
    r"\b(?:book|article|study|essay|lecture|paper|carte|articol|studiu) (?:of|from|din) [12]\d{3}|"
    r"\b(?:his|her|their|a|the) [12]\d{3} (?:book|study|biography|article|monograph|memoirs?|essay|work)\b|"
    r"\b(?:cartea|studiul|lucrarea|articolul) (?:sa |său )?din [12]\d{3}|"
    r"\b(?:writing|lecturing|scriind) (?:in|în) [12]\d{3}",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\A\W*(?:see|cf\.|compare|vezi|v\.|apud|ibid)\b.*|"
    r"\b[12]\d{3}[a-z]?\)?, (?:(?:pp?|pag|vol|nr|no|ch|chap|cap|f|ff|fol)\. ?|pagin\w+ |pages? )[\divxlc]+",
    re.IGNORECASE | re.DOTALL,
)
_SINCE_THEN = re.compile(
    r"\b(?:first|second|third|last|only|\w{3,}est|most|least|best|worst|prim(?:ul|a|ii|ele)|singur(?:ul|a|ii|ele)|"
    r"ce[al] mai|ce(?:i|le) mai)(?: [^\W\d][\w-]*){1,8} (?P<since>since|de la|începând)(?= )",
    re.IGNORECASE,
)
"""What is compared with all since then: “the first free elections since 1936”."""
_PLANNED = re.compile(
    r"\b(?:that|whether|if|că|dacă)\b[^.;]{0,80}?\b(?:would|should|was to|were to|urma(?:u)?|avea(?:u)?)\b[^.;]*|"
    r"\b(?:promis|pledg|undertook|vow|plann|schedul|intend|due to|set a deadline|promi[st]|angajat)\w*\b[^,.;]*",
    re.IGNORECASE,
)
"""What was to happen: where a date stands before, those in it are of no event that is told."""
_BY_LAW = re.compile(r"\W*(?:according to|potrivit|conform)\b[^,;]{0,100},", re.IGNORECASE)
_LIFE = re.compile(
    r"\((?P<lived>born|b\.|died|d\.|n\.|m\.|născută?|reigned|r\.|c\.|ca\.)?\s*-?(?P<first>\d{3,4})"
    r"\s*[–-]?\s*(?P<last>\d{2,4})?\)"
)
SHORT_LIFE = 15
"""Years in brackets that are no more apart say how long something lasted; more are a life or a reign."""
_COMMA = re.compile(r"[,;:]")
_JOINS = re.compile(r"(?:;|,? (?:and|but|while|și|iar|dar|însă|însă|şi)) ", re.IGNORECASE)


def dates_of(text: str, start: int, end: int, said: str = "") -> list[DatedWords]:
    """The dates of a passage in its order, without those of books and lives.

    `said` is the year, or the month of a year, that was said last before it: a bare day is of it.
    """
    words = text[start:end]
    left_out = [
        found.span()
        for found in _BRACKETS.finditer(words)
        if _BIBLIOGRAPHIC.search(found[0]) or _is_life(words[: found.start()], found[0])
    ]
    if by_law := _BY_LAW.match(words):
        left_out.append(by_law.span())
    left_out += [found.span() for pattern in (_PUBLISHED, _CITED) for found in pattern.finditer(words)]
    left_out += [(found.start("since"), found.end() + 1) for found in _SINCE_THEN.finditer(words)]
    found = [
        DatedWords(start + each.start, start + each.end, each.edtf, each.part, "stated") for each in find_dates(words)
    ]
    found += _with_years(words, start, found, said[:4])
    found += _with_months(words, start, found, said)
    said_first = min((date.end - start for date in found), default=len(words))
    left_out += [plan.span() for plan in _PLANNED.finditer(words) if said_first <= plan.start()]
    return [
        date
        for date in sorted(found, key=lambda date: date.start)
        if _exists(date.edtf, date.part) and not any(first <= date.start - start < last for first, last in left_out)
    ]


def _is_life(before: str, bracket: str) -> bool:
    """Whether years in brackets are of a life, a reign or a book, not of the treaty or the war before them."""
    found = _LIFE.fullmatch(bracket)
    if found is None:
        return False
    first, last = int(found["first"]), found["last"]
    if last and not found["lived"]:
        return (
            int(str(first)[: -len(last)] + last) - first > SHORT_LIFE
            if len(last) < 4
            else int(last) - first > SHORT_LIFE
        )
    name = {fold(word) for word in re.findall(r"[^\W\d_a-z][\w’'-]*", before[-60:])}
    return bool(found["lived"]) or not name & lexicon.THINGS


def _with_years(words: str, start: int, found: list[DatedWords], year: str) -> list[DatedWords]:
    """Days and months without a year, read by the grammar of dates with the year that was said last before them."""
    places: list[int] = []
    written, at = "", 0
    for each in find_yearless(words):
        if known := _year_moved(_year_before(found, start + each.start) or year, words[each.end : each.end + 30]):
            written += f"{words[at : each.end]} {known}"
            at = each.end
            places.append(len(written))
    if not places:
        return []
    written += words[at:]
    dates = []
    for each in find_dates(written):
        before = sum(place <= each.start for place in places)
        inside = sum(each.start < place <= each.end for place in places)
        if inside:
            first = start + each.start - 5 * before
            dates.append(DatedWords(first, start + each.end - 5 * (before + inside), each.edtf, each.part, "inferred"))
    return dates


def _with_months(words: str, start: int, found: list[DatedWords], said: str) -> list[DatedWords]:
    """Days that are named by their numbers alone, with the month that was said last before them: “on the 26th”."""
    dates = []
    for day in _DAY_ALONE.finditer(words):
        at = start + day.start("day")
        before = [month_of(date.edtf) for date in found if date.end <= at]
        if month := next((each for each in reversed(before) if each), said if len(said) == 7 else ""):
            dates.append(DatedWords(at, start + day.end("day"), f"{month}-{int(day['number']):02}", "", "inferred"))
    return dates


def _year_moved(year: str, after: str) -> str:
    """The year before or after, where that is what stands behind a date: “18 June of the following year”."""
    moved = _ANOTHER_YEAR.match(after)
    if not year or moved is None:
        return year
    return f"{int(year) + (-1 if moved['before'] or moved['precedent'] else 1):04}"


def _year_before(dates: list[DatedWords], at: int) -> str:
    years = [year_of(date.edtf) for date in dates if date.end <= at and date.basis == "stated"]
    return next((year for year in reversed(years) if year), "")


def year_of(edtf: str) -> str:
    """The year in which a date ends, where it is one of four digits."""
    try:
        latest = parse(edtf).latest or parse(edtf).earliest
    except ValueError:
        return ""
    return f"{latest.year:04}" if latest and 0 < latest.year <= 9999 else ""


def month_of(edtf: str) -> str:
    """The month in which a date lies, where it is in one of a year of four digits: `1952-07`."""
    try:
        first, last = parse(edtf).earliest, parse(edtf).latest
    except ValueError:
        return ""
    is_one = first and last and (first.year, first.month) == (last.year, last.month) and 0 < first.year <= 9999
    return f"{first.year:04}-{first.month:02}" if first and is_one else ""


def _exists(edtf: str, part: str) -> bool:
    try:
        parse(edtf, part)
    except ValueError:
        return False
    return True


def counted_in(text: str, start: int, end: int) -> Counted | None:
    """The first words of a passage that count from another event."""
    folded = _folded_in_place(text[start:end])
    found = [match for pattern in _COUNTED for match in [pattern.search(folded)] if match]
    if found:
        match = min(found, key=lambda each: each.start())
        named = match.groupdict()
        offset = durations.amount(named.get("number") or "one", match["unit"])
        if offset and match["way"] in _BACK:
            offset = f"-{offset}"
        if offset or match["way"] not in _BACK:
            return Counted(start + match.start(), start + match.end(), offset)
    if same := _SAME.search(folded):
        unit = same["english"] or same["later"] or {"zi": "day", "luna": "month", "an": "year"}[same["romanian"]]
        return Counted(start + same.start(), start + same.end(), "", unit)
    return None


def _folded_in_place(text: str) -> str:
    """Folded letter by letter, so that every place stays."""
    if text.isascii():
        return text.lower()
    folded = ((char if char.isspace() or not char.isalnum() else fold(char) or char) for char in text)
    return "".join(each if len(each) == 1 else each[:1] for each in folded)


def clauses(text: str, start: int, end: int, dates: list[DatedWords]) -> list[Clause]:
    """A passage cut into clauses, in its order. What is read as a date is not cut."""
    inside = [(date.start, date.end) for date in dates]

    def is_free(at: int) -> bool:
        return not any(first <= at < last for first, last in inside)

    openers = [
        match
        for match in lexicon.SUBORDINATE.finditer(text, start, end)
        if is_free(match.start()) and not any(0 <= first - match.end() <= 5 for first, _last in inside)
    ]
    cuts: list[tuple[int, str]] = [(start, "")]
    covered = start
    for match in openers:
        if match.start() < covered:
            continue
        before = text[start : match.start()].strip(" \"'“„(…,").lower()
        opens = before in ("", "and", "but", "dar", "iar", "then", "yet")
        cuts.append((match.start(), match[0].lower()))
        commas = [comma.start() for comma in _COMMA.finditer(text, match.end(), end) if is_free(comma.start())]
        joins = [
            join.start()
            for join in _JOINS.finditer(text, match.end(), end)
            if text[join.start()] in ",;" and is_free(join.start())
        ]
        closing = commas[:1] if opens or match[0].lower() in RELATIVE else joins[:1] or commas[:1]
        dated = [last for first, last in inside if first >= match.start()]
        if not closing and match[0].lower() in RELATIVE and len(dated) > 1:
            closing = [dated[0]]  # “who had been elected in 1918 met …”
        if closing:
            cuts.append((closing[0] + (text[closing[0]] in ",;:"), ""))
            covered = closing[0]
        else:
            covered = end
    cuts = sorted(cuts, key=lambda cut: cut[0])
    found = []
    for index, (at, opener) in enumerate(cuts):
        after = cuts[index + 1][0] if index + 1 < len(cuts) else end
        if text[at:after].strip(" ,;"):
            found += _joined(text, Clause(at, after, opener), dates) if not opener else [Clause(at, after, opener)]
    return found or [Clause(start, end)]


def _joined(text: str, clause: Clause, dates: list[DatedWords]) -> list[Clause]:
    """A main clause cut at the words that join two, where each half has a date of its own."""
    own = [date for date in dates if clause.start <= date.start < clause.end]
    if len(own) < 2:
        return [clause]
    found, at = [], clause.start
    for first, second in itertools.pairwise(own):
        if text[first.end : second.start].strip(" ,").lower() in ("", "and", "și", "şi"):
            continue  # “in 1772, 1793 and 1795”
        joins = list(_JOINS.finditer(text, first.end, second.start)) if first.end <= second.start else []
        if joins and joins[0][0][0] == " " and _is_of_a_name(text, joins[0].end(), second.start, clause.end):
            continue  # “in 1960 under the Zurich and London agreements of 1959”
        is_apart = second.start - first.end > 12 or text[first.end] == ","  # “on 14 August, India the next day”
        cut = joins[0].start() if joins else (first.end if is_apart else 0)
        if cut and cut > at:
            found.append(Clause(at, cut))
            at = cut
    return [*found, Clause(at, clause.end)]


def _is_of_a_name(text: str, start: int, date: int, end: int) -> bool:
    """Whether what stands from a joining word on is a name with the date: then no second event is told."""
    return text[start:date].split()[-1:] in (["of"], ["din"]) and not finite(text[start:end])
