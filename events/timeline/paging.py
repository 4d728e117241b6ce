"""Links to the pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page

from events.selection.filters import TimelineFilter


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str
    current: bool = False


def pages(
    view: TimelineFilter, page: Page, address: Callable[[TimelineFilter, int], str] | None = None
) -> list[PageLink | None]:
    """First, last, and the current page with its neighbours; None stands for a gap."""
    address = address or page_address
    last, here = page.paginator.num_pages, page.number
    wanted = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    links: list[PageLink | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            links.append(None)
        links.append(PageLink(number, address(view, number), number == here))
    return links


def page_address(view: TimelineFilter, number: int) -> str:
    """The view's own address is that of its first page."""
    return view.address(page=None if number == 1 else number)
