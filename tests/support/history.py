"""A small corpus of real history for tests of public pages: published, contested, dated in many ways."""

import copy
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from events.published import numbering
from events.signals import invalidation
from tests.support import factories as make

TEXT = (
    "All Soviet troops had left Romania by 25 July 1958, as Khrushchev had promised.\n"
    "[13][14] In July 1963 Romania opposed the entry of Mongolia[12] into the Warsaw Pact.\n"
    "In the late 1960s some suggested that Romania be expelled from the pact.\n"
    "Dennis Deletant and others have argued that the withdrawal was arguably a reward.\n"
    "Such was the weather in Bucharest.\n"
)


@dataclass
class History:
    """The records by short names."""

    document: Any = None
    sources: dict[str, Any] = field(default_factory=dict)
    themes: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Any] = field(default_factory=dict)
    events: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    debate: Any = None


_written: list[tuple[History, dict[type[Model], list[Any]]]] = []
"""What was written first, and all its rows by table."""


def write_history() -> History:
    """The small corpus, each time with the same keys; after the first time only its rows, which is quick."""
    if not _written:
        tables = list(apps.get_app_config("events").get_models(include_auto_created=True))
        before = {table: set(table._base_manager.values_list("pk", flat=True)) for table in tables}
        made = _make_history()
        rows = {table: list(table._base_manager.exclude(pk__in=before[table])) for table in tables}
        _written.append((made, rows))
    else:
        rows = copy.deepcopy(_written[0][1])
        with transaction.atomic():  # at whose end alone each row has to have those that it points at
            for table, written in rows.items():
                table._base_manager.bulk_create(written)
    return copy.deepcopy(_written[0][0])


def _make_history() -> History:
    """Writes it all. Search index and versions are written once at the end, not with each row."""
    with invalidation.discarded():
        history = make_records()
    invalidation.rebuild_index()
    numbering.number_all()
    return history


def make_records() -> History:
    h = History(document=make_text())
    h.sources = {
        "verona": make.make_source("verona-1992", title="Military occupation", author="Verona", year=1992),
        "kremlin": make.make_source("kremlin-note", title="Note to the Kremlin", author="Emil", kind="primary"),
    }
    h.themes = {
        "military": make.make_theme("Military", position=1),
        "diplomacy": make.make_theme("Diplomacy", position=2),
    }
    h.actors = {
        "romania": make.make_actor("Romania", kind="state", sort_name="Romania"),
        "moscow": make.make_actor("Soviet Union", kind="state", sort_name="Soviet Union"),
        "dej": make.make_actor(
            "Gheorghe Gheorghiu-Dej", sort_name="Gheorghiu-Dej, Gheorghe", life_dates="1901-11-08/1965-03-19"
        ),
        "deletant": make.make_actor("Dennis Deletant", sort_name="Deletant, Dennis"),
        "king": make.make_actor("Robert King", sort_name="King, Robert"),
    }
    make_events(h)
    make_claims(h)
    return h


def make_text() -> Any:
    """The document: its second line opens with two displaced markers and has one inside."""
    document = make.make_document(TEXT, "de-satellization", title="De-satellization", licence="CC BY-SA 4.0")
    second = document.passages.get(number=2)
    start = second.start
    second.start += len("[13][14] ")
    second.note = "The pact is meant, not the council."
    second.save()
    fifth = document.passages.get(number=5)
    fifth.context = "It says nothing of politics."
    fifth.save()
    make.make_reference(second, "13", displaced=True, offset=start, home_passage=document.passages.get(number=1))
    make.make_reference(second, "14", displaced=True, offset=start + 4)
    make.make_reference(second, "12", offset=TEXT.index("[12]"))
    return document


def make_events(h: History) -> None:
    def event(name: str, title: str, quote: str = "", source: Any = None, **fields: Any) -> None:
        h.events[name] = make.make_event(title, status="published", **fields)
        make.cite(h.events[name], source or h.document, quote)

    military, diplomacy = h.themes["military"], h.themes["diplomacy"]
    romania, moscow, dej = (h.actors[name] for name in ("romania", "moscow", "dej"))
    verona = h.sources["verona"]
    event("treaty", "Austrian State Treaty", source=verona, date="1955-05-15", themes=[diplomacy], prominence=1)
    event(
        "departure",
        "Departure of the Soviet troops",
        "left Romania by 25 July 1958",
        date="1958-07-25",
        themes=[military],
        participants=[(moscow, "initiator"), (romania, "counterpart")],
        summary="The last trains crossed the border.",
        place="Bucharest",
        date_note="The day is that of the announcement.",
        prominence=1,
    )
    event("decree", "Decree on the border", "25 July 1958", after_event=h.events["departure"], offset="P1M")
    event(
        "mongolia",
        "Entry of Mongolia opposed",
        "In July 1963 Romania opposed",
        date="1963-07",
        themes=[military, diplomacy],
        participants=[(romania, "opponent"), dej],
    )
    event(
        "expulsion",
        "Expulsion from the pact suggested",
        "late 1960s",
        date="[1965..1969]",
        date_part="late",
        date_basis="inferred",
        participants=[(romania, "counterpart")],
        prominence=3,
    )
    event("helsinki", "Helsinki groups founded", source=verona, themes=[diplomacy])
    make.make_link(h.events["departure"], "led_to", h.events["mongolia"])
    make.make_further_reading(h.events["departure"], h.sources["kremlin"], note="On the talks before it.")


def make_claims(h: History) -> None:
    h.debate = make.make_debate("Why did the troops leave?", status="published", introduction="Two answers are given.")
    named = {"status": "published", "debate": h.debate}
    suited = make.make_answer(h.debate, "It suited Moscow", statement="Moscow wanted them out of Romania.")
    earned = make.make_answer(h.debate, "It was earned", statement="Moscow gave what Romania had asked for.")
    h.claims["relief"] = make.make_interpretation(
        "The withdrawal suited Moscow.",
        proponents=[h.actors["king"]],
        made_on="1980",
        ground="motive",
        answer=suited,
        **named,
    )
    h.claims["reward"] = make.make_interpretation(
        "The withdrawal was a reward.",
        proponents=[h.actors["deletant"]],
        made_on="1999",
        names_only_some=True,
        attribution="reported",
        hedge="arguably",
        scope="1958",
        argument="It followed loyal service in 1956.",
        answer=earned,
        **named,
    )
    h.claims["policy"] = make.make_interpretation(
        "A policy of its own began.", voice="document", status="published", ground="characterisation"
    )
    quote = "arguably a reward"
    for name in ("reward", "policy"):
        make.cite(h.claims[name], h.document, quote)
    make.cite(h.claims["relief"], h.sources["verona"], locator="p. 57")
    departure, mongolia = h.events["departure"], h.events["mongolia"]
    make.cite(make.make_evidence(h.claims["reward"], departure), h.document, "the withdrawal was arguably")
    make.make_evidence(h.claims["relief"], departure, bearing="must_explain", asserted_by=h.claims["reward"])
    make.make_evidence(h.claims["relief"], "membership of the pact", bearing="undermines")
    make.make_evidence(h.claims["policy"], departure)
    make.make_evidence(h.claims["policy"], mongolia)
    relation = make.make_relation(
        h.claims["reward"], "contests", h.claims["relief"], ground="motive", drawn_by="author"
    )
    make.cite(relation, h.document, "Dennis Deletant and others")
    make.make_further_reading(h.debate, h.sources["kremlin"])
