"""How many events each further choice would leave: true counts, each facet over the selection without itself.

One statement gives all the counts of a view: plain SQL through the ORM, the reference for anything faster.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, Count, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Floor

from events.models import Citation, Event, Evidence, Participant
from events.querysets import PUBLISHED, EventQuerySet
from events.selection.filters import YEARS, Timeline
from events.statements import Statement

FACETS = ["theme", "actor", "source", "debate", "proponent", "contested", "basis", "prominence", "decade"]
MAX_DECADES = 200
NOTHING = Value("")


@dataclass(frozen=True)
class Choice:
    """A value of a facet: as a parameter, in words, and the number of events that the page would show with it alone."""

    value: str
    label: str
    count: int
    order: str = ""


class Choices(list[Choice]):
    """The values of a facet in their order. Columns have some of their own, made only where they are looked at."""

    def having(self, values: Iterable[str]) -> list[Choice]:
        """The choices of these values, of those that are there."""
        return [choice for choice in self if choice.value in values]


@dataclass
class Facets:
    """The counts of a view.

    `choices` maps each facet to its values with at least one event. `spans` counts the dated events that match all
    but the years asked for, by the first and the last year of their bounds, None where one is open or unknown.
    """

    count: int = 0
    undated: int = 0
    choices: dict[str, Sequence[Choice]] = field(default_factory=dict)
    spans: Counter = field(default_factory=Counter)

    def as_json(self) -> dict:
        """The shape of `/export/facets.json`."""
        counts = {name: {choice.value: choice.count for choice in self.choices.get(name, [])} for name in FACETS}
        return {"count": self.count, "undated": self.undated, "facets": counts}


def count(timeline: Timeline) -> Facets:
    """All the counts of a view, in one statement."""
    facets, choices = Facets(), defaultdict[str, list[Choice]](list)
    for name, value, label, order, number in _rows(timeline):
        if name == "count":
            facets.count = number
        elif name == "undated":
            facets.undated = number
        elif name == "span":
            facets.spans[_year(value), _year(label)] += number
        else:
            choices[name].append(Choice(value, label, number, order))
    facets.choices = {name: in_order(name, found) for name, found in choices.items()}
    facets.choices["decade"] = decades(facets.spans)
    return facets


def in_order(facet: str, choices: Iterable[Choice]) -> Choices:
    """Those with most events first; themes and prominences keep an order of their own, which says something."""
    if facet in ("theme", "prominence"):
        return Choices(sorted(choices, key=lambda choice: (choice.order, choice.value)))
    return Choices(sorted(choices, key=lambda choice: (-choice.count, choice.order, choice.value)))


def decades(spans: Counter) -> list[Choice]:
    """The decades that hold a known bound, at most the MAX_DECADES fullest, each with the events possibly in it."""
    firsts: Counter = Counter()
    lasts: Counter = Counter()
    for (first, last), number in spans.items():
        if first is not None:
            firsts[first // 10 * 10] += number
        if last is not None:
            lasts[last // 10 * 10] += number
    total, begin, end = sum(spans.values()), _running(firsts), _running(lasts)
    counted = {
        decade: total - _sum_after(begin, decade) - _sum_before(end, decade) for decade in firsts.keys() | lasts.keys()
    }
    fullest = sorted(counted, key=lambda decade: (-counted[decade], decade))[:MAX_DECADES]
    return [Choice(str(decade), str(decade), counted[decade]) for decade in sorted(fullest)]


def _running(counter: Counter) -> tuple[list[int], list[int]]:
    """The keys in order, and how much lies before each, with the whole at the end."""
    keys, sums = sorted(counter), [0]
    for key in keys:
        sums.append(sums[-1] + counter[key])
    return keys, sums


def _sum_before(running, key: int) -> int:
    keys, sums = running
    return sums[bisect_left(keys, key)]


def _sum_after(running, key: int) -> int:
    keys, sums = running
    return sums[-1] - sums[bisect_right(keys, key)]


def _year(text: str) -> int | None:
    return int(text) if text else None


def _rows(timeline: Timeline) -> Iterable[tuple]:
    return _counts(timeline) if timeline.in_force else _counts_of_all(connection.vendor).rows()


@cache
def _counts_of_all(vendor: str) -> Statement:
    """The counts without any filter: the view asked for most, so compiled once."""
    return Statement(_counts(Timeline()))


def _counts(timeline: Timeline) -> QuerySet:
    in_force = frozenset(timeline.in_force)

    @cache
    def without(given: frozenset[str]) -> RawSQL:
        # Where nothing can match, the counts are still asked for: they are 0.
        compiler = timeline.without(*given).values("pk").query.get_compiler(connection=connection, elide_empty=False)
        return RawSQL(*compiler.as_sql())

    def selection(*left_out: str) -> RawSQL:
        """The keys of the selection without some parameters; most facets share one, which is compiled once."""
        return without(in_force.intersection(left_out))

    def events(*left_out: str) -> EventQuerySet:
        return Event.objects.filter(pk__in=selection(*left_out))

    def within(*left_out: str) -> dict:
        return {"event__in": selection(*left_out)}

    evidence = Evidence.objects.public()
    role = {"role": timeline.value("role")} if timeline.value("role") else {}
    first, *others = [
        _counted("count", events()),
        _counted("undated", events(*YEARS).filter(undated=True)),
        _counted(
            "span", events(*YEARS).filter(undated=False), value=_year_of("earliest"), label=_year_of("latest")
        ),
        _counted(
            "theme",
            Event.themes.through.objects.filter(**within("theme")),
            value=F("theme__slug"), label=F("theme__name"), order=Cast(F("theme__position") + 10**5, CharField()),
        ),
        _counted(
            "actor",
            Participant.objects.filter(**within("actor"), **role),
            value=F("actor__slug"), label=F("actor__name"), order=F("actor__sort_name"), counted="event",
        ),
        _counted(
            "source",
            Citation.objects.filter(**within("source")),
            value=F("source__slug"), label=F("source__short_reference"), order=F("source__sort_key"), counted="event",
        ),
        _counted(
            "debate",
            evidence.filter(interpretation__debate__status=PUBLISHED, **within("debate")),
            value=F("interpretation__debate__slug"), label=F("interpretation__debate__question"), counted="event",
        ),
        _counted(
            "proponent",
            evidence.filter(interpretation__proponents__isnull=False, **within("proponent")),
            value=F("interpretation__proponents__slug"), label=F("interpretation__proponents__name"),
            order=F("interpretation__proponents__sort_name"), counted="event",
        ),
        _counted("contested", events("contested").contested(), value=Value("1")),
        _counted("basis", events("basis").exclude(date_basis=""), value=F("date_basis")),
        _counted(
            "prominence", events("prominence"),
            value=Cast("prominence", CharField()), order=Cast("prominence", CharField()),
        ),
    ]  # fmt: skip
    return first.union(*others, all=True)


def _counted(name, queryset, *, value=NOTHING, label=NOTHING, order=NOTHING, counted="pk") -> QuerySet:
    """Rows (name, value, label, order, number of distinct `counted`), grouped by value, label and order."""
    columns = {"facet_": Value(name), "value_": value, "label_": label, "order_": order}
    texts = {column: Cast(expression, CharField()) for column, expression in columns.items()}
    grouped = queryset.order_by().annotate(**texts).values(*texts)
    return grouped.annotate(number_=Count(counted, distinct=counted != "pk")).values_list(*texts, "number_")


def _year_of(column: str):
    """The year of a bound, rounded down before year 0 too; blank where there is none."""
    year = Cast(Cast(Floor(Cast(F(column), FloatField()) / 10000.0), BigIntegerField()), CharField())
    return Case(When(**{f"{column}__isnull": True}, then=Value("")), default=year)
