"""The filter form as a page shows it: each facet's values with their counts, the filters in force, the pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events import search
from events.facets import Choice, Facets
from events.filters import NARROWING, REPEATABLE, Timeline
from events.models import Actor, Debate, Event, Source, Theme

IN_SIGHT = 6
"""So many values of a facet stand open; the rest is folded, up to AT_MOST."""

AT_MOST = 8


@dataclass(frozen=True)
class Option:
    """A value as a checkbox or radio button of the form."""

    value: str
    label: str
    count: int
    chosen: bool
    position: int = 0


class Facet:
    """A facet of the form. A chosen value is always in sight, even where it has no event left."""

    def __init__(self, view: Timeline, name: str, choices: list[Choice], chosen: dict[str, str]):
        self.name = name
        self.label = view.filters[name].label
        self.several = name in REPEATABLE
        self.errors = view.form.errors.get(name, [])
        known = {choice.value for choice in choices}
        options = [Option(c.value, c.label, c.count, c.value in chosen, _position(c)) for c in choices]
        options += [Option(value, label, 0, True) for value, label in chosen.items() if value not in known]
        front = [option for option in options if option.chosen]
        rest = [option for option in options if not option.chosen]
        room = max(IN_SIGHT - len(front), 0)
        if name == "theme":  # themes keep their order: it is that of their marks
            self.in_sight, self.folded = options[:12], options[12:]
        else:
            self.in_sight, self.folded = front + rest[:room], rest[room : room + AT_MOST]
        self.total = len(options)
        self.beyond = max(len(rest) - room - AT_MOST, 0) if name != "theme" else 0


def _position(choice: Choice) -> int:
    return int(choice.order) - 10**5 if choice.order.isdigit() and len(choice.order) == 6 else 0


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
        chosen = {name: {record.slug: str(record) for record in _records(view, name)} for name in RECORD_FACETS}
        for name in LABELS:
            chosen[name] = {value: LABELS[name](value)} if (value := view.value(name)) else {}
        self.facets = [
            Facet(view, name, _labelled(name, counts.choices.get(name, [])), chosen[name])
            for name in (*RECORD_FACETS, *LABELS)
        ]
        self.hidden = [(name, value) for name in WITHOUT_CONTROL if (value := view.value(name))]
        self.chips = list(_chips(view, chosen))
        self.errors = [
            (name, view.filters[name].label, message)
            for name, messages in view.form.errors.items()
            for message in messages
        ]

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
        return self.view.address(**{_key(name): None for name in (*NARROWING, "dates", "page")})

    @property
    def in_words(self) -> str:
        """The view in words, for citing it and for paper."""
        return "; ".join(f"{chip.facet}: {chip.label}" for chip in self.chips) or _("all events")

    def relaxations(self) -> list[tuple[Chip, int]]:
        """For an empty result: each filter in force with the number of events without it."""
        dropped = [(chip, self.view.without(chip.name).count()) for chip in self.chips[:IN_SIGHT] if chip.only]
        return [(chip, number) for chip, number in dropped if number]

    def _choices(self, name: str):
        return [(value, label) for value, label in self.view.form.fields[name].choices if value]


RECORD_FACETS = {"theme": Theme, "actor": Actor, "source": Source, "debate": Debate, "proponent": Actor}
LABELS = {
    "basis": lambda value: str(dict(Event.Basis.choices).get(value, value)),
    "prominence": lambda value: str(dict(Event.Prominence.choices).get(int(value), value)),
    "contested": lambda value: _("contested only"),
}


WITHOUT_CONTROL = ("role", "kind", "ground", "precision", "order", "lang")
"""Parameters that the form has no control for: it hands them on."""


def _records(view: Timeline, name: str) -> list:
    value = view.value(name)
    return value if isinstance(value, list) else [value] if value else []


def _labelled(name: str, choices: list[Choice]) -> list[Choice]:
    label = LABELS.get(name)
    return [Choice(c.value, label(c.value), c.count, c.order) for c in choices] if label else choices


def _chips(view: Timeline, chosen: dict[str, dict[str, str]]):
    """One for each filter in force, in the order of the form; each drops the page too."""
    for name in view.in_force:
        label = str(view.filters[name].label)
        if name in REPEATABLE:
            for slug, words in chosen[name].items():
                rest = [other for other in chosen[name] if other != slug]
                yield Chip(name, label, words, view.address(**{_key(name): rest, "page": None}), only=not rest)
        else:
            yield Chip(name, label, _words(view, name, chosen), view.address(**{_key(name): None, "page": None}))


def _words(view: Timeline, name: str, chosen: dict[str, dict[str, str]]) -> str:
    if name in chosen:
        return next(iter(chosen[name].values()), "")
    field = view.form.fields[name]
    labels = {str(value): str(label) for value, label in getattr(field, "choices", [])}
    return labels.get(view.data.get(name, ""), view.data.get(name, ""))


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


def pages(view: Timeline, page) -> list[PageLink | None]:
    """First, last, and the current page with its neighbours; None stands for a gap."""
    last, here = page.paginator.num_pages, page.number
    wanted = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    links: list[PageLink | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            links.append(None)
        links.append(PageLink(number, page_address(view, number), number == here))
    return links


def page_address(view: Timeline, number: int) -> str:
    """The view's own address is that of its first page."""
    return view.address(page=None if number == 1 else number)
