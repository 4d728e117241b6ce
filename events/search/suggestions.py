"""What the search field suggests while a reader types: names and titles that hold words with these beginnings.

The names of actors, places, sources, debates and themes are kept in the process; events are looked up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from events.caching import versions
from events.chronology import offices
from events.chronology.date_words import words_of
from events.models import Actor, ActorName, Debate, Event, Interpretation, Office, Place, Source, Theme
from events.models.translations import Versions, in_language
from events.models.translations import versions as versions_of
from events.search import lookup
from events.search.folding import words
from events.search.terms import MAX_LENGTH
from events.site import languages
from events.site.languages import Text, text_in

KINDS = ("event", "person", "place", "source", "debate", "theme")
"""In the order of the list."""

NAMED: dict[str, Any] = {"person": Actor, "place": Place, "source": Source, "debate": Debate, "theme": Theme}
"""The kinds that are known by names, and the records of each."""

COMPARABLE = ("interpretation", "person", "source")
"""The kinds that can be compared, in the order of their list."""

AT_MOST = 10
OF_A_KIND = 4
LOOKED_AT = 20
"""So many events, the first in date order, are ranked by their titles."""

ELSEWHERE = 3
"""The rank of an event that was found by other words than its title."""


@dataclass(frozen=True)
class FoldedName:
    """What a record is called, with its folded words, each after a space."""

    text: str
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", "".join(f" {word}" for word in words(self.text)))

    def rank(self, wanted: list[str]) -> int | None:
        """0: the name begins with the wanted words; 1: they follow one another in it; 2: each begins one; else None.

        The words are folded, and each may be the beginning of one.
        """
        phrase = f" {' '.join(wanted)}"
        if phrase in self.folded:
            return 0 if self.folded.startswith(phrase) else 1
        return 2 if all(f" {word}" in self.folded for word in wanted) else None


@dataclass(frozen=True)
class NamedRecord:
    """A record of a kind by what it is called, in all languages: `own` is its name, and `translations` those of it."""

    kind: str
    slug: str
    own: str
    names: tuple[FoldedName, ...]
    hint: str = ""
    office: Office | None = None
    """What to say beside the name of a person: what they were, and when."""
    translations: Versions = field(default_factory=dict)
    folded: str = field(init=False)
    """The words of all the names, which tell quickly that none fits."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", "".join(name.folded for name in self.names))

    @property
    def label(self) -> str:
        """What it is called in the language of readers."""
        return text_in(languages.current(), self.own, self.names[0].text, self.translations)

    @property
    def own_names(self) -> set[str]:
        """Its name in each language, which is no other one."""
        return {self.names[0].text, *(each.text for each in versions_of(self.translations) if each.field == self.own)}

    def best(self, wanted: list[str]) -> tuple[int, int] | None:
        """The rank of the name that fits best and its place among the names; None where none does."""
        if not all(f" {word}" in self.folded for word in wanted):
            return None
        fits = ((name.rank(wanted), place) for place, name in enumerate(self.names))
        return min(((rank, place) for rank, place in fits if rank is not None), default=None)

    def hint_of(self, name: FoldedName) -> str:
        """What to say beside the label: of an actor who was found by another name, that name."""
        if self.kind == "person" and name.text not in self.own_names:
            return _("also: %(name)s") % {"name": name.text}
        return offices.words(self.office) if self.office else self.hint


def suggested(query: str, kinds: tuple[str, ...] = KINDS) -> list[dict[str, str]]:
    """At most AT_MOST suggestions for what was typed, by kind and the best first; none for a query without a word."""
    wanted = words(query[:MAX_LENGTH])
    if not wanted:
        return []
    found: dict[str, list[dict[str, str]]] = {}
    if "event" in kinds:
        found["event"] = _events(wanted)
    if "interpretation" in kinds:
        found["interpretation"] = _interpretations(query.strip())
    ranked = defaultdict(list)
    for record in names():
        if record.kind in kinds and (best := record.best(wanted)):
            ranked[record.kind].append((best, record.names[0].folded, record))
    for kind, records in ranked.items():
        nearest = sorted(records, key=lambda one: (one[0][0], one[1], one[2].slug))[:OF_A_KIND]
        found[kind] = [_row(record, record.names[place]) for (_rank, place), _folded, record in nearest]
    return _shared_out(found, kinds)


def named(query: str, *kinds: str) -> list[NamedRecord]:
    """The records of some kinds that are called so, the best first; none for a query without a word."""
    wanted = words(query[:MAX_LENGTH])
    found = [(best, one) for one in names() if one.kind in kinds and wanted and (best := one.best(wanted))]
    return [one for _best, one in sorted(found, key=lambda pair: (pair[0][0], pair[1].names[0].folded, pair[1].slug))]


