"""What is left to do: each list names the records that need an editor's look, and says why.

A list is an invitation to look, not an error: only what is certain is listed as a contradiction, and archived
records need no work. What SQL cannot say is found in Python over a few columns and kept for a data version.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Case, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet, TextChoices, When
from django.utils.translation import gettext_lazy as _

from events import changes, chronology, likeness
from events.models import (
    Actor,
    ActorName,
    Citation,
    Debate,
    Event,
    EventLink,
    Evidence,
    FurtherReading,
    Interpretation,
    LoadNote,
    Participant,
    Reference,
    Relation,
    Source,
    Status,
    Theme,
)

MOST = 5_000
"""A list that is found in Python names at most so many records; SQLite takes a limited number of keys in one query."""


class Group(TextChoices):
    PROVENANCE = "provenance", _("Provenance")
    HISTORIOGRAPHY = "historiography", _("Historiography")
    CHRONOLOGY = "chronology", _("Chronology")
    DUPLICATES = "duplicates", _("Duplicates")
    LOADING = "loading", _("Loading")


@dataclass(frozen=True)
class Worklist:
    """A list of records of one model; `title` and `explanation` are words in the editor's language."""

    name: str
    group: Group
    model: type[Model]
    title: Any
    explanation: Any
    records: Callable[[], QuerySet]
    companions: Callable[[Iterable[int]], dict[int, set[int]]] | None = None
    """On a list of duplicates: for some of its records, the keys of those that each of them looks like."""

    def within(self, queryset: QuerySet) -> QuerySet:
        """Those of the queryset that are on the list."""
        return queryset.filter(pk__in=self.records().order_by().values("pk"))


WORKLISTS: dict[str, Worklist] = {}
"""Every list by its name, in the order in which they are shown."""


def of_model(model: type[Model]) -> list[Worklist]:
    return [worklist for worklist in WORKLISTS.values() if worklist.model is model]


def counts() -> dict[str, int]:
    """How many records each list names, by the list's name; in a number of queries that does not grow with them."""
    with changes.asked_once():
        return _counts()


@changes.kept_if_slow
def _counts() -> dict[str, int]:
    return {name: worklist.records().order_by().count() for name, worklist in WORKLISTS.items()}


def _worklist(
    name: str,
    group: Group,
    model: type[Model],
    title: Any,
    explanation: Any,
    companions: Callable[[Iterable[int]], dict[int, set[int]]] | None = None,
) -> Callable[[Callable[[], QuerySet]], Callable[[], QuerySet]]:
    """Registers a function that gives the records as a queryset."""

    def register(records: Callable[[], QuerySet]) -> Callable[[], QuerySet]:
        WORKLISTS[name] = Worklist(name, group, model, title, explanation, records, companions)
        return records

    return register


class FoundInPython:
    """Records whose keys are found in Python, at most MOST of them; what takes long is found again once a minute."""

    def __init__(self, model: type[Model], find: Callable[[], set[int]]):
        self.model = model
        self.keys = changes.kept_if_slow(lambda: sorted(find())[:MOST])

    def __call__(self) -> QuerySet:
        return self.model._default_manager.filter(pk__in=self.keys())


def _found_in_python(model: type[Model]) -> Callable[[Callable[[], set[int]]], FoundInPython]:
    return lambda find: FoundInPython(model, find)


def _current(model: Any) -> QuerySet:
    return model.objects.exclude(status=Status.ARCHIVED)


# --- Provenance -------------------------------------------------------------------------------------------------------


@_worklist(
    "unresolved-references",
    Group.PROVENANCE,
    Reference,
    _("References not yet resolved"),
    _("Markers in a document's text for which nobody has found the source that they stand for."),
)
def unresolved_references() -> QuerySet:
    return Reference.objects.unresolved()


@_worklist(
    "displaced-references",
    Group.PROVENANCE,
    Reference,
    _("Displaced references without a home"),
    _("Markers that stand away from the sentence that they belonged to, and for which no home passage is inferred."),
)
def displaced_references() -> QuerySet:
    return Reference.objects.filter(displaced=True, home_passage=None)


@_worklist(
    "events-with-one-source",
    Group.PROVENANCE,
    Event,
    _("Events with one source only"),
    _("However often it is cited, a single source stands behind the event: look for a second one."),
)
def events_with_one_source() -> QuerySet:
    cited = Citation.objects.filter(event__isnull=False).order_by().values("event")
    once = cited.annotate(first=Min("source"), last=Max("source")).filter(first=F("last"))
    return _current(Event).filter(pk__in=once.values("event"))


