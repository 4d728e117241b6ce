"""One date in words: a day, month, season or year with its marks, or one of which not all is known."""

from __future__ import annotations

import re
from dataclasses import replace

from ..edtf_forms import join_marks
from ..messages import gettext as _
from ..reading import parse
from . import lexicon
from .pieces import YEAR, DatePiece, tens, year_in
from .units import Units

TURNING = (24, 28, 30)
"""Seasons that end in the year after the one in which they begin."""


class Points(Units):
    """One date with its year, as a `Piece`."""

    def point(self) -> DatePiece | None:
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

    def closing(self, piece: DatePiece) -> DatePiece:
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

    def estimate(self, piece: DatePiece) -> DatePiece | None:
        """“about 1950 (between 1900 and 1999)” is 1950S2."""
        pair = self.years()
        if not pair or piece.month or not YEAR.fullmatch(piece.year):
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

    def unmarked(self) -> DatePiece | None:
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

    def within_units(self) -> DatePiece | None:
        start = self.i
        if unit := self.unit():
            return DatePiece(unit)
        self.i = start
        year = self.year() if self.take(lexicon.YEARS) else None  # “între anii 1956 și 1965”
        if year and year.year.endswith("0") and (token := self.token(1)) and token.text.endswith("0"):
            self.refuse(_("this may be years or decades: write 1960/1970 or 196X/197X"))
            return None
        return year

    def numeric(self) -> DatePiece | None:
        """25.07.1958, day first; with slashes or hyphens only where it can be read in one way."""
        token = self.kind("iso", "dotted", "slashed")
        if token is None:
            return None
        if token.kind == "iso":
            if self.prose and len(token.text) == 7:
                return None  # “1963-64” or a month
            year, month, day = (*token.text.split("-"), "")[:3]
            return DatePiece(year, month, day)
        first, second, year = re.split("[./-]", token.text)
        if int(year) < 1000:
            return None
        if token.kind == "slashed":
            if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
                self.refuse(_("this may be day and month or month and day: write the month's name"))
                return None
            if int(first) <= 12 < int(second):
                first, second = second, first
        return DatePiece(year, f"{int(second):02}", f"{int(first):02}")

    def day_or_month(self) -> DatePiece | None:
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

    def with_year(self, month: int | str, day: str = "") -> DatePiece | None:
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
                return DatePiece(pattern, field, day)
            self.i = start
            if not self.tokens[start:]:
                self.refuse(_("a date needs its year"))
        self.i = start
        return None

    def season(self) -> DatePiece | None:
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
        if pair and (code not in TURNING or year_in(pair[1]) != year_in(pair[0]) + 1):
            self.refuse(_("only a winter, or a summer in the south, has two years, and they follow on each other"))
            return None
        if not pair and code in TURNING and "X" not in year.year:
            self.refuse(_("say which winter: it begins in one year and ends in the next, for example winter 1967–1968"))
            return None
        return replace(year, month=str(code), day="")

    def hemisphere(self) -> int:
        start = self.i
        if self.sign("(") and (added := self.take(lexicon.HEMISPHERES)) and self.sign(")"):
            return added
        self.i = start
        return 0

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

    def shaped(self) -> DatePiece | None:
        pattern = self.pattern()
        return DatePiece(pattern) if pattern else None

    def some(self) -> DatePiece | None:
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

    def in_year(self, month: str, day: str) -> DatePiece | None:
        """The year or unit in which some month or day is."""
        if self.sign(","):
            pattern = self.pattern()
            return DatePiece(pattern, month, day) if pattern else None
        if not self.take(lexicon.IN):
            return None
        self.sign("the")
        if unit := self.unit():
            return DatePiece(unit, month, day)
        year = self.year() or self.shaped()
        return replace(year, month=month, day=day) if year else None

    def some_between(self, unit: str) -> DatePiece | None:
        """“some day between 10 and 19 May 1985” is 1985-05-1X; likewise with months."""
        if first := self.day():
            last = self.day() if self.take(lexicon.AND) else ""
            month = self.month() if last else 0
            pattern = tens(first, last, range(1, 32)) if month else ""
            return self.with_year(month, pattern) if pattern else None
        start = self.month()
        end = self.month() if start and self.take(lexicon.AND) else 0
        pattern = tens(f"{start:02}", f"{end:02}", range(1, 13)) if end else ""
        return self.with_year(pattern, "XX" if unit == "day" else "") if pattern else None
