"""Texts that lack a version in a language of the site, and versions that render an older original."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from events.models import (
    Actor,
    Citation,
    Debate,
    Event,
    Interpretation,
    Passage,
    Place,
    Reference,
    Source,
    Status,
    Theme,
)
from events.models.base import Translatable
from events.models.fields import readable
from events.models.translations import Versions, digest_of, versions
from events.record_data.declaration import Shape, shape_of
from events.site import description
from events.worklists.registry import Group, found_in_python, worklist

WORD = re.compile(r"[^\W\d_]{3}")
"""What has no word, such as “p. 57”, reads the same in every language."""


def lacks_one(texts: dict[str, str], translations: Versions) -> bool:
    spoken = texts.pop("quote_language", "")  # words need no translation into their own language
    wanted = [
        f"{name}.{language}"
        for name, text in texts.items()
        if WORD.search(text)
        for language in description.current().translated_into
        if name != "translation" or spoken[:2] != language[:2]
    ]
    return any(each not in translations for each in wanted)


def has_an_old_one(texts: dict[str, str], translations: Versions) -> bool:
    return any(each.renders != digest_of(texts.get(each.field, "")) for each in versions(translations))


def _of(record: type[Model], wanted: Callable[[dict[str, str], Versions], bool]) -> Any:
    """The records of which a text is wanted, their own or one of what belongs to them, but archived ones."""

    def find() -> set[int]:
        found = set()
        for model, owner in _texts_of(record):
            names = [*readable(model)]
            own = ("quote_language",) if model is Citation else ()
            rows = model._default_manager.order_by().exclude(**{owner: None})
            if hasattr(record, "status"):
                rows = rows.exclude(**{"status" if owner == "pk" else f"{owner}__status": Status.ARCHIVED})
            for key, known, *texts in rows.values_list(owner, "translations", *names, *own):
                if wanted(dict(zip((*names, *own), texts, strict=True)), known):
                    found.add(key)
        return found

    return found_in_python(record)(find)


def _texts_of(record: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """The models of a record's texts, and what leads from each to the record."""
    yield record, "pk"
    if record is Source:  # passages have a history of their own
        yield from [(Passage, "source"), (Reference, "passage__source")]
    yield from _texts_of_parts(shape_of(record), "")


def _texts_of_parts(shape: Shape, to_record: str) -> Iterator[tuple[type[Model], str]]:
    for part in shape.parts.values():
        owner = f"{part.owner.name}{to_record}"
        if issubclass(part.shape.model, Translatable):
            yield part.shape.model, owner
        yield from _texts_of_parts(part.shape, f"__{owner}")


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
    )(_of(_model, lacks_one))
    worklist(
        f"{_kind}-out-of-date",
        Group.LANGUAGES,
        _model,
        _older,
        _("The original was changed after it was translated: translate it anew, or say that the translation holds."),
    )(_of(_model, has_an_old_one))
