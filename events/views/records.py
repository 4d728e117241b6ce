"""A page for each record, and a list for each kind. What readers may not see answers 404; what was renamed, 301."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from events.addresses import redirects
from events.chronology import bounds, date_words, offices
from events.dates import Day
from events.documents import layout
from events.documents.extent_read import read_of
from events.historiography import asked, works
from events.historiography.notes import in_order, is_contested, notes_of
from events.historiography.questions import QuestionOfPage, alphabetical
from events.linked_data.records import Nodes, document
from events.linked_data.vocabulary import Node
from events.models import Actor, Debate, Erratum, Event, Interpretation, Office, PublishedVersion, Source, Theme
from events.models.querysets import DebateQuerySet, EventQuerySet, InterpretationQuerySet
from events.published import earlier
from events.published import events as published
from events.search import suggestions
from events.selection.filters import TimelineFilter
from events.selection.page_parameters import quoted_by, revision
from events.selection.selection import Selection
from events.site import description, languages, media_types
from events.site.languages import text_of
from events.timeline import acting, entries, sequence
from events.timeline.drawing import datings, reception

PER_PAGE = 100
NAMES_PER_PAGE = 300
FOUND_BY_NAME = 500
EVENTS_PER_PAGE = 50
IN_SIGHT = 3
"""So many accounts of each answer stand open on the page of an event; the rest are folded, of each answer alike."""

ARGUED_PER_PAGE = 50
ACCOUNTS_PER_PAGE = 200

MOST_IN_FULL = 60
"""Of so many accounts the page of a question has the words; of more only what they say, and of whom."""


# --- lists ------------------------------------------------------------------------------------------------------------


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The list of events is the timeline."""
    query = request.GET.urlencode()
    return redirect(reverse("timeline") + (f"?{query}" if query else ""), permanent=True)


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """`find` looks for names, as the site's suggestions do."""
    found, find = Actor.objects.public(), request.GET.get("find", "").strip()
    if find:
        found = found.filter(slug__in=[one.slug for one in suggestions.named(find, "person")[:FOUND_BY_NAME]])
    return _list(request, "records/actors.html", found.for_list(), NAMES_PER_PAGE, find=find, numbers=found.numbers())


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """By name, or under the questions for which they are cited (`sort=question`)."""
    by_question = request.GET.get("sort") == "question"
    found: Any = works.by_question() if by_question else Source.objects.public().for_list()
    page: Any = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    groups = list(works.fetched(page.object_list) if by_question else [works.Works(None, list(page.object_list))])
    return render(
        request,
        "records/sources.html",
        {
            "page": page,
            "groups": groups,
            "by_question": by_question,
            "read": read_of({work.pk for group in groups for work in group.sources}),
        },
    )


@require_safe
def interpretations(request: HttpRequest) -> HttpResponse:
    return _list(request, "records/interpretations.html", Interpretation.objects.published().for_list())


@require_safe
def debates(request: HttpRequest) -> HttpResponse:
    return _list(request, "records/debates.html", Debate.objects.published().for_list())


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    return _list(request, "records/themes.html", Theme.objects.public().for_list())


def _list(request: HttpRequest, template: str, records: QuerySet, most: int = PER_PAGE, **context: Any) -> HttpResponse:
    paginator = Paginator(records, most)
    return render(request, template, {"page": paginator.get_page(request.GET.get("page")), **context})


# --- records ----------------------------------------------------------------------------------------------------------


