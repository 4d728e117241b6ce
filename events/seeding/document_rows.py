"""Writes a document's passages and references: made at the first load, in step with each new version of the text."""

from typing import Any

from django.db.models import F

from events import models
from events.documents.anchoring import Document, number_passages
from events.documents.cutting import names_of_markers
from events.record_data.declaration import TRANSLATIONS, SeedData
from events.seeding.plan import PlanEntry

_ASIDE = 1_000_000_000
"""Added to offsets on their way from an old to a new place, so that no two of a passage are ever equal."""


def write(entry: PlanEntry, sources: dict[str, int]) -> None:
    """Makes the passages and references of a source agree with its text and with what is said of them."""
    if entry.document is None:
        return
    numbers = _write_passages(entry, entry.document, sources[entry.slug])
    _write_references(entry, entry.document, numbers, sources)


def store(source: models.Source, text: str) -> Document:
    """Cuts the text of a source that had none into passages, as a load of the same file would, with its markers."""
    document = number_passages(text, [], [])
    write(PlanEntry("sources", source.slug, "created", SeedData(), None, document=document), {source.slug: source.pk})
    return document


def _write_passages(entry: PlanEntry, document: Document, source: int) -> dict[int, int]:
    """Passages by number, each with its key."""
    said = {int(item["number"]): item for item in entry.data.get("passages", ())}
    wanted: dict[int, dict[str, Any]] = {}
    for number, span in zip(document.numbers, document.cut.spans, strict=True):
        wanted[number] = {"start": span.start, "end": span.end, "withdrawn": False, "withdrawn_text": ""}
    for number, words in document.withdrawn.items():
        wanted[number] = {"start": None, "end": None, "withdrawn": True, "withdrawn_text": words}
    rows = {row.number: row for row in models.Passage.objects.filter(source=source)} if entry.mine else {}
    new, changed = [], []
    for number, values in wanted.items():
        words = said.get(number, {})
        values |= {"note": words.get("note", ""), "context": words.get("context", "")}
        values["translations"] = words.get(TRANSLATIONS, {})
        row = rows.get(number)
        if row is None:
            new.append(models.Passage(source_id=source, number=number, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        names = ["start", "end", "withdrawn", "withdrawn_text", "note", "context", TRANSLATIONS]
        models.Passage.objects.bulk_update(changed, names, batch_size=200)
    models.Passage.objects.bulk_create(new)
    return {row.number: row.pk for row in [*rows.values(), *new]}


def _write_references(entry: PlanEntry, document: Document, passages: dict[int, int], sources: dict[str, int]) -> None:
    said = {
        (int(item["passage"]), item["marker"], int(item.get("occurrence", 1))): item
        for item in entry.data.get("references", ())
    }
    wanted = _wanted(document)
    rows = _rows(entry, passages) if entry.mine else {}
    pairs, left = _match(rows, wanted)
    for key in said:
        number, marker, occurrence = key
        if key not in wanted and number in document.withdrawn and (key in left or key not in rows):
            displaced = marker not in names_of_markers(document.withdrawn[number])
            wanted[key] = {"offset": occurrence - 1, "displaced": displaced, "placed": False}
            if key in left:
                pairs[key] = left.pop(key)
    new, changed, moved = [], [], []
    for key, values in wanted.items():
        item, row = said.get(key), pairs.get(key)
        if row is None:
            row = models.Reference(passage_id=passages[key[0]], marker=key[1])
        before = _state(row)
        row.passage_id, row.displaced = passages[key[0]], values["displaced"]
        if values["placed"] or row.pk is None:
            row.offset = values["offset"]
        if item is not None or key in rows or row.pk is None:
            _say(row, item or {}, passages, sources)
        if row.pk is None:
            new.append(row)
        elif _state(row) != before:
            changed.append(row)
            if row.offset != before[2] or row.passage_id != before[0]:
                moved.append(row.pk)
    stays = [row for key, row in left.items() if key[0] in document.withdrawn and _is_known(row)]
    gone = [row.pk for row in left.values() if row not in stays]
    models.Reference.objects.filter(pk__in=gone).delete()
    models.Reference.objects.filter(pk__in=moved).update(offset=F("offset") + _ASIDE)
    names = ["passage", "displaced", "offset", "home_passage", "resolves_to", "note", TRANSLATIONS]
    models.Reference.objects.bulk_update(changed, names, batch_size=200)
    taken: set[tuple[int, int]] = set()
    for row in new:  # those of withdrawn passages have no place in the text: any will do
        while (row.passage_id, row.offset) in taken:
            row.offset += 1
        taken.add((row.passage_id, row.offset))
    models.Reference.objects.bulk_create(new)


def _wanted(document: Document) -> dict[tuple[int, str, int], dict[str, Any]]:
    """Every marker of the text, by the number of its passage, itself, and its count among equal ones there."""
    found: dict[tuple[int, str, int], dict[str, Any]] = {}
    for number, markers in document.markers_of.items():
        for marker in markers:
            occurrence = 1
            while (number, marker.marker, occurrence) in found:
                occurrence += 1
            found[number, marker.marker, occurrence] = {
                "offset": marker.offset,
                "displaced": marker.displaced,
                "placed": True,
            }
    return found


def _rows(entry: PlanEntry, passages: dict[int, int]) -> dict[tuple[int, str, int], Any]:
    numbers = {pk: number for number, pk in passages.items()}
    found: dict[tuple[int, str, int], Any] = {}
    for row in models.Reference.objects.filter(passage__in=passages.values()).order_by("offset", "pk"):
        occurrence = 1
        while (numbers[row.passage_id], row.marker, occurrence) in found:
            occurrence += 1
        found[numbers[row.passage_id], row.marker, occurrence] = row
    return found


def _match(rows: dict[Any, Any], wanted: dict[Any, Any]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Which row is which marker: by its place, else the one of its name that is left in both; and rows left over."""
    pairs = {key: rows[key] for key in wanted if key in rows}
    left = {key: row for key, row in rows.items() if key not in pairs}
    free: dict[str, list[Any]] = {}
    for key in wanted:
        if key not in pairs:
            free.setdefault(key[1], []).append(key)
    by_marker: dict[str, list[Any]] = {}
    for key in left:
        by_marker.setdefault(key[1], []).append(key)
    for marker, keys in by_marker.items():
        if len(keys) == len(free.get(marker, ())) == 1:
            pairs[free[marker][0]] = left.pop(keys[0])
    return pairs, left


def _say(row: Any, item: dict[str, Any], passages: dict[int, int], sources: dict[str, int]) -> None:
    row.home_passage_id = passages[int(item["home"])] if item.get("home") else None
    row.resolves_to_id = sources[item["resolves_to"]] if item.get("resolves_to") else None
    row.note, row.translations = item.get("note", ""), item.get(TRANSLATIONS, {})


def _state(row: Any) -> tuple[Any, ...]:
    place = row.passage_id, row.displaced, row.offset
    return *place, row.home_passage_id, row.resolves_to_id, row.note, row.translations


def _is_known(row: Any) -> bool:
    return bool(row.home_passage_id or row.resolves_to_id or row.note or row.translations)
