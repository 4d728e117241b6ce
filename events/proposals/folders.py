"""Proposals as a folder of seed files: documents with their notes, and all else as drafts that an editor decides on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import yaml

from events.documents.anchoring import Document
from events.documents.cutting import Marker, cut
from events.editing.recognition import Name, forms
from events.extraction import Extracted
from events.proposals.proposing import Event, Interpretation, Proposals, language_of, propose
from events.proposals.states import adjectives, cities
from events.proposals.titles import plain
from events.search import folding
from events.seeding import files
from events.seeding.dump import to_yaml

SLUG = 80
"""A slug made from a title has at most so many characters."""


@dataclass
class Corpus:
    """What is to be written: bytes by the file's name, and what is to be said of it, a line each."""

    contents: dict[str, bytes] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)


@dataclass
class Known:
    """What is there already: names of actors with keys, the slug of each key, and the slugs in use, as `kind/slug`."""

    names: list[Name] = field(default_factory=list)
    slugs: dict[int, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def corpus(
    documents: Iterable[tuple[str, Extracted]],
    known: Known,
    kind: str = "secondary",
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> Corpus:
    """The seed files of documents, each given by its file's name and what was read from it.

    Every actor that an earlier document proposes is known to the later ones.
    """
    maker = _Corpus(known, kind)
    first: Extracted | None = None
    for name, extracted in documents:
        first = first or extracted
        maker.add(name, extracted, lambda done, of, name=name: progress(PurePath(name).stem[:10], done, of))  # type: ignore[misc]
    return maker.finished(first)


class _Corpus:
    def __init__(self, known: Known, kind: str) -> None:
        self.known, self.kind = known, kind
        self.made = Corpus()
        self.actors: list[dict[str, Any]] = []
        self.places: dict[str, dict[str, Any]] = {}

    def slug(self, kind: str, words: str) -> str:
        """A slug that nothing has yet, and that is then taken."""
        bare = folding.slug(words)[:SLUG].strip("-") or kind.removesuffix("s")
        slug, number = bare, 2
        while f"{kind}/{slug}" in self.known.used:
            slug, number = f"{bare}-{number}", number + 1
        self.known.used.add(f"{kind}/{slug}")
        return slug

    def add(self, name: str, extracted: Extracted, progress: Callable[[int, int], None]) -> None:
        headings = [(each.start, each.end) for each in extracted.locators if each.kind == "heading"]
        proposals = propose(extracted.text, self.known.names, extracted.language, headings, progress)
        source = self.slug("sources", PurePath(name).stem)
        slugs = self._actors(proposals)
        written = _Document(self, extracted, proposals, slugs)
        self.made.contents[f"{files.DOCUMENTS}/{source}.txt"] = extracted.text.encode()
        self.made.contents[f"{files.DOCUMENTS}/{source}.yaml"] = to_yaml(written.data(name))
        self.made.report += written.report(source)

    def _actors(self, proposals: Proposals) -> list[str]:
        """The slug of each actor of a text; those that are new are put with the others."""
        slugs = []
        of_states = set(adjectives(proposals.language)) | set(cities(proposals.language))
        for actor in proposals.actors:
            name = plain(actor.name)[:200]
            if actor.known is not None:
                slugs.append(self.known.slugs[actor.known])
                continue
            slug, key = self.slug("actors", name), -len(self.known.slugs) - 1
            self.known.slugs[key] = slug
            others = _other_names(actor.name, actor.kind, actor.variants, of_states)
            self.known.names += [Name(each, key, actor.kind) for each in (name, *others)]
            written: dict[str, Any] = {"slug": slug, "name": name, "kind": actor.kind}
            if others:
                written["other_names"] = [{"name": other} for other in others]
            self.actors.append(written)
            slugs.append(slug)
        return slugs

    def place(self, name: str) -> str:
        name = plain(name)[:200]
        if name not in self.places:
            slug = self.slug("places", name)
            self.places[name] = {"slug": slug, "name": name}
        return self.places[name]["slug"]

    def finished(self, first: Extracted | None) -> Corpus:
        if self.actors:
            self.made.contents["actors.yaml"] = to_yaml(self.actors)
        if self.places:
            self.made.contents["places.yaml"] = to_yaml(list(self.places.values()))
        if first is not None:
            site = {"title": plain(first.title) or "Untitled", "content_language": _language(first) or "en"}
            self.made.contents[files.SITE] = to_yaml(site)
        return self.made


@dataclass
class _Document:
    """One document as its seed file says it."""

    corpus: _Corpus
    extracted: Extracted
    proposals: Proposals
    actors: Sequence[str]
    events: list[str] = field(default_factory=list)
    interpretations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = cut(self.extracted.text)
        self.cut = found
        self.document = Document(self.extracted.text, found, list(range(1, len(found.spans) + 1)))
        for event in self.proposals.events:
            year = f" {event.when.edtf[:4]}" if event.when and event.when.edtf[:4].isdigit() else ""
            self.events.append(self.corpus.slug("events", event.title + year))
        for each in self.proposals.interpretations:
            self.interpretations.append(self.corpus.slug("interpretations", each.claim))
        self.replies: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self.proposals.interpretations):
            if each.contests is not None and each.rule == "a reply":
                self.replies[each.contests].append(number)

    def data(self, name: str) -> dict[str, Any]:
        extracted = self.extracted
        csl = {"type": "document", "title": plain(extracted.title) or PurePath(name).stem}
        if language := _language(extracted):
            csl["language"] = language
        data: dict[str, Any] = {
            "csl": csl,
            "kind": self.corpus.kind,
            "note": plain(
                f"{PurePath(name).name}: {extracted.format}, {extracted.extractor}, SHA-256 {extracted.sha256}"
            ),
        }
        if references := self._references():
            data["references"] = references
        if self.proposals.events:
            data["events"] = [self._event(number, event) for number, event in enumerate(self.proposals.events)]
        if self.proposals.interpretations:
            data["interpretations"] = [
                self._interpretation(number, each) for number, each in enumerate(self.proposals.interpretations)
            ]
        return data

    def _citation(self, passage: int, start: int, end: int) -> dict[str, Any]:
        number = self.document.numbers[passage]
        at = start - self.cut.spans[passage].start
        exact = self.extracted.text[start:end]
        selector = self.document.selector(number, at, exact)
        return {"exact": exact} | {
            key: int(selector[key]) if key == "passage" else selector[key]
            for key in ("prefix", "suffix", "passage")
            if key in selector
        }

    def _event(self, number: int, event: Event) -> dict[str, Any]:
        written: dict[str, Any] = {"slug": self.events[number], "title": plain(event.title)[:200]}
        if (when := event.when) is not None:
            written["date"], written["date_part"], written["date_basis"] = when.edtf, when.part, when.basis
            if when.after is not None:
                written["after_event"], written["offset"] = self.events[when.after], when.offset
            words = plain(self.extracted.text[when.start : when.end])
            written["date_note"] = f"“{words}”" if words and when.basis != "stated" else ""
        if event.place:
            written["place"] = self.corpus.place(event.place)
        actors = dict.fromkeys((self.actors[who], role) for who, role in event.actors)
        written["participants"] = [{"actor": actor, "role": role} for actor, role in actors]
        written["citations"] = [self._citation(event.passage, event.start, event.end)]
        return {key: value for key, value in written.items() if value} | {"status": "draft"}

    def _interpretation(self, number: int, each: Interpretation) -> dict[str, Any]:
        citation = self._citation(each.passage, each.start, each.end)
        written: dict[str, Any] = {
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
        written["evidence"] = evidence
        if each.contests is not None:
            relation = {"kind": "contests", "interpretation": self.interpretations[each.contests]}
            written["relations"] = [relation | {"ground": each.ground, "citations": [dict(citation)]}]
        written["citations"] = [citation]
        return {key: value for key, value in written.items() if value} | {"status": "draft"}

    def _references(self) -> list[dict[str, Any]]:
        """Each marker of the text whose note has words of its own."""
        texts = {note.offset: note.text for note in self.extracted.references if plain(note.text)}
        seen: Counter[tuple[str, int]] = Counter()
        found = []
        for marker in self.cut.markers:
            seen[marker.marker, marker.passage] += 1
            if (text := texts.get(marker.offset)) is not None:
                found.append(self._reference(marker, text, seen[marker.marker, marker.passage]))
        return found

    def _reference(self, marker: Marker, text: str, occurrence: int) -> dict[str, Any]:
        number = self.document.numbers[marker.passage]
        written: dict[str, Any] = {"marker": marker.marker, "in": self.document.passage(number)}
        if not self.document.stands_once(number):
            written["in_passage"] = number
        if occurrence > 1:
            written["occurrence"] = occurrence
        return written | {"note": plain(text)}

    # --- what is said of it ---------------------------------------------------------------------------------------

    def report(self, source: str) -> list[str]:
        """What was proposed, with the rule and its certainty, and what nothing uses, with what is missing."""
        proposals, text = self.proposals, self.extracted.text
        lines = [
            f"{source}: {len(proposals.passages)} passages, {len(proposals.events)} events,"
            f" {len(proposals.interpretations)} interpretations, {len(proposals.actors)} actors;"
            f" {len(proposals.unused)} passages are used by nothing"
        ]
        for slug, event in zip(self.events, proposals.events, strict=True):
            said = (
                event.when.edtf or f"{event.when.offset or 'after'} {self.events[event.when.after or 0]}"
                if event.when
                else "undated"
            )
            lines.append(
                f"  events/{slug} · {said} · {event.rule}, {event.confidence:.0%}"
                f" · “{_short(text[event.start : event.end])}”"
            )
        for slug, each in zip(self.interpretations, proposals.interpretations, strict=True):
            lines.append(
                f"  interpretations/{slug} · {each.rule}, {each.confidence:.0%}"
                f" · “{_short(text[each.start : each.end])}”"
            )
        for slug, actor in zip(self.actors, proposals.actors, strict=True):
            lines.append(f"  actors/{slug} · {actor.rule}, {actor.confidence:.0%} · “{_short(actor.name)}”")
        for index, missing in proposals.unused.items():
            span = proposals.passages[index]
            lines.append(f"  unused · {missing} · “{_short(text[span.start : span.end])}”")
        return lines


def _short(words: str) -> str:
    words = plain(words)
    return words if len(words) <= 100 else f"{words[:99]}…"


def _language(extracted: Extracted) -> str:
    """The language that the file says it is in, else the one that it was read as."""
    return extracted.language.lower() or language_of(extracted.text)


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


def known_in(folder: Path) -> Known:
    """What a folder of seed files holds already, by its names and slugs."""
    known = Known()
    if not folder.is_dir() or not any(folder.iterdir()):
        return known
    read = files.read(folder)
    for raw in read.records:
        known.used.add(f"{raw.kind}/{raw.slug}")
        if raw.kind == "actors" and raw.slug:
            key = -len(known.slugs) - 1
            known.slugs[key] = raw.slug
            for name in (raw.data.get("name"), *(each.get("name") for each in raw.data.get("other_names") or [])):
                written = [name] if isinstance(name, str) else [*name.values()] if isinstance(name, Mapping) else []
                known.names += [
                    Name(each, key, str(raw.data.get("kind", ""))) for each in written if isinstance(each, str)
                ]
    return known


class Refused(Exception):
    """What the folder holds already must not be replaced."""


def write(folder: Path, made: Corpus) -> list[str]:
    """Writes the files into a folder, which may hold a corpus: its lists of records grow, and nothing is replaced.

    Returns the names of what was written. Raises Refused, or OSError.
    """
    contents = dict(made.contents)
    for name in list(contents):
        path = folder / name
        if not path.exists():
            continue
        if name == files.SITE:
            del contents[name]
        elif name in files.LISTS:
            old = path.read_bytes()
            joined = old.rstrip() + b"\n" + contents[name] if old.strip() else contents[name]
            if not _is_list_of(joined, old, contents[name]):
                raise Refused(
                    f"{path} is no list that more records can be added to: move it away, or add to it by hand"
                )
            contents[name] = joined
        else:
            raise Refused(f"{path} is there already")
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    return sorted(contents)


def _is_list_of(joined: bytes, *parts: bytes) -> bool:
    try:
        whole, *lists = (yaml.load(each, yaml.CBaseLoader) or [] for each in (joined, *parts))
    except yaml.YAMLError:
        return False
    return isinstance(whole, list) and whole == [each for part in lists for each in part]
