"""A view as it is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from events.models.base import around_slug, in_address
from events.site.description import Site


@dataclass(frozen=True)
class View:
    """The events of a view and what a file says of itself; all that its writer needs after the request is over."""

    ids: Sequence[int]
    """The keys of the events, in the order of the page."""

    language: str
    site: Site
    """What the site says of itself in that language."""

    base: str
    """Begins every address: https://example.org"""

    url: str
    """The whole address of the view."""

    as_of: datetime
    """When readers were last shown something new."""

    is_narrowed: bool = False
    """Whether a filter is in force: else all that is published belongs to it."""

    _around: dict[str, tuple[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def url_of(self, kind: str, slug: str) -> str:
        """The whole address of a record."""
        if (around := self._around.get(kind)) is None:
            around = self._around[kind] = around_slug(kind)
        before, after = around
        return f"{self.base}{before}{in_address(slug)}{after}"

    @property
    def attribution(self) -> str:
        """Whom to name who uses the file: the site and the address of the view."""
        return f"{self.site.title}. {self.url}"
