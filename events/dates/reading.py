"""Reading EDTF: ISO 8601-2:2019 and the Library of Congress's EDTF specification, levels 0–2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from . import words
from .days import Day, day_in_order, days_in_month
from .edtf_forms import DateRange, DateSet, Form, Interval, Point, coarsest, fitting, join_marks
from .faults import shown, wrong, wrong_at
from .messages import gettext as _
from .messages import language
from .parts import PARTS, check_part, four_digits, part_unit
from .unspecified import season_bounds, unspecified_bounds, years_of

MAX_LENGTH = 100
"""A date has at most so many characters."""
MAX_YEAR_DIGITS = 12
"""A year has at most so many digits, its exponent counted out."""

_ALLOWED = re.compile(r"[0-9XYESTZ?~%+:.,/\[\]{}-]*")
_PLAIN = re.compile(r"(-?[0-9]{4})(?:-(0[1-9]|1[0-2])(?:-((?!00)[0-3][0-9]))?)?")
_YEAR = re.compile(r"([?~%]?)(-?[0-9X]{4})(?:S([0-9]+))?([?~%]?)")
_FIELD = re.compile(r"-([?~%]?)([0-9X]{2})([?~%]?)")
_LONG_YEAR = re.compile(r"(Y(-?)([1-9][0-9]*)(?:E([1-9][0-9]*))?)(?:S([0-9]+))?([?~%]?)")
_TIME = re.compile(
    r"T((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)"
    r"(Z|[+-](?:(?:0[0-9]|1[0-3])(?::[0-5][0-9])?|14(?::00)?))?"
)


class UnevenRange(ValueError):
    """The refusal of a set with a range from one precision to another; `instead` is the EDTF to write."""

    def __init__(self, sentence: str, instead: str) -> None:
        super().__init__(sentence)
        self.instead = instead


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as a source gives it: what was written, the days it can mean, and how to say it.

    `edtf` is the string as written; `earliest` and `latest` are inclusive, None where that end is open or
    unknown; `precision` is one of PRECISIONS or '' where undated; `part` is '', 'early', 'mid' or 'late';
    `qualifier` sums the marks up: '', '?' (uncertain), '~' (approximate) or '%' (both).
    """

    edtf: str
    part: str
    earliest: Day | None
    latest: Day | None
    precision: str
    qualifier: str
    form: Form | None

    def words(self, language: str = "en") -> str:
        """The date in words, English or Romanian, never more precise than what was written.

        Any other language gets English. Between a day and its month stands a no-break space.
        """
        unit = _parse(part_unit(self.part, self.edtf), "") if self.part else self
        return words.describe(unit.form, language, self.part)

    def __str__(self) -> str:
        return self.edtf

    @property
    def is_undated(self) -> bool:
        """Whether neither bound is known."""
        return self.earliest is None and self.latest is None

    @property
    def day_in_order(self) -> Day | None:
        """The day at which it stands in a list in order of time; None where undated.

        What lasted stands at the latest day on which it can have begun or, without a beginning, at its end; anything
        else as `day_in_order` of its bounds.
        """
        begun = self.form.lower if isinstance(self.form, Interval) else None
        if begun and begun.latest:
            return min(begun.latest, self.latest) if self.latest else begun.latest
        return day_in_order(self.earliest, self.latest)

    @property
    def uncertain(self) -> bool:
        return self.qualifier in ("?", "%")

    @property
    def approximate(self) -> bool:
        return self.qualifier in ("~", "%")

    @property
    def is_interval(self) -> bool:
        """Whether it says that something lasted, from A to B."""
        return isinstance(self.form, Interval)

    @property
    def is_set(self) -> bool:
        """Whether it says one of several dates: `[…]`."""
        return isinstance(self.form, DateSet) and self.form.one_of

    @property
    def is_all_of(self) -> bool:
        """Whether it says all of several dates: `{…}`."""
        return isinstance(self.form, DateSet) and not self.form.one_of


UNDATED = EdtfDate("", "", None, None, "", "", None)
"""The date of something without a date; `parse('')` refuses, so that a lost date is never taken for it."""


