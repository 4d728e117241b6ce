"""What a load left as editors had it."""

from collections.abc import Callable
from typing import Any

from events.models import LoadNote
from tests.support.factories import (
    make_actor,
    make_debate,
    make_event,
    make_interpretation,
    make_place,
    make_source,
    make_theme,
)
from tests.worklists.cases.registry import CASES, Case


def _noted(kind: str, make_record: Callable[[], Any]) -> Callable[[], Case]:
    def noted() -> Case:
        kept, conflict, untouched = make_record(), make_record(), make_record()
        LoadNote.objects.create(kind=kind, slug=kept.slug, lines=[["kept", "title", "…"]])
        LoadNote.objects.create(kind=kind, slug=conflict.slug, conflict=True, lines=[["conflict", "title", "…"]])
        LoadNote.objects.create(kind="other", slug=untouched.slug, lines=[["kept", "title", "…"]])
        return [kept, conflict], [untouched]

    return noted


for _kind, _make in {
    "events": make_event,
    "interpretations": make_interpretation,
    "debates": make_debate,
    "actors": make_actor,
    "sources": make_source,
    "themes": make_theme,
    "places": make_place,
}.items():
    CASES[f"{_kind}-kept"] = _noted(_kind, _make)
