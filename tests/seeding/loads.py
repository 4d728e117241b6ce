"""What tests of loads share: a load, its plan, and pieces of a corpus."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.seeding.plan import LoadPlan

Load = Callable[..., LoadPlan]


@contextmanager
def writing_nothing() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    statements = (query["sql"].strip() for query in queries)
    assert [sql for sql in statements if not sql.startswith(READS)] == []


READS = ("SELECT", "DECLARE", "FETCH", "CLOSE")


def entry(plan: LoadPlan, name: str) -> Any:
    return next(entry for entry in plan.entries if entry.name == name)


def event_of(corpus: dict[str, Any], slug: str = "mongolia") -> dict[str, Any]:
    every = corpus["events"] + corpus["documents"]["article"][1]["events"]
    return next(event for event in every if event["slug"] == slug)


def autonomy_of(corpus: dict[str, Any]) -> dict[str, Any]:
    return corpus["documents"]["article"][1]["interpretations"][0]
