import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

NAME = "editor"


class Command(BaseCommand):
    help = "Makes a first superuser and prints its password, once; does nothing where there is a superuser."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        if users.filter(username=NAME).exists():
            raise CommandError(f"There is no superuser, and {NAME!r} is somebody else: run createsuperuser.")
        password = secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                users.create_superuser(NAME, password=password)
        except IntegrityError:  # another process was faster, and has printed the password that counts
            return
        self.stdout.write(f"Sign in at /admin/ as {NAME} with the password {password} (shown only now).")
