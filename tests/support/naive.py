"""The contract of a view evaluated the slow way: plain Python over plain rows, written from the design alone.

It shares with the site what EDTF means (`events.dates`) and nothing else: no queryset method, no derived
column, no index. `tests/whole/test_agreement.py` holds the site to it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import snowballstemmer

from events import dates, models

LAST = (1, 0)
STEMMERS = [snowballstemmer.stemmer(language) for language in ("english", "romanian")]
Params = dict[str, list[str]]


@dataclass
class Answer:
    """What the page, the exports and the counts must say."""

    slugs: list[str]
    on_page: list[str]
    """As a page shows them: with years and in order of time first what certainly lies in them."""
    bad: set[str]
    undated: int
    facets: dict[str, dict[str, int]]
    contested: set[str]
    notes: dict[str, list[str]] = field(default_factory=dict)


class Corpus:
    """Every row, fetched plainly."""

    def __init__(self) -> None:
        self.events = list(models.Event.objects.order_by("?"))
        self.by_pk = {event.pk: event for event in self.events}
        self.interpretations = {i.pk: i for i in models.Interpretation.objects.all()}
        self.evidence = list(models.Evidence.objects.all())
        self.relations = list(models.Relation.objects.all())
        self.participants = list(models.Participant.objects.select_related("actor"))
        self.citations = list(models.Citation.objects.select_related("source"))
        self.debates = list(models.Debate.objects.all())
        self.proponents = {i.pk: list(i.proponents.all()) for i in self.interpretations.values()}
        self.places = {place.pk: place for place in models.Place.objects.all()}
        self.themes = {event.pk: [theme.slug for theme in event.themes.all()] for event in self.events}
        self.published = [event for event in self.events if event.status == "published"]
        self.links = list(models.EventLink.objects.all())
        self.chain_places = self._chain_places()

    # --- who is public ---

    def public_themes(self) -> set[str]:
        return {slug for event in self.published for slug in self.themes[event.pk]}

    def place(self, event: Any) -> Any:
        return self.places.get(event.place_id)

    def public_places(self) -> set[str]:
        return {place.slug for event in self.published if (place := self.place(event))}

    def public_actors(self) -> set[str]:
        taking_part = {p.actor.slug for p in self.participants if p.event in self.published}
        return taking_part | {a.slug for i in self.public_interpretations() for a in self.proponents[i.pk]}

    def public_sources(self) -> set[str]:
        return {c.source.slug for c in self.citations if c.event_id and self.by_pk[c.event_id] in self.published}

    def public_debates(self) -> set[str]:
        return {debate.slug for debate in self.debates if debate.status == "published"}

    def public_interpretations(self) -> list[Any]:
        return [i for i in self.interpretations.values() if i.status == "published"]

    # --- of an event ---

    def bounds(self, event: Any) -> tuple[Any, Any]:
        if event.after_event_id:
            duration = dates.parse_duration(event.offset) if event.offset else None
            return dates.relative_bounds(*self.bounds(self.by_pk[event.after_event_id]), duration)
        if not event.date:
            return None, None
        date = dates.parse(event.date)
        return date.earliest, date.latest

    def is_undated(self, event: Any) -> bool:
        return self.bounds(event) == (None, None)

    def stands(self, event: Any) -> Any:
        """The day where a dated event stands in the order."""
        earliest, latest = self.bounds(event)
        lasted = re.fullmatch("(.*)/(.*)", event.date)
        if lasted and lasted[1] not in ("", "..") and (begun := dates.parse(lasted[1]).latest):
            return begun if latest is None else min(begun, latest)
        if latest is not None:
            return latest
        end_of_year = dates.Day(earliest.year, 12, 31)
        if event.after_event_id and not event.offset:
            return max(end_of_year, self.stands(self.by_pk[event.after_event_id]))
        return end_of_year

    def _chain_places(self) -> dict[int, int]:
        """How many steps the longest way to each published event has, along published links; a loop is one step."""
        public = {event.pk for event in self.published}
        before: dict[int, set[int]] = {event.pk: set() for event in self.events}
        pairs = [
            (link.event_id, link.target_id) if link.kind == "led_to" else (link.target_id, link.event_id)
            for link in self.links
            if link.kind != "part_of"
        ] + [(event.after_event_id, event.pk) for event in self.events if event.after_event_id]
        for earlier, later in pairs:
            if {earlier, later} <= public:
                before[later].add(earlier)
        reached = {pk: set(some) for pk, some in before.items()}  # all that stands before, by any way
        for _ in before:
            for some in reached.values():
                some |= {further for one in some for further in reached[one]}

        def place(pk: int) -> int:
            loop = {pk} | {other for other in reached[pk] if pk in reached[other]}
            outside = {one for member in loop for one in before[member]} - loop
            return max((place(one) + 1 for one in outside), default=0)

        return {pk: place(pk) for pk in before}

    def argued(self, event: Any) -> list[Any]:
        """The published interpretations with a row of evidence on the event that readers may see."""
        rows = [row for row in self.evidence if row.event_id == event.pk and self._shown(row)]
        return list({row.interpretation_id: self.interpretations[row.interpretation_id] for row in rows}.values())

    def _shown(self, row: Any) -> bool:
        by = self.interpretations.get(row.asserted_by_id)
        return self.interpretations[row.interpretation_id].status == "published" and (
            by is None or by.status == "published"
        )

    def _disputed(self, interpretation: Any) -> bool:
        for relation in self.relations:
            pair = {relation.interpretation_id, relation.target_id}
            public = all(self.interpretations[pk].status == "published" for pk in pair)
            if relation.kind == "contests" and interpretation.pk in pair and public:
                return True
        return False

    def is_contested(self, event: Any) -> bool:
        return any(self._disputed(i) for i in self.argued(event))

    def values(self, event: Any, facet: str, role: str | None = None) -> set[str]:
        """The values of a facet that an event has."""
        argued = self.argued(event)
        if facet == "theme":
            return set(self.themes[event.pk])
        if facet == "with":
            role = None
        if facet in ("actor", "with"):
            return {p.actor.slug for p in self.participants if p.event_id == event.pk and role in (None, p.role)}
        if facet == "place":
            return {place.slug} if (place := self.place(event)) else set()
        if facet == "source":
            return {c.source.slug for c in self.citations if c.event_id == event.pk}
        if facet == "kind":
            return {c.source.kind for c in self.citations if c.event_id == event.pk}
        if facet == "debate":
            public = {debate.pk: debate.slug for debate in self.debates if debate.status == "published"}
            return {public[i.debate_id] for i in argued if i.debate_id in public}
        if facet == "proponent":
            return {actor.slug for i in argued for actor in self.proponents[i.pk]}
        if facet == "ground":
            return {i.ground for i in argued}
        if facet == "contested":
            return {"1"} if self.is_contested(event) else set()
        if facet == "basis":
            return {event.date_basis} - {""}
        if facet == "precision":
            return {self.precision(event)} - {""}
        assert facet == "prominence"
        return {str(event.prominence)}

    def precision(self, event: Any) -> str:
        if event.after_event_id:
            earliest, latest = self.bounds(event)
            return dates.precision_of(earliest, latest)
        return dates.parse(event.date).precision if event.date else ""

    def texts(self, event: Any) -> list[str]:
        """What readers can find an event by."""
        found = [event.title, event.summary, *([place.name] if (place := self.place(event)) else [])]
        found += [p.actor.name for p in self.participants if p.event_id == event.pk]
        for c in self.citations:
            if c.event_id == event.pk:
                found += [c.quote, c.source.title]
        for i in self.argued(event):
            found += [i.claim, i.argument, *(actor.name for actor in self.proponents[i.pk])]
        return found


# --- parameters ------------------------------------------------------------------------------------------

FACETS = [
    "theme",
    "actor",
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
]
CLOSED = {
    "dates": {"possible", "certain", "undated"},
    "role": {"initiator", "counterpart", "opponent", "participant", "forum"},
    "kind": {"primary", "secondary", "tertiary"},
    "ground": {
        "fact",
        "date",
        "cause",
        "motive",
        "significance",
        "characterisation",
        "term",
        "periodisation",
        "evidence",
    },
    "contested": {"1"},
    "basis": {"stated", "inferred", "relative", "editor"},
    "precision": {"day", "month", "season", "year", "decade", "century", "millennium", "range"},
    "prominence": {"1", "2", "3"},
    "order": {"date", "-date", "relevance"},
}


def understood(corpus: Corpus, params: Params) -> tuple[Params, set[str]]:
    """The good parameters, and the names of the bad ones."""
    known = CLOSED | {
        "theme": corpus.public_themes(),
        "actor": corpus.public_actors(),
        "with": corpus.public_actors(),
        "place": corpus.public_places(),
        "source": corpus.public_sources(),
        "debate": corpus.public_debates(),
        "proponent": corpus.public_actors(),
    }
    good, bad = {}, set()
    for name, values in params.items():
        if name in ("from", "to"):
            if day_of(values[-1], name) is None:
                bad.add(name)
                continue
        elif name != "q" and not set(values) <= known[name]:
            bad.add(name)
            continue
        good[name] = values
    return good, bad


def day_of(text: str, name: str) -> Any:
    """The first day of `from`, the last of `to`; None where there is none."""
    year = re.fullmatch(r"(-?)(\d+)", text)
    if year:
        text = f"{year[1]}{int(year[2]):04}" if int(year[2]) < 10_000 else f"Y{year[1]}{int(year[2])}"
    try:
        date = dates.parse(text)
    except ValueError:
        return None
    return date.earliest if name == "from" else date.latest


# --- evaluation ------------------------------------------------------------------------------------------


def matches(corpus: Corpus, event: Any, params: Params) -> bool:
    """Whether a published event is in the selection."""
    role = params["role"][-1] if "role" in params else None
    if role and not corpus.values(event, "actor", role):
        return False
    for facet in FACETS:
        if facet in params and not corpus.values(event, facet, role) & set(params[facet]):
            return False
    if "q" in params and not found(corpus.texts(event), params["q"][-1]):
        return False
    return in_years(*corpus.bounds(event), params)


def in_years(earliest: Any, latest: Any, params: Params) -> bool:
    which = params.get("dates", ["possible"])[-1]
    if which == "undated":
        return earliest is None and latest is None
    first = day_of(params["from"][-1], "from") if "from" in params else None
    last = day_of(params["to"][-1], "to") if "to" in params else None
    if which == "certain":
        if earliest is None and latest is None:
            return False
        begins = first is None or (earliest is not None and earliest >= first)
        return begins and (last is None or (latest is not None and latest <= last))
    if first is None and last is None:
        return True
    if earliest is None and latest is None:
        return False
    return (first is None or latest is None or latest >= first) and (
        last is None or earliest is None or earliest <= last
    )


def in_order(corpus: Corpus, events: Iterable[Any], params: Params) -> list[Any]:
    """Where each stands, then place in the chain, narrower span, slug by code point; undated always last."""

    def key(event: Any) -> tuple[Any, ...]:
        earliest, latest = corpus.bounds(event)
        open_ended = earliest is None or latest is None
        span = LAST if open_ended else (0, latest.ordinal - earliest.ordinal)
        stands = LAST if corpus.is_undated(event) else (0, corpus.stands(event))
        return stands, corpus.chain_places[event.pk], span, event.slug

    backwards = params.get("order") == ["-date"]
    dated = sorted((e for e in events if not corpus.is_undated(e)), key=key, reverse=backwards)
    return dated + sorted((e for e in events if corpus.is_undated(e)), key=key, reverse=backwards)


def certain_first(corpus: Corpus, events: list[Any], params: Params) -> list[Any]:
    by_relevance = params.get("order") == ["relevance"] and params.get("q", [""])[-1]
    if not {"from", "to"} & params.keys() or by_relevance or params.get("dates", ["possible"])[-1] != "possible":
        return events
    return sorted(events, key=lambda event: not in_years(*corpus.bounds(event), params | {"dates": ["certain"]}))


def evaluate(corpus: Corpus, params: Params) -> Answer:
    good, bad = understood(corpus, params)

    def select(changed: Params) -> list[Any]:
        return [event for event in corpus.published if matches(corpus, event, changed)]

    def without(*names: str) -> Params:
        return {name: values for name, values in good.items() if name not in names}

    selection = in_order(corpus, select(good), good)
    return Answer(
        slugs=[event.slug for event in selection],
        on_page=[event.slug for event in certain_first(corpus, selection, good)],
        bad=bad,
        undated=len(select(without("from", "to", "dates") | {"dates": ["undated"]})),
        facets=_counts(corpus, select, without, good) | {"decade": _decades(corpus, select, without)},
        contested={event.slug for event in selection if corpus.is_contested(event)},
        notes={event.slug: sorted(i.slug for i in corpus.argued(event)) for event in selection},
    )


def _counts(corpus: Corpus, select: Callable, without: Callable, good: Params) -> dict[str, dict[str, int]]:
    """For every value of a facet, one after another, how many events the page would show with it alone."""
    counts: dict[str, dict[str, int]] = {}
    for facet in ("theme", "actor", "place", "source", "debate", "proponent", "contested", "basis", "prominence"):
        values = {value for event in corpus.published for value in corpus.values(event, facet)}
        found = {value: len(select(without(facet) | {facet: [value]})) for value in values}
        counts[facet] = {value: number for value, number in found.items() if number}
    return counts


def _decades(corpus: Corpus, select: Callable, without: Callable) -> dict[str, int]:
    other = without("from", "to", "dates")
    bounds = [bound for event in select(other) for bound in corpus.bounds(event) if bound is not None]
    return {
        str(decade): len(select(other | {"from": [str(decade)], "to": [str(decade + 9)]}))
        for decade in {bound.year // 10 * 10 for bound in bounds}
    }


# --- words ------------------------------------------------------------------------------------------


def folded(text: str) -> list[str]:
    """The words of a text without case and marks."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.replace("ł", "l"))


