"""Plans and applies an import: tables and bibliographies become seed records, which the one planner compares.

New records are drafts. Of a record that is there, only what a row says is changed; its status stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.addresses.redirects import free_slug
from events.bibliography import csl, formats
from events.editing import alike
from events.importing import rows, tables
from events.models import Source
from events.search.folding import short_slug
from events.seeding.apply import Stale, apply
from events.seeding.files import Folder, Raw, SeedFile
from events.seeding.loading import paused_collection
from events.seeding.plan import LoadPlan, Progress, no_progress
from events.seeding.planner import plan_rows
from events.seeding.problems import Path_

BIBLIOGRAPHIES = (".bib", ".ris", ".json")
ATTEMPTS = 3


class TableFile(SeedFile):
    """A table: the line of whatever belongs to a record is the number of its row."""

    def line(self, path: Path_) -> int | None:
        return path[0] if path and isinstance(path[0], int) else None


@dataclass
class Import:
    """What an import would do, and what of the files it leaves out: a sentence each."""

    plan: LoadPlan = field(default_factory=LoadPlan)
    notices: list[str] = field(default_factory=list)


def planned(
    files: Iterable[tuple[str, bytes]], kind_of_source: str = Source.Kind.SECONDARY, progress: Progress = no_progress
) -> Import:
    """What importing files would do; `kind_of_source` is the kind of evidence of new works. Nothing is written."""
    folder, found = Folder(Path()), Import()
    progress("Reading", 0, 0)
    for name, data in files:
        try:
            if name.lower().endswith(BIBLIOGRAPHIES):
                _take_works(folder, name, data, kind_of_source, found.notices)
            else:
                _take_tables(folder, name, data, found.notices)
        except tables.UnreadableTable as error:
            folder.problems.add(name, None, error)
    with paused_collection():
        found.plan = plan_rows(folder, progress)
    return found


def imported(
    files: list[tuple[str, bytes]],
    kind_of_source: str = Source.Kind.SECONDARY,
    user: Any = None,
    progress: Progress = no_progress,
) -> Import:
    """Writes all of it, as one entry of the history; with problems in the plan, nothing."""
    for attempt in range(ATTEMPTS):
        found = planned(files, kind_of_source, progress)
        if found.plan.problems:
            return found
        comment = _("Imported from %(files)s") % {"files": ", ".join(name for name, _data in files)}
        try:
            with transaction.atomic():
                apply(found.plan, progress, comment, user)
        except (Stale, IntegrityError):
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return found
    raise AssertionError("unreachable")


def _take_tables(folder: Folder, name: str, data: bytes, notices: list[str]) -> None:
    known = False
    for table in tables.read(name, data):
        if (found := rows.kind_of(table)) is None:
            notice = _("%(name)s is no list of events, actors or interpretations: left out.")
            notices.append(notice % {"name": table.name})
            continue
        known, (kind, record) = True, found
        file = TableFile(table.name, "")
        for number, row in table.rows:
            said = record(row)
            folder.records.append(Raw(kind, said.get("slug", ""), said, file, (number,)))
    if not known:
        raise tables.UnreadableTable(
            _("%(name)s has no column by which a table of events, actors or interpretations is known.") % {"name": name}
        )


def _take_works(folder: Folder, name: str, data: bytes, kind: str, notices: list[str]) -> None:
    try:
        reading = formats.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise tables.UnreadableTable(_("%(name)s is not UTF-8.") % {"name": name}) from None
    for problem in reading.problems:
        folder.problems.add(name, None, problem)
    file, taken = TableFile(name, ""), set[str]()
    for number, item in enumerate(reading.items, 1):
        if there := alike.sources(item):
            source, why = there[0]
            said = {"n": number, "source": source, "why": why}
            notices.append(_("Work %(n)d is there already, as “%(source)s” (%(why)s): left out.") % said)
            continue
        slug = _slug_of(item, taken)
        taken.add(slug)
        record = {key: value for key, value in item.items() if key not in ("id", "custom")}
        record |= {"id": slug, "custom": {"kind": kind}}
        folder.records.append(Raw("sources", slug, record, file, (number,)))


def _slug_of(item: dict[str, Any], taken: set[str]) -> str:
    """Of a work: its first author and year, else its title; the identifiers of reference managers are addresses."""
    names = item.get("author") or item.get("editor") or [{}]
    author = csl.family(names[0]) or csl.whole_name(names[0]) if names[0] else ""
    wanted = short_slug(f"{author} {csl.year(item) or ''}" if author else str(item.get("title") or "")) or "work"
    slug, number = free_slug(Source, wanted), 1
    while slug in taken:
        number += 1
        slug = free_slug(Source, f"{wanted}-{number}")
    return slug
