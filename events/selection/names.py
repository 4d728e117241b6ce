"""The records that are values of facets: slug, label and place among the others of the facet, by key."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from events.bibliography import csl
from events.models import Actor, ActorName, Debate, Place, Source, Theme
from events.site import languages
from events.site.languages import Reading, text_in

MODELS = {Actor, ActorName, Debate, Place, Source, Theme}
"""The records that are known by names, here and in suggestions and spellings."""


class FacetNames:
    """`of[facet][key]` is (slug, label, order); `keys[facet][slug]` the key; `ranks[facet][key]` the place by order."""

    def __init__(self, rows: dict[str, list[tuple]]):
        """`rows` has for each facet key, slug, label and the text that orders."""
        self.of = {facet: {row[0]: row[1:] for row in some} for facet, some in rows.items()}
        self.keys = {facet: {row[1]: row[0] for row in some} for facet, some in rows.items()}
        self.ranks = {facet: _ranks(some) for facet, some in rows.items()}


class NamesInLanguages:
    """The names as the database has them; `now` gives those of the language of readers, made once for each."""

    def __init__(self, rows: dict[str, list[tuple]]) -> None:
        """`rows` has for each facet what `Names` takes, and the translations of labels and of what orders."""
        self._rows = rows
        self._known: dict[Reading | None, FacetNames] = {}

    @classmethod
    def read(cls) -> "NamesInLanguages":
        actors = list(Actor.objects.order_by().values_list("pk", "slug", "name", "sort_name", "translations"))
        themes = Theme.objects.order_by().values_list("pk", "slug", "name", "position", "translations")
        places = Place.objects.order_by().values_list("pk", "slug", "name", "translations")
        debates = Debate.objects.order_by().values_list("pk", "slug", "question", "translations")
        sources = Source.objects.order_by().values_list(
            "pk", "slug", "short_reference", "label", "sort_key", "translations"
        )
        return cls(
            {
                "theme": [(pk, slug, name, str(place + 10**5), found) for pk, slug, name, place, found in themes],
                "actor": actors,
                "place": [(pk, slug, name, name, found) for pk, slug, name, found in places],
                "source": [(pk, slug, (text, own), order, found) for pk, slug, text, own, order, found in sources],
                "debate": [(pk, slug, question, "", found) for pk, slug, question, found in debates],
                "proponent": actors,
            }
        )

    @property
    def now(self) -> FacetNames:
        reading = languages.current()
        if reading not in self._known:
            self._known[reading] = FacetNames(
                {facet: list(_said(facet, rows, reading)) for facet, rows in self._rows.items()}
            )
        return self._known[reading]


LABELS = {"debate": "question"}
"""What a record is called by, if not by its `name`."""

ORDERS = {"actor": "sort_name", "proponent": "sort_name", "place": "name"}


def _said(facet: str, rows: Iterable[tuple], reading: Reading | None) -> Iterable[tuple[int, str, Any, str]]:
    for pk, slug, label, order, translations in rows:
        if facet == "source":
            reference, own = label
            text = csl.relabelled(reference, own, text_in(reading, "label", own, translations))
        else:
            text = text_in(reading, LABELS.get(facet, "name"), label, translations)
        yield pk, slug, text, text_in(reading, ORDERS[facet], order, translations) if facet in ORDERS else order


def _ranks(rows: list[tuple]) -> np.ndarray:
    ranks = np.zeros(max((row[0] for row in rows), default=0) + 1, np.int32)
    ranks[[row[0] for row in sorted(rows, key=lambda row: (row[3], row[1]))]] = np.arange(len(rows))
    return ranks
