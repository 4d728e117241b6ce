"""Passages joined and split by an editor: new ones get new numbers, and those that are gone are withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.documents.anchoring import number_passages
from events.documents.cutting import LINE_BREAK, Span
from events.editing import history_entries, roles
from events.models import Citation, Passage, Source
from events.seeding import document_rows, in_database
from events.seeding.plan import PlanEntry
from events.signals import invalidation


def join(passage: Passage, user: Any) -> Passage:
    """Makes one passage of it and of the next, with the notes of both, and gives it.

    Raises ValidationError with a sentence where none follows on the same line, or something cites either, and
    PermissionDenied for who may not edit the document.
    """
    source = passage.source
    following = source.passages.current().filter(start__gt=passage.start).order_by("start").first()
    if following is None or LINE_BREAK.search(source.text, passage.start or 0, following.end or 0):
        raise ValidationError([_("No passage follows on the same line: the end of a line ends a passage.")])
    notes = "\n".join(filter(None, (passage.note, following.note)))
    span = Span(passage.start or 0, following.end or 0)
    return _replace(source, [passage, following], [span], user, {"note": notes} if notes else {})[0]


def split(passage: Passage, before: str, user: Any) -> list[Passage]:
    """Makes two passages of one: the second begins with the words `before`, which stand in it once.

    Raises as `join` does, also where the words do not tell a place.
    """
    text, words = passage.text, before.strip()
    at = text.find(words) if words else -1
    if at <= 0 or text.find(words, at + 1) >= 0 or not text[at - 1].isspace():
        raise ValidationError([_("Give the words with which the second part begins, as they stand in it, and once.")])
    start = passage.start or 0
    spans = [Span(start, start + len(text[:at].rstrip())), Span(start + at, passage.end or 0)]
    return _replace(passage.source, [passage], spans, user, {})


def _replace(
    source: Source, gone: Sequence[Passage], spans: list[Span], user: Any, said: dict[str, str]
) -> list[Passage]:
    if not roles.may_edit(user, source) or (roles.is_public(source) and not roles.may(user, "publish")):
        raise PermissionDenied
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=source.pk)
        there = Passage.objects.filter(pk__in=[each.pk for each in gone], withdrawn=False)
        if there.count() < len(gone):
            raise ValidationError([_("Somebody has cut this passage anew since.")])
        if cited := Citation.objects.filter(passage__in=there).select_related("passage").first():
            number = {"number": cited.passage.number if cited.passage else 0, "quote": cited.quote}
            text = _("Passage %(number)d is cited (“%(quote)s”): passages on which something rests stay as they are.")
            raise ValidationError([text % number])
        with history_entries.entry(source, user, _("Passages were cut anew.")):
            _write(source, there, spans, said)
            invalidation.invalidate(documents=[source.pk])
    return list(source.passages.filter(start__in=[span.start for span in spans], withdrawn=False).order_by("start"))


def _write(source: Source, gone: Any, spans: list[Span], said: dict[str, str]) -> None:
    """As a load writes a new version of a text, and with the same rule for numbers."""
    away = {each.start for each in gone}
    current = source.passages.current().order_by("start")
    kept = [Span(each.start or 0, each.end or 0) for each in current if each.start not in away]
    whole = sorted([*kept, *spans], key=lambda span: span.start)
    (known,) = (passages for _slug, _text, passages in in_database.documents([source.slug]))
    document = number_passages(source.text, known, [], whole)
    data = in_database.read("sources", [source.slug])[source.slug]
    mine = data
    if said:
        number = document.numbers[whole.index(spans[0])]
        passages = [*data.get("passages", ()), {"number": str(number), **said}]
        data = type(data)({**data, "passages": passages}, pk=data.pk)
    entry = PlanEntry("sources", source.slug, "updated", data, mine, document=document)
    document_rows.write(entry, {source.slug: source.pk})
