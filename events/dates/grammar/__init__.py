"""The grammar of dates in words, English and Romanian: from a text's tokens to EDTF.

`Reader` is built from layers, each in a module: `cursor` (where it stands), `units`, `points` (one date) and `reader`
(the whole). What single words mean stands in `lexicon`. The doors are those of `events.dates.phrases`.
"""

from .reader import Reader
from .tokens import DateToken, cut

__all__ = ["DateToken", "Reader", "cut"]
