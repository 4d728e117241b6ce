"""Reads a folder of seed files into raw records, all scalars as text, and knows the line of everything in them.

Nothing raises for bad input: each fault is a problem with its file and line. YAML tags, anchors, aliases, repeated keys
and anything nested deeper than a record can be are refused; so are byte-order marks and what is not UTF-8.
"""

import difflib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from sys import intern
from typing import Any

import yaml

from events.seeding.problems import Path_, Problems, dotted, quoted

LISTS = {
    "themes.yaml": "themes",
    "places.yaml": "places",
    "actors.yaml": "actors",
    "debates.yaml": "debates",
    "events.yaml": "events",
    "interpretations.yaml": "interpretations",
    "redirects.yaml": "redirects",
}
ABOUT = {"errata.yaml": "errata", "comments.yaml": "comments", "merges.json": "merges"}
"""What is said of records: rows without a slug."""
SOURCES = "sources.csl.json"
SITE = "site.yaml"
DOCUMENTS = "documents"
KNOWN_NAMES = [*LISTS, *ABOUT, SOURCES, SITE, DOCUMENTS, "README.md"]

MAX_DEPTH = 40
MAX_DOCUMENT = 10_000_000
"""Bytes of a document's text: several long books. Cutting it takes some 25 times as much memory."""
_NEWLINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")
_ESCAPED_SURROGATE_OR_NUL = re.compile(r"\\(?:0|x00|u0000|u[dD][89a-fA-F]|U0000(?:0000|[dD][89a-fA-F]))")


@dataclass
class SeedFile:
    """A file as it was read. `name` is its path below the folder, with slashes."""

    name: str
    text: str

    def line(self, path: Path_) -> int | None:
        """The line, from 1, of what stands at a path, or of the innermost thing on the way to it that exists."""
        return self._lines.get(path) if path in self._lines else self.line(path[:-1]) if path else None

    @cached_property
    def _lines(self) -> dict[Path_, int]:
        # Looked for only once something is wrong: a file is read a second time then, and reading costs no
        # more till then.
        return dict(_json_lines(self.text) if self.name.endswith(".json") else _yaml_lines(self.text))


@dataclass(slots=True)
class Raw:
    """A record as it stands in a file. `document` names the document whose file it stands in, "" if none."""

    kind: str
    slug: str
    data: dict[str, Any]
    file: SeedFile
    path: Path_
    document: str = ""
    faulty: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.slug or '?'}"

    @property
    def where(self) -> str:
        return f"{self.file.name}:{self.file.line(self.path)}"

    def note(self, problems: Problems, message: object, path: Path_, **hint: Any) -> None:
        """Notes a problem of what stands at a path within the record."""
        line = self.file.line((*self.path, *path))
        problems.add(self.file.name, line, message, record=self.name, field=dotted(path), **hint)


@dataclass
class Folder:
    """What a folder holds: raw records in the order of the files, documents' texts by name, and all that is wrong."""

    root: Path
    problems: Problems = field(default_factory=Problems)
    records: list[Raw] = field(default_factory=list)
    about: list[Raw] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    site: dict[str, Any] | None = None
    site_file: SeedFile | None = None
    unread: set[str] = field(default_factory=set)

    @property
    def unread_kinds(self) -> set[str]:
        """Kinds of which records may be missing here because a file could not be read."""
        kinds = {LISTS[name] for name in self.unread if name in LISTS}
        if any(name.startswith(DOCUMENTS) for name in self.unread):
            kinds |= {"sources", "events", "interpretations"}
        return kinds | ({"sources"} if SOURCES in self.unread else set())


def read(root: Path) -> Folder:
    """Reads every seed file below a folder."""
    folder = Folder(root)
    if not root.is_dir():
        folder.problems.add(str(root), None, "there is no such folder" if not root.exists() else "this is not a folder")
        return folder
    _refuse_unknown_names(folder)
    for name, kind in LISTS.items():
        if (root / name).exists() and (loaded := _read_yaml(folder, name)):
            file, data = loaded
            _take_list(folder, file, (), data, kind)
    _read_sources(folder)
    _read_documents(folder)
    _read_about(folder)
    if (root / SITE).exists() and (loaded := _read_yaml(folder, SITE)):
        file, data = loaded
        if isinstance(data, dict):
            folder.site, folder.site_file = data, file
        else:
            folder.problems.add(SITE, 1, "this file should hold a map of keys and values")
    if not folder.problems and not any((root / name).exists() for name in (*LISTS, *ABOUT, SOURCES, SITE, DOCUMENTS)):
        folder.problems.add(str(root), None, f"there are no seed files here, such as {', '.join(LISTS)}")
    return folder