@_worklist(
    "orphan-sources",
    Group.PROVENANCE,
    Source,
    _("Sources that nothing uses"),
    _("Nothing cites the source or recommends it, and no reference is resolved to it: readers never see it."),
)
def orphan_sources() -> QuerySet:
    users: list[Any] = [Citation.objects.filter(source=OuterRef("pk"))]
    users += [
        FurtherReading.objects.filter(source=OuterRef("pk")),
        Reference.objects.filter(resolves_to=OuterRef("pk")),
    ]
    return Source.objects.filter(*(~Exists(rows) for rows in users))


@_worklist(
    "orphan-actors",
    Group.PROVENANCE,
    Actor,
    _("Actors that nothing uses"),
    _("The actor takes part in no event and holds no interpretation: readers never see the record."),
)
def orphan_actors() -> QuerySet:
    takes_part = Participant.objects.filter(actor=OuterRef("pk"))
    argues = Interpretation.proponents.through.objects.filter(actor=OuterRef("pk"))
    return Actor.objects.filter(~Exists(takes_part), ~Exists(argues))


def _rests_on_one(owner: str) -> set[int]:
    """Owners of several cited sources that are all one in the end.

    A citation rests on what the references in its passage are resolved to, displaced ones by their home passage; a
    citation without a resolved reference rests on its own source.
    """
    resolved = Reference.objects.filter(resolves_to__isnull=False).annotate(
        at=Case(When(displaced=True, then=F("home_passage")), default=F("passage"))
    )
    roots: dict[int, set[int]] = {}
    for passage, source in resolved.filter(at__isnull=False).order_by().values_list("at", "resolves_to"):
        roots.setdefault(passage, set()).add(source)
    if not roots:
        return set()
    cited, rests_on = {}, {}
    rows = Citation.objects.filter(**{f"{owner}__isnull": False}).order_by()
    for key, source, passage in rows.values_list(owner, "source", "passage"):
        cited.setdefault(key, set()).add(source)
        rests_on.setdefault(key, set()).update(roots.get(passage, {source}))
    return {key for key, sources in cited.items() if len(sources) > 1 and len(rests_on[key]) == 1}


_REST_ON_ONE = _(
    "Several sources are cited, but the references in the cited passages lead to one and the same: one witness in all."
)


@_worklist(
    "events-resting-on-one",
    Group.PROVENANCE,
    Event,
    _("Events whose sources all depend on one"),
    _REST_ON_ONE,
)
@_found_in_python(Event)
def events_resting_on_one() -> set[int]:
    return _rests_on_one("event")


@_worklist(
    "interpretations-resting-on-one",
    Group.PROVENANCE,
    Interpretation,
    _("Interpretations whose sources all depend on one"),
    _REST_ON_ONE,
)
@_found_in_python(Interpretation)
def interpretations_resting_on_one() -> set[int]:
    return _rests_on_one("interpretation")


def _with_lost_quotes(model: Any, *paths: str) -> QuerySet:
    flagged = Citation.objects.flagged().order_by()
    owners = Q(
        *(Q(pk__in=flagged.filter(**{f"{path}__isnull": False}).values(path)) for path in paths), _connector=Q.OR
    )
    return _current(model).filter(owners)


@_worklist(
    "events-with-lost-quotes",
    Group.PROVENANCE,
    Event,
    _("Events whose quotes are lost"),
    _("A citation quotes words that are no longer in the newest text of their document: quote it anew."),
)
def events_with_lost_quotes() -> QuerySet:
    return _with_lost_quotes(Event, "event")


@_worklist(
    "interpretations-with-lost-quotes",
    Group.PROVENANCE,
    Interpretation,
    _("Interpretations whose quotes are lost"),
    _(
        "A citation of the interpretation, of its evidence or of its relations quotes words that are no longer in the"
        " newest text of their document: quote it anew."
    ),
)
def interpretations_with_lost_quotes() -> QuerySet:
    return _with_lost_quotes(Interpretation, "interpretation", "evidence__interpretation", "relation__interpretation")


@_worklist(
    "sources-with-broken-address",
    Group.PROVENANCE,
    Source,
    _("Sources with a broken address"),
    _("The URL or the DOI of the bibliographic record is not written as one; nobody has tried to open it."),
)
@_found_in_python(Source)
def sources_with_broken_address() -> set[int]:
    return {key for key, url, doi in _addresses() if (url and not _is_url(url)) or (doi and not _DOI.fullmatch(doi))}


