import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from events.extraction import Extracted, Unreadable, extract
from events.management.terminal import interruptible, shown_on
from events.models import Source
from events.proposals import folders, storing
from events.proposals.drafts import Known
from events.seeding import in_database
from events.seeding.dump import FolderTaken


class Command(BaseCommand):
    help = (
        "Reads documents and proposes what is in them, as a folder of drafts in the seed format: events with their"
        " dates, interpretations with their holders, actors and places, each citing its exact words."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="text, Markdown, HTML, DOCX, PDF …")
        parser.add_argument(
            "--to", required=True, type=Path, metavar="FOLDER", help="a new folder, or a corpus to add to"
        )
        parser.add_argument("--dry-run", action="store_true", help="print the files, and write nothing")
        parser.add_argument("--kind", choices=Source.Kind.values, default="secondary", help="of evidence: of all files")
        parser.add_argument(
            "--alone", action="store_true", help="do not take actors by the names that the database has for them"
        )

    def handle(
        self,
        *args: Any,
        files: Sequence[Path] = (),
        to: Path = Path(),
        dry_run: bool = False,
        kind: str = "secondary",
        alone: bool = False,
        **options: Any,
    ) -> None:
        known = folders.known_in(to)
        if not alone:
            _learn(known)
        with interruptible("nothing was written"):
            with shown_on(sys.stderr) as progress:
                made = folders.corpus(self._read(files), known, kind, progress)
            if dry_run:
                for name, data in made.contents.items():
                    self.stdout.write(f"--- {name}\n{data.decode()}")
            else:
                try:
                    names = folders.write(to, made)
                except FolderTaken as error:
                    raise CommandError(str(error)) from None
                except OSError as error:
                    raise CommandError(f"{error.filename}: {error.strerror}") from None
            for line in made.report:
                self.stdout.write(line)
            if dry_run:
                self.stdout.write("dry run: nothing was written")
            else:
                self.stdout.write(f"{len(names)} files in {to}: all drafts; load them with manage.py loadseeds {to}")

    def _read(self, files: Sequence[Path]) -> Iterator[tuple[str, Extracted]]:
        for path in files:
            try:
                yield path.name, extract(path.read_bytes(), path.name)
            except Unreadable as error:
                raise CommandError(f"{path}: {error}") from None
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from None


def _learn(known: Known) -> None:
    """Adds what the database knows, if there is one."""
    try:
        if in_database.fault() is None:
            storing.learn(known)
            storing.learn_works(known)
    except DatabaseError:
        return
