"""Dates that were inferred, and dates that contradict each other."""

from django.db.models import F, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventLink, Participant, Status
from events.worklists import registry
from events.worklists.registry import Group, current, found_in_python, worklist
from events.worklists.spans import apart, known_bounds


@worklist(
    "inferred-dates",
    Group.CHRONOLOGY,
    Event,
    _("Dates that editors inferred"),
    _("The cited source does not state the date: it was inferred from it, or an editor found it elsewhere."),
)
def inferred_dates() -> QuerySet:
    return current(Event).filter(date_basis__in=[Event.Basis.INFERRED, Event.Basis.EDITOR])


@worklist(
    "parts-outside-their-whole",
    Group.CHRONOLOGY,
    Event,
    _("Parts dated outside their whole"),
    _("The event is linked as part of another one, and the dates of the two cannot overlap."),
)
def parts_outside_their_whole() -> QuerySet:
    parts = EventLink.objects.filter(kind=EventLink.Kind.PART_OF)
    return _linked(parts, Q(event__latest__lt=F("target__earliest")) | Q(event__earliest__gt=F("target__latest")))


@worklist(
    "consequences-before-their-cause",
    Group.CHRONOLOGY,
    Event,
    _("Consequences dated before their cause"),
    _("The event has a link by which a consequence or a response was certainly over before its cause began."),
)
def consequences_before_their_cause() -> QuerySet:
    led_to = Q(kind=EventLink.Kind.LED_TO, target__latest__lt=F("event__earliest"))
    responds_to = Q(kind=EventLink.Kind.RESPONDS_TO, event__latest__lt=F("target__earliest"))
    return _linked(EventLink.objects.all(), led_to | responds_to)


@worklist(
    "effects-listed-before-their-cause",
    Group.CHRONOLOGY,
    Event,
    _("Effects that the list tells before their cause"),
    _("By its dates a consequence or a response stands before what it follows from: a narrower date would mend it."),
)
def effects_listed_before_their_cause() -> QuerySet:
    led_to = Q(kind=EventLink.Kind.LED_TO, target__sort_day__lt=F("event__sort_day"))
    responds_to = Q(kind=EventLink.Kind.RESPONDS_TO, event__sort_day__lt=F("target__sort_day"))
    return _linked(EventLink.objects.all(), led_to | responds_to)


def _linked(links: QuerySet, contradiction: Q) -> QuerySet:
    """Events that hold one of the links to a current event, where bounds are known and contradict each other."""
    links = links.filter(contradiction).exclude(target__status=Status.ARCHIVED)
    return current(Event).filter(pk__in=links.order_by().values("event"))


@worklist(
    "participants-outside-their-life",
    Group.CHRONOLOGY,
    Event,
    _("Participants outside their life dates"),
    _("Somebody takes part in the event who was certainly not yet born or founded, or already dead or dissolved."),
)
@found_in_python(Event)
def participants_outside_their_life() -> set[int]:
    """The database aggregates first, so that only the rows of actors with a contradiction are read."""
    rows = Participant.objects.exclude(event__status=Status.ARCHIVED).order_by()
    # A single date is no life: it may be a birth or a foundation alone.
    of_actors = rows.filter(actor__life_dates__contains="/").values_list("actor", "actor__life_dates")
    lives = {
        actor: known_bounds(life)
        for actor, life, first_end, last_start in of_actors.annotate(Min("event__latest"), Max("event__earliest"))
        if apart((last_start, first_end), known_bounds(life))
    }
    told = rows.filter(actor__in=sorted(lives)[: registry.MOST]).values_list(
        "event", "actor", "event__earliest", "event__latest"
    )
    return {event for event, actor, first, last in told if apart((first, last), lives[actor])}
