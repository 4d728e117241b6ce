"""The filter form and the lines around the list: what is asked, what is wrong with it, and what else could be."""

from dataclasses import dataclass
from functools import cached_property

from events.exports.formats import FORMATS
from events.search.known_words import respelt
from events.selection.filters import PARAMETERS, TimelineFilter
from events.selection.selection import Selection
from events.site.translation import gettext as _
from events.timeline.chips import Chip, chips, without_filters
from events.timeline.choices import CLOSED, RECORD_FACETS, Facet, Option, chosen_in, every_choice
from events.timeline.decades import Decade, decades_of

DECADES = 12
"""The fullest decades stand open, the others are folded."""

RELAXED = 6
"""Of so many filters in force an empty page says what leaving one out would give."""

WITHOUT_CONTROL = [
    name for name in PARAMETERS if name not in {*RECORD_FACETS, *CLOSED, "q", "from", "to", "dates", "page"}
]
"""Parameters that the form has no control for: it hands them on."""


class Form:
    """What the filter form and the lines around the list show of a view."""

    def __init__(self, view: TimelineFilter, selection: Selection):
        self.view, self.selection = view, selection
        self.fields = view.form
        self.counts = selection.counts
        chosen = chosen_in(view)
        every = every_choice(selection)
        self.facets = [
            Facet(view, name, self.counts.choices[name], every[name], chosen[name])
            for name in (*RECORD_FACETS, *CLOSED)
            if name != "contested"  # a switch of its own
        ]
        handed_on = ((name, view.value(name)) for name in WITHOUT_CONTROL)
        self.hidden = [(name, getattr(value, "slug", value)) for name, value in handed_on if value]
        self.chips = list(chips(view, chosen, view.address))
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
    def example_decade(self) -> str:
        """The first digits of the fullest decade, for examples of what to type; "" where it has no plain years."""
        first = max(self.decades, key=lambda decade: decade.count).first if self.decades else 0
        return str(first // 10) if 1000 <= first <= 9999 else ""

    @property
    def dates(self) -> list[Option]:
        chosen = self.view.value("dates") or "possible"
        return [Option(value, str(label), 0, value == chosen) for value, label in self._choices("dates")]

    @cached_property
    def decades(self) -> list[Decade]:
        return decades_of(self.view, self.counts.choices["decade"])

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
    def lengths(self) -> list[dict]:
        """How much the list says of each event: the two ways, each with its address."""
        chosen = self.view.value("notes") or "full"
        return [
            {
                "label": label,
                "chosen": value == chosen,
                "url": self.view.address(notes=None if value == "full" else value),
            }
            for value, label in self._choices("notes")
        ]

    @property
    def only_contested(self) -> dict:
        """The events on which accounts disagree, and all: how many there are, and the address of each."""
        chosen = bool(self.view.value("contested"))
        contested = sum(choice.count for choice in self.counts.choices["contested"])
        return {
            "chosen": chosen,
            "contested": contested,
            "all": self.selection.number_without("contested") if chosen else self.counts.count,
            "contested_url": self.view.address(contested="1", page=None),
            "all_url": self.view.address(contested=None, page=None),
        }

    @property
    def exports(self) -> list[tuple[str, str]]:
        labels = {name: each.label for name, each in FORMATS.items()} | {
            "facets.json": _("counts"), "picture.png": _("picture"),
        }  # fmt: skip
        return [(label, self.view.address(name, page=None)) for name, label in labels.items()]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The same view in other formats: address and media type."""
        return [
            (self.view.address(name, page=None), each.content_type.partition(";")[0]) for name, each in FORMATS.items()
        ]

    @property
    def narrative_url(self) -> str:
        """The view as prose."""
        return self.view.address("narrative", page=None, notes=None, lanes=None)

    @property
    def number_of_all(self) -> int:
        """How many events there are without any filter."""
        return self.selection.columns.size

    @property
    def clear_url(self) -> str:
        return self.view.address(**without_filters())

    @property
    def in_words(self) -> str:
        """The view in words, for citing it and for paper."""
        return "; ".join(chip.words for chip in self.chips) or _("all events")

    @property
    def heading(self) -> str:
        """As `in_words`, for a heading: “1958–1964; Theme: Military”."""
        years = [chip.label for chip in self.chips if chip.name in ("from", "to")]
        if len(years) < 2:
            return self.in_words
        others = (chip.words for chip in self.chips if chip.name not in ("from", "to"))
        return "; ".join(["–".join(dict.fromkeys(years)), *others])

    def relaxations(self) -> list[tuple[Chip, int]]:
        """For an empty result: each filter in force with the number of events without it."""
        dropped = [(chip, self.selection.number_without(chip.name)) for chip in self.chips[:RELAXED] if chip.only]
        return [(chip, number) for chip, number in dropped if number]

    def _choices(self, name: str) -> list[tuple[str, str]]:
        return [(value, label) for value, label in self.view.form.fields[name].choices if value]


def errors_of(view: TimelineFilter) -> list[tuple[str, str, str]]:
    """Each parameter that is bad, its label, and what is wrong with it."""
    return [
        (name, view.filters[name].label, message) for name, messages in view.form.errors.items() for message in messages
    ]


@dataclass(frozen=True)
class Spelling:
    """A query that is spelt as the corpus spells it, with the address of the view that asks for it."""

    query: str
    url: str


def spelling(view: TimelineFilter) -> Spelling | None:
    """For an empty result: the query in the nearest spelling, if that finds something with the other filters."""
    query = respelt(view.value("q") or "")
    if not query:
        return None
    data = view.data.copy()
    data["q"] = query
    respelt_view = TimelineFilter(data)
    return Spelling(query, respelt_view.address(page=None)) if Selection(respelt_view).count else None
