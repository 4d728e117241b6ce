"""From forms to rows: the columns of each kind of record, and the rows of each kind of list."""

from collections.abc import Iterable
from typing import Any

from events import models
from events.seeding.writing import Batch, Values

Ids = dict[str, dict[str, int]]

_TEXTS = {
    "themes": ("slug", "name"),
    "actors": ("slug", "name", "sort_name", "kind", "role", "life_dates", "wikidata", "viaf", "note"),
    "sources": ("slug", "kind", "created", "issued", "available_from", "licence", "attribution", "note"),
    "debates": ("slug", "question", "introduction"),
    "events": ("slug", "title", "summary", "date", "date_part", "date_basis", "date_note", "offset", "place"),
    "interpretations": (
        "slug",
        "claim",
        "argument",
        "voice",
        "ground",
        "hedge",
        "scope",
        "made_on",
        "argued_date",
        "note",
    ),
}


def values_of(kind: str, form: dict[str, Any], ids: Ids, text: str = "") -> Values:
    """The columns of a record's own row; derived ones are not among them."""
    values: Values = {name: form.get(name, "") for name in _TEXTS[kind]}
    if kind == "themes":
        values["position"] = int(form.get("position", 0))
    elif kind == "sources":
        values["csl"] = with_numbers(form.get("csl", {})) if text else form.get("csl", {})
        values["text"] = text
    elif kind == "events":
        values["prominence"] = int(form.get("prominence", 2))
        values["after_event_id"] = ids["events"][form["after_event"]] if form.get("after_event") else None
    elif kind == "interpretations":
        values["names_only_some"] = bool(form.get("names_only_some"))
        values["attribution"] = form.get("attribution", "own")
        values["debate_id"] = ids["debates"][form["debate"]] if form.get("debate") else None
    if kind in ("debates", "events", "interpretations"):
        values["status"] = form.get("status", "draft")
    return values


def with_numbers(value: Any) -> Any:
    """A CSL record whose date-parts are numbers, as CSL programs expect; a YAML file holds them as text."""
    if isinstance(value, dict):
        return {key: _numbers(inner) if key == "date-parts" else with_numbers(inner) for key, inner in value.items()}
    return [with_numbers(item) for item in value] if isinstance(value, list) else value


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 12 and str(int(value)) == value:
        return int(value)
    return value


class ItemRows:
    """Writes the items of lists as rows; it knows the keys of all that they point at."""

    def __init__(self, ids: Ids, passages: dict[tuple[str, str], int]):
        self.ids, self.passages = ids, passages

    def write(self, batch: Batch, kind: str, name: str, owner: int, old: Iterable[Any], new: Iterable[Any]) -> None:
        """Makes an owner's rows agree with the new items; items that have a row keep it."""
        model, make = _MODELS[name], getattr(self, f"_{name}")
        owner_column = f"{_OWNERS[kind]}_id"
        before = {item.pk: item for item in old}
        kept: set[int] = set()
        order_changed = [item.pk for item in old] != [getattr(item, "pk", None) for item in new]
        for position, item in enumerate(new):
            pk = getattr(item, "pk", None)
            if pk is not None:
                kept.add(pk)
                if item == before[pk] and not (order_changed and name == "citations"):
                    continue
            values = make(item) | {owner_column: owner}
            if name == "citations":
                values["position"] = position
            if pk is None and name not in ("evidence", "relations"):
                batch.insert(model, values)
                continue
            if pk is None:
                batch.create(model, values)
            else:
                batch.update(model(pk=pk, **values))
                values["id"] = pk
            if name in ("evidence", "relations"):
                self._write_citations_of(
                    batch, name, values, before.get(pk, {}).get("citations", ()), item.get("citations", ())
                )
        batch.delete(model, before.keys() - kept)

    def _write_citations_of(self, batch: Batch, name: str, owner: Values, old: Any, new: Any) -> None:
        if old or new:
            batch.later.append(lambda later: self.write(later, name, "citations", owner["id"], old, new))

    def _participants(self, item: dict[str, Any]) -> Values:
        return {"actor_id": self.ids["actors"][item["actor"]], "role": item["role"]}

    def _links(self, item: dict[str, Any]) -> Values:
        return {"kind": item["kind"], "target_id": self.ids["events"][item["event"]]}

    def _other_names(self, item: dict[str, Any]) -> Values:
        return {"name": item["name"], "used": item.get("used", "")}

    def _further_reading(self, item: dict[str, Any]) -> Values:
        return {"source_id": self.ids["sources"][item["source"]], "note": item.get("note", "")}

    def _evidence(self, item: dict[str, Any]) -> Values:
        return {
            "event_id": self.ids["events"][item["event"]] if item.get("event") else None,
            "circumstance": item.get("circumstance", ""),
            "bearing": item["bearing"],
            "asserted_by_id": self.ids["interpretations"][item["asserted_by"]] if item.get("asserted_by") else None,
        }

    def _relations(self, item: dict[str, Any]) -> Values:
        return {
            "kind": item["kind"],
            "target_id": self.ids["interpretations"][item["interpretation"]],
            "ground": item["ground"],
            "drawn_by": item.get("drawn_by", "editor"),
        }

    def _citations(self, item: dict[str, Any]) -> Values:
        source, passage = item["source"], item.get("passage")
        return {
            "source_id": self.ids["sources"][source],
            "passage_id": self.passages[source, passage] if passage else None,
            "quote_offset": int(item.get("at", 0)),
            "quote": item.get("exact", ""),
            "locator": item.get("locator", ""),
            "whole_work": bool(item.get("whole_work")),
            "quote_language": item.get("language", ""),
            "supports": item.get("supports", ""),
        }


_MODELS: dict[str, Any] = {
    "participants": models.Participant,
    "links": models.EventLink,
    "other_names": models.ActorName,
    "further_reading": models.FurtherReading,
    "evidence": models.Evidence,
    "relations": models.Relation,
    "citations": models.Citation,
}
_OWNERS = {
    "actors": "actor",
    "debates": "debate",
    "events": "event",
    "interpretations": "interpretation",
    "evidence": "evidence",
    "relations": "relation",
}