class RecordDetail(DetailView):
    """The page of a record that readers may see, found by its slug; an old slug leads to the new one."""

    http_method_names = ["get", "head", "options"]
    context_object_name = "record"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = revision(request.GET)
        try:
            self.object = self.get_object()
            is_newest = number is None or (self.version and self.version.number == number)
            response = self.represented(media_types.wanted(request)) if is_newest else self.as_it_was(number or 0)
        except Http404:
            self.object = redirects.target_of(self.model, kwargs["slug"], self.visible())
            if self.object is None:
                raise
            response = self.moved() if number is None else self.as_it_was(number)
        patch_vary_headers(response, ["Accept"])
        return response

    def moved(self, query: str = "") -> HttpResponse:
        return HttpResponsePermanentRedirect(f"{self.object.get_absolute_url()}{query}")

    def as_it_was(self, number: int) -> HttpResponse:
        """What had the slug as readers saw it in that version; where it is only called otherwise now, the way there."""
        version = earlier.find(self.object, self.kwargs["slug"], number)
        if version is None:
            raise Http404
        if version.object_id == self.object.pk and self.object.slug != self.kwargs["slug"]:
            return self.moved(f"?rev={number}")
        shown = {"record": self.object, "earlier": earlier.read(version, self.object), "slug": self.kwargs["slug"]}
        return render(self.request, "records/earlier.html", shown)

    def represented(self, wanted: str) -> HttpResponse:
        """The record in the media type that is wanted; else as its page."""
        if wanted == media_types.LINKED_DATA:
            context = self.request.build_absolute_uri(reverse("context.jsonld"))
            data = document(self.linked_data(), description.current().licence, context)
            return JsonResponse(data, content_type=wanted, json_dumps_params={"ensure_ascii": False})
        return self.render_to_response(self.get_context_data(object=self.object))

    @property
    def nodes(self) -> Nodes:
        return Nodes(self.request.build_absolute_uri("/")[:-1], description.current().content_language)

    def linked_data(self) -> Node:
        """The record as linked data."""
        raise NotImplementedError

    def visible(self) -> QuerySet:
        """The records of this kind that readers may see; a preview shows its own before anything uses it."""
        if preview := getattr(self.request, "preview", None):
            return self.model.objects.filter(pk=preview.page_record.pk)
        return self.model.objects.public()

    def get_queryset(self) -> QuerySet:
        return self.visible()

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if "\0" in self.kwargs["slug"]:  # PostgreSQL has no such character
            raise Http404
        return super().get_object(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        errata = Erratum.objects.on_page_of(self.object)
        rights = description.current().licence
        data = None if hasattr(self.request, "preview") else document(self.linked_data(), rights)
        return super().get_context_data(errata=errata, version=self.version, linked_data=data, **kwargs)

    @cached_property
    def version(self) -> PublishedVersion | None:
        """The number to cite, and since when readers see it; a preview is no version yet."""
        if getattr(self.request, "preview", None):
            return None
        return PublishedVersion.objects.of(self.object).only("number", "created_at").order_by("-number").first()


class EventDetail(RecordDetail):
    model = Event
    template_name = "records/event.html"

    def visible(self) -> EventQuerySet:
        return Event.objects.published()

    def get_queryset(self) -> QuerySet:
        return self.visible().for_detail()

    @cached_property
    def shown(self) -> published.Event:
        """The event as it is read for every use."""
        if not (found := published.read([self.object.pk], published.Event)):
            raise Http404  # archived since it was looked up
        return found[0]

    def linked_data(self) -> Node:
        return self.nodes.event(self.shown, languages.active(), self.object.public_links, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, shown = self.object, self.shown
        first, last = date_words.days_of(event)
        argued = _argued_about(event, shown)
        return super().get_context_data(
            shown=shown,
            argued=argued,
            datings=datings.by_question(argued, first, last),
            in_sight=IN_SIGHT,
            date_words=date_words.words_of(event),
            datetime=entries.datetime_of(shown),
            bounds=None if event.undated else (first, last),
            crumb=entries.place_of(shown),
            place=sequence.place_of(event, self.request.GET),
            offices=_offices_of([part.actor.slug for part in shown.participations], first, last),
            neighbours=Event.objects.published().select_related("after_event").around(event),
            **kwargs,
        )


def _offices_of(actors: Iterable[str], first: Day | None, last: Day | None) -> dict[str, list[Office]]:
    """What each of the actors (slugs) was from one day to another, as far as it is told."""
    held: dict[str, list[Office]] = {slug: [] for slug in actors}
    for office in Office.objects.filter(actor__slug__in=held).select_related("actor").order_by("pk"):
        held[office.actor.slug].append(office)
    return {slug: offices.at(of_actor, first, last) for slug, of_actor in held.items()}


def _argued_about(event: Event, shown: published.Event) -> list[asked.Asked]:
    """What is argued about an event, question by question, with the evidence on it as the event's page fetched it."""
    argued = notes_of(shown)
    for note in argued:
        note.rows = [row for row in event.public_evidence if row.interpretation_id == note.interpretation.pk]
    slugs = {question.slug for note in argued if (question := asked.question_of(cast(Any, note.interpretation)))}
    given = Interpretation.objects.published().per_answer(slugs) if slugs else ()
    now = languages.current()
    told = [asked.Given(question, answer, text_of(name, now), number) for question, answer, name, number in given]
    return asked.by_question(argued, told)


class InterpretationDetail(RecordDetail):
    model = Interpretation
    template_name = "records/interpretation.html"

    def visible(self) -> InterpretationQuerySet:
        return Interpretation.objects.published()

    def get_queryset(self) -> QuerySet:
        return self.visible().for_detail()

    def linked_data(self) -> Node:
        return self.nodes.interpretation(self.object, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = map(bounds.day_of, (self.object.made_on_earliest, self.object.made_on_latest))
        held = _offices_of([actor.slug for actor in self.object.proponents.all()], *made)
        return super().get_context_data(offices=held, **kwargs)


class DebateDetail(RecordDetail):
    model = Debate
    template_name = "records/debate.html"

    def visible(self) -> DebateQuerySet:
        return Debate.objects.published()

    def get_queryset(self) -> QuerySet:
        return self.visible().for_detail()

    @cached_property
    def answers(self) -> list:
        return alphabetical(self.object.answers.given())

    def linked_data(self) -> Node:
        return self.nodes.debate(self.object, self.answers, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answers = self.answers
        accounts = Interpretation.objects.published().filter(debate=self.object).by_answer(answers)
        paginator = Paginator(accounts.for_question(), ACCOUNTS_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        question = QuestionOfPage(answers, list(page), before=ACCOUNTS_PER_PAGE * (page.number - 1))
        brief = len(page) > MOST_IN_FULL
        drawing = reception.of_answers(question) if brief else reception.of_question(question)
        return super().get_context_data(
            question=question, answers=answers, page=page, brief=brief, drawing=drawing, **kwargs
        )


class ActorDetail(RecordDetail):
    model = Actor
    template_name = "records/actor.html"

    def get_queryset(self) -> QuerySet:
        held = Office.objects.select_related("source").defer("source__text").order_by("pk")
        return self.visible().prefetch_related("other_names", Prefetch("offices", held))

    def linked_data(self) -> Node:
        return self.nodes.actor(self.object, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, found, places = _page_of_events(self.request, actor=self.object)
        events = [
            (
                event,
                [part.get_role_display() for part in event.participations if part.actor.slug == self.object.slug],
                is_contested(notes_of(event)),
            )
            for event in published.read(found.ids(*places), published.Noticed)
        ]
        held = Interpretation.objects.published().filter(proponents=self.object)
        accounts = _page_in_time(self.request, held.select_related("debate", "answer").for_question(), "argued")
        return super().get_context_data(
            events=events,
            page=page,
            acting=acting.acting(self.object),
            offices=offices.in_time(self.object.offices.all()),
            accounts=accounts,
            held=asked.held(list(accounts)),
            **kwargs,
        )


class SourceDetail(RecordDetail):
    model = Source
    template_name = "records/source.html"

    def represented(self, wanted: str) -> HttpResponse:
        """A document's text, too, of which citations count code points."""
        if wanted == media_types.TEXT and self.object.is_document and self.object.text_public:
            return HttpResponse(self.object.text, content_type="text/plain; charset=utf-8")
        return super().represented(wanted)

    def linked_data(self) -> Node:
        return self.nodes.source(self.object, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source, came_from = self.object, quoted_by(self.request.GET)
        lines = layout.lines_of(source, came_from) if source.is_document else []
        uses = layout.uses_of(source)
        page = Paginator(uses.events, EVENTS_PER_PAGE).get_page(self.request.GET.get("page"))
        argued = _page_in_order(self.request, uses.interpretations, "argued")
        drawing = reception.of_source(source, list(argued.object_list))
        return super().get_context_data(
            uses=uses,
            lines=lines,
            came_from=came_from,
            page=page,
            interpretations=argued,
            argued=asked.by_question(argued.object_list, of=lambda one: one),
            drawing=drawing,
            **kwargs,
        )


class ThemeDetail(RecordDetail):
    model = Theme
    template_name = "records/theme.html"

    def linked_data(self) -> Node:
        return self.nodes.theme(self.object, self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, found, places = _page_of_events(self.request, theme=self.object)
        groups = entries.groups(entries.of(found.ids(*places)))
        return super().get_context_data(groups=groups, page=page, **kwargs)


def _page_in_order(request: HttpRequest, interpretations: QuerySet, parameter: str) -> Page:
    """As `_page_in_time`, in order; what contests what counts within the page."""
    page = _page_in_time(request, interpretations, parameter)
    page.object_list = in_order(page.object_list)
    return page


def _page_in_time(request: HttpRequest, interpretations: QuerySet, parameter: str) -> Page:
    """The page that a parameter asks for, by when the claims were made, unknown last."""
    unknown_last = F("made_on_earliest").asc(nulls_last=True), F("made_on_latest").asc(nulls_last=True)
    paginator = Paginator(interpretations.order_by(*unknown_last, "slug"), ARGUED_PER_PAGE)
    return paginator.get_page(request.GET.get(parameter))


def _page_of_events(request: HttpRequest, **chosen: Any) -> tuple[Page, Selection, tuple[int, int]]:
    """The page asked for of the events of a record, the events as the timeline has them, and where the page is."""
    query = QueryDict(mutable=True)
    query.update({name: record.slug for name, record in chosen.items()})
    view = TimelineFilter(query)
    found = Selection(view)
    count = 0 if view.errors else found.count  # what nothing published uses, and only a preview shows, is no filter
    page = Paginator(range(count), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    return page, found, ((page.number - 1) * EVENTS_PER_PAGE, min(page.number * EVENTS_PER_PAGE, count))
