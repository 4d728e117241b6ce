"""Texts that lack a version in a language of the site, and versions that render an older original."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from events.caching.versions import cached_if_slow
from events.models import Actor, Debate, Event, Interpretation, Place, Source, Status, Theme
from events.models.base import Translatable
from events.models.fields import readable
from events.models.translations import Versions, digest_of, versions
from events.record_data.declaration import DECLARED, KIND_OF
from events.record_data.pointers import Rows, records_of
from events.site import description
from events.worklists.registry import Group, found_in_python, worklist

WORD = re.compile(r"[^\W\d_]{3}")
"""What has no word, such as “p. 57”, reads the same in every language."""

Wanted = Callable[[dict[str, str], Versions], bool]
"""Takes the texts of a row by name, and their translations."""


@cached_if_slow
def _untranslated() -> Rows:
    languages = description.current().translated_into

    def lacks_one(texts: dict[str, str], translations: Versions) -> bool:
        worded = [name for name, text in texts.items() if WORD.search(text)]
        return any(f"{name}.{language}" not in translations for name in worded for language in languages)

    return _records(lacks_one) if languages else {}


@cached_if_slow
def _out_of_date() -> Rows:
    return _records(
        lambda texts, translations: any(
            each.renders != digest_of(texts.get(each.field, "")) for each in versions(translations)
        )
    )


def _records(wanted: Wanted) -> Rows:
    """The records of which a text is wanted, their own or one of what belongs to them, but archived ones."""
    rows: Rows = {}
    for model in filter(lambda each: issubclass(each, Translatable), DECLARED):
        names = [*readable(model)]
        found = model._default_manager.order_by().values_list("pk", "translations", *names)
        rows[model] = {pk for pk, known, *texts in found if wanted(dict(zip(names, texts, strict=True)), known)}
    records = records_of(rows, kinds=KIND_OF)
    for model in records:
        if hasattr(model, "status"):
            archived = model._default_manager.filter(status=Status.ARCHIVED)
            records[model] -= {*archived.values_list("pk", flat=True)}
    return records


def _of(model: type[Model], records: Callable[[], Rows]) -> Any:
    return found_in_python(model)(lambda: records().get(model, set()))


for _model, _kind, _without, _older in (
    (Event, "events", _("Events with a text not translated"), _("Events with a translation out of date")),
    (
        Interpretation,
        "interpretations",
        _("Interpretations with a text not translated"),
        _("Interpretations with a translation out of date"),
    ),
    (Debate, "debates", _("Debates with a text not translated"), _("Debates with a translation out of date")),
    (Actor, "actors", _("Actors with a text not translated"), _("Actors with a translation out of date")),
    (Place, "places", _("Places with a text not translated"), _("Places with a translation out of date")),
    (Source, "sources", _("Sources with a text not translated"), _("Sources with a translation out of date")),
    (Theme, "themes", _("Themes with a text not translated"), _("Themes with a translation out of date")),
):
    worklist(
        f"{_kind}-untranslated",
        Group.LANGUAGES,
        _model,
        _without,
        _("A text of the record, or of what belongs to it, has no version in a language that the site offers."),
    )(_of(_model, _untranslated))
    worklist(
        f"{_kind}-out-of-date",
        Group.LANGUAGES,
        _model,
        _older,
        _("The original was changed after it was translated: translate it anew, or say that the translation holds."),
    )(_of(_model, _out_of_date))
