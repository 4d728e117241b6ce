"""The values of the facets as choices: each with the number of events that it would give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from events.chronology.date_words import basis_words
from events.models import Actor, Debate, Event, Place, Source, Theme
from events.models.base import address_of
from events.selection.facets import Choice, Choices
from events.selection.filters import REPEATABLE, TimelineFilter
from events.selection.selection import Selection
from events.site.translation import gettext as _

RECORD_FACETS = {
    "theme": Theme, "actor": Actor, "place": Place, "source": Source, "debate": Debate, "proponent": Actor,
}  # fmt: skip
CLOSED: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "basis": lambda: [(value, basis_words(value)) for value in Event.Basis.values],
    "prominence": lambda: [(str(value), str(label)) for value, label in Event.Prominence.choices],
    "contested": lambda: [("1", _("Only where accounts disagree"))],
}
"""The facets whose values are always the same, with the words of each."""

IN_SIGHT = 8
"""So many values of a facet stand open."""

IN_A_LIST = 14
"""So many values has a list of which one can be chosen."""

THEMES = 12


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


def every_choice(selection: Selection) -> dict[str, Sequence[Choice]]:
    """All the values that the facets can have, whatever the filters in force."""
    return {
        **selection.counts_of_all.choices,
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
    elif room is not None and isinstance(choices, Choices):
        front = list(chosen)
        choices = [*choices.having(chosen), *choices[: room + len(chosen)]]
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

    def __init__(
        self, view: TimelineFilter, name: str, choices: Sequence[Choice], every: Sequence[Choice], chosen: dict
    ):
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
    return address_of("facet", name) + (f"?{query}" if query else "")


def chosen_in(view: TimelineFilter) -> dict[str, dict[str, str]]:
    """For each facet the values in force, with their words."""
    records = (*RECORD_FACETS, "with")
    chosen = {name: {record.slug: str(record) for record in _records(view, name)} for name in records}
    for name, values in CLOSED.items():
        value = view.value(name)
        chosen[name] = {value: dict(values()).get(value, value)} if value else {}
    return chosen


def _records(view: TimelineFilter, name: str) -> list:
    value = view.value(name)
    return value if isinstance(value, list) else [value] if value else []
