"""From rows to forms, in bulk: a constant number of queries for each slice of records, however many rows they
have.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Case, F, QuerySet, When

from events import csl, models
from events.seeding.forms import KINDS, Form, digest
from events.seeding.passages import Numbered, Span

SLICE = 5000
"""Records whose rows are read at once."""

Rows = Iterable[tuple[Any, ...]]


def read(kind: str, slugs: Iterable[str] | None = None) -> dict[str, Form]:
    """The forms of the records with these slugs (of all if None) that the database has, by slug."""
    return {form["slug"]: form for form in stream(kind, slugs)}


def stream(kind: str, slugs: Iterable[str] | None = None) -> Iterator[Form]:
    """The same one by one, in slices, sorted by slug in code point order if all are read."""
    model = MODELS[kind]
    if slugs is not None:
        wanted = iter(sorted(set(slugs)))
        while part := list(islice(wanted, SLICE)):
            yield from _READERS[kind](model.objects.filter(slug__in=part).order_by("slug"))
        return
    after = None
    while True:
        # Keyset slices: no cursor is held open, and each slice is short.
        rows = (
            model.objects.order_by("slug") if after is None else model.objects.filter(slug__gt=after).order_by("slug")
        )
        part = list(rows.values_list("slug", flat=True)[:SLICE])
        if not part:
            return
        yield from _READERS[kind](model.objects.filter(slug__gte=part[0], slug__lte=part[-1]).order_by("slug"))
        after = part[-1]


MODELS: dict[str, Any] = {
    "themes": models.Theme,
    "actors": models.Actor,
    "sources": models.Source,
    "debates": models.Debate,
    "events": models.Event,
    "interpretations": models.Interpretation,
}


def keys(kind: str, slugs: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Slug and key of those of the records that the database has."""
    wanted = iter(sorted(slugs))
    while part := list(islice(wanted, SLICE)):
        yield from MODELS[kind].objects.filter(slug__in=part).values_list("slug", "pk")


def plain_csl(record: dict[str, Any], of_document: bool) -> dict[str, Any]:
    """A CSL record as files hold it: in the order of its keys and, for a document, whose file is YAML, all as
    text.
    """
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


def documents(slugs: Iterable[str] | None = None) -> Iterator[tuple[str, str, list[Numbered]]]:
    """Slug, text and passages of the sources that have passages or a text; current ones in the order of the
    text.
    """
    sources = models.Source.objects.order_by("slug")
    if slugs is not None:
        sources = sources.filter(slug__in=list(slugs))
    texts = dict(sources.exclude(text="", passages=None).values_list("slug", "text").distinct())
    passages: dict[str, list[Numbered]] = {slug: [] for slug in texts}
    rows = models.Passage.objects.filter(source__in=sources.values("pk")).order_by("source", "start", "number")
    fields = ("source__slug", "number", "start", "end", "withdrawn", "withdrawn_text")
    for slug, number, start, end, withdrawn, words in rows.values_list(*fields):
        here = (
            Numbered(number, words, True)
            if withdrawn
            else Numbered(number, texts[slug][start:end], False, Span(start, end))
        )
        passages[slug].append(here)
    for slug, text in texts.items():
        yield slug, text, passages[slug]


# --- one reader a kind --------------------------------------------------------------------------------------


def _form(kind: str, pk: int, values: dict[str, Any]) -> Form:
    spec = KINDS[kind]
    form = Form(pk=pk)
    for name in spec.fields:
        if (value := values.get(name)) and spec.defaults.get(name) != value:
            form[name] = value
    return form


def _grouped(rows: Rows) -> dict[int, list[Any]]:
    """Rows that begin with their owner's pk, by owner, the rest of each as a form."""
    found: dict[int, list[Any]] = {}
    for owner, item in rows:
        found.setdefault(owner, []).append(item)
    return found