# --- Historiography ---------------------------------------------------------------------------------------------------


@_worklist(
    "disputed-events-with-one-view",
    Group.HISTORIOGRAPHY,
    Event,
    _("Disputed events that show one view only"),
    _("What is argued about the event is debated or contested, but readers find evidence of a single interpretation."),
)
def disputed_events_with_one_view() -> QuerySet:
    current = _current(Interpretation)
    contests = Relation.objects.contesting().filter(interpretation__in=current, target__in=current)
    disputed = current.filter(
        Q(debate__isnull=False) & ~Q(debate__status=Status.ARCHIVED)
        | Exists(contests.filter(target=OuterRef("pk")))
        | Exists(contests.filter(interpretation=OuterRef("pk")))
    )
    on_events = Evidence.objects.filter(event__isnull=False).order_by()
    seen = on_events.filter(
        Q(asserted_by=None) | Q(asserted_by__status=Status.PUBLISHED), interpretation__status=Status.PUBLISHED
    )
    one_view = seen.values("event").annotate(first=Min("interpretation"), last=Max("interpretation"))
    return (
        _current(Event)
        .filter(pk__in=on_events.filter(interpretation__in=disputed.order_by().values("pk")).values("event"))
        .filter(pk__in=one_view.filter(first=F("last")).values("event"))
    )


@_worklist(
    "interpretations-without-holder",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Interpretations without a named holder"),
    _("Nobody is named who argues this: find out whose view it is, or whose view the document repeats."),
)
def interpretations_without_holder() -> QuerySet:
    held = Interpretation.proponents.through.objects.filter(interpretation=OuterRef("pk"))
    return _current(Interpretation).filter(~Exists(held))


@_worklist(
    "interpretations-without-events",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Interpretations without events as evidence"),
    _("No event is recorded as evidence, so that readers of the timeline never meet the interpretation."),
)
def interpretations_without_events() -> QuerySet:
    on_events = Evidence.objects.filter(interpretation=OuterRef("pk"), event__isnull=False)
    return _current(Interpretation).filter(~Exists(on_events))


@_worklist(
    "reported-interpretations",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Views reported and not checked at their source"),
    _("Another work reports what is argued: read the authors' own words, and cite them."),
)
def reported_interpretations() -> QuerySet:
    return _current(Interpretation).filter(attribution=Interpretation.Attribution.REPORTED)


@_worklist(
    "arguments-before-their-evidence",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Arguments older than the opening of their source"),
    _("The argument was certainly made before the public could read a source that it or its evidence cites."),
)
@_found_in_python(Interpretation)
def arguments_before_their_evidence() -> set[int]:
    return _made_before("available_from", "interpretation", "evidence__interpretation")


@_worklist(
    "sources-newer-than-statement",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Statements older than the source that supports them"),
    _("A source that is cited for the interpretation was certainly issued after the statement was made."),
)
@_found_in_python(Interpretation)
def sources_newer_than_statement() -> set[int]:
    return _made_before("issued", "interpretation")


def _made_before(field: str, *owners: str) -> set[int]:
    """Interpretations in their holders' own words, made before the date in that field of a source that they cite.

    Reported ones are left out: what reports a view is always newer.
    """
    dated = {key: _bounds(edtf)[0] for key, edtf in Source.objects.exclude(**{field: ""}).values_list("pk", field)}
    found: set[int] = set()
    for owner in owners:
        rows = Citation.objects.filter(
            **{f"{owner}__made_on_latest__isnull": False, f"{owner}__attribution": Interpretation.Attribution.OWN},
        ).exclude(**{f"source__{field}": ""})
        rows = rows.exclude(**{f"{owner}__status": Status.ARCHIVED}).order_by()
        for key, made_on, source in rows.values_list(owner, f"{owner}__made_on_latest", "source"):
            first = dated.get(source)
            if first is not None and made_on < first:
                found.add(key)
    return found


@lru_cache(10_000)
def _bounds(edtf: str) -> tuple[int | None, int | None]:
    """The bounds of a stored date; none of one that no longer parses."""
    try:
        return chronology.bounds_of(edtf)
    except ValueError:
        return None, None


# --- Chronology -------------------------------------------------------------------------------------------------------


