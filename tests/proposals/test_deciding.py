"""What is proposed of a document is kept, decided on and undone; read anew, it brings back nothing that was decided."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import models
from events.editing import merging
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from events.models import Proposal
from events.proposals import bringing, deciding, folders, storing
from events.seeding import document_rows
from events.seeding.loading import load
from tests.proposals.test_folders import NOTED, extracted, noted
from tests.support.factories import make_actor, make_event, make_evidence, make_person, make_source, publish
from tests.support.office import history_of, pending_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TEXT = (
    "In May 1958 Poland signed the treaty in Warsaw.\n"
    "Two days later, France refused to ratify it.\n"
    "It rained.\n"
    "Historians such as Robert King and Dennis Deletant argue that this was arguably the beginning of a new policy.\n"
    "But this perspective fails to explain why Poland signed a second treaty in June 1959."
)


def stored(text: str = TEXT, slug: str = "article") -> models.Source:
    source = make_source(slug, text=text)
    document_rows.store(source, text)
    storing.refresh(source)
    return source


def proposed(kind: str, words: str = "", source: str = "article") -> Proposal:
    return next(each for each in Proposal.objects.filter(kind=kind, source__slug=source) if words in each.words)


def states(source: models.Source) -> dict[str, str]:
    return {f"{each.kind}: {each}": each.state for each in source.proposals.all()}


@pytest.fixture
def user(db: None) -> Any:
    return make_person(CONTRIBUTOR)


def test_accepting_all_makes_the_drafts_that_the_command_writes(tmp_path: Any, user: Any):
    """One path: the same records, rows and citations, whichever way a document comes in."""
    known = storing.Known()
    made = folders.corpus([("article.txt", extracted(TEXT, title="Article"))], known)
    folders.write(tmp_path, made)
    assert not load(tmp_path).problems
    loaded = everything()
    models.Evidence.objects.all().delete()
    models.Relation.objects.all().delete()
    models.Event.objects.exclude(after_event=None).delete()
    for model in (models.Interpretation, models.Event, models.Actor, models.Place, models.Source):
        model.objects.all().delete()  # type: ignore[attr-defined]
    for proposal in stored().proposals.all():
        if Proposal.objects.get(pk=proposal.pk).state == "pending":
            deciding.accept(proposal, user)
    assert everything() == loaded
    assert set(models.Event.objects.values_list("created_by", flat=True)) == {user.pk}


def everything() -> list[Any]:
    rows = {
        models.Event: "slug title date date_basis after_event__slug offset place__slug status",
        models.Participant: "event__slug actor__slug role",
        models.Actor: "slug name sort_name kind",
        models.Interpretation: "slug claim voice ground hedge names_only_some proponents__slug status",
        models.Evidence: "interpretation__slug event__slug bearing asserted_by__slug",
        models.Relation: "interpretation__slug target__slug kind ground",
        models.Citation: "event__slug interpretation__slug relation__target__slug passage__number quote quote_offset",
    }
    return [sorted(map(str, model.objects.values_list(*names.split()))) for model, names in rows.items()]  # type: ignore[attr-defined]


def test_what_a_proposal_needs_comes_with_it_and_goes_with_it(user: Any):
    source = stored()
    later = deciding.accept(proposed("events", "Two days later"), user)
    assert (later.after_event.title, later.offset, later.status) == (
        "Poland signed the treaty in Warsaw",
        "P2D",
        "draft",
    )
    assert later.citations.get().quote == "Two days later, France refused to ratify it."
    assert [each.revision.user for each in history_of(later)] == [user]
    assert set(models.Actor.objects.values_list("name", flat=True)) == {"Poland", "France"}
    deciding.undo(proposed("events", "Two days later"), user)
    assert not models.Event.objects.exists() and not models.Actor.objects.exists()
    assert set(states(source).values()) == {"pending"}


def test_evidence_is_linked_once_both_sides_are_made(user: Any):
    stored()
    reply = deciding.accept(proposed("interpretations", "But this"), user)
    answered = deciding.accept(proposed("interpretations", "Historians"), user)
    assert not reply.evidence.exists() and not answered.evidence.exists()
    event = deciding.accept(proposed("events", "second treaty"), user)
    assert reply.evidence.get().event == event
    assert [(row.bearing, row.asserted_by) for row in answered.evidence.all()] == [("must_explain", reply)]
    assert reply.relations.get().target == answered
    deciding.undo(proposed("interpretations", "But this"), user)
    assert not answered.evidence.exists()


def test_reading_anew_brings_back_nothing_that_was_decided(user: Any):
    source = stored()
    deciding.reject(proposed("events", "In May"), user, "Recorded already")
    deciding.mend(proposed("events", "Two days"), user, {"title": "France refuses"})
    deciding.reject(proposed("actors", "Robert King"), user, "Another one")
    before = states(source)
    assert storing.refresh(source) == 0
    assert states(source) == before
    claim = deciding.accept(proposed("interpretations", "Historians"), user)
    assert [str(each) for each in claim.proponents.all()] == ["Dennis Deletant"]
    assert storing.refresh(source) == 0


def test_a_second_document_knows_the_actors_and_joins_what_is_alike(user: Any):
    stored()
    event = deciding.accept(proposed("events", "In May"), user)
    deciding.accept(proposed("interpretations", "Historians"), user)
    other = stored("Poland signed a treaty in May 1958.\nDeletant argues that it was a mistake.", "second")
    assert not other.proposals.filter(kind="actors").exists()
    told = proposed("events", "Poland", "second")
    deciding.join(told, event, user)
    assert [each.source.slug for each in event.citations.all()] == ["article", "second"]
    assert storing.refresh(other) == 0 and Proposal.objects.get(pk=told.pk).state == "joined"
    deciding.undo(told, user)
    assert event.citations.get().source.slug == "article"


def test_a_name_that_was_joined_is_that_actor_from_then_on(user: Any):
    king = make_actor("King of Ohio", kind="person")
    source = stored()
    deciding.join(proposed("actors", "Robert King"), king, user)
    assert king in deciding.accept(proposed("interpretations", "Historians"), user).proponents.all()
    assert storing.refresh(source) == 0


def test_the_work_of_a_note_is_made_or_joined_and_the_references_resolve_to_it():
    user, contributor = make_person(PUBLISHER), make_person(CONTRIBUTOR)
    source = make_source("article", text=NOTED)
    bringing.store(source, extracted(NOTED, references=noted()))
    storing.refresh(source)
    judt = make_source("judt", csl={"type": "book", "title": "Postwar", "issued": {"date-parts": [[2005]]}})
    kemp, other = proposed("sources", "Kemp"), proposed("sources", "Judt")
    made = deciding.accept(kemp, user)
    deciding.join(other, judt, user)
    assert (made.slug, made.csl["title"], made.created_by) == ("kemp-1999", "Romania", user)
    assert resolved(source) == {"1": "kemp-1999", "2": "kemp-1999", "3": None, "4": "judt"}
    assert len(history_of(models.Passage.objects.get(source=source, number=1))) == 1
    storing.refresh(source)
    assert states(source)["sources: Romania"] == "accepted"
    deciding.undo(kemp, user)
    deciding.undo(other, user)
    assert set(resolved(source).values()) == {None} and not models.Source.objects.filter(slug="kemp-1999").exists()
    deciding.accept(proposed("sources", "Kemp"), contributor)
    assert set(resolved(source).values()) == {None}, "publishers resolve"


def resolved(source: models.Source) -> dict[str, str]:
    return dict(models.Reference.objects.filter(passage__source=source).values_list("marker", "resolves_to__slug"))


def test_a_decision_follows_its_record_through_a_merge_and_back(user: Any):
    stored()
    told = proposed("events", "In May")
    gone, kept = deciding.accept(told, user), make_event("A treaty of Poland", date="1958-05")
    merged = merging.merge(kept, gone, user)
    told.refresh_from_db()
    assert deciding.record_of(told) == kept
    with pytest.raises(ValidationError, match="merged with another record"):
        deciding.undo(told, make_person(PUBLISHER))
    merging.undo(merged, user)
    told.refresh_from_db()
    assert deciding.record_of(told) == gone
    deciding.undo(told, user)


def test_what_readers_see_gets_the_citation_by_a_pending_revision_alone(user: Any):
    event = publish(make_event("Poland signs the treaty", date="1958-05"))
    stored()
    told = proposed("events", "In May")
    deciding.join(told, event, user)
    assert event.citations.count() == 1
    revision = pending_of(event)
    assert [each["quote"] for each in revision.data["citations"]][1:] == [
        "In May 1958 Poland signed the treaty in Warsaw."
    ]
    deciding.undo(told, user)
    revision.refresh_from_db()
    assert revision.state == "withdrawn"


def test_what_cannot_be_undone_or_done_is_refused_with_a_sentence(user: Any):
    stored()
    told = proposed("events", "In May")
    event = deciding.accept(told, user)
    with pytest.raises(ValidationError, match="decided already"):
        deciding.accept(told, user)
    make_evidence(deciding.accept(proposed("interpretations", "Historians"), user), event)
    models.Proposal.objects.filter(kind="interpretations").delete()
    with pytest.raises(ValidationError, match="rests on"):
        deciding.undo(told, user)
    models.Evidence.objects.all().delete()
    models.Event.objects.filter(pk=event.pk).update(status="in_review")
    with pytest.raises(ValidationError, match="no draft any more"):
        deciding.undo(told, make_person(PUBLISHER))
    with pytest.raises(ValidationError, match="why"):
        deciding.reject(proposed("events", "Two days"), user, " ")
    with pytest.raises(PermissionDenied):
        deciding.accept(proposed("events", "Two days"), make_person())
    assert models.Event.objects.count() == 1


def test_what_is_not_valid_is_not_written(user: Any):
    stored()
    told = proposed("events", "In May")
    deciding.mend(told, user, {"date": "[1958..1957]"})
    with pytest.raises(ValidationError):
        deciding.accept(told, user)
    told.refresh_from_db()
    assert told.state == "pending" and not models.Event.objects.exists() and not models.Actor.objects.exists()
