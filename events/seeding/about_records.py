"""What editors wrote about records, in files: errata, comments, and what undoes a merge.

A row is known by the moment when it was made. Its author is a name: an account of that name, if there is one. In a
merge the keys of rows are names (`row_names`), so that it can be undone wherever it was loaded.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Model

from events import models
from events.documents.anchoring import Document
from events.record_data.declaration import KIND_OF, RECORDS, TRANSLATIONS, Data, SeedData, Shape, shape_of
from events.record_data.declaration import KINDS as MODELS
from events.record_data.three_way import merge
from events.seeding import texts
from events.seeding.files import ABOUT, Raw, is_unfit
from events.seeding.plan import FieldChange, Key, PlanEntry, Stale
from events.seeding.problems import Problems
from events.seeding.report import changes_of
from events.seeding.row_names import GONE, Finder, Row, names_of
from events.seeding.shapes import plain_shape
from events.sql.bulk_insert import Keys, Values, insert

ROWS: dict[str, Any] = {"errata": models.Erratum, "comments": models.Comment, "merges": models.Merge}
SHAPES: dict[str, Shape] = {
    "errata": plain_shape(
        models.Erratum, {"record": "", "made": "", "author": "", "text": "text", TRANSLATIONS: TRANSLATIONS}
    ),
    "comments": plain_shape(
        models.Comment, {"record": "", "made": "", "author": "", "kind": "kind", "field": "field", "text": "text"}
    ),
    "merges": plain_shape(models.Merge, dict.fromkeys(("kind", "record", "gone", "made", "name", "undone"), "")),
}
NAMED = {KIND_OF[model]: model for model in KIND_OF} | {"passages": models.Passage, "references": models.Reference}
"""What an erratum or a comment may be about, by the last word but one of its name."""


# --- dumping ----------------------------------------------------------------------------------------------------------


@dataclass
class Written:
    """What is written about records, as files have it, by kind; and how many rows are about records that are gone."""

    items: dict[str, list[Data]] = field(default_factory=dict)
    orphans: int = 0


def read() -> Written:
    """All that the database has, in one order: that in which it was made."""
    written, named = Written(), dict[Row, str]()
    for kind in ("errata", "comments"):
        rows = _read(kind)
        written.orphans += ROWS[kind].objects.count() - len(rows)
        written.items[kind] = list(rows)
        named |= {(ROWS[kind], row.pk or 0): f"{kind}/{number}" for number, row in enumerate(rows, 1)}
    written.items["merges"] = list(_read_merges(named))
    return written


def _read(kind: str) -> list[SeedData]:
    """The errata or the comments, without those about what is no more."""
    model, shape = ROWS[kind], SHAPES[kind]
    columns = [each.attname for each in shape.fields.values()]
    about = list(model.objects.order_by("pk").values_list("content_type", "object_id"))
    types: dict[int, Any] = {of: ContentType.objects.get_for_id(of).model_class() for of, _key in about}
    names = names_of(((types[of], key) for of, key in about if types[of]), {})
    who = "author__username", "author_name"
    rows = model.objects.values_list("pk", "content_type", "object_id", "created_at", *who, *columns)
    found = []
    for pk, of, key, made, account, name, *values in rows:
        if record := names.get((types[of], key)):
            said = {"record": record, "made": _spelt(made), "author": account or name}
            said |= dict(zip(shape.fields, values, strict=True))
            found.append(SeedData({each: value for each, value in said.items() if value}, pk=pk))
    return sorted(found, key=lambda row: (row["made"], row["record"], str({**row})))


def _read_merges(named: dict[Row, str]) -> Iterator[Data]:
    merges = list(
        models.Merge.objects.select_related("content_type", "author", "undone_by").order_by("created_at", "pk")
    )
    wanted: set[Row] = set()

    def want(model: Any, key: int) -> int:
        wanted.add((model, key))
        return key

    for each in merges:
        _renamed(_content(each), want)
    names = names_of(wanted, named)
    gone: Counter[Any] = Counter()

    def name(model: Any, key: int) -> str:
        if (model, key) not in names:
            gone[model] += 1
            names[model, key] = f"{GONE}/{model._meta.model_name}/{gone[model]}"
        return names[model, key]

    for each in merges:
        said = {
            "kind": _kind_of(each),
            "name": each.gone_name,
            "made": _spelt(each.created_at),
            "author": each.author.get_username() if each.author else each.author_name,
            "undone": _spelt(each.undone_at) if each.undone_at else "",
            "undone_by": each.undone_by.get_username() if each.undone_by else each.undone_by_name,
        }
        content = _renamed(_content(each), name)
        yield SeedData({**{key: value for key, value in said.items() if value}, **content}, pk=each.pk)


def _content(merged: models.Merge) -> Data:
    """What of a merge holds keys, by the names that files have."""
    return {
        "kind": _kind_of(merged),
        "record": merged.object_id,
        "gone": merged.gone_id,
        "row": merged.gone["fields"],
        "data": merged.moved["gone"],
        "records": merged.moved["records"],
        "about": merged.moved["about"],
        "redirects": merged.moved["redirects"],
    }


def _kind_of(merged: models.Merge) -> str:
    model: Any = merged.content_type.model_class()
    return KIND_OF[model]


def _spelt(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


# --- keys and names ---------------------------------------------------------------------------------------------------

Renaming = Callable[[Any, Any], Any]
"""Gives the name of a row for its key, or the key for its name."""


def _renamed(content: Data, change: Renaming) -> Data:
    """A merge's content, with each key made a name, or each name a key. Raises a LookupError, TypeError or ValueError
    where it is none.
    """
    model = MODELS[content["kind"]]
    found = {name: change(model, content[name]) for name in ("record", "gone")}
    found["row"] = dict(_column(model, name, value, change) for name, value in content["row"].items())
    found["row"].pop("created_by", None)
    found["data"] = _data(shape_of(model), content["data"], change)
    found["records"] = [
        [label, change(_model(label), key), name, *(_data(shape_of(_model(label)), each, change) for each in versions)]
        for label, key, name, *versions in content["records"]
    ]
    found["about"] = [[label, change(_model(label), key)] for label, key in content["about"]]
    found["redirects"] = content["redirects"]
    return found


def _model(label: str) -> type[Model]:
    model = apps.get_model(label)
    if model not in RECORDS and model not in ROWS.values():
        raise LookupError(label)
    return model


def _column(model: Any, name: str, value: Any, change: Renaming) -> tuple[str, Any]:
    try:
        each = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise LookupError(name) from None
    if not each.is_relation or value is None or each.related_model is get_user_model():
        return name, value
    return name, [change(each.related_model, key) for key in value] if each.many_to_many else change(
        each.related_model, value
    )


def _data(shape: Shape, data: Data, change: Renaming) -> Data:
    found: Data = {}
    for name, value in data.items():
        if name == "pk":
            found[name] = change(shape.model, value)
        elif name in shape.references:
            found[name] = value if value is None else change(shape.references[name], value)
        elif name in shape.lists:
            found[name] = [change(shape.lists[name].related_model, key) for key in value]
        elif part := shape.parts.get(name):
            found[name] = [_data(part.shape, row, change) for row in value]
        else:
            found[name] = value
    return found


# --- planning ---------------------------------------------------------------------------------------------------------


@dataclass
class AboutWorld:
    """What rows may be about. `deleted` are the records that an editor deleted, and that stay so."""

    problems: Problems
    resolve: Callable[[str, str], str]
    exists: Callable[[str, str], bool]
    candidates: Callable[[str], Iterable[str]]
    documents: dict[str, Document]
    bases: dict[Key, Data]
    deleted: set[Key]
    language: str
    """The corpus's."""


