"""The filters in force, each with the address of the view without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from events.selection.filters import NARROWING, REPEATABLE, TimelineFilter


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the view without it; `facet` is blank where the label says all."""

    name: str
    facet: str
    label: str
    url: str
    only: bool = True
    """Whether it is the only value of its facet, so that without it the facet no longer filters."""

    @property
    def words(self) -> str:
        """“From: 1963”; “Only where accounts disagree”."""
        return f"{self.facet}: {self.label}" if self.facet else self.label


def chips(view: TimelineFilter, chosen: dict[str, dict[str, str]], address: Callable[..., str]) -> Iterator[Chip]:
    """One for each filter in force, in the order of the form; each drops the page too.

    `address` gives the address of the page with the changes that it is given.
    """
    for name in view.in_force:
        label = "" if name == "contested" else str(view.filters[name].label)
        if name in REPEATABLE:
            for slug, words in chosen[name].items():
                rest = [other for other in chosen[name] if other != slug]
                yield Chip(name, label, words, address(**{key(name): rest, "page": None}), only=not rest)
        else:
            yield Chip(name, label, _words(view, name, chosen), address(**{key(name): None, "page": None}))


def _words(view: TimelineFilter, name: str, chosen: dict[str, dict[str, str]]) -> str:
    if name in chosen:
        return next(iter(chosen[name].values()), "")
    field = view.form.fields[name]
    labels = {str(value): str(label) for value, label in getattr(field, "choices", [])}
    return labels.get(view.data.get(name, ""), view.data.get(name, ""))


def without_filters() -> dict[str, Any]:
    """The changes of an address that take every filter back."""
    return {key(name): None for name in (*NARROWING, "dates", "page")}


def key(name: str) -> str:
    return f"{name}_"  # `from` cannot be a keyword argument
