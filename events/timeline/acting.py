"""What an actor did, with whom, and what is asked about it, in the numbers of the timeline's own filters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse

from events.models import Actor, Event, Participant, Source
from events.published.events import Outline, read
from events.selection.facets import Choice
from events.selection.filters import TimelineFilter
from events.selection.selection import Selection
from events.site.translation import label
from events.timeline.drawing.drawing import Drawing

IN_SIGHT = 12
"""So many who acted with an actor, and so many questions, stand open."""


@dataclass(frozen=True)
class ActingBar:
    """A number of events, its share of the greatest in percent, and the address of the timeline that shows them."""

    label: str
    number: int
    width: float
    url: str
    page: str = ""
    """The address of the record that the label names."""


@dataclass(frozen=True)
class Acting:
    """Nothing for an actor that takes part in no event, or that only a preview shows."""

    number: int = 0
    url: str = ""
    drawing: Drawing | None = None
    roles: list[ActingBar] = field(default_factory=list)
    company: list[ActingBar] = field(default_factory=list)
    questions: list[ActingBar] = field(default_factory=list)


def acting(actor: Actor) -> Acting:
    view = _view(actor=actor.slug)
    found = Selection(view)
    if view.errors or not found.count:
        return Acting()
    roles = []
    for role in Participant.Role.values:
        in_role = _view(actor=actor.slug, role=role)
        roles.append((label(Participant.Role, role), Selection(in_role).count, in_role.address(), ""))
    beside = Selection(_view(**{"with": actor.slug})).counts.choices["actor"]
    company = _choices(beside, "actor", actor.slug, lambda other: view.address(with_=other))
    questions = _choices(found.counts.choices["debate"], "debate", "", lambda debate: view.address(debate_=debate))
    drawing = Drawing(view, found) if found.counts.spans.years else None
    return Acting(found.count, view.address(), drawing, _bars(roles), _bars(company), _bars(questions))


def _view(**chosen: str) -> TimelineFilter:
    query = QueryDict(mutable=True)
    query.update(chosen)
    return TimelineFilter(query)


def _choices(choices: Iterable[Choice], kind: str, without: str, address: Callable[[str], str]) -> list[tuple]:
    others = (choice for choice in choices if choice.value != without)
    return [(other.label, other.count, address(other.value), reverse(kind, args=[other.value])) for other in others]


def _bars(rows: Iterable[tuple[str, int, str, str]]) -> list[ActingBar]:
    """Of what has events, those with most first; equal ones stay as they are."""
    some = sorted((row for row in rows if row[1]), key=lambda row: -row[1])
    most = max((row[1] for row in some), default=1)
    return [ActingBar(label, number, round(100 * number / most, 1), url, page) for label, number, url, page in some]


@dataclass(frozen=True)
class Together:
    """The events of two actors, or that cite two sources: some of them, how many, and the timeline that shows them."""

    events: list[Outline]
    number: int
    url: str = ""


def together(a: object, b: object) -> Together | None:
    """What two actors took part in, or what two sources are cited for; None for anything else, and for nothing."""
    if isinstance(a, Actor) and isinstance(b, Actor):
        view = _view(actor=a.slug, **{"with": b.slug})
        if view.errors or not (number := (found := Selection(view)).count):
            return None
        return Together(read(found.ids(0, IN_SIGHT), Outline), number, view.address())
    if isinstance(a, Source) and isinstance(b, Source):
        both = Event.objects.published().citing([a]).citing([b]).in_date_order()
        keys = list(both.values_list("pk", flat=True)[: IN_SIGHT + 1])
        if keys:
            return Together(read(keys[:IN_SIGHT], Outline), len(keys) if len(keys) <= IN_SIGHT else both.count())
    return None
