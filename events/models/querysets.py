"""Every rule about which records, and in what order.

`published()` and `public()` are the only doors to what readers see: views, exports, search and counts start there.
The models import this module, so it finds them through their relations alone.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import connection, models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from events.models.translations import in_language, said
from events.sql.statements import Statement, among

if TYPE_CHECKING:
    from events.models import (
        Actor,
        Answer,
        Citation,
        Debate,
        Erratum,
        Event,
        EventLink,
        Evidence,
        FurtherReading,
        Interpretation,
        Passage,
        PendingRevision,
        Place,
        Proposal,
        Reference,
        Relation,
        Source,
        Theme,
    )

PUBLISHED = "published"

M = TypeVar("M", bound=models.Model)


def _exists(queryset: models.QuerySet | models.Manager, outer: str, **conditions: Any) -> Q:
    """Whether there is a row; with a limit, for PostgreSQL makes a join of EXISTS, and reads all that it joins."""
    rows = queryset.filter(**{outer: OuterRef("pk")}, **conditions)
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model("events", name)


def visible(model: Any) -> Any:
    """The records of a kind that readers may see."""
    return getattr(
        model.objects, "published" if issubclass(model.objects._queryset_class, PublishableQuerySet) else "public"
    )()


def visible_among(model: Any, keys: Collection[int]) -> set[int]:
    """Those of the keys that are of records that readers may see."""
    return {pk for (pk,) in _visible_among(model, connection.vendor).rows(list(keys))} if keys else set()


@cache
def _visible_among(model: Any, vendor: str) -> Statement:
    return Statement(visible(model).filter(among(model, "id")).order_by().values("pk"))


# --- what points at something: visible only if what it points at is ---------------------------------------------------


class EventLinkQuerySet(models.QuerySet["EventLink"]):
    def public(self) -> Self:
        """Links between published events."""
        return self.filter(event__status=PUBLISHED, target__status=PUBLISHED)


def _argued(to: str = "") -> Q:
    """The condition that a row of evidence, or the one that `to` leads to, is asserted by what readers can see."""
    return Q(**{f"{to}interpretation__status": PUBLISHED}) & (
        Q(**{f"{to}asserted_by": None}) | Q(**{f"{to}asserted_by__status": PUBLISHED})
    )


def _public_evidence_row(to: str = "") -> Q:
    """The condition on a row of evidence, or on the one that `to` leads to."""
    return _argued(to) & (Q(**{f"{to}event": None}) | Q(**{f"{to}event__status": PUBLISHED}))


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def argued(self) -> Self:
        """Evidence of published interpretations, not asserted by a hidden one; the event may be hidden."""
        return self.filter(_argued())

    def public(self) -> Self:
        """Evidence that is argued, on published events or circumstances."""
        return self.filter(_public_evidence_row())


class RelationQuerySet(models.QuerySet["Relation"]):
    def public(self) -> Self:
        """Relations between published interpretations."""
        return self.filter(interpretation__status=PUBLISHED, target__status=PUBLISHED)

    def contesting(self) -> Self:
        return self.filter(kind="contests")


class CitationQuerySet(models.QuerySet["Citation"]):
    def public(self) -> Self:
        """Citations of what readers can see."""
        return self.filter(
            Q(event__status=PUBLISHED)
            | Q(interpretation__status=PUBLISHED)
            | _public_evidence_row("evidence__")
            | Q(relation__interpretation__status=PUBLISHED, relation__target__status=PUBLISHED)
        )

    def flagged(self) -> Self:
        """Citations whose words are no longer in the newest text of their document."""
        return self.filter(passage__withdrawn=True)


class FurtherReadingQuerySet(models.QuerySet["FurtherReading"]):
    def public(self) -> Self:
        return self.filter(
            Q(event__status=PUBLISHED) | Q(interpretation__status=PUBLISHED) | Q(debate__status=PUBLISHED)
        )


class PassageQuerySet(models.QuerySet["Passage"]):
    def current(self) -> Self:
        return self.filter(withdrawn=False)


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def unresolved(self) -> Self:
        return self.filter(resolves_to=None)


# --- records that are public once something published uses them -------------------------------------------------------


# Made once: to put one of these together takes longer than to ask the database.


@cache
def _is_used_theme() -> Q:
    return _exists(_model("Event").objects.published(), "themes")


@cache
def _is_used_place() -> Q:
    return _exists(_model("Event").objects.published(), "place")


@cache
def _is_used_actor() -> Q:
    return _exists(_model("Participant").objects, "actor", event__status=PUBLISHED) | _exists(
        _model("Interpretation").objects.published(), "proponents"
    )


@cache
def _is_used_source() -> Q:
    cited = _exists(_model("Citation").objects.public(), "source")
    used = cited | _exists(_model("FurtherReading").objects.public(), "source")
    used |= _exists(_model("Office").objects.filter(actor__in=_model("Actor").objects.public().values("pk")), "source")
    documents = _model("Source").objects.filter(used).exclude(text="")
    resolved = _model("Reference").objects.filter(passage__source__in=documents.values("pk"))
    return used | _exists(resolved, "resolves_to")


class ThemeQuerySet(models.QuerySet["Theme"]):
    def public(self) -> Self:
        """Themes of at least one published event."""
        return self.filter(_is_used_theme())

    def for_list(self) -> Self:
        """With the number of published events of each."""
        return self.annotate(
            number_of_events=_number_of(_model("Event").objects.published().filter(themes=OuterRef("pk")))
        )


class PlaceQuerySet(models.QuerySet["Place"]):
    def public(self) -> Self:
        """Places of at least one published event."""
        return self.filter(_is_used_place())


class ActorQuerySet(models.QuerySet["Actor"]):
    def public(self) -> Self:
        """Actors who take part in a published event or hold a published interpretation."""
        return self.filter(_is_used_actor())

    def with_sort(self) -> Self:
        """With what `sort` of actor each is: people who took part, authors who only argue, states, other bodies."""
        took_part = _exists(_model("Participant").objects, "actor", event__status=PUBLISHED)
        argues = _exists(_model("Interpretation").objects.published(), "proponents")
        sorts = (
            models.When(took_part & Q(kind="person"), then=models.Value(self.model.PEOPLE)),
            models.When(argues & ~took_part, then=models.Value(self.model.AUTHORS)),
            models.When(kind="state", then=models.Value(self.model.STATES)),
        )
        default = models.Value(self.model.BODIES)
        return self.annotate(sort=models.Case(*sorts, default=default, output_field=models.IntegerField()))

    def numbers(self) -> dict[int, int]:
        """How many there are of each `sort`."""
        rows: Any = self.with_sort().order_by().values_list("sort")
        return dict(rows.annotate(models.Count("pk")))

    def for_list(self) -> Self:
        """Sort by sort, by name; with the number of published events and interpretations of each."""
        events = _model("Event").objects.published().filter(participants=OuterRef("pk")).order_by()
        argued = _model("Interpretation").objects.published().filter(proponents=OuterRef("pk")).order_by()
        numbers = {"number_of_events": _number_of(events), "number_of_interpretations": _number_of(argued)}
        return (
            self.with_sort()
            .annotate(**numbers)
            .prefetch_related("offices")
            .order_by("sort", in_language("sort_name"), "slug")
        )


class SourceQuerySet(models.QuerySet["Source"]):
    def public(self) -> Self:
        """Sources that something readers can see cites, recommends, has a reference resolved to, or an office from."""
        return self.filter(_is_used_source())

    def for_list(self) -> Self:
        """Without the stored text; with the number of visible statements that cite each."""
        citations = _model("Citation").objects.public().filter(source=OuterRef("pk")).order_by()
        stored = models.Case(models.When(text="", then=False), default=True, output_field=models.BooleanField())
        return self.defer("text", "attribution", "note").annotate(
            number_of_citations=_number_of(citations), has_text=stored
        )


# --- records that are published ---------------------------------------------------------------------------------


class PublishableQuerySet(models.QuerySet[M]):
    def published(self) -> Self:
        return self.filter(status=PUBLISHED)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def public(self) -> Self:
        """Answers to the questions of published debates."""
        return self.filter(debate__status=PUBLISHED)

    def given(self) -> Self:
        """Those that published interpretations give, with the number of these: an answer that nobody gives is none."""
        given = models.Count("interpretations", filter=Q(interpretations__status=PUBLISHED))
        return self.annotate(number_of_accounts=given).filter(number_of_accounts__gt=0)


class DebateQuerySet(PublishableQuerySet["Debate"]):
    def in_order(self) -> Self:
        """Featured ones first, then by question in the language of readers."""
        return self.order_by(models.F("featured").asc(nulls_last=True), in_language("question"), "slug")

    def for_list(self) -> Self:
        """Featured ones first; with answers, the number of published interpretations, and the years of their events."""
        argued = _model("Interpretation").objects.published().filter(debate=OuterRef("pk"))
        evidence = _model("Evidence").objects.public().filter(interpretation__debate=OuterRef("pk")).order_by()
        of_debate = evidence.values("interpretation__debate")
        return (
            self.annotate(
                number_of_accounts=_number_of(argued),
                earliest=Subquery(of_debate.annotate(day=models.Min("event__earliest")).values("day")),
                latest=Subquery(of_debate.annotate(day=models.Max("event__latest")).values("day")),
            )
            .prefetch_related(Prefetch("answers", _model("Answer").objects.given(), to_attr="given_answers"))
            .in_order()
        )

    def for_detail(self) -> Self:
        return self.prefetch_related(_further_reading())


class InterpretationQuerySet(PublishableQuerySet["Interpretation"]):
    def with_notes(self) -> Self:
        """With what a historiographic note says: holders, debate, and what contests it or is contested by it."""
        return self.select_related("debate", "answer").prefetch_related(*_notes())

    def for_detail(self) -> Self:
        """With everything its page shows; hidden records are left out of each list."""
        return self.with_notes().prefetch_related(
            _evidence_of(),
            *_relations(_citations(), said="public_relations", heard="public_relations_here"),
            _further_reading(),
        )

    def for_question(self) -> Self:
        """With what the page of a question shows of each: holders, words, evidence, and all that is said of others."""
        return self.prefetch_related(
            "proponents",
            _citations(),
            _evidence_of(),
            *_relations(said="public_relations", heard="public_relations_here"),
        )

    def by_answer(self, answers: "Sequence[Answer]") -> Self:
        """Answer by answer, those that give none last; the accounts of each by when they were made, unknown last."""
        places = [models.When(answer=answer, then=place) for place, answer in enumerate(answers)]
        place = [models.Case(*places, default=len(answers), output_field=models.IntegerField())] if places else []
        made = (models.F(f"made_on_{end}").asc(nulls_last=True) for end in ("earliest", "latest"))
        return self.order_by(*place, *made, "slug")  # PostgreSQL takes a lone number for a column

    def per_answer(self, debates: Iterable[str]) -> models.QuerySet:
        """For each answer in debates with these slugs, and for those that give none: the slugs, a name, a number."""
        told_apart = ("debate__slug", "answer__slug", said("answer__name"))
        rows: Any = self.order_by().filter(debate__slug__in=debates).values_list(*told_apart)
        return rows.annotate(number=models.Count("pk"))

    def citing(self, source: "Source") -> Self:
        """Those that cite a source themselves, or whose evidence or relations do."""
        citations = _model("Citation").objects.public().filter(source=source).order_by()
        through = ("interpretation", "evidence__interpretation", "relation__interpretation")
        return self.filter(Q(*(Q(pk__in=citations.values(path)) for path in through), _connector=Q.OR))

    def for_sides(self) -> Self:
        """The sides of a comparison: for each its notes, evidence and citations."""
        return self.with_notes().prefetch_related(_evidence_of())

    def for_list(self) -> Self:
        return self.with_notes()


class EventQuerySet(PublishableQuerySet["Event"]):
    # dates
    def in_date_order(self, newest_first: bool = False) -> Self:
        """By rank (`events.chronology.order`); undated last in both directions."""
        return self.order_by("undated", "-rank" if newest_first else "rank")

    def around(self, event: "Event", each_side: int = 2) -> list["Event"]:
        """Up to so many dated events before and after the event, and itself, in date order."""
        if event.undated:
            return []
        dated = self.filter(undated__in=[False])  # SQLite finds NOT undated in no index
        before = dated.filter(rank__lt=event.rank).order_by("-rank")[:each_side]
        after = dated.filter(rank__gt=event.rank).order_by("rank")[:each_side]
        return [*reversed(before), event, *after]

    # the event's own relations: keys are found from the other side, so that a rare value costs little
    def about(self, themes: Iterable["Theme"]) -> Self:
        return self.filter(pk__in=self.model.themes.through.objects.filter(theme__in=themes).values("event"))

    def at(self, places: Iterable["Place"]) -> Self:
        return self.filter(place__in=places)

    def involving(self, actors: Iterable["Actor"]) -> Self:
        """Events with one of the actors among the participants."""
        return self.filter(pk__in=_model("Participant").objects.order_by().filter(actor__in=actors).values("event"))

    def citing(self, sources: Iterable["Source"]) -> Self:
        citations = _model("Citation").objects.filter(event__isnull=False, source__in=sources)
        return self.filter(pk__in=citations.order_by().values("event"))

    # what is argued about it
    def in_debate(self, debate: "Debate") -> Self:
        return self._argued(interpretation__debate=debate)

    def _argued(self, *conditions: Q | Exists, **more: Any) -> Self:
        evidence = _model("Evidence").objects.public().filter(*conditions, event__isnull=False, **more)
        return self.filter(pk__in=evidence.order_by().values("event"))

    def contested(self) -> Self:
        """Events on which a published interpretation contests, or is contested by, a published one."""
        contests = _model("Relation").objects.public().contesting()
        return self._argued(
            Exists(contests.filter(interpretation=OuterRef("interpretation")))
            | Exists(contests.filter(target=OuterRef("interpretation")))
        )

    # what a page needs
    def for_detail(self) -> Self:
        """With what only its own page shows; the rest is read as for every use (`published.events`)."""
        links = _model("EventLink").objects.public()
        return self.select_related("after_event", "place").prefetch_related(
            _citations(),
            Prefetch("evidence", _public_evidence().select_related("asserted_by"), to_attr="public_evidence"),
            Prefetch("links", links.select_related("target").order_by("pk"), to_attr="public_links"),
            Prefetch("links_here", links.select_related("event").order_by("pk"), to_attr="public_links_here"),
            Prefetch("dated_from_it", self.model.objects.published().in_date_order(), to_attr="public_followers"),
            _further_reading(),
        )


def _notes(prefix: str = "") -> list[str | Prefetch]:
    """What to prefetch for a note, from an interpretation or, with a prefix, from what leads to one."""
    contesting = _model("Relation").objects.public().contesting()
    return [
        f"{prefix}proponents",
        _citations(f"{prefix}citations"),
        *_relations(prefix=prefix, of=contesting, said="contests", heard="contested_by"),
    ]


def _relations(
    *more: Prefetch, said: str, heard: str, prefix: str = "", of: "RelationQuerySet | None" = None
) -> Iterator[Prefetch]:
    """How an interpretation stands to others, and they to it, with what names them."""
    relations = _model("Relation").objects.public() if of is None else of
    for lookup, other, name in (("relations", "target", said), ("relations_here", "interpretation", heard)):
        named = relations.select_related(other).prefetch_related(
            *more, f"{other}__proponents", _citations(f"{other}__citations")
        )
        yield Prefetch(f"{prefix}{lookup}", named.order_by(f"{other}__slug", "pk"), to_attr=name)


def _evidence_of() -> Prefetch:
    """The public evidence of an interpretation, with whoever demands it."""
    asserted = ("asserted_by__proponents", _citations("asserted_by__citations"))
    rows = _public_evidence().select_related("event__after_event", "asserted_by").prefetch_related(*asserted)
    return Prefetch("evidence", rows, to_attr="public_evidence")


def _number_of(rows: models.QuerySet) -> Coalesce:
    """The number of rows of a correlated subquery."""
    counted = (
        rows.order_by().values(one=models.Value(1)).annotate(number=models.Count("pk", distinct=True)).values("number")
    )
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


def _citations(lookup: str = "citations") -> Prefetch:
    cited = (
        _model("Citation")
        .objects.select_related("source", "passage")
        .defer(
            "source__text",
            "source__attribution",
            "source__note",
            "passage__withdrawn_text",
            "passage__note",
            "passage__context",
        )
    )
    return Prefetch(lookup, cited.order_by("position", "pk"))


def _public_evidence() -> "EvidenceQuerySet":
    return _model("Evidence").objects.public().order_by("pk").prefetch_related(_citations())


def _further_reading() -> Prefetch:
    return Prefetch("further_reading", _model("FurtherReading").objects.select_related("source").defer("source__text"))


# --- what editors write about records ---------------------------------------------------------------------------------


class AboutRecordQuerySet(models.QuerySet[M]):
    def of(self, record: models.Model) -> Self:
        """What is about this record."""
        return self.of_all(type(record), [record.pk])

    def of_all(self, model: type[models.Model], keys: Iterable[int]) -> Self:
        """What is about the records of a model with these keys."""
        from django.contrib.contenttypes.models import ContentType

        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)


class PendingRevisionQuerySet(AboutRecordQuerySet["PendingRevision"]):
    def open(self) -> Self:
        """Those that are neither approved nor withdrawn."""
        return self.filter(state__in=self.model.OPEN)


class ErratumQuerySet(AboutRecordQuerySet["Erratum"]):
    def on_page_of(self, record: models.Model) -> Self:
        """What the page of a record lists, newest first; a document's page also those of its passages and markers.

        One query, and with `passage_number` where it is about one.
        """
        kind = record._meta
        found = Q(content_type__app_label=kind.app_label, content_type__model=kind.model_name, object_id=record.pk)
        number = []
        if kind.model_name == "source":
            for model, to in (("Passage", ""), ("Reference", "passage__")):
                rows = _model(model).objects.order_by()
                here = Q(content_type__app_label=kind.app_label, content_type__model=model.lower())
                found |= here & Q(object_id__in=rows.filter(**{f"{to}source": record}).values("pk"))
                one = rows.filter(pk=OuterRef("object_id")).values(f"{to}number")[:1]
                number.append(models.When(here, then=Subquery(one)))
        shown = models.Case(*number, default=None, output_field=models.IntegerField())
        return self.filter(found).annotate(passage_number=shown).order_by("-created_at", "-pk")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def of(self, record: models.Model) -> Self:
        """Those that were accepted as this record, or joined with it."""
        return self.filter(kind=f"{record._meta.model_name}s", record=record.pk)
