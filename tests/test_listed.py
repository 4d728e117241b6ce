"""The list's light objects say what the models say, whatever the corpus."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given

from events import models
from events.timeline import listed
from events.timeline.entries import Entry
from tests import factories as make
from tests.history import make_history
from tests.strategies import build, corpora, undone

pytestmark = pytest.mark.django_db


def check() -> None:
    ids = list(models.Event.objects.values_list("pk", flat=True))
    light, whole = listed.read(ids), models.Event.objects.published().for_list().in_bulk(ids)
    assert light.keys() == whole.keys()
    for language in ("en", "ro"):
        with translation.override(language):
            for pk, event in whole.items():
                assert Entry(light[pk]).html == Entry(event).html
                assert Entry(light[pk]).years == Entry(event).years


@given(corpora())
def test_entries_of_light_objects_are_those_of_models(corpus: dict[str, list[Any]]):
    with undone():
        build(corpus)
        check()


def test_whatever_an_entry_can_show_is_the_same(django_assert_num_queries: Any):
    h = make_history()
    anchored = make.make_event("After", after_event=h.events["departure"], date_basis="relative", status="published")
    claim = make.make_interpretation("It was so.", voice="document", attribution="reported", status="published")
    named = make.make_interpretation("It was not.", names_only_some=True, voice="named", status="published")
    named.proponents.add(make.make_actor("Zeta"), make.make_actor("Alpha"))
    for one in (claim, named):
        make.make_evidence(one, anchored)
    make.make_relation(named, "contests", claim)
    make.cite(anchored, make.make_source("whole"), whole_work=True)
    check()
    ids = list(models.Event.objects.values_list("pk", flat=True))
    with django_assert_num_queries(7):
        listed.read(ids)


def test_drafts_are_left_out():
    draft = make.make_event("Draft")
    assert listed.read([draft.pk]) == {}
