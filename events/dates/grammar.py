"""The grammar of dates in words: from tokens to EDTF.

Every method of `Reader` reads one thing from where the reader stands, and answers None, the reader standing where
it stood, where that thing does not stand there. None of them repeats without limit, but for lists in a text that
is a date as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import lexicon
from .days import Day
from .forms import fitting, join_marks
from .lexicon import Table
from .parts import edtf_for_part, four_digits
from .reading import parse
from .tokens import Token
from .translation import gettext as _

_TURNING = (24, 28, 30)  # seasons that end in the year after the one in which they begin
_YEAR = re.compile(r"-?[0-9]{4}|Y-?[0-9]{5,12}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One date, perhaps still without its year: `year`, `month` and `day` are as in EDTF.

    `number` is a bare number, which becomes a day or a year by what follows; `era` is what was said, “bc” or
    “ad”. `mark` is said of the whole, `marks` of year, month and day each.
    """

    year: str = ""
    month: str = ""
    day: str = ""
    era: str = ""
    number: int = 0
    significant: str = ""
    mark: str = ""
    marks: tuple[str, str, str] = ("", "", "")

    @property
    def edtf(self) -> str:
        fields = (self.year, self.month, self.day)
        written = "-".join(mark + field for mark, field in zip(self.marks, fields, strict=True) if field)
        return written + self.significant + self.mark


@dataclass(frozen=True, slots=True)
class Result:
    """A date: `kind` is “set” (some moment from `lower` to `upper`), “span” (what lasted) or “whole”.

    An end is '..' where open and '' where unknown; a whole stands in `lower`.
    """

    kind: str
    lower: str
    upper: str = ""
    part: str = ""

    @property
    def edtf(self) -> str:
        if self.kind == "span":
            return f"{self.lower}/{self.upper}"
        return f"[{self.member}]" if self.kind == "set" else self.lower

    @property
    def member(self) -> str:
        """The date as a member of a set; '' where it can be none."""
        if self.kind == "whole":
            return "" if self.part or self.lower[0] in "[{" else self.lower
        if not (self.lower and self.upper):
            return ""
        return f"{self.lower.removesuffix('..')}..{self.upper.removeprefix('..')}"


