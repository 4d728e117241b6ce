"""What is doubtful in a record that is stored, or in what is typed into its form."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from events import dates
from events.chronology import bounds
from events.doubts import rules
from events.doubts.rules import CitedWork, ClaimAsStated, Doubt, EventAsStated, Holder
from events.editing import alike
from events.models import Actor, Citation, Interpretation, Place, Source
from events.models import Event as EventRecord
from events.search import folding

LONGEST = 20_000
"""Of a quote so many characters are looked at while it is typed."""


def of_record(record: Model) -> list[Doubt]:
    """What is doubtful in an event, an interpretation or an actor as it is stored; nothing of any other record."""
    if isinstance(record, EventRecord):
        stated = record.date_basis == EventRecord.Basis.STATED
        event = EventAsStated(record.date, record.date_part, stated, _quotes(record.citations.all()))
        span = (record.earliest, record.latest)
        return [*rules.of_event(event), *_events_alike(record.title, span, record.pk)]
    if isinstance(record, Interpretation):
        citations = list(record.citations.select_related("source").defer("source__text"))
        claim = _claim(
            {name: getattr(record, name) for name in ("hedge", "argued_date", "made_on", "attribution")},
            record.proponents.all(),
            [citation.source for citation in citations],
            _quotes(citations),
        )
        return [*rules.of_claim(claim)]
    if isinstance(record, Actor):
        return [*_actors_alike(record.name, record.kind, record.pk)]
    return []


def of_form(model: type[Model], typed: QueryDict, key: int | None) -> list[Doubt]:
    """The same of what is typed into a form, before it is saved; what is no date yet, or no key, is left out.

    `key` is that of the record whose form it is, None for a new one.
    """
    if model is EventRecord:
        return [*_of_event_form(typed, key)]
    if model is Interpretation:
        values = {name: _edtf(typed.get(name, ""))[0] for name in ("argued_date", "made_on")}
        values |= {name: typed.get(name, "").strip() for name in ("hedge", "attribution")}
        holders = Actor.objects.filter(pk__in=_keys(typed.getlist("proponents")))
        works = Source.objects.filter(pk__in=_keys(_rows(typed, "source"))).defer("text")
        return [*rules.of_claim(_claim(values, holders, works, _rows(typed, "quote")))]
    if model is Actor:
        return [*_actors_alike(typed.get("name", ""), typed.get("kind", ""), key)]
    return []


def _of_event_form(typed: QueryDict, key: int | None) -> Iterator[Doubt]:
    edtf, part = _edtf(typed.get("date", ""))
    part = typed.get("date_part", "") or part
    event = EventAsStated(edtf, part, typed.get("date_basis", "") == EventRecord.Basis.STATED, _rows(typed, "quote"))
    yield from rules.of_event(event)
    yield from _events_alike(typed.get("title", ""), bounds.bounds_of(edtf), key)


def _claim(
    values: Mapping[str, str], holders: Iterable[Actor], works: Iterable[Source], quotes: list[str]
) -> ClaimAsStated:
    holders = list(holders)
    places = _names_of_places() if holders else frozenset()
    return ClaimAsStated(
        hedge=values["hedge"],
        argued_date=values["argued_date"],
        made_on=values["made_on"],
        is_own=values["attribution"] == Interpretation.Attribution.OWN,
        holders=[Holder(each.name, each.kind, each.life_dates, folding.fold(each.name) in places) for each in holders],
        works=[*map(work_of, works)],
        quotes=quotes,
    )


def work_of(source: Source) -> CitedWork:
    return CitedWork(str(source), source.kind, source.created or source.issued)


def _names_of_places() -> frozenset[str]:
    return frozenset(map(folding.fold, Place.objects.order_by().values_list("name", flat=True)))


def _events_alike(title: str, span: tuple[int | None, int | None], key: int | None) -> Iterator[Doubt]:
    if found := alike.events(title, span, key):
        text = _("This may be recorded already. If it is another event, link the two.")
        yield Doubt("title", text, found)


def _actors_alike(name: str, kind: str, key: int | None) -> Iterator[Doubt]:
    if found := alike.actors(name, kind, key):
        yield Doubt("name", _("This may be recorded already, under this name or a fuller one."), found)


def _quotes(citations: Iterable[Citation] | QuerySet) -> list[str]:
    return [citation.quote for citation in citations]


def _rows(typed: QueryDict, field: str) -> list[str]:
    """What the rows of citations say in a field, those aside that are to be deleted."""
    names = [name for name in typed if name.startswith("citations-") and name.endswith(f"-{field}")]
    kept = [name for name in names if not typed.get(f"{name.removesuffix(field)}DELETE")]
    return [typed.get(name, "")[:LONGEST] for name in kept if "__prefix__" not in name]


def _keys(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and text.isascii() and len(text) < 19]


def _edtf(text: str) -> tuple[str, str]:
    """What is typed as a date, as its EDTF and its part; blank while it is none."""
    try:
        read = dates.understand(text) if text.strip() else dates.Phrase("")
    except ValueError:
        return "", ""
    return read.edtf, read.part
