"""A document as its page shows it: each passage with its markers, its quoted words, and what rests on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

from django.db.models import QuerySet

from events.documents.cutting import marker_end
from events.documents.extent_read import Read, read_of
from events.models import (
    Actor,
    Citation,
    Event,
    Evidence,
    FurtherReading,
    Interpretation,
    Passage,
    Reference,
    Relation,
    Source,
)


@dataclass(frozen=True)
class PassagePiece:
    """A stretch of a passage: plain words, words that a record quotes, or a marker."""

    text: str
    quoted: bool = False
    reference: Reference | None = None


@dataclass
class LaidOutPassage:
    """A passage with the displaced markers that stand before it, its pieces, and the records that rest on it."""

    passage: Passage
    displaced: list[Reference]
    pieces: list[PassagePiece]
    dependants: list = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        """Whether some of its words are marked as a record's quote."""
        return any(piece.quoted for piece in self.pieces)


def lines_of(source: Source, quoted_by: Event | Interpretation | None = None) -> list[LaidOutPassage]:
    """The passages in the order of the text, then the withdrawn ones that something cites.

    Of a document that readers may not see in full only the words that are quoted, and the passages that have such.
    `quoted_by` is the published event or interpretation whose quotes are to be marked.
    """
    references = _references_by_passage(source)
    citations = _citations_by_passage(source)
    lines = []
    passages = source.passages.all()
    for passage in sorted(passages, key=lambda p: (p.withdrawn, p.start or 0, p.number)):
        passage.source = source
        cited = citations[passage.pk]
        in_full = source.text_public
        if not cited and (passage.withdrawn or not in_full):
            continue
        markers = references[passage.pk]
        quotes = [citation for citation in cited if quoted_by is not None and record_of(citation) == quoted_by]
        lines.append(
            LaidOutPassage(
                passage,
                displaced=[reference for reference in markers if reference.displaced and in_full],
                pieces=list(
                    _pieces(passage, [r for r in markers if not r.displaced], quotes, None if in_full else cited)
                ),
                dependants=list(dict.fromkeys(record_of(citation) for citation in cited)),
            )
        )
    return lines


def record_of(citation: Citation) -> Event | Interpretation:
    """The event or interpretation whose statement a citation stands behind."""
    record = citation.event or citation.interpretation
    if record is None:
        record = cast(Evidence | Relation, citation.evidence or citation.relation).interpretation
    return record


def _references_by_passage(source: Source) -> dict[int, list[Reference]]:
    """The markers of a document. One that resolves to a source that readers may not see is unresolved to them."""
    visible = set(
        Source.objects.public().filter(resolved_references__passage__source=source).values_list("pk", flat=True)
    )
    by_passage = defaultdict(list)
    for reference in Reference.objects.filter(passage__source=source).select_related("resolves_to", "home_passage"):
        if reference.resolves_to_id not in visible:
            reference.resolves_to = None
        by_passage[reference.passage_id].append(reference)
    return by_passage


def _citations_by_passage(source: Source) -> dict[int | None, list[Citation]]:
    citations = (
        Citation.objects.public()
        .filter(source=source, passage__isnull=False)
        .select_related("event__after_event", "interpretation", "evidence__interpretation", "relation__interpretation")
        .order_by("event__undated", "event__rank", "pk")
    )
    by_passage = defaultdict(list)
    for citation in citations:
        by_passage[citation.passage_id].append(citation)
    return by_passage


OMITTED = " […] "
"""Stands for words that readers may not see."""


def _pieces(
    passage: Passage, inline: list[Reference], quotes: list[Citation], only: list[Citation] | None = None
) -> Iterable[PassagePiece]:
    """The passage's words from end to end, cut at markers and at the ends of quotes.

    With `only` those words that one of these citations quotes.
    """
    text = passage.text
    base = passage.start or 0
    markers = {r.offset - base: r for r in inline if not passage.withdrawn}
    spans, shown = _spans(quotes), None if only is None else _spans(only)
    cuts = {0, len(text)}
    for start, end in [
        *spans,
        *(shown or ()),
        *((at, marker_end(passage.source.text, base + at) - base) for at in markers),
    ]:
        cuts |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    ordered = sorted(cuts)
    omitted = False
    for start, end in pairwise(ordered):
        if shown is not None and not any(first <= start and end <= last for first, last in shown):
            if not omitted:
                yield PassagePiece(OMITTED)
            omitted = True
            continue
        omitted = False
        quoted = any(first <= start and end <= last for first, last in spans)
        yield PassagePiece(text[start:end], quoted, markers.get(start))


def _spans(citations: list[Citation]) -> list[tuple[int, int]]:
    return [(each.quote_offset, each.quote_offset + len(each.quote)) for each in citations if each.quote]


@dataclass
class Uses:
    """What readers can see that uses a source; events and interpretations as querysets, for there may be thousands."""

    events: QuerySet[Event]
    interpretations: QuerySet[Interpretation]
    recommended: list
    offices: list[Actor]
    """Of whom an office is known from it."""
    references: list[Reference]
    read: Read


def uses_of(source: Source) -> Uses:
    recommended = (
        FurtherReading.objects.public().filter(source=source).select_related("event", "interpretation", "debate")
    )
    return Uses(
        events=Event.objects.published().citing([source]).select_related("after_event").in_date_order(),
        interpretations=Interpretation.objects.published().citing(source).select_related("answer").for_list(),
        recommended=[reading.event or reading.interpretation or reading.debate for reading in recommended],
        offices=list(Actor.objects.public().filter(offices__source=source).distinct()),
        references=list(
            source.resolved_references.select_related("passage__source").filter(
                passage__source__in=Source.objects.public().values("pk")
            )
        ),
        read=read_of([source.pk])[source.pk],
    )