def plan(raws: list[Raw], world: AboutWorld) -> list[PlanEntry]:
    """What a load does with each row of the files: notes what is wrong, and compares it with what the database has."""
    entries: list[PlanEntry] = []
    for kind in ABOUT.values():
        of_kind = [raw for raw in raws if raw.kind == kind]
        if not of_kind:
            continue
        there = _by_moment(_read_merges({}) if kind == "merges" else _read(kind))
        for moment, theirs in _by_moment(_checked(raw, world) for raw in of_kind).items():
            entries.append(_compared(kind, moment, theirs, there.get(moment), world))
    return entries


def _by_moment(rows: Iterable[Data | None]) -> dict[str, Data]:
    """Rows by what they are known by; of those of one moment, all but the first with their number."""
    seen: Counter[str] = Counter()
    found = {}
    for row in filter(None, rows):
        seen[row["made"]] += 1
        found[f"{row['made']}/{seen[row['made']]}" if seen[row["made"]] > 1 else row["made"]] = row
    return found


def _checked(raw: Raw, world: AboutWorld) -> SeedData | None:
    said = raw.data if raw.kind == "merges" else texts.parted(SHAPES[raw.kind], raw.data, world.language)
    data = SeedData({name: value for name, value in said.items() if value or raw.kind == "merges"})
    try:
        moments = [datetime.fromisoformat(data[name]) for name in ("made", "undone") if data.get(name)]
        data["made"] = _spelt(moments[0])
        if any(moment.tzinfo is None for moment in moments):
            raise ValueError
    except (ValueError, OverflowError):
        raw.note(world.problems, "is no moment such as 2026-01-31T12:00:00+00:00", ("made",))
        return None
    if raw.kind == "merges":
        try:
            data.update(_renamed(data, lambda _model, name: _resolved(name, world)))
            if is_unfit(data):
                raise ValueError
        except (LookupError, TypeError, ValueError, AttributeError):
            raw.note(world.problems, "what undoes a merge is written by dumpseeds alone: this was changed", ())
            return None
        return data
    kind, slug, *rest = data["record"].split("/")
    if kind not in MODELS or len(rest) % 2 or (["sources", *rest[::2]][-1] not in NAMED):
        raw.note(world.problems, "is no record, such as events/some-slug or sources/some-slug/passages/7", ("record",))
        return None
    found = world.resolve(kind, slug)
    if not world.exists(kind, found):
        message = f"there is no record {kind}/{slug}"
        raw.note(world.problems, message, ("record",), wrong=slug, valid=world.candidates(kind))
        return None
    if rest and not _is_in_text(world.documents.get(found), rest):
        raw.note(world.problems, f"the text of sources/{found} has no {'/'.join(rest)}", ("record",))
        return None
    data["record"] = "/".join([kind, found, *rest])
    return data


