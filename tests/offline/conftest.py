"""A copy of the small corpus."""

from pathlib import Path

import pytest

from events.offline import copying
from tests.support.history import History

ADDRESS = "https://example.org/"


@pytest.fixture
def copied(h: History, tmp_path: Path) -> Path:
    root = tmp_path / "copy"
    copying.copy(root, ADDRESS)
    return root
