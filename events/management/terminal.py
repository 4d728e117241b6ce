"""How commands behave towards a terminal and a pipe."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def shown_on(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """Yields a function of what is being done, how much is done, and of how much; silent in a pipe."""
    if not stream.isatty():
        yield lambda what, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        tasks: dict[str, int] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of or None)
            bar.update(tasks[what], completed=done, total=of or None)  # type: ignore[arg-type]

        yield show


@contextmanager
def interruptible(nothing_done: str) -> Iterator[None]:
    """Ctrl-C ends a command with one line and status 130; a reader that closes the pipe ends it quietly."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"\nstopped: {nothing_done}", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # Python would complain once more when it closes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
