"""Full text: what is indexed of an event, and how a reader's words are looked up.

A reader's query is words, which find every word that begins with them; "phrases in quotes", whole words in that order;
-without; and OR between alternatives. Case and diacritics are folded (`events.folding`) on both sides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from events import spelling
from events.folding import fold, words
from events.models import (
    Actor,
    ActorName,
    Citation,
    Event,
    EventText,
    Evidence,
    Interpretation,
    Participant,
    Source,
)  # fmt: skip

WEIGHTS = {"title": 100, "summary": 10, "argument": 1}
BATCH = 500
MAX_TERMS = 24

# --- a reader's words -------------------------------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_TERM = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that must follow one another in the text, or, if not `wanted`, must not.

    The last word is the beginning of one unless the term is a `phrase`.
    """

    words: tuple[str, ...]
    wanted: bool = True
    phrase: bool = False

    @property
    def pattern(self) -> str:
        return " " + " ".join(self.words) + (" " if self.phrase else "")


def parse(query: str) -> list[list[Term]]:
    """The alternatives of a query, each a list of terms that must all hold. Never fails; at most MAX_TERMS terms."""
    alternatives: list[list[Term]] = [[]]
    for match in list(_TERM.finditer(query))[:MAX_TERMS]:
        if match["word"] == "OR" and not match["without"]:
            alternatives.append([])
            continue
        found = tuple(words(match["word"] if match["phrase"] is None else match["phrase"]))
        if found:
            alternatives[-1].append(Term(found, wanted=not match["without"], phrase=match["phrase"] is not None))
    return [terms for terms in alternatives if terms]


def terms(query: str) -> list[Term]:
    """The wanted terms of a query, for marking them in what was found."""
    return [term for alternative in parse(query) for term in alternative if term.wanted]


def _condition(term: Term) -> Q:
    found = Q(*(Q(**{f"{column}__contains": term.pattern}) for column in WEIGHTS), _connector=Q.OR)
    return found if term.wanted else ~found


def matching(events: QuerySet, query: str) -> QuerySet:
    """The events whose text holds the query; all of them for a blank one, none for one without a single word."""
    if not query.strip():
        return events
    alternatives = [Q(*map(_condition, terms)) for terms in parse(query)]
    if not alternatives:
        return events.none()
    texts = EventText.objects.filter(Q(*alternatives, _connector=Q.OR), event=OuterRef("pk"))
    return events.filter(Exists(texts))


def by_relevance(events: QuerySet, query: str) -> QuerySet:
    """Best matches first: a wanted word in the title, then in the summary, then in the argument; then by date."""
    relevance = Value(0, output_field=IntegerField())
    for term in {term for terms in parse(query) for term in terms if term.wanted}:
        for column, weight in WEIGHTS.items():
            condition = When(**{f"search_text__{column}__contains": term.pattern}, then=Value(weight))
            relevance = relevance + Case(condition, default=Value(0), output_field=IntegerField())
    return events.annotate(relevance=relevance).order_by("-relevance", *events.in_date_order().query.order_by)


def respelt(query: str) -> str:
    """The query with each word that nothing begins with in its nearest spelling; blank where none is nearer.

    It reads the names and titles that readers can see, so it is for a search that found nothing.
    """
    unknown = [word for term in terms(query) for word in term.words]
    names = [
        *Event.objects.published().values_list("title", flat=True),
        *Actor.objects.public().values_list("name", flat=True),
        *ActorName.objects.filter(actor__in=Actor.objects.public().values("pk")).values_list("name", flat=True),
        *Source.objects.public().values_list("title", flat=True),
        *Interpretation.objects.published().values_list("claim", flat=True),
    ]
    vocabulary = spelling.Vocabulary(names)
    nearest = {word: found for word in unknown if (found := vocabulary.nearest(word))}
    return _WORD.sub(lambda match: nearest.get(fold(match[0]), match[0]), query) if nearest else ""


# --- the index --------------------------------------------------------------------------------------------------------


def refresh(event_ids: Iterable[int]) -> None:
    """Writes anew what the given events are found by. A constant number of statements for each BATCH of events."""
    ids = sorted(set(event_ids) - {None})
    for start in range(0, len(ids), BATCH):
        texts = _texts(ids[start : start + BATCH])
        EventText.objects.bulk_create(
            texts, update_conflicts=True, unique_fields=["event"], update_fields=list(WEIGHTS)
        )


