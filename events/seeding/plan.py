"""What a load does with each record: the result of planning, and what is applied."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from events.documents.anchoring import Document
from events.record_data.declaration import SeedData
from events.record_data.three_way import What
from events.seeding.files import ABOUT, Raw
from events.seeding.problems import Problems
from events.seeding.shapes import SHAPES

Outcome = Literal["created", "updated", "unchanged"]
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

Key = tuple[str, str]
"""Kind and slug."""


class Stale(Exception):
    """The database has changed since the plan was made: plan again."""


def no_progress(what: str, done: int, of: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class FieldChange:
    """What became of a field: `what`, and in `detail` the words of both sides where an editor's stayed."""

    field: str
    what: What
    detail: str = ""


@dataclass
class PlanEntry:
    """What a load does with one record. `data` is what will be, `mine` what the database has (None: nothing).

    `stored` is the same as it was read: in `mine`, records that this load renames have their new slugs.
    """

    kind: str
    slug: str
    outcome: Outcome
    data: Any
    mine: SeedData | None
    changes: list[FieldChange] = field(default_factory=list)
    base: dict[str, Any] | None = None
    base_key: Key | None = None
    base_changed: bool = False
    document: Document | None = None
    text: str = ""
    deleted: bool = False
    stored: SeedData | None = None

    @property
    def name(self) -> str:
        return self.slug if self.kind == "redirects" else f"{self.kind}/{self.slug}"

    def has(self, what: str) -> bool:
        return any(change.what == what for change in self.changes)


@dataclass
class Counts:
    """Records of one kind. Each is created, updated or unchanged; those with a field that an editor's hand
    kept, or that is in conflict, are counted there too."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    conflict: int = 0


@dataclass
class LoadPlan:
    """What a load would do, or why it cannot. `corpus` is the title of what is loaded; `notices` hinder no load."""

    problems: Problems = field(default_factory=Problems)
    notices: Problems = field(default_factory=Problems)
    entries: list[PlanEntry] = field(default_factory=list)
    about: list[PlanEntry] = field(default_factory=list)
    """What is done with what editors wrote about records."""
    gone: list[str] = field(default_factory=list)
    corpus: str = ""
    raws: dict[str, dict[str, Raw]] = field(default_factory=dict)
    """By kind and slug where each record stands in its file; what it says there is in the entries."""

    def counts(self) -> dict[str, Counts]:
        counts = {kind: Counts() for kind in (*SHAPES, *ABOUT.values())}
        for entry in (*self.entries, *self.about):
            count = counts[entry.kind]
            setattr(count, entry.outcome, getattr(count, entry.outcome) + 1)
            count.kept += entry.has("kept")
            count.conflict += entry.has("conflict")
        return counts

    @property
    def writes(self) -> bool:
        """Whether applying it would write anything at all."""
        return any(entry.outcome != "unchanged" or entry.base_changed for entry in (*self.entries, *self.about))

    def details(self) -> Iterator[str]:
        """A line for each field that an editor's change decided, notice, and record that the files no longer have."""
        for entry in (*self.entries, *self.about):
            for change in entry.changes:
                if change.what != "updated":
                    place = f"{entry.name}: {change.field}" if change.field else entry.name
                    yield f"{change.what}: {place}: {change.detail}"
        yield from map(str, self.notices.in_order())
        for name in self.gone:
            yield f"no longer in the files: {name}"
