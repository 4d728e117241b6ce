"""A whole date in words: between, from … to, before and after, early, mid and late, one or all of several."""

from __future__ import annotations

import re
from dataclasses import replace

from ..parts import edtf_for_part, no_unit
from ..reading import parse
from . import lexicon
from .lexicon import Table
from .pieces import DatePiece, Result, first_after, last_before, written_year
from .points import Points


class Reader(Points):
    """Reads a `Result`. Nothing repeats without limit, but for lists in a text that is a date as a whole."""

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
        joined = ",".join(members)
        return Result("whole", f"{{{joined}}}" if of_all else f"[{joined}]")

    def one(self) -> Result | None:
        start = self.i
        readings = (
            self.bounded, self.part, self.division, self.two_styles, self.night, self.several, self.from_point,
            self.from_half,
        )  # fmt: skip
        for read in readings:
            result = read()
            if result:
                return result
            self.i = start
        return None

    def bounded(self) -> Result | None:
        """What begins with between, from, since, before, after, by or until."""
        if self.take(lexicon.BETWEEN):
            if pair := self.two(lexicon.AND):
                return Result("set", pair[0].edtf, pair[1].edtf)
            ends = self.two_parts(lexicon.AND)
            return Result("set", *ends) if ends else None
        if self.take(lexicon.FROM):
            return self.from_(english=self.tokens[self.i - 1].text == "from")
        if not self.prose and (read := self.take(lexicon.LIVED)):
            self.take(lexicon.BEFORE_A_DATE)
            life = self.point()
            if life is None:
                return None
            return Result("span", life.edtf) if read == "born" else Result("span", "", life.edtf)
        for table in (lexicon.SINCE, lexicon.BEFORE, lexicon.AFTER, lexicon.BY, lexicon.UNTIL, *self.denials):
            if self.take(table):
                break
        else:
            return None
        start = self.i
        at_the_end = table in (lexicon.BEFORE, lexicon.BY, lexicon.UNTIL) and bool(self.take(lexicon.THE_END_OF))
        point = self.point()
        if point is None:
            self.i = start
            return self.bounded_part(table)
        if table is lexicon.SINCE:
            return Result("span", point.edtf, "..")
        if table is lexicon.NOT_BEFORE:
            return Result("set", point.edtf, "..")
        if table is lexicon.AFTER:
            begin = first_after(point)
            return Result("set", begin, "..") if begin else None
        if table is lexicon.UNTIL:
            return Result("span", "" if self.take(lexicon.BEGINNING_UNKNOWN) else "..", point.edtf)
        end = last_before(point) if table is lexicon.BEFORE and not at_the_end else point.edtf
        return Result("set", "..", end) if end else None

    def from_(self, english: bool) -> Result | None:
        if pair := self.two(lexicon.TO_WORDS):
            return Result("span", pair[0].edtf, pair[1].edtf)
        if point := self.point():
            if self.take(lexicon.ON):
                return Result("span", point.edtf, "..")
            if self.take(lexicon.END_UNKNOWN):
                return Result("span", point.edtf, "")
            if english and not self.prose:  # the Romanian “din 1958” may be what is of that year
                return Result("set", point.edtf, "..")
        return None

    def bounded_part(self, table: Table) -> Result | None:
        """“By late 1957”, “after early 1957”: bounded by an end of the part, as the words have it."""
        part = self.part()
        ends = _ends(part) if part else None
        if ends is None:
            return None
        if table is lexicon.SINCE:
            return None  # EDTF has no interval that begins at some moment of a part
        if table in (lexicon.AFTER, lexicon.NOT_BEFORE):
            begin = first_after(ends[1]) if table is lexicon.AFTER else ends[0].edtf
            return Result("set", begin, "..") if begin else None
        if table is lexicon.UNTIL:
            return Result("span", "..", ends[1].edtf)
        end = last_before(ends[0]) if table is lexicon.BEFORE else ends[1].edtf
        return Result("set", "..", end) if end else None

    def two_parts(self, joint: Table) -> tuple[str, str] | None:
        """“Late 1956 and early 1957”, one of which may be a plain date: the first and the last day, month or year."""
        start = self.i
        found: list[tuple[DatePiece, DatePiece]] = []
        for last in (False, True):
            self.take(lexicon.BEFORE_A_POINT)
            part = self.part()
            point = self.point() if self.begins_plainly and not part else None
            ends = _ends(part) if part else (point, point) if point else None
            if not ends or not (last or self.take(joint)):
                self.i = start
                return None
            found.append(ends)
        first, second = (parse(piece.edtf) for piece in (found[0][0], found[1][1]))
        finer = max(len(found[0][0].edtf), len(found[1][1].edtf))
        if not first.earliest or not second.latest or not 0 < first.earliest.year <= second.latest.year <= 9999:
            self.i = start
            return None
        return str(first.earliest)[:finer], str(second.latest)[:finer]

    @property
    def begins_plainly(self) -> bool:
        """Whether a number or the name of a month stands here."""
        here = self.tokens[self.i : self.i + 1]
        return bool(here) and (here[0].kind in ("number", "ordinal") or here[0].text in lexicon.MONTHS)

    def division(self) -> Result | None:
        """“The first half of the 19th century”, as the parts of a century are counted: from its year 00."""
        self.sign("the")
        found = self.take(lexicon.DIVISIONS)
        if not found:
            return None
        place, count = found
        self.take(lexicon.BEFORE_A_POINT)
        unit = self.century()
        if not re.fullmatch("-?[0-9]{2}XX", unit):
            return None
        century = parse(unit).earliest
        if century is None:
            return None
        first, last = (century.year + round(100 * at / count) for at in (place, place + 1))
        return Result("set", written_year(first), written_year(last - 1))

    def two_styles(self) -> Result | None:
        """“4/17 August 1916”, “25 October (7 November) 1917”: Old Style and New; the New is the day."""
        first = self.half() if self.begins_plainly else None
        if first is None:
            return None
        if self.sign("("):
            second = self.half()
            pair = None
            if second and second.month and self.sign(")") and (dated := self.with_year(second.month, second.day)):
                pair = self.together(first, dated)
        else:
            second = self.point() if self.take(lexicon.SLASH) else None
            pair = self.together(first, second) if second else None
        if not pair or not (pair[0].day and pair[1].day):
            return None
        old, new = (parse(piece.edtf).earliest for piece in pair)
        if not old or not new:
            return None
        if new < old:  # “20 December/2 January 1917”
            old = parse(replace(pair[0], year=f"{old.year - 1:04}").edtf).earliest or old
        centuries = old.year // 100
        behind = centuries - centuries // 4 - 2  # how far the Julian calendar is behind after February of a century
        if new.ordinal - old.ordinal not in (behind, behind - 1) or behind < 10:
            return None
        return Result("whole", pair[1].edtf)

    def several(self) -> Result | None:
        """“27 and 28 October 1961”, “4, 5 and 6 June 1990”: an interval if they follow on each other, else each."""
        days: list[str] = []
        while len(days) < 10 and (day := self.day()):
            days.append(day)
            if not self.take(lexicon.COMMA):
                break
        if not days or not self.take(lexicon.AND):
            return None
        last = self.day()
        self.sign("of")
        month = self.month(with_day=True) if last else 0
        point = self.with_year(month, last) if month else None
        if point is None:
            return None
        pieces = [replace(point, day=day) for day in (*days, last)]
        keys = [int(piece.day) for piece in pieces]
        if keys == list(range(keys[0], keys[0] + len(keys))):
            return Result("span", pieces[0].edtf, pieces[-1].edtf)
        return Result("whole", "{" + ",".join(piece.edtf for piece in pieces) + "}")

    @property
    def denials(self) -> tuple[Table, ...]:
        """“Not before 1963”; in prose it may be part of a longer thought."""
        return () if self.prose else (lexicon.NOT_BEFORE, lexicon.NOT_AFTER)

    def night(self) -> Result | None:
        """“The night of 20–21 August 1968”, “20/21 August 1968”: some moment of the two days."""
        self.sign("the")
        said = self.take(lexicon.NIGHT)
        pair = self.two(lexicon.OVERNIGHT if said else lexicon.SLASH)
        if pair is None or not (pair[0].day and pair[1].day):
            return None
        first, last = (parse(piece.edtf).earliest for piece in pair)
        if not first or not last or last.ordinal != first.ordinal + 1:
            return None
        return Result("set", pair[0].edtf, pair[1].edtf)

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
        if not unit and (month := self.month()) and (piece := self.with_year(month)):
            unit = piece.edtf
        if unit and not unit.startswith("Y"):
            return Result("whole", edtf_for_part(part, unit), part=part)
        if unit or (not self.prose and self.point()):
            self.refuse(no_unit())
        return None

    def from_point(self) -> Result | None:
        """One date, or two with a dash or “to”."""
        first = self.point()
        if first is None:
            return None
        start = self.i
        years = start > 1 and self.tokens[start - 2].text in lexicon.THE_YEARS
        if self.take(lexicon.DASH if self.prose and not years else lexicon.TO):
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
        if not either and not (self.take(lexicon.DASH if self.prose else lexicon.TO) or self.sign("to")):
            return None
        second = self.point() or self.month_first(first)
        pair = self.together(first, second) if second else None
        if not pair:
            return None
        if not either:
            return self.span(*pair)
        first = replace(pair[0], mark=pair[1].mark)
        return Result("whole", f"[{first.edtf},{pair[1].edtf}]")

    def span(self, first: DatePiece, second: DatePiece) -> Result:
        if first.mark and not second.mark:  # “circa 1958–1960”
            second = replace(second, mark=first.mark)
        return Result("span", first.edtf, second.edtf)

    def two(self, joint: Table) -> tuple[DatePiece, DatePiece] | None:
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

    def month_first(self, first: DatePiece) -> DatePiece | None:
        """The end of “April 15–22, 1964”."""
        start = self.i
        if first.day and not first.year and (day := self.day()) and (piece := self.with_year(first.month, day)):
            return piece
        self.i = start
        return None


def _ends(part: Result) -> tuple[DatePiece, DatePiece] | None:
    """The first and the last day, month or year of a part: late 1957 is 1957-07 to 1957-12."""
    bounds = part.lower.strip("[]").split("..")
    if len(bounds) != 2 or not all(bounds) or bounds[0].startswith(("-", "Y")):
        return None
    first, last = (DatePiece(bound[:4], bound[5:7], bound[8:10]) for bound in bounds)
    return first, last
