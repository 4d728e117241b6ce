"""The filter form as a page shows it: each facet's values with their counts, the filters in force, the pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import changes, dates, results, search, suggestions
from events.facets import Choice, Facets
from events.filters import MAX_LENGTH, NARROWING, REPEATABLE, Timeline
from events.folding import words
from events.models import Actor, Debate, Event, Source, Theme
from events.timeline.entries import heading

IN_SIGHT = 8
"""So many values of a facet stand open."""

IN_A_LIST = 14
"""So many values has a list of which one can be chosen."""

THEMES = 12
DECADES = 12
"""The fullest decades stand open, the others are folded."""

PER_PAGE = 100

RELAXED = 6
"""Of so many filters in force an empty page says what leaving one out would give."""


@dataclass(frozen=True)
class Option:
    """A value as a checkbox or as an item of a list, with the number of events that it would give."""

    value: str
    label: str
    count: int
    chosen: bool
    order: str = ""

    @property
    def position(self) -> int:
        """The place of a theme among the themes; 0 for anything else."""
        return int(self.order) - 10**5 if self.order.isdigit() and len(self.order) == 6 else 0

    @property
    def offered(self) -> bool:
        """What would give nothing is shown but not offered; what is chosen can always be taken back."""
        return self.chosen or self.count > 0


@changes.kept
def every_value() -> Mapping[str, Sequence[Choice]]:
    """The values of each facet that have an event at all, with their counts in the view without filters."""
    return results.of(Timeline()).counts.choices


def every_choice(view: Timeline, counts: Facets) -> dict[str, Sequence[Choice]]:
    """All the values that the facets can have, whatever the filters in force."""
    every = every_value() if view.in_force else counts.choices
    return {
        **every,
        **{name: [Choice(value, label, 0) for value, label in values()] for name, values in CLOSED.items()},
    }


def options_of(
    name: str, choices: Sequence[Choice], every: Sequence[Choice], chosen: dict[str, str], room: int | None = None
) -> list[Option]:
    """The values of a facet: those with events in the view, then those that would give none.

    Themes and closed lists keep their order, which says something. Of any other facet no more than `room` values are
    given, the chosen ones first.
    """
    front, in_order = [], []
    if name == "theme" or name in CLOSED:
        in_order = [choice.value for choice in every]
    elif room is not None:
        front = list(chosen)
        found = [choice for choice in choices if choice.value in chosen] if chosen else []
        choices = [*found, *choices[: room + len(chosen)]]
        every = every[: room + len(choices)]
    counted = {choice.value: choice.count for choice in choices}
    known = {value: Choice(value, label, 0) for value, label in chosen.items()}
    known |= {choice.value: choice for choice in [*choices, *every]}
    values = list(dict.fromkeys([*front, *in_order, *counted, *chosen, *known]))
    if front or not in_order:
        values = values[: room and max(room, len(chosen))]
    return [
        Option(value, known[value].label, counted.get(value, 0), value in chosen, known[value].order)
        for value in values
    ]


class Facet:
    """A facet of the form. A chosen value is always in sight, even where it has no event left."""

    def __init__(self, view: Timeline, name: str, choices: Sequence[Choice], every: Sequence[Choice], chosen: dict):
        self.name = name
        self.label = view.filters[name].label
        self.several = name in REPEATABLE
        self.errors = view.form.errors.get(name, [])
        options = options_of(name, choices, every, chosen, IN_SIGHT if self.several else IN_A_LIST)
        if name == "theme":
            options = [option for place, option in enumerate(options) if place < THEMES or option.chosen]
        self.in_sight = options
        self.total = max(len(every), len(options))
        self.all_url = facet_address(name, view.canonical_query(page=None)) if self.total > len(options) else ""


def facet_address(name: str, query: str) -> str:
    """The page with all the values of a facet, under the filters of a query string."""
    return reverse("facet", args=[name]) + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Decade:
    """The years `first` to `first + 9` as a filter, with the events possibly in them; `width` is in percent."""

    first: int
    count: int
    width: float
    chosen: bool
    url: str

    @property
    def label(self) -> str:
        return decade_words(self.first, (get_language() or "en")[:2])


@lru_cache(maxsize=1000)
def decade_words(first: int, language: str) -> str:
    """“1960s”, “anii 1960”; the years themselves where that could be a century, before 1000 and after 9999."""
    unmistakable = first % 100 and 1000 <= first < 10_000
    return dates.parse(f"{first // 10}X").words(language) if unmistakable else heading((first, first + 9))


def decades_of(view: Timeline, choices: Sequence[Choice]) -> list[Decade]:
    """The decades that hold a known bound, in time; the chosen one's address is that of the view without it."""
    highest = max((choice.count for choice in choices), default=1)
    bounds = [day and day.key for day in (view.value("from"), view.value("to"))]
    possible = view.value("dates") in ("", None, "possible")
    found = []
    for choice in choices:
        first = int(choice.value)
        chosen = possible and bounds == [first * 10_000 + 101, (first + 9) * 10_000 + 1231]
        limits = (None, None) if chosen else (choice.value, str(first + 9))
        url = view.address(from_=limits[0], to=limits[1], dates=None, page=None)
        found.append(Decade(first, choice.count, round(100 * choice.count / highest, 1), chosen, url))
    return found


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the view without it."""

    name: str
    facet: str
    label: str
    url: str
    only: bool = True
    """Whether it is the only value of its facet, so that without it the facet no longer filters."""


class Form:
    """What the filter form and the lines around the list show of a view."""

    def __init__(self, view: Timeline, counts: Facets):
        self.view = view
        self.fields = view.form
        self.counts = counts
        chosen = chosen_in(view)
        every = every_choice(view, counts)
        self.facets = [
            Facet(view, name, counts.choices.get(name, []), every.get(name, []), chosen[name])
            for name in (*RECORD_FACETS, *CLOSED)
        ]
        self.hidden = [(name, value) for name in WITHOUT_CONTROL if (value := view.value(name))]
        self.chips = list(_chips(view, chosen, view.address))
        self.errors = errors_of(view)

    @property
    def errors_without_control(self) -> list[tuple[str, str, str]]:
        """The errors of parameters that stand in the address alone."""
        return [error for error in self.errors if error[0] in (*WITHOUT_CONTROL, "page")]

    @property
    def values(self) -> dict[str, str]:
        """What was typed into the fields of words, as it was typed."""
        return {name: self.view.data.get(name, "") for name in ("q", "from", "to")}

    @property
    def ends(self) -> list[dict]:
        """The two fields of years."""
        return [
            {
                "name": name,
                "label": self.view.filters[name].label,
                "value": self.values[name],
                "errors": self.view.form.errors.get(name, []),
            }
            for name in ("from", "to")
        ]

    @property
    def dates(self) -> list[Option]:
        chosen = self.view.value("dates") or "possible"
        return [Option(value, str(label), 0, value == chosen) for value, label in self._choices("dates")]

    @cached_property
    def decades(self) -> list[Decade]:
        return decades_of(self.view, self.counts.choices.get("decade", []))

    @property
    def open_decades(self) -> list[Decade]:
        """The fullest, and the chosen one, in time."""
        fullest = sorted(self.decades, key=lambda decade: (not decade.chosen, -decade.count, decade.first))[:DECADES]
        return sorted(fullest, key=lambda decade: decade.first)

    @property
    def folded_decades(self) -> list[Decade]:
        return [decade for decade in self.decades if decade not in self.open_decades]

    @property
    def orders(self) -> list[dict]:
        """The orders that make sense here, each with its address; the best match only where words are looked for."""
        chosen = self.view.value("order") or "date"
        return [
            {
                "label": label,
                "chosen": value == chosen,
                "url": self.view.address(order=None if value == "date" else value, page=None),
            }
            for value, label in self._choices("order")
            if value != "relevance" or self.view.value("q")
        ]

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [
            (label, self.view.address(name, page=None))
            for label, name in (("JSON", "events-json"), ("CSV", "events-csv"), (_("counts"), "facets-json"))
        ]

    @property
    def clear_url(self) -> str:
        return self.view.address(**without_filters())

    @property
    def in_words(self) -> str:
        """The view in words, for citing it and for paper."""
        return "; ".join(f"{chip.facet}: {chip.label}" for chip in self.chips) or _("all events")

    def relaxations(self) -> list[tuple[Chip, int]]:
        """For an empty result: each filter in force with the number of events without it."""
        found = results.of(self.view)
        dropped = [(chip, found.number_without(chip.name)) for chip in self.chips[:RELAXED] if chip.only]
        return [(chip, number) for chip, number in dropped if number]

    def _choices(self, name: str):
        return [(value, label) for value, label in self.view.form.fields[name].choices if value]


RECORD_FACETS = {"theme": Theme, "actor": Actor, "source": Source, "debate": Debate, "proponent": Actor}
CLOSED: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "basis": lambda: [(value, str(label)) for value, label in Event.Basis.choices],
    "prominence": lambda: [(str(value), str(label)) for value, label in Event.Prominence.choices],
    "contested": lambda: [("1", _("contested only"))],
}
"""The facets whose values are always the same, with the words of each."""


WITHOUT_CONTROL = ("role", "kind", "ground", "precision", "order", "lang")
"""Parameters that the form has no control for: it hands them on."""


def errors_of(view: Timeline) -> list[tuple[str, str, str]]:
    """Each parameter that is bad, its label, and what is wrong with it."""
    return [
        (name, view.filters[name].label, message) for name, messages in view.form.errors.items() for message in messages
    ]


def chosen_in(view: Timeline) -> dict[str, dict[str, str]]:
    """For each facet the values in force, with their words."""
    chosen = {name: {record.slug: str(record) for record in _records(view, name)} for name in RECORD_FACETS}
    for name, values in CLOSED.items():
        value = view.value(name)
        chosen[name] = {value: dict(values()).get(value, value)} if value else {}
    return chosen


def _records(view: Timeline, name: str) -> list:
    value = view.value(name)
    return value if isinstance(value, list) else [value] if value else []


def _chips(view: Timeline, chosen: dict[str, dict[str, str]], address: Callable[..., str]):
    """One for each filter in force, in the order of the form; each drops the page too.

    `address` gives the address of the page with the changes that it is given.
    """
    for name in view.in_force:
        label = str(view.filters[name].label)
        if name in REPEATABLE:
            for slug, words in chosen[name].items():
                rest = [other for other in chosen[name] if other != slug]
                yield Chip(name, label, words, address(**{_key(name): rest, "page": None}), only=not rest)
        else:
            yield Chip(name, label, _words(view, name, chosen), address(**{_key(name): None, "page": None}))


def _words(view: Timeline, name: str, chosen: dict[str, dict[str, str]]) -> str:
    if name in chosen:
        return next(iter(chosen[name].values()), "")
    field = view.form.fields[name]
    labels = {str(value): str(label) for value, label in getattr(field, "choices", [])}
    return labels.get(view.data.get(name, ""), view.data.get(name, ""))


def without_filters() -> dict[str, None]:
    """The changes of an address that take every filter back."""
    return {_key(name): None for name in (*NARROWING, "dates", "page")}


def _key(name: str) -> str:
    return f"{name}_"  # `from` cannot be a keyword argument


@dataclass(frozen=True)
class Spelling:
    """A query that is spelt as the corpus spells it, with the address of the view that asks for it."""

    query: str
    url: str


def spelling(view: Timeline) -> Spelling | None:
    """For an empty result: the query in the nearest spelling, if that finds something with the other filters."""
    respelt = search.respelt(view.value("q") or "")
    if not respelt or not search.matching(view.without("q"), respelt).exists():
        return None
    return Spelling(respelt, view.address(q=respelt, page=None))


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str
    current: bool = False


def pages(view: Timeline, page, address: Callable[[Timeline, int], str] | None = None) -> list[PageLink | None]:
    """First, last, and the current page with its neighbours; None stands for a gap."""
    address = address or page_address
    last, here = page.paginator.num_pages, page.number
    wanted = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    links: list[PageLink | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            links.append(None)
        links.append(PageLink(number, address(view, number), number == here))
    return links


def page_address(view: Timeline, number: int) -> str:
    """The view's own address is that of its first page."""
    return view.address(page=None if number == 1 else number)


