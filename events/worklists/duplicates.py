"""Records that look alike, and may be one."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from events.models import Actor, ActorName, Event, EventLink, Source
from events.worklists import addresses, likeness
from events.worklists.registry import Group, current, found_in_python, worklist


def _with_same_address(keys: Iterable[int]) -> dict[int, set[int]]:
    compared = addresses.comparable()
    holders: dict[str, set[int]] = {}
    for key, of_source in compared.items():
        for address in of_source:
            holders.setdefault(address, set()).add(key)
    return {key: set().union(*(holders[address] for address in compared.get(key, ()))) - {key} for key in keys}


@worklist(
    "sources-with-same-address",
    Group.DUPLICATES,
    Source,
    _("Sources with the same address"),
    _("Another source has the same URL or DOI: they may be one work."),
    companions=_with_same_address,
)
@found_in_python(Source)
def sources_with_same_address() -> set[int]:
    compared = addresses.comparable()
    times = Counter(address for of_source in compared.values() for address in of_source)
    return {key for key, of_source in compared.items() if any(times[address] > 1 for address in of_source)}


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
    rows = current(Event).order_by().values_list("pk", "title", "earliest", "latest")
    return [(((key, title, (first, last)) for key, title, first, last in rows), linked)]


@worklist(
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
@found_in_python(Event)
def events_alike() -> set[int]:
    return _alike(_names_of_events())


def names_of_actors(of_kind: str = "") -> Iterable[Named]:
    """Actors of one kind are compared with one another."""
    actors, names_of = Actor.objects.order_by(), ActorName.objects.order_by()
    if of_kind:
        actors, names_of = actors.filter(kind=of_kind), names_of.filter(actor__kind=of_kind)
    rows = [*actors.values_list("kind", "pk", "name"), *names_of.values_list("actor__kind", "actor", "name")]
    names: dict[str, list[tuple[int, str, likeness.Span]]] = {}
    for kind, key, name in rows:
        names.setdefault(kind, []).append((key, name, (None, None)))
    return [(group, {}) for group in names.values()]


@worklist(
    "actors-alike",
    Group.DUPLICATES,
    Actor,
    _("Actors that look alike"),
    _("Another actor of the same kind has the same words in one of its names, or these and more."),
    companions=_companions(names_of_actors),
)
@found_in_python(Actor)
def actors_alike() -> set[int]:
    return _alike(names_of_actors())


def _names_of_sources() -> Iterable[Named]:
    rows = Source.objects.order_by().values_list("pk", "sort_key")
    return [(((key, name, (None, None)) for key, name in rows), {})]


@worklist(
    "sources-alike",
    Group.DUPLICATES,
    Source,
    _("Sources that look alike"),
    _("Another source has the same words in its authors' names and title, or these and more."),
    companions=_companions(_names_of_sources),
)
@found_in_python(Source)
def sources_alike() -> set[int]:
    return _alike(_names_of_sources())
