"""Hypothesis strategies for whole corpora, and for what readers may ask of them.

A corpus is drawn as plain data, so that it shrinks well, and `build` writes its rows. Rows refer to one
another by their place in the lists.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from events import models
from events.chronology import bounds, order
from events.signals import invalidation
from tests.support.edtf_strategies import edtf_strings

# Slugs that a language's collation would order otherwise than by code point.
EVENT_SLUGS = [
    "warsaw-pact-1955",
    "warsaw1955",
    "Warsaw",
    "a_b",
    "a-b",
    "ab",
    "troops-10",
    "troops-9",
    "vote",
    "Zurich",
]
WORDS = [
    "Troops",
    "trupe",
    "Ceaușescu",
    "Ceauşescu",
    "Gomułka",
    "Moscow",
    "moscow's",
    "România",
    "vote",
    "treaty",
    "SALT",
]
QUERY_WORDS = [
    "troop",
    "TRUPE",
    "ceausescu",
    "ceaușescu",
    "gomulk",
    "mosc",
    "românia",
    "vote",
    "treat",
    "salt",
    "s",
    "chile",
]
GROUNDS = ["fact", "cause", "motive", "date"]
STATUSES = ["published"] * 4 + ["draft", "in_review", "archived"]
ROLES = ["initiator", "opponent", "participant"]
DATES = [
    "[1965..1969]",
    "1958-07-25",
    "1958",
    "1955/1958",
    "1955/..",
    "../1958",
    "[1955..]",
    "[..1961]",
    "196X",
    "XXXX",
    "0044",
    "-0044-03-15",
    "0000",
    "Y123456789",
    "Y-123456789",
    "1964-04~",
    "1979",
    "/1964",
    "1960-21",
    "1959-12-31/1960-01-01",
]
OFFSETS = ["", "P1M", "-P2D", "P10Y", "P0D"]

edtf = st.one_of(st.sampled_from(DATES), edtf_strings(1940, 1999), edtf_strings(-200, 2100), edtf_strings())


def some(items: list[Any], max_size: int = 2) -> st.SearchStrategy[list[Any]]:
    """Some of the items, each once; none where there are none."""
    return st.lists(st.sampled_from(items), max_size=max_size, unique=True) if items else st.just([])


def one_or_none(items: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *items])


phrases = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
"""What a form does not take without a word."""


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, list[Any]]:
    """A small corpus: records of every status, dates of every form, and what hangs on them."""
    places = {
        name: list(range(draw(st.integers(0, most))))
        for name, most in (
            ("themes", 3),
            ("actors", 4),
            ("places", 2),
            ("sources", 3),
            ("debates", 2),
            ("interpretations", 4),
        )
    }
    events = []
    for place, slug in enumerate(draw(st.lists(st.sampled_from(EVENT_SLUGS), max_size=8, unique=True))):
        kind = draw(st.sampled_from(["edtf"] * 5 + ["relative", "undated"]))
        anchor = draw(st.integers(0, place - 1)) if kind == "relative" and place else None
        date = draw(edtf) if kind == "edtf" else ""
        basis = (
            "relative"
            if anchor is not None
            else draw(st.sampled_from(["stated", "inferred", "editor"]))
            if date
            else ""
        )
        events.append(
            {
                "slug": slug,
                "status": draw(st.sampled_from(STATUSES)),
                "title": draw(names),
                "summary": draw(phrases),
                "date": date,
                "after": anchor,
                "offset": "" if anchor is None else draw(st.sampled_from(OFFSETS)),
                "date_basis": basis,
                "prominence": draw(st.integers(1, 3)),
                "place": draw(one_or_none(places["places"])),
                "themes": draw(some(places["themes"])),
                "participants": draw(some([(a, role) for a in places["actors"] for role in ROLES], 3)),
                "citations": draw(some([(s, quote) for s in places["sources"] for quote in ("", "treaty of Moscow")])),
            }
        )
    pairs = [(one, other) for one in range(len(events)) for other in range(len(events)) if one != other]
    links = [(draw(st.sampled_from(["led_to", "responds_to", "part_of"])), *pair) for pair in draw(some(pairs, 5))]
    targets = [*range(len(events)), *(["membership of the pact"] if places["interpretations"] else [])]
    interpretations = [
        {
            "status": draw(st.sampled_from(STATUSES)),
            "claim": draw(names),
            "ground": draw(st.sampled_from(GROUNDS)),
            "made_on": draw(st.sampled_from(["", "", "1984", "1984-06", "1999", "../1990"])),
            "proponents": draw(some(places["actors"])),
            "debate": draw(one_or_none(places["debates"])),
            "evidence": draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(targets),
                        st.sampled_from(["supports", "undermines", "must_explain"]),
                        one_or_none(places["interpretations"]),
                    ),
                    max_size=3,
                    unique=True,
                )
            ),
            "relations": draw(
                some(
                    [
                        (k, t)
                        for k in ("contests", "contests", "qualifies")
                        for t in places["interpretations"]
                        if t != place
                    ]
                )
            ),
        }
        for place in places["interpretations"]
    ]
    return {
        "themes": [{"position": draw(st.integers(0, 3))} for _ in places["themes"]],
        "actors": [
            {"name": draw(st.sampled_from(WORDS)), "sort_name": draw(st.sampled_from("ABZaz"))}
            for _ in places["actors"]
        ],
        "places": [{"name": draw(st.sampled_from(WORDS))} for _ in places["places"]],
        "sources": [{"kind": draw(st.sampled_from(["primary", "tertiary"]))} for _ in places["sources"]],
        "debates": [{"status": draw(st.sampled_from(STATUSES))} for _ in places["debates"]],
        "events": events,
        "links": links,
        "interpretations": interpretations,
    }


@st.composite
def queries(draw: st.DrawFn) -> str:
    """What a reader types into the field of words."""
    term = st.builds(
        str.__add__,
        st.sampled_from(["", "", "", "-"]),
        st.one_of(
            st.sampled_from(QUERY_WORDS),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: f'"{" ".join(words)}"'),
            st.just("OR"),
        ),
    )
    return " ".join(draw(st.lists(term, min_size=1, max_size=3)))


@st.composite
def parameters(draw: st.DrawFn) -> dict[str, list[str]]:
    """The parameters of a view; now and then one of them is bad, or belongs to a draft."""
    values: dict[str, st.SearchStrategy[str]] = {
        "q": queries(),
        "from": st.one_of(st.sampled_from(["1955", "1960", "1965", "1958-07-25", "-44", "196X", "..", "soon"]), edtf),
        "to": st.one_of(
            st.sampled_from(["1959", "1965-12-31", "1969", "123456789", "0000", "1965/..", "1958-13"]), edtf
        ),
        "dates": st.sampled_from(["possible", "certain", "undated", "maybe"]),
        "theme": st.sampled_from(["theme-0", "theme-1", "theme-9"]),
        "actor": st.sampled_from(["actor-0", "actor-1", "actor-9"]),
        "role": st.sampled_from([*ROLES, "forum", "victim"]),
        "with": st.sampled_from(["actor-0", "actor-1", "actor-9"]),
        "place": st.sampled_from(["place-0", "place-1", "place-9"]),
        "source": st.sampled_from(["source-0", "source-1", "source-9"]),
        "kind": st.sampled_from(["primary", "secondary", "tertiary", "fourth"]),
        "debate": st.sampled_from(["debate-0", "debate-1", "debate-9"]),
        "proponent": st.sampled_from(["actor-0", "actor-1", "actor-9"]),
        "ground": st.sampled_from([*GROUNDS, "mood"]),
        "contested": st.sampled_from(["1", "0"]),
        "basis": st.sampled_from(["stated", "inferred", "relative", "editor", "rumour"]),
        "precision": st.sampled_from(["day", "month", "year", "range", "hour"]),
        "prominence": st.sampled_from(["1", "2", "3", "4"]),
        "order": st.sampled_from(["date", "-date", "sideways"]),
    }
    repeatable = {"theme", "actor", "place", "source"}
    usual = st.lists(st.sampled_from(list(values)), max_size=4, unique=True)
    names = draw(
        st.one_of(usual, st.sampled_from([["from", "to", "dates"], ["from", "to"], ["q"], ["actor", "role", "with"]]))
    )
    return {name: draw(st.lists(values[name], min_size=1, max_size=2 if name in repeatable else 1)) for name in names}


def build(corpus: dict[str, list[Any]]) -> None:
    """Writes the rows of a corpus in bulk, with what is derived from them."""
    themes = models.Theme.objects.bulk_create(
        models.Theme(slug=f"theme-{n}", name=f"Theme {n}", **fields) for n, fields in enumerate(corpus["themes"])
    )
    actors = models.Actor.objects.bulk_create(
        models.Actor(slug=f"actor-{n}", kind="person", **fields) for n, fields in enumerate(corpus["actors"])
    )
    places = models.Place.objects.bulk_create(
        models.Place(slug=f"place-{n}", **fields) for n, fields in enumerate(corpus["places"])
    )
    sources = [
        models.Source(slug=f"source-{n}", csl={"type": "book", "title": f"Volume {n}"}, **fields)
        for n, fields in enumerate(corpus["sources"])
    ]
    for source in sources:
        source.derive()
    models.Source.objects.bulk_create(sources)
    debates = models.Debate.objects.bulk_create(
        models.Debate(slug=f"debate-{n}", question=f"Question {n}?", introduction="Views differ.", **fields)
        for n, fields in enumerate(corpus["debates"])
    )
    _build_events(corpus["events"], themes, actors, places, sources)
    events = list(models.Event.objects.order_by("pk"))
    models.EventLink.objects.bulk_create(
        models.EventLink(kind=kind, event=events[one], target=events[other]) for kind, one, other in corpus["links"]
    )
    order.place()
    models.Answer.objects.bulk_create(
        models.Answer(debate=debate, slug="yes", name="Yes", statement="It is so.") for debate in debates
    )
    _build_interpretations(corpus["interpretations"], events, actors, debates)
    invalidation.rebuild_index()


def _build_events(
    plans: list[Any], themes: list[Any], actors: list[Any], places: list[Any], sources: list[Any]
) -> None:
    names = ("slug", "status", "title", "summary", "date", "date_basis", "prominence", "offset")
    events: list[models.Event] = []
    for plan in plans:
        event = models.Event(**{name: plan[name] for name in names})
        event.place = None if plan["place"] is None else places[plan["place"]]
        if plan["after"] is not None:
            event.after_event = events[plan["after"]]
        bounds.derive(event)
        event.pk = len(events) + 1_000_000  # known beforehand, so that anchors can be named
        events.append(event)
    for event in events:
        event.after_event = event.after_event  # now that the anchor has its key
    models.Event.objects.bulk_create(events)
    pairs = list(zip(events, plans, strict=True))
    through = models.Event.themes.through
    through.objects.bulk_create(through(event=e, theme=themes[n]) for e, plan in pairs for n in plan["themes"])
    models.Participant.objects.bulk_create(
        models.Participant(event=e, actor=actors[n], role=role) for e, plan in pairs for n, role in plan["participants"]
    )
    models.Citation.objects.bulk_create(
        models.Citation(event=e, source=sources[n], quote=quote, locator="" if quote else "p. 1", position=position)
        for e, plan in pairs
        for position, (n, quote) in enumerate(plan["citations"])
    )


def _build_interpretations(plans: list[Any], events: list[Any], actors: list[Any], debates: list[Any]) -> None:
    rows = [
        models.Interpretation(
            slug=f"interpretation-{n}",
            voice="named",
            debate=None if plan["debate"] is None else debates[plan["debate"]],
            answer=None if plan["debate"] is None else debates[plan["debate"]].answers.first(),
            **{name: plan[name] for name in ("status", "claim", "ground", "made_on")},
        )
        for n, plan in enumerate(plans)
    ]
    for row in rows:
        row.derive()
    models.Interpretation.objects.bulk_create(rows)
    pairs = list(zip(rows, plans, strict=True))
    through = models.Interpretation.proponents.through
    through.objects.bulk_create(
        through(interpretation=i, actor=actors[n]) for i, plan in pairs for n in plan["proponents"]
    )
    models.Evidence.objects.bulk_create(
        models.Evidence(
            interpretation=i,
            bearing=bearing,
            asserted_by=None if by is None else rows[by],
            **({"circumstance": on} if isinstance(on, str) else {"event": events[on]}),
        )
        for i, plan in pairs
        for on, bearing, by in plan["evidence"]
    )
    models.Relation.objects.bulk_create(
        models.Relation(interpretation=i, kind=kind, target=rows[n], ground=i.ground)
        for i, plan in pairs
        for kind, n in plan["relations"]
    )


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back at the end: one example leaves nothing to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