def parse(text: str, part: str = "") -> EdtfDate:
    """Read an EDTF string (ISO 8601-2, levels 0–2); `part` is '', 'early', 'mid' or 'late'.

    Raises ValueError, and nothing else, with one sentence that says what is wrong and where. Decisions that
    the specifications leave open:

    - Winter (24, 28), and summer in the southern hemisphere (30), runs from December of the year named to
      the end of February of the next. Seasons 21–24 are those of the northern hemisphere.
    - `XXXX` is a year unknown, not one of 0000–9999: neither bound is known.
    - Precision is the finest unit that is wholly given, so `1984-1X` and `2004-XX` have the precision year,
      `156X-12-25` decade, `1950S2` century. Quarters, thirds and halves of a year count as season; an
      interval has the coarser one of its known ends; one-of sets are a range; all-of sets have their
      coarsest member's.
    - A right-hand mark qualifies its component and all to the left of it, a left-hand mark its own alone
      (level 2, qualification); marks that meet on one component add up to `%`.
    - A set may have one member, and marks go with every form but a time.
    """
    if not isinstance(text, str):
        raise ValueError(f"A date is a string in EDTF, not {type(text).__name__}.")
    if part not in ("", *PARTS):
        check_part(part)
    return _parse(text, part)


@lru_cache(maxsize=16_384)
def _parse(text: str, part: str) -> EdtfDate:
    form = _read(text)
    if part:
        part_unit(part, text)
    earliest, latest, precision, qualifier = _summary(form)
    return EdtfDate(text, part, earliest, latest, precision, qualifier, form)


def _read(text: str) -> Form:
    if not text.strip():
        raise ValueError(_("A date is empty: write it in EDTF, for example 1958-07-25 or 196X."))
    if len(text) > MAX_LENGTH:
        raise wrong(
            text,
            _("a date has at most %(most)d characters, this one has %(length)d")
            % {"most": MAX_LENGTH, "length": len(text)},
        )
    allowed = _ALLOWED.match(text)
    index = allowed.end() if allowed else 0
    if index < len(text):
        character = text[index]
        if character.isspace():
            raise wrong(
                text,
                _("a date has no blanks, and at position %(position)d stands one") % {"position": index + 1},
            )
        what = _("at position %(position)d stands “%(character)s”, which is not used in EDTF")
        if character in "xyest" and _ALLOWED.fullmatch(text.upper()):  # no word, but a date typed in small letters
            what = _(
                "at position %(position)d stands “%(character)s”, which is not used in EDTF;"
                " write it as a capital “%(capital)s”"
            )
        values = {"position": index + 1, "character": shown(character), "capital": character.upper()}
        raise wrong(text, what % values)
    if text[0] in "[{":
        return _read_group(text)
    if "/" in text:
        return _read_span(text)
    return _read_point(text, 0, len(text), with_time=True)


def _read_span(text: str) -> Interval:
    slash = text.index("/")
    second = text.find("/", slash + 1)
    if second >= 0:
        raise wrong(
            text,
            _("an interval has one “/”, and at position %(position)d stands a second") % {"position": second + 1},
        )
    if text == "/":
        raise wrong(text, _("an interval names its beginning or its end"))
    before, after = text[:slash], text[slash + 1 :]
    lower = None if before in ("", "..") else _read_point(text, 0, slash)
    upper = None if after in ("", "..") else _read_point(text, slash + 1, len(text))
    _check_order(text, lower, upper, before, after, _("the interval ends (%(end)s) before it begins (%(beginning)s)"))
    return Interval(lower, upper, before == "..", after == "..")


def _read_group(text: str) -> DateSet:
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing:
        raise wrong_at(text, len(text), len(text), _("the closing “%(bracket)s”") % {"bracket": closing})
    members: list[Point | DateRange] = []
    start, end = 1, len(text) - 1
    while True:
        comma = text.find(",", start, end)
        stop = end if comma < 0 else comma
        members.append(_read_member(text, start, stop))
        if comma < 0:
            return DateSet(closing == "]", tuple(members))
        start = comma + 1


