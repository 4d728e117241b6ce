"""Records for tests: each function saves one, and takes any field as a keyword.

They write what they are told and check nothing, so that a test can also build what the forms would refuse.
What is not given is filled in plausibly; slugs and titles are unique.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from events import models
from events.search.folding import slug as slug_of
from events.signals import invalidation

_numbers = count(1)

SENTENCES = (
    "In July 1963 Romania blocked the plans of the Council for Mutual Economic Assistance.\n"
    "All Soviet troops had left Romania by 25 July 1958.\n"
    "This was arguably the beginning of a policy of its own."
)


def make_theme(name: str = "", **fields: Any) -> models.Theme:
    number = next(_numbers)
    name = name or f"Theme {number}"
    return models.Theme.objects.create(**{"slug": slug_of(name), "name": name, "position": number} | fields)


def make_place(name: str = "", **fields: Any) -> models.Place:
    name = name or f"Place {next(_numbers)}"
    return models.Place.objects.create(**{"slug": slug_of(name), "name": name} | fields)


def make_actor(name: str = "", **fields: Any) -> models.Actor:
    """An actor, a person unless `kind` says otherwise; `sort_name` is the last word first."""
    name = name or f"Actor {next(_numbers)}"
    first, _, last = name.rpartition(" ")
    defaults = {
        "slug": slug_of(name),
        "name": name,
        "kind": "person",
        "sort_name": f"{last}, {first}" if first else name,
    }
    return models.Actor.objects.create(**defaults | fields)


def make_office(actor: models.Actor, what: str, dates: str = "", **fields: Any) -> models.Office:
    return models.Office.objects.create(actor=actor, what=what, dates=dates, **fields)


def make_source(slug: str = "", **fields: Any) -> models.Source:
    """A work without stored text. `title`, `author` (a family name) and `year` go into its CSL record."""
    slug = slug or f"source-{next(_numbers)}"
    csl: dict[str, Any] = {"type": "book", "title": fields.pop("title", slug.replace("-", " ").capitalize())}
    if author := fields.pop("author", ""):
        csl["author"] = [{"family": author}]
    if year := fields.pop("year", None):
        csl["issued"] = {"date-parts": [[year]]}
    return models.Source.objects.create(**{"slug": slug, "csl": csl, "kind": "secondary"} | fields)


@invalidation.batched()
def make_document(text: str = SENTENCES, slug: str = "", **fields: Any) -> models.Source:
    """A source with a stored text: every line that is not blank is a passage, numbered from 1."""
    source = make_source(
        slug or f"document-{next(_numbers)}", **{"text": text, "text_public": True, "kind": "tertiary"} | fields
    )
    passages, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            number = len(passages) + 1
            passages.append(models.Passage(source=source, number=number, start=start, end=start + len(line)))
        start += len(line) + 1
    models.Passage.objects.bulk_create(passages)
    invalidation.invalidate(documents=[source.pk])
    return source


def make_passage(source: models.Source, number: int, **fields: Any) -> models.Passage:
    """A withdrawn passage, unless `start` and `end` are given."""
    if "start" not in fields:
        fields = {"withdrawn": True, "withdrawn_text": "Words that are gone."} | fields
    return models.Passage.objects.create(source=source, number=number, **fields)


def make_reference(passage: models.Passage, marker: str = "12", **fields: Any) -> models.Reference:
    return models.Reference.objects.create(
        **{"passage": passage, "marker": marker, "offset": passage.start or 0} | fields
    )


@invalidation.batched()
def make_event(title: str = "", **fields: Any) -> models.Event:
    """An event, a draft unless `status` says otherwise.

    `themes` and `participants` take lists; a participant is an actor or a pair of actor and role. A `place` is one, or
    the name of one. A date is *stated* unless `date_basis` says otherwise, and one with `after_event` is *relative*.
    """
    if isinstance(name := fields.get("place"), str):
        fields["place"] = models.Place.objects.filter(name=name).first() or make_place(name)
    title = title or f"Event {next(_numbers)}"
    themes, participants = fields.pop("themes", []), fields.pop("participants", [])
    basis = "relative" if fields.get("after_event") else "stated" if fields.get("date") else ""
    event = models.Event.objects.create(**{"slug": slug_of(title), "title": title, "date_basis": basis} | fields)
    event.themes.set(themes)
    for participant in participants:
        actor, role = participant if isinstance(participant, tuple) else (participant, "participant")
        models.Participant.objects.create(event=event, actor=actor, role=role)
    return event


@invalidation.batched()
def make_interpretation(claim: str = "", **fields: Any) -> models.Interpretation:
    """An interpretation of named historians on a cause; `proponents` takes a list of actors."""
    claim = claim or f"Claim {next(_numbers)}."
    proponents = fields.pop("proponents", [])
    defaults = {"slug": slug_of(claim)[:120], "claim": claim, "voice": "named", "ground": "cause"}
    interpretation = models.Interpretation.objects.create(**defaults | fields)
    interpretation.proponents.set(proponents)
    return interpretation


def make_debate(question: str = "", **fields: Any) -> models.Debate:
    question = question or f"Question {next(_numbers)}?"
    return models.Debate.objects.create(**{"slug": slug_of(question), "question": question} | fields)


def make_answer(debate: models.Debate, name: str = "", **fields: Any) -> models.Answer:
    name = name or f"Answer {next(_numbers)}"
    defaults = {"slug": slug_of(name), "name": name, "statement": f"{name}, they say."}
    return models.Answer.objects.create(debate=debate, **defaults | fields)


def make_evidence(interpretation: models.Interpretation, on: models.Event | str, **fields: Any) -> models.Evidence:
    """A row of evidence on an event, or on a circumstance in words."""
    place = {"circumstance": on} if isinstance(on, str) else {"event": on}
    return models.Evidence.objects.create(interpretation=interpretation, **place | fields)


def make_relation(
    interpretation: models.Interpretation, kind: str, target: models.Interpretation, **fields: Any
) -> models.Relation:
    return models.Relation.objects.create(
        **{"interpretation": interpretation, "kind": kind, "target": target, "ground": interpretation.ground} | fields
    )


def make_link(event: models.Event, kind: str, target: models.Event) -> models.EventLink:
    return models.EventLink.objects.create(event=event, kind=kind, target=target)


def make_further_reading(record: Any, source: models.Source, **fields: Any) -> models.FurtherReading:
    """Further reading of an event, an interpretation or a debate."""
    return models.FurtherReading.objects.create(**{record._meta.model_name: record, "source": source} | fields)


def cite(record: Any, source: models.Source | None = None, quote: str = "", **fields: Any) -> models.Citation:
    """Cites a source for an event, an interpretation, a row of evidence or a relation.

    Into a document the passage is the one that holds the quote, and without a quote the first, quoted whole.
    Without a source a document is made. Into another source the locator is p. 1 unless one is given.
    """
    source = source or make_document()
    if source.is_document and "passage" not in fields:
        passages: Iterable[models.Passage] = source.passages.select_related("source").order_by("number")
        passage = next(passage for passage in passages if quote in passage.text)
        quote = quote or passage.text
        fields |= {"passage": passage, "quote_offset": passage.text.index(quote)}
    elif not source.is_document and not quote:
        fields = {"locator": "p. 1"} | fields
    position = record.citations.count()
    return models.Citation.objects.create(
        **{record._meta.model_name: record, "source": source, "quote": quote, "position": position} | fields
    )


@invalidation.batched()
def publish(*records: Any) -> Any:
    """Publishes records, and first gives them the citation or the introduction that they need."""
    for record in records:
        if hasattr(record, "citations") and not record.citations.exists():
            cite(record)
        if hasattr(record, "introduction") and not record.introduction:
            record.introduction = "Historians differ on this."
        record.status = "published"
        record.save()
    return records[0] if len(records) == 1 else records


def make_editor(username: str = "", **fields: Any) -> Any:
    """A user who may do everything in the editorial office; the password is `long enough`."""
    username = username or f"editor-{next(_numbers)}"
    return get_user_model().objects.create_superuser(username, **{"password": "long enough"} | fields)


def make_person(role: str = "", username: str = "", **fields: Any) -> Any:
    """A member of the editorial office in a role of `events.editing.roles`; without one only staff."""
    username = username or f"{role.lower() or 'staff'}-{next(_numbers)}"
    user = get_user_model().objects.create_user(username, **{"is_staff": True} | fields)  # signs in by a cookie
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
