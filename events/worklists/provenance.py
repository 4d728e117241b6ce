"""What statements rest on: references, sources and quotes."""

from typing import Any

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from events.models import (
    Actor,
    Citation,
    Event,
    FurtherReading,
    Interpretation,
    Office,
    Participant,
    Place,
    Reference,
    Source,
)
from events.worklists import addresses
from events.worklists.registry import Group, current, found_in_python, worklist


@worklist(
    "unresolved-references",
    Group.PROVENANCE,
    Reference,
    _("References not yet resolved"),
    _("Markers in a document's text for which nobody has found the source that they stand for."),
)
def unresolved_references() -> QuerySet:
    return Reference.objects.unresolved()


@worklist(
    "displaced-references",
    Group.PROVENANCE,
    Reference,
    _("Displaced references without a home"),
    _("Markers that stand away from the sentence that they belonged to, and for which no home passage is inferred."),
)
def displaced_references() -> QuerySet:
    return Reference.objects.filter(displaced=True, home_passage=None)


@worklist(
    "events-with-one-source",
    Group.PROVENANCE,
    Event,
    _("Events with one source only"),
    _("However often it is cited, a single source stands behind the event: look for a second one."),
)
def events_with_one_source() -> QuerySet:
    cited = Citation.objects.filter(event__isnull=False).order_by().values("event")
    once = cited.annotate(first=Min("source"), last=Max("source")).filter(first=F("last"))
    return current(Event).filter(pk__in=once.values("event"))


@worklist(
    "events-without-a-place",
    Group.PROVENANCE,
    Event,
    _("Events without a place"),
    _("Nobody has said where it happened: no reader who looks for a place finds it. Some events have none."),
)
def events_without_a_place() -> QuerySet:
    return current(Event).filter(place=None)


@worklist(
    "orphan-sources",
    Group.PROVENANCE,
    Source,
    _("Sources that nothing uses"),
    _(
        "Nothing cites the source or recommends it, no office rests on it and no reference is resolved to it: readers"
        " never see it."
    ),
)
def orphan_sources() -> QuerySet:
    users: list[Any] = [Citation.objects.filter(source=OuterRef("pk"))]
    users += [
        FurtherReading.objects.filter(source=OuterRef("pk")),
        Office.objects.filter(source=OuterRef("pk")),
        Reference.objects.filter(resolves_to=OuterRef("pk")),
    ]
    return Source.objects.filter(*(~Exists(rows) for rows in users))


@worklist(
    "persons-without-an-office",
    Group.PROVENANCE,
    Actor,
    _("Persons without an office"),
    _("Nothing says what the person was: an office or, of a scholar, profession and country."),
)
def persons_without_an_office() -> QuerySet:
    return Actor.objects.filter(kind=Actor.Kind.PERSON, offices=None)


@worklist(
    "orphan-actors",
    Group.PROVENANCE,
    Actor,
    _("Actors that nothing uses"),
    _("The actor takes part in no event and holds no interpretation: readers never see the record."),
)
def orphan_actors() -> QuerySet:
    takes_part = Participant.objects.filter(actor=OuterRef("pk"))
    argues = Interpretation.proponents.through.objects.filter(actor=OuterRef("pk"))
    return Actor.objects.filter(~Exists(takes_part), ~Exists(argues))


@worklist(
    "orphan-places",
    Group.PROVENANCE,
    Place,
    _("Places that nothing uses"),
    _("No event happened there: readers never see the record."),
)
def orphan_places() -> QuerySet:
    return Place.objects.filter(events=None)


def _rests_on_one(owner: str) -> set[int]:
    """Owners of several cited sources that are all one in the end.

    A citation rests on what the references in its passage are resolved to, displaced ones by their home passage; a
    citation without a resolved reference rests on its own source.
    """
    resolved = Reference.objects.filter(resolves_to__isnull=False).annotate(
        at=Case(When(displaced=True, then=F("home_passage")), default=F("passage"))
    )
    roots: dict[int, set[int]] = {}
    for passage, source in resolved.filter(at__isnull=False).order_by().values_list("at", "resolves_to"):
        roots.setdefault(passage, set()).add(source)
    if not roots:
        return set()
    cited: dict[int, set[int]] = {}
    rests_on: dict[int, set[int]] = {}
    rows = Citation.objects.filter(**{f"{owner}__isnull": False}).order_by()
    for key, source, passage in rows.values_list(owner, "source", "passage"):
        cited.setdefault(key, set()).add(source)
        rests_on.setdefault(key, set()).update(roots.get(passage, {source}))
    return {key for key, sources in cited.items() if len(sources) > 1 and len(rests_on[key]) == 1}


_REST_ON_ONE = _(
    "Several sources are cited, but the references in the cited passages lead to one and the same: one witness in all."
)


@worklist(
    "events-resting-on-one",
    Group.PROVENANCE,
    Event,
    _("Events whose sources all depend on one"),
    _REST_ON_ONE,
)
@found_in_python(Event)
def events_resting_on_one() -> set[int]:
    return _rests_on_one("event")


@worklist(
    "interpretations-resting-on-one",
    Group.PROVENANCE,
    Interpretation,
    _("Interpretations whose sources all depend on one"),
    _REST_ON_ONE,
)
@found_in_python(Interpretation)
def interpretations_resting_on_one() -> set[int]:
    return _rests_on_one("interpretation")


def _with_lost_quotes(model: Any, *paths: str) -> QuerySet:
    flagged = Citation.objects.flagged().order_by()
    owners = Q(
        *(Q(pk__in=flagged.filter(**{f"{path}__isnull": False}).values(path)) for path in paths), _connector=Q.OR
    )
    return current(model).filter(owners)


@worklist(
    "events-with-lost-quotes",
    Group.PROVENANCE,
    Event,
    _("Events whose quotes are lost"),
    _("A citation quotes words that are no longer in the newest text of their document: quote it anew."),
)
def events_with_lost_quotes() -> QuerySet:
    return _with_lost_quotes(Event, "event")


@worklist(
    "interpretations-with-lost-quotes",
    Group.PROVENANCE,
    Interpretation,
    _("Interpretations whose quotes are lost"),
    _(
        "A citation of the interpretation, of its evidence or of its relations quotes words that are no longer in the"
        " newest text of their document: quote it anew."
    ),
)
def interpretations_with_lost_quotes() -> QuerySet:
    return _with_lost_quotes(Interpretation, "interpretation", "evidence__interpretation", "relation__interpretation")


@worklist(
    "sources-with-broken-address",
    Group.PROVENANCE,
    Source,
    _("Sources with a broken address"),
    _("The URL or the DOI of the bibliographic record is not written as one; nobody has tried to open it."),
)
@found_in_python(Source)
def sources_with_broken_address() -> set[int]:
    return {
        key
        for key, url, doi in addresses.of_sources()
        if (url and not addresses.is_url(url)) or (doi and not addresses.is_doi(doi))
    }
