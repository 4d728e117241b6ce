"""Rooms: the folders of `events/` and the project's own; each has one subject, and none imports one above it."""

import ast
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
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            beginning = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*beginning, *([node.module] if node.module else [])])
            yield from ([base] if base != "events" else (f"events.{alias.name}" for alias in node.names))


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
