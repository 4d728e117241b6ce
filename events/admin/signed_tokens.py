"""What a page carries along, signed: the record as it was shown, so that a save can tell what has changed since."""

from typing import Any

from django.core import signing
from django.http import HttpRequest

SALT = "events.record-data"


def token(request: HttpRequest, purpose: str, record: Any, data: Any) -> str:
    """Data for a hidden field, good for one purpose, record (None for none) and user.

    It is signed, not secret: who gets the page may see the record.
    """
    return signing.dumps([*_bound(request, purpose, record), data], salt=SALT, compress=True)


def read(request: HttpRequest, purpose: str, record: Any, text: str) -> Any:
    """The data of a token; None where there is none, or one that was not made for this."""
    try:
        *bound, data = signing.loads(text, salt=SALT) if text else [None]
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return data if bound == _bound(request, purpose, record) else None


def _bound(request: HttpRequest, purpose: str, record: Any) -> list[Any]:
    about = [record._meta.label, record.pk] if record is not None else ["", None]
    return [purpose, *about, request.user.pk]
