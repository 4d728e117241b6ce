"""Full text: what is indexed of an event and of a passage, and how a reader's words are looked up.

A reader's query is words, which find every word that begins with them and every word with the same English or
Romanian stem; "phrases in quotes", whole words in that order; -without; and OR between alternatives. Case and
diacritics are folded (`events.folding`) on both sides. `events.freshness` calls `refresh` when something changes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from events import changes, spelling
from events.folding import fold, words
from events.fulltext import LONGEST_WORD, Index
from events.models import (
    Actor,
    ActorName,
    Citation,
    Event,
    EventText,
    Evidence,
    Interpretation,
    Participant,
    Passage,
    PassageText,
    Source,
)  # fmt: skip
from events.stemming import stems

WEIGHTS = {"title": 100, "summary": 10, "argument": 1}
BATCH = 500
MAX_TERMS = 24
LONGEST_TEXT = 500_000
"""So many characters of each weight of an event are indexed: PostgreSQL's vectors hold one megabyte of words."""

EVENTS = Index("events_eventtext", "event_id", tuple(WEIGHTS))
PASSAGES = Index("events_passagetext", "passage_id", ("words",))

# --- a reader's words -------------------------------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_TERM = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that must follow one another in the text, or, if not `wanted`, must not.

    Unless the term is a `phrase`, the last word is the beginning of one, and a single word is found by its stems too.
    """

    words: tuple[str, ...]
    wanted: bool = True
    phrase: bool = False

    @property
    def pattern(self) -> str:
        return " " + " ".join(self.words) + (" " if self.phrase else "")

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return () if self.phrase or len(self.words) > 1 else stems(self.words[0])

    @property
    def patterns(self) -> list[str]:
        """What a text, as `_joined` writes it, contains if it has the term: one of these."""
        return [self.pattern, *(f" {stem} " for stem in self.stems)]


def parse(query: str) -> list[list[Term]]:
    """The alternatives of a query, each a list of terms that must all hold. Never fails; at most MAX_TERMS terms."""
    alternatives: list[list[Term]] = [[]]
    for match in list(_TERM.finditer(query))[:MAX_TERMS]:
        if match["word"] == "OR" and not match["without"]:
            alternatives.append([])
            continue
        found = _cut(words(match["word"] if match["phrase"] is None else match["phrase"]))
        if found:
            alternatives[-1].append(Term(found, wanted=not match["without"], phrase=match["phrase"] is not None))
    return [terms for terms in alternatives if terms]


def terms(query: str) -> list[Term]:
    """The wanted terms of a query, for marking them in what was found."""
    return [term for alternative in parse(query) for term in alternative if term.wanted]


def matching(events: QuerySet, query: str, columns: Iterable[str] = ()) -> QuerySet:
    """The events whose text holds the query; all of them for a blank one, none for one without a single word.

    `columns` are those of WEIGHTS to look in: all unless some are named.
    """
    if not query.strip():
        return events
    alternatives = [Q(pk__in=RawSQL(*EVENTS.keys(terms, columns))) for terms in parse(query)]
    return events.filter(Q(*alternatives, _connector=Q.OR)) if alternatives else events.none()


def keys(query: str) -> list[int]:
    """The keys of all events whose text holds the query, drafts among them, in no order. For a query with words."""
    found = [EVENTS.keys(terms) for terms in parse(query)]
    parameters = [parameter for _sql, some in found for parameter in some]
    return _fetched(" UNION ".join(sql for sql, _parameters in found), parameters) if found else []


def weighed(query: str) -> Iterable[tuple[int, list[int]]]:
    """For each wanted term and each weight: the weight and the keys of the events that have the term there.

    An event's relevance is the sum of its weights, as in `by_relevance`.
    """
    for term in sorted(set(terms(query)), key=lambda term: term.pattern):
        for column, weight in WEIGHTS.items():
            yield weight, _fetched(*EVENTS.keys([term], [column]))


def _fetched(sql: str, parameters: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [key for (key,) in cursor.fetchall()]


def by_relevance(events: QuerySet, query: str) -> QuerySet:
    """Best matches first: a wanted word in the title, then in the summary, then in the argument; then by date."""
    relevance = Value(0, output_field=IntegerField())
    for term in set(terms(query)):
        for column, weight in WEIGHTS.items():
            found = Q(
                *(Q(**{f"search_text__{column}__contains": pattern}) for pattern in term.patterns), _connector=Q.OR
            )
            relevance = relevance + Case(When(found, then=Value(weight)), default=0, output_field=IntegerField())
    return events.annotate(relevance=relevance).order_by("-relevance", *events.in_date_order().query.order_by)


def passages(query: str) -> QuerySet:
    """The passages of public documents whose words hold the query, in the order of the documents; none for no words."""
    public = Passage.objects.current().filter(source__in=Source.objects.public().values("pk"))
    return matching_passages(public, query).order_by("source__sort_key", "source_id", "number")


def matching_passages(passages: QuerySet, query: str) -> QuerySet:
    """Those of the passages whose words hold the query; none for a query without a wanted word."""
    alternatives = [Q(pk__in=RawSQL(*PASSAGES.keys(terms))) for terms in parse(query) if any(t.wanted for t in terms)]
    return passages.filter(Q(*alternatives, _connector=Q.OR)) if alternatives else passages.none()


def respelt(query: str) -> str:
    """The query with each word that nothing begins with in its nearest spelling; blank where none is nearer.

    It reads the names and titles that readers can see, so it is for a search that found nothing.
    """
    unknown = [word for term in terms(query) for word in term.words]
    written = vocabulary() if unknown else None
    nearest = {word: found for word in unknown if (found := written.nearest(word))}
    return _WORD.sub(lambda match: nearest.get(fold(match[0]), match[0]), query) if nearest else ""


_vocabulary: tuple[changes.Version, spelling.Vocabulary] | None = None


def vocabulary() -> spelling.Vocabulary:
    """The words of names, titles and claims that readers can see, and of some that they could see a while ago.

    A process reads them once and then adds those of what changed. What is offered to a reader must find something now:
    see `timeline.form.spelling`.
    """
    global _vocabulary
    if connection.in_atomic_block:
        return spelling.Vocabulary([*_names(), *_words_of_events(None)])
    version = changes.current()
    changed, names = changes.between(_vocabulary[0], version) if _vocabulary else (None, True)
    if _vocabulary is None or changed is None:
        _vocabulary = version, spelling.Vocabulary([*_names(), *_words_of_events(None)])
    elif version.tag != _vocabulary[0].tag:
        _vocabulary[1].add([*(_names() if names else ()), *_words_of_events(changed)])
        _vocabulary = version, _vocabulary[1]
    return _vocabulary[1]


def _names() -> Iterable[str]:
    yield from Actor.objects.public().values_list("name", flat=True)
    yield from ActorName.objects.filter(actor__in=Actor.objects.public().values("pk")).values_list("name", flat=True)
    yield from Source.objects.public().values_list("title", flat=True)


def _words_of_events(ids: Iterable[int] | None) -> Iterable[str]:
    """Titles of the published events, or of those with these keys, and the claims made about them."""
    events, evidence = Event.objects.published(), Evidence.objects.public()
    if ids is not None:
        events, evidence = events.filter(pk__in=ids), evidence.filter(event__in=ids)
    yield from events.order_by().values_list("title", flat=True)
    if ids is None:
        yield from Interpretation.objects.published().order_by().values_list("claim", flat=True)
    else:
        yield from evidence.order_by().values_list("interpretation__claim", flat=True).distinct()


# --- the index --------------------------------------------------------------------------------------------------------


def refresh(event_ids: Iterable[int]) -> None:
    """Writes anew what the given events are found by. A constant number of statements for each BATCH of events."""
    ids = sorted(set(event_ids) - {None})
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        with transaction.atomic(savepoint=False):
            _wait_for_writers_of(EventText.objects.filter(pk__in=part))
            EventText.objects.bulk_create(
                _texts(part), update_conflicts=True, unique_fields=["event"], update_fields=list(WEIGHTS)
            )


def refresh_passages(source_ids: Iterable[int]) -> None:
    """Writes anew what the passages of the given documents are found by."""
    for source in sorted(set(source_ids)):
        with transaction.atomic(savepoint=False):
            _wait_for_writers_of(PassageText.objects.filter(passage__source=source))
            PassageText.objects.bulk_create(
                _passage_texts(source),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["passage"],
                update_fields=["words"],
            )


def _wait_for_writers_of(texts: QuerySet) -> None:
    """Locks the texts, where a database has such locks: what is read for them afterwards is then the newest."""
    if connection.features.has_select_for_update:
        list(texts.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _passage_texts(source: int) -> list[PassageText]:
    text = Source.objects.filter(pk=source).values_list("text", flat=True).first()
    if not text:
        return []
    current = Passage.objects.filter(source=source).current().values_list("pk", "start", "end")
    return [PassageText(passage_id=passage, words=_joined([text[start:end]])) for passage, start, end in current]


def _texts(ids: list[int]) -> list[EventText]:
    titles, summaries, arguments = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, title, summary, place in (
        Event.objects.filter(pk__in=ids).order_by().values_list("pk", "title", "summary", "place")
    ):
        titles[pk].append(title)
        summaries[pk] += [summary, place]
    participants = Participant.objects.filter(event__in=ids).order_by("pk")
    for pk, name in participants.values_list("event_id", "actor__name"):
        summaries[pk].append(name)
    for pk, name in (
        participants.filter(actor__other_names__isnull=False)
        .order_by("pk", "actor__other_names")
        .values_list("event_id", "actor__other_names__name")
    ):
        summaries[pk].append(name)
    for pk, *quoted in (
        Citation.objects.filter(event__in=ids).order_by("pk").values_list("event_id", "quote", "source__title")
    ):
        arguments[pk] += quoted
    evidence = Evidence.objects.public().filter(event__in=ids).order_by("pk")
    for pk, *argued in evidence.values_list("event_id", "interpretation__claim", "interpretation__argument"):
        arguments[pk] += argued
    for pk, name in (
        evidence.filter(interpretation__proponents__isnull=False)
        .order_by("pk", "interpretation__proponents")
        .values_list("event_id", "interpretation__proponents__name")
    ):
        arguments[pk].append(name)
    for pk, *quoted in (
        evidence.filter(interpretation__citations__isnull=False)
        .order_by("pk", "interpretation__citations")
        .values_list("event_id", "interpretation__citations__quote", "interpretation__citations__source__title")
    ):
        arguments[pk] += quoted
    return [
        EventText(
            event_id=pk, title=_joined(titles[pk]), summary=_joined(summaries[pk]), argument=_joined(arguments[pk])
        )
        for pk in titles
    ]


def _cut(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in found)


def _joined(texts: Iterable[str]) -> str:
    """Folded words between blanks, then their stems; a bar parts texts, so that no phrase runs from one to the next."""
    found = [_cut(words(text)) for text in dict.fromkeys(texts)]
    pieces = [" ".join(some) for some in found if some]
    marked = dict.fromkeys(stem for some in found for word in some for stem in stems(word))
    text = "".join(f" {piece} |" for piece in pieces)[:LONGEST_TEXT]
    return f"{text} {' '.join(marked)} "[: 2 * LONGEST_TEXT] if marked else text
