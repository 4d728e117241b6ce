"""Proposals as records in the spelling of seed files: what `folders` writes and what the office keeps is made here.

A citation names its document, the number of its passage, the exact words and where in the passage they begin (`at`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from events.bibliography import csl, whole_references
from events.documents.anchoring import Document
from events.documents.printed_pages import PrintedPages, written
from events.editing.recognition import KnownName, forms
from events.extraction import Extracted
from events.proposals.proposed import Proposals, ProposedEvent, ProposedInterpretation
from events.proposals.proposing import language_of
from events.proposals.states import adjectives, cities
from events.proposals.titles import plain
from events.search import folding

SLUG = 80
"""A slug made from a title has at most so many characters."""
OF_A_WORK = "secondary"
"""The kind of evidence that a work is which a note names, until somebody says otherwise."""
OF_A_PLACE = 0.7
"""How certain it is that what an event's words give as a place is one."""


@dataclass
class Known:
    """What is there already: names of actors with keys, the slug of each key, places, and slugs in use (`kind/slug`).

    Places are known by their folded names, sources by the keys of their works (`whole_references.keys`).
    """

    names: list[KnownName] = field(default_factory=list)
    slugs: dict[int, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    works: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def slug(self, kind: str, words: str) -> str:
        """A slug that nothing has yet, and that is then taken."""
        bare = folding.slug(words)[:SLUG].strip("-") or kind.removesuffix("s")
        slug, number = bare, 2
        while f"{kind}/{slug}" in self.used:
            slug, number = f"{bare}-{number}", number + 1
        self.used.add(f"{kind}/{slug}")
        return slug

    def learn_work(self, slug: str, record: dict[str, Any]) -> None:
        for key in whole_references.keys(record):
            self.works.setdefault(key, slug)

    def work(self, record: dict[str, Any]) -> str:
        """The slug of the source that is the work of a record; blank if there is none."""
        return next((self.works[key] for key in whole_references.keys(record) if key in self.works), "")


@dataclass(frozen=True)
class Draft:
    """A record to be: its data, the words that it is read from, and the rule that read it.

    The words are `text[start:end]`; of an actor or a place they are its name, which stands there in some form, of a
    source the note whose marker stands there.
    """

    kind: str
    data: dict[str, Any]
    words: str
    start: int
    end: int
    rule: str
    certainty: float

    @property
    def slug(self) -> str:
        return self.data["slug"]


def drafts_of(
    source: str,
    document: Document,
    proposals: Proposals,
    known: Known,
    pages: str = "",
    notes: Mapping[int, str] = MappingProxyType({}),
) -> list[Draft]:
    """The records that proposals for a document are, those first that others point at; they are known from then on.

    `pages` says on which its passages stand, as `Source.pages` does; `notes` are the words of its notes by where in the
    text their markers stand: a whole reference is a source.
    """
    drafter = _Drafter(source, document, proposals, known, PrintedPages(pages))
    for offset, note in sorted(notes.items()):
        drafter.work(offset, note)
    return drafter.drafts


def pages_of(document: Document, extracted: Extracted) -> str:
    """The pages of what was read from a file, as `Source.pages` has them; blank for a file without pages."""
    pages = ((each.start, each.end, each.label) for each in extracted.locators if each.kind == "page")
    return written(document, pages)


def language(extracted: Extracted) -> str:
    """The language that the file says it is in, else the one that it was read as."""
    return extracted.language.lower() or language_of(extracted.text)


class _Drafter:
    def __init__(
        self, source: str, document: Document, proposals: Proposals, known: Known, pages: PrintedPages
    ) -> None:
        self.source, self.document, self.proposals, self.known = source, document, proposals, known
        self.pages = pages
        self.drafts: list[Draft] = []
        self.actors = [self.actor(number) for number in range(len(proposals.actors))]
        self.events = [self.known.slug("events", event.title + _year(event)) for event in proposals.events]
        self.interpretations = [self.known.slug("interpretations", each.claim) for each in proposals.interpretations]
        self.replies: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(proposals.interpretations):
            if each.contests is not None and each.rule == "a reply":
                self.replies[each.contests].append(number)
        for number, event in enumerate(proposals.events):
            self.add("events", self.event(number, event), event)
        for number, each in enumerate(proposals.interpretations):
            self.add("interpretations", self.interpretation(number, each), each)

    def add(self, kind: str, data: dict[str, Any], told: ProposedEvent | ProposedInterpretation) -> None:
        words = self.proposals.text[told.start : told.end]
        self.drafts.append(Draft(kind, data, words, told.start, told.end, told.rule, told.confidence))

    def first(self, names: Iterable[str]) -> tuple[int, int]:
        """Where the first of these names stands; the text's beginning if none does as it is written."""
        places = [(at, at + len(name)) for name in names if (at := self.proposals.text.find(name)) >= 0]
        return min(places, default=(0, 0))

    def actor(self, number: int) -> str:
        """The slug of an actor of the text."""
        actor = self.proposals.actors[number]
        if actor.known is not None:
            return self.known.slugs[actor.known]
        name = plain(actor.name)[:200]
        slug, key = self.known.slug("actors", name), -len(self.known.slugs) - 1
        self.known.slugs[key] = slug
        of_states = set(adjectives(self.proposals.language)) | set(cities(self.proposals.language))
        others = _other_names(actor.name, actor.kind, actor.variants, of_states)
        self.known.names += [KnownName(each, key, actor.kind) for each in (name, *others)]
        data: dict[str, Any] = {"slug": slug, "name": name, "kind": actor.kind}
        if others:
            data["other_names"] = [{"name": other} for other in others]
        start, end = self.first([actor.name, *actor.variants])
        self.drafts.append(Draft("actors", data, name, start, end, actor.rule, actor.confidence))
        return slug

    def place(self, name: str) -> str:
        """The slug of the place of an event."""
        words, name = name, plain(name)[:200]
        folded = " ".join(folding.words(name))
        if folded not in self.known.places:
            slug = self.known.places[folded] = self.known.slug("places", name)
            start, end = self.first([words])
            draft = Draft("places", {"slug": slug, "name": name}, name, start, end, "the place of an event", OF_A_PLACE)
            self.drafts.append(draft)
        return self.known.places[folded]

    def work(self, offset: int, note: str) -> None:
        """Adds the work that a note names in full, if it is not known."""
        record = whole_references.read(note)
        if not record.get("title") or self.known.work(record):
            return
        slug = self.known.slug("sources", csl.short_reference(record))
        self.known.learn_work(slug, record)
        data = {"slug": slug, "csl": record, "kind": OF_A_WORK}
        self.drafts.append(Draft("sources", data, note, offset, offset, "a note that is a whole reference", 0.9))

    def citation(self, told: ProposedEvent | ProposedInterpretation) -> dict[str, Any]:
        at = told.start - self.document.cut.spans[told.passage].start
        number = self.document.numbers[told.passage]
        citation = {"source": self.source, "passage": str(number)}
        citation["exact"] = self.proposals.text[told.start : told.end]
        where = self.pages.locator(number)
        return citation | ({"at": str(at)} if at else {}) | ({"locator": where} if where else {})

    def event(self, number: int, event: ProposedEvent) -> dict[str, Any]:
        data: dict[str, Any] = {"slug": self.events[number], "title": plain(event.title)[:200]}
        if (when := event.when) is not None:
            data["date"], data["date_part"], data["date_basis"] = when.edtf, when.part, when.basis
            if when.after is not None:
                data["after_event"], data["offset"] = self.events[when.after], when.offset
            words = plain(self.proposals.text[when.start : when.end])
            data["date_note"] = f"“{words}”" if words and when.basis != "stated" else ""
        if event.place:
            data["place"] = self.place(event.place)
        actors = dict.fromkeys((self.actors[who], role) for who, role in event.actors)
        data["participants"] = [{"actor": actor, "role": role} for actor, role in actors]
        data["citations"] = [self.citation(event)]
        return {key: value for key, value in data.items() if value} | {"status": "draft"}

    def interpretation(self, number: int, each: ProposedInterpretation) -> dict[str, Any]:
        data: dict[str, Any] = {
            "slug": self.interpretations[number],
            "claim": each.claim,
            "voice": each.voice,
            "proponents": list(dict.fromkeys(self.actors[who] for who in each.holders)),
            "names_only_some": "true" if each.names_only_some else "",
            "attribution": each.attribution if each.attribution != "own" else "",
            "ground": each.ground,
            "hedge": each.hedge[:100] if plain(each.hedge) == each.hedge else "",
        }
        evidence = [{"event": self.events[event], "bearing": "supports"} for event in each.evidence]
        for reply in self.replies.get(number, ()):
            evidence += [
                {"event": self.events[event], "bearing": "must_explain", "asserted_by": self.interpretations[reply]}
                for event in self.proposals.interpretations[reply].evidence
            ]
        data["evidence"] = evidence
        if each.contests is not None:
            relation = {"kind": "contests", "interpretation": self.interpretations[each.contests]}
            data["relations"] = [relation | {"ground": each.ground, "citations": [self.citation(each)]}]
        data["citations"] = [self.citation(each)]
        return {key: value for key, value in data.items() if value} | {"status": "draft"}


def with_citations(data: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """The data with each of its citations changed."""
    changed = {**data}
    if "citations" in data:
        changed["citations"] = [change(each) for each in data["citations"]]
    if "relations" in data:
        changed["relations"] = [with_citations(each, change) for each in data["relations"]]
    return changed


def _year(event: ProposedEvent) -> str:
    return f" {event.when.edtf[:4]}" if event.when and event.when.edtf[:4].isdigit() else ""


def _other_names(name: str, kind: str, variants: Iterable[str], of_states: set[str]) -> list[str]:
    """The variants that are names of their own: no case of the name, no surname alone, no “Soviet” and no capital."""
    own = [forms(word) for word in folding.words(name)]
    found = []
    for variant in variants:
        words = folding.words(variant)
        is_case = len(words) == len(own) and all(word in known for word, known in zip(words, own, strict=True))
        if is_case or not words or folding.fold(variant).strip() in of_states or plain(variant) != variant:
            continue
        if kind == "person" and len(words) == 1:
            continue
        if len(variant) <= 200:
            found.append(variant)
    return found
