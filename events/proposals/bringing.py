"""A file or a text that somebody brings becomes a source: its text, passages, references with their words."""

from events.extraction import Extracted
from events.models import Passage, Reference, Source
from events.proposals.drafts import pages_of
from events.proposals.folders import notes_of
from events.seeding import document_rows

HEADING = "Heading."
"""Why nothing rests on a passage that is a heading."""


def store(source: Source, extracted: Extracted, heading: str = HEADING) -> None:
    """Cuts the text of a saved source into passages, with its references and pages.

    What a note says is its reference's note.

    Headings are set aside as context, in the words of `heading`. Call it in a transaction.
    """
    document = document_rows.store(source, extracted.text)
    if pages := pages_of(document, extracted):
        source.pages = pages
        source.save(update_fields=["pages"])
    notes = notes_of(extracted)
    references = list(Reference.objects.filter(passage__source=source, offset__in=notes))
    for reference in references:
        reference.note = notes[reference.offset]
    Reference.objects.bulk_update(references, ["note"], batch_size=200)
    lines = [(each.start, each.end) for each in extracted.locators if each.kind == "heading"]
    headings = [
        passage
        for passage in source.passages.all()
        if any(first <= (passage.start or 0) and (passage.end or 0) <= last for first, last in lines)
    ]
    for passage in headings:
        passage.context = heading
    Passage.objects.bulk_update(headings, ["context"], batch_size=200)
