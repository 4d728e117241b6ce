"""Django's makemessages, which also gathers the strings of the public pages' Jinja2 templates."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

from events.views.jinja2 import environment_in_use

PUBLIC = Path(settings.BASE_DIR) / "templates" / "public"


class BuildFile(makemessages.BuildFile):
    """A file made readable for xgettext: of a Jinja2 template the calls that it makes, as lines of Python."""

    def preprocess(self) -> None:
        if PUBLIC not in Path(self.path).resolve().parents:
            return super().preprocess()
        template = Path(self.path).read_text(encoding="utf-8")
        strings = environment_in_use().extract_translations(template)  # type: ignore[attr-defined]  # jinja2.ext.i18n's
        calls = (call(*found) for found in strings)
        Path(self.work_path).write_text("\n".join(calls), encoding="utf-8")


def call(line: int, function: str, strings: str | tuple[Any, ...]) -> str:
    """A call with its strings alone, as it was found in a template; a number stands for what is no string."""
    arguments = strings if isinstance(strings, tuple) else (strings,)
    return f"{function}({', '.join('0' if one is None else repr(one) for one in arguments)})"


class Command(makemessages.Command):
    build_file_class = BuildFile
