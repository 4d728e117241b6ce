"""The records that are values of facets: slug, label and place among the others of the facet, by key."""

import numpy as np

from events.models import Actor, ActorName, Debate, Place, Source, Theme

MODELS = {Actor, ActorName, Debate, Place, Source, Theme}
"""The records that are known by names, here and in suggestions and spellings."""


class Names:
    """`of[facet][key]` is (slug, label, order); `keys[facet][slug]` the key; `ranks[facet][key]` the place by order."""

    def __init__(self, rows: dict[str, list[tuple]]):
        """`rows` has for each facet key, slug, label and the text that orders."""
        self.of = {facet: {row[0]: row[1:] for row in some} for facet, some in rows.items()}
        self.keys = {facet: {row[1]: row[0] for row in some} for facet, some in rows.items()}
        self.ranks = {facet: _ranks(some) for facet, some in rows.items()}

    @classmethod
    def read(cls) -> "Names":
        actors = list(Actor.objects.order_by().values_list("pk", "slug", "name", "sort_name"))
        themes = Theme.objects.order_by().values_list("pk", "slug", "name", "position")
        places = Place.objects.order_by().values_list("pk", "slug", "name")
        debates = Debate.objects.order_by().values_list("pk", "slug", "question")
        return cls(
            {
                "theme": [(pk, slug, name, str(position + 10**5)) for pk, slug, name, position in themes],
                "actor": actors,
                "place": [(*row, row[-1]) for row in places],
                "source": list(Source.objects.order_by().values_list("pk", "slug", "short_reference", "sort_key")),
                "debate": [(*row, "") for row in debates],
                "proponent": actors,
            }
        )


def _ranks(rows: list[tuple]) -> np.ndarray:
    ranks = np.zeros(max((row[0] for row in rows), default=0) + 1, np.int32)
    ranks[[row[0] for row in sorted(rows, key=lambda row: (row[3], row[1]))]] = np.arange(len(rows))
    return ranks
