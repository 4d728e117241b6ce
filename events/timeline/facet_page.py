"""All the values of a facet on a page of their own, with a search within them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict

from events.search import suggestions
from events.search.folding import words
from events.search.terms import MAX_LENGTH
from events.selection.filters import REPEATABLE, TimelineFilter
from events.selection.selection import Selection
from events.site.translation import gettext as _
from events.timeline.chips import chips, key, without_filters
from events.timeline.choices import RECORD_FACETS, Option, chosen_in, every_choice, facet_address, options_of
from events.timeline.form import errors_of
from events.timeline.paging import pages

PER_PAGE = 100

KIND_OF = {name: name for name in RECORD_FACETS} | {"actor": "person", "proponent": "person"}
"""The kind of `events.search.suggestions` whose names the values of each facet bear."""


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with the address of the view in which it is chosen, or no longer if it is."""

    option: Option
    hint: str
    url: str


class FacetPage:
    """The values of a facet under the filters of a view: all, or those with words that begin as `find` does.

    The fullest come first, or with `by_name` they stand in the order of their names. `number` is a page, the nearest
    if there is none such.
    """

    def __init__(self, selection: Selection, name: str, find: str, by_name: bool, number: int):
        self.view = view = selection.asked
        self.name, self.by_name = name, by_name
        self.find = find.replace("\0", "")[:MAX_LENGTH].strip()
        self.label = view.filters[name].label
        self.count = selection.count
        self.errors = errors_of(view)
        chosen = chosen_in(view)
        self._chosen = list(chosen[name])
        self.chips = list(chips(view, chosen, self.address))
        self.clear_url = self.address(**without_filters())
        every = every_choice(selection)[name]
        options = options_of(name, selection.counts.choices[name], every, chosen[name])
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
    def values(self) -> list[FacetValue]:
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

    def address(self, find: str | None = None, by_name: bool | None = None, at: int = 1, **changes: object) -> str:
        """This page with changes of it or of its filters; it is the first page again unless `at` says otherwise."""
        own = {
            "find": self.find if find is None else find,
            "sort": "name" if (self.by_name if by_name is None else by_name) else "",
            "at": at if at > 1 else "",
        }
        query = [self.view.canonical_query(**{"page": None} | changes), urlencode({k: v for k, v in own.items() if v})]
        return facet_address(self.name, "&".join(part for part in query if part))

    def _page_address(self, view: TimelineFilter, number: int) -> str:
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

    def _record(self, option: Option) -> suggestions.NamedRecord:
        record = self._records.get(option.value)
        return record or suggestions.NamedRecord(self.name, option.value, "", (suggestions.FoldedName(option.label),))

    def _value(self, option: Option) -> FacetValue:
        record = self._record(option)
        best = record.best(words(self.find))
        others = [one for one in self._chosen if one != option.value] if self.name in REPEATABLE else []
        wanted = others if option.chosen else [*others, option.value]
        url = self.view.address(**{key(self.name): wanted, "page": None}) if option.offered else ""
        return FacetValue(option, record.hint_of(record.names[best[1]] if best else record.names[0]), url)