def _read_member(text: str, start: int, stop: int) -> Point | DateRange:
    dots = text.find("..", start, stop)
    if dots < 0:
        return _read_point(text, start, stop)
    if dots == start and dots + 2 == stop:
        raise wrong(text, _("at position %(position)d the dots stand beside no date") % {"position": start + 1})
    lower = None if dots == start else _read_point(text, start, dots)
    upper = None if dots + 2 == stop else _read_point(text, dots + 2, stop)
    _check_order(
        text,
        lower,
        upper,
        text[start:dots],
        text[dots + 2 : stop],
        _("the range ends (%(end)s) before it begins (%(beginning)s)"),
    )
    _check_precision(text, start, stop, lower, upper)
    return DateRange(lower, upper)


def _check_precision(text: str, start: int, stop: int, lower: Point | None, upper: Point | None) -> None:
    """The ends of a range in a set have one precision (ISO 8601-2 §6.4)."""
    if not (lower and upper and lower.earliest and upper.latest) or _fineness(lower) == _fineness(upper):
        return
    fields = max(lower.components if not lower.season else 2, upper.components if not upper.season else 2)
    ends = (
        "-".join([four_digits(day.year), f"{day.month:02}", f"{day.day:02}"][:fields]) + point.qualifier
        for point, day in ((lower, lower.earliest), (upper, upper.latest))
    )
    instead = text[:start] + "..".join(ends) + text[stop:]
    what = _("both ends of a range in a set have one precision: write %(edtf)s") % {"edtf": instead}
    raise UnevenRange(str(wrong(text, what)), instead)


def _fineness(point: Point) -> tuple[int, bool, int]:
    """What two ends of a range must have in common."""
    return point.components, bool(point.season), len(point.year) - len(point.year.rstrip("X"))


def _check_order(text: str, lower: Point | None, upper: Point | None, before: str, after: str, what: str) -> None:
    if lower and upper and lower.earliest and upper.latest and lower.earliest > upper.latest:
        raise wrong(text, what % {"end": shown(after), "beginning": shown(before)})


def _read_point(text: str, start: int, stop: int, with_time: bool = False) -> Point:
    plain = _PLAIN.fullmatch(text, start, stop)
    if plain:
        year, month, day = plain.groups(default="")
        return _plain_point(text, year, month, day)
    if start == stop:
        raise wrong_at(text, start, start, _("a date"))
    if text[start] == "Y":
        return _read_long_year(text, start, stop)
    if text.startswith("..", start, stop):
        raise wrong(
            text,
            _(
                "at position %(position)d stand dots outside an interval or a set: “on or before 1984” is "
                "[..1984], and what lasted until 1984 is ../1984"
            )
            % {"position": start + 1},
        )
    written = _YEAR.match(text, start, stop)
    if not written:
        raise wrong_at(text, _first_strange(text, start, stop, signed=True), stop, _("a digit of the year"))
    left, digits, significant, right = written.groups(default="")
    if digits == "-0000":
        raise wrong(text, _("the year 0000 has no minus sign"))
    if digits == "-XXXX":
        raise wrong(text, _("an unknown year has no minus sign; before our era is [..0000]"))
    marks = [(left, right)]
    fields: list[str] = []
    index = written.end()
    while index < stop and text[index] == "-" and len(fields) < 2:
        field = _FIELD.match(text, index, stop)
        if not field:
            expected = _("a digit of the day") if fields else _("a digit of the month")
            strange = _first_strange(text, index + 1, stop)
            raise wrong_at(text, strange, stop, expected)
        marks.append((field[1], field[3]))
        fields.append(field[2])
        index = field.end()
    time = ""
    if with_time and index < stop and text[index] == "T" and len(fields) == 2:
        found = _TIME.fullmatch(text, index, stop)
        if not found:
            raise wrong(
                text,
                _("from position %(position)d the time is not hh:mm:ss, with Z or ±hh:mm for its zone")
                % {"position": index + 1},
            )
        if "X" in text or any(map(any, marks)):
            raise wrong(text, _("a time goes with a day without marks and unspecified digits"))
        time, index = found[0][1:], stop
    if index < stop:
        more = text[index] in "0123456789" and not fields and not significant
        hint = (
            _("the end of the year (a year of five digits or more begins with Y)") if more else _("the end of the date")
        )
        raise wrong_at(text, index, stop, hint)
    if significant:
        if fields or "X" in digits:
            raise wrong(text, _("significant digits (S) go with a whole year alone"))
        return _estimated(text, digits, int(digits), 4, significant, _marks(text, marks))
    return _point(text, digits, fields, time, _marks(text, marks))


