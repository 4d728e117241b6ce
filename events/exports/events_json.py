"""`/export/events.json`: the JSON of a view (design, “JSON of a view”)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from events.exports import related
from events.exports.records_json import JSONRecords
from events.exports.rows import Row, rows
from events.exports.sending import encode, joined
from events.exports.view import View
from events.historiography.notes import Note, is_contested
from events.published import events as published
from events.published import interpretations
from events.published.events import AS_THEY_ARE, as_they_are


def stream(view: View) -> Iterator[str]:
    """The document in pieces: events first, then what they bring along."""
    found, records = related.Related(view), JSONRecords(view)
    head = {
        "count": len(view.ids),
        "url": view.url,
        "title": view.site.title,
        "language": view.language,
        "licence": view.site.licence or None,
        "attribution": view.attribution,
        "as_of": view.as_of.isoformat(timespec="seconds"),
    }
    yield f'{encode(head)[:-1]},"events":['
    yield from joined(_items(encode(as_dict(row, view)) for row in rows(view.ids, view.language)))
    for name, read, keys, write in (
        ("interpretations", interpretations.read, lambda: found.others, records.interpretation),
        ("actors", related.actors, lambda: found.actors, records.actor),
        ("sources", related.sources, lambda: found.sources, records.source),
    ):
        yield f',"{name}":['
        yield from joined(_items(found.write(read, keys(), _each(write))))
    yield "}\n"


def _each(write: Callable[[Any], dict[str, Any]]) -> Callable[[list[Any]], list[str]]:
    return lambda records: [encode(write(record)) for record in records]


def _items(items: Iterable[str]) -> Iterator[str]:
    before = "\n"
    for item in items:
        yield before + item
        before = ",\n"
    yield "\n]"


def as_dict(row: Row, view: View) -> dict:
    event, date, notes = row
    themes, participations = event.themes, event.participations
    return {
        "slug": event.slug,
        "url": view.url_of("event", event.slug),
        "title": event.title,
        "summary": event.summary,
        "date": {
            "edtf": event.date or None,
            "earliest": date.earliest,
            "latest": date.latest,
            "precision": event.precision or None,
            "words": date.words,
            "basis": event.date_basis or None,
        },
        **{name: value or None for name, value in zip(AS_THEY_ARE, as_they_are(event), strict=True)},
        "themes": [theme.slug for theme in themes],
        "theme_names": [theme.name for theme in themes],
        "participants": [{"actor": actor.slug, "role": role, "name": actor.name} for actor, role in participations],
        "citations": [
            {
                "source": citation.source.slug,
                "passage": citation.passage.number if citation.passage else None,
                "locator": citation.locator or None,
                "quote": citation.quote or None,
                "reference": citation.source.reference or None,
                "whole_work": citation.whole_work,
            }
            for citation in event.citations
        ],
        "contested": is_contested(notes),
        "translations": translations_of(event),
        "interpretations": [note_as_dict(note) for note in notes],
    }


def translations_of(event: published.Event) -> dict[str, dict[str, str]]:
    """Title and summary in the languages that they are not given in above, by language."""
    found: dict[str, dict[str, str]] = {}
    for name, language, text in event.other_versions():
        found.setdefault(language, {})[name] = text
    return found


def note_as_dict(note: Note) -> dict:
    argued: Any = note.interpretation
    return {
        "slug": argued.slug,
        "claim": argued.claim,
        "ground": argued.ground,
        "bearing": note.bearing,
        "proponents": [actor.slug for actor in argued.proponents],
        "proponent_names": [actor.name for actor in argued.proponents],
        "debate": argued.debate_slug,
        "question": argued.question or None,
        "answer": argued.answer_slug,
        "answer_name": argued.answer_name or None,
        "contests": _once([relation.target.slug for relation in argued.contests]),
        "contested_by": _once([relation.interpretation.slug for relation in argued.contested_by]),
    }


def _once(slugs: Iterable[str]) -> list[str]:
    """One interpretation may contest another on several grounds."""
    return [*dict.fromkeys(slugs)]
