"""What the database has, as seed files spell it: read in slices, in a number of statements that does not grow with what
belongs to each record.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Case, F, QuerySet, When

from events import models
from events.bibliography import csl
from events.documents.cutting import NumberedPassage, Span
from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import TRANSLATIONS, WITHIN, Data, SeedData, shape_of
from events.record_data.pointers import in_parts
from events.record_data.reading import rows_of
from events.seeding.shapes import SHAPES, digest

SLICE = 5000
"""Records whose rows are read at once."""


def fault() -> str | None:
    """One sentence if the database cannot be used: away, or without this version's tables."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes("events"))
    except DatabaseError as error:
        return f"the database does not answer: {str(error).strip().splitlines()[0]}"
    if waiting:
        return "the database is not migrated: run manage.py migrate first"
    return None


def read(kind: str, slugs: Iterable[str] | None = None) -> dict[str, SeedData]:
    """The records with these slugs (all if None) that the database has, by slug."""
    return {data["slug"]: data for data in stream(kind, slugs)}


def stream(kind: str, slugs: Iterable[str] | None = None) -> Iterator[SeedData]:
    """The same one by one, in slices, sorted by slug in code point order if all are read."""
    rows = MODELS[kind]._default_manager.order_by("slug")
    if slugs is not None:
        for part in in_parts({*slugs}, SLICE):
            yield from _read(kind, rows.filter(slug__in=part))
        return
    after: dict[str, str] = {}
    # Keyset slices: no cursor is held open, and each slice is short.
    while part := list(rows.filter(**after).values_list("slug", flat=True)[:SLICE]):
        yield from _read(kind, rows.filter(slug__gte=part[0], slug__lte=part[-1]))
        after = {"slug__gt": part[-1]}


def _read(kind: str, rows: QuerySet) -> Iterator[Any]:
    texts = _texts(rows) if kind == "sources" else {}
    for pk, data in rows_of(shape_of(MODELS[kind], of_seeds=True), rows):
        if kind == "sources":
            data = _source(data, texts[pk])  # type: ignore[arg-type]
        elif names := data.get("other_names"):
            names.sort(key=lambda item: item["name"])
        for citation in citations_of(data):
            if "at" in citation and "passage" not in citation:
                del citation["at"]
        yield data


def citations_of(data: Data) -> Iterator[Data]:
    """The citations of a record and of what it holds."""
    yield from data.get("citations", ())
    for name in ("evidence", "relations"):
        for row in data.get(name, ()):
            yield from row.get("citations", ())


