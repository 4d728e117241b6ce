"""`/export/events.json`: the JSON of a view (design, “JSON of a view”)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from json import JSONEncoder

from django.db.models.functions import JSONArray

from events.exports.pieces import joined
from events.exports.rows import Lists, Note, Row, Rows, listed
from events.historiography import is_contested

ROWS = Rows(
    Lists(
        themes=JSONArray("theme__slug"),
        participants=JSONArray("actor__slug", "role"),
        citations=JSONArray("source__slug", "passage__number", "locator", "quote"),
        separator=",",
    )
)

encode = JSONEncoder(ensure_ascii=False).encode


def stream(ids: Sequence[int], language: str, url_of: Callable[[str], str], url: str) -> Iterator[str]:
    """The document in pieces; `url` is that of the view, and `url_of` gives the one of an event by its slug."""
    yield f'{{"count": {len(ids)}, "url": {encode(url)}, "events": ['
    yield from joined(_events(ROWS.in_chunks(ids, language), url_of))
    yield "\n]}\n"


def _events(chunks: Iterable[list[Row]], url_of: Callable[[str], str]) -> Iterator[str]:
    before = "\n"
    for chunk in chunks:
        for row in chunk:
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
            "edtf": event.edtf or None,
            "earliest": date.earliest,
            "latest": date.latest,
            "precision": event.precision or None,
            "words": date.words,
            "basis": event.basis or None,
        },
        "place": event.place or None,
        "prominence": event.prominence,
        "themes": [theme for (theme,) in listed(event.themes)],
        "participants": [{"actor": actor, "role": role} for actor, role in listed(event.participants)],
        "citations": [
            {"source": source, "passage": passage, "locator": locator or None, "quote": quote or None}
            for source, passage, locator, quote in listed(event.citations)
        ],
        "contested": is_contested(notes),
        "interpretations": [note_as_dict(note) for note in notes],
    }


def note_as_dict(note: Note) -> dict:
    return {
        "slug": note.slug,
        "claim": note.claim,
        "ground": note.ground,
        "bearing": note.bearing,
        "proponents": [holder.slug for holder in note.proponents.all()],
        "contests": _once(contest.slug for contest in note.contests),
        "contested_by": _once(note.contested_by),
    }


def _once(slugs: Iterable[str]) -> list[str]:
    """One interpretation may contest another on several grounds."""
    return list(dict.fromkeys(slugs))
