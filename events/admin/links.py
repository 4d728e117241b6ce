"""What rests on a record: links for the panel “Used in”."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse

SHOWN = 20
"""So many links of a kind; of the others the panel says how many."""


def admin_url(record: Any) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])


def review_url(pending: Any) -> str:
    """The page of a pending revision, below its record."""
    meta = pending.record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_review", args=[quote(pending.object_id), pending.pk])


@dataclass
class Use:
    """One heading of the panel with its records."""

    heading: str
    links: list[tuple[str, str, str]] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        return len(self.links) + self.more


def use(heading: Any, records: Iterable[Any], most: int = SHOWN) -> Use:
    """The records, each once, as links with their status; beyond so many they are counted."""
    distinct = list({(type(record), record.pk): record for record in records}.values())
    links = [
        (admin_url(record), str(record), record.get_status_display() if hasattr(record, "status") else "")
        for record in distinct[:most]
    ]
    return Use(str(heading), links, len(distinct) - len(links))


def owner(citation: Any) -> Any:
    """The event or interpretation that a citation stands behind, also through its evidence or relations."""
    part = citation.evidence or citation.relation
    return citation.event or citation.interpretation or part.interpretation


def owners(citations: Any) -> list[Any]:
    """The owners of a queryset of citations, in one query."""
    return [owner(citation) for citation in citations.select_related(*OWNERS)]


OWNERS = ("event", "interpretation", "evidence__interpretation", "relation__interpretation")
"""What `owner` looks at."""
