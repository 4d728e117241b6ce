"""An address as a QR code (ISO/IEC 18004), for paper and for screens that others look at."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe
from segno.encoder import DataOverflowError

QUIET = 4
"""Modules around it that stay empty, as the standard asks."""


@lru_cache(maxsize=256)
def code(url: str, title: str) -> SafeString:
    """The SVG of a code that leads to a whole address; blank where that is too long for one."""
    try:
        made = segno.make(url, micro=False, error="m")
    except DataOverflowError:
        return SafeString()
    return mark_safe(made.svg_inline(border=QUIET, omitsize=True, svgclass="qr", lineclass=None, title=title))
