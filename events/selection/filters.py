"""The parameters of a view in the query string, each with the events that it selects.

`TimelineFilter` is the form of `/`, and of every page, export and feed that shares its parameters. A filter's `mask`
says which of the published events, as columns, a value selects; `selection.Selection` puts the masks together.
What other pages are asked is read in `page_parameters`, and nothing else reads a query string.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any, cast
from urllib.parse import urlencode

import django_filters
import numpy as np
from django import forms
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from events import dates
from events.addresses import redirects
from events.chronology.date_words import PRECISIONS
from events.models import Actor, Debate, Event, Ground, Participant, Place, Source, Theme
from events.models.base import address_of
from events.models.querysets import visible
from events.search import lookup, terms
from events.search.terms import MAX_LENGTH
from events.selection.columns import Columns
from events.site import description
from events.site.languages import own_name_of
from events.sql.statements import Statement, among

REPEATABLE = {"theme", "actor", "place", "source"}
PARAMETERS = [
    "q",
    "from",
    "to",
    "dates",
    "theme",
    "actor",
    "role",
    "with",
    "place",
    "source",
    "kind",
    "debate",
    "proponent",
    "ground",
    "contested",
    "basis",
    "precision",
    "prominence",
    "order",
    "page",
    "lanes",
    "notes",
    "lang",
]
"""Every parameter, in the order of the form."""

READ = {
    *PARAMETERS,
    *("a", "b", "argued", "at", "event", "find", "for", "interpretation", "sort"),
    *("cursor", "fields", "format", "limit", "maxheight", "maxwidth", "record", "rev", "show", "url"),
}
"""Every parameter that any public page reads; pages never see others, and are kept without them."""

LONGEST_NAME = 400
"""As long as a claim."""

SEVERAL = 5
"""So many records are named where what was typed may mean any of them."""

YEARS = ("from", "to", "dates")
"""The parameters that ask for years; they mean something only together."""

NARROWING = [name for name in PARAMETERS if name not in {"dates", "order", "page", "lanes", "notes", "lang"}]
"""The parameters that can make a selection smaller by themselves."""


def check_number_of_words(query: str) -> None:
    if terms.has_too_many(query):
        message = _("Look for at most %(number)d words at once.")
        raise forms.ValidationError(message, params={"number": terms.MAX_TERMS})


class BoundField(forms.CharField):
    """Any EDTF string or year; cleans to the first or the last day of it, as a `dates.Day`."""

    def __init__(self, *, end: str, **kwargs: Any):
        self.end = end
        super().__init__(max_length=MAX_LENGTH, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return dates.range_bound(text, self.end)
        except ValueError as error:
            if any(char.isdigit() for char in text):
                raise forms.ValidationError(str(error)) from None
            message = _("“%(text)s” is not a year: enter one, such as 1963.")
            raise forms.ValidationError(message, params={"text": text}) from None


Mask = np.ndarray | None
"""Which positions of the columns are selected; None for all of them."""


class Filter(django_filters.Filter):
    """A parameter of a view. By itself it selects nothing."""

    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        """The events that the parameter selects; `given` has the cleaned values of all parameters in force."""
        return None


class ChoiceFilter(Filter, django_filters.ChoiceFilter):
    """One of a closed list."""

    def __init__(self, **kwargs: Any):
        super().__init__(empty_label=None, **kwargs)


class CodeFilter(ChoiceFilter):
    """One of a closed list that the columns know."""

    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        return columns.coded(self.field_name, given[self.field_name])


class ContestedFilter(ChoiceFilter):
    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        return columns.numbers["contested"]


class WordsFilter(Filter, django_filters.CharFilter):
    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        query = given[self.field_name]
        if not query.strip():
            return None
        return columns.mask_of(columns.once(("words", query), lambda: columns.positions_of(lookup.keys(query))))


class JointFilter(Filter):
    """One of several parameters that mean something only together: the first that is given selects for all of them."""

    together: tuple[str, ...]

    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        first = next(name for name in self.together if given.get(name))
        return self.joint_mask(columns, *map(given.get, self.together)) if first == self.field_name else None


class YearsFilter(JointFilter):
    """`from`, `to` and `dates` (design, “Date filters”). Bounds are inclusive."""

    together = YEARS

    @staticmethod
    def joint_mask(columns: Columns, first: dates.Day | None, last: dates.Day | None, which: str) -> Mask:
        if which == "undated":
            return ~columns.dated
        limits = first.key if first else None, last.key if last else None
        if which == "certain":
            return columns.certainly_between(*limits)
        return columns.possibly_between(*limits) if first or last else None


class BoundFilter(YearsFilter):
    field_class = BoundField


class DatesFilter(YearsFilter, ChoiceFilter):
    pass


class ParticipantFilter(JointFilter):
    """`actor` and `role`: that actor in that role; `role` alone asks for anybody in it."""

    together = ("actor", "role")

    @staticmethod
    def joint_mask(columns: Columns, actors: list[Actor] | None, role: str) -> Mask:
        keys = [actor.pk for actor in actors or ()]
        return columns.in_role(keys or None, role) if role else columns.links["actor"].having(keys)


class RoleFilter(ParticipantFilter, ChoiceFilter):
    pass


def found_by_slug(records: QuerySet, slugs: Sequence[str]) -> dict[str, Any]:
    """The public ones of the records by the slugs that they were asked for; an old slug leads to the new one.

    After the first that is unknown no further ones are looked for.
    """
    fit = [slug for slug in slugs if "\0" not in slug]
    found = {record.slug: record for record in _by_slug(records.model, fit)} if fit else {}
    for slug in slugs:
        if slug not in found and (renamed := redirects.target_of(records.model, slug, records)):
            found[slug] = renamed
        if slug not in found:
            break
    return found


def _by_slug(model: Any, slugs: list[str]) -> list[Any]:
    """The public ones of the records of a kind with these slugs."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db(connection.alias, names, row) for row in _of_slugs(model, connection.vendor).values(slugs)]


