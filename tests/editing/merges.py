"""What tests of merges share: two records of each kind, all that is stored, and what a merge is refused for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from reversion.models import Version

from events import models
from events.addresses import redirects
from events.editing import history_entries, merge_plan, merging
from events.record_data import reading
from tests.support import factories as make

PERSON = "Nicolae Ceaușescu"

STAYS = {(models.EventText, "event"), (models.Passage, "source"), (models.Proposal, "source")}
"""What is not moved: derived, or of a document, which is never merged away."""


def fresh(record: Any) -> Any:
    return type(record)._base_manager.get(pk=record.pk)


def is_gone(record: Any) -> bool:
    return not type(record)._base_manager.filter(pk=record.pk).exists()


def refused(kept: Any, gone: Any) -> str:
    """The sentences of a merge that is refused; nothing is written by it."""
    before = state()
    with pytest.raises(ValidationError) as error:
        merging.merge(kept, gone, None)
    assert state() == before
    return " ".join(error.value.messages)


def problem(kept: Any, gone: Any) -> str:
    return " ".join(each.text for each in merging.plan(kept, gone).problems)


def state() -> dict[str, Any]:
    """Every record as a whole, and every redirect."""
    found: dict[str, Any] = {
        f"{model.__name__} {record.pk}": reading.read(record)
        for model in (*redirects.KINDS, models.Passage)
        for record in model._base_manager.order_by("pk")
    }
    found["redirects"] = sorted(models.Redirect.objects.values_list("kind", "slug", "target"))
    for model, key in merge_plan.ABOUT.items():
        found[model.__name__] = sorted(model.objects.values_list("pk", key))
    found["pending"] = list(models.PendingRevision.objects.order_by("pk").values_list(*merge_plan.DATA))
    return found


def entries_of(record: Any) -> list[Version]:
    found = Version.objects.get_for_object_reference(type(record), record.pk).order_by("pk").select_related("revision")
    return list(found.exclude(revision__comment=history_entries.outside()))


def rows_leading_to(record: Any) -> dict[str, set[int]]:
    """By relation, the rows that lead to a record; said anew here, from the models' own relations."""
    found = {}
    for relation in record._meta.related_objects:
        if (relation.related_model, relation.field.name) not in STAYS:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
            found[relation.name] = set(rows.values_list("pk", flat=True))
    for field in record._meta.many_to_many:
        found[field.name] = set(getattr(record, field.name).values_list("pk", flat=True))
    return found


def actors() -> tuple[Any, Any]:
    kept, gone = make.make_actor(PERSON), make.make_actor("Ceausescu")
    make.make_office(gone, "General Secretary", "1968")
    event = make.make_event("Congress", participants=[(gone, "initiator")])
    make.make_interpretation("He asked for it.", proponents=[gone])
    models.ActorName.objects.create(actor=gone, name="The General Secretary")
    make.publish(event)
    return kept, gone


def sources() -> tuple[Any, Any]:
    kept, gone = make.make_source("verona-1992"), make.make_source("verona")
    make.make_office(make.make_actor(), "General Secretary", source=gone)
    event = make.make_event("Departure")
    make.cite(event, gone)
    make.make_further_reading(event, gone)
    document = make.make_document("They left.[12]")
    make.make_reference(document.passages.get(number=1), offset=10, resolves_to=gone)
    make.publish(event)
    return kept, gone


def events() -> tuple[Any, Any]:
    kept, gone = make.make_event("Departure of the troops"), make.make_event("Departure", themes=[make.make_theme()])
    other = make.make_event("Other")
    make.cite(gone)
    models.Participant.objects.create(event=gone, actor=make.make_actor())
    make.make_link(gone, "led_to", other)
    make.make_link(other, "responds_to", gone)
    make.make_further_reading(gone, make.make_source())
    make.make_evidence(make.make_interpretation(), gone)
    make.make_event("A month later", after_event=gone, offset="P1M")
    return kept, gone


def interpretations() -> tuple[Any, Any]:
    debate = make.make_debate()
    kept = make.make_interpretation("It was a reward.", debate=debate)
    gone = make.make_interpretation("A reward, it was.", debate=debate, proponents=[make.make_actor()])
    other = make.make_interpretation("It suited Moscow.")
    make.cite(gone)
    make.cite(make.make_evidence(gone, make.make_event()))
    make.make_evidence(other, make.make_event(), asserted_by=gone)
    make.cite(make.make_relation(gone, "contests", other))
    make.make_relation(other, "qualifies", gone)
    make.make_further_reading(gone, make.make_source())
    return kept, gone


def debates() -> tuple[Any, Any]:
    kept, gone = make.make_debate(), make.make_debate()
    make.make_answer(kept, "Yes")
    make.make_interpretation(debate=gone, answer=make.make_answer(gone, "No"))
    make.make_further_reading(gone, make.make_source())
    return kept, gone


def themes() -> tuple[Any, Any]:
    kept, gone = make.make_theme(), make.make_theme()
    make.make_event(themes=[gone])
    return kept, gone


def places() -> tuple[Any, Any]:
    kept, gone = make.make_place(), make.make_place(latitude=44.43, longitude=26.1)
    make.make_event(place=gone)
    return kept, gone


PAIRS: dict[type, Callable[[], tuple[Any, Any]]] = {
    models.Actor: actors,
    models.Source: sources,
    models.Event: events,
    models.Interpretation: interpretations,
    models.Debate: debates,
    models.Theme: themes,
    models.Place: places,
}
