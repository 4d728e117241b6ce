"""A corpus that says nothing of itself, until a test says something."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def no_site_yaml(settings: Any, tmp_path: Path) -> None:
    settings.SEEDS_DIR = tmp_path
