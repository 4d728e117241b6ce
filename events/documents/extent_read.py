"""What was read of works, as their citations say."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from events.models import Citation
from events.models.translations import said
from events.site import languages


class Read(NamedTuple):
    """The parts of a work that citations name (“abstract”, “p. 57”), and whether one is to the whole work."""

    parts: list[str]
    whole: bool


def read_of(works: Iterable[int]) -> dict[int, Read]:
    """By the keys of works; citations of stored passages say nothing here, since their text is at hand."""
    # Told apart in Python: with DISTINCT, SQLite reads the citations of all sources.
    cited = Citation.objects.public().filter(source__in=works, passage=None).order_by()
    found, now = defaultdict(set), languages.current()
    for work, locator, whole in cited.values_list("source", said("locator"), "whole_work"):
        found[work].add((languages.text_of(locator, now), whole))
    return defaultdict(
        lambda: Read([], False),
        {
            work: Read(
                sorted({locator for locator, _whole in those if locator}), any(whole for _locator, whole in those)
            )
            for work, those in found.items()
        },
    )
