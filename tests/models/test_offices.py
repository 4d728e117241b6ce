"""What an actor was before it was a record of its own: a text, in all that keeps actors as data."""

from importlib import import_module

import pytest

was = import_module("events.migrations.0021_offices")

pytestmark = pytest.mark.any_database

ACTOR = {"name": "Dej", "sort_name": "Dej", "role": "First Secretary"}
TRANSLATED = {"name.ro": ["Dej", "1"], "role.ro": ["prim-secretar", "2"]}


def test_a_role_becomes_an_office_with_its_translations():
    found = was.in_data({"moved": [["events.actor", ACTOR | {"translations": TRANSLATED}]]}, lambda role: len(role))
    assert found["moved"][0][1] == {
        "name": "Dej",
        "sort_name": "Dej",
        "translations": {"name.ro": ["Dej", "1"]},
        "offices": [
            {
                "pk": 15, "what": "First Secretary", "dates": "", "source": None,
                "translations": {"what.ro": ["prim-secretar", "2"]},
            }
        ],
    }  # fmt: skip


def test_without_one_there_is_none_and_other_records_are_left_alone():
    assert was.in_data(ACTOR | {"role": ""}, len)["offices"] == []
    participant = {"participations": [{"actor": 1, "role": "forum"}], "title": "Talks"}
    assert was.in_data(participant, len) == participant


def test_what_the_last_load_wrote_has_it_as_files_do():
    assert was.in_seeds(ACTOR | {"translations": {"role.ro": ["prim-secretar", "2"]}}) == {
        "name": "Dej",
        "sort_name": "Dej",
        "offices": [{"what": "First Secretary", "translations": {"what.ro": ["prim-secretar", "2"]}}],
    }
    assert was.in_seeds({"name": "Dej", "sort_name": "Dej"}) == {"name": "Dej", "sort_name": "Dej"}