@cache
def _of_slugs(model: Any, vendor: str) -> Statement:
    return Statement(readable(model).filter(among(model, "slug", "text")).order_by())


class SlugField(django_filters.fields.ModelChoiceField):
    """One public record by its slug. An unpublished record's slug is as unknown as any other."""

    default_error_messages = {"invalid_choice": _("There is no “%(value)s” here.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, to_field_name="slug", **kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        record = next(iter(found_by_slug(self.queryset, [str(value)]).values()), None)
        if record is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return record


class SlugsField(forms.ModelMultipleChoiceField):
    """Several public records by their slugs."""

    default_error_messages = {"invalid_choice": _("There is no “%(value)s” here.")}

    def __init__(self, queryset: QuerySet, *, empty_label: None = None, **kwargs: Any):
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def clean(self, value: Any) -> Any:
        slugs = list(dict.fromkeys(slug for slug in value or [] if slug))
        found = found_by_slug(cast(QuerySet, self.queryset), slugs[:MAX_LENGTH])
        if missing := next((slug for slug in slugs if slug not in found), None):
            raise self._unknown(missing.replace("\0", "\\0"))
        return list({found[slug].pk: found[slug] for slug in slugs}.values())

    def _unknown(self, slug: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": slug})


class RecordsFilter(Filter, django_filters.ModelChoiceFilter):
    """Several records, of which one is enough: the same facet widens."""

    field_class = SlugsField

    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        chosen = given[self.field_name]
        records = chosen if isinstance(chosen, list) else [chosen]
        return columns.links[self.field_name].having([record.pk for record in records])


class RecordFilter(RecordsFilter):
    """One record."""

    field_class = SlugField


class ActorFilter(ParticipantFilter, RecordsFilter):
    pass


class CompanyFilter(RecordFilter):
    """`with`: an actor who took part too, whoever else did. Of `actor` one is enough; this narrows."""

    def mask(self, columns: Columns, given: Mapping[str, Any]) -> Mask:
        return columns.links["actor"].having([given[self.field_name].pk])


class PageField(forms.IntegerField):
    default_error_messages = {
        "invalid": _("A page is a whole number from 1."),
        "min_value": _("A page is a whole number from 1."),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=1, max_value=10**9, **kwargs)


class PageFilter(Filter):
    field_class = PageField


@cache
def readable(model: type[Any], request: HttpRequest | None = None) -> QuerySet:
    """The records of a kind that readers may see. Made once: a filter form asks for all of them, and uses few."""
    return visible(model)


class ParametersForm(forms.Form):
    """Its fields are those of its class: no request changes one, and to copy them takes as long as to count."""

    def __init__(self, *args: Any, **kwargs: Any):
        fields = self.base_fields
        self.base_fields = {}  # type: ignore[misc]  # hides those of the class, which are not to be copied
        super().__init__(*args, **kwargs)
        self.fields = fields


def languages() -> list[tuple[str, str]]:
    return [(code, own_name_of(code)) for code in description.current().languages]


class TimelineFilter(django_filters.FilterSet):
    """The parameters of a view of the timeline. With a bad value `errors` names its field, and the good ones hold.

    What they select is a `selection.Selection`, which takes the place of a FilterSet's `qs`.
    """

    q = WordsFilter(max_length=MAX_LENGTH, validators=[check_number_of_words], label=_("Words"))
    dates = DatesFilter(
        label=_("Dates"),
        choices=[
            ("possible", _("possibly in these years")),
            ("certain", _("certainly in these years")),
            ("undated", _("undated only")),
        ],
    )
    theme = RecordsFilter(queryset=partial(readable, Theme), label=_("Theme"))
    actor = ActorFilter(queryset=partial(readable, Actor), label=_("Who took part"))
    role = RoleFilter(choices=Participant.Role.choices, label=_("Role"))
    place = RecordsFilter(queryset=partial(readable, Place), label=_("Place"))
    source = RecordsFilter(queryset=partial(readable, Source), label=_("Source"))
    kind = CodeFilter(choices=Source.Kind.choices, label=_("Kind of source"))
    debate = RecordFilter(queryset=partial(readable, Debate), label=_("Question"))
    proponent = RecordFilter(queryset=partial(readable, Actor), label=_("Who argues"))
    ground = CodeFilter(choices=Ground.choices, label=_("Ground of argument"))
    contested = ContestedFilter(choices=[("1", _("Only where accounts disagree"))], label=_("Disagreement"))
    basis = CodeFilter(choices=Event.Basis.choices, label=_("Basis of the date"))
    precision = CodeFilter(choices=list(PRECISIONS.items()), label=_("Precision of the date"))
    prominence = CodeFilter(choices=Event.Prominence.choices, label=_("Prominence"))
    order = ChoiceFilter(
        label=_("Order"),
        choices=[("date", _("earliest first")), ("-date", _("latest first")), ("relevance", _("best match first"))],
    )
    page = PageFilter(label=_("Page"))
    lanes = ChoiceFilter(
        label=_("Lanes of the drawing"),
        choices=[
            ("corpus", _("who acted")),
            ("debate", _("questions")),
            ("theme", _("themes")),
            ("actor", _("people and states")),
            ("none", _("none")),
        ],
    )
    notes = ChoiceFilter(label=_("Notes"), choices=[("full", _("With notes")), ("brief", _("Brief"))])
    lang = ChoiceFilter(choices=languages, label=_("Language"))

    home = ""
    """Where the view is, if that is not its public address: on a preview's timeline."""

    class Meta:
        model = Event
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """`from` and `with` are words of Python's own, so they cannot be class attributes."""
        filters = super().get_filters()
        filters["with"] = CompanyFilter(field_name="with", queryset=partial(readable, Actor), label=_("Together with"))
        filters["from"] = BoundFilter(field_name="from", end="first", label=_("From"))
        filters["to"] = BoundFilter(field_name="to", end="last", label=_("To"))
        return {name: filters[name] for name in PARAMETERS}

    def __init__(self, data: QueryDict | None = None):
        """As `FilterSet.__init__`, but the filters are those of the class, which keep nothing of a request."""
        self.data = QueryDict() if data is None else data
        self.is_bound, self.form_prefix, self.filters = True, None, self.base_filters

    @classmethod
    @cache
    def form_class(cls) -> type[forms.Form]:
        return type("TimelineForm", (ParametersForm,), {name: one.field for name, one in cls.base_filters.items()})

    def get_form_class(self) -> type[forms.Form]:
        return self.form_class()

    # --- values ---

    def value(self, name: str) -> Any:
        """The cleaned value of a parameter; empty where it was not given or is bad."""
        if not self.form.is_valid():
            self.form.cleaned_data = getattr(self.form, "cleaned_data", {})
        return self.form.cleaned_data.get(name)

    @property
    def in_force(self) -> list[str]:
        """The parameters that narrow the selection as they were understood."""
        return [
            name
            for name in [*NARROWING, "dates"]
            if self.value(name) and (name, self.value(name)) != ("dates", "possible")
        ]

    @property
    def in_years(self) -> bool:
        """Whether years were asked for, so that undated events are not in the selection."""
        return bool(self.value("from") or self.value("to") or self.value("dates") == "certain")

    @property
    def parts_the_certain(self) -> bool:
        """Whether a page shows first what certainly lies in the years asked for, then what may."""
        years = self.value("from") or self.value("to")
        by_date = self.value("order") != "relevance" or not self.value("q")
        return bool(years and by_date and self.value("dates") in (None, "", "possible"))

    # --- addresses ---

    def canonical_query(self, **changes: object) -> str:
        """The query string of this view, empty parameters dropped and sorted; `changes` replace, None removes."""
        changed = {name.rstrip("_"): _encoded(name.rstrip("_"), _as_list(value)) for name, value in changes.items()}
        pieces = self._pieces | changed if changed else self._pieces
        return "&".join(pieces[name] for name in sorted(pieces) if pieces[name])

    @cached_property
    def _pieces(self) -> dict[str, str]:
        """The part of the query string that each given parameter has."""
        return {name: _encoded(name, self.data.getlist(name)) for name in PARAMETERS if name in self.data}

    def address(self, viewname: str = "timeline", /, **changes: object) -> str:
        query = self.canonical_query(**changes)
        if self.home and viewname == "timeline":
            return f"{self.home}?{query or 'page=1'}"  # without any parameter it opens elsewhere
        return address_of(viewname) + (f"?{query}" if query else "")

    def address_in_years(self) -> Callable[[object, object], str]:
        """Gives the address of this view from a year to a year, its first page; made for many of them."""
        others = {name: piece for name, piece in self._pieces.items() if piece and name not in (*YEARS, "page")}
        names = sorted([*others, "from", "to"])
        before, between, after = (
            [others[name] for name in names[begin:end]]
            for begin, end in (
                (0, names.index("from")), (names.index("from") + 1, names.index("to")), (names.index("to") + 1, None),
            )
        )  # fmt: skip
        path = self.home or address_of("timeline")
        return lambda first, last: f"{path}?{'&'.join([*before, f'from={first}', *between, f'to={last}', *after])}"

    @property
    def public_address(self) -> str:
        """Where readers find this view."""
        query = self.canonical_query()
        return address_of("timeline") + (f"?{query}" if query else "")


def _encoded(name: str, values: list) -> str:
    """`name=value` for each value, sorted, or for the one that is in force where only one can be: the last."""
    kept = sorted(set(values)) if name in REPEATABLE else values[-1:]
    return urlencode([(name, value) for value in kept if value not in ("", None)])


def _as_list(value: object) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [str(value)]
