"""What is argued: who holds it, on what it rests, and what is missing beside it."""

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Answer, Citation, Debate, Event, Evidence, Interpretation, Relation, Source, Status
from events.worklists.registry import Group, current, found_in_python, worklist
from events.worklists.spans import known_bounds


@worklist(
    "disputed-events-with-one-view",
    Group.HISTORIOGRAPHY,
    Event,
    _("Disputed events that show one view only"),
    _("What is argued about the event is debated or contested, but readers find evidence of a single interpretation."),
)
def disputed_events_with_one_view() -> QuerySet:
    argued = current(Interpretation)
    contests = Relation.objects.contesting().filter(interpretation__in=argued, target__in=argued)
    disputed = argued.filter(
        Q(debate__isnull=False) & ~Q(debate__status=Status.ARCHIVED)
        | Exists(contests.filter(target=OuterRef("pk")))
        | Exists(contests.filter(interpretation=OuterRef("pk")))
    )
    on_events = Evidence.objects.filter(event__isnull=False).order_by()
    seen = on_events.filter(
        Q(asserted_by=None) | Q(asserted_by__status=Status.PUBLISHED), interpretation__status=Status.PUBLISHED
    )
    one_view = seen.values("event").annotate(first=Min("interpretation"), last=Max("interpretation"))
    return (
        current(Event)
        .filter(pk__in=on_events.filter(interpretation__in=disputed.order_by().values("pk")).values("event"))
        .filter(pk__in=one_view.filter(first=F("last")).values("event"))
    )


@worklist(
    "interpretations-without-holder",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Interpretations without a named holder"),
    _("Nobody is named who argues this: find out whose view it is, or whose view the document repeats."),
)
def interpretations_without_holder() -> QuerySet:
    held = Interpretation.proponents.through.objects.filter(interpretation=OuterRef("pk"))
    return current(Interpretation).filter(~Exists(held))


@worklist(
    "debates-without-two-answers",
    Group.HISTORIOGRAPHY,
    Debate,
    _("Questions without two answers"),
    _("Readers see the question, and not what can be answered to it: give its answers, each with one sentence."),
)
def debates_without_two_answers() -> QuerySet:
    answered = Answer.objects.order_by().values("debate").annotate(number=Count("pk")).filter(number__gte=2)
    return Debate.objects.published().exclude(pk__in=answered.values("debate"))


@worklist(
    "interpretations-without-answer",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Interpretations that give no answer"),
    _("Its debate has answers; it gives none of them, and qualifies no other view either: choose one."),
)
def interpretations_without_answer() -> QuerySet:
    answers = Answer.objects.filter(debate=OuterRef("debate"))
    qualifies = Relation.objects.filter(interpretation=OuterRef("pk"), kind=Relation.Kind.QUALIFIES)
    return current(Interpretation).filter(Exists(answers), ~Exists(qualifies), answer=None)


@worklist(
    "interpretations-without-events",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Interpretations without events as evidence"),
    _("No event is recorded as evidence, so that readers of the timeline never meet the interpretation."),
)
def interpretations_without_events() -> QuerySet:
    on_events = Evidence.objects.filter(interpretation=OuterRef("pk"), event__isnull=False)
    return current(Interpretation).filter(~Exists(on_events))


@worklist(
    "reported-interpretations",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Views reported and not checked at their source"),
    _("Another work reports what is argued: read the authors' own words, and cite them."),
)
def reported_interpretations() -> QuerySet:
    return current(Interpretation).filter(attribution=Interpretation.Attribution.REPORTED)


@worklist(
    "arguments-before-their-evidence",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Arguments older than the opening of their source"),
    _("The argument was certainly made before the public could read a source that it or its evidence cites."),
)
@found_in_python(Interpretation)
def arguments_before_their_evidence() -> set[int]:
    return _made_before("available_from", "interpretation", "evidence__interpretation")


@worklist(
    "sources-newer-than-statement",
    Group.HISTORIOGRAPHY,
    Interpretation,
    _("Statements older than the source that supports them"),
    _("A source that is cited for the interpretation was certainly issued after the statement was made."),
)
@found_in_python(Interpretation)
def sources_newer_than_statement() -> set[int]:
    return _made_before("issued", "interpretation")


def _made_before(field: str, *owners: str) -> set[int]:
    """Interpretations in their holders' own words, made before the date in that field of a source that they cite.

    Reported ones are left out: what reports a view is always newer.
    """
    dated = {key: known_bounds(edtf)[0] for key, edtf in Source.objects.exclude(**{field: ""}).values_list("pk", field)}
    found: set[int] = set()
    for owner in owners:
        rows = Citation.objects.filter(
            **{f"{owner}__made_on_latest__isnull": False, f"{owner}__attribution": Interpretation.Attribution.OWN},
        ).exclude(**{f"source__{field}": ""})
        rows = rows.exclude(**{f"{owner}__status": Status.ARCHIVED}).order_by()
        for key, made_on, source in rows.values_list(owner, f"{owner}__made_on_latest", "source"):
            first = dated.get(source)
            if first is not None and made_on < first:
                found.add(key)
    return found
