"""The downloads of a view say what the objects of its page say."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings

from events import models
from events.chronology import bounds
from events.chronology.date_words import days_of, words_of
from events.exports import events_csv, rows
from events.historiography.notes import is_contested, notes_of
from tests.support import factories as make
from tests.support.history import History
from tests.support.pages import body_of
from tests.support.strategies import build, corpora, undone
from tests.support.with_notes import with_notes

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def plainly(event: Any) -> dict[str, Any]:
    """An event of the JSON export, from the objects of the page."""
    earliest, latest = days_of(event)
    notes = notes_of(event)
    return {
        "slug": event.slug,
        "url": f"http://testserver{event.get_absolute_url()}",
        "title": event.title,
        "summary": event.summary,
        "date": {
            "edtf": event.date or None,
            "earliest": earliest and str(earliest),
            "latest": latest and str(latest),
            "precision": event.precision or None,
            "words": words_of(event, "en"),
            "basis": event.date_basis or None,
        },
        "place": event.place and event.place.name,
        "place_slug": event.place and event.place.slug,
        "prominence": event.prominence,
        "themes": [theme.slug for theme in event.themes.all()],
        "theme_names": [theme.name for theme in event.themes.all()],
        "participants": [
            {"actor": part.actor.slug, "role": part.role, "name": part.actor.name}
            for part in event.participations.all()
        ],
        "citations": [
            {
                "source": cited.source.slug,
                "passage": cited.passage.number if cited.passage else None,
                "locator": cited.locator or None,
                "quote": cited.quote or None,
                "reference": cited.source.short_reference or None,
                "whole_work": cited.whole_work,
            }
            for cited in event.citations.all()
        ],
        "contested": is_contested(notes),
        "translations": {},
        "interpretations": [
            {
                "slug": note.interpretation.slug,
                "claim": note.interpretation.claim,
                "ground": note.interpretation.ground,
                "bearing": note.bearing,
                "proponents": [actor.slug for actor in note.interpretation.proponents.all()],
                "proponent_names": [actor.name for actor in note.interpretation.proponents.all()],
                **in_debate(note.interpretation),
                "contests": list(dict.fromkeys(one.target.slug for one in note.interpretation.contests)),
                "contested_by": list(
                    dict.fromkeys(one.interpretation.slug for one in note.interpretation.contested_by)
                ),
            }
            for note in notes
        ],
    }


def in_debate(interpretation: models.Interpretation) -> dict[str, str | None]:
    debate, answer = interpretation.debate, interpretation.answer
    if debate is None or not debate.is_published:
        return dict.fromkeys(("debate", "question", "answer", "answer_name"))
    return {
        "debate": debate.slug,
        "question": debate.question,
        "answer": answer and answer.slug,
        "answer_name": answer and answer.name,
    }


def cells_of(event: dict[str, Any]) -> list[str]:
    """A row of the table, from an event of the JSON export."""

    def place_of(cited: dict[str, Any]) -> str:
        if cited["passage"]:
            return f"{cited['source']}#p{cited['passage']}"
        return ", ".join(filter(None, [cited["source"], cited["locator"]]))

    date = event["date"]
    cells = [
        *(event[name] for name in ("slug", "url", "title", "summary")),
        *(date[name] for name in ("edtf", "earliest", "latest", "precision", "words", "basis")),
        *(event[name] for name in ("place", "place_slug", "prominence")),
        "; ".join(event["themes"]),
        "; ".join(f"{part['actor']} ({part['role']})" for part in event["participants"]),
        "; ".join(map(place_of, event["citations"])),
        "1" if event["contested"] else "0",
        "; ".join(note["slug"] for note in event["interpretations"]),
        "; ".join(event["theme_names"]),
        "; ".join(f"{part['name']} ({part['role']})" for part in event["participants"]),
        "; ".join(cited["reference"] or cited["source"] for cited in event["citations"]),
        "\n".join(cited["quote"] for cited in event["citations"] if cited["quote"]),
    ]
    texts = ["" if cell is None else str(cell) for cell in cells]
    return [f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text for text in texts]


def check_downloads(client: Client) -> None:
    """Letter for letter, since what was downloaded before is compared with what is downloaded now."""
    events = [plainly(event) for event in with_notes(models.Event.objects.published().in_date_order())]
    body = body_of(client.get("/export/events.json"))
    lines = ",".join("\n" + json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events)
    assert f'"events":[{lines}\n],"interpretations":[' in body
    whole = StringIO()
    csv.writer(whole).writerows([events_csv.HEADER, *map(cells_of, events)])
    assert body_of(client.get("/export/events.csv")) == whole.getvalue()


@settings(max_examples=settings().max_examples // 2)
@given(corpora())
@pytest.mark.each_database
def test_downloads_say_what_plain_objects_say(corpus: dict[str, list[Any]]):
    with undone():
        build(corpus)
        check_downloads(Client())


TROUBLE = "\"; \\ \x01\x7f\n\u2028 % %s {} [,] ;; ț 🕊 ' <b> -- "


@pytest.mark.each_database
def test_downloads_say_what_plain_objects_say_of_troublesome_records(client: Client, h: History):
    departure = h.events["departure"]
    make.cite(departure, h.sources["kremlin"], TROUBLE, locator=TROUBLE)
    make.cite(departure, h.sources["kremlin"], locator="")
    make.cite(departure, h.document, "In July 1963 Romania")
    models.Event.objects.filter(pk=departure.pk).update(title=TROUBLE, summary=TROUBLE)
    models.Place.objects.filter(pk=departure.place_id).update(name=TROUBLE)
    models.Interpretation.objects.filter(pk=h.claims["relief"].pk).update(claim=TROUBLE)
    models.Actor.objects.filter(pk=h.actors["king"].pk).update(sort_name=TROUBLE)
    h.claims["relief"].proponents.add(h.actors["deletant"])
    hidden = make.make_interpretation("Nobody argues this.", status="draft", made_on="1980")
    twin = make.make_interpretation(
        "The withdrawal suited Bucharest.", made_on="1980", status="published", proponents=[h.actors["dej"]]
    )
    make.make_evidence(twin, departure, bearing="undermines")
    make.make_evidence(twin, departure)
    make.make_evidence(twin, h.events["treaty"], asserted_by=hidden)
    make.make_evidence(hidden, departure)
    make.make_relation(h.claims["relief"], "contests", twin)
    make.make_relation(h.claims["relief"], "contests", twin, ground="fact")
    make.make_relation(h.claims["relief"], "contests", hidden)
    make.make_relation(hidden, "contests", h.claims["policy"])
    make.make_relation(twin, "supports", h.claims["policy"])
    secret = make.make_event("Secret talks", date="1957", status="draft")
    make.publish(make.make_event("Talks resumed", after_event=secret, offset="P1M"))
    check_downloads(client)


@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_words_of_a_date_are_those_of_the_page(language: str):
    days = [f"-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2, 10, 20, 28, 29)]
    dates_ = [f"{year}{within}" for year in (1004, 1904, 2000, 9996) for within in ("", "-02", "-12", *days)]
    odd = [
        "1900",
        "190X",
        "19XX",
        "1958-21",
        "1958-24",
        "0999",
        "0044-03-15",
        "-1958-07",
        "Y19580",
        "1958?",
        "1958-07~",
    ]
    odd += ["1958/1959", "[1958,1960]", "1958-07-XX", "1958-XX-07", "XXXX-07-25", "1950S2", "1958-07-25T10:30:00"]
    for edtf in [*dates_, *odd]:
        event = models.Event(date=edtf)
        bounds.derive(event)
        days = [day and str(day) for day in days_of(event)]
        assert rows._own_date(language, event.date, "", event.earliest, event.latest) == (
            *days,
            words_of(event, language),
        )