def _resolved(name: str, world: AboutWorld) -> str:
    """The name of a row with the slug that its record has after the load. Raises ValueError if it is no name."""
    kind, slug, *rest = name.split("/")
    return "/".join([kind, world.resolve(kind, slug) if kind in MODELS else slug, *rest])


def _is_in_text(document: Document | None, place: list[str]) -> bool:
    """Whether a text has the passage, `passages/7`, or the marker in it, `passages/7/references/1`."""
    names, numbers = place[::2], [int(each) if each.isdecimal() else 0 for each in place[1::2]]
    if document is None or names not in (["passages"], ["passages", "references"]):
        return False
    if document.passage(numbers[0]) is None:
        return False
    is_withdrawn = numbers[0] not in document.index_of  # its markers are in the database alone
    return len(numbers) == 1 or is_withdrawn or 1 <= numbers[1] <= len(document.markers_of.get(numbers[0], ()))


def _compared(kind: str, moment: str, theirs: Data, mine: Any, world: AboutWorld) -> PlanEntry:
    base = world.bases.get((kind, moment))
    base_key: Key | None = (kind, moment) if base is not None else None
    record = tuple(theirs["record"].split("/")[:2])
    if kind != "merges" and record in world.deleted:
        why = [FieldChange("", "kept", f"{'/'.join(record)} was deleted by an editor")]
        return PlanEntry(kind, moment, "unchanged", theirs, None, why, base, base_key, deleted=True)
    if mine is None and base is not None:
        why = [FieldChange("", "kept", "deleted by an editor: it stays deleted")]
        return PlanEntry(kind, moment, "unchanged", theirs, None, why, base, base_key, deleted=True)
    if kind == "merges":  # it happened once, and undoing it is an editor's act
        brief = {"made": moment}
        return PlanEntry(
            kind, moment, "unchanged" if mine else "created", theirs, mine, [], brief, base_key, base is None
        )
    entry = PlanEntry(kind, moment, "created", theirs, mine, [], theirs, base_key, True)
    if mine is not None:
        merged = merge(SHAPES[kind], base, mine, theirs)
        entry.data, entry.base = merged.data, merged.next_base
        entry.changes = changes_of(SHAPES[kind], merged)
        entry.outcome = "updated" if merged.has("updated") else "unchanged"
        entry.base_changed = entry.base != base
    return entry


