"""Dates in words, never more precise than the EDTF that they come from.

Which form a date takes is decided here, for every language; what a language says stands in `languages`.
Phrases come in two kinds: as they stand alone (“1960s”) and as they stand in a sentence (“the 1960s”), which
the argument `inside` asks for.
"""

from __future__ import annotations

from .days import Day, days_in_month
from .edtf_forms import DateRange, DateSet, Form, Interval, Point, fitting
from .languages import NBSP, Language, language_for


def describe(form: Form | None, language: str = "en", part: str = "") -> str:
    """The words of a date; None is undated; with a `part` the form is the unit that it is a part of."""
    tongue = language_for(language)
    if form is None:
        return tongue.say("undated")
    if isinstance(form, Point):
        return tongue.part(part, _point(tongue, form, True)) if part else _point(tongue, form)
    return _span(tongue, form) if isinstance(form, Interval) else _group(tongue, form)


def bounds_words(earliest: Day | None, latest: Day | None, language: str = "en") -> str:
    """Words for bare bounds (inclusive, None unknown): “between 1956 and 1965”, “1955 or later”, “undated”.

    Bounds that make whole months or years are said in months or years; the words are never more precise than
    the bounds.
    """
    tongue = language_for(language)
    if not earliest and not latest:
        return tongue.say("undated")
    whole_months = (not earliest or earliest.day == 1) and (
        not latest or latest.day == days_in_month(latest.year, latest.month)
    )
    whole_years = whole_months and (not earliest or earliest.month == 1) and (not latest or latest.month == 12)
    fields = 1 if whole_years else 2 if whole_months else 3
    return _run(tongue, DateRange(_bare(earliest, fields), _bare(latest, fields)))


def month_and_year(month: int, year: int, language: str) -> str:
    """“February 1985”, for sentences about what is wrong with a date."""
    tongue = language_for(language)
    return f"{tongue.months[month - 1]} {_year(tongue, year)}"


def listed(tongue: Language, items: list[str], conjunction: str) -> str:
    """“1667, 1668 or 1670”; the conjunction is 'or' or 'and'."""
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {tongue.say(conjunction)} {items[-1]}"


def _bare(day: Day | None, fields: int) -> Point | None:
    if day is None:
        return None
    month = f"{day.month:02}" if fields > 1 else ""
    return Point(str(day.year), day.year, day, day, "", month, f"{day.day:02}" if fields > 2 else "")


# Years, and what stands for several of them.


def _year_and_era(tongue: Language, year: int) -> tuple[str, str]:
    """An astronomical year as a number of its era, and that era's template ('{}' from 1000 to 9999)."""
    number, era = (1 - year, "bc") if year <= 0 else (year, "ad")
    digits = f"{number:,}".replace(",", tongue.thousands) if number > 9999 else str(number)
    return digits, "{}" if 1000 <= year <= 9999 else tongue.phrases[era]


def _year(tongue: Language, year: int) -> str:
    digits, era = _year_and_era(tongue, year)
    return era.format(digits)


def _years(tongue: Language, first: int, last: int, joint: str = "–") -> str:
    """Two years, with their era once where they share it: “44–43 BC”, “1 BC – 9 AD”."""
    (a, era_a), (b, era_b) = _year_and_era(tongue, first), _year_and_era(tongue, last)
    if era_a == era_b:
        return era_a.format(f"{a}{joint}{b}")
    return f"{era_a.format(a)}{_wide(joint)}{era_b.format(b)}"


def _wide(joint: str) -> str:
    """A dash between phrases of several words has spaces around it, one between single words has none."""
    return " – " if joint == "–" else joint


def _unit(tongue: Language, pattern: str) -> str:
    """The years that a year with unspecified digits can mean, as they stand in a sentence: “the 1960s”."""
    if _is_shaped(pattern):
        return tongue.say("year shaped", pattern)
    bc, head = pattern.startswith("-"), pattern.strip("-X")
    number = int(head)
    if len(head) == 3:
        if bc:
            return tongue.say("odd decade", _years(tongue, -number * 10 - 9, -number * 10 or -1))
        # “The 1900s” would be taken for the century.
        if number % 10 == 0:
            return tongue.say("odd decade", _years(tongue, number * 10, number * 10 + 9))
        first, era = _year_and_era(tongue, number * 10)
        return tongue.say("decade", first, era.removeprefix("{}"))
    unit = tongue.century(number + 1) if len(head) == 2 else tongue.millennium(number + 1)
    return tongue.say("bc unit", unit) if bc else unit


