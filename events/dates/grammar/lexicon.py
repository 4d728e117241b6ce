"""What words of English and Romanian mean in a date, folded as `tokens` gives them.

The names of months and seasons come from `languages`; here stands what is read beside what is written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..languages import language_for, roman
from .tokens import fold

Words = tuple[str, ...]
Table = dict[str, list[tuple[Words, Any]]]
"""By their first word, the words that can be read and what they mean, the longest first."""


def _words(phrase: str) -> Words:
    return tuple(fold(phrase)[0].split())


def _meaning(meanings: Mapping[str, Any]) -> Table:
    # Until 1993 Romanian wrote pînă and sfîrșit.
    spelt = {_words(phrase.replace("â", letter)): meanings[phrase] for phrase in meanings for letter in "âî"}
    table: dict[str, list[tuple[Words, Any]]] = {}
    for words in sorted(spelt, key=len, reverse=True):
        table.setdefault(words[0], []).append((words, spelt[words]))
    return table


def _any(*phrases: str) -> Table:
    return _meaning(dict.fromkeys(phrases, True))


def _all(meaning: Any, phrases: Iterable[str]) -> dict[str, Any]:
    return dict.fromkeys(phrases, meaning)


ENGLISH, ROMANIAN = language_for("en"), language_for("ro")

# --- months, seasons and other units --------------------------------------------------------------------------

MONTHS = {fold(name)[0]: number for tongue in (ENGLISH, ROMANIAN) for number, name in enumerate(tongue.months, 1)}
COMPARED = (
    "mult", "putin", "mare", "mari", "mic", "bun", "rau", "rea", "rele", "nou", "noi", "vech",
    "departe", "aproape", "tare", "tari", "slab", "usor", "greu", "inalt", "larg", "toat", "tot", "degraba",
)  # fmt: skip
"""How words begin that the Romanian “mai” makes a comparative of, where it is no month."""
ROMANIAN_MONTHS = frozenset(fold(name)[0] for name in ROMANIAN.months)
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name[:3] not in MONTHS} | {"sept": 9}
SEASONS = _meaning(
    {"fall": 23}
    | {
        tongue.season(code)[0].removeprefix("the "): code
        for tongue in (ENGLISH, ROMANIAN)
        for code in (21, 22, 23, 24, *range(33, 42))
    }
)
HEMISPHERES = _meaning(
    {"northern hemisphere": 4, "emisfera nordică": 4, "southern hemisphere": 8, "emisfera sudică": 8}
)
"""What a hemisphere adds to the code of a season."""

YEARS = _any("anii", "anilor")
DECADE = _any("decade", "deceniul", "deceniului")
CENTURY = _any("secolul", "secolului", "sec", "veacul", "veacului")
MILLENNIUM = _any("mileniul", "mileniului")
ROMAN = {roman(number).lower(): number for number in range(1, 101)}
_SPELT = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = _meaning({word: number for number, word in enumerate(_SPELT.split(), 1)} | {"twenty - first": 21})
PARTS = _meaning(
    _all("early", ("early", "early part of", "beginning of", "start of", "începutul", "început de"))
    | _all("mid", ("mid", "middle of", "mijlocul", "mijloc de"))
    | _all("late", ("late", "late part of", "end of", "sfârșitul", "sfârșit de"))
)

DIVISIONS = _meaning(
    {
        f"{ordinal}{name}": (place, count)
        for count, names in (
            (2, ("half of", "jumătate a", "jumătate din")),
            (3, ("third of", "treime a", "treime din")),
            (4, ("quarter of", "sfert al", "sfert din")),
        )
        for place, ordinals in enumerate(
            (
                ("first ", "prima ", "primul "),
                ("second ", "a doua ", "al doilea "),
                ("third ", "a treia ", "al treilea "),
                ("fourth ", "last ", "ultimul ", "al patrulea "),
            )[:count]
        )
        for ordinal in ordinals
        for name in names
    }
    | {"ultima treime a": (2, 3), "last third of": (2, 3), "last half of": (1, 2), "latter half of": (1, 2)}
)
"""Halves, thirds and quarters of a century, by their place from 0 and how many there are."""

# --- marks ----------------------------------------------------------------------------------------------------

MARKS = _meaning(
    _all("?", ("perhaps", "possibly", "probably", "maybe", "probabil", "posibil", "poate"))
    | _all("~", ("about", "circa", "around", "approximately", "roughly", "aproximativ"))
    | _all("~", ("în jurul anului", "în jurul lui", "în jurul datei de", "pe la"))
)
SHORT_MARKS = ("c", "ca", "cca")
"""Short for circa."""
ADJECTIVES = _meaning(
    {form: mark for tongue in (ENGLISH, ROMANIAN) for mark, forms in tongue.adjectives.items() for form in forms}
)
COMPONENTS = _meaning(
    {
        name: place
        for tongue in (ENGLISH, ROMANIAN)
        for part, place in (("year", 0), ("month", 1), ("season", 1), ("part", 1), ("day", 2))
        for name in (tongue.components[part][0],)
    }
)
"""What a mark can be said of, by its place in a date."""

# --- from, to, before, after ----------------------------------------------------------------------------------

BETWEEN = _any("between", "între")
AND = _any("and", "și")
OR = _any("or", "sau")
COMMA = _any(",")
DASH = _any("–", "-")
FROM = _any("from", "din", "de la", "dintr -")
SINCE = _any("since", "începând din", "începând cu", "începând de la")
ON = _any("on", "onward", "onwards", "încoace")
UNTIL = _any("until", "till", "up to", "până în", "până la", "până într -")
TO_WORDS = _any("to", "through", "until", "till", "up to", "până în", "până la", "până într -", "la")
TO = TO_WORDS | DASH
OVERNIGHT = TO | _any("/", "spre") | AND
BEFORE = _any("before", "înainte de", "înaintea")
AFTER = _any("after", "după")
BY = _any(
    "by", "by the end of", "până la sfârșitul", "până la sfârșitul lunii", "până la sfârșitul anului",
    "cel târziu în", "cel târziu la", "cel târziu", "cel mai târziu în", "cel mai târziu la", "cel mai târziu",
)  # fmt: skip
NOT_BEFORE = _any(
    "not before", "no earlier than", "not earlier than", "nu înainte de", "nu mai devreme de",
    "cel mai devreme în", "cel mai devreme la", "cel mai devreme",
)  # fmt: skip
NOT_AFTER = _any("not after", "no later than", "not later than", "nu după", "nu mai târziu de")
LIVED = _meaning(
    _all("born", ("born", "b .", "născut", "născută", "n ."))
    | _all("died", ("died", "d .", "mort", "moartă", "decedat", "decedată", "m ."))
)
NIGHT = _any("night of", "night of the", "night from", "noaptea de", "noaptea din", "noaptea")
SLASH = _any("/")
THE_END_OF = _any("the end of", "sfârșitul", "sfârșitul lunii", "sfârșitul anului")
THE_YEARS = frozenset(("years", "anii"))
"""After one of these “1956 to 1958” are two years."""
OR_LATER = _any("or later", "or after", "sau mai târziu", "sau după")
OR_EARLIER = _any("or earlier", "or before", "sau mai devreme", "sau înainte")
END_UNKNOWN = _any(", end unknown", ", sfârșit necunoscut")
BEGINNING_UNKNOWN = _any(", beginning unknown", ", început necunoscut")
NOT_UNTIL = _any("not until", "not till")
"""What did not happen until a date happened then."""
NOT = frozenset(("not", "never", "nor", "nu", "nici"))

# --- what is not known ----------------------------------------------------------------------------------------

SOME = _meaning({"some day": "day", "o zi": "day", "some month": "month", "o lună": "month"})
DAY = _any("day", "ziua")
OF_SOME_MONTH = _any("of some month", "a unei luni")
YEAR_UNKNOWN = _any("year unknown", "an unknown year", "an necunoscut", "un an necunoscut")
SOME_YEAR = _any("some year in", "un an din")
YEAR_SHAPED = _any("a year of the form", "un an de forma")
IN = _any("in", "din")

# --- what says nothing ----------------------------------------------------------------------------------------

BEFORE_A_YEAR = _any("of", "of the year", "al anului", "a anului", "anului", "anul", "din", "lui")
BEFORE_A_POINT = _any("the", "the year", "anul", "luna", "lunii")
BEFORE_A_DATE = _any("in", "in the", "in the year", "on", "on the", "în", "pe", "pe data de", "la", "la data de")

# --- what is no date ------------------------------------------------------------------------------------------

_COUNTED = """
    troops soldiers men women people persons workers miners peasants members delegates officers prisoners victims
    tanks aircraft planes tons tonnes kilometres kilometers km metres meters m centimetres centimeters cm
    millimetres millimeters mm feet yards miles acres hectares kg kilograms dollars roubles rubles pounds marks
    francs florins ducats crowns lei households families houses ships guns horses villages pages copies votes words
    percent per years months weeks days hours hrs
    soldati militari oameni persoane muncitori tone kilometri metri hectare dolari ruble pagini voturi ani zile ore
    familii case sate galbeni ducati franci marci lire cai tunuri corabii
    """
COUNTED = frozenset(_COUNTED.split())
"""Before one of these stands a number of something, and no year."""
_NUMBERED = "p pp page pages pag pagina paginile no nr number numarul article art resolution rezolutia"
NUMBERED = frozenset(_NUMBERED.split())
"""After one of these stands the number of something, and no year."""

STARTS = frozenset(
    {*MONTHS, *SHORT_MONTHS, *SHORT_MARKS}.union(
        SEASONS,
        YEARS,
        DECADE,
        CENTURY,
        MILLENNIUM,
        ORDINALS,
        PARTS,
        MARKS,
        BETWEEN,
        FROM,
        SINCE,
        UNTIL,
        BEFORE,
        AFTER,
        BY,
        NIGHT,
        DIVISIONS,
        ("ad",),
        NOT_BEFORE,
        NOT_AFTER,
        NOT_UNTIL,
    )
)
"""The words with which a date in prose can begin; “the” and “in” are left outside of it."""
