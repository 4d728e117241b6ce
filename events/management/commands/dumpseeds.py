from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from events.management.terminal import interruptible
from events.seeding import in_database
from events.seeding.dump import FolderTaken, dump


class Command(BaseCommand):
    help = (
        "Writes every record, of every status, as seed files from which loadseeds makes the same records again."
        " What is in the database alone (accounts, history, pending revisions) is counted: back that up as well."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="a folder that is missing, empty, or holds an earlier dump")
        parser.add_argument("--force", action="store_true", help="replace seed files that were written by hand, too")

    def handle(self, *args: Any, directory: Path, force: bool = False, **options: Any) -> None:
        if (fault := in_database.fault()) is not None:
            raise CommandError(fault)
        try:
            with interruptible("the folder is as it was, but for drafts named .NAME.part"):
                dumped = dump(directory, force=force)
        except FolderTaken as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except DatabaseError as error:
            raise CommandError(f"the database refused: {error}") from None
        counted = ", ".join(f"{count} {kind}" for kind, count in dumped.counts.items())
        self.stdout.write(f"{len(dumped.names)} files in {directory}: {counted}")
        left_out = ", ".join(f"{what} {count}" for what, count in dumped.left_out.items() if count)
        self.stdout.write(f"left out, and in the database alone: {left_out or 'nothing'}")
