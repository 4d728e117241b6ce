"""Translations that are looked up once in each language: a page asks for the same ones hundreds of times."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils import translation

from events.site.languages import active


def gettext(message: str) -> str:
    return _translated(active(), message)


def label(choices: type[TextChoices], value: str) -> str:
    """The words of a value of a closed list."""
    return _label(active(), choices, value)


@lru_cache(maxsize=1024)
def _label(language: str, choices: type[TextChoices], value: str) -> str:
    with translation.override(language):
        return str(choices(value).label)


@lru_cache(maxsize=8192)
def _translated(language: str, message: str) -> str:
    with translation.override(language):
        return translation.gettext(message)