def _items(rows: QuerySet, owner: str, columns: dict[str, str], flags: tuple[str, ...] = ()) -> dict[int, list[Any]]:
    """A table's rows as items by owner: `columns` names the column of each key; empty values are left out."""
    names = list(columns)

    def items() -> Iterator[tuple[int, Form]]:
        for owner_pk, pk, *values in rows.values_list(owner, "pk", *columns.values()):
            item = Form(pk=pk)
            for name, value in zip(names, values, strict=True):
                if value:
                    item[name] = value if name in flags else str(value)
            yield owner_pk, item

    return _grouped(items())


def _citations(**of: Any) -> dict[int, list[Any]]:
    ((owner, owners),) = of.items()
    rows = models.Citation.objects.filter(**{f"{owner}__in": owners}).order_by("position", "pk")
    columns = {
        "source": "source__slug",
        "exact": "quote",
        "passage": "passage__number",
        "at": "quote_offset",
        "locator": "locator",
        "whole_work": "whole_work",
        "language": "quote_language",
        "supports": "supports",
    }
    found = _items(rows, f"{owner.partition('__')[0]}_id", columns, ("whole_work",))
    for items in found.values():
        for item in items:
            if "at" in item and "passage" not in item:
                del item["at"]
    return found


def _further_reading(**of: Any) -> dict[int, list[Any]]:
    ((owner, owners),) = of.items()
    rows = models.FurtherReading.objects.filter(**{f"{owner}__in": owners}).order_by("pk")
    return _items(rows, f"{owner}_id", {"source": "source__slug", "note": "note"})


def _slugs(through: Any, owner: str, owners: QuerySet, target: str) -> dict[int, list[str]]:
    rows = through.objects.filter(**{f"{owner}__in": owners}).values_list(f"{owner}_id", f"{target}__slug")
    return {pk: sorted(slugs) for pk, slugs in _grouped(rows).items()}


