"""Passages that an editor joins or splits: their numbers, their notes, and what a load and a dump make of them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import models
from events.editing.roles import CONTRIBUTOR, PUBLISHER
from events.seeding import document_rows, recutting
from events.seeding.dump import dump
from events.seeding.loading import load
from tests.support.factories import cite, make_event, make_person, make_source, publish
from tests.support.office import history_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TEXT = "He met Gen. Petrescu.[1] It rained. They left.\nIn 1958 the treaty was signed and in 1960 it ended."


@pytest.fixture
def user(db: None) -> Any:
    return make_person(CONTRIBUTOR)


@pytest.fixture
def document(user: Any) -> models.Source:
    source = make_source("article", text=TEXT, created_by=user)
    document_rows.store(source, TEXT)
    models.Reference.objects.update(note="Archives, box 7.")
    return source


def texts(source: models.Source) -> dict[int, str]:
    return {each.number: each.text for each in source.passages.current().order_by("start")}


def passage(source: models.Source, number: int) -> models.Passage:
    return source.passages.get(number=number)


def test_a_joined_passage_has_a_new_number_and_those_before_are_withdrawn(document: models.Source, user: Any):
    models.Passage.objects.filter(number=2).update(note="In Sibiu.")
    made = recutting.join(passage(document, 1), user)
    assert texts(document) == {
        5: "He met Gen. Petrescu.[1] It rained.",
        3: "They left.",
        4: "In 1958 the treaty was signed and in 1960 it ended.",
    }
    assert (made.number, made.note) == (5, "In Sibiu.")
    assert {each.number: each.text for each in document.passages.filter(withdrawn=True)} == {
        1: "He met Gen. Petrescu.[1]",
        2: "It rained.",
    }
    reference = models.Reference.objects.get()
    assert (reference.passage, reference.note) == (made, "Archives, box 7.")
    assert [each.revision.user for each in history_of(document)] == [user]


def test_a_split_passage_is_two_with_new_numbers_and_joined_again_has_its_own(document: models.Source, user: Any):
    made = recutting.split(passage(document, 4), "and in 1960", user)
    assert [(each.number, each.text) for each in made] == [
        (5, "In 1958 the treaty was signed"),
        (6, "and in 1960 it ended."),
    ]
    assert recutting.join(made[0], user).number == 4
    assert list(texts(document)) == [1, 2, 3, 4]


def test_it_is_dumped_and_loaded_again_as_it_is(document: models.Source, user: Any, tmp_path: Path):
    recutting.join(passage(document, 2), user)
    recutting.split(passage(document, 4), "and in 1960", user)
    before = texts(document)
    dump(tmp_path)
    assert not load(tmp_path, into_existing=True).problems
    assert texts(document) == before
    models.Passage.objects.all().delete()
    models.Source.objects.all().delete()
    models.SeedBase.objects.all().delete()
    assert not load(tmp_path).problems
    assert texts(models.Source.objects.get()) == before


def test_what_something_rests_on_stays_as_it_is(document: models.Source, user: Any):
    cite(make_event("It rains"), document, "It rained.")
    with pytest.raises(ValidationError, match="It rained"):
        recutting.join(passage(document, 1), user)
    with pytest.raises(ValidationError, match="same line"):
        recutting.join(passage(document, 3), user)
    for words in ("", "In 1958", "reaty", "nothing"):
        with pytest.raises(ValidationError, match="second part"):
            recutting.split(passage(document, 4), words, user)
    with pytest.raises(PermissionDenied):
        recutting.split(passage(document, 4), "and in 1960", make_person(CONTRIBUTOR))
    assert list(texts(document)) == [1, 2, 3, 4]


def test_a_document_that_readers_see_is_cut_by_publishers_alone(document: models.Source, user: Any):
    publish(cite(make_event("It rains"), document, "It rained.").event)
    with pytest.raises(PermissionDenied):
        recutting.split(passage(document, 4), "and in 1960", user)
    recutting.split(passage(document, 4), "and in 1960", make_person(PUBLISHER))
    assert len(texts(document)) == 5
