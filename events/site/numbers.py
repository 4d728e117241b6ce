"""Numbers as the reader's language writes them: “98,000”, “98.000”."""

from functools import lru_cache

from django.utils import translation
from django.utils.formats import number_format

from events.site.languages import active


def grouped(number: int) -> str:
    """A number of things. A year or a page is none: it is written with `str`."""
    return str(number) if -1000 < number < 1000 else _grouped(active(), number)


@lru_cache(maxsize=4096)
def _grouped(language: str, number: int) -> str:
    with translation.override(language):
        return number_format(number, use_l10n=True, force_grouping=True)


def filled(words: str, **numbers: int) -> str:
    """A translation with numbers in the places of `%(name)d`."""
    for name, number in numbers.items():
        words = words.replace(f"%({name})d", grouped(number))
    return words
