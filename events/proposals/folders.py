"""Proposals as a folder of seed files: documents with their notes, and all else as drafts that an editor decides on."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import yaml

from events.bibliography import whole_references
from events.documents.anchoring import Document
from events.documents.cutting import Marker, cut
from events.editing.recognition import KnownName
from events.extraction import Extracted
from events.proposals.drafts import Known, drafts_of, language, pages_of, with_citations
from events.proposals.proposing import propose
from events.proposals.titles import plain
from events.search import folding
from events.seeding import files
from events.seeding.dump import FolderTaken, csl_item, to_json, to_yaml


@dataclass
class Corpus:
    """What is to be written: bytes by the file's name, and what is to be said of it, a line each."""

    contents: dict[str, bytes] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)


def corpus(
    documents: Iterable[tuple[str, Extracted]],
    known: Known,
    kind: str = "secondary",
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> Corpus:
    """The seed files of documents, each given by its file's name and what was read from it.

    Every actor that an earlier document proposes is known to the later ones.
    """
    made = Corpus()
    listed: dict[str, list[dict[str, Any]]] = {"actors": [], "places": [], "sources": []}
    first: Extracted | None = None
    for name, extracted in documents:
        first = first or extracted
        written = _Document(name, extracted, kind, known, progress)
        made.contents[f"{files.DOCUMENTS}/{written.source}.txt"] = extracted.text.encode()
        made.contents[f"{files.DOCUMENTS}/{written.source}.yaml"] = to_yaml(written.data())
        made.report += written.report()
        for of_kind, records in listed.items():
            records += written.records(of_kind)
    if works := [csl_item(record) for record in listed.pop("sources")]:
        made.contents[files.SOURCES] = to_json(works)
    for of_kind, records in listed.items():
        if records:
            made.contents[f"{of_kind}.yaml"] = to_yaml(records)
    if first is not None:
        site = {"title": plain(first.title) or "Untitled", "content_language": language(first) or "en"}
        made.contents[files.SITE] = to_yaml(site)
    return made


class _Document:
    """One document as its seed file says it."""

    def __init__(
        self,
        name: str,
        extracted: Extracted,
        kind: str,
        known: Known,
        progress: Callable[[str, int, int], None],
    ) -> None:
        headings = [(each.start, each.end) for each in extracted.locators if each.kind == "heading"]
        short = PurePath(name).stem[:10]
        self.name, self.extracted, self.kind = name, extracted, kind
        self.proposals = propose(
            extracted.text, known.names, extracted.language, headings, lambda done, of: progress(short, done, of)
        )
        self.cut = cut(extracted.text)
        self.document = Document(extracted.text, self.cut, list(range(1, len(self.cut.spans) + 1)))
        self.source = known.slug("sources", PurePath(name).stem)
        self.pages = pages_of(self.document, extracted)
        self.notes, self.known = notes_of(extracted), known
        self.drafts = drafts_of(self.source, self.document, self.proposals, known, self.pages, self.notes)

    def records(self, kind: str) -> list[dict[str, Any]]:
        return [with_citations(draft.data, self._in_file) for draft in self.drafts if draft.kind == kind]

    def data(self) -> dict[str, Any]:
        extracted = self.extracted
        csl = {"type": "document", "title": plain(extracted.title) or PurePath(self.name).stem}
        if said := language(extracted):
            csl["language"] = said
        data: dict[str, Any] = {"csl": csl, "kind": self.kind, "note": origin(self.name, extracted)}
        data["pages"] = self.pages
        data["references"] = self._references()
        data["events"], data["interpretations"] = self.records("events"), self.records("interpretations")
        return {key: value for key, value in data.items() if value}

    def _in_file(self, citation: dict[str, Any]) -> dict[str, Any]:
        """The citation as it is anchored in the document's own file."""
        number, exact = int(citation["passage"]), citation["exact"]
        selector = self.document.selector(number, int(citation.get("at", 0)), exact)
        return (
            {"exact": exact}
            | {
                key: int(selector[key]) if key == "passage" else selector[key]
                for key in ("prefix", "suffix", "passage")
                if key in selector
            }
            | ({"locator": citation["locator"]} if "locator" in citation else {})
        )

    def _references(self) -> list[dict[str, Any]]:
        """Each marker of the text whose note has words of its own."""
        seen: Counter[tuple[str, int]] = Counter()
        found = []
        for marker in self.cut.markers:
            seen[marker.marker, marker.passage] += 1
            if (text := self.notes.get(marker.offset)) is not None:
                found.append(self._reference(marker, text, seen[marker.marker, marker.passage]))
        return found

    def _reference(self, marker: Marker, text: str, occurrence: int) -> dict[str, Any]:
        number = self.document.numbers[marker.passage]
        written: dict[str, Any] = {"marker": marker.marker, "in": self.document.passage(number)}
        if not self.document.stands_once(number):
            written["in_passage"] = number
        if occurrence > 1:
            written["occurrence"] = occurrence
        if work := self.known.work(whole_references.read(text)):
            written["resolves_to"] = work
        return written | {"note": text}

    # --- what is said of it ---------------------------------------------------------------------------------------

    def report(self) -> list[str]:
        """What was proposed, with the rule and its certainty, and what nothing uses, with what is missing."""
        proposals, text = self.proposals, self.extracted.text
        lines = [
            f"{self.source}: {len(proposals.passages)} passages, {len(proposals.events)} events,"
            f" {len(proposals.interpretations)} interpretations, {len(proposals.actors)} actors;"
            f" {len(proposals.unused)} passages are used by nothing"
        ]
        for draft in self.drafts:
            said = f"{draft.kind}/{draft.slug} · "
            if draft.kind == "events":
                after = f"{draft.data.get('offset') or 'after'} {draft.data.get('after_event')}"
                said += draft.data.get("date") or (after if "after_event" in draft.data else "undated")
                said += " · "
            lines.append(f"  {said}{draft.rule}, {draft.certainty:.0%} · “{_short(draft.words)}”")
        for index, missing in proposals.unused.items():
            span = proposals.passages[index]
            lines.append(f"  unused · {missing} · “{_short(text[span.start : span.end])}”")
        return lines


def origin(name: str, extracted: Extracted) -> str:
    """A note on the file that a text was read from."""
    return plain(f"{PurePath(name).name}: {extracted.format}, {extracted.extractor}, SHA-256 {extracted.sha256}")


def notes_of(extracted: Extracted) -> dict[int, str]:
    """The words of notes by where in the text their markers stand."""
    return {note.offset: text for note in extracted.references if (text := plain(note.text))}


def _short(words: str) -> str:
    words = plain(words)
    return words if len(words) <= 100 else f"{words[:99]}…"


def known_in(folder: Path) -> Known:
    """What a folder of seed files holds already, by its names and slugs."""
    known = Known()
    if not folder.is_dir() or not any(folder.iterdir()):
        return known
    read = files.read(folder)
    for raw in read.records:
        known.used.add(f"{raw.kind}/{raw.slug}")
        if raw.kind == "sources" and raw.slug:
            record = raw.data.get("csl")  # of a document; of a work it is all of the data
            known.learn_work(raw.slug, record if isinstance(record, dict) else raw.data)
        if raw.kind == "places" and raw.slug:
            for name in _versions(raw.data.get("name")):
                known.places.setdefault(" ".join(folding.words(name)), raw.slug)
        if raw.kind == "actors" and raw.slug:
            key = -len(known.slugs) - 1
            known.slugs[key] = raw.slug
            for name in (raw.data.get("name"), *(each.get("name") for each in raw.data.get("other_names") or [])):
                known.names += [KnownName(each, key, str(raw.data.get("kind", ""))) for each in _versions(name)]
    return known


def _versions(text: Any) -> list[str]:
    """A text in each of its languages."""
    written = [text] if isinstance(text, str) else [*text.values()] if isinstance(text, Mapping) else []
    return [each for each in written if isinstance(each, str)]


def write(folder: Path, made: Corpus) -> list[str]:
    """Writes the files into a folder, which may hold a corpus: its lists of records grow, and nothing is replaced.

    Returns the names of what was written. Raises FolderTaken, or OSError.
    """
    contents = dict(made.contents)
    for name in list(contents):
        path = folder / name
        if not path.exists():
            continue
        if name == files.SITE:
            del contents[name]
        elif name in files.LISTS or name == files.SOURCES:
            old = path.read_bytes()
            joined = _joined(name, old, contents[name])
            if not _is_list_of(joined, old, contents[name]):
                raise FolderTaken(
                    f"{path} is no list that more records can be added to: move it away, or add to it by hand"
                )
            contents[name] = joined
        else:
            raise FolderTaken(f"{path} is there already")
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    return sorted(contents)


def _joined(name: str, old: bytes, new: bytes) -> bytes:
    if not old.strip():
        return new
    if name != files.SOURCES:
        return old.rstrip() + b"\n" + new
    try:
        return to_json([*json.loads(old), *json.loads(new)])
    except (ValueError, TypeError, RecursionError):
        return b""


def _is_list_of(joined: bytes, *parts: bytes) -> bool:
    try:
        whole, *lists = (yaml.load(each, yaml.CBaseLoader) or [] for each in (joined, *parts))
    except yaml.YAMLError:
        return False
    return isinstance(whole, list) and whole == [each for part in lists for each in part]
