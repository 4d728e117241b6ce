import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


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
