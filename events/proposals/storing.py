"""The proposals of a document that the database has: read anew without touching what editors decided."""

from collections import Counter
from collections.abc import Generator, Sequence
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.documents.anchoring import Document, number_passages
from events.editing import recognition
from events.editing.recognition import KnownName
from events.models import Actor, Passage, Place, Proposal, Reference, Source
from events.proposals.drafts import Draft, Known, drafts_of
from events.proposals.proposing import propose_in_steps
from events.record_data.declaration import KINDS
from events.record_data.references import with_slugs
from events.search import folding
from events.seeding import in_database
from events.seeding.shapes import SHAPES

KEPT = ("passage_id", "at", "words", "data", "rule", "certainty")
"""What a pending proposal takes from a new reading."""
State = Proposal.State


def document_of(source: Source) -> Document:
    """The text of a source with its passages and their numbers as the database has them."""
    (known,) = (passages for _slug, _text, passages in in_database.documents([source.slug]))
    return number_passages(source.text, known, [])


def learn(known: Known, source: Source | None = None) -> None:
    """Adds what the database knows; what is known already comes before what has the same slug here.

    Of a `source` also the names that editors have joined with an actor or a place.
    """
    slugs, places = (dict(model.objects.values_list("pk", "slug")) for model in (Actor, Place))
    there = set(known.slugs.values())
    known.names += [name for name in recognition.names() if slugs[name.actor] not in there]
    known.slugs |= slugs
    for name, slug in Place.objects.values_list("name", "slug"):
        known.places.setdefault(" ".join(folding.words(name)), slug)
    for kind, model in KINDS.items():
        known.used |= {f"{kind}/{slug}" for slug in model.objects.values_list("slug", flat=True)}
    joined = Proposal.objects.filter(source=source, state=State.JOINED, kind__in=["actors", "places"])
    for each in joined if source else ():
        if each.kind == "actors" and each.record in slugs:
            known.names.append(KnownName(each.words, each.record, each.data.get("kind", "")))
        elif each.kind == "places" and each.record in places:
            known.places.setdefault(" ".join(folding.words(each.words)), places[each.record])


def refresh(source: Source) -> int:
    """Reads a document, and keeps what is proposed of it; gives how many proposals are new.

    What was decided stays decided, and what was mended stays as it is. What is pending and is not read any more goes.
    Words that editors have set aside as context propose nothing. The same text, names and decisions give the same.
    Raises ValidationError, with a sentence, where the document has been changed meanwhile.
    """
    steps = refresh_in_steps(source)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def refresh_in_steps(source: Source) -> Generator[tuple[int, int], None, int]:
    """As `refresh`; gives after each step how many are done, and of how many. Others may write until the last one."""
    document, drafts = yield from _read(source)
    with transaction.atomic():
        found = Source.objects.select_for_update().only("text").get(pk=source.pk)
        if found.text != source.text or document_of(found).numbers != document.numbers:
            raise ValidationError([_("The document has been changed while it was read. Read it again.")])
        return _write(source, document, drafts)


def _read(source: Source) -> Generator[tuple[int, int], None, tuple[Document, list[Draft]]]:
    document, known = document_of(source), Known()
    learn(known, source)
    known.used |= {f"{kind}/{slug}" for kind, slug in source.proposals.order_by().values_list("kind", "slug")}
    aside = [(each.start or 0, each.end or 0) for each in source.passages.current().exclude(context="")]
    language = source.csl.get("language", "")
    proposals = yield from propose_in_steps(
        source.text,
        known.names,
        language if isinstance(language, str) else "",
        aside,
        passages=document.cut.spans,
    )
    return document, drafts_of(source.slug, document, proposals, known, source.pages, _notes(source))


def _notes(source: Source) -> dict[int, str]:
    """The notes whose works nobody has said yet, by where their markers stand."""
    references = Reference.objects.filter(passage__source=source, passage__withdrawn=False, resolves_to=None)
    return dict(references.exclude(note="").values_list("offset", "note"))


def learn_works(known: Known) -> None:
    """Adds the sources of the database, by what their works are known by."""
    for slug, record in Source.objects.values_list("slug", "csl"):
        known.learn_work(slug, record)


def _write(source: Source, document: Document, drafts: Sequence[Draft]) -> int:
    keys = _keys(drafts)
    there = {row.key: row for row in Proposal.objects.filter(source=source)}
    # A record is pointed at by the slug under which it was first proposed.
    slugs = {(draft.kind, draft.slug): there[key].slug for key, draft in zip(keys, drafts, strict=True) if key in there}
    passages = dict(Passage.objects.filter(source=source).values_list("number", "pk"))
    new, changed = [], []
    for key, draft in zip(keys, drafts, strict=True):
        values = _values(draft, document, passages, slugs)
        row = there.pop(key, None)
        if row is None:
            new.append(Proposal(source=source, kind=draft.kind, key=key, slug=values["data"]["slug"], **values))
            continue
        if row.state != State.PENDING or row.mended:
            values = {name: values[name] for name in ("passage_id", "at")}
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    gone = [row.pk for row in there.values() if row.state == State.PENDING and not row.mended]
    Proposal.objects.filter(pk__in=gone).delete()
    Proposal.objects.bulk_update(changed, KEPT, batch_size=200)
    Proposal.objects.bulk_create(new, batch_size=500)
    return len(new)


def _keys(drafts: Sequence[Draft]) -> list[str]:
    """A digest of each draft's kind and words and, where others have the same, of how many those before it are."""
    seen: Counter[tuple[str, str]] = Counter()
    keys = []
    for draft in drafts:
        same = draft.kind, draft.words
        seen[same] += 1
        keys.append(sha256("\n".join([*same, str(seen[same])]).encode()).hexdigest())
    return keys


def _values(
    draft: Draft, document: Document, passages: dict[int, int], slugs: dict[tuple[str, str], str]
) -> dict[str, Any]:
    data = with_slugs(SHAPES[draft.kind], draft.data, lambda kind, slug: slugs.get((kind, slug), slug))
    data = {**data, "slug": slugs.get((draft.kind, draft.slug), draft.slug)}
    index = document.index_at(draft.start)
    number, start = document.numbers[index], document.cut.spans[index].start
    return {
        "passage_id": passages[number],
        "at": max(0, draft.start - start),
        "words": draft.words,
        "data": data,
        "rule": draft.rule,
        "certainty": draft.certainty,
    }