def found(texts: list[str], query: str) -> bool:
    """Words find what begins with them and what has their stem, phrases whole words in a row; -without; OR."""
    alternatives: list[list[tuple[bool, bool]]] = [[]]
    said_anything = False
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', query):
        if word == "OR" and not minus:
            alternatives.append([])
            continue
        said_anything = True
        there = any(_stands_in(folded(phrase or word), folded(text), whole=bool(phrase)) for text in texts)
        alternatives[-1].append((bool(minus), there))
    if not said_anything:
        return False
    return any(all(there != minus for minus, there in terms) for terms in alternatives if terms)


def _stands_in(words: list[str], text: list[str], whole: bool) -> bool:
    for start in range(len(text) - len(words) + 1):
        *front, last = text[start : start + len(words)]
        if front == words[:-1] and (last == words[-1] if whole else last.startswith(words[-1])):
            return True
    return not whole and len(words) == 1 and any(_share_a_stem(words[0], word) for word in text)


def _share_a_stem(one: str, other: str) -> bool:
    long = all(len(word) > 3 and word.isalpha() for word in (one, other))
    with_marks = [re.sub("(s?)ti", lambda m: "şti" if m[1] else "ţi", word) for word in (one, other)]
    return long and any(
        stemmer.stemWord(first) == stemmer.stemWord(second)
        for stemmer, (first, second) in zip(STEMMERS, [(one, other), with_marks], strict=True)
    )
