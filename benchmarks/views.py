"""Addresses of views to measure with: `many` different ones, the same for the same seed, and the five kinds by name."""

import random
from functools import cache
from urllib.parse import urlencode

from events.models import Actor, Theme


def kinds() -> dict[str, dict[str, str]]:
    """One view of each kind: all events, years, theme and years, an actor who is neither common nor rare, words."""
    theme = Theme.objects.public().order_by("slug").values_list("slug", flat=True)[0]
    return {
        "all": {},
        "dates": {"from": "1956", "to": "1968"},
        "theme and dates": {"theme": theme, "from": "1960", "to": "1962"},
        "actor": {"actor": actors()[len(actors()) // 10]},
        "search": {"q": words()[100]},
    }


def many(number: int, seed: int = 1) -> list[str]:
    """Different addresses, of all kinds but the first; no two ask for the same events in the same order."""
    chance = random.Random(seed)
    themes = list(Theme.objects.public().order_by("slug").values_list("slug", flat=True))
    found: dict[str, None] = {}
    while len(found) < number:
        first = chance.randint(1917, 1985)
        years = {"from": f"{first}-{chance.randint(1, 12):02d}", "to": str(first + chance.randint(0, 12))}
        view = chance.choice(
            [
                years,
                years | {"theme": chance.choice(themes)},
                years | {"actor": chance.choice(actors())},
                {"q": chance.choice(words()), "order": chance.choice(["date", "-date"])} | years,
            ]
        )
        found["/?" + urlencode(sorted(view.items()))] = None
    return list(found)


@cache
def actors() -> list[str]:
    return list(Actor.objects.order_by("pk").values_list("slug", flat=True))


@cache
def words() -> list[str]:
    """The vocabulary of the synthetic corpus, commonest first."""
    from corpus import Corpus

    return Corpus(20).words.items
