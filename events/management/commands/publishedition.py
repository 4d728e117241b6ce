import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from events.editions import publishing
from events.management.site_address import address_of_site
from events.management.terminal import interruptible, shown_on
from events.seeding import in_database


class Command(BaseCommand):
    help = "Freezes what is published now as an edition, which readers find at /editions/NAME/ and which never changes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="small letters, digits, dots and hyphens, for instance 2026-11")
        parser.add_argument("--note", default="", help="what readers should know of it")
        parser.add_argument(
            "--address", default=address_of_site(), help="of the site, in links of the files (default: %(default)s)"
        )
        parser.add_argument("--withdraw", metavar="REASON", help="take this edition back; its address says why")

    def handle(
        self, *args: Any, name: str, note: str = "", address: str = "", withdraw: str | None = None, **options: Any
    ) -> None:
        if (fault := in_database.fault()) is not None:
            raise CommandError(fault)
        try:
            with interruptible("no edition was made"):
                if withdraw is None:
                    self._publish(name, note, address or address_of_site())
                else:
                    self._withdraw(name, withdraw)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DatabaseError as error:
            raise CommandError(f"the database refused: {error}") from None

    def _publish(self, name: str, note: str, address: str) -> None:
        with shown_on(sys.stderr) as progress:
            made = publishing.publish(name, address, note=note, progress=progress)
        changed = ", ".join(f"{len(rows)} {what}" for what, rows in made.changes.items())
        since = f"since {made.before}" if made.before else "there was none before"
        self.stdout.write(f"{address.rstrip('/')}{made.get_absolute_url()}")
        self.stdout.write(", ".join(f"{count} {kind}" for kind, count in made.counts.items()))
        self.stdout.write(f"{changed} ({since})")

    def _withdraw(self, name: str, reason: str) -> None:
        found = publishing.Edition.objects.filter(name=name).first()
        if found is None:
            raise CommandError(f"there is no edition {name}")
        if found.withdrawn_at:
            raise CommandError(f"the edition {name} is withdrawn already")
        publishing.withdraw(found, reason)
        self.stdout.write(f"{found.get_absolute_url()} says now that it was withdrawn, and why")