# --- writing ----------------------------------------------------------------------------------------------------------


def write(entries: list[PlanEntry], keys: Keys) -> int:
    """Writes what was planned, once the records are there; gives the number of rows. Raises Stale."""
    written = [entry for entry in entries if entry.outcome != "unchanged"]
    if not written:
        return 0
    accounts = dict(get_user_model().objects.values_list("username", "pk"))
    names: set[str] = set()
    for entry in written:
        if entry.kind == "merges":
            _renamed(entry.data, lambda _model, name: names.add(name))
        else:
            names.add(entry.data["record"])
    finder = Finder(names, keys)
    for kind in ("errata", "comments"):
        _write_rows(kind, [entry for entry in entries if entry.kind == kind], finder, accounts)
    merges = [_merge_row(entry.data, finder, accounts) for entry in written if entry.kind == "merges"]
    insert(models.Merge, merges)
    return len(written)


def _write_rows(kind: str, entries: list[PlanEntry], finder: Finder, accounts: dict[str, int]) -> None:
    model, new = ROWS[kind], [entry for entry in entries if entry.outcome == "created"]
    rows = []
    pks = iter(finder.keys.take(model, len(new)))
    for number, entry in enumerate(entries, 1):
        if entry.outcome == "created":
            rows.append(_values(kind, entry.data, finder, accounts) | {"id": next(pks)})
            finder.others[f"{kind}/{number}"] = rows[-1]["id"]
        elif entry.mine is not None and entry.mine.pk is not None:
            finder.others[f"{kind}/{number}"] = entry.mine.pk
            if entry.outcome == "updated":
                as_planned = {name: entry.mine.get(name, "") for name in SHAPES[kind].fields if name != TRANSLATIONS}
                changed = model.objects.filter(pk=entry.mine.pk, **as_planned)
                columns = SHAPES[kind].fields.items()
                if not changed.update(**{name: entry.data.get(name, each.get_default()) for name, each in columns}):
                    raise Stale
    insert(model, rows)


def _values(kind: str, data: Data, finder: Finder, accounts: dict[str, int]) -> Values:
    model: Any = NAMED[data["record"].split("/")[-2]]
    return {
        "content_type_id": ContentType.objects.get_for_model(model).pk,
        "object_id": finder.key(model, data["record"]),
        "created_at": _moment(data["made"]),
        **_signed(data.get("author", ""), accounts, "author"),
        **{name: data.get(name, each.get_default()) for name, each in SHAPES[kind].fields.items()},
    }


def _merge_row(data: Data, finder: Finder, accounts: dict[str, int]) -> Values:
    model, content = MODELS[data["kind"]], _renamed(data, finder.key)
    moved = {name: content[name] for name in ("records", "about", "redirects")}
    return {
        "content_type_id": ContentType.objects.get_for_model(model).pk,
        "object_id": content["record"],
        "created_at": _moment(data["made"]),
        **_signed(data.get("author", ""), accounts, "author"),
        **_signed(data.get("undone_by", ""), accounts, "undone_by"),
        "undone_at": _moment(data["undone"]) if data.get("undone") else None,
        "gone_id": content["gone"],
        "gone_name": data.get("name", ""),
        "gone": {"model": model._meta.label_lower, "pk": content["gone"], "fields": content["row"]},
        "moved": {"gone": content["data"], **moved, "revisions": []},
    }


def _signed(name: str, accounts: dict[str, int], column: str) -> Values:
    account = accounts.get(name)
    return {f"{column}_id": account, f"{column}_name": "" if account else name}


def _moment(text: str) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(text))
