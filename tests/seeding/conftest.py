from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from events.seeding.loading import load
from events.seeding.plan import LoadPlan
from tests.seeding import folders


@pytest.fixture(autouse=True)
def no_site_yaml(settings: Any, tmp_path: Path) -> None:
    """A dump copies the project's site.yaml: here there is none, unless a test makes one."""
    settings.SEEDS_DIR = tmp_path / "project-seeds"


@pytest.fixture
def corpus() -> dict[str, Any]:
    return folders.corpus()


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., LoadPlan]:
    """Loads data through a folder and returns the plan; fails on a problem."""

    def run(data: dict[str, Any], **options: Any) -> LoadPlan:
        plan = load(folders.write(tmp_path / "seeds", data), **options)
        assert [str(problem) for problem in plan.problems] == []
        return plan

    return run


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[dict[str, Any]], list[str]]:
    """The lines of the problems that loading data finds."""

    def run(data: dict[str, Any]) -> list[str]:
        return [str(problem) for problem in load(folders.write(tmp_path / "seeds", data)).problems.in_order()]

    return run
