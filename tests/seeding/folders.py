"""Seed folders for tests, written from plain data."""

import json
from pathlib import Path
from typing import Any

from events import models
from events.seeding.dump import to_yaml
from events.seeding.files import LISTS
from events.signals import invalidation

TEXT = (
    "[8] In July 1963 Romania blocked the accession of Mongolia. It was a surprise.[9]\n"
    "All Soviet troops had left Romania by 25 July 1958,[12]"
    " arguably the biggest development of the decade.\n"
    "It was a surprise to many.\n"
)
AUTONOMOUS = {"en": "Autonomous", "ar": "ذاتية", "ro": "Autonomă"}
QUOTE = "Romania blocked the accession of Mongolia"


def corpus() -> dict[str, Any]:
    """A small corpus in which every kind of record, and every field, occurs."""
    return {
        "themes": [
            {"slug": "treaty", "name": {"en": "The Treaty", "ro": "Tratatul"}, "position": 1},
            {"slug": "troops", "name": "Troops"},
        ],
        "places": [
            {
                "slug": "moscow",
                "name": "Moscow",
                "wikidata": "Q649",
                "geonames": "524901",
                "latitude": 55.75,
                "longitude": 37.62,
                "note": "The city.",
            },
            {"slug": "gulf", "name": "Gulf of Guinea", "latitude": 0.0, "longitude": 0.0},
        ],
        "actors": [
            {
                "slug": "romania",
                "name": "Romania",
                "sort_name": "Romania",
                "kind": "state",
                "wikidata": "Q218",
                "other_names": [{"name": "RPR", "language": "ro", "used": "1948/1965"}, {"name": "RSR"}],
                "note": "A state.",
            },
            {
                "slug": "dej",
                "name": "Gheorghe Gheorghiu-Dej",
                "sort_name": "Gheorghiu-Dej, Gheorghe",
                "kind": "person",
                "life_dates": "1901/1965-03-19",
                "offices": [
                    {
                        "what": {"en": "First Secretary", "ro": "prim-secretar"},
                        "dates": "1945/1965-03-19",
                        "source": "verona",
                    },
                    {"what": "railwayman"},
                ],
                "viaf": "123",
            },
            {
                "slug": "deletant",
                "name": "Dennis Deletant",
                "sort_name": "Deletant, Dennis",
                "kind": "person",
            },
        ],
        "debates": [
            {
                "slug": "term",
                "question": "Independent or autonomous?",
                "introduction": "Two words.",
                "turns_on": "What a word means.",
                "featured": 1,
                "answers": [
                    {
                        "slug": "autonomous",
                        "name": AUTONOMOUS,
                        "statement": "It acted alone within the Pact.",
                    },
                    {"slug": "independent", "name": "Independent", "statement": "It acted alone."},
                ],
                "further_reading": [{"source": "verona", "note": {"en": "On the troops.", "ro": "Despre trupe."}}],
                "status": "published",
            },
        ],
        "sources": [
            {
                "id": "verona",
                "type": "book",
                "title": "Military Occupation",
                "author": [{"family": "Verona"}],
                "issued": {"date-parts": [[1992]]},
                "custom": {"kind": "secondary", "note": {"en": "Seen.", "ro": "Văzută."}},
            },
            {
                "id": "report",
                "title": "A report",
                "custom": {"kind": "primary", "created": "1958", "available_from": "1990/.."},
            },
        ],
        "events": [
            {
                "slug": "plenum",
                "title": "A plenum",
                "date": "1964-04",
                "date_basis": "stated",
                "status": "published",
                "citations": [
                    {
                        "source": "verona",
                        "exact": "trupele",
                        "locator": "p. 12",
                        "language": "ro",
                        "translation": "the troops",
                        "translator": "Verona",
                        "supports": {"en": "the date", "ro": "data"},
                    },
                    {"source": "report", "whole_work": True},
                ],
            },
        ],
        "interpretations": [
            {
                "slug": "independence",
                "claim": "It was independence.",
                "voice": "unattributed",
                "ground": "term",
            },
        ],
        "redirects": [{"slug": "events/old-plenum", "to": "events/plenum"}],
        "documents": {
            "article": (
                TEXT,
                {
                    "csl": {
                        "type": "entry-encyclopedia",
                        "title": "An article",
                        "issued": {"date-parts": [[2020, 5]]},
                    },
                    "kind": "tertiary",
                    "licence": "CC BY-SA 4.0",
                    "attribution": "Its authors",
                    "passages": [{"text": "It was a surprise.[9]", "context": AUTONOMOUS}],
                    "references": [
                        {
                            "marker": "8",
                            "in": "In July 1963",
                            "home": "It was a surprise to many.",
                            "resolves_to": "verona",
                        },
                        {
                            "marker": "12",
                            "in": "All Soviet troops",
                            "note": AUTONOMOUS,
                        },
                    ],
                    "events": [
                        {
                            "slug": "mongolia",
                            "title": "Mongolia’s accession",
                            "summary": {
                                "en": "It was blocked.",
                                "ro": {"text": "A fost amânată.", "renders": "0123456789ab"},
                            },
                            "date": "1963-07",
                            "date_basis": "stated",
                            "date_note": "The month alone.",
                            "place": "moscow",
                            "themes": ["treaty"],
                            "prominence": 1,
                            "participants": [
                                {"actor": "romania", "role": "opponent"},
                                {"actor": "dej", "role": "participant"},
                            ],
                            "links": [{"kind": "led_to", "event": "plenum"}],
                            "citations": [
                                {"exact": QUOTE, "translation": {"ro": "România a blocat aderarea Mongoliei"}},
                                {"exact": "It was a surprise", "suffix": ".[9]", "supports": "the mood"},
                            ],
                            "further_reading": [{"source": "report"}],
                            "status": "published",
                        },
                        {
                            "slug": "after-mongolia",
                            "title": "A month later",
                            "date_basis": "relative",
                            "after_event": "mongolia",
                            "offset": "P1M",
                            "citations": [{"exact": "In July 1963", "language": "en"}],
                        },
                    ],
                    "interpretations": [
                        {
                            "slug": "autonomy",
                            "claim": "It was autonomy.",
                            "argument": "Because.",
                            "voice": "named",
                            "proponents": ["deletant"],
                            "names_only_some": True,
                            "attribution": "reported",
                            "ground": "date",
                            "hedge": "arguably",
                            "scope": "1955/1979",
                            "made_on": "2007",
                            "argued_date": "1963-06",
                            "debate": "term",
                            "answer": "autonomous",
                            "evidence": [
                                {
                                    "event": "mongolia",
                                    "bearing": "must_explain",
                                    "asserted_by": "independence",
                                    "citations": [{"exact": "arguably the biggest development"}],
                                },
                                {
                                    "circumstance": {"en": "membership of the Pact", "ro": "apartenența la Pact"},
                                    "bearing": "supports",
                                },
                                {"circumstance": "membership of Comecon", "bearing": "supports"},
                            ],
                            "relations": [
                                {
                                    "kind": "contests",
                                    "interpretation": "independence",
                                    "ground": "term",
                                    "drawn_by": "author",
                                    "citations": [{"source": "verona", "locator": "p. 3"}],
                                }
                            ],
                            "citations": [{"exact": "arguably"}],
                            "further_reading": [{"source": "verona"}],
                            "status": "published",
                            "note": "A note.",
                        },
                    ],
                },
            )
        },
    }


