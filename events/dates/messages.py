"""The reader's language for refusals; English where no Django is set up around this package."""

from django.core.exceptions import ImproperlyConfigured
from django.utils import translation


def gettext(message: str) -> str:
    try:
        return translation.gettext(message)
    except ImproperlyConfigured:
        return message


def language() -> str:
    """The code of the active language."""
    try:
        return translation.get_language() or "en"
    except ImproperlyConfigured:
        return "en"