class Reader:
    """Reads from `tokens`, in `prose` only what is certainly a date; `i` is the token at which it stands.

    `furthest` is the last token that could not be read, `said` the reason of a refusal and where it was met.
    """

    def __init__(self, text: str, tokens: list[Token], prose: bool = False) -> None:
        self.text = text
        self.tokens = tokens
        self.prose = prose
        self.i = 0
        self.furthest = 0
        self.said: tuple[int, str] | None = None

    # --- tokens -----------------------------------------------------------------------------------------------

    def token(self, ahead: int = 0) -> Token | None:
        place = self.i + ahead
        if self.i > self.furthest:
            self.furthest = self.i
        return self.tokens[place] if place < len(self.tokens) else None

    def kind(self, *kinds: str) -> Token | None:
        token = self.token()
        if token is None or token.kind not in kinds:
            return None
        self.i += 1
        return token

    def take(self, table: Table):
        """What the longest words of a table mean that stand here."""
        token = self.token()
        for words, meaning in table.get(token.text, ()) if token else ():
            there = self.tokens[self.i : self.i + len(words)]
            if len(there) == len(words) and all(t.text == word for t, word in zip(there, words, strict=True)):
                self.i += len(words)
                return meaning
        return None

    def sign(self, text: str) -> bool:
        token = self.token()
        if token is None or token.text != text:
            return False
        self.i += 1
        return True

    def refuse(self, reason: str) -> None:
        """Notes why what was read up to here is no date; of several reasons the first is said."""
        self.said = self.said or (self.i, reason)

    def capital(self, token: Token) -> bool:
        return self.text[token.start : token.start + 1].isupper()

    # --- years and units --------------------------------------------------------------------------------------

    def era(self) -> str:
        token = self.token()
        if token is None or token.kind not in ("bc", "ad"):
            return ""
        if self.prose and "." not in token.text and not self.text[token.start : token.end].isupper():
            return ""  # “ce” is also a Romanian word
        self.i += 1
        return token.kind

    def figure(self) -> int:
        """A whole number, 0 where none stands."""
        token = self.token()
        if token is None or token.kind not in ("number", "thousands"):
            return 0
        digits = token.text.replace(",", "").replace(".", "")
        if len(digits) > 12 or (digits.startswith("0") and token.kind == "thousands"):
            return 0
        self.i += 1
        return int(digits)

    def year(self) -> Piece | None:
        """A year: one of four digits, or any with its era."""
        start = self.i
        token = self.token()
        if token is None:
            return None
        if token.kind == "ad" and not self.prose:
            self.i += 1
            if number := self.figure():
                return Piece(written_year(number), era="ad")
            self.i = start
            return None
        number = self.figure()
        if not number:
            return None
        if era := self.era():
            return Piece(year_of_era(number, era), era=era)
        if token.kind == "number" and len(token.text) == 4 and 1000 <= number <= (2099 if self.prose else 9999):
            return Piece(token.text)
        if not self.prose and token.kind == "number" and number > 31:
            self.refuse(_("a year of other than four digits needs its era: 955 AD, 44 BC"))
        self.i = start
        return None

    def years(self) -> tuple[Piece, Piece] | None:
        """Two years with a dash, “between … and …” left out: “50–41 BC”, “1967–68”, “1 BC – 9 AD”."""
        start = self.i
        token = self.kind("iso")
        if token and len(token.text) == 7:
            first, second = token.text.split("-")
            return Piece(first), Piece(first[:2] + second)
        self.i = start
        first_piece = self.year() or self.half()
        if first_piece and not first_piece.month and (self.take(lexicon.DASH) or self.take(lexicon.AND) or self.sign("/")):
            second_piece = self.short_year(first_piece) or self.year()
            if second_piece and (pair := self.together(first_piece, second_piece)):
                return pair
        self.i = start
        return None

    def short_year(self, first: Piece) -> Piece | None:
        """The last two digits of a year after another one: “1963–64”."""
        token = self.token()
        if token is None or token.kind != "number" or len(token.text) != 2 or not re.fullmatch("[0-9]{4}", first.year):
            return None
        if first.month or first.era or int(token.text) <= int(first.year[2:]):
            return None
        self.i += 1
        if self.era():
            self.i -= 2
            return None
        return Piece(first.year[:2] + token.text)

    def unit(self) -> str:
        """A decade, century or millennium as a year with unspecified digits; '' where none stands."""
        start = self.i
        found = self.decade() or self.century()
        if not found:
            self.i = start
        return found

    def decade(self) -> str:
        token = self.kind("decade")
        if token:
            return self.decade_of(re.sub("[^0-9]", "", token.text), token.text.startswith("'"))
        if self.take(lexicon.DECADE):
            pair = self.years()
            return decade_of_years(*pair) if pair else ""
        if not self.take(lexicon.YEARS):
            return ""
        token = self.token()
        if token is None or token.kind not in ("number", "short"):
            return ""
        self.i += 1
        if token.kind == "number" and self.take(lexicon.DASH):
            return ""  # “anii 1960–1965” are years
        return self.decade_of(token.text.lstrip("'"), token.kind == "short")

    def decade_of(self, digits: str, short: bool) -> str:
        if not digits.endswith("0"):
            return ""
        if len(digits) == 2:
            if short:  # as both languages shorten the decades of the 20th century
                return f"19{digits[0]}X"
            if self.take_era("ad"):
                return f"00{digits[0]}X"
            self.refuse(_("say of which century: the 1960s"))
            return ""
        if len(digits) == 3:
            if self.take_era("ad"):
                return f"0{digits[:2]}X"
            self.refuse(_("a year of other than four digits needs its era: 955 AD, 44 BC"))
            return ""
        if digits.endswith("00"):
            self.refuse(
                _("this may be the decade or the century: write %(decade)sX or %(century)sXX")
                % {"decade": digits[:3], "century": digits[:2]}
            )
            return ""
        return "" if digits.startswith("0") else f"{digits[:3]}X"

    def take_era(self, wanted: str) -> bool:
        start = self.i
        if self.era() == wanted:
            return True
        self.i = start
        return False

    def century(self) -> str:
        """“the 20th century”, “secolul al XX-lea î.Hr.”, and millennia likewise."""
        number = self.ordinal()
        if number:
            self.sign("-")
            token = self.kind("word")
            if token is None or token.text not in ("century", "millennium"):
                return ""
            millennium = token.text == "millennium"
        else:
            millennium = bool(self.take(lexicon.MILLENNIUM))
            if not millennium and not self.take(lexicon.CENTURY):
                return ""
            self.sign(".")
            number = self.romanian_ordinal()
        bc = self.take_era("bc")
        if not bc:
            self.take_era("ad")
        if not 1 <= number <= (10 if millennium else 100):
            return ""
        return ("-" if bc else "") + (f"{number - 1}XXX" if millennium else f"{number - 1:02}XX")

    def ordinal(self) -> int:
        token = self.kind("ordinal")
        return int(token.text[:-2]) if token else self.take(lexicon.ORDINALS) or 0

    def romanian_ordinal(self) -> int:
        self.sign("al")
        token = self.kind("word", "number")
        if token is None:
            return 0
        if self.sign("-") and not self.sign("lea"):
            return 0
        return lexicon.ROMAN.get(token.text, 0) or (int(token.text) if re.fullmatch("[0-9]{1,3}", token.text) else 0)

    # --- one date ---------------------------------------------------------------------------------------------

    def point(self) -> Piece | None:
        """One date with its year and its marks."""
        start = self.i
        mark = self.marks()
        if mark:
            self.take(lexicon.BEFORE_A_DATE)
        self.take(lexicon.BEFORE_A_POINT)
        piece = self.unmarked()
        if piece is None:
            self.i = start
            return None
        piece = replace(piece, mark=mark)
        for _bracket in range(2):
            piece = self.closing(piece)
        return piece

    def marks(self) -> str:
        mark = ""
        for _twice in range(2):
            mark = join_marks(mark, self.take(lexicon.MARKS) or self.short_mark())
        return mark

    def short_mark(self) -> str:
        token, after = self.token(), self.token(1)
        if token is None or token.text not in lexicon.SHORT_MARKS:
            return ""
        dotted = after is not None and after.text == "."
        if self.prose and not dotted:
            return ""
        self.i += 1 + dotted
        return "~"

    def closing(self, piece: Piece) -> Piece:
        """What stands in brackets after a date: its marks, or the years that an estimate spans."""
        start = self.i
        if not self.prose and self.sign("?"):
            return replace(piece, mark=join_marks(piece.mark, "?"))
        if not self.sign("("):
            return piece
        closed = None
        if self.sign("?"):
            closed = replace(piece, mark=join_marks(piece.mark, "?"))
        elif mark := self.take(lexicon.ADJECTIVES):
            closed = replace(piece, mark=join_marks(piece.mark, mark))
        elif "~" in piece.mark.replace("%", "~?") and self.take(lexicon.BETWEEN):
            closed = self.estimate(piece)
        elif (marks := self.component_marks()) and not piece.mark:
            closed = replace(piece, marks=marks)
        if closed and self.sign(")"):
            return closed
        self.i = start
        return piece

    def estimate(self, piece: Piece) -> Piece | None:
        """“about 1950 (between 1900 and 1999)” is 1950S2."""
        pair = self.years()
        if not pair or piece.month or not _YEAR.fullmatch(piece.year):
            return None
        for count in range(1, 13):
            try:
                date = parse(f"{piece.year}S{count}")
            except ValueError:
                return None
            if date.earliest and date.latest and (date.earliest.year, date.latest.year) == tuple(map(year_in, pair)):
                mark = "?" if piece.mark == "%" else ""  # the estimate says already that it is about that year
                return replace(piece, significant=f"S{count}", mark=mark)
        return None

    def component_marks(self) -> tuple[str, str, str] | None:
        """“year uncertain, month and day approximate”."""
        marks = ["", "", ""]
        while True:
            places = [self.take(lexicon.COMPONENTS)]
            while places[-1] is not None and (self.sign(",") or self.take(lexicon.AND)):
                places.append(self.take(lexicon.COMPONENTS))
            mark = self.take(lexicon.ADJECTIVES)
            if None in places or not mark:
                return None
            for place in places:
                marks[place] = mark
            if not self.sign(","):
                return marks[0], marks[1], marks[2]

    def unmarked(self) -> Piece | None:
        start = self.i
        for read in (self.numeric, self.season, self.day_or_month, self.within_units, self.year):
            piece = read()
            if piece:
                return piece
            self.i = start
        if self.prose:
            return None
        for read in (self.some, self.shaped):
            piece = read()
            if piece:
                return piece
            self.i = start
        return None

    def within_units(self) -> Piece | None:
        start = self.i
        if unit := self.unit():
            return Piece(unit)
        self.i = start
        year = self.year() if self.take(lexicon.YEARS) else None  # “între anii 1956 și 1965”
        if year and year.year.endswith("0") and (token := self.token(1)) and token.text.endswith("0"):
            self.refuse(_("this may be years or decades: write 1960/1970 or 196X/197X"))
            return None
        return year

    def numeric(self) -> Piece | None:
        """25.07.1958, day first; with slashes or hyphens only where it can be read in one way."""
        token = self.kind("iso", "dotted", "slashed")
        if token is None:
            return None
        if token.kind == "iso":
            full = len(token.text) == 10
            return Piece(*token.text.split("-")) if full or not self.prose else None
        first, second, year = re.split("[./-]", token.text)
        if int(year) < 1000:
            return None
        if token.kind == "slashed":
            if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
                self.refuse(_("this may be day and month or month and day: write the month's name"))
                return None
            if int(first) <= 12 < int(second):
                first, second = second, first
        return Piece(year, f"{int(second):02}", f"{int(first):02}")

    def month(self, with_day: bool = False) -> int:
        """The number of the month that is named here, 0 where none is."""
        token = self.token()
        if token is None or token.kind != "word":
            return 0
        number = lexicon.MONTHS.get(token.text, 0)
        # In prose “may”, “march” are verbs, and “mar”, “noi”, “Jan” no months, unless a day says that they are.
        if self.prose and not with_day and token.text not in lexicon.ROMANIAN_MONTHS and not self.capital(token):
            return 0
        if not number and (with_day or not self.prose):
            number = lexicon.SHORT_MONTHS.get(token.text, 0)
            after = self.token(1)
            if number and after and after.text == ".":
                self.i += 1
        self.i += bool(number)
        return number

    def day(self) -> str:
        token = self.token()
        if token is None or token.kind not in ("number", "ordinal"):
            return ""
        digits = token.text.rstrip("sthndr")
        if len(digits) > 2:
            return ""
        self.i += 1
        return f"{int(digits):02}"

    def half(self) -> Piece | None:
        """A date whose year, or era, is said later: “25 July”, “July 25”, “July”, “15”, “44”."""
        start = self.i
        self.take(lexicon.BEFORE_A_POINT)
        if day := self.day():
            self.sign("of")
            if month := self.month(with_day=True):
                return Piece(month=f"{month:02}", day=day)
            self.i = start
        if number := self.figure() or int(self.day() or 0):
            return Piece(number=number)
        after = self.token(1)
        if month := self.month(with_day=bool(after and after.kind in ("number", "ordinal"))):
            here = self.i
            if day := self.day():
                return Piece(month=f"{month:02}", day=day)
            self.i = here
            return Piece(month=f"{month:02}")
        self.i = start
        return None

    def day_or_month(self) -> Piece | None:
        """“25 July 1958”, “July 25, 1958”, “July 1958”, “25 December, year unknown”."""
        start = self.i
        if day := self.day():
            self.sign("of")
            month = self.month(with_day=True)
            return self.with_year(month, day) if month else None
        month = self.month()
        if month and (piece := self.with_year(month)):
            return piece
        self.i = start
        month = self.month(with_day=True)
        day = self.day() if month else ""
        return self.with_year(month, day) if day else None

    def with_year(self, month: int | str, day: str = "") -> Piece | None:
        """The month or season read before, with the year that stands here."""
        field = f"{month:02}" if isinstance(month, int) else month
        start = self.i
        comma = self.sign(",")
        self.take(lexicon.BEFORE_A_YEAR)
        if year := self.year():
            return replace(year, month=field, day=day)
        if not self.prose:
            self.i = start + comma
            pattern = self.pattern()
            if pattern:
                return Piece(pattern, field, day)
            self.i = start
            if not self.tokens[start:]:
                self.refuse(_("a date needs its year"))
        self.i = start
        return None

    def pattern(self) -> str:
        """A year of which not all is known: XXXX, 196X, 19X5."""
        if self.take(lexicon.YEAR_UNKNOWN):
            return "XXXX"
        if self.take(lexicon.SOME_YEAR):
            self.sign("the")
            return self.unit()
        if self.take(lexicon.YEAR_SHAPED):
            token = self.kind("word", "number", "sign")
            sign = token.text if token and token.text == "-" else ""
            token = self.kind("word", "number") if sign else token
            if token and re.fullmatch("[0-9x]{4}", token.text):
                return sign + token.text.upper()
        return ""

    def shaped(self) -> Piece | None:
        pattern = self.pattern()
        return Piece(pattern) if pattern else None

    def some(self) -> Piece | None:
        """“some day in April 1985”, “some month in 2004”, “day 12 of some month in 1985”."""
        if self.take(lexicon.DAY):
            day = self.day()
            return self.in_year("XX", day) if day and self.take(lexicon.OF_SOME_MONTH) else None
        unit = self.take(lexicon.SOME)
        if not unit:
            return None
        day = "XX" if unit == "day" else ""
        if self.take(lexicon.BETWEEN):
            return self.some_between(unit)
        start = self.i
        if unit == "day" and self.take(lexicon.IN) and (month := self.month()):
            return self.with_year(month, day)
        self.i = start
        return self.in_year("XX", day)

    def in_year(self, month: str, day: str) -> Piece | None:
        """The year or unit in which some month or day is."""
        if self.sign(","):
            pattern = self.pattern()
            return Piece(pattern, month, day) if pattern else None
        if not self.take(lexicon.IN):
            return None
        self.sign("the")
        if unit := self.unit():
            return Piece(unit, month, day)
        year = self.year() or self.shaped()
        return replace(year, month=month, day=day) if year else None

    def some_between(self, unit: str) -> Piece | None:
        """“some day between 10 and 19 May 1985” is 1985-05-1X; likewise with months."""
        if first := self.day():
            last = self.day() if self.take(lexicon.AND) else ""
            month = self.month() if last else 0
            pattern = tens(first, last, range(1, 32)) if month else ""
            return self.with_year(month, pattern) if pattern else None
        months = self.month(), bool(self.take(lexicon.AND)) and self.month()
        pattern = tens(*(f"{month:02}" for month in months), range(1, 13)) if all(months) else ""
        return self.with_year(pattern, "XX" if unit == "day" else "") if pattern else None

    def season(self) -> Piece | None:
        """A season, quarter, third or half of a year; a winter with both of its years."""
        code = self.take(lexicon.SEASONS)
        if not code:
            return None
        start = self.i
        self.take(lexicon.BEFORE_A_YEAR)
        pair = self.years()
        piece = None if pair else self.with_year(str(code))
        year = pair[0] if pair else piece
        if year is None:
            self.i = start
            return None
        code += self.hemisphere() if code < 33 else 0
        if pair and (code not in _TURNING or year_in(pair[1]) != year_in(pair[0]) + 1):
            self.refuse(_("only a winter, or a summer in the south, has two years, and they follow on each other"))
            return None
        if not pair and code in _TURNING and "X" not in year.year:
            self.refuse(
                _("say which winter: it begins in one year and ends in the next, for example winter 1967–1968")
            )
            return None
        return replace(year, month=str(code), day="")

    def hemisphere(self) -> int:
        start = self.i
        if self.sign("(") and (added := self.take(lexicon.HEMISPHERES)) and self.sign(")"):
            return added
        self.i = start
        return 0

    # --- two dates --------------------------------------------------------------------------------------------

    def two(self, joint: Table) -> tuple[Piece, Piece] | None:
        """Two dates and what joins them; the first may lack what the second says for both."""
        start = self.i
        for read in (self.point, self.half):
            first = read()
            if first and self.take(joint):
                second = self.point() or self.month_first(first)
                if second and (pair := self.together(first, second)):
                    return pair
            self.i = start
        return None

    def month_first(self, first: Piece) -> Piece | None:
        """The end of “April 15–22, 1964”."""
        start = self.i
        if first.day and not first.year and (day := self.day()) and (piece := self.with_year(first.month, day)):
            return piece
        self.i = start
        return None

    def together(self, first: Piece, second: Piece) -> tuple[Piece, Piece] | None:
        """The two with what the first takes from the second; None where it lacks more."""
        plain = bool(_YEAR.fullmatch(second.year))
        if first.number:
            if second.day and plain and first.number <= 31:
                first = Piece(second.year, second.month, f"{first.number:02}")
            elif second.era and not second.month:
                first = Piece(year_of_era(first.number, second.era), era=second.era)
            else:
                return None
        elif not first.year:
            if not plain:
                return None
            first = replace(first, year=second.year, era=second.era)
        elif second.era == "bc" and not first.era and re.fullmatch("[0-9]{4}", first.year):
            first = replace(first, year=year_of_era(int(first.year), "bc"), era="bc")
        return first, second

    # --- a whole date -----------------------------------------------------------------------------------------

    def date(self) -> Result | None:
        """A date, or dates joined by “or” or “and”."""
        first = self.one()
        if first is None or not first.member:
            return first
        results, start = [first], self.i
        while not self.prose and self.take(lexicon.COMMA) and len(results) < 50 and (result := self.one()):
            results.append(result)
        if len(results) == 1:
            self.i = start
        of_all = not self.prose and bool(self.take(lexicon.AND))
        last = self.one() if of_all or self.take(lexicon.OR) else None
        members = [result.member for result in (*results, last) if result]
        if last is None or not all(members):
            self.i = start
            return first
        return Result("whole", "{%s}" % ",".join(members) if of_all else "[%s]" % ",".join(members))

    def one(self) -> Result | None:
        start = self.i
        for read in (self.bounded, self.part, self.from_point, self.from_half):
            result = read()
            if result:
                return result
            self.i = start
        return None

    def bounded(self) -> Result | None:
        """What begins with between, from, since, before, after, by or until."""
        if self.take(lexicon.BETWEEN):
            pair = self.two(lexicon.AND)
            return Result("set", pair[0].edtf, pair[1].edtf) if pair else None
        if self.take(lexicon.FROM):
            return self.from_()
        for table in (lexicon.SINCE, lexicon.BEFORE, lexicon.AFTER, lexicon.BY, lexicon.UNTIL):
            if self.take(table):
                break
        else:
            return None
        if table in (lexicon.BY, lexicon.UNTIL):
            self.take(lexicon.THE_END_OF)
        point = self.point()
        if point is None:
            return None
        if table is lexicon.SINCE:
            return Result("span", point.edtf, "..")
        if table is lexicon.AFTER:
            return Result("set", point.edtf, "..")
        if table is lexicon.UNTIL:
            return Result("span", "" if self.take(lexicon.BEGINNING_UNKNOWN) else "..", point.edtf)
        end = point.edtf if table is lexicon.BY else last_before(point)
        return Result("set", "..", end) if end else None

    def from_(self) -> Result | None:
        if pair := self.two(lexicon.TO_WORDS):
            return Result("span", pair[0].edtf, pair[1].edtf)
        if point := self.point():
            if self.take(lexicon.ON):
                return Result("span", point.edtf, "..")
            if self.take(lexicon.END_UNKNOWN):
                return Result("span", point.edtf, "")
        return None

    def part(self) -> Result | None:
        """Early, mid or late in a year, decade or century."""
        self.sign("the")
        part = self.take(lexicon.PARTS)
        if not part:
            return None
        self.sign("-")
        self.take(lexicon.BEFORE_A_POINT)
        unit = self.unit()
        if not unit:
            self.take(lexicon.BEFORE_A_YEAR)
            year = self.year()
            unit = year.year if year else ""
        try:
            return Result("whole", edtf_for_part(part, unit), part=part) if unit else self.no_part()
        except ValueError as error:
            self.refuse(str(error))
            return None

    def no_part(self) -> None:
        if not self.prose and self.point():
            self.refuse(_("early, mid and late go with a year (1958), a decade (196X) or a century (19XX)"))

    def from_point(self) -> Result | None:
        """One date, or two with a dash or “to”."""
        first = self.point()
        if first is None:
            return None
        start = self.i
        if self.take(lexicon.DASH if self.prose else lexicon.TO):
            second = self.short_year(first) if self.tokens[self.i - 1].text == "–" else None
            second = second or self.point()
            pair = self.together(first, second) if second else None
            # Not “summer 1955–1956”: of which years?
            if pair and not ("21" <= first.month <= "41" and not pair[1].month):
                return self.span(*pair)
            self.i = start
        if self.take(lexicon.OR_LATER):
            return Result("set", first.edtf, "..")
        if self.take(lexicon.OR_EARLIER):
            return Result("set", "..", first.edtf)
        return Result("whole", first.edtf)

    def from_half(self) -> Result | None:
        """“15–22 April 1964”, “June or July 1958”."""
        first = self.half()
        if first is None:
            return None
        either = bool(self.take(lexicon.OR))
        if not either and not self.take(lexicon.DASH if self.prose else lexicon.TO):
            return None
        second = self.point() or self.month_first(first)
        pair = self.together(first, second) if second else None
        if not pair:
            return None
        if not either:
            return self.span(*pair)
        first = replace(pair[0], mark=pair[1].mark)
        return Result("whole", f"[{first.edtf},{pair[1].edtf}]")

    def span(self, first: Piece, second: Piece) -> Result:
        if first.mark and not second.mark:  # “circa 1958–1960”
            second = replace(second, mark=first.mark)
        return Result("span", first.edtf, second.edtf)


