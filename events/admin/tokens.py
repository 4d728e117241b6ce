"""What a form carries along: the record as it was shown, signed, so that a save can tell what has changed since."""

from typing import Any

from django.core import signing

SALT = "events.whole"


def token(whole: Any) -> str:
    """Data for a hidden field. It is signed, not secret: who gets the form may see the record."""
    return signing.dumps(whole, salt=SALT, compress=True)


def read(text: str) -> Any:
    """The data of a token; None where there is none, or one that this site did not make."""
    try:
        return signing.loads(text, salt=SALT) if text else None
    except signing.BadSignature:
        return None