def _plain_point(
    text: str, year: str, month: str, day: str, time: str = "", marks: tuple[str, str, str] = ("", "", "")
) -> Point:
    """A date with all its digits: the fast path."""
    if year == "-0000":
        raise wrong(text, _("the year 0000 has no minus sign"))
    value = int(year)
    if not month:
        return Point(year, value, Day(value, 1, 1), Day(value, 12, 31), "year", marks=marks)
    m = int(month)
    length = days_in_month(value, m)
    if not day:
        return Point(year, value, Day(value, m, 1), Day(value, m, length), "month", month, marks=marks)
    d = int(day)
    if not 1 <= d <= length:
        raise wrong(
            text,
            _("%(month)s has %(length)d days")
            % {"month": words.month_and_year(m, value, language()), "length": length},
        )
    only = Day(value, m, d)
    return Point(year, value, only, only, "day", month, day, time=time, marks=marks)


def _point(text: str, year: str, fields: list[str], time: str, marks: tuple[str, str, str]) -> Point:
    month, day = (*fields, "", "")[:2]
    value = None if "X" in year else int(year)
    season = int(month) if month.isdigit() and 21 <= int(month) <= 41 else 0
    if season:
        if day:
            raise wrong(text, _("%(month)s is a season or a part of the year, which has no days") % {"month": month})
        return _season(text, year, value, season, marks)
    if month and not fitting(month, range(1, 13)):
        raise wrong(
            text,
            _("there is no month %(month)s: months are 01 to 12, seasons and parts of the year 21 to 41")
            % {"month": month},
        )
    if day and not fitting(day, range(1, 32)):
        raise wrong(text, _("there is no day %(day)s: days are 01 to 31") % {"day": day})
    if "X" not in year + month + day:
        return _plain_point(text, year, month, day, time, marks)
    unknown = year == "XXXX"
    # A leap year stands in for an unknown one, to see whether there is such a day at all.
    bounds = unspecified_bounds("2000" if unknown else year, month, day)
    if bounds is None:
        raise wrong(text, _("the calendar has no such day"))
    if unknown:
        return Point(year, None, None, None, "", month, day, marks=marks)
    precision = _precision(year, month, day)
    return Point(year, value, *bounds, precision, month, day, marks=marks)


def _season(text: str, year: str, value: int | None, season: int, marks: tuple[str, str, str]) -> Point:
    if year == "XXXX":
        return Point(year, None, None, None, "", season=season, marks=marks)
    if value is None:
        earliest = season_bounds(next(years_of(year)), season)[0]
        latest = season_bounds(next(years_of(year, backwards=True)), season)[1]
        return Point(year, None, earliest, latest, _precision(year, "", ""), season=season, marks=marks)
    return Point(year, value, *season_bounds(value, season), "season", season=season, marks=marks)


def _read_long_year(text: str, start: int, stop: int) -> Point:
    match = _LONG_YEAR.match(text, start, stop)
    if not match:
        index = start + 1 + text.startswith("-", start + 1, stop)
        raise wrong_at(text, index, stop, _("the first digit of the year (not 0)"))
    bare, sign, base, exponent, significant, mark = match.groups(default="")
    if match.end() < stop:
        raise wrong_at(text, match.end(), stop, _("the end of the date"))
    digits = len(base) + int(exponent or 0)
    if digits > MAX_YEAR_DIGITS:
        raise wrong(text, _("a year has at most %(most)d digits") % {"most": MAX_YEAR_DIGITS})
    if not exponent and digits < 5:
        raise wrong(text, _("a year of four digits is written without Y, one of fewer with zeros before it"))
    value = int(sign + base) * 10 ** int(exponent or 0)
    marks = (mark, "", "")
    if significant:
        return _estimated(text, bare, value, digits, significant, marks)
    return Point(bare, value, Day(value, 1, 1), Day(value, 12, 31), "year", marks=marks)


