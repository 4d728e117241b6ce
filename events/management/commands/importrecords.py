import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from events.importing import importing
from events.management.terminal import interruptible, shown_on
from events.models import Source


class Command(BaseCommand):
    help = (
        "Imports tables (CSV, XLSX) of events, actors and interpretations, TimelineJS's sheet and results of Wikidata"
        " queries among them, and works out of reference managers (BibTeX, RIS, CSL-JSON): all or nothing. New records"
        " are drafts; of others only what a row says is changed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        parser.add_argument(
            "--kind", choices=Source.Kind.values, default="secondary", help="of evidence: of works that are new"
        )

    def handle(
        self, *args: Any, files: Sequence[Path] = (), dry_run: bool = False, kind: str = "secondary", **options: Any
    ) -> None:
        try:
            given = [(path.name, path.read_bytes()) for path in files]
            do = importing.planned if dry_run else importing.imported
            with interruptible("nothing was imported"), shown_on(sys.stderr) as progress:
                found = do(given, kind, progress=progress)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except DatabaseError as error:
            raise CommandError(f"the database refused: {error}; nothing was imported") from None
        for notice in found.notices:
            self.stdout.write(notice)
        if found.plan.problems:
            for problem in found.plan.problems.in_order():
                self.stderr.write(str(problem))
            raise CommandError(f"{len(found.plan.problems)} problems; nothing was imported")
        for entry in found.plan.entries:
            if entry.outcome != "unchanged":
                changed = ", ".join(sorted({change.field for change in entry.changes if change.what == "updated"}))
                self.stdout.write(f"{entry.outcome}: {entry.name}" + (f" ({changed})" if changed else ""))
        counts = [
            f"{kind}: {count.created} created, {count.updated} updated, {count.unchanged} unchanged"
            for kind, count in found.plan.counts().items()
            if count.created or count.updated or count.unchanged
        ]
        self.stdout.write("; ".join(counts) or "nothing to import")
        if dry_run:
            self.stdout.write("dry run: nothing of it was kept")
