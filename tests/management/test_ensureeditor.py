import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User, UserManager
from django.core.management import CommandError, call_command

from tests.seeding import folders

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def output() -> str:
    stream = StringIO()
    call_command("ensureeditor", stdout=stream)
    return stream.getvalue()


def test_the_first_superuser_can_sign_in_with_the_password_that_was_printed():
    password = re.search(r"as editor with the password (\S+)", output())
    assert password
    editor = User.objects.get(username="editor")
    assert editor.is_superuser
    assert editor.check_password(password[1])


def test_the_password_is_printed_once_and_kept():
    output()
    before = User.objects.get(username="editor").password
    assert output() == ""
    assert User.objects.get(username="editor").password == before


def test_nobody_is_added_where_there_is_a_superuser():
    User.objects.create_superuser("ana")
    assert output() == ""
    assert not User.objects.filter(username="editor").exists()


def test_somebody_else_of_that_name_keeps_their_account():
    User.objects.create_user("editor")
    with pytest.raises(CommandError, match="createsuperuser"):
        output()
    assert not User.objects.get(username="editor").is_superuser


def test_of_two_that_make_the_first_editor_at_once_one_prints_a_password(monkeypatch: pytest.MonkeyPatch):
    create = UserManager.create_superuser

    def second(self: UserManager, *args: str, **kwargs: str) -> User:
        create(self, *args, **kwargs)
        return create(self, *args, **kwargs)

    monkeypatch.setattr(UserManager, "create_superuser", second)
    assert output() == ""


def test_databases_that_are_prepared_at_once_are_prepared_in_turn(tmp_path: Path):
    """As by `make run` in two windows."""
    folders.write(tmp_path / "seeds", folders.corpus())
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
        "SEEDS_DIR": str(tmp_path / "seeds"),
        "SITE_MODE": "development",
    }
    command = [sys.executable, "manage.py", "preparerun"]
    with (tmp_path / "output").open("w+") as log:
        started = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log) for _ in range(2)
        ]
        assert [process.wait(120) for process in started] == [0, 0], (tmp_path / "output").read_text()
    assert (tmp_path / "output").read_text().count("Sign in at /admin/ as editor") == 1