def _estimated(text: str, year: str, value: int, digits: int, significant: str, marks: tuple[str, str, str]) -> Point:
    """`1950S2`: some year of which only the first two digits count (level 2, significant digits)."""
    count = int(significant)
    if not 1 <= count <= digits:
        raise wrong(
            text,
            _("after S stands how many of the year's %(digits)d digits are significant") % {"digits": digits},
        )
    size = 10 ** (digits - count)
    nearest = abs(value) // size * size
    first, last = nearest, nearest + size - 1
    if value < 0:
        first, last = -last, -max(first, 1)
    units = ("year", "decade", "century", "millennium")
    precision = units[digits - count] if digits - count < len(units) else "range"
    estimate = (first, last) if size > 1 else None
    return Point(year, value, Day(first, 1, 1), Day(last, 12, 31), precision, estimate=estimate, marks=marks)


def _first_strange(text: str, start: int, stop: int, signed: bool = False) -> int:
    """Where, after a mark and a sign, the first character stands that is no digit."""
    index = start
    if index < stop and text[index] in "?~%":
        index += 1
    if signed and index < stop and text[index] == "-":
        index += 1
    while index < stop and text[index] in "0123456789X":
        index += 1
    return index


def _marks(text: str, found: list[tuple[str, str]]) -> tuple[str, str, str]:
    """The marks of year, month and day: a right-hand one reaches all to its left."""
    if any(left and right for left, right in found):
        raise wrong(text, _("a part of a date has one mark, on its left or on its right"))
    result = [join_marks(left, *(right for _, right in found[place:])) for place, (left, _) in enumerate(found)]
    year, month, day = (*result, "", "")[:3]
    return year, month, day


def _precision(year: str, month: str, day: str) -> str:
    """The finest unit that is given with all its digits."""
    digits = year.lstrip("-")
    if "X" in digits:
        return ("range", "millennium", "century", "decade")[digits.index("X")]
    if not month or "X" in month:
        return "year"
    return "month"  # only a day with unspecified digits is left: one without comes by the fast path


def _summary(form: Form) -> tuple[Day | None, Day | None, str, str]:
    """Earliest, latest, precision and marks of the whole."""
    if isinstance(form, Point):
        return form.earliest, form.latest, form.precision, form.qualifier
    if isinstance(form, Interval):
        ends = [end for end in (form.lower, form.upper) if end]
        earliest = form.lower.earliest if form.lower else None
        latest = form.upper.latest if form.upper else None
        precision = coarsest(*(end.precision for end in ends))
        return _dated(earliest, latest, precision, join_marks(*(end.qualifier for end in ends)))
    lowers = [m.earliest if isinstance(m, Point) else m.lower and m.lower.earliest for m in form.members]
    uppers = [m.latest if isinstance(m, Point) else m.upper and m.upper.latest for m in form.members]
    points: list[Point] = []
    for member in form.members:
        points += [member] if isinstance(member, Point) else [e for e in (member.lower, member.upper) if e]
    known_lowers, known_uppers = [d for d in lowers if d], [d for d in uppers if d]
    earliest = min(known_lowers) if len(known_lowers) == len(lowers) else None
    latest = max(known_uppers) if len(known_uppers) == len(uppers) else None
    single = len(form.members) == 1 and isinstance(form.members[0], Point)
    precision = "range" if form.one_of and not single else coarsest(*(p.precision for p in points))
    return _dated(earliest, latest, precision, join_marks(*(p.qualifier for p in points)))


def _dated(
    earliest: Day | None, latest: Day | None, precision: str, qualifier: str
) -> tuple[Day | None, Day | None, str, str]:
    return earliest, latest, precision if earliest or latest else "", qualifier
