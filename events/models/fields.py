"""Fields of the project's own kinds: what a column means, beside what it holds."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from events import dates
from events.site import languages


class _ByCodePoint(models.Field):
    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"  # SQLite compares bytes unless told otherwise
        return parameters


class CodePointSlugField(_ByCodePoint, models.SlugField):
    """A slug that both databases compare by code point, so that lists have one order everywhere."""


class CodePointCharField(_ByCodePoint, models.CharField):
    """Characters that both databases compare by code point."""


def validate_edtf(value: str) -> None:
    """Refuses, with the sentence of `events.dates.parse`, what is no EDTF (ISO 8601-2, levels 0–2)."""
    try:
        dates.parse(value)
    except ValueError as error:
        raise ValidationError(str(error), code="edtf") from None


class EdtfField(models.CharField):
    """An EDTF string exactly as it was written; blank where nothing is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_edtf]


is_wikidata_item = RegexValidator(r"^Q[1-9][0-9]{0,17}\Z", _("A Wikidata item is a Q and a number: Q12345."))


def wikidata_field() -> models.CharField:
    """The Wikidata item of a record, or nothing: what a person, a body and a place are known by elsewhere."""
    return models.CharField(
        _("wikidata"),
        max_length=20,
        blank=True,
        validators=[is_wikidata_item],
        help_text=_("The Wikidata item, for instance Q12345."),
    )


# --- what readers read ------------------------------------------------------------------------------------------------

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, but tab and line ends; and those that turn the direction of what follows them (UAX #9)."""


def refuse_unseen(text: str) -> None:
    """Refuses characters that nobody sees and that make a text look like another one. Raises ValidationError."""
    if found := _UNSEEN.search(text):
        before = text[: found.start()].split()
        params = {"code": f"{ord(found[0]):04X}", "word": before[-1] if before else "–"}
        message = _("Delete the character behind “%(word)s” that cannot be seen (U+%(code)s).")
        raise ValidationError(message, code="unseen", params=params)


class _Words(DeferredAttribute):
    """A text in the language in which records are read (`events.site.languages`); else as it is stored."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        stored, now = super().__get__(instance, cls), languages.current()
        if instance is None or now is None:
            return stored
        translations = instance.translations if now.is_translated else {}
        return languages.text_in(now, self.field.name, stored, translations)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class Readable(models.Field):
    """A text that readers see in its own words, and that may be written in several languages.

    Whatever has to know all such texts asks `readable`. `weight` names how much a word that an event is found by
    counts there (`events.search.index`); by a text without one, nothing is found.
    """

    default_validators = [refuse_unseen]
    descriptor_class = _Words

    def __init__(self, *args: Any, weight: str = "", **kwargs: Any) -> None:
        self.weight = weight
        super().__init__(*args, **kwargs)

    def value_from_object(self, obj: models.Model) -> Any:
        """The text as it is stored, whoever reads."""
        stored = obj.__dict__
        return stored[self.attname] if self.attname in stored else super().value_from_object(obj)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return self.value_from_object(model_instance)


class ReadableText(Readable, models.TextField):
    """Prose: paragraphs of any length."""


class ShortReadableText(Readable, models.CharField):
    """A name, a title, a sentence: one line of a limited length."""


class VerbatimField(models.CharField):
    """One line as a source has it, in no other language: a hedge, a page, the name of a licence."""

    default_validators = [refuse_unseen]


def readable(model: type[models.Model], weight: str | None = None) -> Iterator[str]:
    """The names of a model's texts that readers see; with a weight, of those that are found with that weight."""
    for field in model._meta.concrete_fields:
        if isinstance(field, Readable) and weight in (None, field.weight):
            yield field.name
