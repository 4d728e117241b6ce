"""Writes the whole database as seed files, in one canonical form: the same database always gives the same bytes."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from reversion.models import Revision

from events.documents.anchoring import Document
from events.documents.cutting import Cut, NumberedPassage
from events.models import Citation, PendingRevision, Proposal, PublishedVersion, Redirect
from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import Shape, shape_of
from events.seeding import about_records, files, in_database, texts
from events.seeding.shapes import SHAPES
from events.site import description


class FolderTaken(Exception):
    """The folder holds what must not be replaced."""


CITATIONS = shape_of(Citation, of_seeds=True)


@dataclass
class Dumped:
    """What a dump wrote: the files' names, and how many records of each kind."""

    directory: Path
    names: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    """What the database holds beside: what it is, in words, and how much of it there is."""


def dump(directory: Path, *, force: bool = False) -> Dumped:
    """Writes every record of the database into a folder. Raises FolderTaken, or OSError.

    The folder may be missing, empty, or hold an earlier dump, which is replaced; files written by hand are replaced
    only with `force`, and what is no seed file is never touched.
    """
    if not force:
        _refuse_handwritten(directory)
    with snapshot():
        written = SeedFiles(Everything())
        contents = dict(written)
        left_out = written.left_out()
    _write(directory, contents)
    return Dumped(directory, sorted(contents), written.counts, left_out)


@contextmanager
def snapshot() -> Iterator[None]:
    """One state of the database for all queries."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


# --- contents -----------------------------------------------------------------------------------------------


class Everything:
    """What of the database goes into files: all of it."""

    def stream(self, kind: str) -> Iterator[Any]:
        """The records of a kind as seed data, sorted by slug."""
        return in_database.stream(kind)

    def documents(self) -> Iterator[tuple[str, str, list[NumberedPassage]]]:
        """Slug, text and passages of the documents."""
        return in_database.documents()

    def about(self) -> about_records.Written:
        return about_records.read()

    def living(self, kind: str, slugs: Iterable[str]) -> set[str]:
        """Those of the slugs that are records'."""
        return {slug for slug, _key in in_database.keys(kind, slugs)}

    def site(self) -> bytes | None:
        """What `site.yaml` holds."""
        site = Path(settings.SEEDS_DIR) / files.SITE
        return site.read_bytes() if site.is_file() else None