def _is_shaped(pattern: str) -> bool:
    """Whether the unspecified digits leave no decade, century or millennium: `19X5`, `X9XX`."""
    return "X" in pattern.rstrip("X")


# One date.


def _point(tongue: Language, point: Point, inside: bool = False) -> str:
    marks = set(point.marks[: point.components])
    if marks == {""}:
        return _unmarked(tongue, point, inside)
    if len(marks) > 1:
        return f"{_unmarked(tongue, point, inside)} ({_marked_components(tongue, point)})"
    mark = marks.pop()
    words = _unmarked(tongue, point, True)
    if point.components > 1 and "X" in point.year + point.month + point.day:
        return tongue.say(f"after {mark}", words)
    if point.estimate:  # already said to be about some year
        if mark == "~":
            return words
        mark = "?"
    return tongue.say(f"{'inside' if inside else 'mark'} {mark}", words)


def _unmarked(tongue: Language, point: Point, inside: bool) -> str:
    if point.estimate and point.value is not None:
        years = tongue.say("between years", _years(tongue, *point.estimate, tongue.say("between joint")))
        return tongue.say("estimate", _year(tongue, point.value), years)
    if point.season:
        return _season(tongue, point, inside)
    if point.month:
        return _month_or_day(tongue, point)
    if point.value is not None:
        return _year(tongue, point.value)
    if point.year == "XXXX":
        return tongue.say("some unknown year" if inside else "year unknown")
    unit = _unit(tongue, point.year)
    return unit if inside else tongue.alone(unit)


def _season(tongue: Language, point: Point, inside: bool) -> str:
    name, in_year = tongue.season(point.season)
    if point.value is None:
        words = f"{name}, {_unknown_year(tongue, point)}"
    else:
        turning = point.earliest and point.latest and point.earliest.year != point.latest.year
        years = _years(tongue, point.value, point.value + 1) if turning else _year(tongue, point.value)
        words = in_year.format(years)
    if 25 <= point.season <= 32:
        words = tongue.say("northern" if point.season <= 28 else "southern", words)
    return words if inside else tongue.alone(words)


def _month_or_day(tongue: Language, point: Point) -> str:
    words, names_month = _within_year(tongue, point)
    if point.value is not None:
        year = _year(tongue, point.value)
        words = f"{words} {year}" if names_month else tongue.say("in", words, year)
        return f"{words}, {_time(point.time)}" if point.time else words
    if names_month:
        return f"{words}, {_unknown_year(tongue, point)}"
    if point.year != "XXXX":
        return tongue.say("in", words, _unit(tongue, point.year))
    unknown = _unknown_year(tongue, point)
    return unknown if point.day in ("", "XX") else f"{words}, {unknown}"


def _unknown_year(tongue: Language, point: Point) -> str:
    if point.year == "XXXX":
        return tongue.say("year unknown")
    unit = _unit(tongue, point.year)
    return unit if _is_shaped(point.year) else tongue.say("some year in", unit)


def _within_year(tongue: Language, point: Point) -> tuple[str, bool]:
    """What a point says beside its year, and whether that ends in the name of a month."""
    months, days = fitting(point.month, range(1, 13)), fitting(point.day or "XX", range(1, 32))
    names = [tongue.months[month - 1] for month in months]
    if len(months) == 1:
        if not point.day:
            return names[0], True
        if point.day == "XX":
            return tongue.say("some day of", names[0]), True
        if _consecutive(days):
            return tongue.say("some day between", days[0], f"{days[-1]}{NBSP}{names[0]}"), True
        return f"{_numbers(tongue, days)}{NBSP}{names[0]}", True
    if point.month == "XX":
        if point.day in ("", "XX"):
            return tongue.say("some day" if point.day else "some month"), False
        return tongue.say("day of some month", _numbers(tongue, days)), False
    if not _consecutive(months):
        period = listed(tongue, names, "or")
        if not point.day:
            return period, True
        if point.day == "XX":
            return tongue.say("some day of", period), True
        return tongue.say("day of month", _numbers(tongue, days), period), True
    if point.day == "XX":
        return tongue.say("some day between", names[0], names[-1]), True
    period = tongue.say("some month between", names[0], names[-1])
    if not point.day:
        return period, True
    return tongue.say("day of month", _numbers(tongue, days), period), True