def _refuse_unknown_names(folder: Folder) -> None:
    """A misspelt file would otherwise be a file that is silently not loaded."""
    for path in sorted(folder.root.iterdir()):
        if path.name in KNOWN_NAMES or path.name.startswith("."):
            continue
        near = difflib.get_close_matches(path.name, KNOWN_NAMES, 1, 0.7)
        if near or path.suffix in {".yaml", ".yml", ".json"}:
            message = "no seed file has this name"
            folder.problems.add(path.name, None, message, nearest=near[0] if near else "")


def _read_documents(folder: Folder) -> None:
    documents = folder.root / DOCUMENTS
    if not documents.exists():
        return
    if not documents.is_dir():
        folder.problems.add(DOCUMENTS, None, "this is not a folder")
        return
    names = {path.name for path in documents.iterdir() if not path.name.startswith(".")}
    for name in sorted(names):
        stem, _, suffix = name.rpartition(".")
        here = f"{DOCUMENTS}/{name}"
        if suffix == "txt":
            if f"{stem}.yaml" not in names:
                folder.problems.add(f"{DOCUMENTS}/{stem}.yaml", None, f"this file is missing: it describes {here}")
            if (text := _read_text(folder, here)) is not None:
                if text.strip():
                    folder.texts[stem] = text
                else:
                    folder.problems.add(here, None, "this document has no text")
        elif suffix == "yaml":
            if f"{stem}.txt" not in names:
                near = difflib.get_close_matches(
                    f"{stem}.txt", sorted(each for each in names if each.endswith(".txt")), 1
                )
                missing = f"{DOCUMENTS}/{stem}.txt"
                folder.problems.add(
                    missing, None, f"this file is missing: {here} describes it", nearest=(near or [""])[0]
                )
            _read_annotations(folder, here, stem)
        elif suffix != "md":
            folder.problems.add(
                here, None, "a document is NAME.txt, what is said of it NAME.yaml", nearest=f"{stem}.yaml"
            )


def _read_annotations(folder: Folder, name: str, stem: str) -> None:
    loaded = _read_yaml(folder, name)
    if not loaded:
        return
    file, data = loaded
    if not isinstance(data, dict):
        folder.problems.add(name, 1, "this file should hold a map: csl, kind, events, interpretations …")
        return
    source = {key: value for key, value in data.items() if key not in ("events", "interpretations")}
    if "slug" in source:
        message = "the file's name is the slug of the document's source: leave this out"
        folder.problems.add(name, file.line(("slug",)), message, record=f"sources/{stem}", field="slug")
    folder.records.append(Raw("sources", stem, {**source, "slug": stem}, file, (), stem))
    for kind in ("events", "interpretations"):
        if kind in data:
            _take_list(folder, file, (kind,), data[kind], kind, stem)


def _read_about(folder: Folder) -> None:
    for name, kind in ABOUT.items():
        if not (folder.root / name).exists():
            continue
        if loaded := _read_json(folder, name) if name.endswith(".json") else _read_yaml(folder, name):
            file, data = loaded
            _take_list(folder, file, (), data, kind)


def _take_list(folder: Folder, file: SeedFile, path: Path_, data: Any, kind: str, document: str = "") -> None:
    records = folder.about if kind in ABOUT.values() else folder.records
    if data in ("", None) or data == []:
        return
    if not isinstance(data, list):
        folder.problems.add(file.name, file.line(path), f"there should be a list of {kind} here")
        return
    for index, item in enumerate(data):
        at = (*path, index)
        if not isinstance(item, dict):
            folder.problems.add(file.name, file.line(at), f"there should be one of the {kind} here: a map of fields")
            continue
        slug = item.get("slug")
        records.append(Raw(kind, slug if isinstance(slug, str) else "", item, file, at, document))


# --- text ---------------------------------------------------------------------------------------------------


def _read_text(folder: Folder, name: str) -> str | None:
    """A file's text exactly as it is, line ends included, or None with a problem noted."""
    text = _decoded(folder, name)
    if text is None:
        folder.unread.add(name)
    return text


def _decoded(folder: Folder, name: str) -> str | None:
    path = folder.root / name
    if not path.is_file():
        folder.problems.add(name, None, "this is not a file")
        return None
    try:
        size = path.stat().st_size
        if name.endswith(".txt") and size > MAX_DOCUMENT:
            message = f"this text has {size / 1e6:.1f} MB, and a document at most {MAX_DOCUMENT / 1e6:.0f}: divide it"
            folder.problems.add(name, None, message)
            return None
        data = path.read_bytes()
    except OSError as error:
        folder.problems.add(name, None, f"this file cannot be read: {error.strerror}")
        return None
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        folder.problems.add(name, 1, "this file begins with a byte-order mark: save it as UTF-8 without one")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        folder.problems.add(name, line, f"this is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}")
        return None
    if (at := text.find("\x00")) >= 0:
        folder.problems.add(name, _line_at(text, at), "there is a NUL character here, which no database keeps")
        return None
    return text


