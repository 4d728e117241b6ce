"""Who edits."""

from typing import Any

import pytest

from tests.support import factories as make


@pytest.fixture
def editor(db: None) -> Any:
    return make.make_editor("editor")
