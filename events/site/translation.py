"""Translations that are looked up once in each language: a page asks for the same ones hundreds of times."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils import translation


def gettext(message: str) -> str:
    return _translated(translation.get_language(), message)


def label(choices: type[TextChoices], value: str) -> str:
    """The words of a value of a closed list."""
    return _label(translation.get_language(), choices, value)


@lru_cache(maxsize=1024)
def _label(language: str | None, choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label)


@lru_cache(maxsize=8192)
def _translated(language: str | None, message: str) -> str:
    """`message` in the language, which is the active one."""
    return translation.gettext(message)
