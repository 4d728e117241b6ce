"""A short text that tells whether two say the same: what a decision rests on, or what a version said."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def digest(said: Any) -> str:
    """The digest of record data, or of anything else that is JSON."""
    text = json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
