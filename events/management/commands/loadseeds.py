import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from events.doubts import seeds
from events.management.terminal import interruptible, shown_on
from events.seeding.loading import load
from events.seeding.plan import LoadPlan


class Command(BaseCommand):
    help = "Loads seed files in one transaction, after planning and checking; what editors changed stays."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", nargs="?", type=Path, help="another folder of seed files (default: SEEDS_DIR)")
        parser.add_argument("--dry-run", action="store_true", help="do all of it, show it, and take it back")
        parser.add_argument(
            "--overwrite",
            action="append",
            default=[],
            metavar="KIND/SLUG",
            help="take the file's version of this record, whatever editors did to it; repeatable",
        )

        parser.add_argument(
            "--into-existing",
            action="store_true",
            help="load these files though the database was loaded from another corpus: both are then in it",
        )

    def handle(
        self,
        *args: Any,
        directory: Path | None = None,
        dry_run: bool = False,
        overwrite: Collection[str] = (),
        into_existing: bool = False,
        **options: Any,
    ) -> None:
        with interruptible("nothing was loaded"):
            plan = self._load(
                directory or settings.SEEDS_DIR, overwrite=overwrite, dry_run=dry_run, into_existing=into_existing
            )
        with interruptible("all was loaded"):
            seeds.note(plan, of_all=dry_run)
            if dry_run:
                self._print_records(plan)
            self._print_table(plan)
            for line in plan.details():
                self.stdout.write(line)
            if dry_run:
                self.stdout.write("dry run: nothing of it was kept")

    def _load(self, directory: Path, **options: Any) -> LoadPlan:
        try:
            with shown_on(sys.stderr) as progress:
                plan = load(directory, progress=progress, **options)
        except DatabaseError as error:
            self.stderr.write(f"the database refused: {str(error).strip().splitlines()[0]}; nothing was loaded")
            sys.exit(1)
        if plan.problems:
            for problem in plan.problems.in_order():
                self.stderr.write(str(problem))
            count = len(plan.problems)
            self.stderr.write(f"{count} {'problem' if count == 1 else 'problems'}; nothing was loaded")
            sys.exit(1)
        return plan

    def _print_records(self, plan: LoadPlan) -> None:
        for entry in plan.entries:
            if entry.outcome != "unchanged":
                fields = sorted({change.field for change in entry.changes if change.what == "updated"})
                self.stdout.write(f"{entry.outcome}: {entry.name}" + (f" ({', '.join(fields)})" if fields else ""))

    def _print_table(self, plan: LoadPlan) -> None:
        columns = ("created", "updated", "unchanged", "kept", "conflict")
        self.stdout.write(
            f"{'':16}" + "".join(f"{name:>13}" for name in ("created", "updated", "unchanged", "kept", "conflicting"))
        )
        for kind, counts in plan.counts().items():
            self.stdout.write(f"{kind:16}" + "".join(f"{getattr(counts, name):>13}" for name in columns))
