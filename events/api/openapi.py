"""The description of the API (OpenAPI 3.1), with examples from the corpus."""

from dataclasses import replace
from typing import Any

from events.api.records import KINDS, PARTS, Json, Kind, read
from events.exports.view import View
from events.selection.filters import REPEATABLE, TimelineFilter
from events.selection.page_parameters import MOST_LISTED
from events.site import description

VERSION = "1.0.0"

OF_PAGES = {"page", "lanes", "notes"}
"""Parameters of the timeline that say how a page looks; the API reads none of them."""

DESCRIPTION = """\
Read-only, without a key. What is not published is in none of it. Lists come in pages: follow `next` until it is null.
An unknown parameter is ignored, an empty one is as if it were not given, and a bad value answers 400. `ETag` says
whether anything is new: send it back in `If-None-Match`, and what has not changed answers 304. Any site may ask (CORS).
The `RateLimit` header says how many requests are left; who has none left gets 429, and `Retry-After`.
"""

WORDS = {
    "q": "Words; “phrases in quotes”, `-without`, `OR`.",
    "from": "A year or any EDTF date: from its first day on, inclusive.",
    "to": "A year or any EDTF date: up to its last day, inclusive.",
    "dates": "Events that may lie in the years (the default), that certainly do, or that have no date.",
    "theme": "Slugs of themes, of which one is enough.",
    "actor": "Slugs of actors, of which one is enough.",
    "role": "The role of the actor, or of anybody.",
    "with": "The slug of an actor who took part too.",
    "place": "Slugs of places, of which one is enough.",
    "source": "Slugs of sources that the event cites, of which one is enough.",
    "kind": "The kind of a source that it cites.",
    "debate": "The slug of the question that is argued about it.",
    "proponent": "The slug of an actor who argues something about it.",
    "ground": "What a claim about it is about.",
    "contested": "1: only events on which accounts disagree.",
    "basis": "How the date is known.",
    "precision": "How narrow the date is.",
    "prominence": "1 for landmarks, 3 for details.",
    "order": "By date, the earliest or the latest first, or the best match of `q` first.",
}

PROBLEM = {
    "type": "object",
    "description": "What is wrong (RFC 9457).",
    "required": ["title", "status"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "object",
            "description": "What is wrong with each parameter that is bad.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}


def document(view: View) -> Json:
    """The whole of it, for the site and in the language of a view."""
    site, examples = view.site, {name: _example(kind, view) for name, kind in KINDS.items()}
    paths: Json = {}
    for name, kind in KINDS.items():
        paths[f"/{name}/"] = {"get": _list(kind, examples)}
        paths[f"/{name}/{{slug}}/"] = {"get": _detail(kind, examples[name])}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": str(site.title),
            "version": VERSION,
            "description": DESCRIPTION,
            **({"license": {"name": str(site.licence)}} if site.licence else {}),
        },
        "servers": [{"url": f"{view.base}/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": PARTS | {kind.title: kind.schema for kind in KINDS.values()} | {"Problem": PROBLEM},
            "headers": {
                "RateLimit-Policy": {"schema": {"type": "string"}, "example": '"default";q=300;w=60'},
                "RateLimit": {"schema": {"type": "string"}, "example": '"default";r=299;t=60'},
                "ETag": {"schema": {"type": "string"}},
            },
        },
    }


def _example(kind: Kind, view: View) -> Json | None:
    keys = list(kind.visible().values_list("pk", flat=True)[:1])
    return next(iter(read(kind, replace(view, ids=keys))), None)


# --- operations -------------------------------------------------------------------------------------------------------


def _list(kind: Kind, examples: dict[str, Json | None]) -> Json:
    filters = [_filter(name, examples) for name in TimelineFilter.base_filters if name not in {*OF_PAGES, "lang"}]
    example = examples[kind.name]
    pages = {"type": "object", "required": ["count", "next", "results"], "properties": {
        "count": {"type": "integer", "description": "How many there are on all pages."},
        "next": {"type": ["string", "null"], "format": "uri", "description": "The address of the next page."},
        "results": {"type": "array", "items": {"$ref": f"#/components/schemas/{kind.title}"}},
    }}  # fmt: skip
    order = "in the order of the timeline" if kind.name == "events" else "by slug"
    return {
        "operationId": f"list_{kind.name}",
        "summary": f"The {kind.name}, {order}",
        "tags": [kind.name],
        "parameters": [
            *(filters if kind.name == "events" else []),
            {
                "name": "limit",
                "in": "query",
                "description": f"How many records a page has, 1 to {MOST_LISTED}; 50 unless said.",
                "schema": {
                    "anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_LISTED}, {"const": ""}],
                    "default": 50,
                },
            },
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins: part of `next`, never made by hand.",
                "schema": {"type": "string", "maxLength": 200},
            },
            *_of_all(kind),
        ],
        "responses": _responses(pages, example and {"count": 1, "next": None, "results": [example]}),
    }


