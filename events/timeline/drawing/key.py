"""The key to the marks: each kind that is drawn, as it looks and in words."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from events.timeline.drawing.marks import DAY, LASTED, MONTH, SEVERAL, WITHIN

BOX = '<rect class="box" fill="url(#m-hatch)" x="4" y="5" width="32" height="10"/>'
LINE = '<line class="lasted" x1="4" x2="{}" y1="10" y2="10"/><use href="#m-cap" x="4" y="10"/>'


class KeyEntry(NamedTuple):
    """A kind of mark: drawn in a field of 40 by 20 pixels, and in words."""

    drawn: SafeString
    words: str


PICTURES = {
    DAY: '<use href="#m-dot" x="20" y="10"/>',
    MONTH: '<rect class="solid" x="16" y="5" width="8" height="10"/>',
    WITHIN: BOX,
    LASTED: LINE.format(36) + '<use href="#m-cap" x="36" y="10"/>',
    SEVERAL: '<line class="by" x1="4" x2="36" y1="10" y2="10"/>',
    "open": LINE.format(28) + '<use href="#m-on" x="28" y="10"/>',
    "approximate": f'{BOX}<rect fill="url(#m-veil-l)" x="3" y="4" width="11" height="12"/>'
    '<rect fill="url(#m-veil-r)" x="26" y="4" width="11" height="12"/>',
    "doubtful": '<use href="#m-hollow" x="20" y="10"/>',
    "relative": f'<g transform="translate(4 2)"><use href="#m-elbow" x="4" y="10"/>{BOX}</g>',
    "contested": '<use href="#m-dot-c" x="20" y="10"/>',
}
WORDS = {
    DAY: _("a day"),
    MONTH: _("a month"),
    WITHIN: _("at some time within"),
    LASTED: _("lasted; a square: a few days"),
    SEVERAL: _("at several times"),
    "open": _("an end that is not known"),
    "approximate": _("about then"),
    "doubtful": _("doubtful"),
    "relative": _("counted from another event"),
    "contested": _("accounts disagree"),
}


def key(shapes: Collection[str]) -> list[KeyEntry]:
    """What explains the kinds of marks that are drawn."""
    return [KeyEntry(mark_safe(PICTURES[name]), str(words)) for name, words in WORDS.items() if name in shapes]