@_worklist(
    "inferred-dates",
    Group.CHRONOLOGY,
    Event,
    _("Dates that editors inferred"),
    _("The cited source does not state the date: it was inferred from it, or an editor found it elsewhere."),
)
def inferred_dates() -> QuerySet:
    return _current(Event).filter(date_basis__in=[Event.Basis.INFERRED, Event.Basis.EDITOR])


@_worklist(
    "parts-outside-their-whole",
    Group.CHRONOLOGY,
    Event,
    _("Parts dated outside their whole"),
    _("The event is linked as part of another one, and the dates of the two cannot overlap."),
)
def parts_outside_their_whole() -> QuerySet:
    parts = EventLink.objects.filter(kind=EventLink.Kind.PART_OF)
    return _linked(parts, Q(event__latest__lt=F("target__earliest")) | Q(event__earliest__gt=F("target__latest")))


@_worklist(
    "consequences-before-their-cause",
    Group.CHRONOLOGY,
    Event,
    _("Consequences dated before their cause"),
    _("The event has a link by which a consequence or a response was certainly over before its cause began."),
)
def consequences_before_their_cause() -> QuerySet:
    led_to = Q(kind=EventLink.Kind.LED_TO, target__latest__lt=F("event__earliest"))
    responds_to = Q(kind=EventLink.Kind.RESPONDS_TO, event__latest__lt=F("target__earliest"))
    return _linked(EventLink.objects.all(), led_to | responds_to)


def _linked(links: QuerySet, contradiction: Q) -> QuerySet:
    """Events that hold one of the links to a current event, where bounds are known and contradict each other."""
    links = links.filter(contradiction).exclude(target__status=Status.ARCHIVED)
    return _current(Event).filter(pk__in=links.order_by().values("event"))


@_worklist(
    "participants-outside-their-life",
    Group.CHRONOLOGY,
    Event,
    _("Participants outside their life dates"),
    _("Somebody takes part in the event who was certainly not yet born or founded, or already dead or dissolved."),
)
@_found_in_python(Event)
def participants_outside_their_life() -> set[int]:
    """The database aggregates first, so that only the rows of actors with a contradiction are read."""
    current = Participant.objects.exclude(event__status=Status.ARCHIVED).order_by()
    # A single date is no life: it may be a birth or a foundation alone.
    of_actors = current.filter(actor__life_dates__contains="/").values_list("actor", "actor__life_dates")
    lives = {
        actor: _bounds(life)
        for actor, life, first_end, last_start in of_actors.annotate(Min("event__latest"), Max("event__earliest"))
        if _apart((last_start, first_end), _bounds(life))
    }
    rows = current.filter(actor__in=sorted(lives)[:MOST]).values_list(
        "event", "actor", "event__earliest", "event__latest"
    )
    return {event for event, actor, first, last in rows if _apart((first, last), lives[actor])}