def _shared_out(found: dict[str, list[dict[str, str]]], kinds: tuple[str, ...]) -> list[dict[str, str]]:
    """The best of each kind first, then the second of each, until there are enough; in the order of the kinds."""
    places = [(place, kind) for place in range(OF_A_KIND) for kind in kinds if place < len(found.get(kind, []))]
    taken = sorted(places[:AT_MOST], key=lambda one: (kinds.index(one[1]), one[0]))
    return [found[kind][place] for place, kind in taken]


def _row(record: NamedRecord, name: FoldedName) -> dict[str, str]:
    url = NAMED[record.kind](slug=record.slug).get_absolute_url()
    return {"kind": record.kind, **_labelled(record.label), "hint": record.hint_of(name), "url": url}


def _labelled(label: str) -> dict[str, str]:
    """A label, and its language where that is not the page's."""
    is_other = isinstance(label, Text) and not label.is_of_page
    return {"label": label, "lang": label.language} if is_other else {"label": label}  # type: ignore[attr-defined]


def _events(wanted: list[str]) -> list[dict[str, str]]:
    """Events by their titles; if they are few, also events that have the words elsewhere."""
    query, events = " ".join(wanted), Event.objects.published().in_date_order().select_related("after_event")
    found = list(lookup.matching(events, query, ["title"])[:LOOKED_AT])
    if len(found) < OF_A_KIND:
        found += [event for event in lookup.matching(events, query)[:OF_A_KIND] if event not in found]
    ranked = []
    for place, event in enumerate(found):
        rank = FoldedName(event.title).rank(wanted)
        ranked.append((ELSEWHERE if rank is None else rank, place, event))
    return [
        {"kind": "event", **_labelled(event.title), "hint": words_of(event), "url": event.get_absolute_url()}
        for _rank, _place, event in sorted(ranked, key=lambda one: one[:2])[:OF_A_KIND]
    ]


def _interpretations(query: str) -> list[dict[str, str]]:
    """Interpretations whose claim has what was typed."""
    published, claim = Interpretation.objects.published(), in_language("claim")
    found = published.annotate(said=claim).filter(said__icontains=query).order_by("said", "slug")
    return [
        {"kind": "interpretation", **_labelled(one.claim), "hint": "", "url": one.get_absolute_url()}
        for one in found.only("slug", "claim", "translations")[:OF_A_KIND]
    ]


# --- what is kept -----------------------------------------------------------------------------------------------------


@versions.cached
def names() -> list[NamedRecord]:
    """Every actor, place, source, debate and theme that readers can see, with its names."""
    return [*_actors(), *_places(), *_sources(), *_debates(), *_themes()]


def _actors() -> Iterator[NamedRecord]:
    public = Actor.objects.public()
    others = defaultdict(list)
    rows = ActorName.objects.filter(actor__in=public.values("pk")).order_by("name")
    for actor, name in rows.values_list("actor_id", "name"):
        others[actor].append(name)
    held = defaultdict(list)
    for office in Office.objects.filter(actor__in=public.values("pk")).order_by("pk"):
        held[office.actor_id].append(office)
    for pk, slug, name, found in public.order_by().values_list("pk", "slug", "name", "translations"):
        yield _record("person", slug, "name", name, found, others[pk], offices.last(held[pk]))


def _places() -> Iterator[NamedRecord]:
    for slug, name, found in Place.objects.public().order_by().values_list("slug", "name", "translations"):
        yield _record("place", slug, "name", name, found)


def _sources() -> Iterator[NamedRecord]:
    public = Source.objects.public().order_by()
    for slug, reference, title, found in public.values_list("slug", "short_reference", "title", "translations"):
        name = reference or slug
        labels = [each.text for each in versions_of(found) if each.field == "label"]
        yield NamedRecord("source", slug, "", _distinct([name, title, *labels]), "" if title in name else title)


def _debates() -> Iterator[NamedRecord]:
    debates = Debate.objects.published().order_by()
    for slug, question, found in debates.values_list("slug", "question", "translations"):
        yield _record("debate", slug, "question", question, found)


def _themes() -> Iterator[NamedRecord]:
    for slug, name, found in Theme.objects.public().order_by().values_list("slug", "name", "translations"):
        yield _record("theme", slug, "name", name, found)


def _record(
    kind: str, slug: str, own: str, name: str, found: Versions, others: Iterable[str] = (), office: Office | None = None
) -> NamedRecord:
    translated = [each.text for each in versions_of(found) if each.field == own]
    return NamedRecord(kind, slug, own, _distinct([name, *translated, *others]), "", office, found)


def _distinct(texts: Iterable[str]) -> tuple[FoldedName, ...]:
    return tuple(FoldedName(text) for text in dict.fromkeys(texts))
