"""What follows from the models of itself: a new field costs no word in the reading, merging and writing of records."""

import pytest

from events.record_data.declaration import DECLARED, KINDS, NOT_EDITED, RECORDS, owners_of, shape_of
from events.seeding import schema
from events.seeding.shapes import SHAPES

ONLY_OF_THE_OFFICE = {"position"}
"""In files the order of the list says it."""


@pytest.mark.parametrize("model", DECLARED, ids=lambda model: model.__name__)
def test_every_field_that_can_be_edited_is_data(model):
    held = set(shape_of(model).fields.values()) | set(shape_of(model).lists.values())
    for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]:
        belongs = field in owners_of(model) and model not in RECORDS
        only_loaded = field.name in DECLARED[model].only_loaded
        through = field.many_to_many and not field.remote_field.through._meta.auto_created
        expected = (field.editable or (model, field.name) in NOT_EDITED) and not field.primary_key
        assert (field in held) == (expected and not belongs and not only_loaded and not through), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_seed_files_have_every_field_that_the_office_has(kind):
    def check(office, files):
        names = {field.name for field in files.fields.values()}
        assert {field.name for field in office.fields.values()} - names <= ONLY_OF_THE_OFFICE
        assert len(office.lists) == len(files.lists)
        for one, other in zip(office.parts.values(), files.parts.values(), strict=False):
            assert one.shape.model is other.shape.model
            check(one.shape, other.shape)

    check(shape_of(KINDS[kind]), SHAPES[kind])


def test_the_form_of_a_field_in_files_is_that_of_its_column():
    fields = schema.RECORDS["events"].fields
    title = fields["title"].text
    assert (title.longest, title.needed, title.is_read) == (200, True, True)
    assert fields["prominence"].values == ("1", "2", "3")
    assert fields["date_part"].may_be_empty and not fields["status"].may_be_empty
    assert [*fields][-1] == "status"
