"""Rooms: the folders of `events/` and the project's own; each has one subject, and none imports one above it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from django.conf import settings

PROJECT = "romania_history"
EVENTS = settings.BASE_DIR / "events"
WITHOUT_SENTENCE = {"management", "migrations", "templatetags"}
"""Folders that Django names."""


def modules() -> Iterator[Path]:
    for folder in (EVENTS, settings.BASE_DIR / PROJECT):
        yield from sorted(folder.rglob("*.py"))


def room_of(name: str) -> str:
    """The room of a module by its dotted name: `events.search.index` stands in `search`."""
    first, _dot, rest = name.partition(".")
    return rest.split(".")[0] if first == "events" else first


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; `from a import b` may mean a.b."""
    package = path.relative_to(settings.BASE_DIR).with_suffix("").parts[:-1]
    for node in ast.walk(_WithoutTypes().visit(ast.parse(path.read_text()))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            beginning = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*beginning, *([node.module] if node.module else [])])
            yield from ([base] if base != "events" else (f"events.{alias.name}" for alias in node.names))


class _WithoutTypes(ast.NodeTransformer):
    """Takes out what is imported for the type checker alone, and never when the program runs."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def test_the_rooms_form_a_tree_of_imports_without_an_arrow_back_up():
    imported = defaultdict[str, set[str]](set)
    for path in modules():
        here = room_of(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
        there = {room_of(name) for name in imports_of(path) if name.split(".")[0] in ("events", PROJECT)}
        imported[here] |= there - {here, ""}
    assert {"models", "search", "admin", PROJECT} <= set(imported)
    list(TopologicalSorter(imported).static_order())  # raises CycleError, with the rooms of the circle


def test_the_root_of_events_holds_nothing_but_its_rooms():
    assert {path.name for path in EVENTS.glob("*.py")} == {"__init__.py", "apps.py", "urls.py"}


def test_each_room_says_its_subject():
    rooms = {path.parent.name: path for path in EVENTS.glob("*/__init__.py")}
    silent = [name for name, path in rooms.items() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert set(silent) <= WITHOUT_SENTENCE


MODULE = re.compile(rf"`((?:events|{PROJECT}|tests)(?:\.(?!yaml)\w+)+)`")
FILE = re.compile(r"`([\w/]+/\w+\.(?:py|html))`")
FOLDERS = ("", "events", PROJECT, "templates", "static")
"""Where what a text names may stand."""


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module, or to a name that stands in one."""
    path = settings.BASE_DIR
    for part in name.split("."):
        if (path / part).is_dir():
            path = path / part
        elif (path / f"{part}.py").is_file():
            path = path / f"{part}.py"
        else:
            file = path if path.is_file() else path / "__init__.py"
            return part in file.read_text()
    return True


def test_neither_documents_nor_docstrings_name_a_module_that_is_gone():
    texts = [*modules(), settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").rglob("*.md")]
    gone = set()
    for path in texts:
        text = path.read_text()
        gone |= {(path.name, name) for name in MODULE.findall(text) if not is_there(name)}
        gone |= {
            (path.name, name)
            for name in FILE.findall(text)
            if not any((settings.BASE_DIR / folder / name).is_file() for folder in FOLDERS)
        }
    assert not gone