def _texts(ids: list[int]) -> list[EventText]:
    titles, summaries, arguments = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, title, summary, place in (
        Event.objects.filter(pk__in=ids).order_by().values_list("pk", "title", "summary", "place")
    ):
        titles[pk].append(title)
        summaries[pk] += [summary, place]
    participants = Participant.objects.filter(event__in=ids).order_by()
    for pk, name in participants.values_list("event_id", "actor__name"):
        summaries[pk].append(name)
    for pk, name in participants.filter(actor__other_names__isnull=False).values_list(
        "event_id", "actor__other_names__name"
    ):
        summaries[pk].append(name)
    for pk, *quoted in (
        Citation.objects.filter(event__in=ids).order_by().values_list("event_id", "quote", "source__title")
    ):
        arguments[pk] += quoted
    evidence = Evidence.objects.public().filter(event__in=ids).order_by()
    for pk, *argued in evidence.values_list("event_id", "interpretation__claim", "interpretation__argument"):
        arguments[pk] += argued
    for pk, name in evidence.filter(interpretation__proponents__isnull=False).values_list(
        "event_id", "interpretation__proponents__name"
    ):
        arguments[pk].append(name)
    for pk, *quoted in evidence.filter(interpretation__citations__isnull=False).values_list(
        "event_id", "interpretation__citations__quote", "interpretation__citations__source__title"
    ):
        arguments[pk] += quoted
    return [
        EventText(
            event_id=pk, title=_joined(titles[pk]), summary=_joined(summaries[pk]), argument=_joined(arguments[pk])
        )
        for pk in titles
    ]


def _joined(texts: Iterable[str]) -> str:
    """Folded words between spaces; a bar parts texts, so that no phrase runs from one into the next."""
    return "".join(f" {' '.join(found)} |" for text in dict.fromkeys(texts) if (found := words(text)))


# --- what an edit touches ---------------------------------------------------------------------------------------------


def _events_of_actors(actors) -> set[int]:
    return {
        *Participant.objects.filter(actor__in=actors).values_list("event_id", flat=True),
        *Evidence.objects.filter(interpretation__proponents__in=actors).values_list("event_id", flat=True),
    }


def _events_of_sources(sources) -> set[int]:
    cited = Citation.objects.filter(source__in=sources)
    return {
        *cited.values_list("event_id", flat=True),
        *Evidence.objects.filter(interpretation__citations__in=cited).values_list("event_id", flat=True),
    }


def _events_of_interpretations(interpretations) -> set[int]:
    evidence = Evidence.objects.filter(Q(interpretation__in=interpretations) | Q(asserted_by__in=interpretations))
    return set(evidence.values_list("event_id", flat=True))


TOUCHED_BY = {
    Event: lambda event: {event.pk},
    Participant: lambda participant: {participant.event_id},
    Evidence: lambda evidence: {evidence.event_id},
    Citation: lambda citation: {citation.event_id} | _events_of_interpretations([citation.interpretation_id]),
    Interpretation: lambda interpretation: _events_of_interpretations([interpretation.pk]),
    Actor: lambda actor: _events_of_actors([actor.pk]),
    ActorName: lambda name: _events_of_actors([name.actor_id]),
    Source: lambda source: _events_of_sources([source.pk]),
}
"""For each model the events whose text changes with one of its rows."""


def _on_save(sender, instance, raw=False, **kwargs):
    if not raw:
        refresh(TOUCHED_BY[sender](instance))


def _before_deletion(sender, instance, origin=None, **kwargs):
    """Afterwards the rows are gone that tell which events it was of.

    `origin` is what a deletion started from: rows that go with their event have no text to mend.
    """
    goes_with_event = getattr(origin, "model", type(origin)) is Event
    instance.touched_events = set() if goes_with_event else TOUCHED_BY[sender](instance)


def _after_deletion(sender, instance, **kwargs):
    refresh(instance.touched_events)


def _on_proponents(sender, instance, action, reverse, pk_set, **kwargs):
    """Called from an interpretation or, in reverse, from an actor whose interpretations change."""
    if reverse and action == "pre_clear":
        instance.touched_events = _events_of_actors([instance.pk])
    elif action == "post_clear":
        refresh(instance.touched_events if reverse else _events_of_interpretations([instance.pk]))
    elif action in {"post_add", "post_remove"}:
        refresh(_events_of_interpretations(pk_set if reverse else [instance.pk]))


for model in TOUCHED_BY:
    post_save.connect(_on_save, sender=model, dispatch_uid=f"search-{model.__name__}-saved")
    if model is not Event:
        pre_delete.connect(_before_deletion, sender=model, dispatch_uid=f"search-{model.__name__}-to-be-deleted")
        post_delete.connect(_after_deletion, sender=model, dispatch_uid=f"search-{model.__name__}-deleted")
m2m_changed.connect(_on_proponents, sender=Interpretation.proponents.through, dispatch_uid="search-proponents")