def _columns(rows: QuerySet, *names: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for pk, *values in rows.values_list("pk", *names):
        yield pk, dict(zip(names, values, strict=True))


def _themes(rows: QuerySet) -> Iterator[Form]:
    for pk, values in _columns(rows, "slug", "name", "position"):
        yield _form("themes", pk, values | {"position": str(values["position"])})


def _actors(rows: QuerySet) -> Iterator[Form]:
    columns = ("slug", "name", "sort_name", "kind", "role", "life_dates", "wikidata", "viaf", "note")
    names = models.ActorName.objects.filter(actor__in=rows.order_by().values("pk")).order_by("name")
    other_names = _items(names, "actor_id", {"name": "name", "used": "used"})
    for items in other_names.values():
        items.sort(key=lambda item: item["name"])
    for pk, values in _columns(rows, *columns):
        yield _form("actors", pk, values | {"other_names": other_names.get(pk)})


def _sources(rows: QuerySet) -> Iterator[Form]:
    columns = (
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
    )
    pks = rows.order_by().values("pk")
    passages = models.Passage.objects.filter(source__in=pks).exclude(note="", context="").order_by("number")
    said = _items(passages, "source_id", {"number": "number", "note": "note", "context": "context"})
    references = _references(models.Reference.objects.filter(passage__source__in=pks))
    for pk, values in _columns(rows, *columns):
        record = values["csl"] if isinstance(values["csl"], dict) else {}
        derived = csl.edtf(record.get("issued"))
        yield _form(
            "sources",
            pk,
            values
            | {
                "text": digest(values["text"]),
                "csl": plain_csl(record, bool(values["text"])),
                "issued": "" if values["issued"] == derived else values["issued"],
                "passages": said.get(pk),
                "references": references.get(pk),
            },
        )


def _references(rows: QuerySet) -> dict[int, list[Any]]:
    """The references about which something is known, by source; `occurrence` counts equal markers of a
    passage.
    """
    columns = {
        "marker": "marker",
        "passage": "passage__number",
        "home": "home_passage__number",
        "resolves_to": "resolves_to__slug",
        "note": "note",
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
        found[owner] = [item for item in items if {"home", "resolves_to", "note"} & item.keys()]
    return found


def _debates(rows: QuerySet) -> Iterator[Form]:
    reading = _further_reading(debate=rows.order_by().values("pk"))
    for pk, values in _columns(rows, "slug", "question", "introduction", "status"):
        yield _form("debates", pk, values | {"further_reading": reading.get(pk)})


def _events(rows: QuerySet) -> Iterator[Form]:
    columns = (
        "slug",
        "title",
        "summary",
        "date",
        "date_part",
        "date_basis",
        "date_note",
        "offset",
        "place",
        "prominence",
        "status",
        "after_event__slug",
    )
    pks = rows.order_by().values("pk")
    participants = models.Participant.objects.filter(event__in=pks).order_by("pk")
    links = models.EventLink.objects.filter(event__in=pks).order_by("pk")
    lists: dict[str, dict[int, list[Any]]] = {
        "themes": _slugs(models.Event.themes.through, "event", pks, "theme"),
        "participants": _items(participants, "event_id", {"actor": "actor__slug", "role": "role"}),
        "links": _items(links, "event_id", {"kind": "kind", "event": "target__slug"}),
        "citations": _citations(event=pks),
        "further_reading": _further_reading(event=pks),
    }
    for pk, values in _columns(rows, *columns):
        values |= {"prominence": str(values["prominence"]), "after_event": values["after_event__slug"]}
        yield _form("events", pk, values | {name: items.get(pk) for name, items in lists.items()})


def _interpretations(rows: QuerySet) -> Iterator[Form]:
    columns = (
        "slug",
        "claim",
        "argument",
        "voice",
        "names_only_some",
        "attribution",
        "ground",
        "hedge",
        "scope",
        "made_on",
        "argued_date",
        "status",
        "note",
        "debate__slug",
    )
    pks = rows.order_by().values("pk")
    evidence = _items(
        models.Evidence.objects.filter(interpretation__in=pks).order_by("pk"),
        "interpretation_id",
        {
            "event": "event__slug",
            "circumstance": "circumstance",
            "bearing": "bearing",
            "asserted_by": "asserted_by__slug",
        },
    )
    relations = _items(
        models.Relation.objects.filter(interpretation__in=pks).order_by("pk"),
        "interpretation_id",
        {"kind": "kind", "interpretation": "target__slug", "ground": "ground", "drawn_by": "drawn_by"},
    )
    for items, citations in (
        (evidence, _citations(evidence__interpretation=pks)),
        (relations, _citations(relation__interpretation=pks)),
    ):
        for item in (item for owned in items.values() for item in owned):
            if item.get("drawn_by") == "editor":
                del item["drawn_by"]
            if cited := citations.get(item.pk):
                item["citations"] = cited
    lists: dict[str, dict[int, list[Any]]] = {
        "proponents": _slugs(models.Interpretation.proponents.through, "interpretation", pks, "actor"),
        "evidence": evidence,
        "relations": relations,
        "citations": _citations(interpretation=pks),
        "further_reading": _further_reading(interpretation=pks),
    }
    for pk, values in _columns(rows, *columns):
        values |= {"debate": values["debate__slug"]}
        yield _form("interpretations", pk, values | {name: items.get(pk) for name, items in lists.items()})


_READERS: dict[str, Callable[[QuerySet], Iterator[Form]]] = {
    "themes": _themes,
    "actors": _actors,
    "sources": _sources,
    "debates": _debates,
    "events": _events,
    "interpretations": _interpretations,
}


def redirects() -> dict[tuple[str, str], str]:
    """Every redirect of the database: kind and old slug to the slug that follows it."""
    return {
        (kind, slug): target for kind, slug, target in models.Redirect.objects.values_list("kind", "slug", "target")
    }