def _apart(span: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Whether two spans cannot overlap; an open or unknown end reaches without limit."""
    (first, last), (other_first, other_last) = span, other
    return (last is not None and other_first is not None and last < other_first) or (
        first is not None and other_last is not None and first > other_last
    )


# --- Duplicates -------------------------------------------------------------------------------------------------------

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_is_valid_url = URLValidator(schemes=["http", "https"])


def _addresses() -> Iterable[tuple[int, str, str]]:
    """For each source with one: its key, its URL and its DOI without the resolver's address."""
    for key, url, doi in Source.objects.order_by().values_list("pk", "csl__URL", "csl__DOI"):
        if url or doi:
            yield key, str(url or "").strip(), _DOI_PREFIX.sub("", str(doi or "").strip())


def _is_url(text: str) -> bool:
    try:
        _is_valid_url(text)
    except ValidationError:
        return False
    return True


def _same_address(url: str) -> str:
    """What two ways of writing one address share: neither scheme, nor www, nor a slash at the end; a DOI as such."""
    if _DOI_PREFIX.match(url):
        return f"doi:{_DOI_PREFIX.sub('', url).lower()}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}" if host else url


def _comparable_addresses() -> dict[int, set[str]]:
    return {
        key: {_same_address(url)} - {""} | ({f"doi:{doi.lower()}"} if doi else set()) for key, url, doi in _addresses()
    }


def _with_same_address(keys: Iterable[int]) -> dict[int, set[int]]:
    addresses = _comparable_addresses()
    holders: dict[str, set[int]] = {}
    for key, of_source in addresses.items():
        for address in of_source:
            holders.setdefault(address, set()).add(key)
    return {key: set().union(*(holders[address] for address in addresses.get(key, ()))) - {key} for key in keys}


@_worklist(
    "sources-with-same-address",
    Group.DUPLICATES,
    Source,
    _("Sources with the same address"),
    _("Another source has the same URL or DOI: they may be one work."),
    companions=_with_same_address,
)
@_found_in_python(Source)
def sources_with_same_address() -> set[int]:
    addresses = _comparable_addresses()
    times = Counter(address for of_source in addresses.values() for address in of_source)
    return {key for key, of_source in addresses.items() if any(times[address] > 1 for address in of_source)}


Named = tuple[Iterable[tuple[int, str, likeness.Span]], dict[int, set[int]]]
"""Names with their records and spans, to be compared with one another, and which records are told apart."""


def _alike(named: Iterable[Named]) -> set[int]:
    return {key for names, apart in named for key in likeness.alike(names, apart)}


def _companions(named: Callable[[], Iterable[Named]]) -> Callable[[Iterable[int]], dict[int, set[int]]]:
    def companions(keys: Iterable[int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {key: set() for key in keys}
        for names, apart in named():
            for key, others in likeness.companions(names, found, apart).items():
                found[key] |= others
        return found

    return companions


def _names_of_events() -> Iterable[Named]:
    """Events that are linked with each other are known to be two."""
    linked: dict[int, set[int]] = {}
    for event, target in EventLink.objects.order_by().values_list("event", "target"):
        linked.setdefault(event, set()).add(target)
        linked.setdefault(target, set()).add(event)
    rows = _current(Event).order_by().values_list("pk", "title", "earliest", "latest")
    return [(((key, title, (first, last)) for key, title, first, last in rows), linked)]


@_worklist(
    "events-alike",
    Group.DUPLICATES,
    Event,
    _("Events that look alike"),
    _(
        "Another event has the same words in its title, or these and more, and may have the same date. If they are two,"
        " link them, and they leave this list."
    ),
    companions=_companions(_names_of_events),
)
@_found_in_python(Event)
def events_alike() -> set[int]:
    return _alike(_names_of_events())


def _names_of_actors() -> Iterable[Named]:
    """Actors of one kind are compared with one another."""
    rows = [*Actor.objects.order_by().values_list("kind", "pk", "name")]
    rows += ActorName.objects.order_by().values_list("actor__kind", "actor", "name")
    names: dict[str, list[tuple[int, str, likeness.Span]]] = {}
    for kind, key, name in rows:
        names.setdefault(kind, []).append((key, name, (None, None)))
    return [(of_kind, {}) for of_kind in names.values()]


@_worklist(
    "actors-alike",
    Group.DUPLICATES,
    Actor,
    _("Actors that look alike"),
    _("Another actor of the same kind has the same words in one of its names, or these and more."),
    companions=_companions(_names_of_actors),
)
@_found_in_python(Actor)
def actors_alike() -> set[int]:
    return _alike(_names_of_actors())


def _names_of_sources() -> Iterable[Named]:
    rows = Source.objects.order_by().values_list("pk", "sort_key")
    return [(((key, name, (None, None)) for key, name in rows), {})]


@_worklist(
    "sources-alike",
    Group.DUPLICATES,
    Source,
    _("Sources that look alike"),
    _("Another source has the same words in its authors' names and title, or these and more."),
    companions=_companions(_names_of_sources),
)
@_found_in_python(Source)
def sources_alike() -> set[int]:
    return _alike(_names_of_sources())


# --- Loading ----------------------------------------------------------------------------------------------------------


def _noted(model: Any, kind: str) -> Callable[[], QuerySet]:
    return lambda: model.objects.filter(slug__in=LoadNote.objects.filter(kind=kind).values("slug"))


_NOTED = _(
    "The last load left something as an editor had it, since the file says something else: kept where only the editor"
    " changed it, in conflict where the file has changed too. The record's form says which."
)
for _model, _kind, _title in (
    (Event, "events", _("Events kept or in conflict at the last load")),
    (Interpretation, "interpretations", _("Interpretations kept or in conflict at the last load")),
    (Debate, "debates", _("Debates kept or in conflict at the last load")),
    (Actor, "actors", _("Actors kept or in conflict at the last load")),
    (Source, "sources", _("Sources kept or in conflict at the last load")),
    (Theme, "themes", _("Themes kept or in conflict at the last load")),
):
    _worklist(f"{_kind}-kept", Group.LOADING, _model, _title, _NOTED)(_noted(_model, _kind))
