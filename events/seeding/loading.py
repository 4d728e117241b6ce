"""The door to loading: plan, check, apply."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.db import IntegrityError, transaction

from events.seeding import corpora, load_notes
from events.seeding.apply import Stale, apply
from events.seeding.plan import LoadPlan, Progress, no_progress
from events.seeding.planner import plan_load

ATTEMPTS = 3


@contextmanager
def paused_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: among millions of live objects it would take half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load(
    root: Path,
    *,
    overwrite: Iterable[str] = (),
    dry_run: bool = False,
    into_existing: bool = False,
    progress: Progress = no_progress,
) -> LoadPlan:
    """Loads a folder of seed files and returns the plan that was applied.

    With problems in the plan nothing is written. A `dry_run` does all that a load does and takes it back. Files of
    another corpus than the database's are a problem, unless they may go `into_existing` records. If somebody changes a
    record between the plan and the writing, it is planned again.
    """
    overwrite = list(overwrite)
    with paused_collection():
        return _load(root, overwrite, dry_run, into_existing, progress)


def _load(root: Path, overwrite: list[str], dry_run: bool, into_existing: bool, progress: Progress) -> LoadPlan:
    for attempt in range(ATTEMPTS):
        plan = plan_load(root, overwrite, progress, into_existing)
        if plan.problems:
            return plan
        try:
            with transaction.atomic() if plan.writes or dry_run else nullcontext():
                apply(plan, progress)
                load_notes.remember(plan)
                corpora.remember(plan)
                if dry_run:
                    transaction.set_rollback(True)
        except (Stale, IntegrityError):
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return plan
    raise AssertionError("unreachable")
