"""Who disagrees about the events that are drawn: in each mark's name, and once a question beside a mark."""

from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from events.historiography import wording
from events.historiography.notes import answer_apart, disagreeing, notes_of
from events.published.events import Listed, read
from events.site.translation import gettext as _
from events.timeline.drawing.marks import Mark


class DrawnDispute(NamedTuple):
    """The question to which two accounts give different answers, and those, or none; and whose they are, in words."""

    question: int | None
    answers: tuple[str, ...]
    sides: tuple[str, str]


def disputes(
    events: Sequence[int],
    known: Mapping[int, Listed],
    questions: Collection[int],
    kept: MutableMapping[int, DrawnDispute | None],
) -> dict[int, DrawnDispute]:
    """Of contested events (keys), what accounts of each disagree on.

    Those that are `known` are not read again; `questions` are the keys of the debates that readers see. What is found
    is `kept`: the same landmarks stand in many views.
    """
    new = [pk for pk in events if pk not in kept]
    unknown = [pk for pk in new if pk not in known]
    for event in [*(known[pk] for pk in new if pk in known), *(read(unknown, Listed) if unknown else ())]:
        pair = disagreeing(notes_of(event))
        kept[event.pk] = _dispute(pair, questions) if pair else None
    found = ((pk, kept.get(pk)) for pk in events)
    return {pk: dispute for pk, dispute in found if dispute}


def _dispute(pair: tuple[Any, Any], questions: Collection[int]) -> DrawnDispute:
    one, other = pair
    who, whom = wording.holder(one), wording.holder(other)
    if one.debate_id in questions and answer_apart(one, other):
        answers = one.answer_name or "", other.answer_name or ""
        return DrawnDispute(one.debate_id, answers, (f"{who}: {answers[0]}", f"{whom}: {answers[1]}"))
    return DrawnDispute(None, (), (who, whom))


def told(marks: Iterable[Mark], found: Mapping[int, DrawnDispute], answers: bool) -> list[Mark]:
    """The marks, whose names say who disagrees; with `answers`, the most prominent of each question has them beside."""
    first: dict[int, Mark] = {}
    kept = list(marks)
    for mark in sorted(kept, key=lambda mark: (mark.prominence, mark.order)):
        if (dispute := found.get(mark.key)) and dispute.question is not None:
            first.setdefault(dispute.question, mark)
    speaking = {mark.key for mark in first.values()} if answers else set()
    return [_told(mark, found.get(mark.key), mark.key in speaking) for mark in kept]


def _told(mark: Mark, dispute: DrawnDispute | None, speaking: bool) -> Mark:
    if not mark.contested:
        return mark
    if dispute is None:
        return replace(mark, name=_("%(event)s (accounts disagree)") % {"event": mark.name})
    name = _("%(event)s (accounts disagree: %(one)s; %(other)s)") % {
        "event": mark.name, "one": dispute.sides[0], "other": dispute.sides[1],
    }  # fmt: skip
    return replace(mark, name=name, answers=dispute.answers if speaking else ())
