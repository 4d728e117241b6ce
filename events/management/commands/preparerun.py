import fcntl
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

LOCK = settings.BASE_DIR / "build" / "preparing.lock"


class Command(BaseCommand):
    help = "Migrates the database, loads the seeds and makes the first editor; of several that start at once, in turn."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        LOCK.parent.mkdir(exist_ok=True)
        with LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed, however this ends
            call_command("migrate", interactive=False, verbosity=0)
            call_command("loadseeds", stdout=self.stdout)
            call_command("ensureeditor", stdout=self.stdout)