def _line_at(text: str, offset: int) -> int:
    return 1 + sum(1 for _ in _NEWLINE.finditer(text, 0, offset))


# --- YAML ---------------------------------------------------------------------------------------------------


class _Refused(Exception):
    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


def _read_yaml(folder: Folder, name: str) -> tuple[SeedFile, Any] | None:
    text = _read_text(folder, name)
    if text is None:
        return None
    file = SeedFile(name, text)
    faults: list[_Refused] = []
    try:
        data = _read_events(text, faults.append)
    except yaml.YAMLError as error:
        faults.append(_Refused(*_yaml_fault(text, error)))
    for fault in faults:
        folder.problems.add(name, fault.line, str(fault))
    if faults:
        folder.unread.add(name)
        return None
    return file, data


def _read_events(text: str, refuse: Callable[[_Refused], None]) -> Any:
    """The one document of a text, in one pass over the parser's events, where an alias bomb has not gone off.

    No resolver sees a scalar: whatever YAML would make of it, it is text here.
    """
    next_event: Callable[[], Any] = yaml.CBaseLoader(text).get_event
    may_be_unfit = _ESCAPED_SURROGATE_OR_NUL.search(text) is not None
    into: Any = []  # what the next value is put into: the document's root is a list's only item
    root, is_map, key = into, False, None
    outer: list[tuple[Any, bool, str | None]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value = event.value
            if event.anchor or event.tag:
                _refuse_properties(event, refuse)
            if may_be_unfit and _SURROGATE_OR_NUL.search(value):
                refuse(_Refused(_line_of(event), "there is a NUL character here, which no database keeps"))
            if not is_map:
                into.append(value)
            elif key is not None:
                into[key] = value
                key = None
            else:
                key = intern(value)
                if key in into:
                    refuse(_Refused(_line_of(event), f"the key {quoted(key)} stands here a second time"))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor or event.tag:
                _refuse_properties(event, refuse)
            new: Any = {} if kind is yaml.MappingStartEvent else []
            if len(outer) > MAX_DEPTH:
                refuse(_Refused(_line_of(event), "this is nested too deeply"))
                _skip(next_event)
                new = None
            if not is_map:
                into.append(new)
            elif key is not None:
                into[key] = new
                key = None
            else:
                refuse(_Refused(_line_of(event), "a key should be text"))
                if new is not None:
                    _skip(next_event)
                new, key = None, ""
            if new is not None:
                outer.append((into, is_map, key))
                into, is_map, key = new, type(new) is dict, None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            into, is_map, key = outer.pop()
        elif kind is yaml.AliasEvent:
            refuse(_Refused(_line_of(event), f"aliases are refused: write out what *{event.anchor} stands for"))
            if not is_map:
                into.append("")
            elif key is not None:
                into[key] = ""
                key = None
            else:
                key = f"*{event.anchor}"
        elif kind is yaml.DocumentStartEvent and root:
            message = "expected a single document in the stream"
            raise yaml.composer.ComposerError(message, None, "but found another document", event.start_mark)
        elif kind is yaml.StreamEndEvent:
            return root[0] if root else ""


def _line_of(event: Any) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refuse_properties(event: Any, refuse: Callable[[_Refused], None]) -> None:
    if event.anchor:
        refuse(_Refused(_line_of(event), f"anchors are refused: leave out &{event.anchor}, or quote the text"))
    if tag := getattr(event, "tag", None):
        refuse(_Refused(_line_of(event), f"tags are refused: leave out {quoted(tag)}, or quote the text"))


def _skip(next_event: Callable[[], Any]) -> None:
    """Goes to the end of the list or map that has just begun."""
    depth = 1
    while depth:
        event = next_event()
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _yaml_fault(text: str, error: yaml.YAMLError) -> tuple[int, str]:
    if isinstance(error, yaml.reader.ReaderError):
        # The C reader counts bytes and the other characters: look for the character itself.
        char = error.character if isinstance(error.character, int) else 0
        at = text.find(chr(char)) if char else -1
        return _line_at(text, max(at, 0)), f"YAML allows no character U+{char:04X}: {error.reason}"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    parts = [getattr(error, "context", None), getattr(error, "problem", None)]
    message = ", ".join(part for part in parts if part) or str(error).split("\n")[0]
    return (mark.line + 1 if mark else 1), f"this is not YAML: {message}"


def _yaml_lines(text: str) -> Iterator[tuple[Path_, int]]:
    """The line of every key's value (that of the key) and of every item, in a text without faults."""
    outer: list[tuple[Path_, Any]] = []  # open lists, each with the count of its items, and open maps, with None
    path: Path_ = ()
    key: Path_ | None = None  # of the value that comes next, if that is a map's
    event: Any
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            outer.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        if key is not None:
            path, key = key, None
        elif outer and outer[-1][1] is None and isinstance(event, yaml.ScalarEvent):
            key = (*outer[-1][0], event.value)
            yield key, _line_of(event)
            continue
        else:
            path = (*outer[-1][0], next(outer[-1][1])) if outer else ()
            yield path, _line_of(event)
        if isinstance(event, yaml.CollectionStartEvent):
            outer.append((path, count() if isinstance(event, yaml.SequenceStartEvent) else None))


# --- JSON ---------------------------------------------------------------------------------------------------


def _read_json(folder: Folder, name: str) -> tuple[SeedFile, Any] | None:
    text = _read_text(folder, name)
    if text is None:
        return None
    faults: list[str] = []
    try:
        data = _json_decoder(faults.append).decode(text)
    except json.JSONDecodeError as error:
        folder.unread.add(name)
        folder.problems.add(name, error.lineno, f"this is not JSON: {error.msg}")
        return None
    except (RecursionError, ValueError) as error:
        folder.unread.add(name)
        message = "this is nested too deeply" if isinstance(error, RecursionError) else f"this is not JSON: {error}"
        folder.problems.add(name, 1, message)
        return None
    for fault in faults:
        folder.problems.add(name, None, fault)
    return SeedFile(name, text), data


def _read_sources(folder: Folder) -> None:
    if not (folder.root / SOURCES).exists() or (loaded := _read_json(folder, SOURCES)) is None:
        return
    file, data = loaded
    if not isinstance(data, list):
        folder.problems.add(SOURCES, 1, "this file should hold a list of CSL items")
        return
    for index, item in enumerate(data):
        if not isinstance(item, dict):
            folder.problems.add(SOURCES, file.line((index,)), "there should be a CSL item here: an object")
            continue
        slug = item["id"] if isinstance(item.get("id"), str) else ""
        if is_unfit(item):
            message = "the item holds a character that no database keeps, or is nested too deeply"
            folder.problems.add(SOURCES, file.line((index,)), message, record=f"sources/{slug}")
        folder.records.append(Raw("sources", slug, item, file, (index,)))


def is_unfit(item: Any) -> bool:
    """Whether no database would keep what was read from JSON, or it is nested too deeply."""
    return _deeper_than(item, MAX_DEPTH) or bool(_SURROGATE_OR_NUL.search(json.dumps(item, ensure_ascii=False)))


def _json_decoder(fault: Callable[[str], None]) -> json.JSONDecoder:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(found)
        if len(data) < len(found):
            keys = [key for key, _ in found]
            repeated = sorted({key for key in keys if keys.count(key) > 1})
            fault(f"the key {quoted(repeated[0])} stands twice in one object: {quoted(data.get('id', ''))}")
        return data

    def constant(name: str) -> None:
        fault(f"JSON has no number {name}")

    def real(text: str) -> float | None:
        if abs(number := float(text)) == float("inf"):
            fault(f"the number {quoted(text)} is too large")
            return None
        return number

    return json.JSONDecoder(object_pairs_hook=pairs, parse_constant=constant, parse_float=real)


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _json_lines(text: str) -> Iterator[tuple[Path_, int]]:
    """The line of each item of the outermost list, and of each key in it (where the key first stands)."""
    decoder, space = json.JSONDecoder(), re.compile(r"[\s,]*")
    yield (), 1
    at = space.match(text, text.find("[") + 1).end()  # type: ignore[union-attr]
    index, line, counted = 0, 1, 0
    while at < len(text) and text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        yield (index,), line
        try:
            item, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        for key in item if isinstance(item, dict) else ():
            if (place := text.find(json.dumps(key, ensure_ascii=False), at, end)) >= 0:
                yield (index, key), line + text.count("\n", at, place)
        if isinstance(item, dict) and isinstance(item.get("custom"), dict):
            for key in item["custom"]:
                if (place := text.find(json.dumps(key, ensure_ascii=False), text.find('"custom"', at), end)) >= 0:
                    yield (index, "custom", key), line + text.count("\n", at, place)
        at, index = space.match(text, end).end(), index + 1  # type: ignore[union-attr]