def _consecutive(values: tuple[int, ...]) -> bool:
    return len(values) > 2 and values[-1] - values[0] == len(values) - 1


def _numbers(tongue: Language, days: tuple[int, ...]) -> str:
    return listed(tongue, [str(day) for day in days], "or")


def _time(time: str) -> str:
    clock, zone = time[:8], time[8:]
    return f"{clock} UTC{zone.replace('Z', '').replace('-', '−')}" if zone else clock


def _marked_components(tongue: Language, point: Point) -> str:
    """“year uncertain, day approximate”: the marks of a point that does not bear one as a whole."""
    names = ["year", "month", "day"]
    if point.season:
        names[1] = "part" if point.season > 32 else "season"
    by_mark: dict[str, list[str]] = {}
    for name, mark in zip(names, point.marks, strict=True):
        if mark:
            by_mark.setdefault(mark, []).append(name)
    said = []
    for mark, found in by_mark.items():
        components = [tongue.components[name] for name in found]
        form = components[0][1] if len(components) == 1 else 2
        said.append(f"{listed(tongue, [name for name, _ in components], 'and')} {tongue.adjectives[mark][form]}")
    return ", ".join(said)


# Intervals, runs and sets.


def _span(tongue: Language, span: Interval) -> str:
    """What lasted from one end to the other."""
    lower, upper = span.lower, span.upper
    if lower and upper:
        pair = _pair(tongue, lower, upper, "–")
        if pair:
            return pair
        from_, to = _point(tongue, lower, True), _point(tongue, upper, True)
        if from_ == to:
            return _point(tongue, lower)
        return f"{tongue.from_(from_)} {tongue.to(to, upper)}"
    if lower:
        from_ = tongue.from_(_point(tongue, lower, True))
        return tongue.say("from on", from_) if span.upper_open else f"{from_}, {tongue.say('end unknown')}"
    if upper:
        until = tongue.until(_point(tongue, upper, True), upper)
        return until if span.lower_open else f"{until}, {tongue.say('beginning unknown')}"
    beginning = tongue.say("beginning open" if span.lower_open else "beginning unknown")
    return f"{beginning}, {tongue.say('end open' if span.upper_open else 'end unknown')}"


def _run(tongue: Language, run: DateRange) -> str:
    """Some moment in a run."""
    lower, upper = run.lower, run.upper
    if lower and upper:
        first, last = _point(tongue, lower, True), _point(tongue, upper, True)
        if first == last:
            return _point(tongue, lower)
        pair = _pair(tongue, lower, upper, tongue.say("between joint"))
        return tongue.say("between years", pair) if pair else tongue.say("between", first, last)
    if lower:
        return tongue.say("or later", _point(tongue, lower, True))
    return _no_later_than(tongue, upper) if upper else tongue.say("undated")


def _no_later_than(tongue: Language, upper: Point) -> str:
    if not upper.is_plain or upper.value is None:
        return tongue.say("or earlier", _point(tongue, upper, True))
    return tongue.say(("by year", "by month", "by day")[upper.components - 1], _point(tongue, upper))


def _pair(tongue: Language, a: Point, b: Point, joint: str) -> str:
    """Two plain points of one precision, without saying twice what they share; '' for any others."""
    if not (a.is_plain and b.is_plain and a.components == b.components) or a.value is None or b.value is None:
        return ""
    first, last = _point(tongue, a), _point(tongue, b)
    if first == last:
        return first
    if a.components == 1:
        return _years(tongue, a.value, b.value, joint)
    if a.value != b.value:
        return f"{first}{_wide(joint)}{last}"
    month = tongue.months[int(a.month) - 1]
    if a.components == 2:
        return f"{month}{joint}{last}"
    if a.month != b.month:
        return f"{int(a.day)}{NBSP}{month}{_wide(joint)}{last}"
    return f"{int(a.day)}{joint}{last}"


def _group(tongue: Language, group: DateSet) -> str:
    if len(group.members) == 1 and isinstance(group.members[0], Point):
        return _point(tongue, group.members[0])
    said = []
    for member in group.members:
        if isinstance(member, Point):
            said.append(_point(tongue, member, True))
        elif group.one_of:
            said.append(_run(tongue, member))
        else:
            said.append(_span(tongue, Interval(member.lower, member.upper, lower_open=True, upper_open=True)))
    return listed(tongue, said, "or" if group.one_of else "and")
