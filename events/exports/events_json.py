"""`/export/events.json`: the JSON of a view (design, “JSON of a view”)."""

import json
from collections.abc import Callable, Iterable, Iterator

from events.date_words import days_of, words_of
from events.historiography import is_contested, notes_of


def stream(events: Iterable, count: int, url: str, absolute: Callable[[str], str]) -> Iterator[str]:
    """The document in pieces; `absolute` turns an address of the site into a whole one."""
    yield f'{{"count": {count}, "url": {_json(url)}, "events": ['
    for index, event in enumerate(events):
        yield ("" if index == 0 else ",") + "\n" + _json(as_dict(event, absolute))
    yield "\n]}\n"


def as_dict(event, absolute: Callable[[str], str]) -> dict:
    notes = notes_of(event)
    return {
        "slug": event.slug,
        "url": absolute(event.get_absolute_url()),
        "title": event.title,
        "summary": event.summary,
        "date": date(event),
        "place": event.place or None,
        "prominence": event.prominence,
        "themes": [theme.slug for theme in event.themes.all()],
        "participants": [{"actor": part.actor.slug, "role": part.role} for part in event.participations.all()],
        "citations": [citation(cited) for cited in event.citations.all()],
        "contested": is_contested(notes),
        "interpretations": [note_as_dict(note) for note in notes],
    }


def date(event) -> dict:
    earliest, latest = days_of(event)
    return {
        "edtf": event.date or None,
        "earliest": earliest and str(earliest),
        "latest": latest and str(latest),
        "precision": event.precision or None,
        "words": words_of(event),
        "basis": event.date_basis or None,
    }


def citation(cited) -> dict:
    return {
        "source": cited.source.slug,
        "passage": cited.passage.number if cited.passage else None,
        "locator": cited.locator or None,
        "quote": cited.quote or None,
    }


def note_as_dict(note) -> dict:
    interpretation = note.interpretation
    return {
        "slug": interpretation.slug,
        "claim": interpretation.claim,
        "ground": interpretation.ground,
        "bearing": note.bearing,
        "proponents": [actor.slug for actor in interpretation.proponents.all()],
        "contests": _slugs(relation.target for relation in interpretation.contests),
        "contested_by": _slugs(relation.interpretation for relation in interpretation.contested_by),
    }


def _slugs(interpretations) -> list[str]:
    return list(dict.fromkeys(interpretation.slug for interpretation in interpretations))


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)