def keys(kind: str, slugs: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Slug and key of those of the records that the database has."""
    for part in in_parts({*slugs}, SLICE):
        yield from MODELS[kind]._default_manager.filter(slug__in=part).values_list("slug", "pk")


def rows_within(model: Any, slugs: Iterable[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """The rows that have a name within these records (passages, answers): that of the record, theirs, and the key."""
    owner, name = WITHIN[model]
    for part in in_parts({*slugs}, SLICE):
        rows = model.objects.filter(**{f"{owner}__slug__in": part}).order_by()
        for slug, named, pk in rows.values_list(f"{owner}__slug", name, "pk"):
            yield (slug, str(named)), pk


def plain_csl(record: dict[str, Any], of_document: bool) -> dict[str, Any]:
    """A CSL record as files hold it: in the order of its keys and, for a document, whose file is YAML, all as text."""
    return _sorted(record, as_text=of_document)


def _sorted(value: Any, as_text: bool) -> Any:
    if isinstance(value, dict):
        return {
            str(key): _sorted(value[key], as_text) for key in sorted(value) if value[key] is not None or not as_text
        }
    if isinstance(value, list):
        return [_sorted(item, as_text) for item in value if item is not None or not as_text]
    if as_text and isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if as_text else value


def documents(slugs: Iterable[str] | None = None) -> Iterator[tuple[str, str, list[NumberedPassage]]]:
    """Slug, text and passages of the sources that have passages or a text; current ones in the order of the text."""
    sources = models.Source.objects.order_by("slug")
    if slugs is not None:
        sources = sources.filter(slug__in=list(slugs))
    texts = dict(sources.exclude(text="", passages=None).values_list("slug", "text").distinct())
    passages: dict[str, list[NumberedPassage]] = {slug: [] for slug in texts}
    rows = models.Passage.objects.filter(source__in=sources.values("pk")).order_by("source", "start", "number")
    fields = ("source__slug", "number", "start", "end", "withdrawn", "withdrawn_text")
    for slug, number, start, end, withdrawn, words in rows.values_list(*fields):
        here = (
            NumberedPassage(number, words, True)
            if withdrawn
            else NumberedPassage(number, texts[slug][start:end], False, Span(start, end))
        )
        passages[slug].append(here)
    for slug, text in texts.items():
        yield slug, text, passages[slug]


# --- sources ----------------------------------------------------------------------------------------------------------


@dataclass
class _Text:
    """What a source holds beside its own fields: its text's digest, and what is said of its passages and references."""

    digest: str
    passages: list[SeedData]
    references: list[SeedData]


def _texts(rows: QuerySet) -> dict[int, _Text]:
    pks = rows.order_by().values("pk")
    passages = models.Passage.objects.filter(source__in=pks).order_by("number")
    said = _items(
        passages.exclude(note="", context="", translations={}),
        "source_id",
        {name: name for name in ("number", "note", "context", TRANSLATIONS)},
    )
    references = _references(models.Reference.objects.filter(passage__source__in=pks))
    return {
        pk: _Text(digest(text), said.get(pk, []), references.get(pk, []))
        for pk, text in rows.order_by().values_list("pk", "text")
    }


def _source(data: SeedData, text: _Text) -> SeedData:
    """A source as files have it: what follows from its CSL record is left out."""
    record = data.get("csl", {})
    if data.get("issued") == csl.edtf(record.get("issued")):
        data.pop("issued", None)
    values = data | {
        "text": text.digest,
        "csl": plain_csl(record, bool(text.digest)),
        "passages": text.passages,
        "references": text.references,
    }
    return SeedData(((name, values[name]) for name in SHAPES["sources"].names if values.get(name)), pk=data.pk)


def _items(rows: QuerySet, owner: str, columns: dict[str, str]) -> dict[int, list[Any]]:
    """Rows as items by owner: `columns` names the column of each key; empty values are left out."""
    found: dict[int, list[Any]] = {}
    for owner_key, pk, *values in rows.values_list(owner, "pk", *columns.values()):
        named = ((name, value) for name, value in zip(columns, values, strict=True) if value)
        item = SeedData(((name, value if name == TRANSLATIONS else str(value)) for name, value in named), pk=pk)
        found.setdefault(owner_key, []).append(item)
    return found


def _references(rows: QuerySet) -> dict[int, list[Any]]:
    """The references about which something is known, by source; `occurrence` counts equal markers of a passage."""
    columns = {
        "marker": "marker",
        "passage": "passage__number",
        "home": "home_passage__number",
        "resolves_to": "resolves_to__slug",
        "note": "note",
        TRANSLATIONS: TRANSLATIONS,
    }
    # In the order of the text, then those of withdrawn passages by number: their offsets mean nothing any
    # more.
    place = Case(When(passage__withdrawn=True, then=F("passage__number")), default=F("offset"))
    found = _items(rows.order_by("passage__withdrawn", place, "offset", "pk"), "passage__source_id", columns)
    for owner, items in found.items():
        seen: Counter[tuple[str, str]] = Counter()
        for item in items:
            here = item["passage"], item["marker"]
            seen[here] += 1
            if seen[here] > 1:
                item["occurrence"] = str(seen[here])
        found[owner] = [item for item in items if {"home", "resolves_to", "note", TRANSLATIONS} & item.keys()]
    return found


def redirects() -> dict[tuple[str, str], str]:
    """Every redirect of the database: kind and old slug to the slug that follows it."""
    return {
        (kind, slug): target for kind, slug, target in models.Redirect.objects.values_list("kind", "slug", "target")
    }
