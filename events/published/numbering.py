"""Publishing numbers a version of what readers saw of a record, so that it can be cited and shown again.

A version is written in the transaction of the edit, for each record that was edited or became public by it, and only
where the record itself says something else than in its last version. It holds the names that it showed then; that
another record is renamed later makes no version (docs/decisions/0009-numbered-versions.md).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from events.models import (
    Actor,
    Debate,
    Event,
    Interpretation,
    Passage,
    PublishedVersion,
    Reference,
    Source,
    Theme,
)
from events.models.base import PublishableRecord
from events.models.querysets import visible, visible_among
from events.record_data.declaration import KIND_OF, KINDS, Data, Part, Shape, shape_of
from events.record_data.pointers import Rows, in_parts, owners, pointing_at, records_of
from events.record_data.reading import read_shape
from events.record_data.references import slugs_of, with_slugs
from events.signals import invalidation

SLICE = {Source: 100}
"""Records that are read at once, if not so many as OTHERWISE: a source may have a long text."""
OTHERWISE = 1000

NAME = {
    Theme: "name",
    Actor: "name",
    Source: "short_reference",
    Debate: "question",
    Event: "title",
    Interpretation: "claim",
}
"""What a record is called where another one shows it."""


def number(
    rows: Mapping[Any, Iterable[int]],
    turned: Mapping[Any, Collection[int]] | None = None,
    author: Any = None,
    when: datetime | None = None,
) -> None:
    """Numbers the records that the given rows belong to, where they say something new to readers.

    `turned` are the records that may have been published or taken back: what points at them says more now, or less.
    Call it in the transaction of the edit. A constant number of statements for each slice of records.
    """
    turned = {model: keys for model, keys in (turned or {}).items() if issubclass(model, PublishableRecord)}
    found, when = records_of(rows, pointing_at(turned), kinds=KIND_OF), when or timezone.now()
    while found:
        named: Rows = defaultdict(set)
        for model in KINDS.values():  # each after those that it points at
            for keys in in_parts(found.get(model, ()), SLICE.get(model, OTHERWISE)):
                for other, others in _number(model, keys, author, when).items():
                    named[other] |= others
        found = {model: new for model, keys in named.items() if (new := _unnumbered(model, keys))}


def number_all() -> None:
    """Gives every record that readers see now a version, if it has none that says the same."""
    for model in KINDS.values():
        keys: list[int] = [0]
        records = visible(model).order_by("pk").values_list("pk", flat=True)
        while keys := list(records.filter(pk__gt=keys[-1])[: SLICE.get(model, OTHERWISE)]):
            _number(model, keys, None, timezone.now())


@receiver(invalidation.edited, dispatch_uid="number-edited")
def _edited(changes: invalidation.Changes, **kwargs: Any) -> None:
    rows: Rows = defaultdict(set, {model: {*keys} for model, keys in changes.rows.items()})
    for row in changes.gone:
        for owner in owners(type(row)):
            if key := getattr(row, owner.attname):
                rows[owner.related_model].add(key)
    number(rows, changes.turned, changes.user, changes.when)


@receiver(post_migrate, sender=apps.get_app_config("events"), dispatch_uid="number-migrated")
def _migrated(plan: Any = (), **kwargs: Any) -> None:
    """A migration says `numbers_published = True`: by itself it cannot, since this takes the models as they are."""
    if any(getattr(migration, "numbers_published", False) and not backwards for migration, backwards in plan):
        number_all()


# --- which records ----------------------------------------------------------------------------------------------------


def _unnumbered(model: Any, keys: set[int]) -> set[int]:
    """Those that have no version yet, of a kind that is public once something published uses it."""
    if not issubclass(model, PublishableRecord):
        for part in in_parts(keys):
            keys = keys.difference(PublishedVersion.objects.of_all(model, part).values_list("object_id", flat=True))
        return keys
    return set()


# --- what readers see -------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def _number(model: Any, keys: list[int], author: Any, when: datetime) -> Rows:
    """Writes the versions of those of the records that say something new, and gives the keys of what they name."""
    if connection.features.has_select_for_update:  # who writes the same record at once takes the next number
        rows = model._base_manager.filter(pk__in=keys).select_for_update(of=("self",), no_key=True)
        list(rows.order_by("pk").values_list("pk"))
    shown = sorted(visible_among(model, keys))
    if not shown:
        return {}
    before = PublishedVersion.objects.of_all(model, shown).order_by("number")
    last = {key: (number, said) for key, number, said in before.values_list("object_id", "number", "fingerprint")}
    is_source, named, versions = model is Source, defaultdict(set), []
    shape = _source_shape() if is_source else shape_of(model, of_seeds=True)
    said = read_shape(shape, shown)
    documents = _documents(shown) if is_source else {}
    written = before.filter(document__isnull=False).values_list("object_id", "data__record__document")
    known_documents = dict(written) if documents else {}
    bounds = _bounds(shown) if model is Event else {}
    known = _known({each for data in said.values() for each in slugs_of(shape, data)})
    content_type = ContentType.objects.get_for_model(model)
    for pk, data in said.items():
        if document := documents.get(pk):
            _say_where(data, document)
        record = _as_seen(shape, data, known)
        names: dict[str, dict[str, str]] = {}
        for kind, slug in slugs_of(shape, record):
            key, names.setdefault(kind, {})[slug] = known[kind, slug]
            named[KINDS[kind]].add(key)
        if document:
            record["document"] = document.digest
        fingerprint = _digest(record)
        number, old = last.get(pk, (0, ""))
        if fingerprint == old:
            continue
        version = PublishedVersion(content_type=content_type, object_id=pk, number=number + 1, fingerprint=fingerprint)
        version.author, version.created_at = author, when
        version.data = {"record": record, "names": names} | bounds.get(pk, {})
        if document and known_documents.get(pk) != document.digest:
            version.document = document.data
        versions.append(version)
    PublishedVersion.objects.bulk_create(versions, batch_size=500)
    return named


def _known(pointed_at: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    """Key and name of those of the records, by kind and slug, that readers may see."""
    slugs = defaultdict(list)
    for kind, slug in sorted(pointed_at):
        slugs[kind].append(slug)
    found = {}
    for kind, wanted in slugs.items():
        model = KINDS[kind]
        for start in range(0, len(wanted), OTHERWISE):
            rows = model._base_manager.filter(slug__in=wanted[start : start + OTHERWISE])
            named = {pk: (slug, name) for pk, slug, name in rows.values_list("pk", "slug", NAME[model])}
            for pk in visible_among(model, named):
                slug, name = named[pk]
                found[kind, slug] = pk, name
    return found


def _as_seen(shape: Shape, data: Data, known: Collection[tuple[str, str]]) -> Data:
    """The record without what points at something hidden: neither shown, linked, named nor counted."""
    for passage in data.get("passages", ()):
        for reference in passage.get("references", ()):  # one that resolves to something hidden is unresolved
            if (KIND_OF[Source], reference.get("resolves_to")) not in known:
                reference.pop("resolves_to", None)
    seen = with_slugs(shape, data, lambda kind, slug: slug if (kind, slug) in known else None)
    left_out = {"status"} if "after_event" in seen else {"status", "offset"}
    return {name: value for name, value in seen.items() if name not in left_out}


def _bounds(events: list[int]) -> dict[int, Data]:
    """The bounds of events that are dated from others; all others follow from their dates."""
    rows = Event.objects.filter(pk__in=events, after_event__isnull=False).order_by()
    return {pk: {"bounds": bounds} for pk, *bounds in rows.values_list("pk", "earliest", "latest", "precision")}


def _digest(data: Data) -> str:
    return hashlib.blake2b(json.dumps(data, sort_keys=True).encode(), digest_size=12).hexdigest()


# --- documents --------------------------------------------------------------------------------------------------------


@cache
def _source_shape() -> Shape:
    """A source with what is said of its passages and markers."""
    passages = Part(shape_of(Passage, of_seeds=True), Passage._meta.get_field("source"))
    return replace(
        shape_of(Source, of_seeds=True),
        parts={"passages": passages},
        names=(*shape_of(Source, of_seeds=True).names, "passages"),
    )


@dataclass
class Document:
    """What only the loader writes of a document: its text, where passages and markers stand in it, and its digest."""

    data: Data
    digest: str
    numbers: dict[int, int]
    markers: dict[int, Data]


def _documents(sources: list[int]) -> dict[int, Document]:
    passages: dict[int, dict[int, list[Any]]] = defaultdict(dict)
    rows: Any = Passage.objects.filter(source__in=sources).order_by("number")
    for source, pk, *place in rows.values_list("source", "pk", "number", "start", "end"):
        passages[source][pk] = place
    markers: dict[int, dict[int, Data]] = defaultdict(dict)
    columns = ("passage__source", "pk", "passage__number", "offset", "marker", "displaced")
    rows = Reference.objects.filter(passage__source__in=sources).order_by("offset", "pk")
    for source, pk, passage, offset, marker, displaced in rows.values_list(*columns):
        markers[source][pk] = {"passage": passage, "offset": offset, "marker": marker, "displaced": displaced}
    found = {}
    texts = Source.objects.filter(Q(pk__in=[*passages]) | ~Q(text=""), pk__in=sources)
    for source, text in texts.order_by("pk").values_list("pk", "text"):
        here, marked = passages[source], markers[source]
        current = [place for place in here.values() if place[1] is not None]
        data = {"text": text, "passages": current, "markers": [*marked.values()]}
        found[source] = Document(data, _digest(data), {pk: place[0] for pk, place in here.items()}, marked)
    return found


def _say_where(data: Data, document: Document) -> None:
    """Leaves of the passages and markers those of which something is said, and says which they are."""
    kept = []
    for passage in data.get("passages", ()):
        if references := [
            {"marker": here["marker"], "offset": here["offset"], **each}
            for each in passage.get("references", ())
            if each and (here := document.markers[each.pk])
        ]:
            passage["references"] = references
        else:
            passage.pop("references", None)
        if passage:
            kept.append({"number": document.numbers[passage.pk], **passage})
    data["passages"] = kept
