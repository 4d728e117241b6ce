"""What a decision makes public beside the record that it is about, and what it leaves hidden.

Actors, sources, themes and places have no status: readers see them as soon as something published uses them. Until then
whoever may edit them writes at once. So a decision names them, and holds only if they still say what they said when it
was looked at.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from events.models import (
    Actor,
    Citation,
    Event,
    Interpretation,
    Office,
    Passage,
    Place,
    Reference,
    Source,
    Status,
    Theme,
)
from events.models.querysets import visible_among
from events.record_data import differences, reading
from events.record_data.declaration import Data
from events.record_data.digest import digest

Stamps = dict[str, str]
"""A hash of all that a record says, by its model and key."""


def disclosed(record: Model, *versions: Data) -> list[Any]:
    """The actors, sources, themes and places that readers will see once the record is public and says one of these."""
    targets = differences.targets(type(record), *versions)
    quoted = Passage.objects.filter(pk__in=targets.get(Passage, ()))
    sources = {*targets.get(Source, ()), *quoted.values_list("source", flat=True)}
    sources |= {*_cited_about(record).values_list("source", flat=True)}
    actors = _hidden(Actor, targets.get(Actor, ()))
    offices = Office.objects.filter(actor__in=actors).exclude(source=None)
    sources |= {*offices.values_list("source", flat=True)}
    found = [*actors, *(each for model in (Theme, Place) for each in _hidden(model, targets.get(model, ())))]
    documents = _hidden(Source, sources)
    resolved = Reference.objects.filter(passage__source__in=documents).exclude(resolves_to=None)
    further = _hidden(Source, {*resolved.values_list("resolves_to", flat=True)} - {source.pk for source in documents})
    return [*found, *documents, *further]


def _cited_about(record: Model) -> QuerySet:
    """Citations of published interpretations that wait for this record alone."""
    published = Q(evidence__interpretation__status=Status.PUBLISHED) | Q(
        relation__interpretation__status=Status.PUBLISHED
    )
    if isinstance(record, Event):
        return Citation.objects.filter(published, evidence__event=record)
    if isinstance(record, Interpretation):
        return Citation.objects.filter(published, Q(evidence__asserted_by=record) | Q(relation__target=record))
    return Citation.objects.none()


def _hidden(model: Any, keys: Iterable[int]) -> list[Any]:
    hidden = {*keys} - visible_among(model, {*keys})
    return list(model.objects.filter(pk__in=hidden).order_by("pk")) if hidden else []


def stamps(records: Iterable[Model]) -> Stamps:
    return {f"{record._meta.model_name}/{record.pk}": _stamp(record) for record in records}


def _stamp(record: Model) -> str:
    said: list[Any] = [reading.read(record)]
    if isinstance(record, Source):
        said += [record.text, list(record.passages.order_by("pk").values())]
        said.append(list(Reference.objects.filter(passage__source=record).order_by("pk").values()))
    return digest(said)


def changed(records: Iterable[Model], looked_at: Stamps | None) -> list[Any]:
    """Those of the records that say something else than they did, or were not there to be looked at."""
    return [record for record in records if stamps([record]).items() - (looked_at or {}).items()]


def problems(records: Iterable[Model], looked_at: Stamps | None) -> list[str]:
    """Why a decision does not hold: what would become public with it is not what was looked at."""
    text = _("“%(name)s”, which readers will see with this, has changed since you opened this page. Look again.")
    return [text % {"name": record} for record in changed(records, looked_at)]


def texts(record: Any) -> list[differences.Change]:
    """All that a record says, as one that comes."""
    return differences.changes(type(record), {}, reading.read(record))


def left_hidden(record: Model, *versions: Data) -> Iterator[Any]:
    """What the record points at and readers do not see: they are not told that it does."""
    for model, keys in differences.targets(type(record), *versions).items():
        if hasattr(model, "status"):
            yield from model.objects.filter(pk__in=keys).exclude(status=Status.PUBLISHED).order_by("pk")