def _detail(kind: Kind, example: Json | None) -> Json:
    responses = _responses({"$ref": f"#/components/schemas/{kind.title}"}, example)
    moved = {"description": "It is called otherwise now.", "headers": {"Location": {"schema": {"type": "string"}}}}
    slug: Json = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    if example:
        slug["example"] = example["slug"]
    return {
        "operationId": f"get_{kind.name}",
        "summary": f"One of the {kind.name}",
        "tags": [kind.name],
        "parameters": [slug, *_of_all(kind)],
        "responses": responses | {"301": moved, "404": _problem("There is none that readers may see.")},
    }


def _responses(schema: Json, example: Json | None) -> Json:
    content: Json = {"schema": schema}
    if example:
        content["example"] = example
    named = ("RateLimit-Policy", "RateLimit", "ETag")
    return {
        "200": {
            "description": "What was asked for.",
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in named},
            "content": {"application/json": content},
        },
        "304": {"description": "Nothing has changed since."},
        "400": _problem("A parameter has a bad value; `errors` names each."),
        "429": _problem("Too many requests; `Retry-After` says after how many seconds to ask again."),
    }


def _problem(said: str) -> Json:
    return {
        "description": said,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


# --- parameters -------------------------------------------------------------------------------------------------------


def _of_all(kind: Kind) -> list[Json]:
    return [
        {
            "name": "fields",
            "in": "query",
            "description": "Only these keys of each record, with commas between.",
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "string", "enum": [*kind.names, ""]}},
            "example": kind.names[:3],
        },
        {
            "name": "lang",
            "in": "query",
            "description": "The language of texts and of dates in words; else what `Accept-Language` asks for.",
            "schema": {"type": "string", "enum": [*description.current().languages, ""]},
        },
    ]


def _filter(name: str, examples: dict[str, Json | None]) -> Json:
    field: Any = TimelineFilter.base_filters[name].field
    schema: Json = {"type": "string"}
    choices = [str(value) for value, _label in getattr(field, "choices", ()) if value] if _is_closed(name) else []
    if choices:
        schema["enum"] = [*choices, ""]
    elif getattr(field, "max_length", None):
        schema["maxLength"] = field.max_length
    said: Json = {"name": name, "in": "query", "description": WORDS[name], "schema": schema}
    if name in REPEATABLE:
        said |= {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
    if (example := _value(name, examples)) is not None:
        said["example"] = [example] if name in REPEATABLE else example
    return said


def _is_closed(name: str) -> bool:
    return name not in {*REPEATABLE, "debate", "proponent", "with"}


def _value(name: str, examples: dict[str, Json | None]) -> str | None:
    """One that selects something in this corpus."""
    event = examples["events"]
    if event is None:
        return None
    first = {
        "theme": event["themes"],
        "actor": [part["actor"] for part in event["participants"]],
        "source": [cited["source"] for cited in event["citations"]],
        "place": [event["place_slug"]],
        "from": [event["date"]["earliest"]],
        "to": [event["date"]["latest"]],
        "precision": [event["date"]["precision"]],
        "basis": [event["date"]["basis"]],
        "prominence": [str(event["prominence"])],
    }.get(name)
    return next(filter(None, first or ()), None)
