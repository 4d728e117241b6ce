"""Counts of what is sourced and what is not: for readers, and document by document for editors."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from events.models import Citation, Debate, Event, Interpretation, Passage, Reference, Source


@dataclass(frozen=True)
class Coverage:
    events: int
    undated: int
    interpretations: int
    reported: int
    debates: int
    sources: int
    passages: int
    passages_cited: int
    references: int
    references_resolved: int


def measure() -> Coverage:
    """Counts over what readers can see."""
    events, interpretations = Event.objects.published(), Interpretation.objects.published()
    sources = Source.objects.public()
    passages = Passage.objects.current().filter(source__in=sources.values("pk"))
    references = Reference.objects.filter(passage__in=passages.values("pk"))
    cited = Exists(Citation.objects.public().filter(passage=OuterRef("pk")))
    return Coverage(
        events=events.count(),
        undated=events.filter(undated=True).count(),
        interpretations=interpretations.count(),
        reported=interpretations.filter(attribution=Interpretation.Attribution.REPORTED).count(),
        debates=Debate.objects.published().count(),
        sources=sources.count(),
        passages=passages.count(),
        passages_cited=passages.filter(cited).count(),
        references=references.count(),
        references_resolved=references.exclude(resolves_to=None).count(),
    )


@dataclass(frozen=True)
class OfDocument:
    """How many passages of a document something cites, drafts included; `context` are those set aside by editors."""

    source: Source
    passages: int
    cited: int
    context: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.cited // self.passages

    @property
    def left(self) -> int:
        return self.passages - self.cited - self.context


DOCUMENTS = 20


def of_documents() -> list[OfDocument]:
    """The documents with the most passages that nothing cites and nobody has set aside, at most `DOCUMENTS`."""
    cited = Exists(Citation.objects.filter(passage=OuterRef("pk")))
    rows = (
        Passage.objects.current()
        .annotate(cited=cited)
        .order_by()
        .values("source")
        .annotate(
            passages=Count("pk"),
            used=Count("pk", filter=Q(cited=True)),
            aside=Count("pk", filter=Q(cited=False) & ~Q(context="")),
        )
    )
    found = sorted(rows, key=lambda row: (row["used"] + row["aside"] - row["passages"], row["source"]))[:DOCUMENTS]
    sources = Source.objects.defer("text").in_bulk([row["source"] for row in found])
    return [OfDocument(sources[row["source"]], row["passages"], row["used"], row["aside"]) for row in found]
