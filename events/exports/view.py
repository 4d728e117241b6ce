"""A view as it is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models.base import address_of_page
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

    def url_of(self, kind: str, slug: str) -> str:
        """The whole address of a record."""
        return f"{self.base}{address_of_page(kind, slug)}"

    @property
    def attribution(self) -> str:
        """Whom to name who uses the file: the site and the address of the view."""
        return f"{self.site.title}. {self.url}"