# --- all the values of a facet ----------------------------------------------------------------------------------------

KIND_OF = {"theme": "theme", "actor": "person", "source": "source", "debate": "debate", "proponent": "person"}
"""The kind of `events.suggestions` whose names the values of each facet bear."""


@dataclass(frozen=True)
class Value:
    """A value of a facet with the address of the view in which it is chosen, or no longer if it is."""

    option: Option
    hint: str
    url: str


class FacetPage:
    """The values of a facet under the filters of a view: all, or those with words that begin as `find` does.

    The fullest come first, or with `by_name` they stand in the order of their names. `number` is a page, the nearest
    if there is none such.
    """

    def __init__(self, view: Timeline, counts: Facets, name: str, find: str, by_name: bool, number: int):
        self.view, self.name, self.by_name = view, name, by_name
        self.find = find.replace("\0", "")[:MAX_LENGTH].strip()
        self.label = view.filters[name].label
        self.count = counts.count
        self.errors = errors_of(view)
        chosen = chosen_in(view)
        self._chosen = list(chosen[name])
        self.chips = list(_chips(view, chosen, self.address))
        self.clear_url = self.address(**without_filters())
        every = every_choice(view, counts).get(name, [])
        options = options_of(name, counts.choices.get(name, []), every, chosen[name])
        self.total = len(options)
        self.given = sum(option.count > 0 for option in options)
        self._records = {record.slug: record for record in suggestions.names() if record.kind == KIND_OF[name]}
        paginator = Paginator(self._in_order(self._found(options)), PER_PAGE)
        self.found = paginator.count
        self.page = paginator.page(min(max(number, 1), paginator.num_pages))
        self.pages = pages(view, self.page, self._page_address)
        self.previous_url = self._page_address(view, self.page.number - 1)
        self.next_url = self._page_address(view, self.page.number + 1)

    @property
    def values(self) -> list[Value]:
        return [self._value(option) for option in self.page]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search within the facet hands on."""
        query = QueryDict(self.view.canonical_query(page=None))
        given = [(name, value) for name, values in query.lists() for value in values]
        return given + ([("sort", "name")] if self.by_name else [])

    @property
    def orders(self) -> list[dict]:
        return [
            {"label": label, "chosen": by_name == self.by_name, "url": self.address(by_name=by_name)}
            for label, by_name in ((_("most events first"), False), (_("by name"), True))
        ]

    @property
    def whole_url(self) -> str:
        return self.address(find="")

    def address(self, find: str | None = None, by_name: bool | None = None, at: int = 1, **changes) -> str:
        """This page with changes of it or of its filters; it is the first page again unless `at` says otherwise."""
        own = {
            "find": self.find if find is None else find,
            "sort": "name" if (self.by_name if by_name is None else by_name) else "",
            "at": at if at > 1 else "",
        }
        query = [self.view.canonical_query(**{"page": None} | changes), urlencode({k: v for k, v in own.items() if v})]
        return facet_address(self.name, "&".join(part for part in query if part))

    def _page_address(self, view: Timeline, number: int) -> str:
        return self.address(at=number)

    def _found(self, options: list[Option]) -> list[Option]:
        wanted = words(self.find)
        if not self.find:
            return options
        return [option for option in options if wanted and self._record(option).best(wanted)]

    def _in_order(self, options: list[Option]) -> list[Option]:
        if self.by_name:
            return sorted(options, key=lambda one: words(one.label if self.name == "theme" else one.order or one.label))
        return sorted(options, key=lambda one: -one.count)

    def _record(self, option: Option) -> suggestions.Record:
        record = self._records.get(option.value)
        return record or suggestions.Record(self.name, option.value, (suggestions.Name(option.label),))

    def _value(self, option: Option) -> Value:
        record = self._record(option)
        best = record.best(words(self.find))
        others = [one for one in self._chosen if one != option.value] if self.name in REPEATABLE else []
        wanted = others if option.chosen else [*others, option.value]
        url = self.view.address(**{_key(self.name): wanted, "page": None}) if option.offered else ""
        return Value(option, record.hint_of(record.names[best[1]] if best else record.names[0]), url)
