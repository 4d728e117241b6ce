"""Texts in other languages than the corpus's: kept beside the originals, each with what it renders.

A model's texts (`Readable`) hold the words in the corpus's language (`content_language` of `site.yaml`). Their versions
in other languages stand in one column, so that a language more needs no migration:
`{"title.ro": ["Retragerea trupelor", "9f2c41d0a7b3"]}`, by the field's name and the language (BCP 47), the text and
the digest of the original that it renders.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import CombinedExpression
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.models.fields import readable, refuse_unseen
from events.site import languages

Versions = dict[str, list[str]]
"""Text and digest of the rendered original, by “field.language”."""


class Translation(NamedTuple):
    """A text of a record in one more language."""

    field: str
    language: str
    text: str
    renders: str
    """The digest of the original that it renders."""

    @property
    def key(self) -> str:
        return f"{self.field}.{self.language}"

    @property
    def value(self) -> list[str]:
        return [self.text, self.renders]


def digest_of(original: str) -> str:
    """What stands for an original in the translations that render it."""
    return hashlib.blake2b(original.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def versions(translations: Versions) -> Iterator[Translation]:
    """The versions that a column holds, by field, then by language."""
    for key in sorted(translations):
        field, _dot, language = key.rpartition(".")
        text, renders = translations[key]
        yield Translation(field, language, text, renders)


def said(path: str) -> Any:
    """What a query asks to read a text (`theme__name`) in the language of readers; `languages.text_of` takes it."""
    version, original = _version(path), F(path)
    if version is None:
        return original
    marked = CombinedExpression(Value(languages.TRANSLATED), "||", version, output_field=models.TextField())
    return Coalesce(marked, original, output_field=models.TextField())


def in_language(path: str) -> Any:
    """A text in the language of readers, else the original: what a query sorts by, or looks into."""
    version, original = _version(path), F(path)
    return original if version is None else Coalesce(version, original, output_field=models.TextField())


def _version(path: str) -> Any:
    """A text in the language of readers, NULL where there is none; None where they read the originals."""
    language = languages.other()
    if not language:
        return None
    to, _separator, name = path.rpartition(LOOKUP_SEP)
    column = LOOKUP_SEP.join(filter(None, (to, "translations")))  # KT takes no column of a related row
    return KeyTextTransform("0", KeyTransform(f"{name}.{language}", column))


def decoded_translations(column: Any) -> Versions:
    """A column as a compiled statement gives it; None where an outer join found no row."""
    return json.loads(column) if isinstance(column, str) else column or {}


class TranslationsField(models.JSONField):
    """The versions of a row's texts in other languages, as this module describes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": dict, "blank": True}
        super().__init__(_("translations"), *args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        for each in ("default", "blank", "verbose_name"):
            kwargs.pop(each, None)
        return name, path, [], kwargs

    def formfield(self, **kwargs: Any) -> None:
        """None of its own: forms show each version beside its original."""

    def validate(self, value: Any, model_instance: Any) -> None:
        """Each version is of a text of the model, in a language, not empty, and no longer than the text may be."""
        super().validate(value, model_instance)
        model, problems = type(model_instance), []
        names = {*readable(model)}
        for each in versions(value):
            if each.field not in names or not languages.LANGUAGE.fullmatch(each.language):
                raise ValidationError(_("There is no text “%(key)s”."), params={"key": each.key})
            field: Any = model._meta.get_field(each.field)
            label = f"{field.verbose_name} ({each.language})"
            if not each.text.strip():
                problems.append(_("%(label)s: a translation is not empty.") % {"label": label})
            elif field.max_length and len(each.text) > field.max_length:
                problems.append(
                    _("%(label)s: at most %(number)d characters.") % {"label": label, "number": field.max_length}
                )
            try:
                refuse_unseen(each.text)
            except ValidationError as error:
                problems += [f"{label}: {message}" for message in error.messages]
        if problems:
            raise ValidationError(problems)
