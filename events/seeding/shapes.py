"""What of each kind of record stands in seed files, as `events.record_data` declares it, and what only files have.

In memory a quote is anchored by `passage` (number) and `at` (code points from the passage's start, left out at 0)
instead of prefix and suffix, a reference by `passage`, `marker` and `occurrence`, and a document's text is its digest.
"""

import hashlib
from dataclasses import replace
from typing import Any

from events.models import Passage, Redirect, Reference, Source
from events.record_data.declaration import KINDS as MODELS
from events.record_data.declaration import TRANSLATIONS, Part, Shape, shape_of


def plain_shape(model: Any, names: dict[str, str]) -> Shape:
    """The shape of rows that have these fields in files, and which of the model's each is; blank for none."""
    fields = {name: model._meta.get_field(of) for name, of in names.items() if of}
    return Shape(model, True, fields, {}, {}, tuple((name,) for name in names), tuple(names), frozenset())


def _of_sources() -> Shape:
    """A source's, with the digest of its text, and with what is said of passages and of references of its text."""
    shape = shape_of(Source, of_seeds=True)
    said = plain_shape(Passage, {name: name for name in ("number", "note", "context", TRANSLATIONS)})
    known = {"marker": "marker", "passage": "passage", "occurrence": "", "home": "home_passage"}
    references = plain_shape(Reference, known | {name: name for name in ("resolves_to", "note", TRANSLATIONS)})
    parts = {
        "passages": Part(said, Passage._meta.get_field("source"), ("number",)),
        "references": Part(references, Reference._meta.get_field("passage"), ("passage", "marker", "occurrence")),
    }
    return replace(
        shape,
        fields=shape.fields | {"text": Source._meta.get_field("text")},
        groups=(*shape.groups, ("text",)),
        parts=parts,
        names=("slug", "text", *shape.names[1:], *parts),
    )


SHAPES: dict[str, Shape] = {
    kind: _of_sources() if model is Source else shape_of(model, of_seeds=True) for kind, model in MODELS.items()
} | {"redirects": plain_shape(Redirect, {"slug": "slug", "to": "target"})}
"""By kind, in the order in which records are written: each kind points only at earlier ones, or at itself."""


def digest(text: str) -> str:
    """What stands for a document's text in memory and in bases."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
