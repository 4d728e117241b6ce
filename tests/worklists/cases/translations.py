"""Records without a translation, or with one of what they no longer say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from events.models.fields import readable
from events.models.translations import digest_of
from tests.support.factories import (
    make_actor,
    make_answer,
    make_debate,
    make_event,
    make_interpretation,
    make_place,
    make_source,
    make_theme,
)
from tests.worklists.cases.registry import CASES, Case


def in_languages(make_record: Callable[[], Any]) -> tuple[Any, Any, Any]:
    """A record without translations, one whose translations render what it says, and one whose render what it said."""
    Path(settings.SEEDS_DIR, "site.yaml").write_text("languages: [en, ro]")
    bare, whole, old = (make_record() for _number in range(3))
    for record, renders in ((whole, digest_of), (old, lambda _text: "0123456789ab")):
        for row in (record, *(record.answers.all() if hasattr(record, "answers") else ())):
            texts = {name: getattr(row, name) for name in readable(type(row))}
            versions = {f"{name}.ro": [f"{text} (ro)", renders(text)] for name, text in texts.items() if text}
            type(row).objects.filter(pk=row.pk).update(translations=versions)
    return bare, whole, old


def _untranslated(make_record: Callable[[], Any]) -> Callable[[], Case]:
    def found() -> Case:
        bare, whole, old = in_languages(make_record)
        return [bare], [whole, old]

    return found


def _out_of_date(make_record: Callable[[], Any]) -> Callable[[], Case]:
    def found() -> Case:
        bare, whole, old = in_languages(make_record)
        return [old], [whole, bare]

    return found


def _answered() -> Any:
    debate = make_debate()
    make_answer(debate)
    return debate


for _kind, _make in {
    "events": make_event,
    "interpretations": make_interpretation,
    "debates": _answered,
    "actors": make_actor,
    "sources": lambda: make_source(note="Read in part."),
    "themes": make_theme,
    "places": make_place,
}.items():
    CASES[f"{_kind}-untranslated"] = _untranslated(_make)
    CASES[f"{_kind}-out-of-date"] = _out_of_date(_make)