def written_year(year: int) -> str:
    """An astronomical year as EDTF writes it, with Y where it has more than four digits."""
    return four_digits(year) if abs(year) <= 9999 else f"Y{year}"


def year_of_era(number: int, era: str) -> str:
    """44 BC is the year -0043."""
    return written_year(1 - number if era == "bc" else number)


def year_in(piece: Piece) -> int:
    """The astronomical year of a piece that names one."""
    return int(piece.year.lstrip("Y"))


def decade_of_years(first: Piece, last: Piece) -> str:
    """The decade of just these years, '' where they are none."""
    if abs(year_in(last)) > 9999:
        return ""
    unit = f"{'-' if year_in(last) < 0 else ''}{abs(year_in(last)) // 10:03}X"
    date = parse(unit)
    years = date.earliest and date.earliest.year, date.latest and date.latest.year
    return unit if years == (year_in(first), year_in(last)) else ""


def tens(first: str, last: str, values: range) -> str:
    """The pattern of the days or months from first to last, '' where there is none: 10 to 19 is `1X`."""
    pattern = f"{first[0]}X"
    fit = fitting(pattern, values)
    return pattern if fit and (int(first), int(last)) == (fit[0], fit[-1]) else ""


def last_before(point: Piece) -> str:
    """The last year, month or day before a date; the date itself where it is only about so.

    “Before 1961” is said of what was in 1960 at the latest, and so it is read. '' where nothing is before it.
    """
    if point.mark or any(point.marks) or point.significant:
        return point.edtf
    earliest = parse(point.edtf).earliest
    if earliest is None:
        return ""
    day = Day.from_ordinal(earliest.ordinal - 1)
    fields = [written_year(day.year), f"{day.month:02}", f"{day.day:02}"]
    return "-".join(fields[: 1 + bool(point.month) + (bool(point.day) and "X" not in point.day)])
