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
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from events.models import (
    Actor,
    Answer,
    Debate,
    Event,
    Interpretation,
    Passage,
    Place,
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
from events.sql import bulk_insert
from events.sql.statements import Statement, among

SLICE = {Source: 100}
"""Records that are read at once, if not so many as OTHERWISE: a source may have a long text."""
OTHERWISE = 1000

NAME = {
    Theme: "name",
    Place: "name",
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
    said: Mapping[Any, Mapping[int, Data]] | None = None,
) -> None:
    """Numbers the records that the given rows belong to, where they say something new to readers.

    `turned` are the records that may have been published or taken back: what points at them says more now, or less.
    `said` has the data of new ones as seed files spell it, by model and key, where the caller knows it; all else is
    read. Call it in the transaction of the edit. A constant number of statements for each slice of records.
    """
    turned = {model: keys for model, keys in (turned or {}).items() if issubclass(model, PublishableRecord)}
    found, when = records_of(rows, pointing_at(turned), kinds=KIND_OF), when or timezone.now()
    while found:
        named: Rows = defaultdict(set)
        for model in KINDS.values():  # each after those that it points at
            for keys in in_parts(found.get(model, ()), SLICE.get(model, OTHERWISE)):
                for other, others in _number(model, keys, author, when, (said or {}).get(model, {})).items():
                    named[other] |= others
        found = {model: new for model, keys in named.items() if (new := _unnumbered(model, keys))}


def number_all() -> None:
    """Gives every record that readers see now a version, if it has none that says the same."""
    for model in KINDS.values():
        keys: list[int] = [0]
        records = visible(model).order_by("pk").values_list("pk", flat=True)
        while keys := list(records.filter(pk__gt=keys[-1])[: SLICE.get(model, OTHERWISE)]):
            _number(model, keys, None, timezone.now(), {})


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
            keys = keys - _last_versions(model, part).keys()
        return keys
    return set()


def _last_versions(model: Any, keys: list[int]) -> dict[int, tuple[int, str]]:
    """Number and fingerprint of the last version of each of the records, as far as they have one."""
    rows = _statement_of_last_versions(model, connection.vendor).rows(keys)
    return {key: (number, fingerprint) for key, number, fingerprint, _when in rows}


def as_of() -> datetime | None:
    """When what readers see of any record was last numbered; None where nothing is."""
    return PublishedVersion.objects.order_by("-pk").values_list("created_at", flat=True).first()


class NumberedVersion(NamedTuple):
    """A version's number, and since when readers see it."""

    number: int
    created_at: datetime


def newest(model: Any, keys: list[int]) -> dict[int, NumberedVersion]:
    """The last version of each of the records, as far as they have one."""
    rows = _statement_of_last_versions(model, connection.vendor).values(keys)
    return {key: NumberedVersion(number, when) for key, number, _fingerprint, when in rows}


@cache
def _statement_of_last_versions(model: Any, vendor: str) -> Statement:
    kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    versions = PublishedVersion.objects.order_by()
    later = versions.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    is_last = ~Exists(later.filter(number__gt=OuterRef("number")))
    last = versions.filter(is_last, among(PublishedVersion, "object_id"), **kind)
    return Statement(last.values_list("object_id", "number", "fingerprint", "created_at"))


# --- what readers see -------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def _number(model: Any, keys: list[int], author: Any, when: datetime, given: Mapping[int, Data]) -> Rows:
    """Writes the versions of those of the records that say something new, and gives the keys of what they name."""
    if connection.features.has_select_for_update:  # who writes the same record at once takes the next number
        rows = model._base_manager.filter(pk__in=keys).select_for_update(of=("self",), no_key=True)
        list(rows.order_by("pk").values_list("pk"))
    shown = sorted(visible_among(model, keys))
    if not shown:
        return {}
    last = _last_versions(model, shown)
    is_source, named, versions = model is Source, defaultdict(set), []
    shape = source_shape() if is_source else shape_of(model, of_seeds=True)
    said = read_shape(shape, [pk for pk in shown if pk not in given])
    said |= {pk: given[pk] for pk in shown if pk in given}
    documents = _documents(shown) if is_source else {}
    known_documents = _known_documents([*documents])
    bounds = _bounds(shown) if model is Event else {}
    pointed_at = {pk: set(slugs_of(shape, data)) for pk, data in said.items()}
    known = _known(set().union(*pointed_at.values()))
    answers = _answers(said.values()) if model is Interpretation else {}
    content_type, author_id = ContentType.objects.get_for_model(model).pk, author and author.pk
    created_at = connection.ops.adapt_datetimefield_value(when)
    for pk, data in said.items():
        if document := documents.get(pk):
            _say_where(data, document)
        record, shows = _as_seen(shape, data, known, pointed_at[pk])
        names: dict[str, dict[str, str]] = {}
        for kind, slug in shows:
            key, names.setdefault(kind, {})[slug] = known[kind, slug]
            named[KINDS[kind]].add(key)
        if answer := record.get("answer"):
            names["answers"] = {answer: answers[record["debate"], answer]}
        if document:
            record["document"] = document.digest
        text = _encoded(record)
        fingerprint = _digest(text)
        number, old = last.get(pk, (0, ""))
        if fingerprint == old:
            continue
        more = "".join(f', "{name}": {_encoded(value)}' for name, value in bounds.get(pk, {}).items())
        whole = f'{{"record": {text}, "names": {_encoded(names)}{more}}}'
        is_new_text = document and known_documents.get(pk) != document.digest
        full = _encoded(document.data) if document and is_new_text else None
        versions.append((content_type, pk, author_id, number + 1, created_at, whole, fingerprint, full))
    bulk_insert.write(PublishedVersion._meta.db_table, _COLUMNS, versions)
    return named


_COLUMNS = [
    cast(Any, PublishedVersion._meta.get_field(name)).column
    for name in ("content_type", "object_id", "author", "number", "created_at", "data", "fingerprint", "document")
]

_encoded = json.JSONEncoder(sort_keys=True).encode


def _answers(interpretations: Iterable[Data]) -> dict[tuple[str, str], str]:
    """The names of the answers that the interpretations give, by debate and slug."""
    debates = {data["debate"] for data in interpretations if "answer" in data}
    rows = Answer.objects.filter(debate__slug__in=debates) if debates else Answer.objects.none()
    return {(debate, slug): name for debate, slug, name in rows.values_list("debate__slug", "slug", "name")}


def _known(pointed_at: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    """Key and name of those of the records, by kind and slug, that readers may see."""
    slugs = defaultdict(set)
    for kind, slug in pointed_at:
        slugs[kind].add(slug)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for kind, wanted in slugs.items():
        for part in in_parts(wanted):
            rows = _statement_of_names(KINDS[kind], connection.vendor).rows(part)
            public = visible_among(KINDS[kind], [pk for pk, _slug, _name in rows])
            found |= {(kind, slug): (pk, name) for pk, slug, name in rows if pk in public}
    return found


@cache
def _statement_of_names(model: Any, vendor: str) -> Statement:
    rows = model._base_manager.filter(among(model, "slug", "text")).order_by()
    return Statement(rows.values_list("pk", "slug", NAME[model]))


def _as_seen(
    shape: Shape, data: Data, known: Mapping[tuple[str, str], Any], pointed_at: set[tuple[str, str]]
) -> tuple[Data, set[tuple[str, str]]]:
    """The record without what points at something hidden, which is neither shown, linked, named nor counted; and what
    it points at then.
    """
    if not pointed_at <= known.keys():
        for passage in data.get("passages", ()):
            for reference in passage.get("references", ()):  # one that resolves to something hidden is unresolved
                if (KIND_OF[Source], reference.get("resolves_to")) not in known:
                    reference.pop("resolves_to", None)
        data = with_slugs(shape, data, lambda kind, slug: slug if (kind, slug) in known else None)
        pointed_at = set(slugs_of(shape, data))
    left_out = {"status"} if "after_event" in data else {"status", "offset"}
    return {name: value for name, value in data.items() if name not in left_out}, pointed_at


def _bounds(events: list[int]) -> dict[int, Data]:
    """The bounds of events that are dated from others; all others follow from their dates."""
    return {pk: {"bounds": bounds} for pk, *bounds in _statement_of_bounds(connection.vendor).rows(events)}


@cache
def _statement_of_bounds(vendor: str) -> Statement:
    rows = Event.objects.filter(among(Event, "id"), after_event__isnull=False).order_by()
    return Statement(rows.values_list("pk", "earliest", "latest", "precision"))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


# --- documents --------------------------------------------------------------------------------------------------------


@cache
def source_shape() -> Shape:
    """A source with what is said of its passages and markers."""
    passages = Part(shape_of(Passage, of_seeds=True), Passage._meta.get_field("source"))
    return replace(
        shape_of(Source, of_seeds=True),
        parts={"passages": passages},
        names=(*shape_of(Source, of_seeds=True).names, "passages"),
    )


@dataclass
class NumberedDocument:
    """What only the loader writes of a document: its text, where passages and markers stand in it, and its digest."""

    data: Data
    digest: str
    numbers: dict[int, int]
    markers: dict[int, Data]


def _documents(sources: list[int]) -> dict[int, NumberedDocument]:
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
        found[source] = NumberedDocument(
            data, _digest(_encoded(data)), {pk: place[0] for pk, place in here.items()}, marked
        )
    return found


def _known_documents(sources: list[int]) -> dict[int, str]:
    """The digest of the text in the last version that holds one, of each of the sources."""
    if not sources:
        return {}
    versions = PublishedVersion.objects.of_all(Source, sources).filter(document__isnull=False).order_by("number")
    return dict(versions.values_list("object_id", "data__record__document"))


def _say_where(data: Data, document: NumberedDocument) -> None:
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
