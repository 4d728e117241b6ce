"""Counts of what is sourced and what is not, for the page on the site itself."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

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