class SeedFiles:
    """Each seed file's name and bytes, in the canonical form. One without records is left out, unless all would be."""

    def __init__(self, contents: Everything) -> None:
        self.contents = contents
        self.language = description.current().content_language
        self.documents: dict[str, Document] = {}
        self.with_text: set[str] = set()
        self.counts: dict[str, int] = dict.fromkeys(SHAPES, 0)
        for slug, text, known in contents.documents():
            current = [(each.number, each.span) for each in known if each.span is not None]
            withdrawn = {each.number: each.text for each in known if each.withdrawn}
            spans = [span for _, span in current]
            self.documents[slug] = Document(text, Cut(spans, []), [number for number, _ in current], withdrawn)
            if text:
                self.with_text.add(slug)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        placed: dict[str, dict[str, list[Any]]] = {slug: {} for slug in self.with_text}
        lists = {kind: list(self._plain(kind)) for kind in ("themes", "places", "actors", "debates")}
        lists |= {kind: self._placed(kind, placed) for kind in ("events", "interpretations")}
        lists["redirects"] = self._redirects()
        items = []
        for form in self.contents.stream("sources"):
            self.counts["sources"] += 1
            slug = form["slug"]
            if slug in self.with_text:
                yield f"{files.DOCUMENTS}/{slug}.txt", self.documents[slug].text.encode()
                yield f"{files.DOCUMENTS}/{slug}.yaml", to_yaml(self._document(form) | placed[slug])
            else:
                items.append(csl_item(texts.joined(SHAPES["sources"], form, self.language)))
        if items:
            yield files.SOURCES, to_json(items)
        for name, kind in files.LISTS.items():
            if lists[kind]:
                yield name, to_yaml(lists[kind])
        yield from self._about()
        if not any(self.counts.values()):
            yield "events.yaml", to_yaml([])
        if (site := self.contents.site()) is not None:
            yield files.SITE, site

    def _about(self) -> Iterator[tuple[str, bytes]]:
        written = self.contents.about()
        self.orphans = written.orphans
        for name, kind in files.ABOUT.items():
            rows = written.items.get(kind, [])
            self.counts[kind] = len(rows)
            if not rows:
                continue
            if kind == "merges":
                yield name, to_json(rows)
            else:
                yield name, to_yaml([texts.joined(about_records.SHAPES[kind], row, self.language) for row in rows])

    def left_out(self) -> dict[str, int]:
        """What is in the database alone."""
        return {
            "accounts": get_user_model().objects.count(),
            "entries of the history": Revision.objects.count(),
            "published versions": PublishedVersion.objects.count(),
            "pending revisions": PendingRevision.objects.count(),
            "proposals": Proposal.objects.count(),
            "errata and comments about records that are gone": self.orphans,
            "redirects that lead nowhere": Redirect.objects.count() - self.counts["redirects"],
        }

    def _plain(self, kind: str) -> Iterator[dict[str, Any]]:
        for form in self.contents.stream(kind):
            self.counts[kind] += 1
            yield self._written(SHAPES[kind], form)

    def _placed(self, kind: str, placed: dict[str, dict[str, list[Any]]]) -> list[Any]:
        """The records that stand in no document's file; the others are put with their first citation's document."""
        left = []
        for form in self.contents.stream(kind):
            self.counts[kind] += 1
            home = next((citation["source"] for citation in form.get("citations", ())), "")
            if home in self.with_text:
                placed[home].setdefault(kind, []).append(self._written(SHAPES[kind], form, home))
            else:
                left.append(self._written(SHAPES[kind], form))
        return left

    def _redirects(self) -> list[dict[str, str]]:
        """The redirects that lead to a record. One that a record's own address hides, or that leads nowhere, does not
        count.
        """
        redirects = in_database.redirects()
        names = {end for (kind, slug), target in redirects.items() for end in ((kind, slug), (kind, target))}
        live = {
            (kind, slug)
            for kind in MODELS
            for slug in self.contents.living(kind, [slug for of, slug in names if of == kind])
        }
        found = []
        for kind, slug in redirects:
            key, seen = (kind, slug), set()
            while key in redirects and key not in live and key not in seen:
                seen.add(key)
                key = kind, redirects[key]
            if key in live and seen:
                found.append({"slug": f"{kind}/{slug}", "to": f"{kind}/{redirects[kind, slug]}"})
        self.counts["redirects"] = len(found)
        return sorted(found, key=lambda redirect: redirect["slug"])

    def _written(self, shape: Shape, data: dict[str, Any], home: str = "") -> dict[str, Any]:
        """A record or row as it stands in a file."""
        written: dict[str, Any] = {}
        for name, value in texts.joined(shape, data, self.language).items():
            if name == "citations":
                value = [self._citation(item, home) for item in value]
            elif part := shape.parts.get(name):
                value = [self._written(part.shape, item, home) for item in value]
            written[name] = shape.numbers[name].to_python(value) if name in shape.numbers else value
        return written

    def _citation(self, item: dict[str, Any], home: str) -> dict[str, Any]:
        item = texts.joined(CITATIONS, item, self.language)
        written: dict[str, Any] = {} if item["source"] == home else {"source": item["source"]}
        if "exact" in item:
            written["exact"] = item["exact"]
        document = self.documents.get(item["source"])
        if document is not None and item.get("passage") and item.get("exact"):
            number = int(item["passage"])
            selector = document.selector(number, int(item.get("at", 0)), item["exact"])
            for name in ("prefix", "suffix", "passage"):
                if name in selector:
                    written[name] = int(selector[name]) if name == "passage" else selector[name]
        for name in ("locator", "whole_work", "language", "translation", "translator", "supports"):
            if name in item:
                written[name] = item[name]
        return written

    # documents
    def _document(self, form: dict[str, Any]) -> dict[str, Any]:
        form = texts.joined(SHAPES["sources"], form, self.language)
        plain = {
            name: value for name, value in form.items() if name not in ("slug", "text", "csl", "passages", "references")
        }
        written = {"csl": form.get("csl", {})} | plain
        document = self.documents[form["slug"]]
        if passages := self._passages(form, document):
            written["passages"] = passages
        if references := [self._reference(item, document) for item in form.get("references", ())]:
            written["references"] = references
        return written

    def _passages(self, form: dict[str, Any], document: Document) -> list[dict[str, Any]]:
        shape = SHAPES["sources"].parts["passages"].shape
        rows = (texts.joined(shape, item, self.language) for item in form.get("passages", ()))
        said = {int(item["number"]): item for item in rows}
        found = []
        for number in [*document.numbers, *sorted(document.withdrawn)]:
            withdrawn, words = number in document.withdrawn, said.get(number, {})
            if document.is_numbered_in_order and not words:
                continue
            entry: dict[str, Any] = {}
            if not document.is_numbered_in_order or not document.stands_once(number):
                entry["number"] = number
            entry["text"] = document.passage(number)
            if withdrawn:
                entry["withdrawn"] = True
            found.append(entry | {name: words[name] for name in ("note", "context") if name in words})
        return found

    def _reference(self, item: dict[str, Any], document: Document) -> dict[str, Any]:
        item = texts.joined(SHAPES["sources"].parts["references"].shape, item, self.language)
        written: dict[str, Any] = {"marker": item["marker"]}
        for name, key in (("in", "passage"), ("home", "home")):
            if key in item:
                number = int(item[key])
                written[name] = document.passage(number)
                if not document.stands_once(number):
                    written[f"{name}_passage"] = number
            if name == "in" and "occurrence" in item:
                written["occurrence"] = int(item["occurrence"])
        return written | {name: item[name] for name in ("resolves_to", "note") if name in item}


