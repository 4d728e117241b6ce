"""The API does what its description says, whatever it is asked."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from tests.support.history import History

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.hypothesis]
if LONG:
    pytestmark.append(pytest.mark.timeout(1800))

CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"max-examples": 50 if LONG else 2, "deterministic": not LONG, "database": "none"},
        "phases": {"coverage": {"enabled": LONG}, "stateful": {"enabled": False}},
        # A slug that nobody has is a bad value, which no schema can say.
        "checks": {"positive_data_acceptance": {"expected-statuses": [200, 400, 404]}},
    }
)


@pytest.fixture
def described(h: History) -> Iterator[Any]:
    for signal in (request_started, request_finished):  # the connection is that of the test
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", WSGIHandler(), config=CONFIG)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
def test_no_answer_contradicts_the_description(case: Any):
    case.call_and_validate()
