"""`/export/events.json`: the JSON of a view (design, “JSON of a view”)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from json import JSONEncoder
from typing import Any

from events.exports.rows import Row, rows
from events.exports.sending import joined
from events.historiography.notes import Note, is_contested
from events.published import events as published
from events.published.events import AS_THEY_ARE, as_they_are

encode = JSONEncoder(ensure_ascii=False).encode


def stream(ids: Sequence[int], language: str, url_of: Callable[[str], str], url: str) -> Iterator[str]:
    """The document in pieces; `url` is that of the view, and `url_of` gives the one of an event by its slug."""
    yield f'{{"count": {len(ids)}, "url": {encode(url)}, "events": ['
    yield from joined(_events(rows(ids, language), url_of))
    yield "\n]}\n"


def _events(found: Iterable[Row], url_of: Callable[[str], str]) -> Iterator[str]:
    before = "\n"
    for row in found:
        yield before + encode(as_dict(row, url_of))
        before = ",\n"


def as_dict(row: Row, url_of: Callable[[str], str]) -> dict:
    event, date, notes = row
    return {
        "slug": event.slug,
        "url": url_of(event.slug),
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
        "themes": [theme.slug for theme in event.themes],
        "participants": [{"actor": part.actor.slug, "role": part.role} for part in event.participations],
        "citations": [
            {
                "source": citation.source.slug,
                "passage": citation.passage_id,
                "locator": citation.locator or None,
                "quote": citation.quote or None,
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
        "proponents": [actor.slug for actor in argued.proponents.all()],
        "debate": argued.debate_slug,
        "answer": argued.answer_slug,
        "contests": _once(relation.target.slug for relation in argued.contests),
        "contested_by": _once(relation.interpretation.slug for relation in argued.contested_by),
    }


def _once(slugs: Iterable[str]) -> list[str]:
    """One interpretation may contest another on several grounds."""
    return list(dict.fromkeys(slugs))
