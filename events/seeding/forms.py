"""The form of a record that files, database and memory share, and what its fields are.

A form is a map of text, flags (True), lists and maps, without what is empty or a default, its keys in the
order of `docs/seed-format.md`. In memory a quote is anchored by `passage` (number) and `at` (code points from
the passage's start, left out at 0) instead of prefix and suffix, a reference by `passage`, `marker` and
`occurrence`, and a document's text is its digest. Forms from the database, and their items, also know their
row (`pk`).
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "?"
"""In a base: the names of fields for which nothing is known of what a load wrote."""


class Form(dict):
    """A record or an item of a list; `pk` is its row's, None for what is not in the database."""

    __slots__ = ("pk",)

    def __init__(self, *args: Any, pk: int | None = None, **fields: Any):
        super().__init__(*args, **fields)
        self.pk = pk


@dataclass(frozen=True)
class Items:
    """A list of maps. `refs` names the fields that are slugs, and of what.

    `key` names the fields that tell its items apart, `more` those that do so where several have the same key.
    """

    key: tuple[str, ...]
    fields: tuple[str, ...]
    refs: dict[str, str] = field(default_factory=dict)
    lists: dict[str, "Items | Slugs"] = field(default_factory=dict)
    ordered: bool = False
    more: tuple[str, ...] = ()

    def identity(self, item: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(item.get(name, "") for name in self.key)


@dataclass(frozen=True)
class Slugs:
    """A set of slugs, written as a sorted list."""

    kind: str


@dataclass(frozen=True)
class Kind:
    """A kind of record. Fields of one group are taken or kept together."""

    fields: tuple[str, ...]
    refs: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Items | Slugs] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)

    def scalars(self) -> Iterator[tuple[str, ...]]:
        """The fields that are no lists, each alone or with the others of its group."""
        grouped = {name for group in self.groups for name in group}
        for name in self.fields:
            if name not in self.lists and name not in grouped and name != "slug":
                yield (name,)
        yield from self.groups


CITATIONS = Items(
    key=("source", "passage", "exact", "at", "locator"),
    fields=("source", "exact", "passage", "at", "locator", "whole_work", "language", "supports"),
    refs={"source": "sources"},
    ordered=True,
    more=("supports",),
)
FURTHER_READING = Items(key=("source",), fields=("source", "note"), refs={"source": "sources"})

KINDS: dict[str, Kind] = {
    "themes": Kind(("slug", "name", "position"), defaults={"position": "0"}),
    "actors": Kind(
        (
            "slug",
            "name",
            "sort_name",
            "kind",
            "role",
            "life_dates",
            "wikidata",
            "viaf",
            "note",
            "other_names",
        ),
        lists={"other_names": Items(("name",), ("name", "used"))},
    ),
    "sources": Kind(
        (
            "slug",
            "text",
            "csl",
            "kind",
            "created",
            "issued",
            "available_from",
            "licence",
            "attribution",
            "note",
            "passages",
            "references",
        ),
        lists={
            "passages": Items(("number",), ("number", "note", "context")),
            "references": Items(
                ("passage", "marker", "occurrence"),
                ("marker", "passage", "occurrence", "home", "resolves_to", "note"),
                refs={"resolves_to": "sources"},
            ),
        },
    ),
    "debates": Kind(
        ("slug", "question", "introduction", "further_reading", "status"),
        lists={"further_reading": FURTHER_READING},
        defaults={"status": "draft"},
    ),
    "events": Kind(
        (
            "slug",
            "title",
            "summary",
            "date",
            "date_part",
            "date_basis",
            "date_note",
            "after_event",
            "offset",
            "place",
            "themes",
            "prominence",
            "participants",
            "links",
            "citations",
            "further_reading",
            "status",
        ),
        refs={"after_event": "events"},
        lists={
            "themes": Slugs("themes"),
            "participants": Items(("actor", "role"), ("actor", "role"), refs={"actor": "actors"}),
            "links": Items(("kind", "event"), ("kind", "event"), refs={"event": "events"}),
            "citations": CITATIONS,
            "further_reading": FURTHER_READING,
        },
        groups=(("date", "date_part", "date_basis", "after_event", "offset"),),
        defaults={"prominence": "2", "status": "draft"},
    ),
    "interpretations": Kind(
        (
            "slug",
            "claim",
            "argument",
            "voice",
            "proponents",
            "names_only_some",
            "attribution",
            "ground",
            "hedge",
            "scope",
            "made_on",
            "argued_date",
            "debate",
            "evidence",
            "relations",
            "citations",
            "further_reading",
            "status",
            "note",
        ),
        refs={"debate": "debates"},
        lists={
            "proponents": Slugs("actors"),
            "evidence": Items(
                ("event", "circumstance", "bearing", "asserted_by"),
                ("event", "circumstance", "bearing", "asserted_by", "citations"),
                refs={"event": "events", "asserted_by": "interpretations"},
                lists={"citations": CITATIONS},
            ),
            "relations": Items(
                ("kind", "interpretation", "ground"),
                ("kind", "interpretation", "ground", "drawn_by", "citations"),
                refs={"interpretation": "interpretations"},
                lists={"citations": CITATIONS},
            ),
            "citations": CITATIONS,
            "further_reading": FURTHER_READING,
        },
        defaults={"attribution": "own", "status": "draft"},
    ),
    "redirects": Kind(("slug", "to")),
}
"""In the order in which records are written: each kind points only at earlier ones, or at itself."""


def digest(text: str) -> str:
    """What stands for a document's text in forms and bases."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def map_refs(spec: Kind | Items, form: dict[str, Any], change: Callable[[str, str], str | None]) -> dict[str, Any]:
    """A form with each slug that it points at replaced by `change(kind, slug)`; None leaves out the item or
    field.

    Returns the form itself where nothing changes.
    """
    changed: dict[str, Any] = {}
    for name, kind in spec.refs.items():
        if (slug := form.get(name)) and (new := change(kind, slug)) != slug:
            changed[name] = new
    for name, inner in spec.lists.items():
        if not (items := form.get(name)):
            continue
        if isinstance(inner, Slugs):
            mapped: list[Any] = sorted({new for slug in items if (new := change(inner.kind, slug))})
        else:
            mapped = [kept for item in items if (kept := _mapped_item(inner, item, change)) is not None]
        if mapped != items:
            changed[name] = mapped
    if not changed:
        return form
    result = Form(form, pk=getattr(form, "pk", None))
    result.update(changed)
    for name in [name for name, value in changed.items() if not value]:
        del result[name]
    return result


def _mapped_item(spec: Items, item: dict[str, Any], change: Callable[[str, str], str | None]) -> dict[str, Any] | None:
    mapped = map_refs(spec, item, change)
    return mapped if all(mapped.get(name) for name in spec.refs if item.get(name)) else None


def refs_of(spec: Kind | Items, form: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and slug of everything that a form points at."""
    for name, kind in spec.refs.items():
        if slug := form.get(name):
            yield kind, slug
    for name, inner in spec.lists.items():
        for item in form.get(name, ()):
            if item is None:  # taken out: it was faulty
                continue
            if isinstance(inner, Slugs):
                yield inner.kind, item
            else:
                yield from refs_of(inner, item)