def csl_item(form: dict[str, Any]) -> dict[str, Any]:
    custom = {name: value for name, value in form.items() if name not in ("slug", "csl")}
    record = {name: value for name, value in form.get("csl", {}).items() if name not in ("id", "custom")}
    return {"id": form["slug"], **record, "custom": custom}


def to_yaml(value: Any) -> bytes:
    """The canonical YAML of plain data."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)
    return text.encode("utf-8")


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_multi_representer(dict, _Dumper.represent_dict)


def to_json(value: Any) -> bytes:
    """The canonical JSON of plain data."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


# --- the folder ---------------------------------------------------------------------------------------------


def _seed_files(directory: Path) -> Iterator[Path]:
    """The files in a folder that have the name of a seed file, `site.yaml` excepted."""
    for name in (*files.LISTS, *files.ABOUT, files.SOURCES):
        if (directory / name).is_file():
            yield directory / name
    documents = directory / files.DOCUMENTS
    if documents.is_dir():
        yield from sorted(path for path in documents.iterdir() if path.suffix in (".txt", ".yaml") and path.is_file())


def _refuse_handwritten(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise FolderTaken(f"{directory} is not a folder")
    names = {path.name for path in directory.iterdir()} if directory.exists() else set()
    if strange := sorted(names - {*files.LISTS, *files.ABOUT, files.SOURCES, files.SITE, files.DOCUMENTS}):
        raise FolderTaken(f"{directory} is not empty: it holds {strange[0]}; --force writes into it all the same")
    for path in _seed_files(directory):
        if not _is_dumped(path):
            raise FolderTaken(f"{path} was not written by a dump; --force replaces it")


def _is_dumped(path: Path) -> bool:
    """Whether a file has the canonical form, so that replacing it loses no comment and no line of anybody's hand."""
    if path.suffix == ".txt":
        return path.with_suffix(".yaml").is_file()
    try:
        data = path.read_bytes()
        if path.suffix == ".json":
            return to_json(json.loads(data)) == data
        return to_yaml(yaml.load(data, Loader=yaml.CSafeLoader)) == data
    except (ValueError, yaml.YAMLError, RecursionError):
        return False


def _write(directory: Path, contents: dict[str, bytes]) -> None:
    """All under temporary names first, then each into its place; last, earlier files that the dump has no more go."""
    drafts = []
    for name, data in contents.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(data)
        drafts.append((draft, path))
    for draft, path in drafts:
        os.replace(draft, path)
    for path in _seed_files(directory):
        if path.relative_to(directory).as_posix() not in contents:
            path.unlink()
