"""What a load kept of editors' work is remembered until the next load: the office lists it."""

from django.db import transaction

from events.caching import versions
from events.models import LoadNote
from events.seeding.plan import LoadPlan


def remember(plan: LoadPlan) -> None:
    """Replaces the notes of the load before; writes nothing where they are the same."""
    notes = {}
    for entry in plan.entries:
        left = [change for change in entry.changes if change.what in ("kept", "conflict")]
        lines = [[change.what, change.field, change.detail] for change in left]
        if lines:
            notes[entry.kind, entry.mine["slug"] if entry.mine else entry.slug] = lines
    there = {(note.kind, note.slug): note.lines for note in LoadNote.objects.all()}
    if notes == there:
        return
    rows = [
        LoadNote(kind=kind, slug=slug, lines=lines, conflict=any(what == "conflict" for what, *_rest in lines))
        for (kind, slug), lines in notes.items()
    ]
    with transaction.atomic():
        LoadNote.objects.all().delete()
        LoadNote.objects.bulk_create(rows, batch_size=500)
        versions.advance(())  # worklists are counted once for a version of the data
