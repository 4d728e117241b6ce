"""What is doubtful in the seed files of a load: notices with place and words, which hinder nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from events.bibliography import csl
from events.chronology import bounds
from events.doubts import rules
from events.doubts.rules import CitedWork, ClaimAsStated, Doubt, EventAsStated, Holder
from events.models import Actor, Place, Source
from events.models import Event as EventRecord
from events.record_data.declaration import SeedData
from events.search import folding
from events.seeding.plan import LoadPlan
from events.worklists import likeness

MOST = 2_000
"""So many events and interpretations of a load are looked at: what reads dates in prose takes a millisecond a quote."""


def note(plan: LoadPlan, of_all: bool = False) -> None:
    """Adds to the plan's notices what is doubtful in the records that it writes, or in all that the files have."""
    entries = {(entry.kind, entry.slug): entry for entry in plan.entries if not entry.deleted}
    looked_at = [
        entry
        for (kind, _slug), entry in entries.items()
        if kind in ("events", "interpretations") and (of_all or entry.outcome != "unchanged")
    ]
    seeds = _Seeds({key: entry.data for key, entry in entries.items()})
    for entry in looked_at[:MOST]:
        of = seeds.of_event if entry.kind == "events" else seeds.of_claim
        _note(plan, entry.kind, entry.slug, of(entry.data))
    for slug, doubt in seeds.events_alike({entry.slug for entry in looked_at[:MOST] if entry.kind == "events"}):
        _note(plan, "events", slug, [doubt])
    if len(looked_at) > MOST:
        text = f"of {len(looked_at)} events and interpretations the first {MOST} were compared with their quotes"
        plan.notices.add("the files", None, text)


def _note(plan: LoadPlan, kind: str, slug: str, doubts: Iterable[Doubt]) -> None:
    raw = plan.raws.get(kind, {}).get(slug)
    for doubt in doubts:
        if raw:
            raw.note(plan.notices, doubt.message, (doubt.field,))


class _Seeds:
    """The records of a load by kind and slug, and of what they point at that which the database alone has."""

    def __init__(self, data: dict[tuple[str, str], SeedData]) -> None:
        self.data = data
        stored = Place.objects.order_by().values_list("slug", "name")
        names = dict(stored) | {slug: each["name"] for (kind, slug), each in data.items() if kind == "places"}
        self.places = frozenset(map(folding.fold, names.values()))

    def of_event(self, event: SeedData) -> Iterator[Doubt]:
        stated = event.get("date_basis") == EventRecord.Basis.STATED
        return rules.of_event(EventAsStated(event.get("date", ""), event.get("date_part", ""), stated, _quotes(event)))

    def of_claim(self, claim: SeedData) -> Iterator[Doubt]:
        works = dict.fromkeys(citation["source"] for citation in claim.get("citations", ()))
        return rules.of_claim(
            ClaimAsStated(
                hedge=claim.get("hedge", ""),
                argued_date=claim.get("argued_date", ""),
                made_on=claim.get("made_on", ""),
                is_own=claim.get("attribution", "own") == "own",
                holders=[*map(self.holder, claim.get("proponents", ()))],
                works=[*map(self.work, works)],
                quotes=_quotes(claim),
            )
        )

    def holder(self, slug: str) -> Holder:
        actor: Any = self.data.get(("actors", slug))
        if actor is None:
            stored = Actor.objects.filter(slug=slug).values("name", "kind", "life_dates").first()
            actor = stored or {"name": slug, "kind": ""}
        is_place = folding.fold(actor["name"]) in self.places
        return Holder(actor["name"], actor["kind"], actor.get("life_dates", ""), is_place)

    def work(self, slug: str) -> CitedWork:
        source: Any = self.data.get(("sources", slug))
        if source is None:
            source = Source.objects.filter(slug=slug).values("csl", "label", "kind", "created", "issued").first() or {}
        record = source.get("csl") or {}
        written = source.get("created") or source.get("issued") or csl.edtf(record.get("issued"))
        return CitedWork(
            csl.short_reference(record, source.get("label") or "") or slug, source.get("kind", ""), written
        )

    def events_alike(self, slugs: set[str]) -> Iterator[tuple[str, Doubt]]:
        """Of these events those that are like another one, in the files or in the database; each pair once."""
        if not slugs:
            return
        events = {slug: each for (kind, slug), each in self.data.items() if kind == "events"}
        linked: dict[str, set[str]] = {}
        for slug, event in events.items():
            others = {link["event"] for link in event.get("links", ())} | {event.get("after_event", "")}
            for other in others - {""}:
                linked.setdefault(slug, set()).add(other)
                linked.setdefault(other, set()).add(slug)
        names = [(slug, event["title"], _span(event)) for slug, event in events.items()]
        rows = EventRecord.objects.order_by().values_list("slug", "title", "earliest", "latest")
        names += [(slug, title, (first, last)) for slug, title, first, last in rows if slug not in events]
        titles = {slug: title for slug, title, _span in names}
        for slug, others in sorted(likeness.companions(names, slugs, linked).items()):
            for other in sorted(others):
                if other < slug or other not in slugs:
                    yield slug, Doubt("title", f"this may be the same event as events/{other}: {titles[other]}")


def _span(event: SeedData) -> tuple[int | None, int | None]:
    return bounds.bounds_of(event.get("date", ""))


def _quotes(record: SeedData) -> list[str]:
    return [citation.get("exact", "") for citation in record.get("citations", ())]
