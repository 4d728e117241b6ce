import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from events.management.site_address import address_of_site
from events.management.terminal import interruptible, shown_on
from events.offline import copying
from events.seeding import in_database
from events.seeding.dump import FolderTaken


class Command(BaseCommand):
    help = (
        "Writes the whole reading site as files that open from a folder, or from any host, without a server: pages in"
        " each language, and a search in the browser."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="a folder that is missing, empty, or holds an earlier copy")
        parser.add_argument(
            "--address", default=address_of_site(), help="of the site, where pages say how to cite (%(default)s)"
        )

    def handle(self, *args: Any, directory: Path, address: str = "", **options: Any) -> None:
        if (fault := in_database.fault()) is not None:
            raise CommandError(fault)
        try:
            with interruptible("the copy is not whole"), shown_on(sys.stderr) as progress:
                made = copying.copy(directory, address or address_of_site(), progress)
        except FolderTaken as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except DatabaseError as error:
            raise CommandError(f"the database refused: {error}") from None
        self.stdout.write(f"{len(made.names)} files; open {directory / 'index.html'}")
        for page in made.gone:
            self.stdout.write(f"taken back while the copy was made: {page}")
