"""Years, months and days in words, and the decades, centuries and millennia."""

from __future__ import annotations

import re
from dataclasses import replace

from ..messages import gettext as _
from . import lexicon
from .cursor import Cursor
from .pieces import YEAR, DatePiece, decade_of_years, written_year, year_of_era


class Calendar(Cursor):
    """Years, months and days, and two of them where the first leaves to the second what both share."""

    def era(self) -> str:
        token = self.token()
        if token is None or token.kind not in ("bc", "ad"):
            return ""
        if self.prose and "." not in token.text and not self.text[token.start : token.end].isupper():
            return ""  # “ce” is also a Romanian word
        self.i += 1
        return token.kind

    def take_era(self, wanted: str) -> bool:
        start = self.i
        if self.era() == wanted:
            return True
        self.i = start
        return False

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

    def year(self) -> DatePiece | None:
        """A year: one of four digits, or any with its era."""
        start = self.i
        token = self.token()
        if token is None:
            return None
        if token.kind == "ad" and (not self.prose or (token.text == "ad" and self.capital(token))):
            self.i += 1
            if number := self.figure():
                return DatePiece(written_year(number), era="ad")
            self.i = start
            return None
        number = self.figure()
        if not number:
            return None
        if era := self.era():
            return DatePiece(year_of_era(number, era), era=era)
        if token.kind == "number" and len(token.text) == 4 and 1000 <= number <= (2099 if self.prose else 9999):
            return DatePiece(token.text)
        if not self.prose and token.kind == "number" and number > 31:
            self.refuse(_("a year of other than four digits needs its era: 955 AD, 44 BC"))
        self.i = start
        return None

    def short_year(self, first: DatePiece) -> DatePiece | None:
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
        return DatePiece(first.year[:2] + token.text)

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

    def half(self) -> DatePiece | None:
        """A date whose year, or era, is said later: “25 July”, “July 25”, “July”, “15”, “44”."""
        start = self.i
        self.take(lexicon.BEFORE_A_POINT)
        if day := self.day():
            self.sign("of")
            if month := self.month(with_day=True):
                return DatePiece(month=f"{month:02}", day=day)
            self.i = start
        if number := self.figure() or int(self.day() or 0):
            return DatePiece(number=number)
        after = self.token(1)
        if month := self.month(with_day=bool(after and after.kind in ("number", "ordinal"))):
            here = self.i
            if day := self.day():
                return DatePiece(month=f"{month:02}", day=day)
            self.i = here
            return DatePiece(month=f"{month:02}")
        self.i = start
        return None

    def together(self, first: DatePiece, second: DatePiece) -> tuple[DatePiece, DatePiece] | None:
        """The two with what the first takes from the second; None where it lacks more."""
        plain = bool(YEAR.fullmatch(second.year))
        if first.number:
            if second.day and plain and first.number <= 31:
                first = DatePiece(second.year, second.month, f"{first.number:02}")
            elif second.era and not second.month:
                first = DatePiece(year_of_era(first.number, second.era), era=second.era)
            else:
                return None
        elif not first.year:
            if not plain:
                return None
            first = replace(first, year=second.year, era=second.era)
        elif second.era == "bc" and not first.era and re.fullmatch("[0-9]{4}", first.year):
            first = replace(first, year=year_of_era(int(first.year), "bc"), era="bc")
        return first, second

    def years(self) -> tuple[DatePiece, DatePiece] | None:
        """Two years with a dash, “between … and …” left out: “50–41 BC”, “1967–68”, “1 BC – 9 AD”."""
        start = self.i
        token = self.kind("iso")
        if token and len(token.text) == 7:
            first, second = token.text.split("-")
            return DatePiece(first), DatePiece(first[:2] + second)
        self.i = start
        first_piece = self.year() or self.half()
        if (
            first_piece
            and not first_piece.month
            and (self.take(lexicon.DASH) or self.take(lexicon.AND) or self.sign("/"))
        ):
            second_piece = self.short_year(first_piece) or self.year()
            if second_piece and (pair := self.together(first_piece, second_piece)):
                return pair
        self.i = start
        return None


class Units(Calendar):
    """A decade, century or millennium: a year with unspecified digits."""

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
