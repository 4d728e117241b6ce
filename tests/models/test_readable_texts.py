"""Texts that readers see, declared as what they are."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models as fields

from events import models
from events.models.fields import Readable, readable
from events.models.translations import digest_of, in_language, said
from events.site.languages import current, reading, text_of
from tests.support.factories import make_actor, make_event

pytestmark = pytest.mark.any_database

AN_EDITORS_OWN = {("PendingRevision", "why"), ("Comment", "text"), ("Proposal", "words")}
"""Prose that readers do not see."""


def test_every_prose_of_the_public_records_is_declared():
    for model in models.Event._meta.apps.get_app_config("events").get_models():
        for field in model._meta.concrete_fields:
            is_prose = type(field) is fields.TextField and (model.__name__, field.name) not in AN_EDITORS_OWN
            if is_prose and model.__name__ not in ("EventText", "PassageText"):
                assert field.name in ("text", "withdrawn_text", "quote", "pages"), f"{model.__name__}.{field.name}"


def test_an_event_is_found_by_what_its_fields_say_they_weigh():
    assert set(readable(models.Event)) == {"title", "summary", "date_note"}
    assert list(readable(models.Event, "title")) == ["title"]
    assert list(readable(models.Event, "summary")) == ["summary"]
    assert list(readable(models.Interpretation, "argument")) == ["claim", "argument"]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x07", "\x9b", "\x00"])
def test_a_title_with_a_character_that_nobody_sees_is_refused(character: str, db: Any):
    event = make_event()
    event.title = f"Departure {character}of the troops"
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert f"behind “Departure” that cannot be seen (U+{ord(character):04X})" in " ".join(refused.value.messages)


@pytest.mark.parametrize("field", ["citation.locator", "interpretation.hedge", "source.licence"])
def test_what_is_said_as_a_source_has_it_holds_no_such_character_either(field: str):
    model, name = field.split(".")
    with pytest.raises(ValidationError, match="cannot be seen"):
        getattr(models, model.title())._meta.get_field(name).run_validators("p. 57 \u202e")


def test_line_ends_tabs_and_marks_of_other_scripts_are_no_such_characters(db: Any):
    event = make_event()
    event.summary = "Două\tfraze.\r\nZwei Sätze.\u200e\u200f שלום \u0326"
    event.full_clean()


def test_readable_texts_keep_the_columns_that_they_had():
    for field in (models.Event._meta.get_field("title"), models.Event._meta.get_field("summary")):
        assert isinstance(field, Readable)
        assert field.get_internal_type() in ("CharField", "TextField")


@pytest.mark.each_database
def test_a_query_reads_a_text_of_a_related_row_in_the_language_of_readers(db: Any):
    romania = make_actor("Romania", translations={"name.ro": ["România", digest_of("Romania")]})
    event = make_event(participants=[romania, make_actor("Bulgaria")])
    with reading("ro", "en"):
        names = event.participations.order_by(in_language("actor__name")).values_list(said("actor__name"), flat=True)
        texts = [text_of(name, current()) for name in names]
    assert [(str(text), text.language) for text in texts] == [("Bulgaria", "en"), ("România", "ro")]