def write(root: Path, data: dict[str, Any]) -> Path:
    """Writes a folder of seed files; what it held before goes."""
    for path in sorted(root.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (root / "documents").mkdir(parents=True, exist_ok=True)
    if data.get("site"):
        (root / "site.yaml").write_bytes(to_yaml(data["site"]))
    for name, kind in LISTS.items():
        if data.get(kind):
            (root / name).write_bytes(to_yaml(data[kind]))
    if data.get("sources"):
        (root / "sources.csl.json").write_text(json.dumps(data["sources"], ensure_ascii=False, indent=1), "utf-8")
    for name, (text, annotations) in data.get("documents", {}).items():
        (root / "documents" / f"{name}.txt").write_bytes(text.encode())
        (root / "documents" / f"{name}.yaml").write_bytes(to_yaml(annotations))
    return root


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@invalidation.batched()
def empty_database() -> None:
    """Every record goes, and what the loader remembers."""
    owned = (
        models.Citation,
        models.FurtherReading,
        models.Evidence,
        models.Relation,
        models.Participant,
        models.EventLink,
        models.Office,
    )
    about = models.Erratum, models.Comment, models.Merge
    models.Event.objects.update(after_event=None, date_basis="")
    records = (
        models.Interpretation,
        models.Event,
        models.Debate,
        models.Reference,
        models.Passage,
        models.Source,
    )
    for model in (*owned, *records, models.Actor, models.Theme, models.Place, models.Redirect, *about, models.SeedBase):
        model.objects.all().delete()
