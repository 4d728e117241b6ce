"""What English and Romanian say of dates: their words, and the grammar in which they differ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from .edtf_forms import Point

NBSP = "\N{NO-BREAK SPACE}"

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Language(ABC):
    """The vocabulary of one language, and its own rules.

    `phrases` are templates by name; `mark ?`, `mark ~`, `mark %` word a mark where the date stands alone,
    `inside ?` … in a longer phrase, `after ?` … behind a date too long to be prefixed. `components` names the
    parts of a date, each with the place of its form in `adjectives`, whose last form is the plural's.
    """

    months: tuple[str, ...]
    phrases: Mapping[str, str]
    components: Mapping[str, tuple[str, int]]
    adjectives: Mapping[str, tuple[str, str, str]]
    thousands: str

    def say(self, phrase: str, *items: object) -> str:
        return self.phrases[phrase].format(*items)

    @abstractmethod
    def alone(self, phrase: str) -> str:
        """A decade, century or millennium as it stands outside a sentence."""

    @abstractmethod
    def century(self, number: int) -> str:
        """The 20th century is number 20; as it stands in a sentence."""

    @abstractmethod
    def millennium(self, number: int) -> str:
        """The 2nd millennium is number 2; as it stands in a sentence."""

    @abstractmethod
    def season(self, code: int) -> tuple[str, str]:
        """A season or part of the year (21–41): by itself, and as a template for its year or years."""

    @abstractmethod
    def from_(self, words: str) -> str:
        """“from 1958”, before `to`."""

    @abstractmethod
    def to(self, words: str, point: Point) -> str:
        """“to 1960”, after `from_`."""

    @abstractmethod
    def until(self, words: str, point: Point) -> str:
        """“until 1960”, without a beginning."""

    @abstractmethod
    def part(self, part: str, unit: str) -> str:
        """Early, mid or late in a unit given as it stands in a sentence."""

    @abstractmethod
    def title(self, title: str) -> str:
        """The title of an event within a sentence."""

    @abstractmethod
    def count(self, number: int, unit: str) -> str:
        """A number of years, months, weeks or days, in words up to twelve."""


class English(Language):
    months = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    thousands = ","
    phrases = {
        "undated": "undated",
        "bc": "{} BC",
        "ad": "{} AD",
        "or": "or",
        "and": "and",
        "decade": "the {}s{}",
        "odd decade": "the decade {}",
        "bc unit": "{} BC",
        "year shaped": "a year of the form {}",
        "year unknown": "year unknown",
        "some unknown year": "an unknown year",
        "some year in": "some year in {}",
        "in": "{} in {}",
        "some month": "some month",
        "some day": "some day",
        "some day of": "some day in {}",
        "some day between": "some day between {} and {}",
        "some month between": "some month between {} and {}",
        "day of some month": "day {} of some month",
        "day of month": "day {} of {}",
        "between": "between {} and {}",
        "between years": "between {}",
        "between joint": " and ",
        "after": "after {}",
        "by year": "by {}",
        "by month": "by the end of {}",
        "by day": "by {}",
        "or later": "{} or later",
        "or earlier": "{} or earlier",
        "from on": "{} on",
        "beginning open": "beginning open",
        "beginning unknown": "beginning unknown",
        "end open": "end open",
        "end unknown": "end unknown",
        "mark ?": "perhaps {}",
        "mark ~": "about {}",
        "mark %": "perhaps about {}",
        "inside ?": "perhaps {}",
        "inside ~": "about {}",
        "inside %": "perhaps about {}",
        "after ?": "{} (uncertain)",
        "after ~": "{} (approximate)",
        "after %": "{} (uncertain and approximate)",
        "estimate": "about {} ({})",
        "northern": "{} (northern hemisphere)",
        "southern": "{} (southern hemisphere)",
        "later than": "{} after {}",
        "earlier than": "{} before {}",
        "same time": "at the same time as {}",
    }
    components = {
        "year": ("year", 0),
        "month": ("month", 0),
        "day": ("day", 0),
        "season": ("season", 0),
        "part": ("part of the year", 0),
    }
    adjectives = {
        "?": ("uncertain",) * 3,
        "~": ("approximate",) * 3,
        "%": ("uncertain and approximate",) * 3,
    }
    _numbers = (
        "no", "one", "two", "three", "four", "five", "six",
        "seven", "eight", "nine", "ten", "eleven", "twelve",
    )  # fmt: skip
    _seasons = ("spring", "summer", "autumn", "winter")

    def alone(self, phrase: str) -> str:
        return phrase.removeprefix("the ")

    def century(self, number: int) -> str:
        return f"the {_ordinal(number)} century"

    def millennium(self, number: int) -> str:
        return f"the {_ordinal(number)} millennium"

    def season(self, code: int) -> tuple[str, str]:
        if code <= 32:
            name = self._seasons[(code - 21) % 4]
            return name, f"{name} {{}}"
        if code <= 36:
            name = f"the {('first', 'second', 'third', 'fourth')[code - 33]} quarter"
        elif code <= 39:
            name = f"the {('first', 'second', 'last')[code - 37]} third"
        else:
            name = f"the {('first', 'second')[code - 40]} half"
        return name, f"{name} of {{}}"

    def from_(self, words: str) -> str:
        return f"from {words}"

    def to(self, words: str, point: Point) -> str:
        return f"to {words}"

    def until(self, words: str, point: Point) -> str:
        return f"until {words}"

    def part(self, part: str, unit: str) -> str:
        if unit.startswith("the decade"):
            return f"{'middle' if part == 'mid' else part + ' part'} of {unit}"
        return f"{part}{'-' if part == 'mid' else ' '}{self.alone(unit)}"

    def title(self, title: str) -> str:
        article, _, rest = title.partition(" ")
        return f"{article.lower()} {rest}" if rest and article in ("The", "A", "An") else title

    def count(self, number: int, unit: str) -> str:
        figure = self._numbers[number] if number < len(self._numbers) else f"{number:,}"
        return f"{figure} {unit}{'' if number == 1 else 's'}"


class Romanian(Language):
    months = (
        "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
        "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
    )  # fmt: skip
    thousands = "."
    phrases = {
        "undated": "nedatat",
        "bc": "{} î.Hr.",
        "ad": "{} d.Hr.",
        "or": "sau",
        "and": "și",
        "decade": "anii {}{}",
        "odd decade": "deceniul {}",
        "bc unit": "{} î.Hr.",
        "year shaped": "un an de forma {}",
        "year unknown": "an necunoscut",
        "some unknown year": "un an necunoscut",
        "some year in": "un an din {}",
        "in": "{} din {}",
        "some month": "o lună",
        "some day": "o zi",
        "some day of": "o zi din {}",
        "some day between": "o zi între {} și {}",
        "some month between": "o lună între {} și {}",
        "day of some month": "ziua {} a unei luni",
        "day of month": "ziua {} din {}",
        "between": "între {} și {}",
        "between years": "între {}",
        "between joint": " și ",
        "after": "după {}",
        "by year": "cel târziu în {}",
        "by month": "cel târziu în {}",
        "by day": "cel târziu la {}",
        "or later": "{} sau mai târziu",
        "or earlier": "{} sau mai devreme",
        "from on": "{} încoace",
        "beginning open": "început deschis",
        "beginning unknown": "început necunoscut",
        "end open": "sfârșit deschis",
        "end unknown": "sfârșit necunoscut",
        "mark ?": "probabil {}",
        "mark ~": "circa {}",
        "mark %": "probabil circa {}",
        "inside ?": "{} (incert)",
        "inside ~": "circa {}",
        "inside %": "circa {} (incert)",
        "after ?": "{} (incert)",
        "after ~": "{} (aproximativ)",
        "after %": "{} (incert și aproximativ)",
        "estimate": "circa {} ({})",
        "northern": "{} (emisfera nordică)",
        "southern": "{} (emisfera sudică)",
        "later than": "la {} după {}",
        "earlier than": "cu {} înainte de {}",
        "same time": "în același timp cu {}",
    }
    components = {
        "year": ("anul", 0),
        "month": ("luna", 1),
        "day": ("ziua", 1),
        "season": ("anotimpul", 0),
        "part": ("partea anului", 1),
    }
    adjectives = {
        "?": ("incert", "incertă", "incerte"),
        "~": ("aproximativ", "aproximativă", "aproximative"),
        "%": ("incert și aproximativ", "incertă și aproximativă", "incerte și aproximative"),
    }
    _numbers = (
        "zero", "un", "două", "trei", "patru", "cinci", "șase",
        "șapte", "opt", "nouă", "zece", "unsprezece", "douăsprezece",
    )  # fmt: skip
    _masculine = {2: "doi", 12: "doisprezece"}
    _units = {
        "year": ("an", "ani"),
        "month": ("lună", "luni"),
        "week": ("săptămână", "săptămâni"),
        "day": ("zi", "zile"),
    }
    _seasons = ("primăvara", "vara", "toamna", "iarna")
    _genitives = {"anii": "anilor", "secolul": "secolului", "deceniul": "deceniului"}
    _parts = {"early": "începutul", "mid": "mijlocul", "late": "sfârșitul"}

    def alone(self, phrase: str) -> str:
        return phrase

    def century(self, number: int) -> str:
        return f"secolul {_roman_ordinal(number)}"

    def millennium(self, number: int) -> str:
        return f"mileniul {_roman_ordinal(number)}"

    def season(self, code: int) -> tuple[str, str]:
        if code <= 32:
            name = self._seasons[(code - 21) % 4]
            # A winter bears two years (“iarna 1955–1956”), the others one.
            return name, f"{name} {{}}" if code in (24, 28, 30) else f"{name} anului {{}}"
        if code <= 36:
            name = f"trimestrul {roman(code - 32)}"
            return name, f"{name} al anului {{}}"
        if code <= 39:
            name = f"{('prima', 'a doua', 'ultima')[code - 37]} treime"
        else:
            name = f"{('prima', 'a doua')[code - 40]} jumătate"
        return name, f"{name} a anului {{}}"

    def from_(self, words: str) -> str:
        return f"dintr-{words}" if words.startswith(("o ", "un ")) else f"din {words}"

    def to(self, words: str, point: Point) -> str:
        return self.until(words, point)

    def until(self, words: str, point: Point) -> str:
        if words.startswith(("o ", "un ")):
            return f"până într-{words}"
        return f"până {'la' if point.day and not words.startswith('ziua') else 'în'} {words}"

    def part(self, part: str, unit: str) -> str:
        head, _, rest = unit.partition(" ")
        if head in self._genitives:
            genitive = f"{self._genitives[head]} {rest}"
        else:
            genitive = f"{'lunii' if head in self.months else 'anului'} {unit}"
        return f"{self._parts[part]} {genitive}"

    def title(self, title: str) -> str:
        return f"„{title}”"

    def count(self, number: int, unit: str) -> str:
        one, many = self._units[unit]
        if number == 1:
            return f"{'un' if unit == 'year' else 'o'} {one}"
        if number < len(self._numbers):
            word = self._numbers[number]
            return f"{self._masculine.get(number, word) if unit == 'year' else word} {many}"
        # From 20 on a number takes “de”, except where it ends in 01 to 19.
        de = "" if 1 <= number % 100 <= 19 else "de "
        return f"{number:,} ".replace(",", self.thousands) + de + many


def roman(number: int) -> str:
    """A positive integer in Roman numerals; the centuries and millennia of four-digit years need 1 to 100."""
    result = ""
    for value, letters in _ROMAN:
        result += letters * (number // value)
        number %= value
    return result


def _roman_ordinal(number: int) -> str:
    return "I" if number == 1 else f"al {roman(number)}-lea"


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 <= number % 100 <= 20 else endings.get(number % 10, 'th')}"


ENGLISH = English()
_LANGUAGES: dict[str, Language] = {"en": ENGLISH, "ro": Romanian()}


def language_for(code: str) -> Language:
    """The language of a code such as `ro` or `ro-MD`; English for any other."""
    return _LANGUAGES.get(code[:2].lower(), ENGLISH)
